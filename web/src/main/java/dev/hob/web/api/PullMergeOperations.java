package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.code.Conflict;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.PatchState;
import dev.hob.node.patch.Merges;
import dev.hob.node.patch.Updates;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.MergePullRequest;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/// How pull requests end well, and keep up until then.
final class PullMergeOperations {
    private static final String MERGE = PullOperations.ONE + "/merge";
    private static final int CONFLICTS_TOLD_MAX = 20;

    private final Node node;
    private final PullFinder pulls;

    PullMergeOperations(Node node, PullFinder pulls) {
        this.node = node;
        this.pulls = pulls;
    }

    void declare(Operations all) {
        all.get("repoPullRequestIsMerged", MERGE, "Whether it is merged: 204 or 404")
                .needs(Right.READ)
                .does(call -> {
                    if (pulls.pull(call).patch().state() != PatchState.MERGED) throw Call.missing();
                });
        all.post("repoMergePullRequest", MERGE, "Merge it")
                .needs(Right.WRITE)
                .takes(MergePullRequest.class)
                .refuses(
                        405,
                        "It cannot be merged so: a draft, closed, merged already, no fast-forward, or against the branch's rules")
                .refuses(409, "There are conflicts, or other commits are offered by now")
                .acts(this::merge);
        all.post("repoUpdatePullRequest", PullOperations.ONE + "/update", "Bring its branch up to date")
                .needs(Right.READ)
                .scope(Scope.WRITE_REPOSITORY)
                .known()
                .query("style", "How; merge unless it is said", "merge", "rebase")
                .refuses(409, "There are conflicts, or somebody else moved the branch")
                .acts(this::update);
    }

    private void merge(Call call) throws IOException {
        var asked = call.body(MergePullRequest.class);
        var pull = pulls.pull(call);
        var way =
                switch (asked.way()) {
                    case "merge" -> Merges.Way.MERGE;
                    case "squash" -> Merges.Way.SQUASH;
                    case "rebase" -> Merges.Way.REBASE;
                    case "rebase-merge" -> Merges.Way.REBASE_MERGE;
                    case "fast-forward-only" -> Merges.Way.FAST_FORWARD;
                    default ->
                        throw new Stop(
                                405,
                                "It is not said here that something was merged: push the commits to the branch, and it is"
                                        + " merged by that.");
                };
        var seen = asked.headCommitId().filter(it -> !it.isEmpty()).map(PullMergeOperations::id);
        var wish = new Merges.Wish(way, message(asked, way, pull), seen);
        switch (node.pulls()
                .merges()
                .merge(call.repo(), call.person(), pull.issue().id(), wish)) {
            case Merges.Outcome.Merged _ -> {
                if (asked.deleteBranchAfterMerge().orElse(false))
                    node.pulls()
                            .leaving()
                            .leave(call.repo(), call.person(), pulls.pull(call).patch());
            }
            case Merges.Outcome.Conflicts(var conflicts) -> throw conflicting(conflicts);
            case Merges.Outcome.Stale(String told) -> throw new Stop(409, told);
            case Merges.Outcome.Missing(String told) -> throw new Stop(405, told);
            case Merges.Outcome.Refused(var reason, String told) ->
                throw new Stop(reason == Answer.Reason.INVALID ? 405 : status(reason), told);
        }
    }

    private static ObjectId id(String text) {
        if (!ObjectId.isId(text)) throw new Stop(422, "[head_commit_id]: this is no id of a commit");
        return ObjectId.fromString(text);
    }

    /// What was not said is as usual.
    private static String message(MergePullRequest asked, Merges.Way way, PullFinder.Pull pull) {
        var title = asked.title().filter(it -> !it.isBlank());
        var rest = asked.message().filter(it -> !it.isBlank());
        if (title.isEmpty() && rest.isEmpty()) return "";
        var issue = pull.issue();
        String usual =
                Merges.usual(way, issue.number(), issue.title(), pull.patch().source());
        String first = title.orElseGet(() -> usual.lines().findFirst().orElse(""));
        return first + rest.map(it -> "\n\n" + it).orElse("") + "\n";
    }

    private static Stop conflicting(List<Conflict> conflicts) {
        var paths = conflicts.stream().map(Conflict::path).distinct().toList();
        String more = paths.size() > CONFLICTS_TOLD_MAX ? " and " + (paths.size() - CONFLICTS_TOLD_MAX) + " more" : "";
        return new Stop(
                409,
                "There are conflicts in "
                        + paths.stream().limit(CONFLICTS_TOLD_MAX).collect(Collectors.joining(", ")) + more
                        + ": solve them on its branch, and push that.");
    }

    private static int status(Answer.Reason reason) {
        return switch (reason) {
            case INVALID -> 422;
            case FORBIDDEN -> 403;
            case MISSING -> 404;
        };
    }

    private void update(Call call) {
        var style = call.query("style").orElse("merge").equals("rebase") ? Updates.Style.REBASE : Updates.Style.MERGE;
        var pull = pulls.pull(call);
        switch (node.pulls()
                .updates()
                .update(call.repo(), call.person(), pull.issue().id(), style)) {
            case Updates.Outcome.Updated _, Updates.Outcome.Same _ -> {}
            case Updates.Outcome.Conflicts(var conflicts) -> throw conflicting(conflicts);
            case Updates.Outcome.Stale(String told) -> throw new Stop(409, told);
            case Updates.Outcome.Refused(var reason, String told) -> throw new Stop(status(reason), told);
        }
    }
}
