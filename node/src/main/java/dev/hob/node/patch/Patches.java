package dev.hob.node.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hob.node.cob.CanonicalJson;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.Embed;
import dev.hob.node.cob.Fields;
import dev.hob.node.issue.Acts;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Answer.Field;
import dev.hob.node.issue.Attachment;
import dev.hob.node.issue.IssueRows;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Limits;
import dev.hob.node.issue.Means;
import dev.hob.node.issue.Numbers;
import dev.hob.node.issue.PatchState;
import dev.hob.node.issue.Speaker;
import dev.hob.node.issue.Verdict;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.FoldCache;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Namespaces;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.jdbi.v3.core.Handle;

/// What people do with pull requests; merging is [Merges]'.
public final class Patches extends Acts<PatchFold> {
    public static final int COMMENTS_AT_ONCE_MAX = 200;

    /// A new pull request as somebody wants it.
    ///
    /// @param target the branch that it shall be merged into, by its short name
    /// @param head the newest commit that is offered; it is in the repository's folder already
    /// @param source the branch of this node that it comes from, if it does
    /// @param labels by name; only members may give any
    /// @param assignees only members may name any
    public record Opening(
            String title,
            String body,
            String target,
            ObjectId head,
            Optional<Source> source,
            boolean draft,
            Collection<String> labels,
            Collection<Person> assignees) {
        public Opening {
            labels = List.copyOf(labels);
            assignees = List.copyOf(assignees);
        }

        /// One without labels and assignees.
        public static Opening of(String title, String body, String target, ObjectId head, Optional<Source> source) {
            return new Opening(title, body, target, head, source, false, List.of(), List.of());
        }
    }

    /// A comment of a review.
    ///
    /// @param location the code that it is about
    public record Remark(Optional<CodeLocation> location, String body) {}

    private static final Words<PatchFold> WORDS = new Words<>() {
        @Override
        public JsonNode comment(PatchFold fold, String body, ObjectId replyTo, List<Embed> embeds) {
            var place = fold.place(replyTo);
            if (place.isPresent())
                return new PatchAction.Comment(place.get(), Optional.empty(), body, Optional.of(replyTo), embeds)
                        .json();
            var review = fold.review(replyTo).map(it -> new PatchAction.Place.OfReview(it.id));
            var under = review.<PatchAction.Place>map(it -> it).orElseGet(() -> talking(fold, replyTo));
            return new PatchAction.Comment(under, Optional.empty(), body, Optional.empty(), embeds).json();
        }

        @Override
        public JsonNode edit(PatchFold fold, ObjectId text, String body, List<Embed> embeds) {
            if (fold.revision(text).isPresent()) return new PatchAction.EditRevision(text, body, embeds).json();
            var review = fold.review(text);
            if (review.isPresent())
                return new PatchAction.EditReview(
                                2, text, Optional.of(body), review.get().verdict, review.get().labels, embeds)
                        .json();
            return new PatchAction.EditComment(place(fold, text), text, body, embeds).json();
        }

        @Override
        public Map<String, byte[]> tells(PatchFold fold, ObjectId text) {
            return fold.review(text).isPresent()
                    ? Map.of(PatchFold.REWORDED_EMBED, CanonicalJson.bytes(JsonNodeFactory.instance.objectNode()))
                    : Map.of();
        }

        @Override
        public JsonNode redact(PatchFold fold, ObjectId text) {
            if (fold.revision(text).isPresent()) return new PatchAction.RedactRevision(text).json();
            if (fold.review(text).isPresent()) return new PatchAction.RedactReview(text).json();
            return new PatchAction.RedactComment(place(fold, text), text).json();
        }

        @Override
        public JsonNode react(PatchFold fold, ObjectId text, String sign, boolean active) {
            if (fold.revision(text).isPresent())
                return new PatchAction.ReactToRevision(text, Optional.empty(), sign, active).json();
            if (fold.review(text).isPresent()) return new PatchAction.ReactToReview(text, sign, active).json();
            return new PatchAction.React(place(fold, text), text, sign, active).json();
        }

        @Override
        public JsonNode retitle(PatchFold fold, String title) {
            return new PatchAction.Edit(title, fold.target()).json();
        }

        @Override
        public JsonNode label(SortedSet<String> labels) {
            return new PatchAction.Label(labels).json();
        }

        @Override
        public JsonNode assign(SortedSet<String> assignees) {
            return new PatchAction.Assign(assignees).json();
        }

        @Override
        public Optional<ObjectId> reworded(JsonNode action) {
            return PatchAction.parse(action).flatMap(it -> switch (it) {
                case PatchAction.EditRevision(var revision, var _, var _) -> Optional.of(revision);
                case PatchAction.RedactRevision(var revision) -> Optional.of(revision);
                case PatchAction.EditComment(var _, var comment, var _, var _) -> Optional.of(comment);
                case PatchAction.RedactComment(var _, var comment) -> Optional.of(comment);
                case PatchAction.EditReview(var _, var review, var _, var _, var _, var _) -> Optional.of(review);
                case PatchAction.RedactReview(var review) -> Optional.of(review);
                case PatchAction.Edit _,
                        PatchAction.Label _,
                        PatchAction.Assign _,
                        PatchAction.ChangeState _,
                        PatchAction.Merge _,
                        PatchAction.Revise _,
                        PatchAction.ReactToRevision _,
                        PatchAction.ReactToReview _,
                        PatchAction.Review _,
                        PatchAction.Comment _,
                        PatchAction.React _,
                        PatchAction.Resolve _ -> Optional.empty();
            });
        }
    };

