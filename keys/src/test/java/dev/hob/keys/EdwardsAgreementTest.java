package dev.hob.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EdwardsAgreementTest {
    private static SigningKey key(int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return SigningKey.ofSeed(bytes);
    }

    @Test
    void both_find_the_same_whatever_the_signs_of_their_points() {
        var random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] seed = new byte[32];
            random.nextBytes(seed);
            var one = SigningKey.ofSeed(seed);
            random.nextBytes(seed);
            var other = SigningKey.ofSeed(seed);
            assertThat(one.agree(other.publicKey()).orElseThrow())
                    .isEqualTo(other.agree(one.publicKey()).orElseThrow());
        }
    }

    /// The `ee` of the handshake with distinct ephemerals in Radicle's vectors: both points have their sign bit
    /// set.
    @Test
    void a_point_with_its_sign_bit_set_is_that_point_and_not_its_mirror_image() {
        byte[] expected = HexFormat.of().parseHex("2b6355c5f0e9667ee457b73ad5dc3cb172abf8d62362402d732c4e8241b97380");
        assertThat(key(0x22).agree(key(0x11).publicKey()).orElseThrow()).isEqualTo(expected);
        assertThat(key(0x11).agree(key(0x22).publicKey()).orElseThrow()).isEqualTo(expected);
    }
}
