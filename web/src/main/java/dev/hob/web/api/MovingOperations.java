package dev.hob.web.api;

import dev.hob.federation.across.Moves;
import dev.hob.node.Node;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.MoveElsewhere;
import dev.hob.web.api.json.Residence;
import dev.hob.web.federation.Federating;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.Optional;

/// Accounts and repositories that move to other servers, or came from there. Ours alone.
final class MovingOperations {
    private final Node node;
    private final Optional<Moves> moves;

    MovingOperations(Node node, Optional<Moves> moves) {
        this.node = node;
        this.moves = moves;
    }

    void declare(Operations all) {
        all.chapter("Moving");
        all.get("federationListMoves", "/federation/moves", "Where else the caller and their repositories are at home")
                .known()
                .scope(Scope.READ_ACTIVITYPUB)
                .refuses(409, FederationOperations.NOT_MET)
                .lists(Residence.class, this::list);
        all.post(
                        "federationMoveFrom",
                        "/federation/moves/from",
                        "Say where the caller, or a repository of theirs, was before: that one may move here")
                .known()
                .scope(Scope.WRITE_ACTIVITYPUB)
                .takes(MoveElsewhere.class)
                .refuses(409, FederationOperations.NOT_MET)
                .accepts(Residence.class, this::from);
        all.post(
                        "federationMoveTo",
                        "/federation/moves/to",
                        "Move the caller, or a repository of theirs, to another server, with its followers")
                .known()
                .scope(Scope.WRITE_ACTIVITYPUB)
                .takes(MoveElsewhere.class)
                .refuses(409, FederationOperations.NOT_MET)
                .accepts(Residence.class, this::to);
        all.post("federationWithdrawMove", "/federation/moves/withdraw", "Say so no more")
                .known()
                .scope(Scope.WRITE_ACTIVITYPUB)
                .takes(MoveElsewhere.class)
                .refuses(409, FederationOperations.NOT_MET)
                .does(this::withdraw);
    }

    private Moves met(Call call) {
        var it = moves.orElseThrow(() -> new Stop(409, Federating.SILENT));
        call.unlimited();
        return it;
    }

    private Listed<Residence> list(Call call) {
        return Listed.of(met(call).of(call.person()), call.slice(), MovingOperations::shape);
    }

    private Moves.Who who(Call call, MoveElsewhere asked) {
        var path = asked.repository().filter(it -> !it.isEmpty());
        if (path.isEmpty()) return new Moves.Who.Oneself(call.person());
        if (!call.viewer().grant().allows(Scope.WRITE_REPOSITORY))
            throw new Stop(403, "this token may not change repositories");
        return new Moves.Who.Theirs(call.person(), repo(call, path.get()));
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

    private Residence from(Call call) throws IOException {
        var asked = call.body(MoveElsewhere.class);
        var met = met(call);
        return shape(call, met.from(who(call, asked), asked.target().strip()));
    }

    private Residence to(Call call) throws IOException {
        var asked = call.body(MoveElsewhere.class);
        var met = met(call);
        return shape(call, met.to(who(call, asked), asked.target().strip()));
    }

    private void withdraw(Call call) throws IOException {
        var asked = call.body(MoveElsewhere.class);
        var met = met(call);
        met.unsay(who(call, asked), asked.target().strip());
    }

    private static Residence shape(Call call, Moves.Outcome outcome) {
        return switch (outcome) {
            case Moves.Outcome.Done(var said) -> shape(said);
            case Moves.Outcome.Refused(var told) -> throw new Stop(422, "[target]: " + told);
            case Moves.Outcome.Unreachable(var told) -> throw call.busy(told);
        };
    }

    private static Residence shape(Moves.Said said) {
        return new Residence(said.repository(), said.actor(), said.moved());
    }
}
