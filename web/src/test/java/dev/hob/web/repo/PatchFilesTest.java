package dev.hob.web.repo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes as texts and histories as bundles, as the git client takes them.
class PatchFilesTest {
    @TempDir
    Path data;

    private RepoHouse house;
    private GitClient git;
    private String base = "";
    private String head = "";

    @BeforeEach
    void open() throws Exception {
        house = new RepoHouse(data.resolve("node"));
        git = new GitClient(data.resolve("work"));
        base = git.write("a.txt", "one\ntwo\n").write("gone.txt", "gone\n").commit("Alice", "Begin");
        git.git("checkout", "-q", "-b", "topic");
        git.write("a.txt", "one\n2\n")
                .write("binary", "\0\1\2" + "x".repeat(500))
                .commit("Bob", "Change\n\nAnd say why.");
        git.git("rm", "-q", "gone.txt");
        head = git.write("b/c.txt", "no end").commit("Carol", "T\u00e9");
        git.git("checkout", "-q", "main");
        git.push(house, "alice/tea");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Path fetched(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(house.url().replaceFirst("/$", "") + path))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            return Files.write(Files.createTempFile(data, "fetched", ".bin"), answer.body());
        }
    }

    private String treeAfter(String... words) throws Exception {
        git.git("reset", "-q", "--hard", base);
        git.git(words);
        git.git("add", "-A");
        return git.git("write-tree").strip();
    }

    private String tree(String commit) throws Exception {
        return git.git("rev-parse", commit + "^{tree}").strip();
    }

    @Test
    void git_takes_one_commit_and_what_lies_between_two_branches() throws Exception {
        String middle = git.git("rev-parse", head + "^").strip();
        assertThat(treeAfter(
                        "apply",
                        fetched("/alice/tea/commit/" + middle + ".diff").toString()))
                .isEqualTo(tree(middle));
        assertThat(treeAfter(
                        "am",
                        "-q",
                        fetched("/alice/tea/commit/" + middle + ".patch").toString()))
                .isEqualTo(tree(middle));
        assertThat(git.git("log", "-1", "--format=%an %s%n%b")).isEqualTo("Bob Change\nAnd say why.\n\n");
        assertThat(treeAfter(
                        "apply", fetched("/alice/tea/compare/main...topic.diff").toString()))
                .isEqualTo(tree(head));
        assertThat(treeAfter(
                        "am",
                        "-q",
                        fetched("/alice/tea/compare/main...topic.patch").toString()))
                .isEqualTo(tree(head));
        assertThat(git.git("log", "--format=%an %s", base + "..")).isEqualTo("Carol T\u00c3\u00a9\nBob Change\n");
        assertThat(Files.readString(fetched("/alice/tea/commit/" + base.substring(0, 10) + ".patch"), ISO_8859_1))
                .startsWith("From " + base)
                .contains("Subject: [PATCH] Begin", "+one");
    }

    @Test
    void git_takes_a_pull_request() throws Exception {
        var made = house.post("alice", "/alice/tea/pulls", "base", "main", "head", "topic", "title", "Take it");
        assertThat(made.statusCode()).isEqualTo(303);
        String page = made.headers().firstValue("Location").orElseThrow();
        assertThat(treeAfter("apply", fetched(page + ".diff").toString())).isEqualTo(tree(head));
        assertThat(treeAfter("am", "-q", fetched(page + ".patch").toString())).isEqualTo(tree(head));
        assertThat(house.page("", page)).contains("href=\"" + page + ".patch\"");
        assertThat(house.get("", "/alice/tea/pulls/77.diff").statusCode()).isEqualTo(404);
    }

    @Test
    void a_text_is_no_page_is_not_sent_twice_and_tells_a_stranger_nothing_private() throws Exception {
        List<String> texts = List.of(
                "/alice/tea/commit/" + head + ".patch",
                "/alice/tea/commit/" + head + ".diff",
                "/alice/tea/compare/main...topic.patch");
        for (String path : texts) {
            var answer = house.get("", path);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            String tag = answer.headers().firstValue("ETag").orElse("");
            assertThat(house.get("", path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        }
        for (String wrong : List.of(
                "/alice/tea/commit/" + "1".repeat(40) + ".patch",
                "/alice/tea/commit/.diff",
                "/alice/tea/compare/main...none.patch",
                "/alice/tea/compare/none...topic.diff",
                "/alice/tea/compare/main...topic.zip"))
            assertThat(house.get("", wrong).statusCode()).as(wrong).isEqualTo(404);
        house.node.edits().setPrivate(house.tea, house.alice, true);
        for (String path : texts) assertThat(house.get("", path).statusCode()).isEqualTo(404);
    }

    @Test
    void git_clones_from_a_bundle() throws Exception {
        assertThat(house.page("", "/alice/tea")).contains("href=\"/alice/tea/archive/main.bundle\"");
        var bundle = fetched("/alice/tea/archive/topic.bundle");
        var clone = data.resolve("clone");
        git.git("clone", "-q", "-b", "topic", bundle.toString(), clone.toString());
        assertThat(git.git("-C", clone.toString(), "log", "--format=%H"))
                .isEqualTo(git.git("log", "--format=%H", head));
        house.node.edits().setPrivate(house.tea, house.alice, true);
        assertThat(house.get("", "/alice/tea/archive/topic.bundle").statusCode())
                .isEqualTo(404);
    }
}
