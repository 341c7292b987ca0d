package dev.hob.p2p.protocol;

import static dev.hob.p2p.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.Vectors;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Decoded;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.RefsAt;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A session of two real nodes, of which we are once the one and once the other: what the other said makes us
/// want, fetch and announce what the real one did.
class CapturedSessionTest {
    private static final RepoId ACME = new RepoId("rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5");
    private static final Connection CONNECTION = new Connection(1);

    private final List<JsonNode> lines = Vectors.lines("gossip-capture.jsonl");
    private final Instant start = start();
    private final Shelf shelf = new Shelf();
    private final List<Effect> done = new ArrayList<>();
    private int askedByHand;

    private Instant start() {
        var first = (Announcement) message(lines.getFirst());
        return Instant.ofEpochMilli(first.timestamp().millis());
    }

    private static Message message(JsonNode line) {
        var decoded = line.get("decoded");
        if (line.get("frame_hex").isNull())
            return decoded.get("kind").asText().equals("Ping")
                    ? new Message.Ping(
                            decoded.get("ponglen").asInt(),
                            decoded.get("zeroes").asInt())
                    : new Message.Pong(decoded.get("zeroes").asInt());
        return Message.read(ByteBuffer.wrap(hex(line.get("message_hex"))))
                        instanceof Decoded.Whole<Message>(var message)
                ? message
                : new Message.Pong(0);
    }

    @Test
    void as_alice_who_has_the_repository() {
        shelf.with(ACME, new Visibility.Public(), Set.of(Cast.ALICE.publicKey()));
        replay("alice", Cast.ALICE, Cast.BOB, Link.INBOUND);
        assertThat(shelf.heads(ACME)).hasSize(2);
        assertThat(askedByHand).isZero();
    }

    @Test
    void as_bob_who_clones_it() {
        replay("bob", Cast.BOB, Cast.ALICE, Link.OUTBOUND);
        assertThat(shelf.heads(ACME)).hasSize(2);
        assertThat(askedByHand).isEqualTo(2);
    }

    private void replay(String name, SigningKey us, SigningKey them, Link link) {
        var protocol = new Protocol(us, Cast.settings(Cast.address(1)), shelf, new SplittableRandom(1));
        var seeded = new Input.Seeded(ACME, Scope.ALL);
        boolean seeds = link == Link.INBOUND;
        protocol.on(
                start,
                new Input.Started(seeds ? List.of(seeded) : List.of(), List.of(), List.of(), List.of(), Map.of()));
        done.addAll(
                protocol.on(start, new Input.Connected(CONNECTION, them.publicKey(), Cast.address(2), link, false)));
        int announced = 0;
        for (var line : lines) {
            var now = start.plus(Duration.ofNanos((long) (line.get("t").asDouble() * 1e9)));
            var message = message(line);
            if (!line.get("from").asText().startsWith(name)) {
                done.addAll(protocol.on(now, new Input.Received(CONNECTION, message)));
                continue;
            }
            switch (message) {
                case Announcement announcement
                when announcement.notice() instanceof Notice.Refs real -> {
                    done.addAll(refs(protocol, now, us, real));
                    var said = protocol.tables().gossip.find(Topic.ofRefs(us.publicKey(), ACME));
                    assertThat(((Notice.Refs) said.orElseThrow().announcement().notice()).refs())
                            .as("first of what we announce at %s", line.get("t"))
                            .startsWith(real.refs().getFirst());
                    announced++;
                }
                case Message.Subscribe _ -> {
                    if (seeds || now.isBefore(start.plusSeconds(1))) continue;
                    seeds = true; // the second one: he has decided to seed it
                    done.addAll(protocol.on(now, seeded));
                }
                case Message.Pong pong -> assertThat(done).contains(new Effect.Send(CONNECTION, pong));
                default -> {}
            }
        }
        assertThat(announced).isGreaterThan(15);
        assertThat(done).noneMatch(Effect.HangUp.class::isInstance);
    }

    /// What the real node announced it had either made itself, or fetched: then we wanted it too.
    private List<Effect> refs(Protocol protocol, Instant now, SigningKey us, Notice.Refs real) {
        var effects = new ArrayList<Effect>();
        for (var one : real.refs()) {
            boolean cloned = shelf.held(ACME).isEmpty();
            boolean ours = one.remote().equals(us.publicKey());
            if (!ours && !wanted().contains(one)) byHand(protocol, now, one.remote());
            shelf.with(ACME, new Visibility.Public(), Set.of(Cast.ALICE.publicKey()));
            shelf.put(ACME, one.remote(), one.at());
            effects.addAll(protocol.on(
                    now,
                    ours
                            ? new Input.RefsChanged(ACME)
                            : new Input.Fetched(ACME, one.remote(), new Outcome.Brought(List.of(one), cloned))));
        }
        return effects;
    }

    /// Twice, and for the clone, nothing was announced: the operator asked for everything.
    private void byHand(Protocol protocol, Instant now, DidKey from) {
        if (shelf.held(ACME).isPresent()) {
            done.addAll(protocol.on(now, new Input.FetchAsked(ACME, from)));
            askedByHand++;
        }
        assertThat(done.stream().filter(Effect.Fetch.class::isInstance))
                .last()
                .isEqualTo(new Effect.Fetch(ACME, CONNECTION, from, List.of(), Scope.ALL));
    }

    private List<RefsAt> wanted() {
        return done.stream()
                .filter(Effect.Fetch.class::isInstance)
                .flatMap(effect -> ((Effect.Fetch) effect).wanted().stream())
                .toList();
    }
}
