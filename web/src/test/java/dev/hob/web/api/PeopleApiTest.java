package dev.hob.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleApiTest {
    @TempDir
    static Path data;

    private static ApiServer server;
    private static String alice;

    @BeforeAll
    static void start() {
        server = new ApiServer(data);
        alice = server.token(server.alice);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void clients_take_the_node_for_a_recent_gitea() {
        assertThat(server.get("/version", "").is(200).json().path("version").textValue())
                .matches("1\\.2\\d\\.\\d+\\+hob-.*");
        assertThat(server.get("/settings/api", "")
                        .is(200)
                        .json()
                        .path("max_response_items")
                        .intValue())
                .isEqualTo(50);
    }

    @Test
    void only_its_owner_sees_an_address() {
        var self = server.get("/user", alice).is(200).json();
        assertThat(self.path("login").textValue()).isEqualTo("alice");
        assertThat(self.path("email").textValue()).isEqualTo("alice@example.org");
        assertThat(self.path("did").textValue()).startsWith("did:key:z6Mk");
        assertThat(self.path("avatar_url").textValue()).startsWith(server.web.localUrl() + "/-/avatar/");
        var seen = server.get("/users/alice", server.token(server.rita)).is(200).json();
        assertThat(seen.path("email").textValue()).doesNotContain("example.org");
        assertThat(server.get("/users/nobody", "")
                        .is(404)
                        .json()
                        .path("message")
                        .textValue())
                .contains("nobody");
    }

    @Test
    void all_three_ways_of_showing_a_token_work_and_a_wrong_one_does_not() {
        String secret = alice.substring("token ".length());
        for (String header : new String[] {
            "token " + secret,
            "Bearer " + secret,
            "Basic " + java.util.Base64.getEncoder().encodeToString(("alice:" + secret).getBytes()),
            server.basic(server.alice)
        }) server.get("/user", header).is(200);
        var wrong = server.get("/user", "token hob_wrong").is(401);
        assertThat(wrong.header("WWW-Authenticate")).startsWith("Basic");
        assertThat(wrong.json().path("url").textValue()).isEqualTo("/api/swagger");
    }

    @Test
    void people_are_found_by_letters_and_signs_are_only_signs() {
        var found = server.get("/users/search?q=LI&limit=1", "").is(200);
        assertThat(found.json().path("data").path(0).path("login").textValue()).isEqualTo("alice");
        assertThat(server.get("/users/search?q=%25", "").is(200).json().path("data"))
                .isEmpty();
        assertThat(server.get("/users/search?q=_", "").is(200).json().path("data"))
                .isEmpty();
        var all = server.get("/users/search?limit=2&page=2", "").is(200);
        assertThat(all.header("X-Total-Count")).isEqualTo("6");
        assertThat(all.header("Link")).contains("page=3&limit=2>; rel=\"next\"", "page=1&limit=2>; rel=\"first\"");
        server.get("/users/search?page=x", "").is(422);
    }

    @Test
    void a_token_is_made_used_listed_and_ended() {
        String password = server.basic(server.alice);
        server.empty("tea", true);
        server.empty("pot", true);
        var made = server.post(
                        "/users/alice/tokens",
                        password,
                        "{\"name\":\"ci\",\"scopes\":[\"read:repository\",\"read:user\"],\"repositories\":[\"alice/tea\"]}")
                .is(201)
                .json();
        String token = "token " + made.path("sha1").textValue();
        server.get("/repos/alice/tea", token).is(200);
        server.get("/repos/alice/pot", token).is(404);
        var listed = server.get("/users/alice/tokens", password).is(200).json();
        assertThat(listed).anySatisfy(it -> {
            assertThat(it.path("name").textValue()).isEqualTo("ci");
            assertThat(it.path("sha1").textValue()).isEmpty();
            assertThat(it.path("token_last_eight").textValue()).isEqualTo(token.substring(token.length() - 8));
            assertThat(it.path("repositories").path(0).textValue()).isEqualTo("alice/tea");
        });
        server.post("/users/alice/tokens", password, "{\"name\":\"ci\",\"scopes\":[\"all\"]}")
                .is(400);
        server.post("/users/alice/tokens", password, "{\"name\":\"x\",\"scopes\":[\"fly\"]}")
                .is(400);
        server.post("/users/alice/tokens", password, "{\"name\":\"x\"}").is(400);
        server.post("/users/alice/tokens", password, "{\"scopes\":[\"all\"]}").is(422);
        server.post(
                        "/users/alice/tokens",
                        password,
                        "{\"name\":\"x\",\"scopes\":[\"all\"],\"repositories\":[\"alice/no\"]}")
                .is(422);
        server.post("/users/alice/tokens", password, "[]").is(422);
        server.post("/users/alice/tokens", password, "{").is(422);
        server.call("DELETE", "/users/alice/tokens/ci", password, "").is(204);
        server.get("/repos/alice/tea", token).is(401);
        server.call("DELETE", "/users/alice/tokens/ci", password, "").is(404);
    }

    @Test
    void what_is_not_a_text_is_refused_before_it_reaches_a_database() {
        for (String body : new String[] {
            "{\"name\":\"a\\u0000b\",\"scopes\":[\"all\"]}",
            "{\"name\":\"a\\ud800\",\"scopes\":[\"all\"]}",
            "{\"name\":12,\"scopes\":[\"all\"]}",
            "{\"name\":\"a\",\"scopes\":\"all\"}",
            "{\"name\":\"a\",\"scopes\":[null]}",
            "{\"name\":null,\"scopes\":[\"all\"]}",
            "{\"name\":\"" + "a".repeat(256) + "\",\"scopes\":[\"all\"]}"
        }) {
            JsonNode told = server.post("/users/alice/tokens", server.basic(server.alice), body)
                    .is(422)
                    .json();
            assertThat(told.path("message").textValue()).contains("[");
        }
        server.get("/users/search?q=%00", "").is(422);
    }
}
