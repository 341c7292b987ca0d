package dev.hob.cli;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Repo;
import dev.hob.p2p.net.Peers;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Asks peers what a key that waits has signed elsewhere, so that it goes on from there.
final class CatchingUp {
    private final House house;
    private final Terminal terminal;

    CatchingUp(House house, Terminal terminal) {
        this.house = house;
        this.terminal = terminal;
    }

    /// Brings here what a key has signed, of each public repository in which it has.
    ///
    /// @throws CommandException when nobody could be asked of one of them, or has what does not lead to what is
    /// here
    void with(DidKey key) {
        var published = published(key);
        if (published.isEmpty()) return; // Then there is nothing that it could sign in two ways.
        var peers = house.peers().orElseThrow(() -> alone("this node meets no peers that could tell", key));
        for (var rid : published) with(peers, rid, key);
    }

    private List<RepoId> published(DidKey key) {
        return house.node().repos().all().stream()
                .filter(repo -> !repo.isPrivate())
                .map(Repo::rid)
                .distinct()
                .filter(rid -> house.node().peerRefs().signed().heads(rid).containsKey(key))
                .toList();
    }

    private void with(Peers peers, RepoId rid, DidKey key) {
        boolean asked = false;
        for (var peer : peers.presentSeedsOf(rid)) asked |= SeedCommands.fetch(peers, rid, peer, terminal);
        if (!asked) throw alone("nobody is connected who has " + rid + " and could tell", key);
        elsewhere(peers, rid, key).ifPresent(peer -> {
            throw alone(peer.nid() + " has signed refs of " + rid + " that do not lead to what is here", key);
        });
    }

    private Optional<DidKey> elsewhere(Peers peers, RepoId rid, DidKey key) {
        var signed = house.node().peerRefs().signed();
        return peers.announced(rid, key).entrySet().stream()
                .filter(one -> !signed.leadsHere(
                        rid, key, ObjectId.fromString(one.getValue().toString())))
                .map(java.util.Map.Entry::getKey)
                .findFirst();
    }

    private static CommandException alone(String why, DidKey key) {
        return new CommandException(
                why + ", so " + key.nid() + " goes on waiting; when no other node signs with it, and"
                        + " the one it came from never will again, say --alone");
    }
}
