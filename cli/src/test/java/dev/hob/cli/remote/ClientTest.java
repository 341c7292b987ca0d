package dev.hob.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.keys.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a node may say, and what a client makes of it.
class ClientTest {
    private static Client client(FakeNode node) {
        return Client.of(at(node), Optional.of(login(node, FakeNode.TOKEN)));
    }

    private static NodeUrl at(FakeNode node) {
        return NodeUrl.of(node.url()).orElseThrow();
    }

    private static Login login(FakeNode node, String token) {
        return new Login(at(node), "alice", Secret.of(token), Optional.empty(), false);
    }

    @Test
    void a_list_is_read_page_by_page_although_the_node_does_not_know_its_name() {
        try (var node = new FakeNode();
                var client = client(node)) {
            for (int i = 1; i <= 8; i++) node.issue("issue " + i, "");
            assertThat(client.all("/repos/alice/tea/issues", Map.of("state", "all")))
                    .hasSize(8);
            assertThat(node.requests()).hasSize(3).allMatch(line -> line.contains("state=all"));
            var some = client.list("/repos/alice/tea/issues", Map.of(), 5, _ -> true);
            assertThat(some.items()).hasSize(5);
            assertThat(some.isCut()).isTrue();
            assertThat(some.total()).contains(8L);
            assertThat(client.list("/repos/alice/tea/issues", Map.of(), 8, _ -> true)
                            .isCut())
                    .isFalse();
        }
    }

    @Test
    void a_token_follows_no_redirect_to_another_place() {
        try (var node = new FakeNode();
                var thief = new FakeNode();
                var client = client(node)) {
            node.at("/api/v1/user", exchange -> {
                exchange.getResponseHeaders().add("Location", thief.url() + "/api/v1/user");
                FakeNode.send(exchange, 302, "");
            });
            assertThatThrownBy(() -> client.get("/user"))
                    .isInstanceOf(Unable.class)
                    .hasMessageContaining(thief.url());
            assertThat(thief.requests()).isEmpty();
        }
    }

    @Test
    void a_redirect_within_the_node_is_followed_for_questions_only() {
        try (var node = new FakeNode();
                var client = client(node)) {
            node.at("/api/v1/repos/alice/old", exchange -> {
                exchange.getResponseHeaders().add("Location", "/api/v1/repos/alice/tea");
                FakeNode.send(exchange, 301, "");
            });
            assertThat(client.get("/repos/alice/old").must().text("full_name")).contains("alice/tea");
            assertThatThrownBy(() -> client.delete("/repos/alice/old")).hasMessageContaining("is now at");
            node.at("/api/v1/round", exchange -> {
                exchange.getResponseHeaders().add("Location", "/api/v1/round");
                FakeNode.send(exchange, 301, "");
            });
            assertThatThrownBy(() -> client.get("/round")).hasMessageContaining("without end");
        }
    }

    @Test
    void a_next_page_elsewhere_is_asked_for_here() {
        try (var node = new FakeNode();
                var thief = new FakeNode();
                var client = client(node)) {
            node.at("/api/v1/list", exchange -> {
                boolean first = exchange.getRequestURI().getQuery().contains("limit");
                if (first)
                    exchange.getResponseHeaders().add("Link", "<" + thief.url() + "/api/v1/list?page=2>; rel=\"next\"");
                FakeNode.send(exchange, 200, first ? "[1]" : "[2]");
            });
            assertThat(client.all("/list", Map.of())).hasSize(2);
            assertThat(thief.requests()).isEmpty();
        }
    }

    @Test
    void refusals_are_told_in_words() {
        try (var node = new FakeNode();
                var client = client(node);
                var nobody = Client.of(at(node), Optional.empty());
                var stale = Client.of(at(node), Optional.of(login(node, "old")))) {
            assertThat(told(nobody.get("/user"))).contains("hob login " + node.url());
            assertThat(told(stale.get("/user"))).contains("any more").contains("hob login");
            assertThat(told(client.get("/repos/bob/secret"))).contains("may not see it");
            assertThatThrownBy(() -> client.get("/repos/bob/secret").must("repository bob/secret"))
                    .hasMessage("there is no repository bob/secret, or you may not see it");
            node.at("/api/v1/odd", exchange -> FakeNode.send(exchange, 422, "{\"message\":\"a\\u001b[31mb\"}"));
            assertThat(told(client.get("/odd"))).isEqualTo("a[31mb");
            node.at("/api/v1/page", exchange -> FakeNode.send(exchange, 502, "<html>Bad gateway"));
            assertThat(told(client.get("/page"))).contains("502");
            node.at("/api/v1/html", exchange -> FakeNode.send(exchange, 200, "<html>Welcome"));
            assertThatThrownBy(() -> client.get("/html")).hasMessageContaining("a node?");
        }
    }

