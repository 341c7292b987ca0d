package dev.hob.web.api;

import dev.hob.node.log.RepoId;
import dev.hob.node.people.Scope;
import dev.hob.p2p.wire.PeerTarget;
import dev.hob.web.api.json.BroughtFrom;
import dev.hob.web.api.json.KeptRepository;
import dev.hob.web.api.json.SeedRepository;
import dev.hob.web.api.json.WantedRepository;
import dev.hob.web.html.Stop;
import dev.hob.web.peers.Neighbours;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What this node keeps of the network, and fetches from there. Ours alone.
final class SeedOperations {
    private static final String SEED = "/p2p/seeds/{rid}";

    private final Neighbours neighbours;

    SeedOperations(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    void declare(Operations all) {
        all.chapter("Seeds");
        all.get("p2pListSeeds", "/p2p/seeds", "The public repositories that this node has, the latest changed first")
                .refuses(409, PeerOperations.NOT_MET)
                .lists(KeptRepository.class, this::kept);
        all.get("p2pListWanted", "/p2p/wanted", "The repositories that were decided about, also those not here yet")
                .refuses(409, PeerOperations.NOT_MET)
                .administrator()
                .scope(Scope.READ_ADMIN)
                .lists(WantedRepository.class, call -> {
                    PeerOperations.meeting(neighbours);
                    return Listed.of(
                            neighbours.wishes(),
                            call.slice(),
                            it -> new WantedRepository(it.rid().value(), it.word(), it.here()));
                });
        all.put("p2pSeed", SEED, "Keep a repository of the network: fetch it, and give it to others")
                .refuses(409, PeerOperations.NOT_MET)
                .administrator()
                .scope(Scope.WRITE_ADMIN)
                .takes(SeedRepository.class)
                .does(this::seed);
        all.delete("p2pUnseed", SEED, "Keep a repository no longer: announce and fetch it no more. What is here stays")
                .refuses(409, PeerOperations.NOT_MET)
                .administrator()
                .scope(Scope.WRITE_ADMIN)
                .does(this::unseed);
        all.post(
                        "p2pSync",
                        SEED + "/sync",
                        "Fetch what connected peers have of a repository, waiting 20 seconds at most")
                .refuses(409, PeerOperations.NOT_MET)
                .administrator()
                .scope(Scope.WRITE_ADMIN)
                .givesAll(BroughtFrom.class, this::sync);
    }

    private Listed<KeptRepository> kept(Call call) {
        PeerOperations.meeting(neighbours);
        var slice = call.slice();
        var kept = neighbours.kept(slice.from(), slice.limit());
        var holders =
                neighbours.holders(kept.stream().map(it -> it.repo().rid()).toList());
        return new Listed<>(
                kept.stream()
                        .map(it -> new KeptRepository(
                                it.repo().rid().value(),
                                it.repo().path(),
                                it.repo().isSeeded(),
                                it.scope().map(Neighbours::word).orElse("none"),
                                Optional.ofNullable(holders.get(it.repo().rid()))))
                        .toList(),
                neighbours.keptCount(),
                slice);
    }

    /// The repository in the path.
    private RepoId rid(Call call) {
        PeerOperations.meeting(neighbours);
        return PeerTarget.rid(call.part("rid")).orElseThrow(Call::missing);
    }

    private void seed(Call call) throws IOException {
        var asked = call.body(SeedRepository.class);
        var scope = asked.scope().filter("followed"::equals).isPresent()
                ? dev.hob.p2p.protocol.Scope.FOLLOWED
                : dev.hob.p2p.protocol.Scope.ALL;
        var rid = rid(call);
        var peer = asked.inMyNameAt().map(nid -> PeerTarget.nid(nid)
                .orElseThrow(() -> new Stop(422, "[in_my_name_at]: a node is named by its id, z6Mk…")));
        PeerOperations.done(
                peer.isPresent()
                        ? neighbours.seedInName(rid, scope, peer.get(), call.person())
                        : neighbours.seed(rid, scope));
    }

    private void unseed(Call call) {
        var rid = rid(call);
        PeerOperations.found(neighbours.concerns(rid));
        PeerOperations.done(neighbours.unseed(rid));
    }

    private List<BroughtFrom> sync(Call call) {
        var rid = rid(call);
        PeerOperations.found(neighbours.isKept(rid));
        return neighbours.sync(rid).stream()
                .map(it -> new BroughtFrom(
                        it.from().nid(),
                        it.went().name().toLowerCase(Locale.ROOT),
                        it.namespaces(),
                        Optional.of(it.why()).filter(why -> !why.isEmpty())))
                .toList();
    }
}
