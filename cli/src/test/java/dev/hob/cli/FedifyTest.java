package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Somebody on a server that is not ours, with a repository here. Each of the two verifies what the other signs: Fedify
/// drops what it cannot, and nothing it says becomes anything here unless it was proved.
class FedifyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Served node;
    private String alice;

    private void start() throws IOException {
        node = Served.federated(folder.resolve("data"));
        node.account("alice");
        alice = "Authorization: token " + node.token("alice", "all");
        api("POST", "/user/repos", "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}");
    }

    @AfterEach
    void stop() throws IOException {
        if (node == null) return;
        try (var served = node) {
            Wholeness.check(served);
        }
    }

    private JsonNode api(String method, String path, String body) throws IOException {
        var answer = Wire.send(
                node.url, method, "/api/v1" + path, body.getBytes(UTF_8), alice, "Content-Type: application/json");
        assertThat(answer.status())
                .as(method + " " + path + ": " + answer.body())
                .isBetween(200, 299);
        return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    }

    private JsonNode awaits(String path, Predicate<JsonNode> holds) throws Exception {
        var last = api("GET", path, "");
        for (int i = 0; i < 300 && !holds.test(last); i++) {
            Thread.sleep(100);
            last = api("GET", path, "");
        }
        assertThat(holds.test(last)).as(path + ": " + last).isTrue();
        return last;
    }

    private static boolean says(JsonNode activity, String text) {
        return activity.toString().contains(text);
    }

    @ParameterizedTest
    @EnumSource(Fedify.Knock.class)
    void mia_follows_a_repository_reads_what_happens_answers_and_takes_it_back(Fedify.Knock knock) throws Exception {
        try (var fedify = Fedify.start(folder.resolve("fedify"), knock)) {
            start();
            String page = node.url + "/alice/tea";
            var repository = fedify.does("look", Map.of("url", page));
            assertThat(repository.path("type").toString()).contains("Group");
            String tea = repository.path("id").asText();
            assertThat(tea).startsWith(node.url + "/r/");

            String follow =
                    fedify.does("follow", Map.of("target", tea)).path("id").asText();
            fedify.arrives("Accept", it -> says(it, follow));

            api("POST", "/repos/alice/tea/issues", "{\"title\":\"Tea is cold\",\"body\":\"It **is**.\"}");
            var told = fedify.arrives("Announce", it -> says(it, "/tickets/1"));
            String ticket = told.path("object").isTextual()
                    ? told.path("object").asText()
                    : told.path("object").path("id").asText();
            var read = fedify.does("look", Map.of("url", ticket));
            assertThat(read.toString()).contains("Tea is cold", "<strong>is</strong>");

            String mention = "@alice.tea@" + node.url.getAuthority();
            String reply = fedify.does(
                            "note",
                            Map.of(
                                    "target",
                                    tea,
                                    "mention",
                                    mention,
                                    "inReplyTo",
                                    ticket,
                                    "content",
                                    "<p>Same <em>here</em>.</p><script>alert(1)</script>"))
                    .path("id")
                    .asText();
            String comments = "/repos/alice/tea/issues/1/comments";
            var said = awaits(comments, it -> it.size() == 1).get(0);
            assertThat(said.path("body").asText())
                    .contains("Same")
                    .contains("here")
                    .doesNotContain("alert");
            assertThat(said.path("user").path("login").asText()).startsWith("mia@127.0.0.1");

            fedify.does("edit", Map.of("target", tea, "note", reply, "content", "<p>Not any more.</p>"));
            awaits(comments, it -> it.get(0).path("body").asText().contains("Not any more"));

            String like = fedify.does("like", Map.of("target", tea, "object", ticket))
                    .path("id")
                    .asText();
            awaits("/repos/alice/tea/issues/1/reactions", it -> it.size() == 1);
            fedify.does("unlike", Map.of("target", tea, "object", ticket, "like", like));
            awaits("/repos/alice/tea/issues/1/reactions", JsonNode::isEmpty);

            api("POST", comments, "{\"body\":\"I put the kettle on.\"}");
            var answer = fedify.arrives("Create", it -> says(it, "I put the kettle on."));
            assertThat(answer.path("actor").asText()).isEqualTo(node.url + "/u/alice");

            fedify.does("delete", Map.of("target", tea, "note", reply));
            awaits(comments, it -> !it.toString().contains("Not any more"));

            api(
                    "POST",
                    "/repos/alice/tea/releases",
                    "{\"tag_name\":\"v1\",\"name\":\"First\",\"target_commitish\":\"main\"}");
            fedify.arrives("Create", it -> says(it, "First"));
            api("PATCH", "/repos/alice/tea/issues/1", "{\"state\":\"closed\"}");
            fedify.arrives("Create", it -> says(it, ">#1 Tea is cold</a>") && says(it, "Closed"));

            fedify.does("unfollow", Map.of("target", tea, "follow", follow));
            assertThat(fedify.received()).noneMatch(it -> it.has("error"));
        }
    }
}
