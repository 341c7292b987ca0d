package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bouncycastle.bcpg.PublicKeyAlgorithmTags.EDDSA_LEGACY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures that GnuPG 2.2.40 made over one commit: alice with an Ed25519 sub-key, bob with RSA-2048, carol with a
/// P-256 key that has expired since. And the GnuPG that is installed here, when there is one.
class OpenPgpTest {
    private static final byte[] COMMIT = text("commit.txt").getBytes(UTF_8);

    private static String text(String name) {
        try (var in = OpenPgpTest.class.getResourceAsStream("/openpgp/" + name)) {
            if (in == null) throw new AssertionError("no fixture " + name);
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final List<String> ALL = List.of(text("bob.asc"), text("carol.asc"), text("alice.asc"));

    @ParameterizedTest
    @CsvSource({"alice,Alice <alice@example.org>", "bob,Bob <bob@example.org>"})
    void a_signature_tells_who_made_it(String who, String userId) {
        var verdict = OpenPgp.verify(text("commit." + who + ".sig"), COMMIT, ALL);
        assertThat(verdict).isInstanceOfSatisfying(OpenPgp.Verdict.Good.class, good -> {
            assertThat(good.by().userIds()).containsExactly(userId);
            assertThat(good.by()).isEqualTo(OpenPgp.read(text(who + ".asc")).getFirst());
        });
    }

    @Test
    void a_key_that_expired_later_still_made_its_signature() {
        assertThat(OpenPgp.verify(text("commit.carol.sig"), COMMIT, ALL)).isInstanceOf(OpenPgp.Verdict.Good.class);
    }

    @Test
    void a_sub_key_signs_in_the_name_of_its_primary() {
        var alice = OpenPgp.read(text("alice.asc")).getFirst();
        assertThat(alice.keyIds()).hasSize(2);
        assertThat(alice.fingerprint()).hasSize(40).endsWith(alice.keyIds().getFirst());
        // The signature names the sub-key, which nobody could guess from the primary's fingerprint.
        assertThat(OpenPgp.verify(text("commit.alice.sig"), COMMIT, List.of()))
                .isEqualTo(new OpenPgp.Verdict.Unknown(alice.keyIds().getLast()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob", "carol"})
    void another_content_is_refused(String who) {
        byte[] forged = COMMIT.clone();
        forged[5] ^= 1;
        assertThat(OpenPgp.verify(text("commit." + who + ".sig"), forged, ALL)).isInstanceOf(OpenPgp.Verdict.Bad.class);
    }

    @Test
    void another_persons_key_does_not_vouch() {
        assertThat(OpenPgp.verify(text("commit.alice.sig"), COMMIT, List.of(text("bob.asc"))))
                .isInstanceOf(OpenPgp.Verdict.Unknown.class);
    }

    @Test
    void a_revoked_key_never_counts() {
        assertThat(OpenPgp.verify(text("commit.bob.sig"), COMMIT, List.of(text("bob-revoked.asc"))))
                .isInstanceOf(OpenPgp.Verdict.Bad.class);
    }

    /// Mallory's own key with Alice's signing sub-key bound under it, which Alice never agreed to.
    private static String alicesSubKeyClaimedByMallory() throws IOException, PGPException {
        var when = Date.from(Instant.parse("2024-01-05T00:00:00Z"));
        var secret = new Ed25519PrivateKeyParameters(new byte[32]);
        var mallory = new BcPGPKeyPair(
                4, EDDSA_LEGACY, new AsymmetricCipherKeyPair(secret.generatePublicKey(), secret), when);
        var builder = new BcPGPContentSignerBuilder(EDDSA_LEGACY, HashAlgorithmTags.SHA512);
        var packets = new PGPSignatureSubpacketGenerator();
        packets.setSignatureCreationTime(when);
        packets.setKeyFlags(KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA);
        packets.setIssuerFingerprint(false, mallory.getPublicKey());

        var naming = new PGPSignatureGenerator(builder, mallory.getPublicKey());
        naming.init(PGPSignature.POSITIVE_CERTIFICATION, mallory.getPrivateKey());
        naming.setHashedSubpackets(packets.generate());
        String userId = "Mallory <mallory@example.org>";
        var primary = PGPPublicKey.addCertification(
                mallory.getPublicKey(), userId, naming.generateCertification(userId, mallory.getPublicKey()));

        var stolen = new OpenPGPKeyReader()
                .parseCertificate(text("alice.asc"))
                .getSubkeys()
                .values()
                .iterator()
                .next()
                .getPGPPublicKey();
        var binding = new PGPSignatureGenerator(builder, mallory.getPublicKey());
        binding.init(PGPSignature.SUBKEY_BINDING, mallory.getPrivateKey());
        binding.setHashedSubpackets(packets.generate());
        stolen = PGPPublicKey.addCertification(stolen, binding.generateCertification(primary, stolen));

        var claimed = PGPPublicKeyRing.insertPublicKey(new PGPPublicKeyRing(List.of(primary)), stolen);
        return new OpenPGPCertificate(claimed).toAsciiArmoredString();
    }

    @Test
    void who_claims_anothers_sub_key_gains_nothing_and_stands_in_nobodys_way() throws Exception {
        String claimed = alicesSubKeyClaimedByMallory();
        assertThat(OpenPgp.read(claimed).getFirst().keyIds())
                .contains(OpenPgp.read(text("alice.asc")).getFirst().keyIds().getLast());
        String signature = text("commit.alice.sig");
        assertThat(OpenPgp.verify(signature, COMMIT, List.of(claimed))).isInstanceOf(OpenPgp.Verdict.Bad.class);
        assertThat(OpenPgp.verify(signature, COMMIT, List.of(claimed, text("alice.asc"))))
                .isInstanceOfSatisfying(
                        OpenPgp.Verdict.Good.class,
                        good -> assertThat(good.by().userIds()).containsExactly("Alice <alice@example.org>"));
    }

    @Test
    void nonsense_is_refused_in_words() {
        String signature = text("commit.bob.sig");
        for (String bad : List.of(
                "",
                "hello",
                signature.substring(0, 200),
                signature.replace('A', 'B'),
                text("bob.asc"),
                "x".repeat(1_000_000)))
            assertThat(OpenPgp.verify(bad, COMMIT, ALL)).isInstanceOf(OpenPgp.Verdict.Bad.class);
        for (String bad : List.of(
                "",
                "hello",
                signature,
                text("bob.asc").substring(0, 300),
                "-----BEGIN PGP PRIVATE KEY BLOCK-----",
                "x".repeat(1_000_000)))
            assertThatThrownBy(() -> OpenPgp.read(bad)).isInstanceOf(KeyException.class);
    }

    @TempDir
    Path home;

    private String gpg(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "--quiet", "--armor"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, out).isZero();
        return out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa3072", "nistp384"})
    void the_gnupg_of_today_is_understood(String algorithm) throws Exception {
        boolean there = Files.isExecutable(Path.of("/usr/bin/gpg"));
        if (System.getenv("CI") != null) assertThat(there).as("CI needs gpg").isTrue();
        Assumptions.assumeTrue(there, "skipped: no gpg here");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        try {
            gpg("--passphrase", "", "--quick-gen-key", "Dave <dave@example.org>", algorithm, "sign", "0");
            var file = Files.write(home.resolve("commit"), COMMIT);
            String signature = gpg("--detach-sign", "--output", "-", file.toString());
            String key = gpg("--export");
            assertThat(OpenPgp.verify(signature, COMMIT, List.of(key))).isInstanceOf(OpenPgp.Verdict.Good.class);
            assertThat(OpenPgp.verify(signature, new byte[0], List.of(key))).isInstanceOf(OpenPgp.Verdict.Bad.class);
            assertThatThrownBy(() -> OpenPgp.read(
                            gpg("--passphrase", "", "--pinentry-mode", "loopback", "--export-secret-keys")))
                    .hasMessageContaining("secret key");
        } finally {
            new ProcessBuilder("gpgconf", "--homedir", home.toString(), "--kill", "gpg-agent")
                    .start()
                    .waitFor();
        }
    }
}
