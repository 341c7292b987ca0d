package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Whom to be connected with so that what happens in a repository reaches all who have it.
///
/// News of a repository travel only between those who have it. So each keeps company with the next one in the
/// ring of their keys, which leaves nobody out, and for a while with one more, by lot: a liar may stand next to
/// us, but not everywhere.
final class Circle {
    /// How many peers are wanted at a time.
    static final int WANTED_MAX = 64;

    private static final Duration ROUND = Duration.ofMinutes(10);

    private final Tables tables;
    private final Fetching fetching;

    Circle(Tables tables, Fetching fetching) {
        this.tables = tables;
        this.fetching = fetching;
    }

    /// Peers to have or to find, the more urgent first: those who announced what we lack, then the circles.
    Set<DidKey> wanted() {
        var wanted = new LinkedHashSet<DidKey>();
        for (var heard : tables.gossip.all()) {
            if (wanted.size() >= WANTED_MAX) return wanted;
            if (!heard.isSettled() && heard.announcement().notice() instanceof Notice.Refs refs)
                authorOfNews(heard, refs).ifPresent(wanted::add);
        }
        var repositories = new ArrayList<>(tables.policies.askedFor());
        // In another order each time: if there are more circles than connections, each has its turn.
        Collections.shuffle(repositories, Random.from(tables.random));
        for (var repository : repositories) {
            if (wanted.size() >= WANTED_MAX) return wanted;
            wanted.addAll(neighbours(repository));
        }
        return wanted;
    }

    private Optional<DidKey> authorOfNews(Heard heard, Notice.Refs refs) {
        var author = heard.announcement().node();
        boolean isLacking = tables.holdings.held(refs.repository()).isEmpty() || fetching.isLacking(heard);
        if (!isLacking) heard.settle();
        return isLacking && isGoodFor(refs.repository(), author) ? Optional.of(author) : Optional.empty();
    }

    private List<DidKey> neighbours(RepoId repository) {
        var members = tables.routing.nodesWith(repository).stream()
                .filter(node -> !node.equals(tables.self) && isGoodFor(repository, node))
                .sorted()
                .toList();
        if (members.isEmpty()) return List.of();
        var next = members.stream()
                .filter(node -> node.compareTo(tables.self) > 0)
                .findFirst()
                .orElse(members.getFirst());
        long round = tables.now.getEpochSecond() / ROUND.toSeconds();
        var byLot = members.get(Math.floorMod(Objects.hash(tables.self, repository, round), members.size()));
        return List.of(next, byLot);
    }

    private boolean isGoodFor(RepoId repository, DidKey node) {
        if (!tables.patience.mayTry(repository, node, tables.now)) return false;
        return tables.sessions.with(node).isPresent()
                || tables.peers.dialable(node, tables.timestamp()).isPresent();
    }
}
