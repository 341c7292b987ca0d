package dev.hob.federation.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Json;
import dev.hob.federation.vocab.NodeInfo;
import dev.hob.node.outside.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What other instances say they are (NodeInfo), remembered for a day. Shared between threads.
public final class RemoteInstances {
    private static final int REMEMBERED_MAX = 10_000;
    private static final Duration FRESH = Duration.ofDays(1);
    private static final Duration SILENT_AGAIN_AFTER = Duration.ofMinutes(30);
    private static final String JSON = "application/json";

    private final Remote remote;
    private final InstantSource clock;
    private final Cache<Id.Origin, Said> said =
            Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).build();

    private record Said(Optional<NodeInfo> info, Instant until) {}

    public RemoteInstances(Remote remote, InstantSource clock) {
        this.remote = remote;
        this.clock = clock;
    }

    /// What the instance of an id says of itself; empty when it does not, or cannot be asked.
    public Optional<NodeInfo> of(Id id) {
        var origin = id.origin();
        var known = said.getIfPresent(origin);
        if (known != null && clock.instant().isBefore(known.until)) return known.info;
        var info = asked(id);
        said.put(origin, new Said(info, clock.instant().plus(info.isPresent() ? FRESH : SILENT_AGAIN_AFTER)));
        return info;
    }

    /// Whether an actor takes what forges say to each other: others answer that with errors, for days.
    public boolean isForge(RemoteActor actor) {
        return actor.isForge() || of(actor.id()).filter(NodeInfo::isForge).isPresent();
    }

    private Optional<NodeInfo> asked(Id id) {
        var links = new Id(id.origin().scheme() + "://" + id.authority() + "/.well-known/nodeinfo");
        return json(links)
                .flatMap(NodeInfo::find)
                .filter(document -> document.sameOrigin(links))
                .flatMap(this::json)
                .flatMap(NodeInfo::read);
    }

    private Optional<ObjectNode> json(Id url) {
        if (!(remote.open(url, JSON) instanceof Answer.Answered answered) || answered.status() != 200)
            return Optional.empty();
        return Json.parse(answered.body()) instanceof Json.Parsed.Whole(var object)
                ? Optional.of(object)
                : Optional.empty();
    }
}
