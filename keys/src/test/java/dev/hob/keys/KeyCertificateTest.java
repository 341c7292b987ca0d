package dev.hob.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyCertificateTest {
    private final SigningKey key = SigningKey.ofSeed(HexFormat.of().parseHex("01".repeat(32)));

    @Test
    void a_certificate_says_whose_it_is_and_is_signed_by_that_key() throws Exception {
        var made = KeyCertificate.of(key);

        assertThat(KeyCertificate.keyOf(made.certificate())).contains(key.publicKey());
        made.certificate().verify(made.certificate().getPublicKey());
        made.certificate().checkValidity();
        assertThat(KeyCertificate.of(key).certificate()).isEqualTo(made.certificate());
    }

    @Test
    void its_private_half_signs_as_the_key_does() throws Exception {
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(KeyCertificate.of(key).secret());
        signature.update(new byte[] {1, 2, 3});

        assertThat(signature.sign()).isEqualTo(key.sign(new byte[] {1, 2, 3}));
    }

    @Test
    void the_certificate_of_another_key_names_the_other() {
        var other = SigningKey.generate(new SecureRandom());

        assertThat(KeyCertificate.keyOf(KeyCertificate.of(other).certificate()))
                .contains(other.publicKey())
                .isNotEqualTo(KeyCertificate.keyOf(KeyCertificate.of(key).certificate()));
    }

    @Test
    void it_says_nothing_secret() throws Exception {
        assertThat(KeyCertificate.of(key)).hasToString("KeyCertificate");
        assertThat(KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate())
                .as("and neither does what is within")
                .isNotEqualTo(KeyCertificate.of(key).secret());
    }
}
