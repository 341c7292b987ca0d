package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
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

    @Test
    void issues_from_their_opening_until_they_are_elsewhere() throws IOException, InterruptedException {
        var alice = Launched.in(folder.resolve("alice"));
        var bob = Launched.in(folder.resolve("bob"));
        try (var node = Served.start(folder.resolve("data"))) {
            String url = node.url.toString();
            for (var person : List.of(alice, bob)) {
                String name = person.folder().getFileName().toString();
                node.account(name);
                person.hob(folder, Served.PASSWORD, "login", url, "--account", name, "--password-stdin")
                        .ok();
            }
            alice.hob(folder, "", "repo", "create", "tea", "--public", "--readme", "--clone")
                    .ok();
            var clone = folder.resolve("tea");
            label(alice, url, "bug");
            label(alice, url, "ui");

            assertThat(alice.hob(
                                    clone,
                                    "When it *boils*.\n",
                                    "issue",
                                    "create",
                                    "-t",
                                    "It leaks",
                                    "-b",
                                    "-",
                                    "-l",
                                    "bug",
                                    "-a",
                                    "@me")
                            .ok())
                    .isEqualTo(url + "/alice/tea/issues/1");
            bob.hob(clone, "", "issue", "comment", "1", "--body", "It *does*.").ok();
            bob.hob(clone, "", "issue", "create", "-t", "No sugar", "-b", "").ok();
            alice.hob(clone, "", "issue", "edit", "1", "--title", "It leaks badly")
                    .ok();
            assertThat(alice.hob(clone, "", "issue", "label", "1", "ui", "--remove", "bug")
                            .ok())
                    .isEqualTo("#1 has ui");
            assertThat(alice.hob(clone, "", "issue", "assign", "1", "bob", "--remove", "@me")
                            .ok())
                    .isEqualTo("#1 is assigned to bob");
            assertThat(bob.hob(clone, "", "issue", "label", "2", "ui").failed()).contains("write");
            assertThat(bob.hob(clone, "", "issue", "close", "1").failed()).contains("hob: ");
            bob.hob(clone, "", "issue", "close", "2", "--comment", "Found some.", "--reason", "not_planned")
                    .ok();
            assertThat(alice.hob(clone, "", "issue", "list").ok())
                    .startsWith("#1  It leaks badly")
                    .doesNotContain("#2");
            assertThat(alice.hob(clone, "", "issue", "list", "--state", "closed", "--author", "bob")
                            .ok())
                    .startsWith("#2  No sugar");
            assertThat(alice.hob(clone, "", "issue", "list", "--assignee", "bob", "--label", "ui", "--search", "badly")
                            .ok())
                    .startsWith("#1");
            assertThat(alice.hob(clone, "", "issue", "list", "--label", "bug").ok())
                    .isEmpty();
            assertThat(alice.hob(clone, "", "issue", "show", "1").ok())
                    .contains("When it *boils*.")
                    .contains("It *does*.")
                    .contains("bob");
            assertThat(alice.hob(clone, "", "issue", "show", "9").failed())
                    .contains("there is no issue 9 in alice/tea");

            String exported = alice.hob(clone, "", "issue", "export", "--json").ok();
            assertThat(alice.hob(clone, "", "issue", "export", "--json").ok()).isEqualTo(exported);
            alice.hob(clone, "", "issue", "export", "--output", "../notes").ok();
            assertThat(Files.readString(folder.resolve("notes/1.md")))
                    .contains("labels: [\"ui\"]")
                    .contains("It *does*.");

            alice.hob(folder, "", "repo", "create", "pot").ok();
            var came = alice.hob(folder, exported, "issue", "import", "-", "--repo", "alice/pot");
            assertThat(came.ok()).isEqualTo("2 issues and 2 comments came, 0 issues were here already");
            assertThat(came.err()).contains("hob: left out who is assigned, bob");
            assertThat(alice.hob(folder, exported, "issue", "import", "-", "--repo", "alice/pot")
                            .ok())
                    .isEqualTo("0 issues and 0 comments came, 2 issues were here already");
            assertThat(alice.hob(folder, "", "issue", "show", "1", "--repo", "alice/pot")
                            .ok())
                    .contains("labels      ui")
                    .doesNotContain("assigned")
                    .contains("*bob wrote on ");
            assertThat(alice.hob(folder, "", "issue", "list", "--state", "closed", "--repo", "alice/pot")
                            .ok())
                    .startsWith("#2  No sugar");
            assertThat(bob.hob(folder, "", "issue", "list", "--repo", "alice/pot")
                            .failed())
                    .contains("there is no such thing");
            node.hob("", "doctor").ok();

            String shown = alice.hob(clone, "", "issue", "show", "1").ok();
            fetch(alice, clone);
            node.stop();
            node.waitFor();
            assertThat(alice.hob(clone, "", "issue", "list").failed()).contains("nothing listens");
            assertThat(alice.hob(clone, "", "issue", "list", "--offline").ok())
                    .startsWith("#1  It leaks badly")
                    .doesNotContain("#2");
            assertThat(alice.hob(clone, "", "issue", "list", "--offline", "--state", "all", "--author", "bob")
                            .ok())
                    .startsWith("#2  closed  No sugar");
            assertThat(alice.hob(clone, "", "issue", "show", "1", "--offline").ok())
                    .as("the same as from the node, but for the page")
                    .isEqualTo(shown.replaceAll("page .*\n", ""));
            assertThat(alice.hob(clone, "", "issue", "show", "9", "--offline").failed())
                    .contains("no issue 9");
        }
    }

    /// Numbers come to git in batches, a moment after the issues.
    private static void fetch(Launched person, Path clone) {
        for (int i = 0; i < 60; i++) {
            assertThat(person.hob(clone, "", "issue", "fetch").ok()).isEqualTo("this clone has 2 issues");
            if (person.hob(clone, "", "issue", "list", "--offline", "--state", "all")
                    .ok()
                    .lines()
                    .allMatch(line -> line.startsWith("#"))) return;
        }
        throw new AssertionError("the issues have no numbers in git");
    }

    /// Labels are made by the API: there is no command for them.
    private void label(Launched person, String url, String name) throws IOException {
        String token = token(person.home().resolve(".config/hob/logins.json"));
        byte[] body = ("{\"name\":\"" + name + "\",\"color\":\"#ee0000\"}").getBytes(UTF_8);
        var answer = Wire.post(
                java.net.URI.create(url),
                "/api/v1/repos/alice/tea/labels",
                body,
                "Authorization: token " + token,
                "Content-Type: application/json");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }
}
