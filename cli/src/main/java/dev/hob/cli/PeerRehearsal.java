package dev.hob.cli;

import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Seeds;
import dev.hob.p2p.net.Peers;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The part of a [Rehearsal] in which a second node keeps a repository of the first, forgets it, and keeps it again.
/// Used by one thread.
final class PeerRehearsal {
    private static final int SECONDS_MAX = 20;

    private final House guest;
    private final Peers host;
    private final Peers peers;

    PeerRehearsal(House host, House guest) throws InterruptedException {
        this.guest = guest;
        this.host = met(host);
        this.peers = met(guest);
        var address = this.host.address().orElseThrow(() -> new AssertionError("it listens"));
        within(peers.connect(this.host.self(), address, false)).ifPresent(told -> {
            throw new CommandException("the nodes do not meet: " + told);
        });
    }

    private static Peers met(House house) {
        return house.peers().orElseThrow(() -> new AssertionError("it was told to meet peers"));
    }

    /// Takes a copy, and puts it away again.
    void take(RepoId rid) throws InterruptedException {
        peers.seed(rid, Scope.ALL).ifPresent(told -> {
            throw new CommandException(told);
        });
        if (within(peers.fetch(rid, host.self())) instanceof Outcome.Failed failed)
            throw new CommandException("a repository did not come: " + failed.why());
        peers.unseed(rid);
        if (!(guest.node().seeds().forget(rid, false) instanceof Seeds.Forgetting.Forgotten))
            throw new CommandException("a repository did not go: " + rid);
    }

    private static <T> T within(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandException("a peer did not answer: " + e, e);
        }
    }
}
