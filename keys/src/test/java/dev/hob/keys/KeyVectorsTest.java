package dev.hob.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Keys that a real `rad` made, told by their seed.
class KeyVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    static Stream<JsonNode> vectors() throws IOException {
        try (var in = KeyVectorsTest.class.getResourceAsStream("/radicle/keys.json")) {
            return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false).toList().stream();
        }
    }

    private static SigningKey key(JsonNode vector) {
        return SigningKey.ofSeed(HEX.parseHex(vector.get("seed_hex").asText()));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void a_seed_gives_the_key_and_every_name_of_it(JsonNode vector) {
        var key = key(vector).publicKey();
        assertThat(HEX.formatHex(key.bytes()))
                .isEqualTo(vector.get("public_key_hex").asText());
        assertThat(key.nid()).isEqualTo(vector.get("nid").asText());
        assertThat(key.did()).isEqualTo(vector.get("did").asText());
        assertThat(SshPublicKey.of(key, "").line())
                .isEqualTo(vector.get("ssh_public").asText());
        assertThat(SshPublicKey.of(key, "").fingerprint())
                .isEqualTo(vector.get("ssh_fingerprint").asText());
        assertThat(DidKey.parse(key.nid())).isEqualTo(DidKey.parse(key.did())).isEqualTo(key);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void a_signature_is_the_same_as_theirs(JsonNode vector) {
        byte[] message = "radicle".getBytes(US_ASCII);
        byte[] signature = key(vector).sign(message);
        assertThat(HEX.formatHex(signature))
                .isEqualTo(vector.get("signature_over_ascii_radicle_hex").asText());
        assertThat(key(vector).publicKey().verify(message, signature)).isTrue();
        signature[7] ^= 1;
        assertThat(key(vector).publicKey().verify(message, signature)).isFalse();
        assertThat(key(vector).publicKey().verify(message, new byte[3])).isFalse();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void their_key_file_opens(JsonNode vector) {
        var file = new String(
                Base64.getDecoder()
                        .decode(vector.get("openssh_private_key_base64").asText()),
                UTF_8);
        assertThat(OpenSshKey.read(file, Optional.empty()).seed())
                .isEqualTo(key(vector).seed());
        assertThatThrownBy(() -> OpenSshKey.read(file.substring(0, 120) + file.substring(140), Optional.empty()))
                .isInstanceOf(KeyException.class);
    }

    @Test
    void two_keys_find_the_same_secret_as_rad_does() throws IOException {
        var cast = vectors().toList();
        var alice = key(cast.get(0));
        var bob = key(cast.get(1));
        String theirs = cast.get(0).get("dh_with_bob_hex").asText();
        assertThat(alice.agree(bob.publicKey()).map(HEX::formatHex)).contains(theirs);
        assertThat(bob.agree(alice.publicKey()).map(HEX::formatHex)).contains(theirs);
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        assertThat(alice.agree(DidKey.of(neutral))).isEmpty();
        assertThat(alice.agree(DidKey.of(new byte[32])))
                .as("a point of order four")
                .isEmpty();
    }

    @Test
    void a_public_key_line_of_theirs_is_read() throws IOException {
        for (var vector : vectors().toList()) {
            var line = SshPublicKey.parse(vector.get("openssh_public_key").asText());
            assertThat(line.didKey()).contains(key(vector).publicKey());
            assertThat(line.comment()).isEqualTo("radicle");
        }
    }

    @Test
    void what_is_not_a_key_is_refused_in_words() {
        for (String text : new String[] {"", "z", "did:web:example.org", "z6Mk0", "z" + "1".repeat(5000), "zQm"})
            assertThatThrownBy(() -> DidKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
