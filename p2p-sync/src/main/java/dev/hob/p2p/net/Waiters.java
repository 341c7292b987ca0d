package dev.hob.p2p.net;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.News;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// Whoever waits for something to come of what they asked: a connection, or a fetch. Owned by the protocol's thread,
/// but for the futures.
final class Waiters {
    /// How many wait for one thing; more are told so.
    private static final int WAITING_MAX = 1_000;

    private record Fetch(RepoId repository, DidKey from) {}

    private final Map<DidKey, List<CompletableFuture<Optional<String>>>> connections = new HashMap<>();
    private final Map<Fetch, List<CompletableFuture<Outcome>>> fetches = new HashMap<>();

    /// Waits for a connection; empty when it stands, or why it does not.
    void connection(DidKey peer, CompletableFuture<Optional<String>> answer) {
        if (!add(connections, peer, answer)) answer.complete(Optional.of("too many wait for connections already"));
    }

    void fetch(RepoId repository, DidKey from, CompletableFuture<Outcome> answer) {
        if (!add(fetches, new Fetch(repository, from), answer))
            answer.complete(new Outcome.Failed(false, "too many wait for fetches already"));
    }

    private static <K, V> boolean add(Map<K, List<CompletableFuture<V>>> waiting, K key, CompletableFuture<V> answer) {
        waiting.values().removeIf(all -> {
            all.removeIf(CompletableFuture::isDone); // given up
            return all.isEmpty();
        });
        if (waiting.values().stream().mapToInt(List::size).sum() >= WAITING_MAX) return false;
        waiting.computeIfAbsent(key, _ -> new ArrayList<>()).add(answer);
        return true;
    }

    void heard(News news) {
        switch (news) {
            case News.Came(var peer) -> connected(peer, Optional.empty());
            case News.DialDeclined(var peer, var why) -> connected(peer, Optional.of(why));
            case News.Went(var peer, var because) ->
                end(fetch -> fetch.from.equals(peer), new Outcome.Failed(false, "the connection ended: " + because));
            case News.FetchDeclined(var repository, var from, var why) ->
                fetched(repository, from, new Outcome.Failed(false, why));
            case News.Synced _, News.SeedFound _, News.SeedLost _ -> {}
        }
    }

    void connected(DidKey peer, Optional<String> why) {
        var waiting = connections.remove(peer);
        if (waiting != null) waiting.forEach(answer -> answer.complete(why));
    }

    void fetched(RepoId repository, DidKey from, Outcome outcome) {
        end(new Fetch(repository, from)::equals, outcome);
    }

    private void end(Predicate<Fetch> which, Outcome outcome) {
        for (var fetch : List.copyOf(fetches.keySet()))
            if (which.test(fetch)) fetches.getOrDefault(fetch, List.of()).forEach(answer -> answer.complete(outcome));
        fetches.keySet().removeIf(which);
    }
}
