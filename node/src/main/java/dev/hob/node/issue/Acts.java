package dev.hob.node.issue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.keys.DidKey;
import dev.hob.node.cob.Embed;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Evidence;
import dev.hob.node.cob.Operation;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.people.Person;
import dev.hob.node.people.RemoteAuthor;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.FoldCache;
import dev.hob.node.refs.Signer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jdbi.v3.core.Handle;

/// What people do with issues and pull requests alike. Each act is a signed operation, and refused when the rules of
/// the format would refuse it; a collaborator's acts that the format leaves to delegates are signed by the owner for
/// them. The caller has asked whether they may read. Shared between threads.
///
/// @param <F> what such an object is once it is folded
public abstract class Acts<F extends Folded> {
    protected final Means means;
    protected final FoldCache<F> folds;
    private final String type;
    /// What they are called in messages that choose by it: `issue` or `pull`.
    private final String what;

    protected Acts(Means means, FoldCache<F> folds, String type, String what) {
        this.means = means;
        this.folds = folds;
        this.type = type;
        this.what = what;
    }

    /// How the format says the things that both kinds know.
    protected interface Words<F> {
        JsonNode comment(F fold, String body, ObjectId replyTo, List<Embed> embeds);

        JsonNode edit(F fold, ObjectId text, String body, List<Embed> embeds);

        /// What tells with an edit that it is one, where the format does not: files that travel with it, by name.
        default Map<String, byte[]> tells(F fold, ObjectId text) {
            return Map.of();
        }

        JsonNode redact(F fold, ObjectId text);

        JsonNode react(F fold, ObjectId text, String sign, boolean active);

        JsonNode retitle(F fold, String title);

        JsonNode label(SortedSet<String> labels);

        JsonNode assign(SortedSet<String> assignees);

        /// The text that an action changes or takes back; empty when it does something else.
        Optional<ObjectId> reworded(JsonNode action);
    }

    protected abstract Words<F> words();

    /// Writes the rows of what has come since the history had so many lines.
    protected abstract void append(Handle handle, Repo repo, F fold, int lines);

    /// Says something; the answer's entry is the comment.
    ///
    /// @param replyTo the comment that is answered; else it is said to the whole
    public Answer comment(
            Repo repo, Person by, ObjectId id, String body, Optional<ObjectId> replyTo, List<Attachment> files) {
        return comment(repo, new Speaker.Local(by), id, body, replyTo, files);
    }

    /// The same by whoever speaks.
    public Answer comment(
            Repo repo, Speaker by, ObjectId id, String body, Optional<ObjectId> replyTo, List<Attachment> files) {
        var objection = Limits.body(body, false).or(() -> Limits.attachments(files));
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return with(repo, by, id, (session, kept) -> {
            var locked = lockedOut(session, by, id);
            if (locked.isPresent()) return locked.get();
            var to = replyTo.orElse(id);
            if (kept.fold().comment(to).isEmpty()) return Answer.missing(Messages.text("issue.answered-is-gone"));
            var action = words().comment(kept.fold(), body, to, embeds(files));
            return act(session, kept, by, new Deed(false, List.of(action), files(files), "Comment", "comment"));
        });
    }

    /// Replaces what a text says: a comment's, or the description's, whose id is the object's. One's own, or a member
    /// any.
    ///
    /// @param keep names of files that it shows now and shall go on showing
    public Answer edit(
            Repo repo,
            Person by,
            ObjectId id,
            ObjectId text,
            String body,
            Collection<String> keep,
            List<Attachment> more) {
        return edit(repo, new Speaker.Local(by), id, text, body, keep, more);
    }

