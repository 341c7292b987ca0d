package dev.hob.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.node.log.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stars, watches and what happened, as Gitea's clients ask for them.
class StarApiTest {
    @TempDir
    Path data;

    private ApiServer server;
    private String alice;
    private String mallory;

    @BeforeEach
    void open() {
        server = new ApiServer(data);
        alice = server.token(server.alice);
        mallory = server.token(server.mallory);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static List<String> all(JsonNode list, String field) {
        var found = new ArrayList<String>();
        list.forEach(it -> found.add(it.path(field).asText()));
        return found;
    }

    private int count(String field) {
        return server.get("/repos/alice/tea", "").is(200).json().path(field).intValue();
    }

    @Test
    void a_star_is_given_asked_for_listed_and_taken_back() {
        server.empty("tea", false);
        server.empty("pot", false);
        server.get("/user/starred/alice/tea", mallory).is(404);
        for (int i = 0; i < 2; i++)
            server.call("PUT", "/user/starred/alice/tea", mallory, "").is(204);
        server.call("PUT", "/user/starred/alice/pot", mallory, "").is(204);
        server.get("/user/starred/alice/tea", mallory).is(204);
        server.get("/user/starred/alice/tea", alice).is(404);
        assertThat(count("stars_count")).isEqualTo(1);
        assertThat(all(server.get("/user/starred", mallory).is(200).json(), "full_name"))
                .containsExactly("alice/pot", "alice/tea");
        var first = server.get("/users/mallory/starred?limit=1", "").is(200);
        assertThat(all(first.json(), "name")).containsExactly("pot");
        assertThat(first.header("X-Total-Count")).isEqualTo("2");
        assertThat(first.json().path(0).path("stars_count").intValue()).isEqualTo(1);
        assertThat(all(server.get("/repos/alice/tea/stargazers", "").is(200).json(), "login"))
                .containsExactly("mallory");
        server.call("DELETE", "/user/starred/alice/tea", mallory, "").is(204);
        server.call("DELETE", "/user/starred/alice/tea", mallory, "").is(204);
        assertThat(count("stars_count")).isZero();
        assertThat(server.get("/repos/alice/tea/stargazers", "").is(200).json()).isEmpty();
    }

    @Test
    void a_star_on_what_one_may_not_see_any_more_is_not_listed() {
        var tea = server.empty("tea", false);
        server.call("PUT", "/user/starred/alice/tea", mallory, "").is(204);
        server.node.edits().setPrivate(tea, server.alice, true);
        assertThat(server.get("/user/starred", mallory).is(200).json()).isEmpty();
        server.get("/user/starred/alice/tea", mallory).is(404);
        server.call("PUT", "/user/starred/alice/tea", mallory, "").is(404);
    }

    @Test
    void a_subscription_is_watching_ignoring_or_nothing() {
        server.empty("tea", false);
        assertThat(server.get("/repos/alice/tea/subscription", alice)
                        .is(200)
                        .json()
                        .path("subscribed")
                        .booleanValue())
                .as("whoever makes it watches it")
                .isTrue();
        server.get("/repos/alice/tea/subscription", mallory).is(404);
        var watched = server.call("PUT", "/repos/alice/tea/subscription", mallory, "")
                .is(200)
                .json();
        assertThat(watched.path("subscribed").booleanValue()).isTrue();
        assertThat(watched.path("repository_url").textValue()).endsWith("/api/v1/repos/alice/tea");
        assertThat(count("watchers_count")).isEqualTo(2);
        assertThat(all(server.get("/repos/alice/tea/subscribers", "").is(200).json(), "login"))
                .containsExactly("mallory", "alice");
        assertThat(all(server.get("/user/subscriptions", mallory).is(200).json(), "name"))
                .containsExactly("tea");
        assertThat(all(server.get("/users/alice/subscriptions", "").is(200).json(), "name"))
                .containsExactly("tea");
        var ignored = server.call("PUT", "/repos/alice/tea/subscription", mallory, "{\"ignored\":true}")
                .is(200)
                .json();
        assertThat(ignored.path("subscribed").booleanValue()).isFalse();
        assertThat(ignored.path("ignored").booleanValue()).isTrue();
        assertThat(count("watchers_count")).isEqualTo(1);
        server.call("DELETE", "/repos/alice/tea/subscription", mallory, "").is(204);
        server.get("/repos/alice/tea/subscription", mallory).is(404);
    }

    @Test
    void what_happened_is_told_in_giteas_words() throws Exception {
        var tea = server.empty("tea", false);
        server.write(tea, "main", "a", "a\n");
        var tip = server.write(tea, "main", "b", "b\n");
        ApiServer.done(server.node.commits().tag(tea, server.alice, "v1", tip, "The first\n"));
        ApiServer.done(server.node
                .commits()
                .remove(
                        tea,
                        server.alice,
                        "refs/tags/v1",
                        server.node.refs().view(tea).refs().get("refs/tags/v1")));
        server.node.stars().give(tea, server.mallory);
        server.node.edits().rename(tea, server.alice, "chai");
        var told = server.get("/repos/alice/chai/activities/feeds", "").is(200);
        assertThat(told.header("X-Total-Count")).isEqualTo("7");
        assertThat(all(told.json(), "op_type"))
                .containsExactly(
                        "rename_repo",
                        "star_repo",
                        "delete_tag",
                        "push_tag",
                        "commit_repo",
                        "commit_repo",
                        "create_repo");
        assertThat(told.json().path(0).path("content").textValue()).isEqualTo("tea");
        assertThat(told.json().path(1).path("act_user").path("login").textValue())
                .isEqualTo("mallory");
        var push = told.json().path(4);
        assertThat(push.path("ref_name").textValue()).isEqualTo("refs/heads/main");
        var content = new ObjectMapper().readTree(push.path("content").textValue());
        assertThat(content.path("Len").intValue()).isEqualTo(1);
        assertThat(content.path("HeadCommit").path("Sha1").textValue()).isEqualTo(tip.name());
        assertThat(content.path("Commits").path(0).path("Message").textValue()).isEqualTo("Add b");
        assertThat(content.path("CompareURL").textValue()).startsWith("alice/chai/compare/");
        assertThat(all(server.get("/users/mallory/activities/feeds", "").is(200).json(), "op_type"))
                .containsExactly("star_repo");
        assertThat(all(
                        server.get("/users/alice/activities/feeds?limit=2&page=2", "")
                                .is(200)
                                .json(),
                        "op_type"))
                .containsExactly("push_tag", "commit_repo");
    }

    @Test
    void what_happens_in_private_is_not_told_to_a_stranger() {
        var secret = server.empty("secret", true);
        server.node.edits().setDefaultBranch(secret, new Origin.Here(server.alice.id()), "trunk");
        server.node.edits().rename(secret, server.alice, "hidden");
        assertThat(server.get("/users/alice/activities/feeds", mallory).is(200).json())
                .isEmpty();
        assertThat(server.get("/users/alice/activities/feeds", alice).is(200).json())
                .hasSize(2);
        server.get("/repos/alice/hidden/activities/feeds", mallory).is(404);
    }
}