    private final Refs refs;
    private final PatchReading reading;

    Patches(Means means, FoldCache<PatchFold> folds, Refs refs, PatchReading reading) {
        super(means, folds, PatchFold.TYPE, "pull");
        this.refs = refs;
        this.reading = reading;
    }

    /// What is said to the whole stands under the newest revision; what answers an older one stands there.
    private static PatchAction.Place talking(PatchFold fold, ObjectId replyTo) {
        boolean older = !replyTo.equals(fold.id()) && fold.revision(replyTo).isPresent();
        return new PatchAction.Place.OfRevision(older ? replyTo : fold.latest().id);
    }

    private static PatchAction.Place place(PatchFold fold, ObjectId comment) {
        return fold.place(comment).orElseThrow(() -> new AssertionError("a comment that stands nowhere"));
    }

    @Override
    protected Words<PatchFold> words() {
        return WORDS;
    }

    @Override
    protected void append(Handle handle, Repo repo, PatchFold fold, int lines) {
        if (lines == 0) IssueRows.insert(handle, repo.rid(), Numbers.of(handle, repo.rid(), fold.id()), fold);
        else IssueRows.append(handle, repo.rid(), fold, lines);
        PatchRows.replace(handle, repo.rid(), fold);
    }

    /// Opens a pull request; the answer's entry is its id.
    public Answer open(Repo repo, Person by, Opening opening) {
        return open(repo, new Speaker.Local(by), opening);
    }

    /// The same by whoever speaks.
    public Answer open(Repo repo, Speaker by, Opening opening) {
        String title = opening.title().strip();
        var objection = Answer.objection(Field.TITLE, Limits.title(title))
                .or(() -> Answer.objection(Field.BODY, Limits.body(opening.body(), true)))
                .or(() -> Answer.objection(Field.LABELS, Limits.labels(opening.labels())))
                .or(() -> Answer.objection(Field.ASSIGNEES, assigneesObjection(repo, opening.assignees())))
                .or(() -> Answer.objection(Field.WHOLE, againObjection(repo, opening)));
        if (objection.isPresent()) return objection.get();
        boolean extras = !opening.labels().isEmpty() || !opening.assignees().isEmpty();
        if (extras && !means.isMember(repo, by))
            return Answer.forbidden(Messages.text("issue.only-members-give-labels-and-tasks"));
        return means.cobs()
                .in(repo, session -> {
                    var before = before(by);
                    if (before.isPresent()) return before.get();
                    var onto = refs.view(session.repo()).refs().get(Constants.R_HEADS + opening.target());
                    if (onto == null) return Answer.missing(Messages.text("patch.no-branch", opening.target()));
                    var range = range(session, onto, opening.head());
                    if (range instanceof Range.Refused(var told)) return Answer.invalid(told);
                    var base = ((Range.Found) range).base();
                    boolean delegate = session.identity().document().delegates().contains(by.key());
                    var answer = begin(session, by, beginning(session.repo(), title, opening, base, delegate));
                    if (extras && !delegate && answer instanceof Answer.Done(var id)) {
                        var kept = folds.get(session, id).orElseThrow();
                        var deed = new Deed(true, extras(opening), Map.of(), "Label", "labels");
                        if (act(session, kept, by, deed) instanceof Answer.Refused refused) return refused;
                    }
                    return answer;
                })
                .orElseGet(Acts::gone);
    }

