package dev.hob.federation.inbox;

import dev.hob.federation.actor.CodeLines;
import dev.hob.federation.actor.Subject;
import dev.hob.federation.actor.Subjects;
import dev.hob.federation.vocab.ForgePart;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.node.Node;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.cob.Evidence;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Speaker;
import dev.hob.node.issue.Verdict;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.Patches;
import dev.hob.node.repo.Repo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Reviews that are offered from others' servers: what somebody thinks of a pull request of ours, and what they say of
/// its code. Their verdict is shown, and counts for no rule of a branch. Shared between threads.
final class Reviews {
    private static final int PATH_CHARACTERS_MAX = 4_096;
    private static final int LINES_MAX = 10_000_000;

    private final Node node;
    private final Subjects subjects;
    private final Places places;
    private final Said said;
    private final Queue queue;
    private final Replies replies;

    Reviews(Node node, Subjects subjects, Places places, Said said, Queue queue, Replies replies) {
        this.node = node;
        this.subjects = subjects;
        this.places = places;
        this.said = said;
        this.queue = queue;
        this.replies = replies;
    }

    /// Somebody reviews a pull request.
    Outcome offered(Case one, Repo repo, ForgePart.Review review) {
        var place = review.context()
                .flatMap(places::of)
                .filter(Places.Place::isOpening)
                .filter(at -> at.repo().id().equals(repo.id()) && at.issue().isPatch());
        if (place.isEmpty()) return replies.no(one, repo, "It is of no pull request of this repository.");
        var id = place.get().issue().id();
        var patch = node.pulls().reading().find(repo.rid(), id);
        if (patch.isEmpty()) return replies.no(one, repo, "It is of no pull request of this repository.");
        var revision = revision(review, repo, patch.get());
        if (revision.isEmpty())
            return replies.no(one, repo, "It is of commits that the pull request has never offered.");
        if (review.threads().size() > Patches.COMMENTS_AT_ONCE_MAX)
            return replies.no(one, repo, "At most " + Patches.COMMENTS_AT_ONCE_MAX + " remarks at once.");
        var wait = said.wait(one, repo);
        if (wait.isPresent())
            return wait.get() instanceof Outcome.Refused(var told, var _) ? replies.no(one, repo, told) : wait.get();
        var summary = review.attachments().stream()
                .flatMap(ref -> own(one, ref).stream())
                .findFirst();
        var by = one.speaker(node.people().remote(), summary.flatMap(Post.Writing::id));
        var answer = node.pulls()
                .patches()
                .review(
                        repo,
                        by,
                        id,
                        revision.get().id(),
                        summary.map(writing -> Prose.text(writing, places::isOurs))
                                .orElse(""),
                        verdict(review),
                        remarks(one, by, review, revision.get().head()));
        return switch (answer) {
            case Answer.Refused(var _, var _, var told) -> replies.no(one, repo, told);
            case Answer.Same _ -> replies.yes(one, repo, "It was so already.", Optional.empty());
            case Answer.Done(var entry) -> {
                long number = place.get().issue().number();
                yield replies.yes(
                        one,
                        repo,
                        "A review of " + repo.path() + "#" + number + ".",
                        Optional.of(subjects.id(new Subject.Comment(repo, number, entry.name()))));
            }
        };
    }

    /// What somebody has looked at.
    private record Revision(ObjectId id, ObjectId head) {}

    /// The revision that it is of: the latest with the commit that it names, or the one that counts when it names none.
    private Optional<Revision> revision(ForgePart.Review review, Repo repo, Patch patch) {
        var now = new Revision(patch.revision(), patch.head());
        var hash =
                switch (review.object().flatMap(Ref::thing).orElse(null)) {
                    case ForgePart.Commit commit -> commit.hash();
                    case ForgePart.Branch branch -> branch.hash();
                    case null, default -> Optional.<String>empty();
                };
        if (hash.isEmpty() || hash.get().equals(patch.head().name())) return Optional.of(now);
        return node.pulls().reading().revisions(repo.rid(), patch.id()).reversed().stream()
                .filter(it -> !it.redacted() && it.head().name().equals(hash.get()))
                .map(it -> new Revision(it.id(), it.head()))
                .findFirst();
    }

    private static Optional<Verdict> verdict(ForgePart.Review review) {
        return switch (review.verdict().orElse("")) {
            case "approve" -> Optional.of(Verdict.ACCEPT);
            case "revise" -> Optional.of(Verdict.REJECT);
            default -> Optional.empty();
        };
    }

    /// A note, when it is of whoever reviews, and was not taken back before it came.
    private Optional<Post.Writing> own(Case one, Ref ref) {
        var actor = one.received().actor();
        return ref.thing().orElse(null) instanceof Post.Note(var writing)
                        && writing.author().filter(id -> !id.equals(actor)).isEmpty()
                        && writing.id().filter(id -> !id.sameOrigin(actor)).isEmpty()
                        && writing.id().filter(id -> queue.isBuried(id, actor)).isEmpty()
                ? Optional.of(writing)
                : Optional.empty();
    }

    private List<Patches.Spoken> remarks(Case one, Speaker.Guest by, ForgePart.Review review, ObjectId head) {
        var remarks = new ArrayList<Patches.Spoken>();
        for (var ref : review.threads()) {
            if (!(ref.thing().orElse(null) instanceof ForgePart.ReviewThread thread)) continue;
            var writing = thread.object().flatMap(object -> own(one, object));
            String body = writing.map(it -> Prose.text(it, places::isOurs)).orElse("");
            if (body.isBlank()) continue;
            var quote = thread.target().flatMap(Ref::thing).orElse(null) instanceof ForgePart.CodeQuote code
                    ? location(code, head)
                    : Optional.<CodeLocation>empty();
            var speaker = part(by, remarks.size() + 1, writing.flatMap(Post.Writing::id));
            remarks.add(new Patches.Spoken(speaker, new Patches.Remark(quote, body)));
        }
        return remarks;
    }

    /// What each remark stands on: a part of the activity.
    private static Speaker.Guest part(Speaker.Guest by, int part, Optional<Id> object) {
        var whole = by.evidence();
        return new Speaker.Guest(
                by.author(),
                new Evidence(
                        whole.activity() + "#remark-" + part,
                        whole.actor(),
                        object.map(Id::value),
                        whole.digest(),
                        whole.key(),
                        whole.at()));
    }

    private static Optional<CodeLocation> location(ForgePart.CodeQuote quote, ObjectId head) {
        long line = quote.line().orElse(0L);
        var file = quote.file().filter(path -> !path.isBlank() && path.length() <= PATH_CHARACTERS_MAX);
        if (file.isEmpty() || line < 1 || line > LINES_MAX) return Optional.empty();
        // Who knows one line alone names the last one.
        long start = quote.startLine()
                .filter(first -> first >= 1 && first <= line && line - first < CodeLines.MAX)
                .orElse(line);
        var lines = Optional.<CodeRange>of(new CodeRange.Lines((int) start - 1, (int) line));
        boolean before = quote.side().filter("diffSideOld"::equals).isPresent();
        return Optional.of(new CodeLocation(
                head, file.get(), before ? lines : Optional.empty(), before ? Optional.empty() : lines));
    }
}
