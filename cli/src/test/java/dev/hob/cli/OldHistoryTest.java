package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Faults of tools long gone, which histories that everybody knows have: they can be pushed, read and cloned.
class OldHistoryTest {
    @TempDir
    Path folder;

    private static String commit(String tree, String parent, String author) {
        return "tree " + tree + "\n" + parent + "author " + author
                + "\ncommitter C <c@example.org> 1312735823 +0000\n\n" + "By " + author.split(" ")[0] + "\n";
    }

    @Test
    void a_history_with_faults_that_git_reads_can_be_kept_here() throws Exception {
        try (var node = Served.start(folder.resolve("data"))) {
            node.account("alice");
            var git = Git.init(folder.resolve("old"), 2);
            git.commit("tea.txt", "tea\n");
            String blob = git.ok("rev-parse", "HEAD:tea.txt");
            byte[] entry = Pack.entry("0100644", "tea.txt", blob);
            byte[] commit = commit(Pack.id(Pack.TREE, entry), "", "Padded <a@b> 1312735823 +0000")
                    .getBytes(UTF_8);
            byte[] zone = commit(
                            Pack.id(Pack.TREE, entry),
                            "parent " + Pack.id(Pack.COMMIT, commit) + "\n",
                            "Zone <a@b> 1312735823 +051800")
                    .getBytes(UTF_8);
            byte[] space = commit(
                            Pack.id(Pack.TREE, entry),
                            "parent " + Pack.id(Pack.COMMIT, zone) + "\n",
                            "Space <a@b>1312735823 +0000")
                    .getBytes(UTF_8);
            var pack = new Pack()
                    .object(Pack.TREE, entry)
                    .object(Pack.COMMIT, commit)
                    .object(Pack.COMMIT, zone)
                    .object(Pack.COMMIT, space);
            String file = ".git/objects/pack/pack-old.pack";
            Files.write(git.folder().resolve(file), pack.bytes());
            git.ok("index-pack", file);
            String tip = Pack.id(Pack.COMMIT, space);
            String token = node.token("alice", "all");
            var made = Wire.post(
                    node.url,
                    "/api/v1/user/repos",
                    "{\"name\":\"old\",\"private\":false}".getBytes(UTF_8),
                    "Authorization: token " + token,
                    "Content-Type: application/json");
            assertThat(made.status()).isEqualTo(201);
            git.ok("push", "-q", node.remote("alice", token, "alice/old"), tip + ":refs/heads/main");

            for (String page : List.of(
                    "",
                    "/commits/branch/main",
                    "/src/branch/main/tea.txt",
                    "/blame/branch/main/tea.txt",
                    "/commits/branch/main/tea.txt",
                    "/commit/" + tip,
                    "/commit/" + Pack.id(Pack.COMMIT, zone)))
                assertThat(Wire.ask(node.url, "GET", "/alice/old" + page).status())
                        .as(page)
                        .isEqualTo(200);
            assertThat(Wire.ask(node.url, "GET", "/alice/old/commits/branch/main")
                            .body())
                    .contains("By Padded", "By Zone", "By Space");

            var again = Git.clone(folder.resolve("again"), 2, node.url + "/alice/old.git");
            assertThat(again.ok("rev-list", "--count", "main")).isEqualTo("3");
        }
    }
}