    /// The same by whoever speaks.
    public Answer edit(
            Repo repo,
            Speaker by,
            ObjectId id,
            ObjectId text,
            String body,
            Collection<String> keep,
            List<Attachment> more) {
        boolean description = text.equals(id);
        return with(repo, by, id, (session, kept) -> {
            var found = kept.fold().comment(text);
            if (found.isEmpty()) return Answer.missing(Messages.text("issue.no-such-comment-any-more"));
            // What somebody wrote elsewhere may break these rules; its files can be taken away all the same.
            boolean same = body.equals(found.get().body());
            var objection = (same ? Optional.<String>empty() : Limits.body(body, description))
                    .or(() -> Limits.attachments(more));
            if (objection.isPresent()) return Answer.invalid(objection.get());
            var author = found.get().author();
            if (!means.isTheirs(repo, by, author))
                return Answer.forbidden(Messages.text("issue.only-author-and-members-edit-comment"));
            var locked = lockedOut(session, by, id);
            if (locked.isPresent()) return locked.get();
            var embeds = new ArrayList<>(found.get().embeds().stream()
                    .filter(embed -> keep.contains(embed.name()))
                    .toList());
            embeds.addAll(embeds(more));
            if (body.equals(found.get().body()) && embeds.equals(found.get().embeds())) return new Answer.Same();
            var action = words().edit(kept.fold(), text, body, embeds);
            String message = description ? "Edit description" : "Edit comment";
            var files = new HashMap<>(files(more));
            files.putAll(words().tells(kept.fold(), text));
            return act(session, kept, by, new Deed(isOther(by, author), List.of(action), files, message, "edit"));
        });
    }

    /// Takes a text back. One's own, or a member any; never the description.
    public Answer redact(Repo repo, Person by, ObjectId id, ObjectId text) {
        return redact(repo, new Speaker.Local(by), id, text);
    }

    /// The same by whoever speaks.
    public Answer redact(Repo repo, Speaker by, ObjectId id, ObjectId text) {
        if (text.equals(id)) return Answer.invalid(Messages.text("issue.description-stays"));
        return with(repo, by, id, (session, kept) -> {
            var found = kept.fold().comment(text);
            if (found.isEmpty()) return Answer.missing(Messages.text("issue.no-such-comment-any-more"));
            var author = found.get().author();
            if (!means.isTheirs(repo, by, author))
                return Answer.forbidden(Messages.text("issue.only-author-and-members-delete-comment"));
            var action = words().redact(kept.fold(), text);
            return act(session, kept, by, Deed.of(isOther(by, author), action, "Redact comment", "redact"));
        });
    }

    /// Which texts an operation changes or takes back, whether or not it was allowed to: comments, reviews, and
    /// descriptions, whose id is the object's. None when it is not there.
    ///
    /// @throws StorageException when the repository cannot be read
    public List<ObjectId> reworded(Repo repo, ObjectId operation) {
        try (var repository = means.cobs().open(repo.rid());
                var walk = new RevWalk(repository)) {
            return Entry.read(walk, operation)
                    .map(entry -> entry.actions().stream()
                            .flatMap(action -> words().reworded(action).stream())
                            .distinct()
                            .toList())
                    .orElse(List.of());
        } catch (IOException e) {
            throw new StorageException("cannot read " + operation.name() + " of " + repo.rid(), e);
        }
    }

    /// Puts a sign under a text, or takes one's own away.
    public Answer react(Repo repo, Person by, ObjectId id, ObjectId text, String sign, boolean active) {
        return react(repo, new Speaker.Local(by), id, text, sign, active);
    }

    /// The same by whoever speaks.
    public Answer react(Repo repo, Speaker by, ObjectId id, ObjectId text, String sign, boolean active) {
        if (!Reactions.isOne(sign)) return Answer.invalid(Messages.text("issue.no-sign-for-a-comment"));
        return with(repo, by, id, (session, kept) -> {
            var found = kept.fold().comment(text);
            if (found.isEmpty()) return Answer.missing(Messages.text("issue.no-such-comment-any-more"));
            var locked = lockedOut(session, by, id);
            if (locked.isPresent()) return locked.get();
            boolean there = found.get().reactions().stream()
                    .anyMatch(r -> r.author().equals(by.key()) && r.sign().equals(sign));
            if (there == active) return new Answer.Same();
            var action = words().react(kept.fold(), text, sign, active);
            return act(session, kept, by, Deed.of(false, action, "React", "react"));
        });
    }

    /// Gives it another title. Its author, or a member.
    public Answer retitle(Repo repo, Person by, ObjectId id, String title) {
        return retitle(repo, new Speaker.Local(by), id, title);
    }

    /// The same by whoever speaks.
    public Answer retitle(Repo repo, Speaker by, ObjectId id, String title) {
        String stripped = title.strip();
        var objection = Limits.title(stripped);
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return with(repo, by, id, (session, kept) -> {
            var author = kept.fold().author();
            if (!means.isTheirs(repo, by, author))
                return Answer.forbidden(Messages.text("issue.only-author-and-members-rename", what));
            if (stripped.equals(kept.fold().title())) return new Answer.Same();
            var action = words().retitle(kept.fold(), stripped);
            return act(session, kept, by, Deed.of(isOther(by, author), action, "Edit", "title"));
        });
    }

