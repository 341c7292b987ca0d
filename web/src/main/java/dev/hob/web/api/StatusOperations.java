package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.protection.StatusState;
import dev.hob.node.protection.Statuses;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.CombinedStatus;
import dev.hob.web.api.json.CommitStatus;
import dev.hob.web.api.json.CreateStatus;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;

/// What checks report of commits.
final class StatusOperations {
    private static final String ONE = "/repos/{owner}/{repo}/statuses/{sha}";

    private final Node node;
    private final Code code;
    private final RepositoryShapes repositories;

    StatusOperations(Node node, Code code, RepositoryShapes repositories) {
        this.node = node;
        this.code = code;
        this.repositories = repositories;
    }

    void declare(Operations all) {
        all.chapter("Statuses");
        all.post("repoCreateStatus", ONE, "Report how a check went with a commit")
                .needs(Right.WRITE)
                .takes(CreateStatus.class)
                .creates(CommitStatus.class, this::create);
        listing(all.get("repoListStatuses", ONE, "What was reported of a commit"));
        listing(all.get(
                "repoListStatusesByRef",
                "/repos/{owner}/{repo}/commits/{ref}/statuses",
                "What was reported of a branch's, tag's or other commit"));
        all.get(
                        "repoGetCombinedStatusByRef",
                        "/repos/{owner}/{repo}/commits/{ref}/status",
                        "What all checks of a commit come to")
                .needs(Right.READ)
                .gives(CombinedStatus.class, this::combined);
    }

    private void listing(Operations.Draft draft) {
        draft.needs(Right.READ)
                .query(
                        "sort",
                        "In which order; the newest first, unless it is said",
                        "oldest",
                        "recentupdate",
                        "leastupdate",
                        "leastindex",
                        "highestindex")
                .query("state", "Only reports that say so", "pending", "success", "error", "failure", "warning")
                .lists(CommitStatus.class, this::list);
    }

    private static String name(Call call) {
        return call.context().pathParamMap().containsKey("sha") ? call.part("sha") : call.part("ref");
    }

    private ObjectId commit(Call call) {
        try (var opened = code.open(call.repo())) {
            return code.named(opened, name(call)).commit();
        }
    }

    private CommitStatus create(Call call) throws IOException {
        var asked = call.body(CreateStatus.class);
        var report = new Statuses.Report(
                asked.context().filter(it -> !it.isBlank()).orElse("default"),
                StatusState.of(asked.state()).orElseThrow(() -> new AssertionError("checked when it was read")),
                asked.targetUrl().orElse(""),
                asked.description().orElse(""));
        return switch (node.protection().statuses().report(call.repo(), call.person(), commit(call), report)) {
            case Statuses.Outcome.Kept(var status) -> shape(call).apply(status);
            case Statuses.Outcome.Refused(String told) -> throw new Stop(422, told);
        };
    }

    private Listed<CommitStatus> list(Call call) {
        var state = call.query("state").flatMap(StatusState::of);
        var all = node.protection().statuses().all(call.repo(), commit(call)).stream()
                .filter(it -> state.isEmpty() || it.state() == state.get())
                .toList();
        String order = call.query("sort").orElse("recentupdate");
        boolean oldest = List.of("oldest", "leastupdate", "leastindex").contains(order);
        return Listed.of(oldest ? all.reversed() : all, call.slice(), shape(call));
    }

    private CombinedStatus combined(Call call) throws IOException {
        var commit = commit(call);
        var newest = node.protection().statuses().newest(call.repo(), commit);
        var links = call.links();
        return new CombinedStatus(
                StatusState.of(newest).map(StatusState::word).orElse(""),
                commit.name(),
                newest.size(),
                newest.stream().map(shape(call)).toList(),
                repositories.shape(call, call.repo()),
                links.api(call.repo(), "git/commits", commit.name()),
                links.api(call.repo(), "commits", commit.name(), "status"));
    }

    private Function<dev.hob.node.protection.CommitStatus, CommitStatus> shape(Call call) {
        return status -> new CommitStatus(
                status.id(),
                status.state().word(),
                status.targetUrl(),
                status.description(),
                call.links().api(call.repo(), "statuses", status.commit().name()),
                status.context(),
                Optional.of(status.creator())
                        .flatMap(node.people()::byId)
                        .map(person -> PeopleShapes.user(person, call.viewer(), call.links()))
                        .orElseGet(() -> PeopleShapes.stranger(call.repo().namespace(), "", call.links())),
                status.at(),
                status.at());
    }
}
