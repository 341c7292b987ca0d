package dev.hob.cli;

import dev.hob.cli.remote.Deed;
import dev.hob.cli.remote.Fetched;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Login;
import dev.hob.cli.remote.Unable;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.FetchedIssues;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.OfflineIssues;
import dev.hob.node.refs.ClonedNamespace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// The issues in a clone, read and written with the node's own rules and told as a node would tell them.
final class ClonedIssues implements Fetched {
    private static final int ID_CHARACTERS_MIN = 7;
    private static final String DID = "did:key:";

    @Override
    public List<Json> issues(Path folder) {
        return in(folder, clone -> all(clone).stream().map(ClonedIssues::json).toList());
    }

    private static List<FetchedIssues.Fetched> all(Repository clone) throws IOException {
        return fetched(clone).all();
    }

    private static FetchedIssues fetched(Repository clone) throws IOException {
        return FetchedIssues.of(clone).orElseThrow(() -> new Unable("this clone has no issues: hob issue fetch"));
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Repository clone) throws IOException;
    }

    /// One process at a time: a namespace has one history.
    private static <T> T in(Path folder, Work<T> work) {
        var place = new FileRepositoryBuilder().readEnvironment().findGitDir(folder.toFile());
        if (place.getGitDir() == null) throw new Unable("this folder is no clone");
        try (Repository clone = place.build()) {
            return work.with(clone);
        } catch (IOException e) {
            throw new Unable("cannot read or write " + folder + ": " + e.getMessage(), e);
        }
    }

    private static <T> T alone(Path folder, Work<T> work) {
        return in(folder, clone -> {
            var lock = clone.getCommonDirectory().toPath().resolve("hob-issues.lock");
            try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                return work.with(clone);
            }
        });
    }

    private static OfflineIssues own(Repository clone, Login login) throws IOException {
        var seed = Base64.getDecoder().decode(login.mustSign().seed().text());
        return OfflineIssues.of(clone, SigningKey.ofSeed(seed), login.account(), Assembly.CLOCK)
                .orElseThrow(() -> new Unable("this clone has no issues: hob issue fetch"));
    }

    @Override
    public Json write(Path folder, Login login, Deed deed) {
        return alone(folder, clone -> {
            var id = done(clone, login, deed);
            if (id.isEmpty()) return Json.fields();
            return fetched(clone).one(id.get()).<Json>map(ClonedIssues::json).orElseGet(Json::fields);
        });
    }

    /// Does it; gives the issue, if it is one then.
    private static Optional<ObjectId> done(Repository clone, Login login, Deed deed) throws IOException {
        var own = own(clone, login);
        return switch (deed) {
            case Deed.Open(var title, var body, var labels) -> told(own.open(title, body, labels));
            case Deed.Comment(var named, var body) -> {
                var issue = id(clone, named);
                told(own.comment(issue, body));
                yield Optional.of(issue);
            }
            case Deed.Edit(var named, var title, var body) -> {
                var issue = id(clone, named);
                if (title.isPresent()) told(own.retitle(issue, title.get()));
                if (body.isPresent()) told(own.describe(issue, body.get()));
                yield Optional.of(issue);
            }
            case Deed.Close(var named, var solved) -> {
                var issue = id(clone, named);
                told(own.turn(issue, solved ? IssueState.SOLVED : IssueState.CLOSED));
                yield Optional.of(issue);
            }
            case Deed.Reopen(var named) -> {
                var issue = id(clone, named);
                told(own.turn(issue, IssueState.OPEN));
                yield Optional.of(issue);
            }
            case Deed.Label(var named, var more, var fewer) -> {
                var issue = id(clone, named);
                told(own.label(issue, more, fewer));
                yield Optional.of(issue);
            }
            case Deed.Assign(var named, var more, var fewer) -> {
                var issue = id(clone, named);
                told(own.assign(issue, keys(clone, more), keys(clone, fewer)));
                yield Optional.of(issue);
            }
            case Deed.Drop(var named) -> {
                drop(clone, login, own, id(clone, named));
                yield Optional.empty();
            }
        };
    }

    /// What was done; a refusal ends the command.
    private static Optional<ObjectId> told(Answer answer) {
        return switch (answer) {
            case Answer.Done(var entry) -> Optional.of(entry);
            case Answer.Same _ -> Optional.empty();
            case Answer.Refused(var _, var _, String told) -> throw new Unable(told);
        };
    }

    /// The issue of a number, or the one whose id begins so.
    private static ObjectId id(Repository clone, String named) throws IOException {
        var ids = fetched(clone).ids();
        for (var issue : ids.entrySet())
            if (issue.getValue().map(String::valueOf).filter(named::equals).isPresent()) return issue.getKey();
        var beginning = ids.keySet().stream()
                .filter(id -> named.length() >= ID_CHARACTERS_MIN && id.name().startsWith(named))
                .toList();
        if (beginning.size() > 1) throw new Unable(named + " is the beginning of several issues' ids");
        return beginning.stream().findFirst().orElseThrow(() -> new Unable("this clone has no issue " + named));
    }

    /// The keys of names that have signed something here.
    private static List<DidKey> keys(Repository clone, List<String> names) throws IOException {
        var issues =
                names.stream().allMatch(name -> name.startsWith(DID)) ? List.<FetchedIssues.Fetched>of() : all(clone);
        return names.stream().map(name -> key(issues, name)).toList();
    }

    private static DidKey key(List<FetchedIssues.Fetched> issues, String name) {
        if (name.startsWith(DID)) {
            try {
                return DidKey.parse(name);
            } catch (IllegalArgumentException e) {
                throw new Unable(name + " is no key", e);
            }
        }
        var keys = issues.stream()
                .flatMap(it -> it.comments().stream())
                .filter(it -> it.author().equals(name))
                .map(FetchedIssues.Said::key)
                .distinct()
                .toList();
        if (keys.size() == 1) return keys.getFirst();
        throw new Unable("this clone does not know who " + name + " is: say did:key:…, or do it at the node");
    }

    private static String noted(Login login) {
        return Fetched.PUSHED + login.mustSign().nid() + "/";
    }

    private static DidKey did(Login login) {
        return DidKey.parse(login.mustSign().did());
    }

    /// What the node is known to have of this computer's namespace, by name.
    private static Map<String, ObjectId> noted(Repository clone, Login login) throws IOException {
        var refs = new TreeMap<String, ObjectId>();
        for (var ref : clone.getRefDatabase().getRefsByPrefix(noted(login)))
            if (ref.getObjectId() != null)
                refs.put(ref.getName().substring(noted(login).length()), ref.getObjectId());
        return refs;
    }

    private static void drop(Repository clone, Login login, OfflineIssues own, ObjectId issue) throws IOException {
        String name = OfflineIssues.ref(issue);
        var here = Optional.ofNullable(ClonedNamespace.refs(clone, did(login)).get(name));
        var there = Optional.ofNullable(noted(clone, login).get(name));
        if (here.equals(there)) throw new Unable("there is nothing of yours here that the node does not have");
        own.drop(issue, there);
    }

    @Override
    public List<Json> unpushed(Path folder, Login login) {
        return alone(folder, clone -> {
            own(clone, login).sign();
            var there = noted(clone, login);
            var here = ClonedNamespace.refs(clone, did(login));
            var fetched = fetched(clone);
            var unpushed = new ArrayList<Json>();
            for (var id : fetched.ids().keySet()) {
                var mine = Optional.ofNullable(here.get(OfflineIssues.ref(id)));
                if (mine.isPresent() && !mine.get().equals(there.get(OfflineIssues.ref(id))))
                    fetched.one(id).map(ClonedIssues::json).ifPresent(unpushed::add);
            }
            return unpushed;
        });
    }

    @Override
    public void pushed(Path folder, Login login) {
        alone(folder, clone -> {
            for (var ref : ClonedNamespace.refs(clone, did(login)).entrySet()) {
                var update = clone.updateRef(noted(login) + ref.getKey());
                update.setNewObjectId(ref.getValue());
                update.disableRefLog();
                update.forceUpdate();
            }
            return true;
        });
    }

    @Override
    public void join(Path folder, Login login) {
        alone(folder, clone -> {
            own(clone, login).join(noted(clone, login));
            return true;
        });
    }

    private static Json json(FetchedIssues.Fetched issue) {
        var opening = issue.comments().getFirst();
        var comments = issue.comments().subList(1, issue.comments().size());
        return Json.fields()
                .with("number", issue.number().orElse(0L))
                .with("id", issue.id().name())
                .with("title", issue.title())
                .with("body", opening.body())
                .with("state", issue.state().isOpen() ? "open" : "closed")
                .with("user", Json.fields().with("login", opening.author()))
                .with("labels", named("name", issue.labels()))
                .with("assignees", named("login", issue.assignees()))
                .with("created_at", issue.created().toString())
                .with("updated_at", issue.updated().toString())
                .with("closed_at", issue.closed().map(Object::toString))
                .with("comments", comments.size())
                .with("comment_list", comments.stream().map(ClonedIssues::json).toList());
    }

    private static List<Json.Fields> named(String field, List<String> names) {
        return names.stream().map(name -> Json.fields().with(field, name)).toList();
    }

    private static Json.Fields json(FetchedIssues.Said said) {
        return Json.fields()
                .with("user", Json.fields().with("login", said.author()))
                .with("body", said.body())
                .with("created_at", said.at().toString())
                .with("updated_at", said.edited().toString());
    }
}
