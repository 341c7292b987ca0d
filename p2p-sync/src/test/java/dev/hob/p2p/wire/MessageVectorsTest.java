package dev.hob.p2p.wire;

import static dev.hob.p2p.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.Vectors;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Messages made by the encoders of a real node, and a session of two of them.
class MessageVectorsTest {
    static Message read(byte[] bytes) {
        var left = ByteBuffer.wrap(bytes);
        return switch (Message.read(left)) {
            case Decoded.Whole(var message) -> {
                assertThat(left.remaining()).as("bytes after the message").isZero();
                yield message;
            }
            case Decoded.Broken(var why) -> throw new AssertionError("broken: " + why);
            case Decoded.Partial() -> throw new AssertionError("a message is never partial");
        };
    }

    private static Frame frame(byte[] bytes) {
        var left = ByteBuffer.wrap(bytes);
        return switch (Frame.read(left)) {
            case Decoded.Whole(var frame) -> {
                assertThat(left.remaining()).as("bytes after the frame").isZero();
                yield frame;
            }
            case Decoded.Broken(var why) -> throw new AssertionError("broken: " + why);
            case Decoded.Partial() -> throw new AssertionError("not a whole frame");
        };
    }

    @TestFactory
    Stream<DynamicTest> each_message_is_read_and_written_as_the_real_node_does() {
        return StreamSupport.stream(
                        Vectors.read("gossip-messages.json").get("messages").spliterator(), false)
                .map(vector -> dynamicTest(vector.get("name").asText(), () -> {
                    var message = read(hex(vector.get("hex")));
                    check(message, vector.get("fields"));
                    assertThat(hex(message.bytes())).isEqualTo(vector.get("hex").asText());
                    if (message instanceof Announcement announcement)
                        assertThat(announcement.isGenuine()).isTrue();

                    var framed = new Frame.Gossip(StreamId.gossip(Link.OUTBOUND), message);
                    assertThat(hex(framed.bytes()))
                            .isEqualTo(vector.get("frame_outbound_hex").asText());
                    assertThat(frame(hex(vector.get("frame_outbound_hex")))).isEqualTo(framed);
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_message_of_a_real_session_is_read_and_written() {
        var lines = Vectors.lines("gossip-capture.jsonl");
        assertThat(lines).hasSize(57);
        return IntStream.range(0, lines.size())
                .mapToObj(i -> dynamicTest(
                        i + " " + lines.get(i).get("decoded").get("kind").asText(), () -> captured(lines.get(i))));
    }

    private static void captured(JsonNode vector) {
        var link = vector.get("from").asText().startsWith("bob") ? Link.OUTBOUND : Link.INBOUND;
        if (vector.get("frame_hex").isNull()) { // shortened in the vector: a padded ping, a padded pong
            var padded = padded(vector.get("decoded"));
            assertThat(padded.bytes()).hasSize(vector.get("message_length").asInt());
            assertThat(read(padded.bytes())).isEqualTo(padded);
            return;
        }
        var frame = (Frame.Gossip) frame(hex(vector.get("frame_hex")));
        assertThat(frame.stream()).isEqualTo(StreamId.gossip(link));
        assertThat(frame.stream().value()).isEqualTo(vector.get("stream").asLong());
        assertThat(hex(frame.bytes())).isEqualTo(vector.get("frame_hex").asText());
        assertThat(hex(frame.message().bytes()))
                .isEqualTo(vector.get("message_hex").asText());
        if (frame.message() instanceof Announcement announcement) {
            var decoded = vector.get("decoded");
            assertThat(announcement.node().nid()).isEqualTo(decoded.get("node").asText());
            assertThat(announcement.signature())
                    .hasToString(decoded.get("signature").asText());
            assertThat(announcement.timestamp().millis())
                    .isEqualTo(decoded.get("timestamp").asLong());
            assertThat(announcement.isGenuine())
                    .isEqualTo(vector.get("signature_valid").asBoolean());
        }
    }

    private static Message padded(JsonNode decoded) {
        int zeroes = decoded.get("zeroes").asInt();
        return decoded.get("kind").asText().equals("Ping")
                ? new Message.Ping(decoded.get("ponglen").asInt(), zeroes)
                : new Message.Pong(zeroes);
    }

    @TestFactory
    Stream<DynamicTest> each_kind_of_frame_is_read_and_written() {
        return StreamSupport.stream(
                        Vectors.read("gossip-messages.json").get("frames").spliterator(), false)
                .map(vector -> dynamicTest(vector.get("name").asText(), () -> {
                    byte[] bytes = hex(vector.get("hex"));
                    if (!vector.get("name").asText().contains("two-byte id")) {
                        assertThat(hex(frame(bytes).bytes()))
                                .isEqualTo(vector.get("hex").asText());
                        return;
                    }
                    var frame = (Frame.Git) frame(bytes);
                    assertThat(frame.stream()).isEqualTo(StreamId.git(Link.OUTBOUND, 100));
                    assertThat(hex(frame.bytes())).isEqualTo(vector.get("hex").asText());
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_frame_of_real_fetches_is_read_and_written() {
        return Stream.of("git-stream-clone.json", "git-stream-announced-pull.json")
                .map(name -> dynamicTest(name, () -> {
                    int controls = 0;
                    var stream = new StreamId(Vectors.read(name).get("stream").asLong());
                    for (var event : Vectors.read(name).get("frames")) {
                        String kind = event.get(2).asText();
                        if (!kind.startsWith("control")) continue;
                        var frame = (Frame.Control) frame(hex(event.get(3)));
                        assertThat("control " + frame.turn().name().toLowerCase(Locale.ROOT))
                                .isEqualTo(kind);
                        assertThat(frame.target()).isEqualTo(stream);
                        assertThat(hex(frame.bytes())).isEqualTo(event.get(3).asText());
                        controls++;
                    }
                    assertThat(controls).isGreaterThan(2);
                }));
    }

    @Test
    void varints_are_those_of_rfc_9000() throws Unreadable {
        for (var vector : Vectors.read("gossip-messages.json").get("varints")) {
            long value = Long.parseLong(vector.get(0).asText());
            var out = new WireWriter();
            Varint.write(out, value);
            assertThat(hex(out.written())).isEqualTo(vector.get(1).asText());
            assertThat(Varint.read(new WireReader(ByteBuffer.wrap(hex(vector.get(1))))))
                    .isEqualTo(value);
        }
    }

    private static void check(Notice notice, JsonNode fields) {
        switch (notice) {
            case Notice.Node node -> {
                assertThat(node.alias().value()).isEqualTo(fields.get("alias").asText());
                assertThat(node.addresses()).map(Address::toString).isEqualTo(texts(fields.get("addresses")));
                assertThat(node.nonce()).isEqualTo(fields.get("nonce").asLong());
                assertThat(node.agent().value()).isEqualTo(fields.get("agent").asText());
                if (!fields.has("timestamp")) return;
                assertThat(node.version()).isEqualTo(fields.get("version").asInt());
                assertThat(node.features()).isEqualTo(fields.get("features").asLong());
                assertThat(node.timestamp().millis())
                        .isEqualTo(fields.get("timestamp").asLong());
            }
            case Notice.Inventory(var repositories, var timestamp) -> {
                assertThat(repositories).map(RepoId::value).isEqualTo(texts(fields.get("inventory")));
                assertThat(timestamp.millis()).isEqualTo(fields.get("timestamp").asLong());
            }
            case Notice.Refs(var repository, var refs, var timestamp) -> {
                assertThat(repository.value()).isEqualTo(fields.get("rid").asText());
                assertThat(timestamp.millis()).isEqualTo(fields.get("timestamp").asLong());
                var expected = StreamSupport.stream(fields.get("refs").spliterator(), false)
                        .map(one -> new RefsAt(
                                DidKey.parse(one.get("remote").asText()),
                                Oid.parse(one.get("at").asText())))
                        .toList();
                assertThat(refs).isEqualTo(expected);
            }
        }
    }

    private static void check(Message message, JsonNode fields) {
        switch (message) {
            case Announcement announcement -> check(announcement.notice(), fields);
            case Message.Subscribe(var filter, var since, var until) -> {
                assertThat(since.millis()).isEqualTo(fields.get("since").asLong());
                assertThat(until).isEqualTo(Timestamp.MAX);
                if (fields.has("filter")) assertThat(filter).isEqualTo(Filter.EVERYTHING);
                else
                    assertThat(filter)
                            .isEqualTo(Filter.of(texts(fields.get("items")).stream()
                                    .map(RepoId::new)
                                    .toList()));
            }
            case Message.Ping(int pongZeroes, int zeroes) -> {
                assertThat(pongZeroes).isEqualTo(fields.get("ponglen").asInt());
                assertThat(zeroes).isEqualTo(fields.get("zeroes").asInt());
            }
            case Message.Pong(int zeroes) ->
                assertThat(zeroes).isEqualTo(fields.get("zeroes").asInt());
            case Message.Synced(var repository, var at) -> {
                assertThat(repository.value()).isEqualTo(fields.get("rid").asText());
                assertThat(at).hasToString(fields.get("at").asText());
            }
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
