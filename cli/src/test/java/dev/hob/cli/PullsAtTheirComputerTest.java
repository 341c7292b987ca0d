package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `hob pr …` with the launcher, real git and a node that runs: by a member, and by somebody who may only read.
class PullsAtTheirComputerTest {
    @TempDir
    Path folder;

    private static void write(Launched who, Path clone, String file, String text, String message) throws IOException {
        Files.writeString(clone.resolve(file), text);
        who.git(clone, "add", "-A").ok();
        who.git(clone, "commit", "-q", "-m", message).ok();
    }

    @Test
    void pull_requests_from_their_asking_until_they_are_merged() throws IOException {
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
            assertThat(alice.hob(clone, "", "pr", "create", "--fill").failed()).contains("git switch -c");
            alice.git(clone, "switch", "-q", "-c", "longer-spout").ok();
            write(alice, clone, "spout.txt", "one\ntwo\nthree\n", "Add a spout");
            write(alice, clone, "lid.txt", "lid\n", "Add a lid");
            assertThat(alice.hob(clone, "", "pr", "create", "--fill", "--reviewer", "bob")
                            .ok())
                    .isEqualTo(url + "/alice/tea/pulls/1");
            assertThat(alice.hob(clone, "", "pr", "create", "-t", "Again", "-b", "")
                            .failed())
                    .contains("already exists");
            assertThat(alice.hob(clone, "", "pr", "list").ok())
                    .startsWith("#1")
                    .contains("Longer spout")
                    .contains("longer-spout");
            assertThat(alice.hob(clone, "", "pr", "show").ok())
                    .contains("Longer spout  #1")
                    .contains("longer-spout into main")
                    .contains("2 files, +4 -0")
                    .contains("- Add a spout")
                    .contains("bob");

            // Somebody who may only read.
            bob.hob(
                            folder,
                            "",
                            "repo",
                            "clone",
                            "alice/tea",
                            folder.resolve("bobs").toString())
                    .ok();
            var bobs = folder.resolve("bobs");
            assertThat(bob.hob(bobs, "", "pr", "checkout", "1").ok()).isEqualTo("#1 is on the branch pull-1");
            assertThat(bob.git(bobs, "rev-parse", "HEAD").ok())
                    .isEqualTo(alice.git(clone, "rev-parse", "HEAD").ok());
            assertThat(bob.hob(bobs, "", "pr", "diff", "1").ok() + "\n")
                    .isEqualTo(bob.git(bobs, "diff", "--full-index", "origin/main...pull-1")
                                    .ok() + "\n");
            assertThat(bob.hob(bobs, "", "pr", "diff", "1", "--name-only").ok()).isEqualTo("lid.txt\nspout.txt");
            assertThat(bob.hob(bobs, "", "pr", "review", "1").status()).isEqualTo(2);
            assertThat(bob.hob(
                                    bobs,
                                    "",
                                    "pr",
                                    "review",
                                    "1",
                                    "--request-changes",
                                    "-b",
                                    "Too long",
                                    "--remark",
                                    "spout.txt:2-3=Why so long?")
                            .ok())
                    .isEqualTo("#1 must be changed, you say");
            assertThat(bob.hob(bobs, "", "pr", "comment", "1", "-b", "Otherwise fine.")
                            .ok())
                    .isEqualTo("#1 has your comment");
            assertThat(bob.hob(bobs, "", "pr", "merge", "1").failed()).contains("write");
            assertThat(alice.hob(clone, "", "pr", "show", "#1").ok())
                    .contains("request changes")
                    .contains("spout.txt:2-3")
                    .contains("Why so long?")
                    .contains("Otherwise fine.");
            assertThat(alice.hob(clone, "", "pr", "show", "1", "--json").ok())
                    .contains("\"state\" : \"request_changes\"")
                    .contains("\"start_line\" : 2");

            bob.git(bobs, "switch", "-q", "-c", "sugar", "origin/main").ok();
            write(bob, bobs, "sugar.txt", "sugar\n", "Sweeten it\n\nA little.");
            write(bob, bobs, "README.md", "# Tea\n\nSweet.\n", "Say so");
            assertThat(bob.hob(bobs, "", "pr", "create", "-t", "Sugar", "-b", "First line\n\nSecond", "--draft")
                            .ok())
                    .isEqualTo(url + "/alice/tea/pulls/2");
            assertThat(bob.hob(bobs, "", "pr", "show").ok())
                    .contains("draft")
                    .contains("Second")
                    .contains("could review", "alice: wrote the last commit to these files");
            assertThat(bob.hob(bobs, "", "pr", "show", "2", "--json").ok())
                    .contains("\"suggested_reviewers\" :", "\"name\" : \"alice\"");
            assertThat(bob.git(bobs, "ls-remote", "origin", "refs/heads/*").ok())
                    .doesNotContain("sugar");
            assertThat(alice.hob(clone, "", "pr", "merge", "2").failed()).contains("draft");
            assertThat(bob.hob(bobs, "", "pr", "close", "2", "--comment", "Never mind.")
                            .ok())
                    .isEqualTo("#2 is closed");
            assertThat(bob.hob(bobs, "", "pr", "reopen", "2").ok()).contains("#2 is ");
            assertThat(bob.hob(bobs, "", "pr", "close", "2").ok()).isEqualTo("#2 is closed");
            assertThat(alice.hob(clone, "", "pr", "list", "--state", "all").ok())
                    .contains("closed")
                    .contains("bob:sugar");

            // The branch goes on, and so does what was fetched of it.
            write(alice, clone, "spout.txt", "one\n", "Shorten the spout");
            alice.git(clone, "push", "-q", "origin", "longer-spout").ok();
            alice.git(clone, "switch", "-q", "main").ok();
            write(alice, clone, "cup.txt", "cup\n", "Add a cup");
            alice.git(clone, "push", "-q", "origin", "main").ok();
            alice.git(clone, "switch", "-q", "longer-spout").ok();
            assertThat(alice.hob(clone, "", "pr", "update").ok()).isEqualTo("#1 has what main has");
            assertThat(alice.hob(clone, "", "pr", "update").ok()).isEqualTo("#1 was up to date");
            assertThat(bob.hob(bobs, "", "pr", "checkout", "1").ok()).isEqualTo("#1 is on the branch pull-1");
            assertThat(bob.git(bobs, "log", "-1", "--format=%s").ok())
                    .isEqualTo("Merge branch 'main' into longer-spout");
            assertThat(bob.hob(bobs, "", "pr", "review", "1", "--approve").ok()).isEqualTo("#1 has your approval");
            assertThat(alice.hob(clone, "", "pr", "merge", "--squash", "-t", "A spout and a lid", "-d")
                            .ok())
                    .isEqualTo("#1 is merged into main");
            alice.git(clone, "fetch", "-q", "--prune", "origin").ok();
            assertThat(alice.git(clone, "log", "-1", "--format=%s", "origin/main")
                            .ok())
                    .isEqualTo("A spout and a lid");
            assertThat(alice.git(clone, "log", "--format=%s", "origin/main")
                            .ok()
                            .lines())
                    .hasSize(3);
            assertThat(alice.git(clone, "branch", "-r").ok()).doesNotContain("longer-spout");
            assertThat(alice.hob(clone, "", "pr", "show", "1", "--json").ok()).contains("\"state\" : \"merged\"");
            assertThat(alice.hob(clone, "", "pr", "list").err()).contains("no pull request is like that");
            assertThat(alice.hob(clone, "", "candidates", "pulls").ok()).isEmpty();
            assertThat(alice.hob(folder, "", "completion", "bash").ok()).contains("'hob pr merge'");
            Wholeness.check(node);
        }
    }
}
