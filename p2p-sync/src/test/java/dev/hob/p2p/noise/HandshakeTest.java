package dev.hob.p2p.noise;

import static dev.hob.p2p.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.p2p.Vectors;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeTest {
    private static final SigningKey ALICE = key(1);
    private static final SigningKey BOB = key(2);
    private static final SigningKey MALLORY = key(13);

    private static SigningKey key(int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return SigningKey.ofSeed(bytes);
    }

    private static SigningKey fresh() {
        return SigningKey.generate(new SecureRandom());
    }

    static Stream<JsonNode> vectors() {
        return StreamSupport.stream(Vectors.read("noise-handshake.json").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void both_sides_go_through_each_value_of_a_real_handshake(JsonNode vector) {
        var expected = new LinkedHashMap<String, String>();
        for (var step : vector.get("steps"))
            expected.put(step.get(0).asText(), step.get(1).asText());
        var diallerSaw = new LinkedHashMap<String, String>();
        var accepterSaw = new LinkedHashMap<String, String>();
        var diallerKey = SigningKey.ofSeed(hex(vector.get("initiator_static_seed_hex")));
        var accepterKey = SigningKey.ofSeed(hex(vector.get("responder_static_seed_hex")));
        var dialler = Handshake.dialling(
                Pattern.XL,
                diallerKey,
                accepterKey.publicKey(),
                SigningKey.ofSeed(hex(vector.get("initiator_ephemeral_seed_hex"))),
                (what, value) -> diallerSaw.put(what, hex(value)));
        var accepter = Handshake.accepting(
                Pattern.XL,
                accepterKey,
                SigningKey.ofSeed(hex(vector.get("responder_ephemeral_seed_hex"))),
                (what, value) -> accepterSaw.put(what, hex(value)));

        var first = (Step.Say) dialler.begin();
        var second = (Step.Say) accepter.receive(ByteBuffer.wrap(first.act()));
        var third = (Step.Done) dialler.receive(ByteBuffer.wrap(second.act()));
        assertThat(diallerSaw).containsExactlyEntriesOf(expected);
        assertThat(hex(first.act())).isEqualTo(vector.get("act1_hex").asText());
        assertThat(hex(second.act())).isEqualTo(vector.get("act2_hex").asText());
        assertThat(hex(third.act())).isEqualTo(vector.get("act3_hex").asText());
        var done = (Step.Done) accepter.receive(ByteBuffer.wrap(third.act()));

        assertThat(done.act()).isEmpty();
        assertThat(done.peer()).isEqualTo(diallerKey.publicKey());
        assertThat(third.peer()).isEqualTo(accepterKey.publicKey());
        assertThat(accepterSaw).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(Map.copyOf(expected)).hasSize(20);
    }

    @ParameterizedTest
    @EnumSource(Pattern.class)
    void acts_may_come_a_byte_at_a_time_and_frames_right_behind_them(Pattern pattern) {
        var dialler = Handshake.dialling(pattern, BOB, ALICE.publicKey(), fresh());
        var accepter = Handshake.accepting(pattern, ALICE, fresh());
        assertThat(accepter.begin()).isEqualTo(new Step.Wait(32));

        byte[] first = ((Step.Say) dialler.begin()).act();
        for (int had = 0; had < first.length; had++)
            assertThat(accepter.receive(ByteBuffer.wrap(first, 0, had))).isEqualTo(new Step.Wait(32 - had));
        byte[] second = ((Step.Say) accepter.receive(ByteBuffer.wrap(first))).act();
        byte[] third = ((Step.Done) dialler.receive(ByteBuffer.wrap(second))).act();

        var withFrames = ByteBuffer.allocate(64).put(third).put((byte) 'r').flip();
        assertThat(((Step.Done) accepter.receive(withFrames)).peer()).isEqualTo(BOB.publicKey());
        assertThat(withFrames.remaining()).isEqualTo(1);
        assertThatThrownBy(() -> accepter.receive(ByteBuffer.allocate(48))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void who_dials_a_key_that_is_not_ours_is_refused() {
        var dialler = Handshake.dialling(Pattern.XL, BOB, MALLORY.publicKey(), fresh());
        var accepter = Handshake.accepting(Pattern.XL, ALICE, fresh());
        byte[] second = ((Step.Say) accepter.receive(ByteBuffer.wrap(((Step.Say) dialler.begin()).act()))).act();
        byte[] third = ((Step.Done) dialler.receive(ByteBuffer.wrap(second))).act();
        assertThat(accepter.receive(ByteBuffer.wrap(third))).isEqualTo(new Step.Refused(Step.Reason.BAD_SEAL));
    }

    @Test
    void the_two_names_do_not_understand_each_other() {
        var dialler = Handshake.dialling(Pattern.XK, BOB, ALICE.publicKey(), fresh());
        var accepter = Handshake.accepting(Pattern.XL, ALICE, fresh());
        byte[] second = ((Step.Say) accepter.receive(ByteBuffer.wrap(((Step.Say) dialler.begin()).act()))).act();
        byte[] third = ((Step.Done) dialler.receive(ByteBuffer.wrap(second))).act();
        assertThat(accepter.receive(ByteBuffer.wrap(third))).isEqualTo(new Step.Refused(Step.Reason.BAD_SEAL));
    }

    @Test
    void a_changed_last_act_is_refused_and_points_of_small_order_too() {
        var dialler = Handshake.dialling(Pattern.XL, BOB, ALICE.publicKey(), fresh());
        var accepter = Handshake.accepting(Pattern.XL, ALICE, fresh());
        byte[] second = ((Step.Say) accepter.receive(ByteBuffer.wrap(((Step.Say) dialler.begin()).act()))).act();
        byte[] third = ((Step.Done) dialler.receive(ByteBuffer.wrap(second))).act();
        third[7] ^= 1;
        assertThat(accepter.receive(ByteBuffer.wrap(third))).isEqualTo(new Step.Refused(Step.Reason.BAD_SEAL));

        byte[] neutral = new byte[32];
        neutral[0] = 1;
        assertThat(Handshake.accepting(Pattern.XL, ALICE, fresh()).receive(ByteBuffer.wrap(neutral)))
                .isEqualTo(new Step.Refused(Step.Reason.BAD_POINT));
        var another = Handshake.dialling(Pattern.XL, BOB, ALICE.publicKey(), fresh());
        another.begin();
        assertThat(another.receive(ByteBuffer.wrap(neutral))).isEqualTo(new Step.Refused(Step.Reason.BAD_POINT));
    }

    /// The reason why nothing private travels on a plain connection, and nobody is banned by the key it claims.
    @Test
    void anybody_can_claim_a_key_whose_secret_they_do_not_have() {
        var accepter = Handshake.accepting(Pattern.XL, ALICE, fresh());
        var ephemeral = fresh();

        // Mallory goes through the acts by hand, knowing of Bob only what everybody knows.
        var symmetric = new Symmetric(Pattern.XL.protocolName(), Trace.NONE);
        symmetric.mixHash(ALICE.publicKey().bytes());
        byte[] first = ephemeral.publicKey().bytes();
        symmetric.mixHash(first);
        symmetric.mixKey(ephemeral.agree(ALICE.publicKey()).orElseThrow());
        symmetric.emptyPayload();
        byte[] second = ((Step.Say) accepter.receive(ByteBuffer.wrap(first))).act();
        symmetric.mixHash(second);
        symmetric.mixKey(ephemeral.agree(DidKey.of(second)).orElseThrow());
        symmetric.emptyPayload();
        byte[] third = symmetric.seal(BOB.publicKey().bytes());

        assertThat(accepter.receive(ByteBuffer.wrap(third)))
                .isInstanceOfSatisfying(Step.Done.class, done -> assertThat(done.peer())
                        .as("who Alice believes is there")
                        .isEqualTo(BOB.publicKey()));
    }
}