    boolean isMember(Repo repo, Person by) {
        return means.isMember(repo, by);
    }

    /// Lets the author's namespace in the project show what a pull request offers from a folder of its own: others
    /// who have a copy find it there.
    void show(Repo repo, Person by, ObjectId id) {
        means.cobs().in(repo, session -> {
            var kept = folds.get(session, id);
            if (kept.isEmpty()) return false;
            String name = Repos.namespace(kept.get().fold().author()) + Namespaces.offered(id);
            var ref = session.git().exactRef(name);
            String before = ref == null || ref.getObjectId() == null
                    ? RefMove.ABSENT
                    : ref.getObjectId().name();
            String after = kept.get().fold().latest().head.name();
            if (before.equals(after)) return false;
            session.take(new Origin.Here(by.id()), List.of(new RefMove(name, before, after)), List.of(), () -> {});
            return true;
        });
    }

    private Optional<String> againObjection(Repo repo, Opening opening) {
        return opening.source()
                .filter(source -> reading.from(repo.rid(), source).stream()
                        .anyMatch(it -> target(repo, it).equals(opening.target())))
                .map(source -> Messages.text("patch.is-offered-already", source.branch(), opening.target()));
    }

    /// The branch that a pull request shall be merged into, by its short name.
    public static String target(Repo repo, Patch patch) {
        return patch.target().isEmpty() ? repo.defaultBranch() : patch.target();
    }

    private static List<JsonNode> extras(Opening opening) {
        var actions = new ArrayList<JsonNode>();
        if (!opening.assignees().isEmpty()) actions.add(WORDS.assign(dids(opening.assignees())));
        if (!opening.labels().isEmpty()) actions.add(WORDS.label(Fields.ordered(opening.labels())));
        return actions;
    }

    /// The actions in the order in which `rad` writes them.
    private static Deed beginning(Repo repo, String title, Opening opening, ObjectId base, boolean delegate) {
        var target = opening.target().equals(repo.defaultBranch()) ? Target.DEFAULT : new Target(opening.target());
        var actions = new ArrayList<JsonNode>();
        actions.add(new PatchAction.Revise(opening.body(), base, opening.head(), List.of()).json());
        actions.add(new PatchAction.Edit(title, target).json());
        if (opening.draft()) actions.add(new PatchAction.ChangeState(PatchState.DRAFT).json());
        if (delegate) actions.addAll(extras(opening));
        var files = new LinkedHashMap<String, byte[]>();
        opening.source().ifPresent(source -> files.put(Source.EMBED, source.bytes()));
        return new Deed(false, actions, files, List.of(opening.head(), base), "Create patch", "opened");
    }

    private sealed interface Range {
        record Found(ObjectId base) implements Range {}

        record Refused(String told) implements Range {}
    }

