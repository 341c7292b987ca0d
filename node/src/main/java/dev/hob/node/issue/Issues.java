package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Acting;
import dev.hob.node.cob.Embed;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Operation;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.people.Custody;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.FoldCache;
import dev.hob.node.refs.Signer;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/// What people do with issues. Each act is a signed operation, and refused when the rules of the format would
/// refuse it; a collaborator's acts that the format leaves to delegates are signed by the owner for them. The caller
/// has asked whether they may read. Shared between threads.
public final class Issues {
    public static final int TITLE_CHARACTERS_MAX = 255;
    public static final int BODY_CHARACTERS_MAX = 65_536;
    public static final int LABELS_MAX = 100;
    public static final int LABEL_CHARACTERS_MAX = 50;
    public static final int ASSIGNEES_MAX = 50;
    public static final int ATTACHMENTS_MAX = 10;
    public static final int ATTACHMENT_BYTES_MAX = 8 * 1024 * 1024;

    /// A new issue as somebody wants it.
    ///
    /// @param labels by name; only members may give any
    /// @param assignees only members may name any
    public record Opening(
            String title,
            String body,
            Collection<String> labels,
            Collection<Person> assignees,
            List<Attachment> attachments) {
        public Opening {
            labels = List.copyOf(labels);
            assignees = List.copyOf(assignees);
            attachments = List.copyOf(attachments);
        }

        /// One without labels, assignees and files.
        public static Opening of(String title, String body) {
            return new Opening(title, body, List.of(), List.of(), List.of());
        }
    }

    private final Cobs cobs;
    private final Folds folds;
    private final Numbers numbers;
    private final Custody custody;
    private final Access access;
    private final DeviceKeys devices;
    private final IssueReading reading;
    private final InstantSource clock;

    Issues(
            Cobs cobs,
            Folds folds,
            Numbers numbers,
            Custody custody,
            Access access,
            DeviceKeys devices,
            IssueReading reading,
            InstantSource clock) {
        this.cobs = cobs;
        this.folds = folds;
        this.numbers = numbers;
        this.custody = custody;
        this.access = access;
        this.devices = devices;
        this.reading = reading;
        this.clock = clock;
    }

    /// Opens an issue; the answer's entry is its id.
    public Answer open(Repo repo, Person by, Opening opening) {
        String title = opening.title().strip();
        var objection = titleObjection(title)
                .or(() -> bodyObjection(opening.body(), true))
                .or(() -> attachmentsObjection(opening.attachments()))
                .or(() -> labelsObjection(opening.labels()))
                .or(() -> assigneesObjection(repo, opening.assignees()));
        if (objection.isPresent()) return Answer.invalid(objection.get());
        boolean extras = !opening.labels().isEmpty() || !opening.assignees().isEmpty();
        if (extras && !isMember(repo, by)) return Answer.forbidden("Only members give labels and tasks.");
        return cobs.in(repo, session -> {
                    boolean delegate = session.identity().document().delegates().contains(by.key());
                    var answer = begin(session, by, title, opening, extras && delegate);
                    if (extras && !delegate && answer instanceof Answer.Done(var id)) {
                        var more = extras(opening);
                        var kept = folds.issues().get(session, id).orElseThrow();
                        var extra = act(session, kept, by, true, more, Map.of(), "Label", "labels");
                        if (extra instanceof Answer.Refused) return extra;
                    }
                    return answer;
                })
                .orElseGet(Issues::gone);
    }

    private static List<IssueAction> extras(Opening opening) {
        var actions = new ArrayList<IssueAction>();
        if (!opening.assignees().isEmpty()) actions.add(new IssueAction.Assign(dids(opening.assignees())));
        if (!opening.labels().isEmpty()) actions.add(new IssueAction.Label(new TreeSet<>(opening.labels())));
        return actions;
    }

