package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.code.Upstream;
import dev.hob.node.people.Scope;
import dev.hob.node.refs.Forking;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.RepositoryName;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.CreateFork;
import dev.hob.web.api.json.MergeUpstream;
import dev.hob.web.api.json.Repository;
import dev.hob.web.api.json.UpstreamMerged;
import dev.hob.web.html.Stop;
import java.io.IOException;

/// Forks: made, listed, and brought up to date.
final class ForkOperations {
    private final Node node;
    private final RepositoryShapes shapes;
    private final Upstream upstream;

    ForkOperations(Node node, RepositoryShapes shapes) {
        this.node = node;
        this.shapes = shapes;
        this.upstream = new Upstream(node.storage(), node.refs(), node.reading().distances());
    }

    void declare(Operations all) {
        all.chapter("Forks");
        all.get("listForks", "/repos/{owner}/{repo}/forks", "The forks of a repository that the caller may see")
                .needs(Right.READ)
                .lists(
                        Repository.class,
                        call -> shapes.page(call, node.refs().forking().of(call.repo(), it -> node.access()
                                .may(call.viewer(), Right.READ, it))));
        all.post("createFork", "/repos/{owner}/{repo}/forks", "Fork a repository")
                .needs(Right.READ)
                .known()
                .scope(Scope.WRITE_REPOSITORY)
                .takes(CreateFork.class)
                .refuses(409, "The caller has one of that name, or one of the same project")
                .accepts(Repository.class, this::create);
        all.post("repoMergeUpstream", "/repos/{owner}/{repo}/merge-upstream", "Bring a branch of a fork up to date")
                .needs(Right.WRITE)
                .takes(MergeUpstream.class)
                .refuses(409, "It is no fork, or the branch has commits of its own")
                .gives(UpstreamMerged.class, this::merge);
    }

    private Repository create(Call call) throws IOException {
        var person = call.person();
        var repo = call.repo();
        call.unlimited();
        var asked = call.body(CreateFork.class);
        asked.organization()
                .filter(it -> !it.isEmpty() && !it.equals(person.name()))
                .ifPresent(_ -> {
                    throw new Stop(422, "[organization]: there are no organizations here");
                });
        String name = asked.name().filter(it -> !it.isEmpty()).orElse(repo.name());
        RepositoryName.objection(name).ifPresent(told -> {
            throw new Stop(422, "[name]: " + told);
        });
        var wish = new Forking.Wish(
                name,
                repo.description(),
                asked.isPrivate().orElse(false),
                asked.defaultBranchOnly().orElse(false));
        return switch (node.refs().forking().fork(repo, person, wish)) {
            case Repos.Creation.Created(var fork) -> shapes.shape(call, fork);
            case Repos.Creation.Refused(String told) -> throw new Stop(409, told);
        };
    }

    private UpstreamMerged merge(Call call) throws IOException {
        var repo = call.repo();
        var asked = call.body(MergeUpstream.class);
        Repo parent = repo.parent()
                .flatMap(node.repos()::byId)
                .filter(it -> node.access().may(call.viewer(), Right.READ, it))
                .orElseThrow(() -> new Stop(409, "this is a fork of nothing that is there"));
        return switch (upstream.sync(repo, parent, call.person(), asked.branch())) {
            case Upstream.Synced.Moved _ -> new UpstreamMerged("fast-forward");
            case Upstream.Synced.Same _ -> new UpstreamMerged("up-to-date");
            case Upstream.Synced.Diverged(String told) -> throw new Stop(409, told);
            case Upstream.Synced.Refused(String told) -> throw new Stop(422, told);
        };
    }
}