    /// Closes it, or opens it again. Its author, or a member.
    ///
    /// @param state an issue's reason for being closed; a pull request knows but one
    public final Answer turn(Repo repo, Person by, ObjectId id, IssueState state) {
        return turn(repo, new Speaker.Local(by), id, state);
    }

    /// The same by whoever speaks.
    public abstract Answer turn(Repo repo, Speaker by, ObjectId id, IssueState state);

    /// Changes which labels it has, from those it has now. Members.
    public Answer label(Repo repo, Person by, ObjectId id, Collection<String> add, Collection<String> remove) {
        return label(repo, new Speaker.Local(by), id, add, remove);
    }

    /// The same by whoever speaks.
    public Answer label(Repo repo, Speaker by, ObjectId id, Collection<String> add, Collection<String> remove) {
        var objection = Limits.labels(add);
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return with(repo, by, id, (session, kept) -> {
            if (!means.isMember(repo, by)) return Answer.forbidden(Messages.text("issue.only-members-give-labels"));
            var after = new TreeSet<>(kept.fold().labels());
            after.removeAll(remove);
            after.addAll(add);
            if (after.equals(kept.fold().labels())) return new Answer.Same();
            if (after.size() > Limits.LABELS_MAX)
                return Answer.invalid(Messages.text("issue.labels-max", Limits.LABELS_MAX, what));
            return act(session, kept, by, Deed.of(true, words().label(after), "Label", "labels"));
        });
    }

    /// Changes whose task it is, from those it is now. Members.
    public Answer assign(Repo repo, Person by, ObjectId id, Collection<Person> add, Collection<DidKey> remove) {
        var objection = assigneesObjection(repo, add);
        if (objection.isPresent()) return Answer.invalid(objection.get());
        var keys = add.stream().map(Person::key).toList();
        return assign(repo, new Speaker.Local(by), id, keys, remove);
    }

    /// The same by whoever speaks, and perhaps to somebody of elsewhere.
    public Answer assign(Repo repo, Speaker by, ObjectId id, Collection<DidKey> add, Collection<DidKey> remove) {
        return with(repo, by, id, (session, kept) -> {
            if (!means.isMember(repo, by)) return Answer.forbidden(Messages.text("issue.only-members-give-tasks"));
            var after = new TreeSet<>(kept.fold().assignees());
            remove.forEach(key -> after.remove(key.did()));
            add.forEach(key -> after.add(key.did()));
            if (after.equals(kept.fold().assignees())) return new Answer.Same();
            if (after.size() > Limits.ASSIGNEES_MAX)
                return Answer.invalid(Messages.text("issue.assignees-max", Limits.ASSIGNEES_MAX));
            return act(session, kept, by, Deed.of(true, words().assign(after), "Assign", "assignees"));
        });
    }

    /// The bytes of a file that a comment shows.
    public Optional<byte[]> attachment(Repo repo, Embed embed) {
        if (embed.blob().isEmpty()) return Optional.empty();
        return means.cobs()
                .in(repo, session -> {
                    try (var reader = session.git().newObjectReader()) {
                        if (!reader.has(embed.blob().get(), Constants.OBJ_BLOB)) return Optional.<byte[]>empty();
                        return Optional.of(reader.open(embed.blob().get(), Constants.OBJ_BLOB)
                                .getCachedBytes(Limits.ATTACHMENT_BYTES_MAX));
                    }
                })
                .flatMap(found -> found);
    }

    /// One operation on an object that is there.
    ///
    /// @param delegate whether the format hears only a delegate in this
    /// @param files that travel with it, by name
    /// @param message of the commit, as `rad` words it
    /// @param change what the log calls it
    protected record Deed(
            boolean delegate,
            List<JsonNode> actions,
            Map<String, byte[]> files,
            List<ObjectId> related,
            String message,
            String change) {
        public Deed {
            actions = List.copyOf(actions);
            files = Map.copyOf(files);
            related = List.copyOf(related);
        }

        public Deed(
                boolean delegate, List<JsonNode> actions, Map<String, byte[]> files, String message, String change) {
            this(delegate, actions, files, List.of(), message, change);
        }

        /// One action without files.
        public static Deed of(boolean delegate, JsonNode action, String message, String change) {
            return new Deed(delegate, List.of(action), Map.of(), message, change);
        }
    }

