package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands on a folder that is served and on one that is not, as processes of their own.
class CommandsTest {
    @TempDir
    Path folder;

    @Test
    void a_week_in_the_life_of_a_folder() throws IOException, InterruptedException {
        var data = folder.resolve("data");
        assertThat(Served.hob(
                                data,
                                Served.PASSWORD,
                                "user",
                                "create",
                                "alice",
                                "--email",
                                "a@example.org",
                                "--password-stdin")
                        .ok())
                .isEqualTo("alice");
        assertThat(Served.hob(data, "", "user", "create", "alice", "--email", "a@example.org")
                        .failed())
                .contains("alice");
        assertThat(Served.hob(data, "", "user", "create", "login", "--email", "l@example.org")
                        .failed())
                .startsWith("hob: ");
        assertThat(Served.hob(data, "", "token", "create", "nobody", "--scopes", "all")
                        .failed())
                .contains("nobody");
        assertThat(Served.hob(data, "", "token", "create", "alice", "--scopes", "all,nonsense")
                        .failed())
                .contains("nonsense");
        assertThat(Served.hob(data, "", "nonsense").status()).isEqualTo(2);
        String kept;
        try (var node = Served.start(data)) {
            assertThat(node.before).as("there is an account already").isEmpty();
            String token = node.token("alice", "write:repository");
            var git = Git.init(folder.resolve("tea"), 2);
            git.commit("README.md", "# Tea\n");
            git.ok("push", "-q", node.remote("alice", token, "alice/tea"), "main");
            kept = git.ok("ls-remote", node.remote("alice", token, "alice/tea"));
            node.hob("", "doctor", "--deep").ok();
            node.hob("", "import", git.folder().toString(), "alice/copy").ok();
            assertThat(node.hob("", "backup", "kept.zip").ok()).endsWith("kept.zip");
            assertThat(node.hob("", "backup", "kept.zip").failed()).contains("exists");
            assertThat(node.hob("", "keys", "rotate").failed()).contains("stop");
            node.hob("", "keys", "export", "alice", "alice.key").ok();
            assertThat(Files.readString(folder.resolve("alice.key"))).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----");
            node.stop();
            assertThat(node.waitFor()).isIn(0, 143);
        }
        assertThat(data.resolve("control")).doesNotExist();
        Served.hob(data, "", "keys", "rotate").ok();
        Served.hob(data, "", "doctor").ok();

        var again = folder.resolve("again");
        Served.hob(again, "", "restore", "kept.zip").ok();
        assertThat(Served.hob(again, "", "restore", "kept.zip").failed()).contains("not empty");
        Served.hob(again, "", "doctor", "--deep").ok();
        try (var node = Served.start(again)) {
            String token = node.token("alice", "write:repository");
            assertThat(new Git(folder, 2).ok("ls-remote", node.remote("alice", token, "alice/tea")))
                    .isEqualTo(kept);
            Git.clone(folder.resolve("copy"), 2, node.remote("alice", token, "alice/copy"))
                    .ok("fsck", "--strict");
        }
    }
}
