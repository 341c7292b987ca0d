package dev.hob.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.Scope;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryApiTest {
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
    void a_repository_is_made_changed_and_deleted() {
        var made = server.post(
                        "/user/repos",
                        alice,
                        "{\"name\":\"kettle\",\"description\":\"Hot\",\"private\":true,\"auto_init\":true,\"default_branch\":\"trunk\"}")
                .is(201)
                .json();
        assertThat(made.path("full_name").textValue()).isEqualTo("alice/kettle");
        assertThat(made.path("rid").textValue()).startsWith("rad:z");
        assertThat(made.path("private").booleanValue()).isTrue();
        assertThat(made.path("empty").booleanValue()).isFalse();
        assertThat(made.path("default_branch").textValue()).isEqualTo("trunk");
        assertThat(made.path("permissions").path("admin").booleanValue()).isTrue();
        server.post("/repos/alice/kettle/branches", alice, "{\"new_branch_name\":\"next\"}")
                .is(201);
        var edited = server.call(
                        "PATCH",
                        "/repos/alice/kettle",
                        alice,
                        "{\"name\":\"pot\",\"description\":\"Cold\",\"private\":false,\"default_branch\":\"next\"}")
                .is(200)
                .json();
        assertThat(edited.path("full_name").textValue()).isEqualTo("alice/pot");
        assertThat(edited.path("description").textValue()).isEqualTo("Cold");
        assertThat(edited.path("private").booleanValue()).isFalse();
        assertThat(edited.path("default_branch").textValue()).isEqualTo("next");
        assertThat(server.get("/repos/alice/kettle", "")
                        .is(200)
                        .json()
                        .path("name")
                        .textValue())
                .isEqualTo("pot");
        assertThat(server.node
                        .refs()
                        .examine(server.node
                                .repos()
                                .find("alice", "pot")
                                .orElseThrow()
                                .repo()))
                .isEmpty();
        server.call("DELETE", "/repos/alice/pot", alice, "").is(204);
        server.get("/repos/alice/pot", alice).is(404);
    }

    @Test
    void what_cannot_be_made_or_changed_says_why() {
        server.filled("tea", false);
        server.empty("cup", false);
        server.post("/user/repos", alice, "{\"name\":\"tea\"}").is(409);
        server.post("/user/repos", alice, "{}").is(422);
        server.post("/user/repos", alice, "{\"name\":\"a b\"}").is(422);
        server.post("/user/repos", alice, "{\"name\":\"ok\",\"default_branch\":\"a..b\"}")
                .is(422);
        server.post("/user/repos", alice, "{\"name\":\"ok\",\"private\":\"yes\"}")
                .is(422);
        server.post("/user/repos", alice, "{\"name\":\"ok\",\"description\":\"" + "x".repeat(2_001) + "\"}")
                .is(422);
        server.post("/user/repos", alice, "{\"name\":\"" + "x".repeat(1_100_000) + "\"}")
                .is(413);
        assertThat(server.node.repos().find("alice", "ok")).isEmpty();
        server.call("PATCH", "/repos/alice/tea", alice, "{\"name\":\"cup\",\"description\":\"new\"}")
                .is(422);
        server.call("PATCH", "/repos/alice/tea", alice, "{\"default_branch\":\"none\",\"description\":\"new\"}")
                .is(422);
        assertThat(server.get("/repos/alice/tea", "").json().path("description").textValue())
                .isEqualTo("Leaves");
        server.call("PATCH", "/repos/alice/none", alice, "{}").is(404);
        server.call("DELETE", "/repos/alice/none", alice, "").is(404);
        var told = server.call(
                        "PATCH", "/repos/alice/tea", server.token(server.alice, Set.of(Scope.READ_REPOSITORY)), "{}")
                .is(403)
                .json();
        assertThat(told.path("message").textValue())
                .isEqualTo("token does not have at least one of required scope(s): [write:repository]");
    }

    @Test
    void a_repository_can_begin_with_a_licence_and_what_git_ignores() {
        server.post(
                        "/user/repos",
                        alice,
                        "{\"name\":\"begun\",\"auto_init\":true,\"license\":\"MIT\",\"gitignores\":\"C, Java\"}")
                .is(201);
        assertThat(server.get("/repos/alice/begun/contents", "").json().findValuesAsText("name"))
                .containsExactly(".gitignore", "LICENSE", "README.md");
        assertThat(server.get("/repos/alice/begun/raw/.gitignore", "").text()).contains("*.o", "*.class");
        var told = server.post("/user/repos", alice, "{\"name\":\"never\",\"license\":\"mine\"}")
                .is(422);
        assertThat(told.json().path("message").textValue()).isEqualTo("[license]: there is no such template");
        server.post("/user/repos", alice, "{\"name\":\"never\",\"gitignores\":\"C,Latin\"}")
                .is(422);
        server.get("/repos/alice/never", alice).is(404);
    }

    @Test
    void lists_come_in_pages_and_show_only_what_may_be_seen() {
        for (int i = 0; i < 5; i++) server.empty("list" + i, i == 4);
        var first = server.get("/users/alice/repos?limit=2", "").is(200);
        assertThat(first.json()).hasSize(2);
        assertThat(first.header("Link"))
                .contains("rel=\"next\"", "rel=\"last\"")
                .doesNotContain("rel=\"prev\"");
        int open = Integer.parseInt(first.header("X-Total-Count"));
        assertThat(Integer.parseInt(server.get("/user/repos", alice).header("X-Total-Count")))
                .isGreaterThan(open);
        assertThat(server.get("/users/alice/repos?page=1000000000000", "")
                        .is(200)
                        .json())
                .isEmpty();
        server.get("/users/nobody/repos", "").is(404);
        server.get("/users/alice/repos?limit=many", "").is(422);
        assertThat(server.get("/users/alice/repos?limit=500", "").header("Link"))
                .isEmpty();
    }

    @Test
    void a_search_looks_at_names_descriptions_topics_and_owners() {
        server.filled("sought", false);
        server.filled("hidden-sought", true);
        assertThat(names("/repos/search?q=SOUGHT", "")).containsExactly("sought");
        assertThat(names("/repos/search?q=sought&sort=alpha&order=desc", alice))
                .containsExactly("sought", "hidden-sought");
        assertThat(names("/repos/search?q=sought&is_private=true", alice)).containsExactly("hidden-sought");
        assertThat(names("/repos/search?q=sought&private=false", alice)).containsExactly("sought");
        assertThat(names("/repos/search?q=leaves", "")).isEmpty();
        assertThat(names("/repos/search?q=leaves&includeDesc=true", "")).contains("sought");
        assertThat(names("/repos/search?q=tea&topic=true", ""))
                .contains("sought")
                .doesNotContain("hidden-sought");
        assertThat(names("/repos/search?q=sought&uid=1", "")).isEmpty();
        assertThat(names("/repos/search?q=sought&private=false&is_private=true", alice))
                .isEmpty();
        assertThat(names("/repos/search?q=sought&sort=created", alice)).containsExactly("sought", "hidden-sought");
        assertThat(server.get("/repos/search?q=sought&limit=1", alice).header("X-Total-Count"))
                .isEqualTo("2");
        long uid = server.get("/users/alice", "").json().path("id").longValue();
        assertThat(names("/repos/search?q=sought&uid=" + uid, "")).containsExactly("sought");
        server.get("/repos/search?sort=nonsense", "").is(422);
        server.get("/repos/search?topic=maybe", "").is(422);
        var page = server.get("/repos/search?q=s%26x%3D1&limit=1", "");
        assertThat(page.is(200).header("Link")).doesNotContain("&x=1");
    }

    private static java.util.List<String> names(String path, String credentials) {
        return server.get(path, credentials).is(200).json().path("data").findValuesAsText("name").stream()
                .filter(name -> name.contains("sought"))
                .toList();
    }

    @Test
    void size_language_and_topics_are_told() {
        var repo = server.filled("told", false);
        server.write(repo, "main", "Main.java", "class Main {}\n".repeat(200));
        var shown = server.get("/repos/alice/told", "").is(200).json();
        assertThat(shown.path("language").textValue()).isEqualTo("Java");
        assertThat(shown.path("topics").path(0).textValue()).isEqualTo("tea");
        assertThat(shown.path("size").longValue()).isPositive();
        assertThat(server.get("/repos/alice/told/languages", "")
                        .is(200)
                        .json()
                        .path("Java")
                        .longValue())
                .isEqualTo(2_800);
        assertThat(server.get("/repos/alice/told", server.token(server.rita))
                        .json()
                        .path("permissions")
                        .path("push")
                        .booleanValue())
                .isFalse();
        assertThat(server.get("/repos/alice/told", server.token(server.will))
                        .json()
                        .path("permissions")
                        .path("push")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void topics_are_words_and_not_many() {
        server.empty("words", false);
        server.call("PUT", "/repos/alice/words/topics", alice, "{\"topics\":[\"Green \",\"tea\",\"tea\"]}")
                .is(204);
        assertThat(server.get("/repos/alice/words/topics", "")
                        .is(200)
                        .json()
                        .path("topics")
                        .toString())
                .isEqualTo("[\"green\",\"tea\"]");
        server.call("PUT", "/repos/alice/words/topics/black-tea", alice, "").is(204);
        server.call("DELETE", "/repos/alice/words/topics/green", alice, "").is(204);
        server.call("DELETE", "/repos/alice/words/topics/green", alice, "").is(404);
        server.call("PUT", "/repos/alice/words/topics/not%20one", alice, "").is(422);
        server.call("PUT", "/repos/alice/words/topics", alice, "{\"topics\":[\"-\"]}")
                .is(422);
        server.call("PUT", "/repos/alice/words/topics", alice, "{}").is(422);
        var many = new StringBuilder();
        for (int i = 0; i < 26; i++)
            many.append(i == 0 ? "" : ",").append("\"t").append(i).append('"');
        server.call("PUT", "/repos/alice/words/topics", alice, "{\"topics\":[" + many + "]}")
                .is(422);
        for (int i = 0; i < 23; i++)
            server.call("PUT", "/repos/alice/words/topics/t" + i, alice, "").is(204);
        server.call("PUT", "/repos/alice/words/topics/one-more", alice, "").is(422);
        var found = server.get("/topics/search?q=black", "").is(200).json().path("topics");
        assertThat(found.path(0).path("topic_name").textValue()).isEqualTo("black-tea");
        assertThat(found.path(0).path("repo_count").intValue()).isEqualTo(1);
        server.call("PATCH", "/repos/alice/words", alice, "{\"private\":true}").is(200);
        assertThat(server.get("/topics/search?q=black", "").is(200).json().path("topics"))
                .isEmpty();
        server.call("DELETE", "/repos/alice/words", alice, "").is(204);
    }

    @Test
    void collaborators_are_let_in_changed_and_sent_away() {
        server.empty("shared", true);
        String path = "/repos/alice/shared/collaborators";
        server.call("PUT", path + "/rita", alice, "{\"permission\":\"read\"}").is(204);
        assertThat(server.get(path, alice).is(200).json().findValuesAsText("login"))
                .containsExactly("rita");
        server.get(path + "/rita", alice).is(204);
        server.get(path + "/mallory", alice).is(404);
        assertThat(permission("rita")).isEqualTo("read");
        server.call("PUT", path + "/rita", alice, "").is(204);
        assertThat(permission("rita")).isEqualTo("write");
        assertThat(permission("alice")).isEqualTo("owner");
        assertThat(permission("mallory")).isEqualTo("none");
        server.get(path + "/alice/permission", server.token(server.rita)).is(403);
        server.get(path + "/rita/permission", server.token(server.rita)).is(200);
        server.call("PUT", path + "/rita", alice, "{\"permission\":\"fly\"}").is(422);
        server.call("PUT", path + "/alice", alice, "{\"permission\":\"read\"}").is(422);
        server.call("PUT", path + "/nobody", alice, "{}").is(404);
        server.call("DELETE", path + "/nobody", alice, "").is(404);
        server.call("DELETE", path + "/rita", alice, "").is(204);
        server.get("/repos/alice/shared", server.token(server.rita)).is(404);
    }

    private static String permission(String name) {
        return server.get("/repos/alice/shared/collaborators/" + name + "/permission", alice)
                .is(200)
                .json()
                .path("permission")
                .textValue();
    }
}
