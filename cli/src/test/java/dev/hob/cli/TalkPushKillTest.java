package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that dies, as by `kill -9`, at each step of taking in what somebody wrote offline.
class TalkPushKillTest {
    private static final int KILLED = 137;
    private static final List<String> POINTS =
            List.of("intent:1", "pack:1", "pack:2", "objects:1", "ref:1", "ref:2", "log:1", "answer:1");

    @TempDir
    Path folder;

    @Test
    void what_was_pushed_is_there_once_whenever_the_node_died() throws IOException, InterruptedException {
        var data = folder.resolve("data");
        var bob = Launched.in(folder.resolve("bob"));
        var clone = folder.resolve("tea");
        try (var node = Served.start(data)) {
            node.account("alice");
            node.account("bob");
            bob.hob(folder, Served.PASSWORD, "login", node.url.toString(), "--account", "bob", "--password-stdin")
                    .ok();
            bob.hob(folder, "", "repo", "create", "tea", "--public", "--clone").ok();
            bob.hob(clone, "", "issue", "create", "-t", "It leaks", "-b", "").ok();
            bob.hob(clone, "", "issue", "fetch").ok();
        }
        var logins = new ObjectMapper()
                .readTree(bob.home().resolve(".config/hob/logins.json").toFile());
        String nid = logins.path("logins")
                .path(0)
                .path("device")
                .path("did")
                .textValue()
                .replace("did:key:", "");
        String id = new ObjectMapper()
                .readTree(bob.hob(clone, "", "issue", "list", "--offline", "--json")
                        .ok())
                .path(0)
                .path("id")
                .textValue();
        String own = "refs/namespaces/" + nid + "/*";
        int said = 0;
        for (String point : POINTS) {
            said++;
            bob.hob(clone, "", "issue", "comment", id, "-b", "At " + point, "--offline")
                    .ok();
            try (var node = Served.start(data, "-Dhob.kill=" + point)) {
                String url = node.remote("bob", Served.PASSWORD, "bob/tea");
                assertThat(bob.git(clone, "push", url, own + ":" + own).status())
                        .as(point)
                        .isNotZero();
                assertThat(node.waitFor()).as(point).isEqualTo(KILLED);
            }
            try (var node = Served.start(data)) {
                String url = node.remote("bob", Served.PASSWORD, "bob/tea");
                bob.git(clone, "push", "-q", url, own + ":" + own).ok();
                var comments = Wire.ask(
                        node.url,
                        "GET",
                        "/api/v1/repos/bob/tea/issues/1/comments?limit=50",
                        Wire.basic("bob", Served.PASSWORD));
                assertThat(new ObjectMapper().readTree(comments.body()))
                        .as(point)
                        .hasSize(said);
                var feeds = Wire.ask(
                        node.url,
                        "GET",
                        "/api/v1/repos/bob/tea/activities/feeds?limit=50",
                        Wire.basic("bob", Served.PASSWORD));
                assertThat(new ObjectMapper()
                                .readTree(feeds.body()).findValuesAsText("op_type").stream()
                                        .filter("comment_issue"::equals))
                        .as(point + ": once in the log")
                        .hasSize(said);
                assertThat(node.hob("", "doctor").ok()).as(point).isNotNull();
            }
        }
    }
}
