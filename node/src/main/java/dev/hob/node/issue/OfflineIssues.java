package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.cob.Author;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Graph;
import dev.hob.node.cob.Operation;
import dev.hob.node.cob.Operations;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.ClonedNamespace;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.Surroundings;
import dev.hob.node.repo.Identities;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// Issues written in a clone, with a key of the writer's own, by the rules that every node has: what they refuse is
/// refused here, and says why. Nobody here can sign as the project's owner, so what is for delegates is for delegates'
/// keys only. For one process at a time.
public final class OfflineIssues {
    private static final String ISSUES = "refs/cobs/" + IssueFold.TYPE + "/";
    /// A mark that nobody gives.
    private static final String NO_SIGN = "\u2700";
    private static final String ONLINE = " Where the node can be reached, it signs that for those who may.";

    private final Repository clone;
    private final Identities.InForce identity;
    private final SigningKey key;
    private final String alias;
    private final InstantSource clock;
    private final ClonedNamespace namespace;

    private OfflineIssues(
            Repository clone,
            RepoId rid,
            Identities.InForce identity,
            SigningKey key,
            String alias,
            InstantSource clock) {
        this.clone = clone;
        this.identity = identity;
        this.key = key;
        this.alias = alias;
        this.clock = clock;
        this.namespace = new ClonedNamespace(clone, rid, key, clock);
    }

    /// Those of a clone; empty when it has no identity, as one that has fetched code only.
    ///
    /// @param key whose word it is
    /// @param name what its holder is called
    public static Optional<OfflineIssues> of(Repository clone, SigningKey key, String name, InstantSource clock)
            throws IOException {
        var rid = FetchedIssues.rid(clone);
        if (rid.isEmpty()) return Optional.empty();
        var identity = new Identities().of(clone, rid.get());
        return Optional.of(new OfflineIssues(clone, rid.get(), identity, key, Repos.alias(name), clock));
    }

    /// Makes sure that the namespace is signed as it is, before it is pushed.
    public void sign() throws IOException {
        namespace.sign();
    }

    /// Opens an issue; the answer's entry is its id.
    public Answer open(String title, String body, Collection<String> labels) throws IOException {
        String stripped = title.strip();
        var objection = Limits.title(stripped).or(() -> Limits.body(body, true)).or(() -> Limits.labels(labels));
        if (objection.isPresent()) return Answer.invalid(objection.get());
        if (!labels.isEmpty() && !isDelegate()) return delegatesOnly("label issues");
        var actions = new ArrayList<IssueAction>();
        actions.add(new IssueAction.Comment(body, Optional.empty(), List.of()));
        actions.add(new IssueAction.Retitle(stripped));
        if (!labels.isEmpty()) actions.add(new IssueAction.Label(new TreeSet<>(labels)));
        // The same words in the same second would be the same issue.
        for (var author = author(); ; author = author.later()) {
            var entry = store(author, actions, List.of(), "Create issue");
            if (clone.exactRef(Repos.namespace(key.publicKey()) + ref(entry.id())) != null) continue;
            if (!fold().begin(entry)) return Answer.invalid("The rules of this project refuse that.");
            namespace.set(ref(entry.id()), entry.id(), identity.object());
            return new Answer.Done(entry.id());
        }
    }

    /// Says something; the answer's entry is the comment.
    public Answer comment(ObjectId issue, String body) throws IOException {
        var objection = Limits.body(body, false);
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return act(issue, "Comment", _ -> {
            var action = new IssueAction.Comment(body, Optional.of(issue), List.of());
            return new Wish.Does(action);
        });
    }

    /// Gives an issue another title.
    public Answer retitle(ObjectId issue, String title) throws IOException {
        String stripped = title.strip();
        var objection = Limits.title(stripped);
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return act(
                issue,
                "Edit",
                fold -> fold.title().equals(stripped)
                        ? new Wish.Nothing()
                        : own(fold.author(), "rename it", new IssueAction.Retitle(stripped)));
    }

