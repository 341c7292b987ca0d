package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {
    @TempDir
    Path folder;

    private static final byte[] PLAIN = "a seed".getBytes(UTF_8);

    @Test
    void the_file_is_made_once_and_only_its_owner_reads_it() throws Exception {
        var file = folder.resolve("master.key");
        String sealed = MasterKey.open(file).seal(PLAIN, "key alice");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(MasterKey.open(file).open(sealed, "key alice")).isEqualTo(PLAIN);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> MasterKey.open(file)).hasMessageContaining("may be read by others");
    }

    @Test
    void many_that_start_at_once_end_with_one_key() throws Exception {
        var file = folder.resolve("master.key");
        var ids = new HashSet<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var opening = Collections.nCopies(
                    32, (Callable<String>) () -> MasterKey.open(file).keyId());
            for (var opened : threads.invokeAll(opening)) ids.add(opened.get());
        }
        assertThat(ids).hasSize(1);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void a_changed_or_moved_secret_does_not_open() {
        var key = MasterKey.open(folder.resolve("master.key"));
        String sealed = key.seal(PLAIN, "key alice");
        assertThatThrownBy(() -> key.open(sealed, "key bob")).isInstanceOf(KeyException.class);
        String changed = sealed.substring(0, sealed.length() - 4) + "AAAA";
        assertThatThrownBy(() -> key.open(changed, "key alice")).isInstanceOf(KeyException.class);
        for (String bad : List.of("nonsense", "v1..", "v1." + key.keyId() + ".?", "v1." + key.keyId() + ".AAAA"))
            assertThatThrownBy(() -> key.open(bad, "key alice")).isInstanceOf(KeyException.class);
    }

    @Test
    void after_rotation_old_secrets_open_until_the_old_key_is_retired() {
        var file = folder.resolve("master.key");
        String sealed = MasterKey.open(file).seal(PLAIN, "x");
        var rotated = MasterKey.rotate(file);
        assertThat(rotated.open(sealed, "x")).isEqualTo(PLAIN);
        assertThat(rotated.isCurrent(sealed)).isFalse();
        String again = rotated.seal(rotated.open(sealed, "x"), "x");
        var retired = MasterKey.retireOld(file);
        assertThat(retired.open(again, "x")).isEqualTo(PLAIN);
        assertThatThrownBy(() -> retired.open(sealed, "x")).hasMessageContaining("no master key");
    }

    @Test
    void the_environment_may_hold_it_and_nonsense_is_refused() {
        var key = MasterKey.fromEnvironment("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        assertThat(key.open(key.seal(PLAIN, "x"), "x")).isEqualTo(PLAIN);
        assertThatThrownBy(() -> MasterKey.fromEnvironment("AAAA")).hasMessageContaining("32 bytes");
        assertThatThrownBy(() -> MasterKey.fromEnvironment("?")).hasMessageContaining("base64");
    }

    @Test
    void no_secret_speaks() {
        assertThat(MasterKey.open(folder.resolve("k")).toString() + Secret.of("hush") + RsaKey.generate())
                .isEqualTo("MasterKeySecretRsaKey");
    }

    @Test
    void an_rsa_signature_holds_for_its_message() {
        var key = RsaKey.generate();
        var again = RsaKey.ofPkcs8(key.pkcs8());
        byte[] signature = again.sign(PLAIN);
        assertThat(RsaKey.verify(key.publicPem(), PLAIN, signature)).isTrue();
        assertThat(RsaKey.verify(key.publicPem(), new byte[1], signature)).isFalse();
        assertThat(RsaKey.verify(key.publicPem(), PLAIN, new byte[4])).isFalse();
        assertThat(RsaKey.ofPem(key.privatePem()).publicPem()).isEqualTo(key.publicPem());
        for (String bad :
                List.of("", "-----BEGIN PUBLIC KEY-----", key.privatePem().text(), "x".repeat(100_000)))
            assertThatThrownBy(() -> RsaKey.verify(bad, PLAIN, signature)).isInstanceOf(KeyException.class);
    }
}
