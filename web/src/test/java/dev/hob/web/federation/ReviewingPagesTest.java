package dev.hob.web.federation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.hob.federation.actor.CodeLines;
import dev.hob.federation.remote.Fetched;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.people.Person;
import dev.hob.web.Federated;
import dev.hob.web.Guest;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The changes of a pull request on a server that says of them what it likes.
class ReviewingPagesTest {
    private static final String TRICK = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>";
    private static final String HEAD = "a".repeat(40);
    private static final String DIFF = """
            diff --git a/tea.txt b/tea.txt
            --- a/tea.txt
            +++ b/tea.txt
            @@ -10,3 +10,3 @@ class <b>
             hot
            -weak
            +strong
             sweet
            """;

    @TempDir
    Path folder;

    private Federated node;
    private HttpServer server;
    private Guest luke;
    private Person person;
    private Id pull;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String type = "text/plain; charset=utf-8";
    private volatile byte[] answer = DIFF.getBytes(UTF_8);

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, answer.length);
            try (var body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        server.start();
        node = new Federated(folder.resolve("node"));
        person = node.person("luke");
        luke = node.guest("luke");
        pull = new Id(origin() + "/pulls/1");
        learn(HEAD, origin() + "/page/1");
    }

    @AfterEach
    void close() {
        node.close();
        server.stop(0);
    }

    private String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void learn(String head, String page) {
        node.federation.across().finder().learn(new Fetched.Found(pull, ticket(head, page)));
    }

    private ObjectNode ticket(String head, String page) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("@context", "https://www.w3.org/ns/activitystreams").put("id", pull.value());
        json.put("type", "Ticket").put("context", origin() + "/r").put("attributedTo", origin() + "/u/alice");
        json.put("name", "Steep " + TRICK).put("summary", "Steep").put("content", "<p>Longer.</p>");
        json.put("url", page);
        json.putArray("to").add(Vocabulary.PUBLIC);
        var offer = json.putArray("attachment").addObject();
        offer.put("type", "Offer");
        offer.putObject("origin")
                .put("type", "Branch")
                .put("ref", "refs/heads/fix")
                .put("hash", head);
        offer.put("target", origin() + "/r");
        return json;
    }

    private String shown(String more, int expected) throws Exception {
        var page = luke.get("/-/elsewhere/changes?it=" + pull.value() + more);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(expected);
        String ours = "<script type=\"module\" src=\"/-/hob.js\"></script>";
        assertThat(page.body()
                        .replaceAll("(?s)<input[^>]*name=\"csrf\"[^>]*>", "")
                        .replace(ours, ""))
                .doesNotContain("<script", "<img src=x", "class <b>");
        return page.body();
    }

    private int says(String line, String how, String head, String body) throws Exception {
        return says(line, line, line, how, head, body);
    }

    private int says(String line, String from, String to, String how, String head, String body) throws Exception {
        return luke.post(
                        "/-/elsewhere/changes/remark",
                        "it",
                        pull.value(),
                        "head",
                        head,
                        "file",
                        "1",
                        "side",
                        "new",
                        "line",
                        line,
                        "from",
                        from,
                        "to",
                        to,
                        "how",
                        how,
                        "body",
                        body)
                .statusCode();
    }

    private int kept() {
        return node.federation.across().reviewing().pending().of(person, pull).size();
    }

    @Test
    void its_lines_are_shown_and_asked_for_once() throws Exception {
        assertThat(shown("", 200)).contains("tea.txt", ">weak</td>", "1 file changed");
        assertThat(shown("&view=split", 200)).contains("split");
        assertThat(asked).containsExactly("/page/1.diff");
        assertThat(shown("&file=1&side=new&line=11", 200)).contains("id=\"say\"", "name=\"from\" value=\"11\"");
        assertThat(shown("&file=1&side=new&line=500", 200)).doesNotContain("id=\"say\"");
        assertThat(node.guest().get("/-/elsewhere/changes?it=" + pull.value()).statusCode())
                .isIn(303, 401);
    }

    @Test
    void what_is_no_text_of_changes_is_told_and_the_review_stays() throws Exception {
        type = "text/html";
        assertThat(shown("", 200)).contains("cannot be shown here", "does not tell what it changes", "Send review");
        type = "text/plain";
        answer = "Sign in".getBytes(UTF_8);
        assertThat(shown("", 200)).contains("does not tell what it changes");
        status = 403;
        assertThat(shown("", 200)).contains("answered 403", "Send review");
        status = 200;
        answer = new byte[9 << 20];
        assertThat(shown("", 200)).contains("cannot be shown here");
        answer = ("diff --git a/" + TRICK + " b/" + TRICK + "\n--- a/" + TRICK + "\n+++ b/" + TRICK + "\n@@ -1 +1 @@ "
                        + TRICK + "\n-" + TRICK + "\n+" + TRICK + "!\n")
                .getBytes(UTF_8);
        assertThat(shown("", 200)).contains("1 file changed", "&lt;script&gt;");
    }

    @Test
    void what_is_no_commit_is_none() throws Exception {
        for (String head : List.of(TRICK, "a".repeat(1_000), "HEAD")) {
            learn(head, origin() + "/page/1");
            assertThat(shown("", 200)).contains("1 file changed", "name=\"head\" value=\"\"");
        }
        assertThat(says("11", "later", "", "Why?")).isEqualTo(303);
        assertThat(kept()).isEqualTo(1);
    }

    @Test
    void nobody_is_sent_to_another_host_for_it() throws Exception {
        learn("b".repeat(40), "http://localhost:" + server.getAddress().getPort() + "/page/1");
        assertThat(shown("", 200)).contains("has no page of it");
        learn("c".repeat(40), origin() + "/page?what=1");
        assertThat(shown("", 200)).contains("has no page of it");
        assertThat(asked).isEmpty();
    }

    @Test
    void a_remark_is_of_the_lines_from_the_first_to_the_last() throws Exception {
        assertThat(says("12", "10", "12", "later", HEAD, "All of it?")).isEqualTo(303);
        assertThat(shown("", 200)).contains("tea.txt, lines 10 to 12", "All of it?");
        for (String[] strange : new String[][] {{"12", "10"}, {"0", "12"}, {"", "12"}, {"10", "13"}, {"-1", "x"}})
            assertThat(says("12", strange[0], strange[1], "later", HEAD, "Hm?"))
                    .as(String.join(" ", strange))
                    .isEqualTo(422);
        assertThat(kept()).isEqualTo(1);
        assertThat(node.federation
                        .across()
                        .reviewing()
                        .pending()
                        .of(person, pull)
                        .getFirst()
                        .remark()
                        .lines())
                .isEqualTo(new CodeLines("tea.txt", 10, 12, false));
    }

    @Test
    void remarks_are_kept_changed_and_thrown_away_and_only_of_lines_that_are_there() throws Exception {
        assertThat(says("11", "later", HEAD, "Why?")).isEqualTo(303);
        assertThat(says("11", "later", HEAD, " ")).isEqualTo(422);
        assertThat(says("500", "later", HEAD, "Where?")).isEqualTo(409);
        assertThat(says("11", "later", "d".repeat(40), "Of what?")).isEqualTo(409);
        assertThat(kept()).isEqualTo(1);
        assertThat(shown("", 200)).contains("Not sent yet", "Why?", "1 remark goes along with it.");
        assertThat(luke.get("/-/elsewhere/text?it=" + pull.value()).body()).contains("One remark is not sent yet.");
        luke.post("/-/elsewhere/changes/drafts/1", "it", pull.value(), "body", "Why *not*?");
        assertThat(shown("", 200)).contains("Why <em>not</em>?");
        node.person("mary");
        var mary = node.guest("mary");
        mary.post("/-/elsewhere/changes/drafts/1", "it", pull.value(), "remove", "yes");
        assertThat(mary.get("/-/elsewhere/changes?it=" + pull.value()).body()).doesNotContain("Not sent yet");
        assertThat(kept()).isEqualTo(1);
        for (int i = 0; i < 49; i++)
            assertThat(says("11", "later", HEAD, "More " + i)).isEqualTo(303);
        assertThat(says("11", "later", HEAD, "Too much")).isEqualTo(422);
        luke.post("/-/elsewhere/changes/drafts/1", "it", pull.value(), "remove", "yes");
        assertThat(kept()).isEqualTo(49);
        // Nobody is there who could take it: nothing is lost.
        assertThat(luke.post(
                                "/-/elsewhere/review",
                                "it",
                                pull.value(),
                                "head",
                                HEAD,
                                "verdict",
                                "approve",
                                "review",
                                "Fine")
                        .statusCode())
                .isIn(422, 503);
        assertThat(kept()).isEqualTo(49);
    }
}