    private static String told(Answer answer) {
        return answer instanceof Answer.Refused refused ? refused.told() : "given";
    }

    @Test
    void a_busy_node_is_asked_again_after_the_time_that_it_says() {
        var count = new AtomicInteger();
        try (var node = new FakeNode();
                var client = client(node);
                var guessing = Client.withPassword(at(node), "alice", Secret.of("x"), false)) {
            node.at("/api/v1/busy", exchange -> {
                exchange.getResponseHeaders().add("Retry-After", "1");
                if (count.incrementAndGet() == 1) FakeNode.send(exchange, 429, "{\"message\":\"slow down\"}");
                else FakeNode.send(exchange, 200, "{}");
            });
            client.post("/busy", Json.fields()).must();
            assertThat(count).hasValue(2);
            count.set(0);
            assertThat(told(guessing.get("/busy"))).isEqualTo("slow down; try again in 1 seconds");
            assertThat(count).hasValue(1);
        }
    }

    @Test
    void an_answer_that_drips_or_does_not_end_is_left() {
        try (var node = new FakeNode()) {
            node.at("/api/v1/drip", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                try (var out = exchange.getResponseBody()) {
                    for (int i = 0; i < 100; i++) {
                        out.write(' ');
                        out.flush();
                        Thread.sleep(100);
                    }
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            });
            node.at("/api/v1/flood", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                try (var out = exchange.getResponseBody()) {
                    for (int i = 0; i < 64; i++) out.write(new byte[1024 * 1024]);
                }
            });
            try (var client = Client.of(at(node), Optional.empty(), Duration.ofSeconds(1))) {
                assertThatThrownBy(() -> client.get("/drip")).hasMessageContaining("within 1 seconds");
            }
            try (var client = client(node)) {
                assertThatThrownBy(() -> client.get("/flood")).hasMessageContaining("more than 32 MiB");
            }
        }
    }

    @Test
    void what_cannot_be_reached_is_told_in_words() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var gone = NodeUrl.of("http://127.0.0.1:" + port).orElseThrow();
        try (var client = Client.of(gone, Optional.empty())) {
            assertThatThrownBy(() -> client.get("/user")).hasMessage("nothing listens at " + gone);
        }
        var unknown = NodeUrl.of("https://no-such-machine.invalid").orElseThrow();
        try (var client = Client.of(unknown, Optional.empty())) {
            assertThatThrownBy(() -> client.get("/user"))
                    .hasMessage("there is no machine called no-such-machine.invalid");
        }
    }

    @Test
    void a_token_does_not_go_where_others_can_read_along() {
        var open = NodeUrl.of("http://hob.example").orElseThrow();
        var login = new Login(open, "alice", Secret.of("t"), Optional.empty(), false);
        assertThatThrownBy(() -> Client.of(open, Optional.of(login))).hasMessageContaining("--allow-http");
        assertThatThrownBy(() -> Client.withPassword(open, "alice", Secret.of("t"), false))
                .hasMessageContaining("--allow-http");
        Client.of(open, Optional.of(new Login(open, "alice", Secret.of("t"), Optional.empty(), true)))
                .close();
    }

    @Test
    void parts_of_a_path_stay_in_their_part() {
        assertThat(Client.path("/users/{}/tokens/{}", "../x", "a b/c?d"))
                .isEqualTo("/users/..%2Fx/tokens/a%20b%2Fc%3Fd");
        assertThat(Client.query("/x", Map.of("q", "a&b=c ü"))).isEqualTo("/x?q=a%26b%3Dc%20%C3%BC");
        assertThat(List.of(Client.query("/x", Map.of("q", "")))).containsExactly("/x");
    }
}
