package dev.hob.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.repo.Repo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Branches, tags, commits, files and git's objects, read.
class CodeApiTest {
    @TempDir
    static Path data;

    private static ApiServer server;
    private static String alice;
    private static int made;
    private Repo repo;
    private String path;

    @BeforeAll
    static void start() {
        server = new ApiServer(data);
        alice = server.token(server.alice);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fill() {
        repo = server.filled("tea" + made++, false);
        path = "/repos/alice/" + repo.name();
    }

    private String head() {
        return server.node.refs().view(repo).headId().orElseThrow().name();
    }

    @Test
    void branches_are_made_from_anything_renamed_and_deleted() {
        assertThat(server.get(path + "/branches", "").is(200).json().findValuesAsText("name"))
                .contains("main", "side");
        for (String from : List.of("", "main", "v1", head(), head().substring(0, 10), "refs/heads/side")) {
            String name = "from-" + Integer.toHexString(from.hashCode());
            String body = "{\"new_branch_name\":\"" + name + "\",\"old_ref_name\":\"" + from + "\"}";
            var branch = server.post(path + "/branches", alice, body).is(201).json();
            assertThat(branch.path("commit").path("id").textValue()).as(from).isEqualTo(head());
            assertThat(branch.path("user_can_push").booleanValue()).isTrue();
        }
        server.post(path + "/branches", alice, "{\"new_branch_name\":\"deep/er\",\"old_branch_name\":\"main\"}")
                .is(201);
        server.get(path + "/branches/deep/er", "").is(200);
        server.get(path + "/branches/deep%2Fer", "").is(200);
        server.post(path + "/branches", alice, "{\"new_branch_name\":\"main\"}").is(409);
        server.post(path + "/branches", alice, "{\"new_branch_name\":\"deep\"}").is(422);
        server.post(path + "/branches", alice, "{\"new_branch_name\":\"a..b\"}").is(422);
        server.post(path + "/branches", alice, "{\"new_branch_name\":\"HEAD\"}").is(422);
        server.post(path + "/branches", alice, "{\"new_branch_name\":\"-x\"}").is(422);
        server.post(path + "/branches", alice, "{\"new_branch_name\":\"x\",\"old_ref_name\":\"none\"}")
                .is(404);
        server.post(path + "/branches", alice, "{}").is(422);
        server.call("PATCH", path + "/branches/deep/er", alice, "{\"name\":\"flat\"}")
                .is(204);
        server.get(path + "/branches/deep/er", "").is(404);
        server.call("PATCH", path + "/branches/none", alice, "{\"name\":\"x\"}").is(404);
        server.call("PATCH", path + "/branches/flat", alice, "{\"name\":\"side\"}")
                .is(422);
        server.call("PATCH", path + "/branches/flat", alice, "{\"name\":\"x y\"}")
                .is(422);
        server.call("DELETE", path + "/branches/flat", alice, "").is(204);
        server.call("DELETE", path + "/branches/flat", alice, "").is(404);
        server.call("DELETE", path + "/branches/main", alice, "").is(403);
        assertThat(server.node.refs().examine(repo)).isEmpty();
    }

    @Test
    void the_default_branch_goes_by_its_new_name() {
        server.call("PATCH", path + "/branches/main", alice, "{\"name\":\"trunk\"}")
                .is(204);
        assertThat(server.get(path, "").json().path("default_branch").textValue())
                .isEqualTo("trunk");
        assertThat(server.get(path + "/branches", "").json().findValuesAsText("name"))
                .doesNotContain("main");
        assertThat(server.get(path + "/contents", "").is(200).json()).hasSize(2);
        assertThat(server.node
                        .refs()
                        .examine(server.node.repos().byId(repo.id()).orElseThrow()))
                .isEmpty();
    }

    @Test
    void an_empty_repository_answers_too() {
        server.empty("void", false);
        assertThat(server.get("/repos/alice/void/branches", "").is(200).json()).isEmpty();
        assertThat(server.get("/repos/alice/void/tags", "").is(200).json()).isEmpty();
        assertThat(server.get("/repos/alice/void/contents", "").is(200).json()).isEmpty();
        assertThat(server.get("/repos/alice/void/languages", "").is(200).json()).isEmpty();
        assertThat(server.get("/repos/alice/void/git/refs", "").is(200).json()).isEmpty();
        server.get("/repos/alice/void/commits", "").is(409);
        server.get("/repos/alice/void/git/trees/main", "").is(404);
        server.get("/repos/alice/void/archive/main.zip", "").is(404);
        server.post("/repos/alice/void/branches", alice, "{\"new_branch_name\":\"x\"}")
                .is(404);
        server.post("/repos/alice/void/tags", alice, "{\"tag_name\":\"x\"}").is(404);
        server.post("/repos/alice/void/contents/a.txt", alice, "{\"content\":\"YQ==\"}")
                .is(201);
        assertThat(server.get("/repos/alice/void/contents", "").json()).hasSize(1);
    }

    @Test
    void tags_are_light_or_annotated() {
        var light = server.post(path + "/tags", alice, "{\"tag_name\":\"v2\",\"target\":\"side\"}")
                .is(201)
                .json();
        assertThat(light.path("id").textValue()).isEqualTo(head());
        assertThat(light.path("message").textValue()).isEmpty();
        var heavy = server.post(path + "/tags", alice, "{\"tag_name\":\"v3/rc\",\"message\":\"Third\"}")
                .is(201)
                .json();
        String object = heavy.path("id").textValue();
        assertThat(object).isNotEqualTo(head());
        assertThat(heavy.path("commit").path("sha").textValue()).isEqualTo(head());
        var annotated = server.get(path + "/git/tags/" + object, "").is(200);
        assertThat(annotated.json().path("message").textValue()).isEqualTo("Third\n");
        assertThat(annotated.json().path("tagger").path("email").textValue()).isEqualTo("alice@example.org");
        assertThat(annotated.json().path("object").path("sha").textValue()).isEqualTo(head());
        server.get(path + "/git/tags/" + object, "", "If-None-Match", annotated.header("ETag"))
                .is(304);
        server.get(path + "/git/tags/" + head(), "").is(404);
        assertThat(server.get(path + "/tags", "").is(200).json().findValuesAsText("name"))
                .containsExactly("v3/rc", "v2", "v1");
        server.get(path + "/tags/v3/rc", "").is(200);
        server.get(path + "/tags/none", "").is(404);
        server.post(path + "/tags", alice, "{\"tag_name\":\"v2\"}").is(409);
        server.post(path + "/tags", alice, "{\"tag_name\":\"v2..\"}").is(422);
        server.post(path + "/tags", alice, "{\"tag_name\":\"v2..\",\"message\":\"m\"}")
                .is(422);
        server.post(path + "/tags", alice, "{\"tag_name\":\"v9\",\"target\":\"none\"}")
                .is(404);
        server.post(path + "/tags", alice, "{}").is(422);
        server.call("DELETE", path + "/tags/v3/rc", alice, "").is(204);
        server.call("DELETE", path + "/tags/v3/rc", alice, "").is(404);
        assertThat(server.node.refs().examine(repo)).isEmpty();
    }

    @Test
    void commits_are_counted_and_filtered() {
        for (int i = 0; i < 5; i++) server.write(repo, "main", "more/" + i, "x\n");
        var page = server.get(path + "/commits?limit=3&page=2", "").is(200);
        assertThat(page.header("X-Total-Count")).isEqualTo("7");
        assertThat(page.header("X-HasMore")).isEqualTo("true");
        assertThat(page.json()).hasSize(3);
        var newest = server.get(path + "/commits?limit=1", "").json().path(0);
        assertThat(newest.path("sha").textValue()).isEqualTo(head());
        assertThat(newest.path("commit").path("message").textValue()).isEqualTo("Add more/4\n");
        assertThat(newest.path("files").path(0).path("filename").textValue()).isEqualTo("more/4");
        assertThat(newest.path("files").path(0).path("status").textValue()).isEqualTo("added");
        assertThat(newest.path("stats").path("additions").intValue()).isEqualTo(1);
        var plain = server.get(path + "/commits?limit=1&stat=false&files=false&verification=false", "")
                .json()
                .path(0);
        assertThat(plain.has("stats")).isFalse();
        assertThat(plain.has("files")).isFalse();
        assertThat(server.get(path + "/commits?path=more", "").header("X-Total-Count"))
                .isEqualTo("5");
        assertThat(server.get(path + "/commits?path=more/3", "").header("X-Total-Count"))
                .isEqualTo("1");
        assertThat(server.get(path + "/commits?sha=side", "").header("X-Total-Count"))
                .isEqualTo("2");
        assertThat(server.get(path + "/commits?not=side", "").header("X-Total-Count"))
                .isEqualTo("5");
        assertThat(server.get(path + "/commits?until=2001-01-01T00:00:00Z", "").header("X-Total-Count"))
                .isEqualTo("0");
        assertThat(server.get(path + "/commits?since=2001-01-01T00:00:00Z", "").header("X-Total-Count"))
                .isEqualTo("7");
        server.get(path + "/commits?sha=none", "").is(404);
        server.get(path + "/commits?path=../x", "").is(404);
        server.get(path + "/commits?since=yesterday", "").is(422);
        var one = server.get(path + "/git/commits/" + head(), "").is(200).json();
        assertThat(one.path("parents")).hasSize(1);
        assertThat(one.path("commit").path("verification").path("reason").textValue())
                .isEqualTo("gpg.error.not_signed_commit");
        server.get(path + "/git/commits/" + "1".repeat(40), "").is(404);
        var compared = server.get(path + "/compare/side...main", "").is(200).json();
        assertThat(compared.path("total_commits").intValue()).isEqualTo(5);
        server.get(path + "/compare/side", "").is(404);
        server.get(path + "/compare/none...main", "").is(404);
    }

    @Test
    void a_signed_commit_is_verified_and_names_no_address_that_it_does_not() throws Exception {
        boolean there = Files.isExecutable(Path.of("/usr/bin/ssh-keygen"));
        if (System.getenv("CI") != null)
            assertThat(there).as("CI needs ssh-keygen").isTrue();
        Assumptions.assumeTrue(there, "skipped: no ssh-keygen here");
        var key = data.resolve("key-" + repo.name());
        ran("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key.toString());
        server.node.sshKeys().add(server.rita, "laptop", Files.readString(data.resolve(key.getFileName() + ".pub")));
        for (String author : List.of("rita", "alice")) {
            var folder = data.resolve("signed-" + author + repo.name()).toString();
            String remote = server.web.localUrl().toString().replace("://", "://alice:" + alice.substring(6) + "@");
            ran("git", "clone", "-q", remote + "/alice/" + repo.name() + ".git", folder);
            ran(
                    "git",
                    "-C",
                    folder,
                    "-c",
                    "user.name=" + author,
                    "-c",
                    "user.email=" + author + "@example.org",
                    "-c",
                    "gpg.format=ssh",
                    "-c",
                    "user.signingkey=" + key,
                    "commit",
                    "-q",
                    "--allow-empty",
                    "-S",
                    "-m",
                    "Signed");
            ran("git", "-C", folder, "push", "-q", "origin", "HEAD:main");
            var commit =
                    server.get(path + "/commits?limit=1", "").is(200).json().path(0);
            var verification = commit.path("commit").path("verification");
            boolean own = author.equals("rita");
            assertThat(verification.path("verified").booleanValue()).isEqualTo(own);
            assertThat(verification.path("signature").textValue()).startsWith("-----BEGIN SSH SIGNATURE");
            assertThat(verification.path("payload").textValue())
                    .contains("author " + author)
                    .doesNotContain("gpgsig");
            assertThat(verification.path("signer").path("username").textValue()).isEqualTo("rita");
            assertThat(verification.path("signer").path("email").textValue())
                    .isEqualTo(own ? "rita@example.org" : "rita@noreply.invalid");
            assertThat(commit.path("author").path("login").textValue()).isEqualTo(own ? "rita" : null);
        }
    }

    @Test
    void files_and_folders_are_read_at_any_commit() {
        var folder = server.get(path + "/contents", "").is(200).json();
        assertThat(folder.findValuesAsText("type")).containsExactly("file", "dir");
        assertThat(folder.path(0).path("content").isNull()).isTrue();
        var file = server.get(path + "/contents/docs/a.txt?ref=v1", "").is(200).json();
        assertThat(ApiServer.text(file.path("content"))).isEqualTo("a\n");
        assertThat(file.path("encoding").textValue()).isEqualTo("base64");
        assertThat(server.get(path + "/contents/docs%2Fa.txt", "").is(200).json())
                .isEqualTo(server.get(path + "/contents/docs/a.txt", "").json());
        assertThat(server.get(path + "/contents/docs", "").is(200).json()).hasSize(1);
        server.get(path + "/contents/none", "").is(404);
        server.get(path + "/contents/README.md?ref=none", "").is(404);
        server.get(path + "/contents/README.md/x", "").is(404);
    }

    @Test
    void raw_files_are_bytes_that_do_not_run() {
        server.write(repo, "main", "x.html", "<script>");
        var raw = server.get(path + "/raw/x.html", "").is(200);
        assertThat(raw.text()).isEqualTo("<script>");
        assertThat(raw.header("Content-Type")).startsWith("text/plain");
        assertThat(raw.header("Content-Security-Policy")).contains("default-src 'none'", "; sandbox");
        assertThat(raw.header("Cache-Control")).isEqualTo("public, no-cache");
        server.get(path + "/raw/x.html", "", "If-None-Match", raw.header("ETag"))
                .is(304);
        assertThat(server.get(path + "/media/x.html?ref=" + head(), "").is(200).header("Cache-Control"))
                .contains("immutable");
        server.get(path + "/raw/docs", "").is(404);
        server.get(path + "/raw/none", "").is(404);
    }

    @Test
    void archives_hold_the_files_and_a_bundle_the_history() throws IOException, InterruptedException {
        var zip = server.get(path + "/archive/main.zip", "").is(200);
        assertThat(zip.header("Content-Disposition")).contains(repo.name() + "-main.zip");
        var names = new ArrayList<String>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip.response().body()))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) names.add(entry.getName());
        }
        assertThat(names).contains(repo.name() + "/README.md", repo.name() + "/docs/a.txt");
        server.get(path + "/archive/main.zip", "", "If-None-Match", zip.header("ETag"))
                .is(304);
        var tar = server.get(path + "/archive/" + head() + ".tar.gz", "").is(200);
        assertThat(tar.header("Cache-Control")).contains("immutable");
        assertThat(server.get(path + "/archive/" + head() + ".tar.gz", "")
                        .response()
                        .body())
                .isEqualTo(tar.response().body());
        var packed = data.resolve(repo.name() + ".tar.gz");
        Files.write(packed, tar.response().body());
        assertThat(ran("tar", "-tvzf", packed.toString())).contains("docs/a.txt", "-rw-r--r-- root/root");
        assertThat(ran("sh", "-c", "gzip -dc " + packed + " | git get-tar-commit-id")
                        .strip())
                .isEqualTo(head());
        var bundle = server.get(path + "/archive/main.bundle", "").is(200);
        var file = data.resolve(repo.name() + ".bundle");
        Files.write(file, bundle.response().body());
        ran(
                "git",
                "clone",
                "-q",
                "-b",
                "main",
                file.toString(),
                data.resolve(repo.name()).toString());
        assertThat(data.resolve(repo.name()).resolve("docs/a.txt")).hasContent("a");
        server.get(path + "/archive/none.zip", "").is(404);
        server.get(path + "/archive/main.rar", "").is(404);
    }

    private static String ran(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    @Test
    void refs_trees_and_blobs_are_found() {
        assertThat(server.get(path + "/git/refs", "").is(200).json().findValuesAsText("ref"))
                .containsExactly("refs/heads/main", "refs/heads/side", "refs/tags/v1");
        assertThat(server.get(path + "/git/refs/heads", "").is(200).json()).hasSize(2);
        assertThat(server.get(path + "/git/refs/heads/main", "")
                        .is(200)
                        .json()
                        .path("object")
                        .path("sha")
                        .textValue())
                .isEqualTo(head());
        server.get(path + "/git/refs/rad", "").is(404);
        server.get(path + "/git/refs/namespaces", "").is(404);
        var flat = server.get(path + "/git/trees/main", "").is(200).json();
        assertThat(flat.path("tree").findValuesAsText("path")).containsExactly("README.md", "docs");
        var tree = server.get(path + "/git/trees/" + flat.path("sha").textValue() + "?recursive=1", "")
                .is(200);
        assertThat(tree.json().path("tree").findValuesAsText("path"))
                .containsExactly("README.md", "docs", "docs/a.txt");
        assertThat(tree.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        var part = server.get(path + "/git/trees/main?recursive=true&per_page=2&page=1", "")
                .json();
        assertThat(part.path("tree")).hasSize(2);
        assertThat(part.path("truncated").booleanValue()).isTrue();
        assertThat(part.path("total_count").intValue()).isEqualTo(3);
        String id = tree.json().path("tree").path(2).path("sha").textValue();
        var blob = server.get(path + "/git/blobs/" + id, "").is(200);
        assertThat(ApiServer.text(blob.json().path("content"))).isEqualTo("a\n");
        server.get(path + "/git/blobs/" + id, "", "If-None-Match", blob.header("ETag"))
                .is(304);
        server.get(path + "/git/blobs/" + flat.path("sha").textValue(), "").is(404);
        server.get(path + "/git/blobs/none", "").is(404);
        server.get(path + "/git/blobs/" + "1".repeat(40), "").is(404);
        server.get(path + "/git/trees/" + id, "").is(404);
    }

    @Test
    void what_a_forced_push_took_away_is_gone_by_id_too() {
        var before = ObjectId.fromString(head());
        var secret = server.write(repo, "main", "secret.txt", "the password\n");
        String blob =
                server.get(path + "/contents/secret.txt", "").json().path("sha").textValue();
        String tree =
                server.get(path + "/git/trees/main", "").json().path("sha").textValue();
        server.get(path + "/git/blobs/" + blob, "").is(200);
        server.node
                .refs()
                .move(
                        repo,
                        new Origin.Here(server.alice.id()),
                        List.of(new RefMove("refs/heads/main", secret.name(), before.name())),
                        () -> {},
                        Optional.empty());
        server.get(path + "/git/blobs/" + blob, alice).is(404);
        server.get(path + "/git/trees/" + tree, alice).is(404);
        server.get(path + "/git/commits/" + secret.name(), alice).is(404);
        server.get(path + "/git/commits/" + secret.name().substring(0, 12), alice)
                .is(404);
        server.get(path + "/contents/secret.txt?ref=" + secret.name(), alice).is(404);
        server.get(path + "/archive/" + secret.name() + ".zip", alice).is(404);
        server.get(path + "/commits?sha=" + secret.name(), alice).is(404);
        server.post(path + "/branches", alice, "{\"new_branch_name\":\"x\",\"old_ref_name\":\"" + secret.name() + "\"}")
                .is(404);
        server.post(path + "/tags", alice, "{\"tag_name\":\"x\",\"target\":\"" + secret.name() + "\"}")
                .is(404);
    }

    @Test
    void what_lies_in_hidden_namespaces_is_not_given_out() throws IOException {
        try (var git = server.node.storage().open(repo.rid())) {
            var identity = git.exactRef("refs/rad/id").getObjectId();
            server.get(path + "/git/commits/" + identity.name(), alice).is(404);
            server.get(path + "/git/trees/" + identity.name(), alice).is(404);
        }
    }

    @Test
    void in_private_nothing_is_kept_by_others() {
        var hidden = server.filled("hidden" + made++, true);
        var blob = server.get("/repos/alice/" + hidden.name() + "/contents/README.md", alice)
                .is(200)
                .json();
        var answer = server.get(
                "/repos/alice/" + hidden.name() + "/git/blobs/"
                        + blob.path("sha").textValue(),
                alice);
        assertThat(answer.is(200).header("Cache-Control")).startsWith("private,");
        assertThat(server.get("/repos/alice/" + hidden.name(), alice).header("Cache-Control"))
                .isEqualTo("no-store");
    }
}
