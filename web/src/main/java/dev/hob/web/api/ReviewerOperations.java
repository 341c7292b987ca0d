package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.PullReview;
import dev.hob.web.api.json.RequestReviewers;
import dev.hob.web.api.json.SuggestedReviewer;
import dev.hob.web.api.json.User;
import dev.hob.web.html.Stop;
import dev.hob.web.patch.Fitting;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// Whose review is wanted.
final class ReviewerOperations {
    private static final String REQUESTED = PullOperations.ONE + "/requested_reviewers";

    private final Node node;
    private final IssueFinder finder;
    private final PullFinder pulls;
    private final ReviewShapes shapes;
    private final Fitting fitting;

    ReviewerOperations(Node node, IssueFinder finder, PullFinder pulls, ReviewShapes shapes, Fitting fitting) {
        this.node = node;
        this.finder = finder;
        this.pulls = pulls;
        this.shapes = shapes;
        this.fitting = fitting;
    }

    void declare(Operations all) {
        all.get("repoGetReviewers", "/repos/{owner}/{repo}/reviewers", "Who works on it, and so can review")
                .needs(Right.READ)
                .known()
                .givesAll(User.class, this::list);
        all.get(
                        "pullSuggestReviewers",
                        PullOperations.ONE + "/reviewers/suggested",
                        "Who knows what an open pull request changes and could be asked, the fittest first;"
                                + " for those who may ask: its author, and whoever may write")
                .needs(Right.READ)
                .known()
                .givesAll(SuggestedReviewer.class, this::suggest);
        all.post(
                        "repoCreatePullReviewRequests",
                        REQUESTED,
                        "Ask for reviews, once more of those who have given one; gives the reviews that there are")
                .needs(Right.READ)
                .scope(Scope.WRITE_REPOSITORY)
                .known()
                .takes(RequestReviewers.class)
                .createsAll(PullReview.class, this::ask);
        all.delete("repoDeletePullReviewRequests", REQUESTED, "Ask for them no more")
                .needs(Right.READ)
                .scope(Scope.WRITE_REPOSITORY)
                .known()
                .takes(RequestReviewers.class)
                .does(this::release);
    }

    /// Others who may see it can be asked, too; these are those who work on it.
    private List<User> list(Call call) {
        var names = Stream.concat(
                Stream.of(call.repo().owner()), node.repos().collaborators(call.repo()).keySet().stream());
        return names.distinct()
                .flatMap(name -> node.people().find(name).stream())
                .map(it -> PeopleShapes.user(it, call.viewer(), call.links()))
                .toList();
    }

    private List<SuggestedReviewer> suggest(Call call) {
        var by = call.person();
        var pull = pulls.pull(call);
        boolean own = node.devices().isOf(by, pull.issue().author())
                && call.viewer().grant().reaches(call.repo().id());
        if (!own && !finder.isMember(call, Scope.READ_REPOSITORY))
            throw new Stop(403, "only its author and who may write to the repository ask for reviews");
        if (!pull.issue().state().isOpen()) return List.of();
        // Whoever may read pull requests here by this token reads those that are like it, too.
        return fitting.of(Viewer.of(by), call.repo(), pull.issue(), pull.patch()).stream()
                .map(it -> new SuggestedReviewer(
                        PeopleShapes.user(it.person(), call.viewer(), call.links()),
                        it.because(),
                        it.commits(),
                        it.looked(),
                        it.reviewed()))
                .toList();
    }

    private List<Person> named(Call call) throws IOException {
        var asked = call.body(RequestReviewers.class);
        if (!asked.teamReviewers().orElse(List.of()).isEmpty())
            throw new Stop(422, "[team_reviewers]: there are no teams");
        return finder.people(asked.reviewers().orElse(List.of()));
    }

    private List<PullReview> ask(Call call) throws IOException {
        var pull = pulls.pull(call);
        Answers.check(node.pulls()
                .reviewers()
                .ask(call.repo(), call.person(), pull.issue().id(), named(call)));
        return shapes.told(call, pull).reviews();
    }

    private void release(Call call) throws IOException {
        var pull = pulls.pull(call);
        var keys = named(call).stream().map(Person::key).toList();
        Answers.check(node.pulls()
                .reviewers()
                .release(call.repo(), call.person(), pull.issue().id(), keys));
    }
}
