package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.PullReview;
import dev.hob.web.api.json.RequestReviewers;
import dev.hob.web.api.json.User;
import dev.hob.web.html.Stop;
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

    ReviewerOperations(Node node, IssueFinder finder, PullFinder pulls, ReviewShapes shapes) {
        this.node = node;
        this.finder = finder;
        this.pulls = pulls;
        this.shapes = shapes;
    }

    void declare(Operations all) {
        all.get("repoGetReviewers", "/repos/{owner}/{repo}/reviewers", "Who works on it, and so can review")
                .needs(Right.READ)
                .known()
                .givesAll(User.class, this::list);
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
