package dev.hob.web.api;

import dev.hob.keys.DidKey;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.protocol.Elsewhere;
import dev.hob.p2p.protocol.KnownPeer;
import dev.hob.p2p.protocol.Standing;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.PeerTarget;
import dev.hob.web.api.json.ConnectPeer;
import dev.hob.web.api.json.ConnectedPeer;
import dev.hob.web.api.json.DecidedNode;
import dev.hob.web.api.json.FollowNode;
import dev.hob.web.api.json.KnownNode;
import dev.hob.web.api.json.NodeStatus;
import dev.hob.web.api.json.RepositoryCopy;
import dev.hob.web.api.json.RepositoryElsewhere;
import dev.hob.web.html.Stop;
import dev.hob.web.peers.Neighbours;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// This node among its peers: whom it meets and has to do with, and who else has what is here. Ours alone.
final class PeerOperations {
    static final String NOT_MET = "This node meets no peers, or does not yet, or the decision cannot be kept";
    private static final String PEERS = "/p2p/peers";
    private static final int NODES_MAX = 20;

    private final Neighbours neighbours;

    PeerOperations(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    void declare(Operations all) {
        all.chapter("Peers");
        all.get("p2pGetStatus", "/p2p/status", "How this node stands among its peers")
                .gives(NodeStatus.class, this::status);
        all.get("p2pListPeers", PEERS, "The peers that are connected")
                .refuses(409, NOT_MET)
                .lists(ConnectedPeer.class, call -> {
                    meeting(neighbours);
                    return Listed.of(neighbours.standing().present(), call.slice(), it -> shape(call, it));
                });
        all.get("p2pListKnown", "/p2p/known", "The nodes that announced themselves, the latest first")
                .refuses(409, NOT_MET)
                .lists(KnownNode.class, call -> {
                    meeting(neighbours);
                    return Listed.of(neighbours.known(), call.slice(), PeerOperations::shape);
                });
        all.get("p2pListElsewhere", "/p2p/elsewhere", "The repositories that others have and this node does not")
                .refuses(409, NOT_MET)
                .lists(RepositoryElsewhere.class, call -> {
                    meeting(neighbours);
                    return Listed.of(neighbours.elsewhere(Neighbours.KNOWN_MAX), call.slice(), PeerOperations::shape);
                });
        all.post("p2pConnect", PEERS, "Connect with a peer")
                .refuses(409, NOT_MET)
                .administrator()
                .scope(Scope.WRITE_ADMIN)
                .takes(ConnectPeer.class)
                .creates(ConnectedPeer.class, this::connect);
        all.delete("p2pDisconnect", PEERS + "/{nid}", "End the connection with a peer, and dial it no more")
                .refuses(409, NOT_MET)
                .administrator()
                .scope(Scope.WRITE_ADMIN)
                .does(call -> found(neighbours.disconnect(nid(call))));
        all.get("repoListCopies", "/p2p/repos/{owner}/{repo}/copies", "Who else has a repository, and how far they are")
                .refuses(409, NOT_MET)
                .needs(Right.READ)
                .lists(RepositoryCopy.class, call -> {
                    meeting(neighbours);
                    return Listed.of(neighbours.copies(call.repo().rid()), call.slice(), PeerOperations::shape);
                });
        decisions(all);
    }

    private void decisions(Operations all) {
        all.get("p2pListDecided", "/p2p/decided", "The nodes that are followed or blocked")
                .refuses(409, NOT_MET)
                .administrator()
                .scope(Scope.READ_ADMIN)
                .lists(DecidedNode.class, call -> {
                    meeting(neighbours);
                    return Listed.of(neighbours.decided(), call.slice(), PeerOperations::shape);
                });
        all.put("p2pFollow", "/p2p/followed/{nid}", "Want somebody's work, also where a repository is kept for few")
                .refuses(409, NOT_MET)
                .administrator()
                .scope(Scope.WRITE_ADMIN)
                .takes(FollowNode.class)
                .does(this::follow);
        all.delete("p2pUnfollow", "/p2p/followed/{nid}", "Want somebody's work no longer")
                .refuses(409, NOT_MET)
                .administrator()
                .scope(Scope.WRITE_ADMIN)
                .does(call -> found(neighbours.undecide(nid(call), Book.Policy.FOLLOW)));
        all.put("p2pBlock", "/p2p/blocked/{nid}", "Have nothing to do with a node: no connection, nothing of its work")
                .refuses(409, NOT_MET)
                .administrator()
                .scope(Scope.WRITE_ADMIN)
                .does(call -> done(neighbours.block(nid(call))));
        all.delete("p2pUnblock", "/p2p/blocked/{nid}", "Forgive a node")
                .refuses(409, NOT_MET)
                .administrator()
                .scope(Scope.WRITE_ADMIN)
                .does(call -> found(neighbours.undecide(nid(call), Book.Policy.BLOCK)));
    }

    /// Refuses to answer for peers that are not met.
    static void meeting(Neighbours neighbours) {
        neighbours.silent().ifPresent(told -> {
            throw new Stop(409, told);
        });
    }

    static void found(boolean there) {
        if (!there) throw Call.missing();
    }

    static void done(Optional<String> refused) {
        refused.ifPresent(told -> {
            throw new Stop(409, told);
        });
    }

    /// The node in the path.
    private DidKey nid(Call call) {
        meeting(neighbours);
        return PeerTarget.nid(call.part("nid")).orElseThrow(Call::missing);
    }

    private static boolean administers(Call call) {
        return call.perhaps().filter(Person::admin).isPresent()
                && call.viewer().grant().allows(Scope.READ_ADMIN)
                && call.viewer().grant().limitedTo().isEmpty();
    }

    private NodeStatus status(Call call) {
        var standing = neighbours.standing();
        return new NodeStatus(
                neighbours.self().nid(),
                neighbours.meets(),
                neighbours.alias().map(Alias::value),
                neighbours.listens().filter(_ -> administers(call)).map(Address::toString),
                neighbours.announces().stream().map(Address::toString).toList(),
                standing.present().size(),
                standing.peers(),
                standing.fetching());
    }

    private ConnectedPeer connect(Call call) throws IOException {
        var asked = call.body(ConnectPeer.class);
        meeting(neighbours);
        var target = PeerTarget.parse(asked.peer())
                .orElseThrow(() -> new Stop(422, "[peer]: a peer is written nid@host:port"));
        neighbours.connect(target, !asked.once().orElse(false)).ifPresent(why -> {
            throw new Stop(422, "cannot connect with " + target + ": " + why);
        });
        return neighbours
                .present(target.peer())
                .map(it -> shape(call, it))
                .orElseThrow(
                        () -> new Stop(422, "cannot connect with " + target + ": it ended the connection at once"));
    }

    private void follow(Call call) throws IOException {
        var asked = call.body(FollowNode.class);
        var peer = nid(call);
        done(neighbours.follow(peer, asked.alias().filter(it -> !it.isEmpty()).map(PeerOperations::alias)));
    }

    private static Alias alias(String text) {
        try {
            return new Alias(text);
        } catch (IllegalArgumentException e) {
            throw new Stop(422, "[alias]: " + e.getMessage());
        }
    }

    private static ConnectedPeer shape(Call call, Standing.Present present) {
        return new ConnectedPeer(
                present.peer().nid(),
                present.alias().map(Alias::value),
                present.agent().map(Object::toString),
                present.link() == Link.OUTBOUND ? "out" : "in",
                present.proven(),
                present.persistent(),
                Optional.of(present.address().toString()).filter(_ -> administers(call)),
                present.since());
    }

    private static KnownNode shape(KnownPeer peer) {
        return new KnownNode(
                peer.node().nid(),
                peer.alias().value(),
                peer.agent().value(),
                Instant.ofEpochMilli(peer.announced().millis()),
                peer.addresses().stream().map(it -> it.address().toString()).toList());
    }

    private static RepositoryElsewhere shape(Elsewhere elsewhere) {
        return new RepositoryElsewhere(
                elsewhere.repository().value(),
                elsewhere.nodes().size(),
                elsewhere.nodes().stream()
                        .map(DidKey::nid)
                        .sorted()
                        .limit(NODES_MAX)
                        .toList());
    }

    private static DecidedNode shape(Book.Decided decided) {
        return new DecidedNode(decided.node().nid(), decided.policy().name().toLowerCase(Locale.ROOT), decided.alias());
    }

    private static RepositoryCopy shape(Neighbours.Copy copy) {
        return new RepositoryCopy(
                copy.node().nid(), copy.alias().map(Alias::value), copy.same(), copy.here(), copy.connected());
    }
}
