package dev.hob.node.patch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hob.keys.DidKey;
import dev.hob.node.cob.CanonicalJson;
import dev.hob.node.cob.Comment;
import dev.hob.node.cob.Discussion;
import dev.hob.node.cob.Entry;
import dev.hob.node.issue.Event;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Numbered;
import dev.hob.node.issue.PatchState;
import dev.hob.node.refs.Surroundings;
import dev.hob.node.repo.IdentityDocument;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// A pull request while its entries are told to it. What may be done, by whom, and what is no error though it does
/// nothing, is as in the reference implementation. Mutable; for one thread at a time.
final class PatchFold extends Numbered {
    /// The type of such objects.
    static final String TYPE = "xyz.radicle.patch";

    /// A delegate's merge that carries this counts though the branch is rewound or deleted later; one without counts
    /// only as long as its author's branch has the commit.
    static final String MERGE_EMBED = "dev.hob.merge.json";

    /// The edit of a review that carries this says what it said in other words: it is no new opinion.
    static final String REWORDED_EMBED = "dev.hob.reworded.json";

    /// What somebody has merged.
    record Merged(ObjectId revision, ObjectId commit) {}

    private final Permissions permissions = new Permissions(this);
    private final List<ObjectId> timeline = new ArrayList<>();

    private Target target = Target.DEFAULT;
    private PatchState state = PatchState.OPEN;
    private Optional<Merged> merged = Optional.empty();
    private Set<Merged> conflicts = Set.of();
    private Optional<Instant> closed = Optional.empty();
    private Optional<Instant> mergedAt = Optional.empty();
    private Optional<DidKey> mergedBy = Optional.empty();
    /// An empty one was redacted.
    private final Map<ObjectId, Optional<Revision>> revisions = new LinkedHashMap<>();
    private final Map<ObjectId, Optional<Opinion>> reviews = new LinkedHashMap<>();
    private final List<Revision> everyRevision = new ArrayList<>();
    private final List<Opinion> everyReview = new ArrayList<>();
    private final Map<DidKey, Merged> merges = new LinkedHashMap<>();
    /// Where a comment stands.
    private final Map<ObjectId, PatchAction.Place> places = new LinkedHashMap<>();
    private Optional<Source> source = Optional.empty();