    /// Work on an object that is there, with the folder's lock held.
    @FunctionalInterface
    protected interface Act<F extends Folded> {
        Answer on(Cobs.Session session, FoldCache.Kept<F> kept) throws IOException;
    }

    /// The same for whoever may have been here with it before.
    protected final Answer with(Repo repo, Speaker by, ObjectId id, Act<F> act) {
        return with(repo, id, (session, kept) -> {
            var before = before(by);
            return before.isPresent() ? before.get() : act.on(session, kept);
        });
    }

    protected final Answer with(Repo repo, ObjectId id, Act<F> act) {
        return means.cobs()
                .in(repo, session -> {
                    var kept = folds.get(session, id);
                    return kept.isPresent()
                            ? act.on(session, kept.get())
                            : Answer.missing(Messages.text("issue.no-such-issue-or-pull", what));
                })
                .orElseGet(Acts::gone);
    }

    /// What a guest's activity has done already.
    protected final Optional<Answer> before(Speaker by) {
        return switch (by) {
            case Speaker.Local _ -> Optional.empty();
            case Speaker.Guest(var _, var evidence) -> before(evidence);
            case Speaker.Member(var _, var evidence) -> before(evidence);
        };
    }

    private Optional<Answer> before(Evidence evidence) {
        return means.guests().entries().of(evidence).map(guest -> new Answer.Done(guest.entry()));
    }

    protected final Answer act(Cobs.Session session, FoldCache.Kept<F> kept, Person by, Deed deed) throws IOException {
        return act(session, kept, new Speaker.Local(by), deed);
    }

    protected final Answer act(Cobs.Session session, FoldCache.Kept<F> kept, Speaker by, Deed deed) throws IOException {
        var repo = session.repo();
        var choice = signer(session, by, deed.delegate());
        if (!(choice instanceof Signer.Choice.Signs(var signer)))
            return Answer.forbidden(((Signer.Choice.Refused) choice).told());
        var operation = operation(session, signer, deed, kept.tips());
        var id = kept.fold().id();
        int lines = kept.fold().events().size();
        var stored = session.store(
                signer,
                by.origin(),
                operation,
                Optional.of(id),
                entry -> Optional.of(change(repo, id, entry, deed.change())),
                kept.fold()::apply,
                (handle, _) -> append(handle, repo, kept.fold(), lines));
        return stored.map(entry -> {
                    kept.grow(entry.id());
                    return (Answer) new Answer.Done(entry.id());
                })
                .orElseGet(Acts::refused);
    }

    private Signer.Choice signer(Cobs.Session session, Speaker by, boolean delegate) throws IOException {
        var repo = session.repo();
        var now = means.clock().instant();
        return switch (by) {
            case Speaker.Local(var person) ->
                Signer.choose(means.custody(), repo, session.identity().document(), person, delegate, now);
            case Speaker.Guest _ when delegate -> new Signer.Choice.Refused(Messages.text("issue.is-for-members"));
            case Speaker.Guest(var author, var evidence) -> guest(repo, author, evidence, now);
            case Speaker.Member(var author, var _)
            when delegate ->
                Signer.member(means.custody(), repo, session.identity().document(), author, now);
            case Speaker.Member(var author, var evidence) -> guest(repo, author, evidence, now);
        };
    }

    private Signer.Choice guest(Repo repo, RemoteAuthor author, Evidence evidence, Instant now) {
        return Signer.guest(
                means.custody(),
                repo,
                means.guests().keys().of(repo.rid()),
                means.guests().authors().signingKey(author.actor()),
                author,
                evidence,
                now);
    }

    private Operation operation(Cobs.Session session, Signer signer, Deed deed, List<ObjectId> parents)
            throws IOException {
        var embedded = new LinkedHashMap<>(deed.files());
        embedded.putAll(signer.embeds());
        return new Operation(
                type,
                deed.actions(),
                embedded,
                parents,
                deed.related(),
                Optional.of(session.identity().head()),
                deed.message());
    }

