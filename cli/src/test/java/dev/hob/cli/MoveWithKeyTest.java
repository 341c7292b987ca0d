package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alice takes her key and her repository to another node: it is the same repository there, and what leads to the old
/// one leads to the new one.
class MoveWithKeyTest {
    private static final String OURS = "/api/hob/v1/federation/moves/";
    private static final String PASSPHRASE = "a passphrase of many words";

    @TempDir
    Path folder;

    private static Wire.Answer ask(Served node, String token, String method, String path, String body)
            throws Exception {
        return Wire.send(
                node.url,
                method,
                path,
                body.getBytes(UTF_8),
                "Authorization: token " + token,
                "Content-Type: application/json");
    }

    @Test
    void a_repository_moves_with_its_identity_and_issues_and_a_clone_of_the_old_one_follows() throws Exception {
        try (var old = Served.federated(folder.resolve("old"), "--p2p", "127.0.0.1:0");
                var next = Served.federated(folder.resolve("next"), "--p2p", "127.0.0.1:0")) {
            old.account("alice");
            next.account("alice");
            String before = old.token("alice", "all");
            String after = next.token("alice", "all");
            String repos = "/api/v1/user/repos";
            assertThat(ask(old, before, "POST", repos, "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}")
                            .status())
                    .isEqualTo(201);
            assertThat(ask(old, before, "POST", "/api/v1/repos/alice/tea/issues", "{\"title\":\"Tea is cold\"}")
                            .status())
                    .isEqualTo(201);
            String rid = old.rid(before, "alice/tea");

            String key = folder.resolve("alice.key").toString();
            old.hob(PASSPHRASE, "keys", "export", "alice", key, "--passphrase-stdin")
                    .ok();
            assertThat(Files.exists(Path.of(key))).isTrue();
            next.hob(PASSPHRASE, "keys", "import", "alice", key, "--passphrase-stdin")
                    .ok();
            assertThat(next.hob("", "seed", rid, "--from", old.nid + "@" + old.dialled)
                            .ok())
                    .contains("cloned");
            var there = ask(next, after, "GET", "/api/v1/repos/alice/tea", "");
            assertThat(there.status()).as(there.body()).isEqualTo(200);
            assertThat(there.body()).contains(rid);
            assertThat(ask(next, after, "GET", "/api/v1/repos/alice/tea/issues/1", "")
                            .body())
                    .contains("Tea is cold");

            String from = "{\"target\":\"@alice.tea@" + old.url.getAuthority() + "\",\"repository\":\"alice/tea\"}";
            var said = ask(next, after, "POST", OURS + "from", from);
            assertThat(said.status()).as(said.body()).isEqualTo(202);
            String to = "{\"target\":\"@alice.tea@" + next.url.getAuthority() + "\",\"repository\":\"alice/tea\"}";
            var moved = ask(old, before, "POST", OURS + "to", to);
            assertThat(moved.status()).as(moved.body()).isEqualTo(202);

            Path clone = folder.resolve("clone");
            var git = Git.run(
                    folder, Map.of(), "", List.of("git", "clone", old.url + "/alice/tea.git", clone.toString()));
            assertThat(git.status()).as(git.toString()).isZero();
            assertThat(Files.exists(clone.resolve("README.md"))).isTrue();
            assertThat(git.toString()).contains(next.url.getAuthority());
            var issue = Wire.ask(old.url, "GET", "/alice/tea/issues/1");
            assertThat(issue.status()).isEqualTo(301);
            assertThat(issue.header("Location")).isEqualTo(next.url + "/alice/tea/issues/1");
            Wholeness.check(old);
            Wholeness.check(next);
        }
    }
}
