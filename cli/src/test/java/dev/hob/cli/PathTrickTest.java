package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names that want to be paths: of owners, repositories, refs and files, sent as they are over a socket.
class PathTrickTest {
    private static final String ZERO = "0".repeat(40);
    private static final List<String> TRICKS = List.of(
            "..",
            "../..",
            "../../../../etc/passwd",
            "%2e%2e",
            "%2e%2e/%2e%2e/hob.db",
            ".%2e",
            "..%2f..%2fhob.db",
            "%2e%2e%2f%2e%2e%2fmaster.key",
            "%252e%252e%252fhob.db",
            "..%5c..%5chob.db",
            "..\\..\\hob.db",
            "%c0%ae%c0%ae%c0%afhob.db",
            "%ff%fe",
            "%00",
            "x%00.git",
            "%0d%0aX-Evil:%20yes",
            "%u002e%u002e",
            "%",
            "%zz",
            ";a=b/..",
            "..;/..;/hob.db",
            ".git/config",
            ".git",
            ".git/.git",
            "objects/info/packs",
            "HEAD",
            "config",
            "refs/rad/id",
            "//etc/passwd",
            "/etc/passwd",
            "C:/Windows",
            "con",
            "~root",
            "%E2%80%AE",
            "%EF%BC%8E%EF%BC%8E%EF%BC%8F", // Full-width dots and slash.
            "al%D1%96ce", // A Cyrillic i.
            "%E2%84%AAettle", // The sign for kelvin, which lower-cases to k.
            "a".repeat(4_000),
            "a/".repeat(1_000),
            "%61".repeat(2_000),
            "<script>alert(1)</script>",
            "x'%20or%20'1'='1");

    @TempDir
    static Path folder;

    private static Served node;
    private static String token;
    private static Git git;
    private static String head;

    @BeforeAll
    static void start() throws IOException {
        node = Served.start(folder.resolve("data"));
        node.account("alice", "--admin");
        token = node.token("alice", "write:repository");
        git = Git.init(folder.resolve("kettle"), 2);
        git.commit("docs/a.txt", "a");
        git.ok("remote", "add", "origin", node.remote("alice", token, "alice/kettle"));
        git.ok("push", "-q", "origin", "main");
        head = git.ok("rev-parse", "HEAD");
    }

    @AfterAll
    static void all_is_well_after_it() throws IOException {
        try (var served = node) {
            Wholeness.check(served);
        }
    }

    private static void leadsNowhere(String path, String... headers) throws IOException {
        var answer = Wire.ask(node.url, "GET", path, headers);
        assertThat(answer.status()).as(path + answer).isIn(302, 303, 400, 401, 403, 404, 405, 414, 431);
        assertThat(answer.headers()).as(path).noneMatch(line -> line.startsWith("X-Evil"));
        assertThat(answer.header("Location"))
                .as(path)
                .doesNotStartWith("//")
                .doesNotContain("etc")
                .doesNotContain("hob.db");
        assertThat(answer.body())
                .as(path)
                .doesNotContain("root:")
                .doesNotContain("SQLite format")
                .doesNotContain("repositoryformatversion")
                .doesNotContain("Exception")
                .doesNotContain("<script>alert")
                .doesNotContain(folder.toString());
    }

    @Test
    void an_owner_or_repository_leads_nowhere_else() throws IOException {
        String who = Wire.basic("alice", token);
        for (String trick : TRICKS)
            for (String path : List.of(
                    "/" + trick + "/kettle.git/info/refs?service=git-upload-pack",
                    "/alice/" + trick + "/info/refs?service=git-upload-pack",
                    "/alice/" + trick + ".git/info/refs?service=git-receive-pack",
                    "/" + trick + "/kettle/src/branch/main",
                    "/api/v1/repos/" + trick + "/kettle",
                    "/api/v1/repos/alice/" + trick,
                    "/api/v1/users/" + trick + "/repos")) {
                // Some a pusher could make: those that are names.
                boolean name = trick.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,98}");
                if (name) continue;
                leadsNowhere(path);
                leadsNowhere(path, who);
            }
    }

    @Test
    void a_ref_or_file_leads_nowhere_else() throws IOException {
        String cookie = "Cookie: hob_session=" + node.session("alice");
        assertThat(Wire.ask(node.url, "GET", "/alice/kettle/raw/branch/main/docs/a.txt", cookie)
                        .body())
                .isEqualTo("a");
        for (String trick : TRICKS)
            for (String kind : List.of("src", "raw", "commits"))
                for (String path : List.of(
                        "/branch/" + trick,
                        "/branch/main/" + trick,
                        "/branch/main/docs/" + trick,
                        "/tag/" + trick,
                        "/commit/" + trick,
                        "/commit/" + head + "/" + trick)) leadsNowhere("/alice/kettle/" + kind + path, cookie);
    }

    @Test
    void a_ref_that_git_would_not_have_is_refused() throws IOException {
        var bad = new ArrayList<>(List.of(
                "refs/heads/../../x",
                "refs/heads/..",
                "refs/heads/.",
                "refs/heads/.hidden",
                "refs/heads/a..b",
                "refs/heads/a/",
                "refs/heads//a",
                "refs/heads/a.lock",
                "refs/heads/a.lock/b",
                "refs/heads/a b",
                "refs/heads/a\\b",
                "refs/heads/a~1",
                "refs/heads/a^",
                "refs/heads/a:b",
                "refs/heads/a?",
                "refs/heads/a*",
                "refs/heads/a[b",
                "refs/heads/a@{1}",
                "refs/heads/a.",
                "refs/heads/\u0001",
                "refs/heads/a\u007f",
                "refs/heads/",
                "refs/heads",
                "refs/",
                "refs/heads/HEAD",
                "refs/heads/-x",
                "refs/tags/--upload-pack=x",
                "HEAD",
                "FETCH_HEAD",
                "config",
                "../config",
                "/etc/passwd",
                "refs/rad/sigrefs",
                "refs/cobs/x/y",
                "refs/namespaces/x/refs/heads/main",
                "refs/remotes/origin/main",
                "refs/heads/main/below",
                "refs/heads/" + "a".repeat(251),
                "refs/heads/" + "a/".repeat(600) + "a"));
        for (String ref : bad) {
            var answer = Wire.post(
                    node.url,
                    "/alice/kettle.git/git-receive-pack",
                    Pack.join(Wire.command(ZERO, head, ref), new Pack().bytes()),
                    Wire.basic("alice", token),
                    "Content-Type: application/x-git-receive-pack-request");
            assertThat(answer.status()).as(ref).isIn(200, 400);
            assertThat(answer.body()).as(ref).doesNotContain("ok " + ref + "\n").isNotBlank();
        }
        assertThat(git.ok("ls-remote", "origin").lines()).hasSize(2);
    }

    @Test
    void refs_that_cannot_stand_beside_each_other_are_told() throws IOException {
        git.ok("push", "-q", "origin", "main:refs/heads/a/b");

        assertThat(git.call("push", "origin", "main:refs/heads/a").failed()).contains("clashes with another");
        assertThat(git.call("push", "origin", "main:refs/heads/a/b/c").failed()).contains("clashes with another");
        assertThat(git.call("push", "origin", "main:refs/heads/c", "main:refs/heads/c/d")
                        .failed())
                .contains("clashes with another");
        git.ok("push", "-q", "origin", ":refs/heads/a/b", ":refs/heads/c");
        assertThat(git.ok("ls-remote", "origin").lines()).hasSize(2);
    }
}
