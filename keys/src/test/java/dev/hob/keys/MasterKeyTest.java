package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    void a_changed_or_moved_secret_does_not_open() {
        var key = MasterKey.open(folder.resolve("master.key"));
        String sealed = key.seal(PLAIN, "key alice");
        assertThatThrownBy(() -> key.open(sealed, "key bob")).isInstanceOf(KeyException.class);
        String changed = sealed.substring(0, sealed.length() - 4) + "AAAA";
        assertThatThrownBy(() -> key.open(changed, "key alice")).isInstanceOf(KeyException.class);
        assertThatThrownBy(() -> key.open("nonsense", "key alice")).isInstanceOf(KeyException.class);
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
    }
}
