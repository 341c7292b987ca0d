package dev.hob.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.keys.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {
    private static final NodeUrl HERE = NodeUrl.of("https://hob.example").orElseThrow();
    private static final NodeUrl THERE = NodeUrl.of("https://other.example").orElseThrow();

    @TempDir
    Path folder;

    private static Login login(NodeUrl node, String account) {
        return new Login(node, account, Secret.of("secret of " + account), Optional.of("hob on x"), false);
    }

    private Logins logins() {
        return Logins.of(new FakeScreen(folder));
    }

    private Path file() {
        return folder.resolve("config/hob/logins.json");
    }

    @Test
    void a_login_is_kept_for_its_owner_alone() throws IOException {
        logins().put(login(HERE, "alice"));
        assertThat(logins().at(HERE)).contains(login(HERE, "alice"));
        assertThat(logins().at(THERE)).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_node_has_one_login_and_the_others_stay() {
        logins().put(login(HERE, "alice"));
        logins().put(login(THERE, "alice"));
        logins().put(login(HERE, "bob"));
        assertThat(logins().all()).containsExactly(login(HERE, "bob"), login(THERE, "alice"));
        logins().remove(HERE);
        assertThat(logins().all()).containsExactly(login(THERE, "alice"));
    }

    @Test
    void tokens_that_others_can_read_are_not_used() throws IOException {
        logins().put(login(HERE, "alice"));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> logins().all()).isInstanceOf(Unable.class).hasMessageContaining("chmod 600");
    }

    @Test
    void a_broken_file_is_named() throws IOException {
        logins().put(login(HERE, "alice"));
        Files.writeString(file(), "{\"logins\":[{\"node\":\"https://hob.example\"}]}");
        assertThatThrownBy(() -> logins().all()).isInstanceOf(Unable.class).hasMessageContaining("no account");
        Files.writeString(file(), "{");
        assertThatThrownBy(() -> logins().all()).isInstanceOf(Unable.class).hasMessageContaining("logins.json");
    }

    @Test
    void the_text_of_a_login_tells_no_secret() {
        assertThat(login(HERE, "alice").toString()).doesNotContain("secret of");
    }
}