    /// Replaces the description.
    public Answer describe(ObjectId issue, String body) throws IOException {
        var objection = Limits.body(body, true);
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return act(issue, "Edit description", fold -> {
            var said = fold.discussion().comment(issue);
            if (said.isEmpty()) return new Wish.Refuses(Answer.missing("Its description is not there any more."));
            if (said.get().body().equals(body)) return new Wish.Nothing();
            return own(
                    said.get().author(),
                    "change its description",
                    new IssueAction.EditComment(issue, body, said.get().embeds()));
        });
    }

    /// Closes an issue for a reason, or opens it again.
    public Answer turn(ObjectId issue, IssueState state) throws IOException {
        return act(
                issue,
                state.isOpen() ? "Open issue" : "Close issue",
                fold -> fold.state() == state
                        ? new Wish.Nothing()
                        : own(fold.author(), "close and reopen it", new IssueAction.ChangeState(state)));
    }

    /// Changes which labels an issue has, from those it has now.
    public Answer label(ObjectId issue, Collection<String> add, Collection<String> remove) throws IOException {
        var objection = Limits.labels(add);
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return act(issue, "Label", fold -> {
            var after = new TreeSet<>(fold.labels());
            after.removeAll(remove);
            after.addAll(add);
            if (after.equals(fold.labels())) return new Wish.Nothing();
            if (after.size() > Limits.LABELS_MAX)
                return new Wish.Refuses(Answer.invalid("An issue has at most " + Limits.LABELS_MAX + " labels."));
            return isDelegate()
                    ? new Wish.Does(new IssueAction.Label(after))
                    : new Wish.Refuses(delegatesOnly("label issues"));
        });
    }

    /// Changes whose task an issue is, from those it is now.
    public Answer assign(ObjectId issue, Collection<DidKey> add, Collection<DidKey> remove) throws IOException {
        return act(issue, "Assign", fold -> {
            var after = new TreeSet<>(fold.assignees());
            remove.forEach(it -> after.remove(it.did()));
            add.forEach(it -> after.add(it.did()));
            if (after.equals(fold.assignees())) return new Wish.Nothing();
            if (after.size() > Limits.ASSIGNEES_MAX)
                return new Wish.Refuses(
                        Answer.invalid("An issue is the task of at most " + Limits.ASSIGNEES_MAX + " people."));
            return isDelegate()
                    ? new Wish.Does(new IssueAction.Assign(after))
                    : new Wish.Refuses(delegatesOnly("say whose task an issue is"));
        });
    }

    /// Takes back what was written here on an issue and is not pushed, down to what a node has.
    ///
    /// @param pushed what the node has of this key on it; none when it has nothing
    public void drop(ObjectId issue, Optional<ObjectId> pushed) throws IOException {
        if (pushed.isPresent()) namespace.set(ref(issue), pushed.get(), identity.object());
        else namespace.remove(ref(issue));
    }

    /// Joins what a node has of this very namespace: another clone with the same key may have pushed. Where both
    /// went on apart, an entry that changes nothing follows both.
    ///
    /// @param there its refs at the node, without the prefix
    public void join(Map<String, ObjectId> there) throws IOException {
        if (there.isEmpty()) return;
        var here = ClonedNamespace.refs(clone, key.publicKey());
        for (var ref : there.entrySet()) {
            String name = ref.getKey();
            var mine = Optional.ofNullable(here.get(name));
            if (name.startsWith(ISSUES)) {
                if (mine.isEmpty() || follows(ref.getValue(), mine.get())) namespace.move(name, ref.getValue());
                else if (!follows(mine.get(), ref.getValue()))
                    namespace.move(name, joined(List.of(mine.get(), ref.getValue())));
            } else if (mine.isEmpty() || !follows(mine.get(), ref.getValue())) namespace.move(name, ref.getValue());
        }
        namespace.sign();
    }