    private Answer begin(Cobs.Session session, Person by, String title, Opening opening, boolean extras)
            throws IOException {
        var repo = session.repo();
        var identity = session.identity();
        var choice = Signer.choose(custody, repo, identity.document(), by, false, clock.instant());
        if (!(choice instanceof Signer.Choice.Signs(var signer)))
            return Answer.forbidden(((Signer.Choice.Refused) choice).told());
        var operation = new Operation(
                IssueFold.TYPE,
                beginning(title, opening, extras).stream()
                        .map(IssueAction::json)
                        .toList(),
                files(opening.attachments()),
                List.of(),
                List.of(),
                Optional.of(identity.head()),
                "Create issue");
        long number = numbers.next(repo.rid());
        // The same words by the same person in the same second would be the same entry: the next is said a second
        // later.
        for (var author = signer.author(); ; author = author.later()) {
            var kept = folds.issues().fresh(session);
            var there = new AtomicBoolean();
            var stored = session.store(
                    author,
                    here(by),
                    operation,
                    Optional.empty(),
                    entry -> Optional.of(new Change.IssueOpened(
                            repo.id().value(), repo.rid().value(), entry.id().name(), number)),
                    entry -> {
                        there.set(reading.number(repo.rid(), entry.id()).isPresent());
                        return !there.get() && kept.fold().begin(entry);
                    },
                    (handle, entry) -> {
                        long given = Numbers.of(handle, repo.rid(), entry.id());
                        if (given != number) throw new AssertionError("two numbers for one issue");
                        IssueRows.replace(handle, repo.rid(), number, kept.fold());
                    });
            if (stored.isPresent()) {
                kept.grow(stored.get().id());
                folds.issues().keep(repo.rid(), kept.fold().id(), kept);
                return new Answer.Done(stored.get().id());
            }
            if (!there.get()) return refused();
        }
    }

    /// The actions in the order in which `rad` writes them.
    private static List<IssueAction> beginning(String title, Opening opening, boolean extras) {
        var actions = new ArrayList<IssueAction>();
        actions.add(new IssueAction.Comment(opening.body(), Optional.empty(), embeds(opening.attachments())));
        if (extras && !opening.assignees().isEmpty()) actions.add(new IssueAction.Assign(dids(opening.assignees())));
        actions.add(new IssueAction.Retitle(title));
        if (extras && !opening.labels().isEmpty()) actions.add(new IssueAction.Label(new TreeSet<>(opening.labels())));
        return actions;
    }

    /// Says something; the answer's entry is the comment.
    ///
    /// @param replyTo the comment that is answered; else it is said to the issue
    public Answer comment(
            Repo repo, Person by, ObjectId issue, String body, Optional<ObjectId> replyTo, List<Attachment> files) {
        var objection = bodyObjection(body, false).or(() -> attachmentsObjection(files));
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return with(repo, issue, (session, kept) -> {
            var locked = lockedOut(session, by, issue);
            if (locked.isPresent()) return locked.get();
            var to = replyTo.orElse(issue);
            if (kept.fold().discussion().comment(to).isEmpty())
                return Answer.missing("What you answer is not there any more.");
            var action = new IssueAction.Comment(body, Optional.of(to), embeds(files));
            return act(session, kept, by, false, List.of(action), files(files), "Comment", "comment");
        });
    }

    /// Replaces what a comment says, or an issue's description, whose id is the issue's. One's own, or a member any.
    ///
    /// @param keep names of files that it shows now and shall go on showing
    public Answer edit(
            Repo repo,
            Person by,
            ObjectId issue,
            ObjectId comment,
            String body,
            Collection<String> keep,
            List<Attachment> more) {
        boolean description = comment.equals(issue);
        var objection = bodyObjection(body, description).or(() -> attachmentsObjection(more));
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return with(repo, issue, (session, kept) -> {
            var found = kept.fold().discussion().comment(comment);
            if (found.isEmpty()) return Answer.missing("There is no such comment any more.");
            var author = found.get().author();
            if (!isTheirs(repo, by, author)) return Answer.forbidden("Only its author and members edit a comment.");
            var locked = lockedOut(session, by, issue);
            if (locked.isPresent()) return locked.get();
            var embeds = new ArrayList<>(found.get().embeds().stream()
                    .filter(embed -> keep.contains(embed.name()))
                    .toList());
            embeds.addAll(embeds(more));
            if (body.equals(found.get().body()) && embeds.equals(found.get().embeds())) return new Answer.Same();
            var action = new IssueAction.EditComment(comment, body, embeds);
            String message = description ? "Edit description" : "Edit comment";
            return act(session, kept, by, isOther(by, author), List.of(action), files(more), message, "edit");
        });
    }