    /// Where the commits that are offered begin.
    private static Range range(Cobs.Session session, ObjectId onto, ObjectId head) throws IOException {
        try (var walk = new RevWalk(session.git())) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(onto));
            walk.markStart(walk.parseCommit(head));
            var base = walk.next();
            if (base == null) return new Range.Refused(Messages.text("patch.nothing-in-common"));
            if (base.equals(head)) return new Range.Refused(Messages.text("patch.branch-has-all-commits"));
            return new Range.Found(base.copy());
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return new Range.Refused(Messages.text("patch.no-such-commit-here"));
        }
    }

    /// Offers other commits in place of those before. Its author, or a member.
    public Answer revise(Repo repo, Person by, ObjectId id, String description, ObjectId head) {
        return revise(repo, new Speaker.Local(by), id, description, head);
    }

    /// The same by whoever speaks.
    public Answer revise(Repo repo, Speaker by, ObjectId id, String description, ObjectId head) {
        var objection = Limits.body(description, true);
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return with(repo, by, id, (session, kept) -> {
            var fold = kept.fold();
            if (!means.isTheirs(session.repo(), by, fold.author()))
                return Answer.forbidden(Messages.text("patch.only-author-and-members-revise"));
            if (fold.phase() == PatchState.MERGED) return Answer.invalid(Messages.text("patch.is-merged-already"));
            if (fold.latest().head.equals(head)) return new Answer.Same();
            var onto = refs.view(session.repo()).refs().get(Constants.R_HEADS + branch(session, fold));
            if (onto == null) return Answer.missing(Messages.text("patch.target-is-gone"));
            var range = range(session, onto, head);
            if (range instanceof Range.Refused(var told)) return Answer.invalid(told);
            var base = ((Range.Found) range).base();
            var action = new PatchAction.Revise(description, base, head, List.of()).json();
            var deed = new Deed(
                    isOther(by, fold.author()),
                    List.of(action),
                    Map.of(),
                    List.of(head, base),
                    "Add revision",
                    "revision");
            return act(session, kept, by, deed);
        });
    }

    private static String branch(Cobs.Session session, PatchFold fold) throws IOException {
        return fold.branch(session.identity().document());
    }

    /// Says something about a piece of code, by itself.
    ///
    /// @param revision that it is about
    public Answer remark(
            Repo repo,
            Person by,
            ObjectId id,
            ObjectId revision,
            CodeLocation location,
            String body,
            List<Attachment> files) {
        var objection = Limits.body(body, false).or(() -> Limits.attachments(files));
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return with(repo, id, (session, kept) -> {
            var locked = lockedOut(session, by, id);
            if (locked.isPresent()) return locked.get();
            if (kept.fold().revision(revision).isEmpty())
                return Answer.missing(Messages.text("patch.no-such-revision-any-more"));
            var place = new PatchAction.Place.OfRevision(revision);
            var action =
                    new PatchAction.Comment(place, Optional.of(location), body, Optional.empty(), embeds(files)).json();
            return act(session, kept, by, new Deed(false, List.of(action), files(files), "Comment", "comment"));
        });
    }

    /// Gives a review: what somebody thinks of a revision, and remarks that belong to it. One who has reviewed it
    /// before thinks this now. The answer's entry is the review.
    public Answer review(
            Repo repo,
            Person by,
            ObjectId id,
            ObjectId revision,
            String summary,
            Optional<Verdict> verdict,
            List<Remark> remarks) {
        var local = new Speaker.Local(by);
        return review(
                repo,
                local,
                id,
                revision,
                summary,
                verdict,
                remarks.stream().map(remark -> new Spoken(local, remark)).toList());
    }

    /// A remark, and by what it is said: each of a guest's stands on its own.
    public record Spoken(Speaker by, Remark remark) {}

    /// The same by whoever speaks.
    public Answer review(
            Repo repo,
            Speaker by,
            ObjectId id,
            ObjectId revision,
            String summary,
            Optional<Verdict> verdict,
            List<Spoken> remarks) {
        var objection = Limits.body(summary, true);
        for (var spoken : remarks)
            objection = objection.or(() -> Limits.body(spoken.remark().body(), false));
        if (remarks.size() > COMMENTS_AT_ONCE_MAX)
            objection = Optional.of(Messages.text("patch.remarks-at-once-max", COMMENTS_AT_ONCE_MAX));
        if (summary.isBlank() && verdict.isEmpty() && remarks.isEmpty())
            objection = Optional.of(Messages.text("patch.review-says-something"));
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return with(repo, id, (session, kept) -> {
            var locked = lockedOut(session, by, id);
            if (locked.isPresent()) return locked.get();
            var of = kept.fold().revision(revision);
            if (of.isEmpty()) return Answer.missing(Messages.text("patch.no-such-revision-any-more"));
            if (verdict.isPresent() && isOwn(by, kept.fold()))
                return Answer.invalid(Messages.text("patch.nobody-judges-their-own"));
            var answer = given(session, kept, by, of.get(), summary, verdict);
            if (!(answer instanceof Answer.Done(var review))) return answer;
            for (var spoken : remarks) {
                if (before(spoken.by()).isPresent()) continue;
                var place = new PatchAction.Place.OfReview(review);
                var remark = spoken.remark();
                var action = new PatchAction.Comment(
                                place, remark.location(), remark.body(), Optional.empty(), List.of())
                        .json();
                var said = act(session, kept, spoken.by(), Deed.of(false, action, "Comment", "comment"));
                if (said instanceof Answer.Refused) return said;
            }
            return answer;
        });
    }

    private boolean isOwn(Speaker by, PatchFold fold) {
        return switch (by) {
            case Speaker.Local(var person) -> means.devices().isOf(person, fold.author());
            case Speaker.Guest guest -> guest.key().equals(fold.author());
            case Speaker.Member member -> member.key().equals(fold.author());
        };
    }

    /// What somebody thinks, without the remarks; done already counts as done.
    private Answer given(
            Cobs.Session session,
            FoldCache.Kept<PatchFold> kept,
            Speaker by,
            Revision of,
            String summary,
            Optional<Verdict> verdict)
            throws IOException {
        var before = Optional.ofNullable(of.reviews.get(by.key()));
        if (before(by).isPresent())
            return before.<Answer>map(it -> new Answer.Done(it.id)).orElseGet(Answer.Same::new);
        if (before.isEmpty()) return act(session, kept, by, first(of.id, summary, verdict));
        var answer = again(session, kept, by, before.get(), summary, verdict);
        return answer instanceof Answer.Refused ? answer : new Answer.Done(before.get().id);
    }

    private static Deed first(ObjectId revision, String summary, Optional<Verdict> verdict) {
        var said = Optional.of(summary).filter(it -> !it.isBlank());
        var action = new PatchAction.Review(revision, said, verdict, List.of()).json();
        return Deed.of(false, action, "Review", word(verdict));
    }

    /// What the log calls a review.
    private static String word(Optional<Verdict> verdict) {
        return verdict.map(it -> switch (it) {
                    case ACCEPT -> "approved";
                    case REJECT -> "rejected";
                })
                .orElse("review");
    }

    private Answer again(
            Cobs.Session session,
            FoldCache.Kept<PatchFold> kept,
            Speaker by,
            Opinion before,
            String summary,
            Optional<Verdict> verdict)
            throws IOException {
        String says = summary.isBlank() ? before.text().body() : summary;
        var thinks = verdict.or(() -> before.verdict);
        boolean same = says.equals(before.text().body()) && thinks.equals(before.verdict);
        if (same || (says.isBlank() && thinks.isEmpty())) return new Answer.Same();
        var embeds = before.text().embeds();
        var action = new PatchAction.EditReview(2, before.id, Optional.of(says), thinks, before.labels, embeds).json();
        boolean turned = !thinks.equals(before.verdict);
        return act(session, kept, by, Deed.of(false, action, "Edit review", turned ? word(thinks) : "review"));
    }

    /// A review, and the entries that gave it a verdict or words, the first of which is its id.
    public record Worded(ObjectId review, List<Wording> wordings) {
        public Worded {
            wordings = List.copyOf(wordings);
        }
    }

    /// An entry that gave a review a verdict or words.
    ///
    /// @param says whether it says something else than the one before
    public record Wording(ObjectId entry, boolean says) {}

    /// The review that an entry gave, or that it changed.
    public Optional<Worded> worded(Repo repo, ObjectId id, ObjectId entry) {
        return means.cobs()
                .in(repo, session -> folds.get(session, id)
                        .flatMap(kept -> kept.fold().worded(entry))
                        .map(it -> new Worded(it.id, it.wordings())))
                .flatMap(found -> found);
    }

    /// Takes back what a review says as a whole, and how it said that before. Its verdict stays, and so do its remarks;
    /// one that has neither is taken back altogether. Its author, or a member.
    public Answer unsay(Repo repo, Speaker by, ObjectId id, ObjectId review) {
        return with(repo, by, id, (session, kept) -> {
            var found = kept.fold().review(review);
            if (found.isEmpty()) return Answer.missing(Messages.text("patch.no-such-review-any-more"));
            var opinion = found.get();
            if (!means.isTheirs(session.repo(), by, opinion.author))
                return Answer.forbidden(Messages.text("patch.only-author-and-members-take-review-back"));
            if (opinion.text().body().isEmpty()) return new Answer.Same();
            boolean other = isOther(by, opinion.author);
            boolean stays = opinion.verdict.isPresent() || kept.fold().hasRemarks(review);
            if (!stays)
                return act(
                        session,
                        kept,
                        by,
                        Deed.of(other, WORDS.redact(kept.fold(), review), "Redact review", "redact"));
            // The second version of this action knows no review that has neither words nor a verdict.
            var action = new PatchAction.EditReview(
                            1, review, Optional.of(""), opinion.verdict, opinion.labels, List.of())
                    .json();
            return act(session, kept, by, Deed.of(other, action, "Edit review", "edit"));
        });
    }

    /// Says that what a comment asks for is done, or that it is not. Who asked, who reviewed, whose revision it is, and
    /// members. Only comments of reviews can be resolved; an answer to one is resolved with it.
    public Answer resolve(Repo repo, Person by, ObjectId id, ObjectId comment, boolean done) {
        return with(repo, id, (session, kept) -> {
            var fold = kept.fold();
            var place = fold.place(comment);
            var said = fold.comment(comment);
            if (place.isEmpty() || said.isEmpty())
                return Answer.missing(Messages.text("issue.no-such-comment-any-more"));
            if (!(place.get() instanceof PatchAction.Place.OfReview(var review)))
                return Answer.invalid(Messages.text("patch.only-remarks-are-resolved"));
            var opinion = fold.review(review).orElseThrow();
            boolean own = said.get().author().equals(by.key())
                    || opinion.author.equals(by.key())
                    || opinion.of.author.equals(by.key());
            if (!own && !means.isMember(repo, by)) return Answer.forbidden(Messages.text("patch.who-resolves-remarks"));
            if (said.get().resolved() == done) return new Answer.Same();
            var action = new PatchAction.Resolve(new PatchAction.Place.OfReview(review), comment, done).json();
            return act(session, kept, by, Deed.of(!own, action, done ? "Resolve" : "Unresolve", "resolve"));
        });
    }

    /// Says that what it offers came onto its target by a push. Members.
    ///
    /// @param commit in which the branch has it
    Answer arrived(Repo repo, Person by, ObjectId id, ObjectId commit, String branch) {
        return with(repo, id, (session, kept) -> {
            var fold = kept.fold();
            if (!means.isMember(session.repo(), by)) return Answer.forbidden(Messages.text("patch.only-members-merge"));
            boolean waits = fold.phase().issue().isOpen() && fold.latest().head.equals(commit);
            // Where several delegates must say so, each says it once.
            boolean said = fold.merges().containsValue(new PatchFold.Merged(fold.latest().id, commit));
            if (!waits || said) return new Answer.Same();
            var action = new PatchAction.Merge(fold.latest().id, commit).json();
            var files = Map.of(PatchFold.MERGE_EMBED, PatchFold.mergeEmbed(branch));
            return act(
                    session,
                    kept,
                    by,
                    new Deed(true, List.of(action), files, List.of(commit), "Merge revision", "merge"));
        });
    }

    /// Gives it another title, another description or both by one operation. Its author, or a member.
    public Answer rewrite(Repo repo, Speaker by, ObjectId id, Optional<String> title, Optional<String> body) {
        var line = title.map(String::strip);
        var objection = line.flatMap(Limits::title).or(() -> body.flatMap(it -> Limits.body(it, true)));
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return with(repo, by, id, (session, kept) -> {
            var fold = kept.fold();
            if (!means.isTheirs(session.repo(), by, fold.author()))
                return Answer.forbidden(Messages.text("patch.only-author-and-members-edit"));
            var locked = lockedOut(session, by, id);
            if (locked.isPresent()) return locked.get();
            var actions = new ArrayList<JsonNode>();
            var said = fold.comment(id);
            if (said.isPresent() && body.isPresent() && !said.get().body().equals(body.get()))
                actions.add(WORDS.edit(fold, id, body.get(), said.get().embeds()));
            boolean renamed = line.isPresent() && !line.get().equals(fold.title());
            if (renamed) actions.add(WORDS.retitle(fold, line.get()));
            if (actions.isEmpty()) return new Answer.Same();
            String change = renamed && actions.size() == 1 ? "title" : "edit";
            return act(session, kept, by, new Deed(isOther(by, fold.author()), actions, Map.of(), "Edit", change));
        });
    }

    @Override
    public Answer turn(Repo repo, Speaker by, ObjectId id, IssueState state) {
        return enter(repo, by, id, state.isOpen() ? PatchState.OPEN : PatchState.ARCHIVED);
    }

    /// Makes it a draft, or ready for review, or closes it, or opens it again. Its author, or a member.
    ///
    /// @param state never merged: that is [Merges]'
    public Answer enter(Repo repo, Person by, ObjectId id, PatchState state) {
        return enter(repo, new Speaker.Local(by), id, state);
    }

    private Answer enter(Repo repo, Speaker by, ObjectId id, PatchState state) {
        if (state == PatchState.MERGED) return Answer.invalid(Messages.text("patch.is-merged-by-merging"));
        return with(repo, by, id, (session, kept) -> {
            var fold = kept.fold();
            if (!means.isTheirs(session.repo(), by, fold.author()))
                return Answer.forbidden(Messages.text("patch.only-author-and-members-close"));
            if (fold.phase() == PatchState.MERGED) return Answer.invalid(Messages.text("patch.is-merged-already"));
            if (fold.phase() == state) return new Answer.Same();
            String change =
                    switch (state) {
                        case DRAFT -> "draft";
                        case ARCHIVED -> "closed";
                        case OPEN, MERGED -> fold.phase() == PatchState.DRAFT ? "ready" : "reopened";
                    };
            var action = new PatchAction.ChangeState(state).json();
            return act(session, kept, by, Deed.of(isOther(by, fold.author()), action, "Lifecycle", change));
        });
    }

    /// Says that it shall be merged into another branch. Its author, or a member.
    public Answer retarget(Repo repo, Person by, ObjectId id, String branch) {
        return with(repo, id, (session, kept) -> {
            var fold = kept.fold();
            var now = session.repo();
            if (!means.isTheirs(now, by, fold.author()))
                return Answer.forbidden(Messages.text("patch.only-author-and-members-retarget"));
            if (fold.phase() == PatchState.MERGED) return Answer.invalid(Messages.text("patch.is-merged-already"));
            if (!refs.view(now).refs().containsKey(Constants.R_HEADS + branch))
                return Answer.missing(Messages.text("patch.no-branch", branch));
            var target = branch.equals(now.defaultBranch()) ? Target.DEFAULT : new Target(branch);
            if (target.equals(fold.target())) return new Answer.Same();
            var action = new PatchAction.Edit(fold.title(), target).json();
            return act(session, kept, by, Deed.of(isOther(by, fold.author()), action, "Edit", "target"));
        });
    }
}
