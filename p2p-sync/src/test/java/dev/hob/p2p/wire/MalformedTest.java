package dev.hob.p2p.wire;

import static dev.hob.p2p.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.keys.SigningKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.Vectors;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is refused, and with which reason.
class MalformedTest {
    private static final SigningKey ALICE = SigningKey.ofSeed(new byte[32]);
    private static final RepoId RID = RepoId.of(new byte[20]);

    private static Malformed broken(byte[] message) {
        return Message.read(ByteBuffer.wrap(message)) instanceof Decoded.Broken<Message>(var why)
                ? why
                : new Malformed.Unknown("nothing was wrong", 0);
    }

    private static Malformed brokenFrame(String digits) {
        var bytes = ByteBuffer.wrap(HexFormat.of().parseHex(digits));
        var decoded = Frame.read(bytes);
        assertThat(bytes.position()).as("consumed").isZero();
        return decoded instanceof Decoded.Broken<Frame>(var why) ? why : new Malformed.Unknown("not broken", 0);
    }

    /// An announcement with some bytes in place of its notice.
    private static byte[] announcing(int type, byte[] notice) {
        return new WireWriter().u16(type).zeroes(32 + 64).raw(notice).written();
    }

    private static byte[] node(String alias, byte[] addresses, String agent) {
        return new WireWriter()
                .u8(1)
                .u64(1)
                .u64(1_700_000_000_000L)
                .text(alias)
                .raw(addresses)
                .u64(0)
                .text(agent)
                .written();
    }

    private static final byte[] NOWHERE = {0, 0};

    @Test
    void a_message_is_refused_wherever_it_is_cut() {
        for (var vector : Vectors.read("gossip-messages.json").get("messages")) {
            byte[] whole = hex(vector.get("hex"));
            for (int length = 0; length < whole.length; length++)
                assertThat(broken(Arrays.copyOf(whole, length)))
                        .as("%s cut to %d bytes", vector.get("name"), length)
                        .isInstanceOf(Malformed.Truncated.class);
        }
    }

    @Test
    void a_frame_is_partial_wherever_it_is_cut() {
        for (var vector : Vectors.read("gossip-messages.json").get("messages")) {
            byte[] whole = hex(vector.get("frame_outbound_hex"));
            for (int length = 0; length < whole.length; length++) {
                var bytes = ByteBuffer.wrap(whole, 0, length);
                assertThat(Frame.read(bytes))
                        .as("%s cut to %d bytes", vector.get("name"), length)
                        .isEqualTo(new Decoded.Partial<>());
                assertThat(bytes.position()).isZero();
            }
        }
    }

    @Test
    void frames_come_out_one_by_one_however_they_arrive() {
        var frames = List.of(
                new Frame.Gossip(StreamId.gossip(Link.INBOUND), new Message.Ping(1, 2)),
                new Frame.Control(StreamId.control(Link.INBOUND), Frame.Turn.OPEN, StreamId.git(Link.INBOUND, 1)),
                new Frame.Gossip(StreamId.gossip(Link.INBOUND), new Message.Pong(1)));
        var bytes = ByteBuffer.allocate(1000);
        frames.forEach(frame -> bytes.put(frame.bytes()));
        bytes.flip();
        for (var frame : frames) assertThat(Frame.read(bytes)).isEqualTo(new Decoded.Whole<>(frame));
        assertThat(Frame.read(bytes)).isEqualTo(new Decoded.Partial<>());
    }

    @Test
    void bytes_after_a_message_in_its_frame_are_ignored() {
        var ping = new Message.Ping(5, 3);
        byte[] padded = new WireWriter().raw(ping.bytes()).zeroes(9).written();
        var frame = new WireWriter().u32(0x72616401).u8(2).u8(padded.length).raw(padded);
        assertThat(Frame.read(ByteBuffer.wrap(frame.written())))
                .isEqualTo(new Decoded.Whole<>(new Frame.Gossip(StreamId.gossip(Link.OUTBOUND), ping)));
    }

    @Test
    void a_frame_says_what_is_wrong_with_it() {
        assertThat(brokenFrame("73616401")).isEqualTo(new Malformed.Unknown("magic", 0x73616401));
        assertThat(brokenFrame("47")).isEqualTo(new Malformed.Unknown("magic", 0x47)); // the G of a browser's GET
        assertThat(brokenFrame("7261640200")).isEqualTo(new Malformed.Unknown("magic", 0x72616402));
        assertThat(brokenFrame("726164010600")).isEqualTo(new Malformed.Unknown("kind of stream", 3));
        assertThat(brokenFrame("7261640100030c")).isEqualTo(new Malformed.Unknown("control", 3));
        assertThat(brokenFrame("72616401000006")).isEqualTo(new Malformed.Unknown("kind of stream", 3));
        assertThat(brokenFrame("726164010280020001")).isEqualTo(new Malformed.TooLong("frame", 131_073, 131_072));
        assertThat(brokenFrame("7261640104ffffffffffffffff"))
                .isEqualTo(new Malformed.TooLong("frame", Varint.MAX, 131_072));
        assertThat(brokenFrame("726164010202000b")).isEqualTo(new Malformed.Unknown("message type", 11));
        assertThat(brokenFrame("726164010200")).isEqualTo(new Malformed.Truncated("message type", 2, 0));
    }

