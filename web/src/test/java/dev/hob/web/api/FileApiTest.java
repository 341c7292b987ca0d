package dev.hob.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files, written.
class FileApiTest {
    @TempDir
    static Path data;

    private static ApiServer server;
    private static String alice;
    private static String will;
    private static int made;
    private Repo repo;
    private String path;

    @BeforeAll
    static void start() {
        server = new ApiServer(data);
        alice = server.token(server.alice);
        will = server.token(server.will);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fill() {
        repo = server.filled("tea" + made++, false);
        path = "/repos/alice/" + repo.name() + "/contents";
    }

    private String sha(String file) {
        return server.get(path + "/" + file, "").is(200).json().path("sha").textValue();
    }

    private static String content(String text) {
        return "\"content\":\"" + ApiServer.base64(text) + "\"";
    }

    @Test
    void a_writers_file_is_a_commit_of_theirs_signed_and_in_the_log() throws IOException {
        var made = server.post(path + "/src/new.txt", will, "{" + content("new\n") + "}")
                .is(201)
                .json();
        assertThat(made.path("content").path("path").textValue()).isEqualTo("src/new.txt");
        assertThat(made.path("commit").path("message").textValue()).isEqualTo("Add src/new.txt\n");
        assertThat(made.path("commit").path("author").path("name").textValue()).isEqualTo("will");
        assertThat(server.get(path.replace("/contents", "/raw/src/new.txt"), "").text())
                .isEqualTo("new\n");
        assertThat(server.node.refs().examine(repo)).isEmpty();
        var last = server.node.log().after(server.node.log().head() - 1, 10).getFirst();
        assertThat(last.origin().toString()).contains(server.will.id());
        try (var git = server.node.storage().open(repo.rid());
                var walk = new RevWalk(git)) {
            var tip = walk.parseCommit(server.node.refs().view(repo).headId().orElseThrow());
            assertThat(tip.getCommitterIdent().getEmailAddress()).isEqualTo("will@example.org");
        }
    }

    @Test
    void a_file_is_changed_moved_and_deleted() {
        var changed = server.call(
                        "PUT",
                        path + "/README.md",
                        alice,
                        "{" + content("# Coffee\n") + ",\"sha\":\"" + sha("README.md") + "\",\"message\":\"Wake up\"}")
                .is(200)
                .json();
        assertThat(changed.path("commit").path("message").textValue()).isEqualTo("Wake up");
        assertThat(ApiServer.text(changed.path("content").path("content"))).isEqualTo("# Coffee\n");
        server.call(
                        "PUT",
                        path + "/guide/start.md",
                        alice,
                        "{" + content("b\n") + ",\"from_path\":\"docs/a.txt\",\"sha\":\"" + sha("docs/a.txt") + "\"}")
                .is(200);
        server.get(path + "/docs", "").is(404);
        server.get(path + "/guide/start.md", "").is(200);
        server.call("PUT", path + "/fresh.txt", alice, "{" + content("made") + "}")
                .is(200);
        var gone = server.call("DELETE", path + "/README.md", alice, "{\"sha\":\"" + sha("README.md") + "\"}")
                .is(200)
                .json();
        assertThat(gone.path("content").isNull()).isTrue();
        server.get(path + "/README.md", "").is(404);
        assertThat(server.node.refs().examine(repo)).isEmpty();
    }

    @Test
    void what_cannot_be_written_says_why_and_changes_nothing() {
        var before = server.node.refs().view(repo).refs();
        String some = content("x");
        String stale = ",\"sha\":\"" + "1".repeat(40) + "\"}";
        server.post(path + "/README.md", alice, "{" + some + "}").is(422);
        server.call("PUT", path + "/README.md", alice, "{" + some + "}").is(422);
        server.call("PUT", path + "/README.md", alice, "{" + some + stale).is(422);
        server.call("PUT", path + "/none", alice, "{" + some + stale).is(404);
        server.call("PUT", path + "/docs", alice, "{" + some + stale).is(404);
        server.call("PUT", path + "/README.md", alice, "{" + some + ",\"sha\":\"short\"}")
                .is(422);
        server.call("DELETE", path + "/README.md", alice, "{\"sha\":\"" + "1".repeat(40) + "\"}")
                .is(422);
        server.call("DELETE", path + "/none", alice, "{\"sha\":\"" + "1".repeat(40) + "\"}")
                .is(404);
        server.call("DELETE", path + "/README.md", alice, "{}").is(422);
        server.post(path + "/a", alice, "{\"content\":\"no base64!\"}").is(422);
        server.post(path + "/a", alice, "{}").is(422);
        server.post(path + "/README.md/below", alice, "{" + some + "}").is(422);
        server.post(path + "/docs", alice, "{" + some + "}").is(422);
        server.post(path + "/a", alice, "{" + some + ",\"branch\":\"none\"}").is(404);
        server.post(path + "/a", alice, "{" + some + ",\"new_branch\":\"side\"}")
                .is(422);
        server.post(path + "/a", alice, "{" + some + ",\"new_branch\":\"a..b\"}")
                .is(422);
        server.post(path + "/a", alice, "{" + some + ",\"dates\":{\"author\":\"soon\"}}")
                .is(422);
        for (String trick :
                new String[] {".git/config", "x/.git", ".GIT/hooks/x", "a/.git%20/b", "git~1/x", "x/../y", "a//b"})
            server.post(path + "/" + trick, alice, "{" + some + "}").is(422);
        server.post(
                        path + "/.gitmodules",
                        alice,
                        "{" + content("[submodule \"x\"]\n\tpath = x\n\turl = -u./evil\n") + "}")
                .is(422);
        assertThat(server.node.refs().view(repo).refs()).isEqualTo(before);
    }

    @Test
    void a_commit_can_make_a_branch_and_name_others_and_other_times() {
        var made = server.post(
                        path + "/a",
                        alice,
                        "{" + content("x")
                                + ",\"branch\":\"side\",\"new_branch\":\"topic/one\",\"author\":{\"name\":\"Eve\",\"email\":\"eve@example.org\"},"
                                + "\"dates\":{\"author\":\"2020-02-03T04:05:06+01:00\",\"committer\":\"2021-02-03T04:05:06Z\"}}")
                .is(201)
                .json()
                .path("commit");
        assertThat(made.path("author").path("name").textValue()).isEqualTo("Eve");
        assertThat(made.path("committer").path("name").textValue()).isEqualTo("Eve");
        assertThat(made.path("author").path("date").textValue()).isEqualTo("2020-02-03T03:05:06Z");
        assertThat(made.path("committer").path("date").textValue()).isEqualTo("2021-02-03T04:05:06Z");
        server.get(path + "/a", "").is(404);
        server.get(path + "/a?ref=topic/one", "").is(200);
    }

    @Test
    void several_files_are_one_commit_or_none() {
        String readme = sha("README.md");
        String body = "{\"files\":["
                + "{\"operation\":\"create\",\"path\":\"b/c.txt\"," + content("c") + "},"
                + "{\"operation\":\"update\",\"path\":\"README.md\",\"sha\":\"" + readme + "\"," + content("new") + "},"
                + "{\"operation\":\"upload\",\"path\":\"docs/b.txt\"," + content("b") + "},"
                + "{\"operation\":\"upload\",\"path\":\"docs/b2.txt\"," + content("b") + "},"
                + "{\"operation\":\"delete\",\"path\":\"docs/a.txt\",\"sha\":\"" + sha("docs/a.txt") + "\"}]}";
        int before = Integer.parseInt(
                server.get(path.replace("/contents", "/commits"), "").header("X-Total-Count"));
        var made = server.post(path, will, body).is(201).json();
        assertThat(made.path("files")).hasSize(5);
        assertThat(made.path("files").path(4).isNull()).isTrue();
        assertThat(server.get(path.replace("/contents", "/commits"), "").header("X-Total-Count"))
                .isEqualTo(String.valueOf(before + 1));
        server.get(path + "/docs/a.txt", "").is(404);
        server.post(path, will, body).is(422);
        for (String wrong : new String[] {
            "{\"files\":[]}",
            "{}",
            "{\"files\":[{\"operation\":\"fly\",\"path\":\"x\"}]}",
            "{\"files\":[{\"operation\":\"create\",\"path\":\"x\"}]}",
            "{\"files\":[{\"operation\":\"update\",\"path\":\"x\"," + content("x") + "}]}",
            "{\"files\":[{\"operation\":\"delete\",\"path\":\"README.md\"}]}",
            "{\"files\":[{\"operation\":\"create\",\"path\":\"../x\"," + content("x") + "}]}",
            "{\"files\":[{\"operation\":\"create\",\"path\":\"ok\"," + content("x")
                    + "},{\"operation\":\"create\",\"path\":\"README.md\"," + content("x") + "}]}",
        }) server.post(path, will, wrong).is(422);
        server.get(path + "/ok", "").is(404);
    }

    @Test
    void an_executable_stays_one_and_names_may_be_strange() {
        String name = "%E2%98%95%20%3Cb%3E%22%27%3F%23.txt";
        server.post(path + "/" + name, alice, "{" + content("hot") + "}").is(201);
        assertThat(server.get(path + "/" + name, "").is(200).json().path("name").textValue())
                .isEqualTo("☕ <b>\"'?#.txt");
    }

    @Test
    void writers_at_the_same_moment_all_get_in_when_they_write_to_different_files() throws Exception {
        var calls = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 4; i++) {
            String file = "at-once-" + i;
            calls.add(() -> server.post(path + "/" + file, will, "{" + content(file) + "}")
                    .status());
        }
        try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : crowd.invokeAll(calls)) assertThat(answer.get()).isEqualTo(201);
        }
        assertThat(server.get(path, "").json()).hasSize(6);
    }

    @Test
    void of_writers_to_the_same_file_one_wins() throws Exception {
        String body = "{" + content("mine") + ",\"sha\":\"" + sha("README.md") + "\"}";
        var calls = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 4; i++) {
            String mine = body.replace(ApiServer.base64("mine"), ApiServer.base64("mine " + i));
            calls.add(() -> server.call("PUT", path + "/README.md", will, mine).status());
        }
        var statuses = new ArrayList<Integer>();
        try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : crowd.invokeAll(calls)) statuses.add(answer.get());
        }
        assertThat(statuses).containsOnlyOnce(200).allMatch(status -> status == 200 || status == 422);
    }
}
