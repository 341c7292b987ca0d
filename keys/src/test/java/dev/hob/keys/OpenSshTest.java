package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Key files and signatures, with the real `ssh-keygen` on the other side.
class OpenSshTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void needs_ssh_keygen() {
        boolean there = Files.isExecutable(Path.of("/usr/bin/ssh-keygen"));
        if (System.getenv("CI") != null)
            assertThat(there).as("CI needs ssh-keygen").isTrue();
        Assumptions.assumeTrue(there, "skipped: no ssh-keygen here");
    }

    private String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), out).isZero();
        return out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "correct horse"})
    void ssh_keygen_reads_what_we_write(String passphrase) throws Exception {
        var key = SigningKey.generate(new SecureRandom());
        Optional<Secret> secret = passphrase.isEmpty() ? Optional.empty() : Optional.of(Secret.of(passphrase));
        var file = folder.resolve("key");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, OpenSshKey.write(key, "alice", secret));

        String line = run("ssh-keygen", "-y", "-P", passphrase, "-f", "key");
        assertThat(SshPublicKey.parse(line).didKey()).contains(key.publicKey());
        assertThat(OpenSshKey.read(Files.readString(file), secret).seed()).isEqualTo(key.seed());
    }

    @Test
    void we_read_what_ssh_keygen_seals_and_a_wrong_passphrase_is_told() throws Exception {
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "open sesame", "-f", "theirs");
        String file = Files.readString(folder.resolve("theirs"));
        var key = OpenSshKey.read(file, Optional.of(Secret.of("open sesame")));
        assertThat(SshPublicKey.parse(Files.readString(folder.resolve("theirs.pub")))
                        .didKey())
                .contains(key.publicKey());
        assertThatThrownBy(() -> OpenSshKey.read(file, Optional.of(Secret.of("wrong"))))
                .hasMessageContaining("passphrase is wrong");
        assertThatThrownBy(() -> OpenSshKey.read(file, Optional.empty())).hasMessageContaining("needs its passphrase");
    }

    @ParameterizedTest
    @CsvSource({"ed25519,", "rsa,3072", "ecdsa,256", "ecdsa,384", "ecdsa,521"})
    void a_signature_as_git_makes_it_holds_for_its_message_and_name_only(String type, String bits) throws Exception {
        if (bits == null) run("ssh-keygen", "-q", "-t", type, "-N", "", "-f", "key");
        else run("ssh-keygen", "-q", "-t", type, "-b", bits, "-N", "", "-f", "key");
        byte[] message = "tree 0\n\na commit\n".getBytes(UTF_8);
        Files.write(folder.resolve("message"), message);
        run("ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", "key", "message");

        var signature = SshSignature.parse(Files.readString(folder.resolve("message.sig")));
        var key = SshPublicKey.parse(Files.readString(folder.resolve("key.pub")));
        assertThat(signature.verify("git", message)).contains(key);
        assertThat(signature.verify("file", message)).isEmpty();
        assertThat(signature.verify("git", "another".getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256", "sha512"})
    void either_hash_of_the_message_is_taken(String hash) throws Exception {
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key");
        byte[] message = "v1.0\n".getBytes(UTF_8);
        Files.write(folder.resolve("message"), message);
        run("ssh-keygen", "-q", "-Y", "sign", "-O", "hashalg=" + hash, "-n", "git", "-f", "key", "message");
        var signature = SshSignature.parse(Files.readString(folder.resolve("message.sig")));
        assertThat(signature.verify("git", message)).contains(signature.key());
        assertThat(signature.verify("git", new byte[0])).isEmpty();
    }

    @Test
    void a_commit_that_git_signed_holds_for_what_git_signed() throws Exception {
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key");
        run("git", "init", "-q", "repository");
        run(
                "git",
                "-C",
                "repository",
                "-c",
                "user.name=Alice",
                "-c",
                "user.email=alice@example.org",
                "-c",
                "gpg.format=ssh",
                "-c",
                "user.signingKey=" + folder.resolve("key.pub"),
                "commit",
                "-q",
                "-S",
                "--allow-empty",
                "-m",
                "first");
        String raw = run("git", "-C", "repository", "cat-file", "commit", "HEAD");
        String end = "-----END SSH SIGNATURE-----\n";
        int from = raw.indexOf("gpgsig ");
        int to = raw.indexOf(end) + end.length();
        String armored = raw.substring(from + "gpgsig ".length(), to).replace("\n ", "\n");
        byte[] signed = (raw.substring(0, from) + raw.substring(to)).getBytes(UTF_8);

        var key = SshPublicKey.parse(Files.readString(folder.resolve("key.pub")));
        assertThat(SshSignature.parse(armored).verify("git", signed)).contains(key);
        signed[7] ^= 1;
        assertThat(SshSignature.parse(armored).verify("git", signed)).isEmpty();
    }

    @Test
    void a_changed_signature_never_throws_and_never_holds() throws Exception {
        for (String type : List.of("ed25519", "rsa", "ecdsa")) {
            run("ssh-keygen", "-q", "-t", type, "-N", "", "-f", type);
            Files.write(folder.resolve("message"), new byte[] {1});
            run("ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", type, "message");
            String armored = Files.readString(folder.resolve("message.sig"));
            Files.delete(folder.resolve("message.sig"));
            var key = SshPublicKey.parse(Files.readString(folder.resolve(type + ".pub")));
            byte[] whole = Base64.getDecoder()
                    .decode(armored.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
            for (int i = 0; i < whole.length; i += 1 + whole.length / 200) {
                byte[] changed = whole.clone();
                changed[i] ^= 0x55;
                String text = "-----BEGIN SSH SIGNATURE-----\n"
                        + Base64.getEncoder().encodeToString(changed) + "\n-----END SSH SIGNATURE-----";
                Optional<SshPublicKey> by;
                try {
                    by = SshSignature.parse(text).verify("git", new byte[] {1});
                } catch (KeyException _) {
                    continue; // Told in the parser's words.
                }
                assertThat(by).as("%s with byte %d changed", type, i).isNotEqualTo(Optional.of(key));
            }
        }
    }

    @Test
    void radicles_variant_signs_the_tree_id_itself() {
        var key = SigningKey.ofSeed(new byte[32]);
        byte[] tree = new byte[20];
        String armored = SshSignature.radicle(key, tree);
        assertThat(SshSignature.verifyRadicle(armored, tree)).contains(key.publicKey());
        tree[3] = 1;
        assertThat(SshSignature.verifyRadicle(armored, tree)).isEmpty();
        assertThatThrownBy(() -> SshSignature.parse("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----"))
                .isInstanceOf(KeyException.class);
    }
}