    /// Makes a new object; the answer's entry is its id.
    protected final Answer begin(Cobs.Session session, Person by, Deed deed) throws IOException {
        return begin(session, new Speaker.Local(by), deed);
    }

    protected final Answer begin(Cobs.Session session, Speaker by, Deed deed) throws IOException {
        var repo = session.repo();
        var choice = signer(session, by, deed.delegate());
        if (!(choice instanceof Signer.Choice.Signs(var signer)))
            return Answer.forbidden(((Signer.Choice.Refused) choice).told());
        var operation = operation(session, signer, deed, List.of());
        long number = means.numbers().next(repo.rid());
        // The same words by the same person in the same second would be the same entry: the next is said a second
        // later.
        for (Signer one = signer; ; one = one.later()) {
            var kept = folds.fresh(session);
            var there = new AtomicBoolean();
            var stored = session.store(
                    one,
                    by.origin(),
                    operation,
                    Optional.empty(),
                    entry -> Optional.of(new Change.IssueOpened(
                            repo.id().value(), repo.rid().value(), entry.id().name(), number)),
                    entry -> {
                        there.set(means.reading().number(repo.rid(), entry.id()).isPresent());
                        return !there.get() && kept.fold().begin(entry);
                    },
                    (handle, entry) -> {
                        long given = Numbers.of(handle, repo.rid(), entry.id());
                        if (given != number) throw new AssertionError("two numbers for one object");
                        append(handle, repo, kept.fold(), 0);
                    });
            if (stored.isPresent()) {
                kept.grow(stored.get().id());
                folds.keep(repo.rid(), stored.get().id(), kept);
                return new Answer.Done(stored.get().id());
            }
            if (!there.get()) return refused();
        }
    }

    protected final Change change(Repo repo, ObjectId id, Entry entry, String what) {
        long number = means.reading().number(repo.rid(), id).orElse(0L);
        String repository = repo.id().value();
        String rid = repo.rid().value();
        return what.equals("comment")
                ? new Change.IssueCommented(
                        repository, rid, id.name(), number, entry.id().name())
                : new Change.IssueChanged(
                        repository, rid, id.name(), number, entry.id().name(), what);
    }

    protected static Answer gone() {
        return Answer.missing(Messages.text("refs.repository-is-gone"));
    }

    protected static Answer refused() {
        return Answer.forbidden(Messages.text("issue.project-refuses-that"));
    }

    protected static Origin here(Person by) {
        return new Speaker.Local(by).origin();
    }

    /// Whether the format hears only a delegate in this: it knows no people, only keys.
    protected static boolean isOther(Person by, DidKey author) {
        return isOther(new Speaker.Local(by), author);
    }

    protected static boolean isOther(Speaker by, DidKey author) {
        return !author.equals(by.key());
    }

    protected final Optional<Answer> lockedOut(Cobs.Session session, Person by, ObjectId id) {
        return lockedOut(session, new Speaker.Local(by), id);
    }

    protected final Optional<Answer> lockedOut(Cobs.Session session, Speaker by, ObjectId id) {
        boolean locked = means.reading()
                .byId(session.repo().rid(), id)
                .flatMap(Issue::locked)
                .isPresent();
        return locked && !means.isMember(session.repo(), by)
                ? Optional.of(Answer.forbidden(Messages.text("issue.only-members-may-speak")))
                : Optional.empty();
    }

    protected final Optional<String> assigneesObjection(Repo repo, Collection<Person> people) {
        return people.stream()
                .filter(person -> means.access().right(person, repo).isEmpty())
                .findFirst()
                .map(person -> Messages.text("issue.cannot-see-this-repository", person.name()));
    }

    protected static SortedSet<String> dids(Collection<Person> people) {
        var dids = new TreeSet<String>();
        people.forEach(person -> dids.add(person.key().did()));
        return dids;
    }

    protected static Map<String, byte[]> files(List<Attachment> files) {
        var all = new LinkedHashMap<String, byte[]>();
        files.forEach(file -> all.put(file.name(), file.bytes()));
        return all;
    }

    protected static List<Embed> embeds(List<Attachment> files) {
        try (var ids = new ObjectInserter.Formatter()) {
            return files.stream()
                    .map(file -> Embed.of(file.name(), ids.idFor(Constants.OBJ_BLOB, file.bytes())))
                    .toList();
        }
    }
}