    private boolean follows(ObjectId later, ObjectId earlier) throws IOException {
        try (var walk = new RevWalk(clone)) {
            return walk.isMergedInto(walk.parseCommit(earlier), walk.parseCommit(later));
        }
    }

    /// Takes away a sign that was never there.
    private ObjectId joined(List<ObjectId> tips) throws IOException {
        try (var walk = new RevWalk(clone)) {
            var root = Entry.read(walk, tips.getFirst());
            while (root.isPresent() && !root.get().parents().isEmpty())
                root = Entry.read(walk, root.get().parents().getFirst());
            var issue = root.map(Entry::id).orElseThrow(() -> new IOException("an issue without a beginning"));
            var action = new IssueAction.React(issue, NO_SIGN, false);
            return store(author(), List.of(action), tips, "Join").id();
        }
    }

    /// What somebody wants to do to a folded issue.
    private sealed interface Wish {
        record Does(IssueAction action) implements Wish {}

        record Nothing() implements Wish {}

        record Refuses(Answer answer) implements Wish {}
    }

    @FunctionalInterface
    private interface Wishing {
        Wish of(IssueFold fold) throws IOException;
    }

    private Answer act(ObjectId issue, String message, Wishing wishing) throws IOException {
        var tips = Cobs.objects(clone, Set.of(IssueFold.TYPE))
                .getOrDefault(IssueFold.TYPE, Map.of())
                .getOrDefault(issue, List.of());
        try (var reader = clone.newObjectReader()) {
            var graph = Graph.load(reader, IssueFold.TYPE, issue, tips);
            var fold = fold();
            var told = graph.isEmpty()
                    ? Optional.<Graph.Evaluated>empty()
                    : graph.get().tell(fold);
            if (told.isEmpty()) return Answer.missing("There is no such issue in this clone.");
            return switch (wishing.of(fold)) {
                case Wish.Nothing _ -> new Answer.Same();
                case Wish.Refuses(var answer) -> answer;
                case Wish.Does(var action) -> {
                    var entry = store(author(), List.of(action), told.get().tips(), message);
                    // What any node would refuse is not kept: everything after it would be lost with it.
                    if (!fold.apply(entry)) yield Answer.invalid("The rules of this project refuse that.");
                    namespace.set(ref(issue), entry.id(), identity.object());
                    yield new Answer.Done(entry.id());
                }
            };
        }
    }

    private Wish own(DidKey author, String what, IssueAction action) {
        if (author.equals(key.publicKey()) || isDelegate()) return new Wish.Does(action);
        return new Wish.Refuses(Answer.forbidden("Another key than this device's wrote that: offline only that key,"
                + " or a delegate of the project, may " + what + "." + ONLINE));
    }

    private static Answer delegatesOnly(String what) {
        return Answer.forbidden("Only delegates of the project may " + what + ", and this device's key is none: what it"
                + " signed would count nowhere." + ONLINE);
    }

    private boolean isDelegate() {
        return identity.document().delegates().contains(key.publicKey());
    }

    private Entry store(Author author, List<IssueAction> actions, List<ObjectId> parents, String message)
            throws IOException {
        var operation = new Operation(
                IssueFold.TYPE,
                actions.stream().map(IssueAction::json).toList(),
                Map.of(),
                parents,
                List.of(),
                Optional.of(identity.head()),
                message);
        try (var inserter = clone.newObjectInserter()) {
            var entry = Operations.store(inserter, operation, author);
            inserter.flush();
            return entry;
        }
    }

    private IssueFold fold() {
        return new IssueFold(Surroundings.of(
                () -> {
                    clone.incrementOpen();
                    return clone;
                },
                identity));
    }

    private Author author() {
        return new Author(key, alias, clock.instant());
    }

    /// The ref of a namespace that names an entry of an issue.
    public static String ref(ObjectId issue) {
        return ISSUES + issue.name();
    }
}
