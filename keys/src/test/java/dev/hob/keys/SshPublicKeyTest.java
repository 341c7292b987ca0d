package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SshPublicKeyTest {
    private static final SigningKey ALICE = SigningKey.ofSeed(new byte[32]);
    private static final byte[] MESSAGE = "a commit\n".getBytes(UTF_8);
    private static final byte[] SECURITY_KEY = new SshWire.Writer()
            .string(SshMaterial.SECURITY_ED25519)
            .string(ALICE.publicKey().bytes())
            .string("ssh:")
            .bytes();

    private static String line(String type, byte[] blob) {
        return type + " " + Base64.getEncoder().encodeToString(blob);
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    @Test
    void a_line_is_read_and_written_with_its_comment() {
        String line = SshPublicKey.of(ALICE.publicKey(), "alice at home").line();
        var key = SshPublicKey.parse("  " + line + "\n");
        assertThat(key.comment()).isEqualTo("alice at home");
        assertThat(key.line()).isEqualTo(line);
        assertThat(key.didKey()).contains(ALICE.publicKey());
    }

    static Stream<String> nonsense() {
        var ed = ALICE.publicKey().bytes();
        var rsa = new SshWire.Writer().string("ssh-rsa");
        return Stream.of(
                "",
                "ssh-ed25519",
                "ssh-ed25519 ???",
                "ssh-rsa " + SshPublicKey.of(ALICE.publicKey(), "").line().split(" ", 2)[1],
                line("ssh-dss", new SshWire.Writer().string("ssh-dss").bytes()),
                line(
                        "ssh-ed25519",
                        new SshWire.Writer()
                                .string("ssh-ed25519")
                                .string(new byte[31])
                                .bytes()),
                line(
                        "ssh-ed25519",
                        new SshWire.Writer()
                                .string("ssh-ed25519")
                                .string(ed)
                                .u32(0)
                                .bytes()),
                line(
                        "ssh-ed25519",
                        new SshWire.Writer().string("ssh-ed25519").u32(-1).bytes()),
                line("ssh-rsa", rsa.string(new byte[] {3}).string(new byte[64]).bytes()),
                line(
                        "ssh-rsa",
                        rsa.string(new byte[] {3})
                                .string(BigInteger.TWO.pow(9000).toByteArray())
                                .bytes()),
                line(
                        "ecdsa-sha2-nistp256",
                        new SshWire.Writer()
                                .string("ecdsa-sha2-nistp256")
                                .string("nistp256")
                                .string(new byte[] {0})
                                .bytes()),
                "ssh-ed25519 " + "A".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void what_is_no_key_is_refused(String line) {
        assertThatThrownBy(() -> SshPublicKey.parse(line)).isInstanceOf(KeyException.class);
    }

    /// No security key can be plugged into a test, so this one is made as OpenSSH PROTOCOL.u2f says.
    private static String securityKeySignature(int flags) throws GeneralSecurityException {
        byte[] envelope = new SshWire.Writer()
                .raw("SSHSIG".getBytes(UTF_8))
                .string("git")
                .string("")
                .string("sha256")
                .string(sha256(MESSAGE))
                .bytes();
        byte[] signed = ByteBuffer.allocate(32 + 5 + 32)
                .put(sha256("ssh:".getBytes(UTF_8)))
                .put((byte) 1)
                .putInt(7)
                .put(sha256(envelope))
                .array();
        byte[] inner = new SshWire.Writer()
                .string(SshMaterial.SECURITY_ED25519)
                .string(ALICE.sign(signed))
                .raw(new byte[] {(byte) flags})
                .u32(7)
                .bytes();
        byte[] whole = new SshWire.Writer()
                .raw("SSHSIG".getBytes(UTF_8))
                .u32(1)
                .string(SECURITY_KEY)
                .string("git")
                .string("")
                .string("sha256")
                .string(inner)
                .bytes();
        return "-----BEGIN SSH SIGNATURE-----\n"
                + SshWire.wrap(Base64.getEncoder().encodeToString(whole), 70)
                + "-----END SSH SIGNATURE-----\n";
    }

    @Test
    void a_security_keys_signature_holds_with_its_flags_and_is_no_account_identity() throws Exception {
        var key = SshPublicKey.parse(line(SshMaterial.SECURITY_ED25519, SECURITY_KEY));
        assertThat(key.didKey()).isEmpty();
        assertThat(SshSignature.parse(securityKeySignature(1)).verify("git", MESSAGE))
                .contains(key);
        assertThat(SshSignature.parse(securityKeySignature(0)).verify("git", MESSAGE))
                .isEmpty();
        assertThat(SshSignature.parse(securityKeySignature(1)).verify("git", new byte[1]))
                .isEmpty();
    }
}