    /// Takes a comment back. One's own, or a member any; never the description.
    public Answer redact(Repo repo, Person by, ObjectId issue, ObjectId comment) {
        if (comment.equals(issue)) return Answer.invalid("A description can be edited, but not taken back.");
        return with(repo, issue, (session, kept) -> {
            var found = kept.fold().discussion().comment(comment);
            if (found.isEmpty()) return Answer.missing("There is no such comment any more.");
            var author = found.get().author();
            if (!isTheirs(repo, by, author)) return Answer.forbidden("Only its author and members delete a comment.");
            var action = new IssueAction.RedactComment(comment);
            return act(session, kept, by, isOther(by, author), List.of(action), Map.of(), "Redact comment", "redact");
        });
    }

    /// Puts a sign under a comment or the description, or takes one's own away.
    public Answer react(Repo repo, Person by, ObjectId issue, ObjectId comment, String sign, boolean active) {
        if (!Reactions.isOne(sign)) return Answer.invalid("That is no sign that can stand under a comment.");
        return with(repo, issue, (session, kept) -> {
            var found = kept.fold().discussion().comment(comment);
            if (found.isEmpty()) return Answer.missing("There is no such comment any more.");
            var locked = lockedOut(session, by, issue);
            if (locked.isPresent()) return locked.get();
            boolean there = found.get().reactions().stream()
                    .anyMatch(r -> r.author().equals(by.key()) && r.sign().equals(sign));
            if (there == active) return new Answer.Same();
            var action = new IssueAction.React(comment, sign, active);
            return act(session, kept, by, false, List.of(action), Map.of(), "React", "react");
        });
    }

    /// Gives an issue another title. Its author, or a member.
    public Answer retitle(Repo repo, Person by, ObjectId issue, String title) {
        String stripped = title.strip();
        var objection = titleObjection(stripped);
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return with(repo, issue, (session, kept) -> {
            var author = kept.fold().author();
            if (!isTheirs(repo, by, author)) return Answer.forbidden("Only its author and members rename an issue.");
            if (stripped.equals(kept.fold().title())) return new Answer.Same();
            var action = new IssueAction.Retitle(stripped);
            return act(session, kept, by, isOther(by, author), List.of(action), Map.of(), "Edit", "title");
        });
    }

    /// Closes an issue for a reason, or opens it again. Its author, or a member.
    public Answer turn(Repo repo, Person by, ObjectId issue, IssueState state) {
        return with(repo, issue, (session, kept) -> {
            var author = kept.fold().author();
            if (!isTheirs(repo, by, author))
                return Answer.forbidden("Only its author and members close and reopen an issue.");
            if (state == kept.fold().state()) return new Answer.Same();
            var action = new IssueAction.ChangeState(state);
            String what = state.isOpen() ? "reopened" : "closed";
            String message = state.isOpen() ? "Open issue" : "Close issue";
            return act(session, kept, by, isOther(by, author), List.of(action), Map.of(), message, what);
        });
    }

    /// Changes which labels an issue has, from those it has now. Members.
    public Answer label(Repo repo, Person by, ObjectId issue, Collection<String> add, Collection<String> remove) {
        var objection = labelsObjection(add);
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return with(repo, issue, (session, kept) -> {
            if (!isMember(repo, by)) return Answer.forbidden("Only members label issues.");
            var after = new TreeSet<>(kept.fold().labels());
            after.removeAll(remove);
            after.addAll(add);
            if (after.equals(kept.fold().labels())) return new Answer.Same();
            if (after.size() > LABELS_MAX) return Answer.invalid("An issue has at most " + LABELS_MAX + " labels.");
            var action = new IssueAction.Label(after);
            return act(session, kept, by, true, List.of(action), Map.of(), "Label", "labels");
        });
    }