    @Test
    void a_count_that_cannot_be_true_is_refused_before_anything_is_made_for_it() {
        byte[] manyRepositories = new WireWriter().u16(2973).u64(0).written();
        assertThat(broken(announcing(4, manyRepositories))).isEqualTo(new Malformed.Truncated("inventory", 65_406, 8));
        byte[] tooMany = new WireWriter().u16(2974).zeroes(2974 * 22).u64(0).written();
        assertThat(broken(announcing(4, tooMany))).isEqualTo(new Malformed.TooMany("inventory", 2974, 2973));
        byte[] tooManyRefs =
                new WireWriter().u16(20).zeroes(20).u16(1025).u64(0).written();
        assertThat(broken(announcing(6, tooManyRefs))).isEqualTo(new Malformed.TooMany("signed refs", 1025, 1024));
        byte[] tooManyAddresses = node("alice", new byte[] {0, 17}, "/x/");
        assertThat(broken(announcing(2, tooManyAddresses))).isEqualTo(new Malformed.TooMany("addresses", 17, 16));
    }

    @Test
    void each_field_is_held_to_its_rule() {
        assertThat(broken(announcing(6, new WireWriter().u16(32).zeroes(32).written())))
                .isEqualTo(new Malformed.WrongLength("repository id", 32));
        assertThat(broken(new WireWriter().u16(8).u16(1023).zeroes(1023).written()))
                .isEqualTo(new Malformed.WrongLength("filter", 1023));
        assertThat(broken(new WireWriter().u16(14).u16(2).written())).isEqualTo(new Malformed.Unknown("info kind", 2));
        assertThat(broken(new WireWriter().u16(12).u16(65_532).zeroes(65_532).written()))
                .isEqualTo(new Malformed.TooLong("zeroes", 65_532, 65_531));
        assertThat(broken(announcing(4, new WireWriter().u16(0).u64(-1).written())))
                .isEqualTo(new Malformed.OutOfRange("timestamp", -1));
        assertThat(broken(announcing(2, node("alice", new byte[] {0, 1, 6, 0, 0, 0}, "/x/"))))
                .isEqualTo(new Malformed.Unknown("address type", 6));
        assertThat(broken(announcing(2, node("alice", onion(new byte[35]), "/x/"))))
                .isEqualTo(new Malformed.BadText("onion address", OnionText.RULE));
        byte[] noI2p = new WireWriter().u16(1).u8(5).text("example.org").u16(1).written();
        assertThat(broken(announcing(2, node("alice", noI2p, "/x/"))))
                .isEqualTo(new Malformed.BadText("I2P address", Host.I2p.RULE));
    }

    private static byte[] onion(byte[] raw) {
        return new WireWriter().u16(1).u8(4).raw(raw).u16(80).written();
    }

    @Test
    void an_alias_and_an_agent_are_held_to_their_rules() {
        for (var alias : List.of("", "a b", "a\u00a0b", "a\tb", "a\u0085b", "a\u2028b", "é".repeat(17)))
            assertThat(broken(announcing(2, node(alias, NOWHERE, "/x/"))))
                    .as(alias)
                    .isEqualTo(new Malformed.BadText("alias", Alias.RULE));
        for (var agent : List.of("", "/", "x", "/x", "x/", "/a b/", "/é/", "/" + "x".repeat(63) + "/"))
            assertThat(broken(announcing(2, node("alice", NOWHERE, agent))))
                    .as(agent)
                    .isEqualTo(new Malformed.BadText("agent", Agent.RULE));
        byte[] notText = new WireWriter()
                .u8(1)
                .u64(1)
                .u64(1)
                .u8(1)
                .u8(0xFF)
                .raw(NOWHERE)
                .u64(0)
                .text("/x/")
                .written();
        assertThat(broken(announcing(2, notText))).isEqualTo(new Malformed.BadText("alias", "UTF-8"));
    }

    @Test
    void the_largest_messages_fit() {
        var random = new Random(3);
        var repositories = Collections.nCopies(Notice.Inventory.REPOSITORIES_MAX, RID);
        var inventory = new Notice.Inventory(repositories, Timestamp.MAX).signedBy(ALICE);
        var refs = Collections.nCopies(
                Notice.Refs.REFS_MAX,
                new RefsAt(
                        ALICE.publicKey(),
                        Oid.of(random.ints(20, 0, 9)
                                .collect(
                                        () -> ByteBuffer.allocate(20), (to, one) -> to.put((byte) one), ByteBuffer::put)
                                .array())));
        for (var message : List.of(
                inventory,
                new Notice.Refs(RID, refs, Timestamp.MAX).signedBy(ALICE),
                new Message.Ping(0, Message.Ping.ZEROES_MAX),
                new Message.Pong(Message.Pong.ZEROES_MAX),
                new Message.Subscribe(Filter.of(repositories), Timestamp.MIN, Timestamp.MAX))) {
            assertThat(message.bytes().length).isLessThanOrEqualTo(Message.BYTES_MAX);
            assertThat(MessageVectorsTest.read(message.bytes())).isEqualTo(message);
        }
        assertThat(inventory.isGenuine()).isTrue();
        assertThatThrownBy(() -> new Message.Ping(0, Message.Ping.ZEROES_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_changed_notice_is_not_genuine() {
        var genuine = new Notice.Inventory(List.of(RID), new Timestamp(5)).signedBy(ALICE);
        var later = new Announcement(
                genuine.node(), genuine.signature(), new Notice.Inventory(List.of(RID), new Timestamp(6)));
        assertThat(genuine.isGenuine()).isTrue();
        assertThat(later.isGenuine()).isFalse();
    }
}
