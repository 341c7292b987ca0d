package dev.hob.web.federation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.across.Found;
import dev.hob.federation.remote.Fetched;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.web.Federated;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What another server may try over HTTP, and through every field that a page of ours shows.
class HostileServerTest {
    private static final int TEN_MEGABYTES = 10 << 20;
    private static final String FAR = "https://far.example";
    private static final String TRICK = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>";
    private static final String URL_TRICK = "javascript:alert(3)";

    @TempDir
    Path folder;

    private Federated node;

    @BeforeEach
    void open() {
        node = new Federated(folder.resolve("node"), false, Duration.ofSeconds(2));
    }

    @AfterEach
    void close() {
        node.close();
    }

    private void answersOthers() throws Exception {
        assertThat(node.guest().get("/healthz").statusCode()).isEqualTo(200);
    }

    private HttpRequest.Builder inbox() {
        return HttpRequest.newBuilder(URI.create("http://" + node.host + "/inbox"))
                .header("Content-Type", "application/activity+json");
    }

    @Test
    void ten_megabytes_are_not_taken_whether_announced_or_not() throws Exception {
        for (var body : List.of(
                HttpRequest.BodyPublishers.ofByteArray(new byte[TEN_MEGABYTES]),
                HttpRequest.BodyPublishers.ofInputStream(() -> new Endless(TEN_MEGABYTES)))) {
            int status;
            try {
                status = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()
                        .send(inbox().POST(body).build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode();
            } catch (IOException _) {
                status = 413; // It was broken off while we were still sending.
            }
            assertThat(status).isEqualTo(413);
            answersOthers();
        }
    }

    /// So many spaces.
    private static final class Endless extends InputStream {
        private int left;

        Endless(int left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? ' ' : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (left <= 0) return -1;
            int some = Math.min(length, left);
            java.util.Arrays.fill(into, from, from + some, (byte) ' ');
            left -= some;
            return some;
        }
    }

    @Test
    void a_body_that_drips_is_ended() throws Exception {
        var parts = node.host.split(":", 2);
        long began = System.nanoTime();
        try (var socket = new Socket(parts[0], Integer.parseInt(parts[1]))) {
            socket.setSoTimeout(200);
            var out = socket.getOutputStream();
            out.write(("POST /inbox HTTP/1.1\r\nHost: " + node.host
                            + "\r\nContent-Type: application/activity+json\r\nContent-Length: 100000\r\n\r\n")
                    .getBytes(ISO_8859_1));
            boolean ended = false;
            for (int i = 0; i < 200 && !ended; i++) {
                try {
                    out.write('{');
                    out.flush();
                    ended = socket.getInputStream().read() >= 0
                            || Duration.ofNanos(System.nanoTime() - began).toSeconds() > 60;
                } catch (java.net.SocketTimeoutException _) {
                    continue; // It still listens.
                } catch (IOException _) {
                    ended = true;
                }
            }
            assertThat(ended).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(50));
        answersOthers();
    }

    private static ObjectNode document(String id) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("@context", "https://www.w3.org/ns/activitystreams");
        return json.put("id", id);
    }

    private static ObjectNode actor() {
        var json = document(FAR + "/r/evil");
        json.putArray("type")
                .add("Group")
                .add("Repository")
                .add("TicketTracker")
                .add(TRICK);
        json.put("preferredUsername", "alice.evil").put("inbox", FAR + "/r/evil/inbox");
        json.put("name", "Evil " + TRICK);
        json.put(
                "summary",
                "<p onclick=alert(4)>About</p><script>alert(5)</script><iframe src=x></iframe>" + "<a href=\""
                        + URL_TRICK + "\">link</a><svg/onload=alert(6)>");
        json.put("url", URL_TRICK);
        json.put("ticketsTrackedBy", FAR + "/r/evil").put("tracksTicketsFor", FAR + "/r/evil");
        json.putArray("cloneUri").add(URL_TRICK).add(FAR + "/evil.git" + TRICK);
        json.putObject("icon").put("type", "Image").put("url", URL_TRICK);
        json.putArray("attachment")
                .addObject()
                .put("type", "PropertyValue")
                .put("name", TRICK)
                .put("value", "<a href=\"" + URL_TRICK + "\">x</a>");
        return json;
    }

    private static ObjectNode ticket() {
        var json = document(FAR + "/r/evil/tickets/1");
        json.putArray("type").add("Note").add("Ticket");
        json.put("context", FAR + "/r/evil").put("attributedTo", FAR + "/r/evil");
        json.put("name", "Ticket " + TRICK).put("summary", TRICK);
        json.put(
                "content",
                "<p>Text</p>" + TRICK + "<style>*{display:none}</style><form action=x><input></form>" + "<a href=\""
                        + URL_TRICK + "\">link</a><a href=\"data:text/html,x\">link</a>");
        json.put("url", URL_TRICK);
        json.putArray("to").add(Vocabulary.PUBLIC);
        json.putArray("tag")
                .addObject()
                .put("type", "Mention")
                .put("href", URL_TRICK)
                .put("name", TRICK);
        return json;
    }

    private static void harmless(String page) {
        String shown = page.replaceAll("(?s)<input[^>]*name=\"csrf\"[^>]*>", "");
        assertThat(shown)
                .doesNotContain("<script", "<img src=x", "<iframe", "<svg/onload", "<style", "display:none", "onclick=")
                .doesNotContain("href=\"javascript:", "href=\"data:", "src=\"javascript:", "action=x");
    }

    @Test
    void tricks_in_every_field_do_nothing_on_our_pages() throws Exception {
        node.person("luke");
        var finder = node.federation.across().finder();
        var found = finder.learn(new Fetched.Found(new Id(FAR + "/r/evil"), actor()));
        assertThat(found).isInstanceOf(Found.Actor.class);
        assertThat(finder.learn(new Fetched.Found(new Id(FAR + "/r/evil/tickets/1"), ticket())))
                .isInstanceOf(Found.Text.class);
        var luke = node.guest("luke");
        String handle = ((Found.Actor) found).actor().handle().toString();
        var actor = luke.get("/" + handle);
        assertThat(actor.statusCode()).as(actor.body()).isEqualTo(200);
        assertThat(actor.body()).contains("Evil", "About");
        harmless(actor.body());
        var text = luke.get("/-/elsewhere/text?it=" + FAR + "/r/evil/tickets/1");
        assertThat(text.statusCode()).as(text.body()).isEqualTo(200);
        assertThat(text.body()).contains("Ticket", "Text");
        harmless(text.body());
        var followed = luke.post("/-/elsewhere/follow", "actor", FAR + "/r/evil", "follow", "yes");
        assertThat(followed.statusCode()).isEqualTo(303);
        for (String page : List.of("/-/elsewhere/following", "/-/elsewhere/work", "/-/elsewhere/asked", "/"))
            harmless(luke.get(page).body());
    }
}