    /// Changes whose task an issue is, from those it is now. Members.
    public Answer assign(Repo repo, Person by, ObjectId issue, Collection<Person> add, Collection<DidKey> remove) {
        var objection = assigneesObjection(repo, add);
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return with(repo, issue, (session, kept) -> {
            if (!isMember(repo, by)) return Answer.forbidden("Only members assign issues.");
            var after = new TreeSet<>(kept.fold().assignees());
            remove.forEach(key -> after.remove(key.did()));
            after.addAll(dids(add));
            if (after.equals(kept.fold().assignees())) return new Answer.Same();
            if (after.size() > ASSIGNEES_MAX)
                return Answer.invalid("An issue is the task of at most " + ASSIGNEES_MAX + " people.");
            var action = new IssueAction.Assign(after);
            return act(session, kept, by, true, List.of(action), Map.of(), "Assign", "assignees");
        });
    }

    /// The bytes of a file that a comment shows.
    public Optional<byte[]> attachment(Repo repo, Embed embed) {
        if (embed.blob().isEmpty()) return Optional.empty();
        return cobs.in(repo, session -> {
                    try (var reader = session.git().newObjectReader()) {
                        if (!reader.has(embed.blob().get(), Constants.OBJ_BLOB)) return Optional.<byte[]>empty();
                        return Optional.of(reader.open(embed.blob().get(), Constants.OBJ_BLOB)
                                .getCachedBytes(ATTACHMENT_BYTES_MAX));
                    }
                })
                .flatMap(found -> found);
    }

    @FunctionalInterface
    private interface Act {
        Answer on(Cobs.Session session, FoldCache.Kept<IssueFold> kept) throws IOException;
    }

    private Answer with(Repo repo, ObjectId issue, Act act) {
        return cobs.in(repo, session -> {
                    var kept = folds.issues().get(session, issue);
                    return kept.isPresent() ? act.on(session, kept.get()) : Answer.missing("There is no such issue.");
                })
                .orElseGet(Issues::gone);
    }

    private Answer act(
            Cobs.Session session,
            FoldCache.Kept<IssueFold> kept,
            Person by,
            boolean delegate,
            List<IssueAction> actions,
            Map<String, byte[]> files,
            String message,
            String what)
            throws IOException {
        var repo = session.repo();
        var identity = session.identity();
        var choice = Signer.choose(custody, repo, identity.document(), by, delegate, clock.instant());
        if (!(choice instanceof Signer.Choice.Signs(var signer)))
            return Answer.forbidden(((Signer.Choice.Refused) choice).told());
        var embedded = new LinkedHashMap<>(files);
        signer.acting().ifPresent(acting -> embedded.put(Acting.EMBED, acting.bytes()));
        var operation = new Operation(
                IssueFold.TYPE,
                actions.stream().map(IssueAction::json).toList(),
                embedded,
                kept.tips(),
                List.of(),
                Optional.of(identity.head()),
                message);
        var id = kept.fold().id();
        int lines = kept.fold().events().size();
        var stored = session.store(
                signer.author(),
                here(by),
                operation,
                Optional.of(id),
                entry -> Optional.of(change(repo, id, entry, what)),
                kept.fold()::apply,
                (handle, _) -> IssueRows.append(handle, repo.rid(), kept.fold(), lines));
        return stored.map(entry -> {
                    kept.grow(entry.id());
                    return (Answer) new Answer.Done(entry.id());
                })
                .orElseGet(Issues::refused);
    }

    private Change change(Repo repo, ObjectId issue, Entry entry, String what) {
        long number = reading.number(repo.rid(), issue).orElse(0L);
        String repository = repo.id().value();
        String rid = repo.rid().value();
        return what.equals("comment")
                ? new Change.IssueCommented(
                        repository, rid, issue.name(), number, entry.id().name())
                : new Change.IssueChanged(
                        repository, rid, issue.name(), number, entry.id().name(), what);
    }

    private static Answer gone() {
        return Answer.missing("This repository is gone.");
    }

