package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody at their own computer: the launcher, real git and a node that runs.
class AtTheirComputerTest {
    @TempDir
    Path folder;

    @Test
    void a_repository_from_its_making_to_its_end() throws IOException {
        var alice = Launched.in(folder.resolve("alice"));
        try (var node = Served.start(folder.resolve("data"))) {
            node.account("alice");
            String url = node.url.toString();
            assertThat(alice.hob(folder, "wrong", "login", url, "--account", "alice", "--password-stdin")
                            .failed())
                    .contains("the password is not that of alice");
            assertThat(alice.hob(folder, Served.PASSWORD, "login", url, "--account", "alice", "--password-stdin")
                            .ok())
                    .isEqualTo("logged in at " + url + " as alice");
            var kept = alice.home().resolve(".config/hob/logins.json");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                    .isEqualTo("rw-------");
            assertThat(node.hob("", "token", "list", "alice").ok())
                    .contains("hob on ")
                    .contains("write:repository");

            assertThat(alice.hob(folder, "", "repo", "create", "tea", "-d", "All about tea", "--readme")
                            .ok())
                    .isEqualTo(url + "/alice/tea");
            assertThat(alice.hob(folder, "", "repo", "create", "tea").failed()).contains("already");
            alice.hob(folder, "", "repo", "clone", "alice/tea").ok();
            var clone = folder.resolve("tea");
            assertThat(Files.readString(clone.resolve("README.md"))).startsWith("# tea");
            assertThat(Files.readString(clone.resolve(".git/config"))).doesNotContain(token(kept));

            Files.writeString(clone.resolve("kettle.txt"), "full\n");
            alice.git(clone, "add", "-A").ok();
            alice.git(clone, "commit", "-q", "-m", "Fill the kettle").ok();
            alice.git(clone, "push", "-q").ok();
            alice.git(clone, "pull", "-q").ok();
            assertThat(alice.hob(clone, "", "repo", "show").ok())
                    .contains("alice/tea")
                    .contains("to its members only")
                    .contains(url + "/alice/tea.git");
            assertThat(alice.hob(clone, "", "repo", "settings", "--description", "Green tea", "--json")
                            .ok())
                    .contains("\"description\" : \"Green tea\"");
            assertThat(alice.hob(clone, "", "repo", "settings", "--public").failed())
                    .contains("--yes");
            alice.hob(clone, "", "repo", "settings", "--public", "--yes").ok();
            assertThat(alice.hob(folder, "", "repo", "list").ok())
                    .contains("alice/tea")
                    .contains("public");

            var stranger = Launched.in(folder.resolve("stranger"));
            assertThat(stranger.hob(clone, "", "repo", "show").ok()).contains("Green tea");
            assertThat(stranger.hob(clone, "", "repo", "settings", "-d", "x").failed())
                    .contains("hob login " + url);

            assertThat(alice.hob(clone, "", "repo", "delete", "alice/tea").failed())
                    .contains("--yes");
            alice.hob(clone, "", "repo", "delete", "alice/tea", "--yes").ok();
            assertThat(alice.hob(clone, "", "repo", "show").failed()).contains("there is no repository alice/tea");

            alice.hob(folder, Served.PASSWORD, "logout", url, "--password-stdin")
                    .ok();
            assertThat(node.hob("", "token", "list", "alice").ok()).isEmpty();
            assertThat(alice.hob(folder, "", "repo", "list").failed()).contains("hob login");
        }
    }

    private static String token(Path logins) throws IOException {
        return Files.readString(logins).replaceAll("(?s).*\"token\" : \"([^\"]+)\".*", "$1");
    }

    @Test
    void words_that_make_no_sense_end_with_status_two() throws IOException {
        var alice = Launched.in(folder.resolve("alice"));
        for (var words : List.of(new String[] {"issue"}, new String[] {"repo", "nonsense"}, new String[] {
            "issue", "list", "--state", "odd"
        })) assertThat(alice.hob(folder, "", words).status()).isEqualTo(2);
        assertThat(alice.hob(folder, "", "help").ok())
                .contains("With a node, from anywhere:")
                .contains("On the machine of a node:")
                .doesNotContain("rehearse");
        assertThat(alice.hob(folder, "", "completion", "bash").ok())
                .contains("'hob issue list'")
                .contains("'hob serve'");
    }
}
