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
import dev.hob.web.federation.Contributing;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Forks: made, listed, and brought up to date.
final class ForkOperations {
    /// How long another server may take.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Node node;
    private final RepositoryShapes shapes;
    private final Upstream upstream;
    private final Optional<Contributing> contributing;

    ForkOperations(Node node, RepositoryShapes shapes, Optional<Contributing> contributing) {
        this.node = node;
        this.shapes = shapes;
        this.contributing = contributing;
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
            case Repos.Creation.Refused(var _, String told) -> throw new Stop(409, told);
        };
    }

    private UpstreamMerged merge(Call call) throws IOException {
        var repo = call.repo();
        var asked = call.body(MergeUpstream.class);
        var elsewhere = contributing.filter(it -> it.fork(repo).isPresent());
        if (elsewhere.isPresent()) return fetched(call, repo, elsewhere.get(), asked.branch());
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

    /// Brings all branches of a fork of what is elsewhere up to date, and tells of one.
    private UpstreamMerged fetched(Call call, Repo repo, Contributing elsewhere, String branch) {
        String ref = Constants.R_HEADS + branch;
        var before = tip(repo, ref).orElseThrow(() -> new Stop(422, "[branch]: there is no branch " + branch));
        var progress = elsewhere.fetch(call.person(), repo, PATIENCE).orElseThrow(Call::missing);
        var fork = progress.fork();
        if (!tip(repo, ref).equals(Optional.of(before))) return new UpstreamMerged("fast-forward");
        return switch (fork.state()) {
            case FETCHING, SYNCING -> throw call.busy("what " + fork.handle() + " has is still being fetched");
            case FAILED -> throw new Stop(422, fork.told());
            case DONE -> {
                if (progress.stayed().containsKey(ref))
                    throw new Stop(409, progress.stayed().get(ref));
                if (progress.stayed().isEmpty() && !fork.told().isEmpty()) throw new Stop(422, fork.told());
                yield new UpstreamMerged("up-to-date");
            }
        };
    }

    private Optional<ObjectId> tip(Repo repo, String ref) {
        return Optional.ofNullable(node.refs().view(repo).refs().get(ref));
    }
}