    private static Answer refused() {
        return Answer.invalid("The rules of this project refuse that.");
    }

    private static Origin here(Person by) {
        return new Origin.Here(by.id());
    }

    private boolean isMember(Repo repo, Person by) {
        return access.right(by, repo)
                .map(right -> right.compareTo(Right.WRITE) >= 0)
                .orElse(false);
    }

    /// Whether somebody may change what this key has said: theirs, whatever device they said it on, or a member's.
    private boolean isTheirs(Repo repo, Person by, DidKey author) {
        return devices.isOf(by, author) || isMember(repo, by);
    }

    /// Whether the format hears only a delegate in this: it knows no people, only keys.
    private static boolean isOther(Person by, DidKey author) {
        return !author.equals(by.key());
    }

    private Optional<Answer> lockedOut(Cobs.Session session, Person by, ObjectId issue) {
        boolean locked =
                reading.byId(session.repo().rid(), issue).flatMap(Issue::locked).isPresent();
        return locked && !isMember(session.repo(), by)
                ? Optional.of(Answer.forbidden("This issue is locked: only members may speak."))
                : Optional.empty();
    }

    private static TreeSet<String> dids(Collection<Person> people) {
        var dids = new TreeSet<String>();
        people.forEach(person -> dids.add(person.key().did()));
        return dids;
    }

    static Optional<String> titleObjection(String title) {
        if (title.isEmpty()) return Optional.of("An issue needs a title.");
        if (title.length() > TITLE_CHARACTERS_MAX)
            return Optional.of("A title has at most " + TITLE_CHARACTERS_MAX + " characters.");
        if (title.chars().anyMatch(c -> c == '\n' || c == '\r')) return Optional.of("A title is one line.");
        return Optional.empty();
    }

    static Optional<String> bodyObjection(String body, boolean mayBeEmpty) {
        if (body.isBlank() && !mayBeEmpty) return Optional.of("A comment says something.");
        if (body.length() > BODY_CHARACTERS_MAX)
            return Optional.of("A text has at most " + BODY_CHARACTERS_MAX + " characters.");
        return Optional.empty();
    }

    private Optional<String> assigneesObjection(Repo repo, Collection<Person> people) {
        return people.stream()
                .filter(person -> access.right(person, repo).isEmpty())
                .findFirst()
                .map(person -> person.name() + " cannot see this repository.");
    }

    /// Why one of these names cannot be a label's, if so.
    static Optional<String> labelsObjection(Collection<String> labels) {
        for (String label : labels) {
            if (label.isBlank()) return Optional.of("A label has a name.");
            if (label.length() > LABEL_CHARACTERS_MAX)
                return Optional.of("A label has at most " + LABEL_CHARACTERS_MAX + " characters.");
            if (label.chars().anyMatch(c -> c < 0x20 || c == ','))
                return Optional.of("A label is one line without a comma.");
        }
        return Optional.empty();
    }

    private static Optional<String> attachmentsObjection(List<Attachment> files) {
        if (files.size() > ATTACHMENTS_MAX) return Optional.of("At most " + ATTACHMENTS_MAX + " files at once.");
        var names = new TreeSet<String>();
        for (var file : files) {
            var objection = file.objection();
            if (objection.isPresent()) return objection;
            if (!names.add(file.name())) return Optional.of("There are two files of the name " + file.name() + ".");
            if (file.bytes().length > ATTACHMENT_BYTES_MAX)
                return Optional.of(file.name() + " is larger than " + ATTACHMENT_BYTES_MAX / (1024 * 1024) + " MiB.");
        }
        return Optional.empty();
    }

    private static Map<String, byte[]> files(List<Attachment> files) {
        var all = new LinkedHashMap<String, byte[]>();
        files.forEach(file -> all.put(file.name(), file.bytes()));
        return all;
    }

    private static List<Embed> embeds(List<Attachment> files) {
        try (var ids = new ObjectInserter.Formatter()) {
            return files.stream()
                    .map(file -> Embed.of(file.name(), ids.idFor(Constants.OBJ_BLOB, file.bytes())))
                    .toList();
        }
    }
}
