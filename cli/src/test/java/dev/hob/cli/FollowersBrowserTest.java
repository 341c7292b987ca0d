package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What visitors from other servers, and owners of what is followed there, see in a real browser.
class FollowersBrowserTest {
    @TempDir
    Path folder;

    @Test
    void a_visitor_is_shown_the_way_and_an_answer_from_there_stands_on_the_page() throws Exception {
        try (var fedify = Fedify.start(folder.resolve("fedify"), Fedify.Knock.RFC_9421);
                var node = Served.federated(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            node.account("alice");
            String alice = "Authorization: token " + node.token("alice", "all");
            made(node, "/api/v1/user/repos", "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}", alice);
            made(node, "/api/v1/repos/alice/tea/issues", "{\"title\":\"Tea is cold\",\"body\":\"It is.\"}", alice);

            browser.go("/alice/tea");
            browser.look("followers-repository");
            browser.go("/alice/tea/follow");
            assertThat(browser.text()).contains("@alice.tea@" + node.url.getAuthority());
            browser.look("followers-follow");
            browser.fill("Or say who you are there", "nobody");
            browser.press("Show me the way");
            browser.look("followers-follow-wrong");

            String tea = fedify.does("look", Map.of("url", node.url + "/alice/tea"))
                    .path("id")
                    .asText();
            String follow =
                    fedify.does("follow", Map.of("target", tea)).path("id").asText();
            fedify.arrives("Accept", it -> it.toString().contains(follow));
            fedify.does(
                    "note",
                    Map.of(
                            "target",
                            tea,
                            "mention",
                            "@alice.tea@" + node.url.getAuthority(),
                            "inReplyTo",
                            tea + "/tickets/1",
                            "content",
                            "<p>Same <em>here</em>, since <code>v1</code>.</p><blockquote><p>It is.</p></blockquote>"));
            browser.signIn("alice", "/alice/tea/issues/1");
            for (int i = 0; i < 200 && !browser.text().contains("Same here"); i++) {
                Thread.sleep(100);
                browser.go("/alice/tea/issues/1");
            }
            assertThat(browser.text()).contains("Same here, since v1.", "@mia@127.0.0.1");
            browser.look("followers-answer");
            browser.go("/alice/tea/settings/followers");
            assertThat(browser.text()).contains("One account does.");
            browser.look("followers-settings");
            browser.calm();
        }
    }

    private static void made(Served node, String path, String body, String credentials) throws Exception {
        var answer = Wire.post(node.url, path, body.getBytes(UTF_8), credentials, "Content-Type: application/json");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }
}
