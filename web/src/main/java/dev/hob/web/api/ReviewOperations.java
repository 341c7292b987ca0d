package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Verdict;
import dev.hob.node.patch.PatchReading.Reviewed;
import dev.hob.node.patch.PatchReading.Revised;
import dev.hob.node.patch.Patches.Remark;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.CreatePullReview;
import dev.hob.web.api.json.DismissPullReview;
import dev.hob.web.api.json.EditComment;
import dev.hob.web.api.json.PullReview;
import dev.hob.web.api.json.PullReviewComment;
import dev.hob.web.api.json.SubmitPullReview;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What people think of pull requests, and what they say at their lines.
final class ReviewOperations {
    private static final String ALL = PullOperations.ONE + "/reviews";
    private static final String ONE = ALL + "/{id}";
    private static final String REMARK = PullOperations.ALL + "/comments/{id}";

    private final Node node;
    private final PullFinder pulls;
    private final ReviewShapes shapes;
    private final Remarking remarking;

    ReviewOperations(Node node, Code code, PullFinder pulls, ReviewShapes shapes) {
        this.node = node;
        this.pulls = pulls;
        this.shapes = shapes;
        this.remarking = new Remarking(code);
    }

    void declare(Operations all) {
        all.chapter("Reviews");
        all.get(
                        "repoListPullReviews",
                        ALL,
                        "The reviews, the first one first, and those that are asked for; one's own pending one last")
                .needs(Right.READ)
                .lists(PullReview.class, call -> Listed.of(told(call).reviews(), call.slice(), it -> it));
        all.post("repoCreatePullReview", ALL, "Review it; a second review of the same commits goes on with the first")
                .needs(Right.READ)
                .scope(Scope.WRITE_REPOSITORY)
                .known()
                .takes(CreatePullReview.class)
                .gives(PullReview.class, this::create);
        all.get("repoGetPullReview", ONE, "A review").needs(Right.READ).gives(PullReview.class, this::one);
        all.post("repoSubmitPullReview", ONE, "Give a pending review; it has another number then")
                .needs(Right.READ)
                .scope(Scope.WRITE_REPOSITORY)
                .known()
                .takes(SubmitPullReview.class)
                .gives(PullReview.class, this::submit);
        all.delete("repoDeletePullReview", ONE, "Throw a pending review away, or take a given one back")
                .needs(Right.READ)
                .scope(Scope.WRITE_REPOSITORY)
                .known()
                .does(this::delete);
        all.get("repoGetPullReviewComments", ONE + "/comments", "The remarks of a review")
                .needs(Right.READ)
                .givesAll(PullReviewComment.class, this::comments);
        all.post("repoDismissPullReview", ONE + "/dismissals", "Say that a review counts no more")
                .needs(Right.WRITE)
                .takes(DismissPullReview.class)
                .gives(PullReview.class, this::dismiss);
        all.post("repoUnDismissPullReview", ONE + "/undismissals", "Let a review count again")
                .needs(Right.WRITE)
                .refuses(422, "It gives no verdict that could have been dismissed")
                .gives(PullReview.class, call -> dismissed(call, given(call), false, ""));
        resolving(all);
    }

    private void resolving(Operations all) {
        for (boolean done : List.of(true, false))
            all.post(
                            done ? "repoResolvePullReviewComment" : "repoUnresolvePullReviewComment",
                            REMARK + (done ? "/resolve" : "/unresolve"),
                            done ? "Say that what a remark asks for is done" : "Say that it is not")
                    .needs(Right.READ)
                    .scope(Scope.WRITE_REPOSITORY)
                    .known()
                    .does(call -> resolve(call, done));
        all.post("repoReplyToPullReviewComment", REMARK + "/replies", "Answer a remark")
                .needs(Right.READ)
                .scope(Scope.WRITE_REPOSITORY)
                .known()
                .takes(EditComment.class)
                .creates(PullReviewComment.class, this::reply);
    }

    private ReviewShapes.Told told(Call call) {
        return told(call, pulls.pull(call));
    }

    private ReviewShapes.Told told(Call call, PullFinder.Pull pull) {
        return shapes.told(call, pull);
    }

    private PullReview one(Call call) {
        var told = told(call);
        long number = call.numbered("id");
        return told.given(number)
                .map(Reviewed::id)
                .or(() -> told.pending(number).map(it -> it.id()))
                .map(told::review)
                .or(() -> told.request(number))
                .orElseThrow(Call::missing);
    }

    private Reviewed given(Call call) {
        return told(call).given(call.numbered("id")).orElseThrow(Call::missing);
    }

    private List<PullReviewComment> comments(Call call) {
        var told = told(call);
        long number = call.numbered("id");
        return told.given(number)
                .map(told::comments)
                .or(() -> told.pending(number).map(told::comments))
                .orElseThrow(Call::missing);
    }

    private PullReview create(Call call) throws IOException {
        var asked = call.body(CreatePullReview.class);
        var pull = pulls.pull(call);
        var revision = revision(call, pull, asked.commitId().filter(it -> !it.isEmpty()));
        var remarks = remarking.remarks(call, revision, asked.comments().orElse(List.of()));
        String body = asked.body().orElse("");
        String event = asked.event().filter(it -> !it.isEmpty()).orElse("PENDING");
        var answer = event.equals("PENDING")
                ? node.pulls()
                        .pending()
                        .write(call.repo(), call.person(), pull.issue().id(), revision.id(), body, remarks)
                : give(call, pull, revision, event, body, remarks);
        return told(call, pull).review(Answers.made(answer));
    }

