package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `hob release …` at somebody's own computer, with a node that runs.
class ReleaseCommandsTest {
    @TempDir
    Path folder;

    @Test
    void releases_from_their_making_to_their_end() throws IOException {
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
            alice.hob(folder, "", "repo", "create", "tea", "--readme", "--clone")
                    .ok();
            var clone = folder.resolve("tea");
            Files.writeString(clone.resolve("tea.bin"), "leaves\n".repeat(100_000));
            Files.writeString(clone.resolve("notes.md"), "Fresh *leaves*.\n");

            assertThat(alice.hob(clone, "", "release", "create", "v1", "missing.bin", "-n", "x")
                            .failed())
                    .contains("there is no file");
            assertThat(alice.hob(clone, "", "release", "list").ok()).isEmpty();
            assertThat(alice.hob(clone, "", "release", "create", "v1", "tea.bin", "-t", "One", "-F", "notes.md")
                            .ok())
                    .isEqualTo(url + "/alice/tea/releases/tag/v1");
            assertThat(alice.git(clone, "ls-remote", "--tags").ok()).contains("refs/tags/v1");
            alice.hob(clone, "", "release", "create", "v2-rc", "--prerelease", "--generate-notes")
                    .ok();
            alice.hob(clone, "", "release", "create", "v3", "--draft", "-n", "Soon.")
                    .ok();
            assertThat(alice.hob(clone, "", "release", "list").ok().lines().map(it -> it.split(" ")[0]))
                    .first()
                    .isEqualTo("v3");
            assertThat(alice.hob(clone, "", "release", "list", "--exclude-drafts", "--exclude-prereleases")
                            .ok())
                    .startsWith("v1")
                    .doesNotContain("v2-rc", "v3");
            assertThat(alice.hob(clone, "", "release", "show").ok())
                    .contains("One", "published", "by alice", "Fresh *leaves*.", "tea.bin  700000 bytes", "sha256 ");
            assertThat(alice.hob(clone, "", "release", "show", "v3", "--json").ok())
                    .contains("\"draft\" : true");

            assertThat(alice.hob(clone, "", "release", "upload", "v1", "notes.md")
                            .ok())
                    .isEqualTo("v1 has one file more");
            assertThat(alice.hob(clone, "", "release", "upload", "v1", "notes.md")
                            .failed())
                    .contains("There is a file of the name notes.md already.");
            assertThat(alice.hob(clone, "", "release", "download", "v1", "-D", "got")
                            .ok())
                    .contains("tea.bin  SHA-256 is right", "notes.md  SHA-256 is right");
            assertThat(clone.resolve("got/tea.bin")).hasSameBinaryContentAs(clone.resolve("tea.bin"));
            assertThat(alice.hob(clone, "", "release", "download", "-D", "got").failed())
                    .contains("--overwrite");
            alice.hob(clone, "", "release", "download", "-D", "got", "--overwrite", "-p", "*.md")
                    .ok();
            assertThat(alice.hob(clone, "", "release", "download", "-p", "*.exe")
                            .failed())
                    .contains("no file of v1 is like that");
            assertThat(alice.hob(clone, "", "release", "download", "-p", "[", "-D", "x")
                            .status())
                    .isEqualTo(2);

            // What is private is not there for others, nor are its files.
            assertThat(bob.hob(clone, "", "release", "list").failed()).contains("hob: ");
            assertThat(bob.hob(clone, "", "release", "show", "v1").failed()).contains("there is no release of v1");

            assertThat(alice.hob(clone, "", "release", "delete", "v1").failed()).contains("--yes");
            assertThat(alice.hob(clone, "", "release", "delete", "v1", "--yes", "--with-tag")
                            .ok())
                    .isEqualTo("v1 is deleted, and its tag");
            assertThat(alice.git(clone, "ls-remote", "--tags").ok()).doesNotContain("refs/tags/v1");
            alice.hob(clone, "", "release", "delete", "v3", "--yes").ok();
            assertThat(alice.hob(clone, "", "release", "list").ok())
                    .startsWith("v2-rc")
                    .doesNotContain("v1", "v3");
            assertThat(alice.hob(clone, "", "completion", "bash").ok()).contains("'hob release download'");
            Wholeness.check(node);
        }
    }
}
