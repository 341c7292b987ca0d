package dev.hob.web.api;

import dev.hob.federation.actor.AskedPulls;
import dev.hob.federation.actor.ForkedFrom;
import dev.hob.federation.outbox.PullOffers;
import dev.hob.federation.outbox.RemoteForks;
import dev.hob.federation.vocab.Id;
import dev.hob.node.Node;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.RepositoryName;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.CreateForkElsewhere;
import dev.hob.web.api.json.CreatePullElsewhere;
import dev.hob.web.api.json.ForkElsewhere;
import dev.hob.web.api.json.PullElsewhere;
import dev.hob.web.federation.Contributing;
import dev.hob.web.federation.Federating;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Forks of what is on other servers, and pull requests to it. Ours alone.
final class ContributionOperations {

    private final Node node;
    private final Optional<Contributing> contributing;

    ContributionOperations(Node node, Optional<Contributing> contributing) {
        this.node = node;
        this.contributing = contributing;
    }

    void declare(Operations all) {
        all.chapter("Other servers");
        all.post("federationFork", "/federation/forks", "Fork a repository of another server")
                .known()
                .scope(Scope.WRITE_REPOSITORY)
                .takes(CreateForkElsewhere.class)
                .refuses(409, FederationOperations.NOT_MET)
                .accepts(ForkElsewhere.class, this::fork);
        all.get(
                        "federationGetFork",
                        "/federation/forks/{owner}/{repo}",
                        "From what a repository was begun, and how far that is")
                .needs(Right.READ)
                .refuses(409, FederationOperations.NOT_MET)
                .gives(ForkElsewhere.class, call -> met().fork(call.repo())
                        .map(fork -> shape(call.repo(), fork))
                        .orElseThrow(Call::missing));
        all.post(
                        "federationSyncFork",
                        "/federation/forks/{owner}/{repo}/sync",
                        "Fetch what a fork has not got of what it is a fork of")
                .needs(Right.WRITE)
                .refuses(409, FederationOperations.NOT_MET)
                .accepts(ForkElsewhere.class, this::sync);
        all.post("federationOfferPull", "/federation/pulls", "Offer a pull request to a repository of another server")
                .known()
                .scope(Scope.WRITE_REPOSITORY)
                .takes(CreatePullElsewhere.class)
                .refuses(409, FederationOperations.NOT_MET)
                .accepts(PullElsewhere.class, this::offer);
        all.get("federationListPulls", "/federation/pulls", "The pull requests that the caller has offered elsewhere")
                .known()
                .scope(Scope.READ_REPOSITORY)
                .refuses(409, FederationOperations.NOT_MET)
                .lists(PullElsewhere.class, this::offered);
        all.get("federationGetPull", "/federation/pulls/{id}", "What became of one of them")
                .known()
                .scope(Scope.READ_REPOSITORY)
                .refuses(409, FederationOperations.NOT_MET)
                .gives(PullElsewhere.class, this::one);
    }

    private Listed<PullElsewhere> offered(Call call) {
        var met = met();
        call.unlimited();
        return Listed.of(met.offered(call.person()), call.slice(), this::shape);
    }

    private PullElsewhere one(Call call) {
        var met = met();
        call.unlimited();
        return met.offered(call.person(), call.part("id")).map(this::shape).orElseThrow(Call::missing);
    }

    private Contributing met() {
        return contributing.orElseThrow(() -> new Stop(409, Federating.SILENT));
    }

    private ForkElsewhere fork(Call call) throws IOException {
        var asked = call.body(CreateForkElsewhere.class);
        var met = met();
        call.unlimited();
        var name = asked.name().filter(it -> !it.isEmpty());
        name.flatMap(RepositoryName::objection).ifPresent(told -> {
            throw new Stop(422, "[name]: " + told);
        });
        return switch (met.fork(call.person(), asked.from(), name)) {
            case RemoteForks.Outcome.Begun(var repo) ->
                met.fork(repo)
                        .map(fork -> shape(repo, fork))
                        .orElseThrow(() -> new AssertionError("a fork that was just begun is not there"));
            case RemoteForks.Outcome.Refused(var told) -> throw new Stop(422, told);
            case RemoteForks.Outcome.Unreachable(var told) -> throw call.busy(told);
        };
    }

    private ForkElsewhere sync(Call call) {
        return met().fetch(call.person(), call.repo(), Duration.ZERO)
                .map(progress -> shape(call.repo(), progress.fork()))
                .orElseThrow(Call::missing);
    }

    private PullElsewhere offer(Call call) throws IOException {
        var asked = call.body(CreatePullElsewhere.class);
        var met = met();
        call.unlimited();
        var from = repo(call, asked.repository());
        var wish = new PullOffers.Wish(
                asked.head(),
                asked.to().orElse(""),
                asked.base().orElse(""),
                asked.title(),
                asked.body().orElse(""));
        return switch (met.offer(call.person(), from, wish)) {
            case PullOffers.Outcome.Asked(var pull) -> shape(pull);
            case PullOffers.Outcome.Refused(var told) -> throw new Stop(422, told);
            case PullOffers.Outcome.Unreachable(var told) -> throw call.busy(told);
        };
    }

    /// A repository by its path, as far as the caller may see it.
    private Repo repo(Call call, String path) {
        int slash = path.indexOf('/');
        if (slash < 0) throw new Stop(422, "[repository]: a repository is written owner/name");
        return node.repos()
                .find(path.substring(0, slash), path.substring(slash + 1))
                .map(Repos.Found::repo)
                .filter(repo -> node.access().may(call.viewer(), Right.READ, repo))
                .orElseThrow(() -> new Stop(422, "[repository]: there is no repository " + path));
    }

    private static ForkElsewhere shape(Repo repo, ForkedFrom.Fork fork) {
        return new ForkElsewhere(
                repo.path(), fork.handle(), fork.url().value(), fork.state().word(), fork.told());
    }

    private PullElsewhere shape(AskedPulls.Asked pull) {
        return new PullElsewhere(
                pull.id(),
                node.repos().byId(pull.repository()).map(Repo::path),
                pull.branch(),
                pull.head().name(),
                pull.handle(),
                pull.target(),
                pull.title(),
                pull.state().word(),
                pull.told(),
                pull.result().map(Id::value),
                pull.merged(),
                pull.at(),
                pull.changed());
    }
}
