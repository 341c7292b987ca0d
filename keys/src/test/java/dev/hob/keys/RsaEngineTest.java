package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class RsaEngineTest {
    private static final byte[] MESSAGE = "brew".getBytes(UTF_8);

    private final RsaEngine java = RsaEngine.plain();
    private final RsaEngine here = RsaEngine.here();
    private final KeyPair pair = pair();

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private RSAPublicKey key() {
        return (RSAPublicKey) pair.getPublic();
    }

    /// The padding has no chance in it: there is one right signature.
    @Test
    void bothMakeTheSameSignature() {
        byte[] ours = here.sign(here.prepared(pair.getPrivate()), MESSAGE);
        byte[] javas = java.sign(java.prepared(pair.getPrivate()), MESSAGE);
        assertThat(ours).isEqualTo(javas);
        for (var each : List.of(here, java)) {
            assertThat(each.verify(key(), MESSAGE, ours)).isTrue();
            assertThat(each.verify(key(), "spill".getBytes(UTF_8), ours)).isFalse();
        }
    }

    @Test
    void keysOfBothAreTheSameToBoth() {
        for (var maker : List.of(here, java)) {
            var made = RsaKey.ofPkcs8(maker.generate(2048));
            byte[] signature = made.sign(MESSAGE);
            assertThat(RsaKey.verify(made.publicPem(), MESSAGE, signature)).isTrue();
            assertThat(made.publicPem())
                    .hasSize(RsaKey.ofPkcs8(pair.getPrivate().getEncoded())
                            .publicPem()
                            .length());
        }
    }

    @Test
    void whatIsNoSignatureIsRefused() {
        byte[] right = java.sign(java.prepared(pair.getPrivate()), MESSAGE);
        for (var wrong : List.of(
                new byte[0],
                new byte[256],
                Arrays.copyOf(right, 255),
                Arrays.copyOf(right, 257),
                Arrays.copyOf(right, 100_000)))
            for (var each : List.of(here, java))
                assertThat(each.verify(key(), MESSAGE, wrong)).isFalse();
    }

    @Test
    void numbersThatAreNoKeyVerifyNothing() throws GeneralSecurityException {
        byte[] signature = java.sign(java.prepared(pair.getPrivate()), MESSAGE);
        var modulus = key().getModulus();
        var usual = key().getPublicExponent();
        for (var spec : List.of(
                new RSAPublicKeySpec(modulus.add(BigInteger.ONE), usual),
                new RSAPublicKeySpec(BigInteger.ONE.shiftLeft(2047), usual),
                new RSAPublicKeySpec(modulus, BigInteger.ONE.shiftLeft(32).add(BigInteger.ONE)),
                new RSAPublicKeySpec(modulus, BigInteger.ONE.shiftLeft(200).add(BigInteger.ONE)))) {
            var odd = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
            for (var each : List.of(here, java))
                assertThat(each.verify(odd, MESSAGE, signature)).isFalse();
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void theLibraryRunsWhereItIsFor() {
        assertThat(AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError()).isNull();
    }
}