    /// The revision whose newest commit somebody has looked at, or what is offered now.
    private Revised revision(Call call, PullFinder.Pull pull, Optional<String> commit) {
        return node.pulls().reading().revisions(call.repo().rid(), pull.issue().id()).stream()
                .filter(it -> !it.redacted())
                .filter(it -> commit.map(name -> it.head().name().equals(name))
                        .orElse(it.id().equals(pull.patch().revision())))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new Stop(422, "[commit_id]: that commit was never the newest that is offered"));
    }

    private Answer give(
            Call call, PullFinder.Pull pull, Revised revision, String event, String body, List<Remark> remarks) {
        var verdict = verdict(event);
        if (verdict.filter(Verdict.REJECT::equals).isPresent() && body.isBlank() && remarks.isEmpty())
            throw new Stop(422, "[body]: say what shall be changed");
        // Words alone take nothing away from what they have said of these commits before.
        boolean more = verdict.isEmpty() && !body.isBlank() && hasReviewed(call, pull, revision);
        var all = new ArrayList<>(remarks);
        if (more) all.add(new Remark(Optional.empty(), body));
        return node.pulls()
                .patches()
                .review(call.repo(), call.person(), pull.issue().id(), revision.id(), more ? "" : body, verdict, all);
    }

    private boolean hasReviewed(Call call, PullFinder.Pull pull, Revised revision) {
        return node.pulls().reading().reviews(call.repo().rid(), pull.issue().id()).stream()
                .anyMatch(it -> !it.redacted()
                        && it.revision().equals(revision.id())
                        && it.by().equals(call.person().key()));
    }

    private static Optional<Verdict> verdict(String event) {
        return switch (event) {
            case "APPROVED", "APPROVE" -> Optional.of(Verdict.ACCEPT);
            case "REQUEST_CHANGES" -> Optional.of(Verdict.REJECT);
            default -> Optional.empty();
        };
    }

    private PullReview submit(Call call) throws IOException {
        var asked = call.body(SubmitPullReview.class);
        var pull = pulls.pull(call);
        var told = told(call, pull);
        long number = call.numbered("id");
        var pending = told.pending(number);
        if (pending.isEmpty()) {
            if (told.given(number).isEmpty()) throw Call.missing();
            throw new Stop(422, "only a pending review can be submitted");
        }
        var verdict = verdict(asked.event());
        String body = asked.body().orElse("");
        boolean silent = body.isBlank()
                && pending.get().body().isBlank()
                && pending.get().remarks().isEmpty();
        if (verdict.filter(Verdict.REJECT::equals).isPresent() && silent)
            throw new Stop(422, "[body]: say what shall be changed");
        var answer = node.pulls()
                .pending()
                .submit(call.repo(), call.person(), pull.issue().id(), Optional.empty(), body, verdict);
        return told(call, pull).review(Answers.made(answer));
    }

    private void delete(Call call) {
        var pull = pulls.pull(call);
        var told = told(call, pull);
        long number = call.numbered("id");
        if (told.pending(number).isPresent()) {
            node.pulls().pending().drop(call.repo().rid(), pull.issue().id(), call.person());
            return;
        }
        var review = told.given(number).orElseThrow(Call::missing);
        Answers.check(node.pulls()
                .patches()
                .redact(call.repo(), call.person(), pull.issue().id(), review.id()));
    }

    private PullReview dismiss(Call call) throws IOException {
        var asked = call.body(DismissPullReview.class);
        var review = given(call);
        String why = asked.message().orElse("");
        if (asked.priors().orElse(false)) {
            var pull = pulls.pull(call);
            for (var prior : node.pulls()
                    .reading()
                    .reviews(call.repo().rid(), pull.issue().id())) {
                if (prior.id().equals(review.id())) break;
                if (prior.by().equals(review.by()) && prior.counts()) dismissed(call, prior, true, why);
            }
        }
        return dismissed(call, review, true, why);
    }

    private PullReview dismissed(Call call, Reviewed review, boolean dismissed, String why) {
        var pull = pulls.pull(call);
        Answers.check(node.pulls()
                .reviewers()
                .dismiss(call.repo(), call.person(), pull.issue().id(), review.id(), dismissed, why));
        return told(call, pull).review(review.id());
    }

    /// A remark by its number, and the pull request that it is in.
    private record Found(PullFinder.Pull pull, ObjectId entry) {}

    private Found remark(Call call) {
        long number = call.numbered("id");
        var found = node.tracking()
                .talks()
                .comment(call.repo().rid(), dev.hob.node.issue.Handles.prefix(number))
                .orElseThrow(Call::missing);
        var pull = pulls.byId(call, found.issue());
        return told(call, pull)
                .remark(number)
                .map(it -> new Found(pull, it.entry()))
                .orElseThrow(Call::missing);
    }

    private void resolve(Call call, boolean done) {
        var found = remark(call);
        Answers.check(node.pulls()
                .patches()
                .resolve(call.repo(), call.person(), found.pull().issue().id(), found.entry(), done));
    }

    private PullReviewComment reply(Call call) throws IOException {
        String body = call.body(EditComment.class).body();
        var found = remark(call);
        var answer = node.pulls()
                .patches()
                .comment(
                        call.repo(),
                        call.person(),
                        found.pull().issue().id(),
                        body,
                        Optional.of(found.entry()),
                        List.of());
        return told(call, found.pull()).comment(Answers.made(answer));
    }
}