    PatchFold(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public boolean begin(Entry entry) throws IOException {
        var document = surroundings.document(entry);
        var actions = actions(entry, PatchAction::parse);
        if (document.isEmpty() || actions.isEmpty() || actions.get().size() < 2) return false;
        var first = actions.get().getFirst();
        var second = actions.get().get(1);
        if (!(first instanceof PatchAction.Revise revision) || !(second instanceof PatchAction.Edit edit)) return false;
        root(entry);
        timeline.add(entry.id());
        source = surroundings.embed(entry, Source.EMBED).flatMap(Source::parse);
        revise(entry, revision, document.get());
        happened(entry, new Event.What.Said());
        retitle(entry, edit.title());
        target = edit.target();
        for (var action : actions.get().subList(2, actions.get().size()))
            if (!apply(entry, action, document.get())) return false;
        forgetBeginning();
        return true;
    }

    @Override
    public boolean apply(Entry entry) throws IOException {
        var actions = actions(entry, PatchAction::parse);
        var document = surroundings.document(entry);
        if (actions.isEmpty() || document.isEmpty()) return false;
        timeline.add(entry.id());
        for (var action : actions.get())
            if (!apply(entry, action, document.get())) {
                timeline.removeLast();
                return false;
            }
        return true;
    }

    private boolean apply(Entry entry, PatchAction action, IdentityDocument document) throws IOException {
        return switch (permissions.of(action, entry.author().orElseThrow(), document)) {
            case ALLOWED -> perform(entry, action, document);
            case DENIED -> false;
            case UNKNOWN -> true;
        };
    }

    private boolean perform(Entry entry, PatchAction action, IdentityDocument document) throws IOException {
        return switch (action) {
            case PatchAction.Edit(var after, var into) -> {
                retitle(entry, after);
                if (!into.equals(target)) happened(entry, new Event.What.Targeted(target.branch(), into.branch()));
                target = into;
                yield true;
            }
            case PatchAction.Label(var after) -> {
                label(entry, after);
                yield true;
            }
            case PatchAction.Assign(var after) -> {
                assign(entry, after);
                yield true;
            }
            case PatchAction.ChangeState(var after) -> {
                if (state != PatchState.MERGED && conflicts.isEmpty()) enter(entry, after);
                yield true;
            }
            case PatchAction.Merge merge -> merge(entry, merge, document);
            case PatchAction.Revise revise -> {
                boolean again = revisions.containsKey(entry.id());
                revise(entry, revise, document);
                if (!again) happened(entry, new Event.What.Revised(revise.base(), revise.head()));
                yield true;
            }
            case PatchAction.EditRevision(var id, var description, var embeds) -> {
                if (!revisions.containsKey(id)) yield false;
                revision(id).ifPresent(it -> {
                    it.edit(version(entry, description, embeds));
                    touch(entry, id);
                });
                yield true;
            }
            case PatchAction.RedactRevision(var id) -> redactRevision(entry, id);
            case PatchAction.ReactToRevision(var id, var location, var sign, var active) -> {
                if (!revisions.containsKey(id)) yield false;
                revision(id).ifPresent(it -> {
                    it.react(location, new Comment.Reaction(author(entry), sign), active);
                    touch(entry, id);
                });
                yield true;
            }
            case PatchAction.Talk talk -> talk(entry, talk);
            case PatchAction.Review review -> review(entry, review);
            case PatchAction.EditReview edit -> editReview(entry, edit);
            case PatchAction.RedactReview(var id) -> {
                if (!reviews.containsKey(id)) yield false;
                review(id).ifPresent(it -> {
                    it.of.reviews.remove(it.author);
                    reviews.put(id, Optional.empty());
                    touch(entry, id);
                });
                yield true;
            }
            case PatchAction.ReactToReview(var id, var sign, var active) -> {
                if (!reviews.containsKey(id)) yield false;
                review(id).ifPresent(it -> {
                    it.react(new Comment.Reaction(author(entry), sign), active);
                    touch(entry, id);
                });
                yield true;
            }
        };
    }

    private static Comment.Edit version(Entry entry, String body, List<dev.hob.node.cob.Embed> embeds) {
        return new Comment.Edit(author(entry), entry.at(), body, embeds);
    }

    private void enter(Entry entry, PatchState after) throws IOException {
        if (after == state) return;
        happened(entry, new Event.What.Entered(after));
        boolean open = after.issue().isOpen();
        closed = open ? Optional.empty() : closed.or(() -> Optional.of(entry.at()));
        state = after;
    }

    private void revise(Entry entry, PatchAction.Revise what, IdentityDocument document) throws IOException {
        var description = version(entry, what.description(), List.of());
        boolean weighty = author(entry).equals(author()) || document.delegates().contains(author(entry));
        var revision = new Revision(entry.id(), description, acting(entry), what, weighty);
        everyRevision.removeIf(it -> it.id.equals(revision.id));
        everyRevision.add(revision);
        revisions.put(revision.id, Optional.of(revision));
        fresh(entry.id());
    }

    private boolean redactRevision(Entry entry, ObjectId id) {
        if (id.equals(id()) || !revisions.containsKey(id)) return false;
        // What was merged stays.
        if (merges.values().stream().anyMatch(it -> it.revision().equals(id))) return true;
        revisions.put(id, Optional.empty());
        touch(entry, id);
        return true;
    }

    private boolean review(Entry entry, PatchAction.Review review) throws IOException {
        var revision = revision(review.revision());
        // One of each reviewer and revision; of a revision that nobody knows, none.
        if (revision.isEmpty() || revision.get().reviews.containsKey(author(entry))) return true;
        var opinion = new Opinion(
                entry.id(),
                version(entry, review.summary().orElse(""), List.of()),
                acting(entry),
                revision.get(),
                review.verdict(),
                review.labels());
        revision.get().reviews.put(opinion.author, opinion);
        reviews.put(opinion.id, Optional.of(opinion));
        everyReview.add(opinion);
        fresh(opinion.id);
        happened(entry, new Event.What.Reviewed(review.revision(), review.verdict()));
        return true;
    }

    private boolean editReview(Entry entry, PatchAction.EditReview edit) {
        boolean says = edit.version() == 1
                ? edit.summary().isPresent()
                : edit.summary().filter(it -> !it.isEmpty()).isPresent();
        if (!says && edit.verdict().isEmpty()) return false;
        if (!reviews.containsKey(edit.review())) return false;
        var review = review(edit.review());
        if (review.isEmpty()) return true;
        review.get().labels = edit.labels();
        var version = version(entry, edit.summary().orElse(""), edit.embeds());
        boolean anew = !entry.embeds().containsKey(REWORDED_EMBED);
        review.get().edit(entry.id(), version, edit.verdict(), anew);
        // What its line says has changed with it.
        restated(edit.review(), new Event.What.Reviewed(review.get().of.id, edit.verdict()));
        touch(entry, edit.review());
        return true;
    }

    private boolean talk(Entry entry, PatchAction.Talk what) throws IOException {
        if (!isKnown(what.place())) return false;
        var open = discussion(what.place());
        if (open.isEmpty()) return true;
        var discussion = open.get();
        var id = entry.id();
        return switch (what) {
            case PatchAction.Comment(var _, var location, var body, var replyTo, var embeds) -> {
                if (!discussion.comment(id, version(entry, body, embeds), replyTo, location)) yield false;
                boolean again = places.put(id, what.place()) != null;
                fresh(id);
                if (!again) happened(entry, new Event.What.Said());
                yield true;
            }
            case PatchAction.EditComment(var _, var comment, var body, var embeds) ->
                touch(entry, comment, discussion.edit(id, comment, author(entry), entry.at(), body, embeds));
            case PatchAction.RedactComment(var _, var comment) -> touch(entry, comment, discussion.redact(id, comment));
            case PatchAction.React(var _, var comment, var sign, var active) ->
                touch(entry, comment, discussion.react(id, comment, author(entry), sign, active));
            case PatchAction.Resolve(var _, var comment, var done) ->
                touch(entry, comment, discussion.resolve(id, comment, done));
        };
    }

    private boolean merge(Entry entry, PatchAction.Merge merge, IdentityDocument document) throws IOException {
        if (!revisions.containsKey(merge.revision())) return false;
        if (revision(merge.revision()).isEmpty()) return true;
        var by = author(entry);
        boolean kept =
                entry.embeds().containsKey(MERGE_EMBED) && document.delegates().contains(by);
        if (!kept && !surroundings.reaches(by, Constants.R_HEADS + branch(document), merge.commit())) return true;
        merges.put(by, new Merged(merge.revision(), merge.commit()));
        var votes = new HashMap<Merged, Integer>();
        merges.values().forEach(it -> votes.merge(it, 1, Integer::sum));
        votes.values().removeIf(count -> count < document.threshold());
        if (votes.size() > 1) {
            conflicts = Set.copyOf(votes.keySet());
            merged = Optional.empty();
            enter(entry, PatchState.OPEN);
        } else if (votes.size() == 1) {
            conflicts = Set.of();
            var now = votes.keySet().iterator().next();
            if (merged.filter(now::equals).isEmpty()) {
                happened(entry, new Event.What.Merged(now.revision(), now.commit()));
                closed = Optional.of(entry.at());
                mergedAt = closed;
                mergedBy = Optional.of(acting(entry).orElse(by));
            }
            merged = Optional.of(now);
            state = PatchState.MERGED;
        }
        return true;
    }

    /// What the merge of a delegate carries.
    static byte[] mergeEmbed(String branch) {
        return CanonicalJson.bytes(JsonNodeFactory.instance.objectNode().put("branch", branch));
    }

    /// The branch that it shall be merged into, as a document has it.
    String branch(IdentityDocument document) {
        return target.branch().isEmpty() ? document.defaultBranch() : target.branch();
    }

    /// Empty when it was redacted or never was; [#isKnown] tells which.
    Optional<Revision> revision(ObjectId id) {
        return revisions.getOrDefault(id, Optional.empty());
    }

    /// The same of a review, and when the revision that it is of was redacted.
    Optional<Opinion> review(ObjectId id) {
        return reviews.getOrDefault(id, Optional.empty())
                .filter(it -> revision(it.of.id).isPresent());
    }

    /// The review that an entry gave, or gave other words or another verdict to, while it is there.
    Optional<Opinion> worded(ObjectId entry) {
        return everyReview.stream()
                .filter(it -> it.wordings().stream()
                        .anyMatch(wording -> wording.entry().equals(entry)))
                .findFirst()
                .flatMap(it -> review(it.id));
    }

    /// Whether a review has remarks that are there.
    boolean hasRemarks(ObjectId review) {
        return places.entrySet().stream()
                .anyMatch(it -> it.getValue() instanceof PatchAction.Place.OfReview(var id)
                        && id.equals(review)
                        && comment(it.getKey()).isPresent());
    }

    /// Whether there is or was such a revision or review.
    boolean isKnown(PatchAction.Place place) {
        return switch (place) {
            case PatchAction.Place.OfRevision(var id) -> revisions.containsKey(id);
            case PatchAction.Place.OfReview(var id) -> reviews.containsKey(id);
        };
    }

    /// What is said under a revision or in a review; empty when that was redacted or never was.
    Optional<Discussion> discussion(PatchAction.Place place) {
        return switch (place) {
            case PatchAction.Place.OfRevision(var id) -> revision(id).map(it -> it.discussion);
            case PatchAction.Place.OfReview(var id) -> review(id).map(it -> it.discussion);
        };
    }

    private void touch(Entry entry, ObjectId text) {
        touch(entry, text, true);
    }

    @Override
    public boolean isPatch() {
        return true;
    }

    @Override
    public Optional<Instant> closed() {
        return closed;
    }

    @Override
    public IssueState state() {
        return state.issue();
    }

    @Override
    public Optional<Comment> comment(ObjectId entry) {
        if (revisions.containsKey(entry)) return revision(entry).map(Revision::text);
        if (reviews.containsKey(entry)) return review(entry).map(Opinion::text);
        return place(entry).flatMap(this::discussion).flatMap(it -> it.comment(entry));
    }

    /// The entries that were told, in order.
    List<ObjectId> timeline() {
        return Collections.unmodifiableList(timeline);
    }

    Target target() {
        return target;
    }

    PatchState phase() {
        return state;
    }

    /// What was merged, when enough delegates say the same.
    Optional<Merged> merged() {
        return merged;
    }

    Optional<Instant> mergedAt() {
        return mergedAt;
    }

    /// Who merged it, as people see it.
    Optional<DidKey> mergedBy() {
        return mergedBy;
    }

    /// What delegates have merged differently.
    Set<Merged> conflicts() {
        return conflicts;
    }

    /// Who has merged what.
    Map<DidKey, Merged> merges() {
        return Collections.unmodifiableMap(merges);
    }

    /// All revisions in the order in which they were offered, the redacted ones empty.
    Map<ObjectId, Optional<Revision>> revisions() {
        return Collections.unmodifiableMap(revisions);
    }

    /// All reviews in the order in which they were given, the redacted ones empty.
    Map<ObjectId, Optional<Opinion>> reviews() {
        return Collections.unmodifiableMap(reviews);
    }

    /// Where a comment stands; empty when there was never such a comment.
    Optional<PatchAction.Place> place(ObjectId comment) {
        return Optional.ofNullable(places.get(comment));
    }

    /// All comments that ever were, and where they stand.
    Map<ObjectId, PatchAction.Place> places() {
        return Collections.unmodifiableMap(places);
    }

    /// From which branch of this node its commits were offered.
    Optional<Source> source() {
        return source;
    }

    /// All revisions in the order in which they were offered, also those that were redacted since.
    List<Revision> everyRevision() {
        return Collections.unmodifiableList(everyRevision);
    }

    /// All reviews in the order in which they were given, also those that were redacted since.
    List<Opinion> everyReview() {
        return Collections.unmodifiableList(everyReview);
    }

    /// The newest revision by the author or a delegate that is there: what would be merged.
    Revision latest() {
        return revisions.values().stream()
                .flatMap(Optional::stream)
                .filter(it -> it.weighty)
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("the first revision cannot be redacted"));
    }
}
