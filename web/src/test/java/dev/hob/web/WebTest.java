package dev.hob.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.people.WaitingKeys;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path data;

    private Site site;
    private Node node;
    private Guest guest;
    private Person alice;
    private Repo tea;

    @BeforeEach
    void start() throws IOException {
        site = Site.open(data);
        node = site.node;
        guest = site.guest();
        alice = site.person("alice", true);
        tea = site.repository(alice, "tea", false, "Leaves & <b>water</b>");
        site.pushText(
                tea,
                "main",
                "Brew <i>tea</i>\n\nWith care.\n",
                Map.of(
                        "README.md",
                        "# Tea\n\nHot <script>alert(1)</script> [guide](docs/guide.md) ![far](https://far.example/x.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
                        "docs/guide.md",
                        "Guide\n",
                        "src/Main.java",
                        "class Main {}\n",
                        "evil.html",
                        "<script>alert(1)</script>",
                        "pic.svg",
                        "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
                        "<img src=x>.txt",
                        "odd name\n"));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return guest.get(path, headers);
    }

    private static String basic(String name) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + Site.PASSWORD).getBytes(UTF_8));
    }

    @Test
    void a_repository_shows_its_files_their_last_commit_and_a_readme_without_foreign_scripts() throws Exception {
        var page = get("/alice/tea");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "Brew &lt;i&gt;tea&lt;/i&gt;",
                        "Leaves &amp; &lt;b&gt;water",
                        "&lt;img src=x&gt;.txt",
                        "<table tabindex=\"0\">")
                .contains("href=\"/alice/tea/src/branch/main/docs/guide.md\"")
                .doesNotContain("<i>tea", "<img src=\"https:");
        assertThat(page.body().split("<script", -1)).hasSize(2);
        assertThat(page.body()).contains("<script type=\"module\" src=\"/-/hob.js\"></script>");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
    }

    @Test
    void every_page_of_a_repository_answers() throws Exception {
        String head = node.refs().view(tea).headId().orElseThrow().name();
        for (String path : List.of(
                "/",
                "/alice",
                "/alice/tea/src/branch/main/src",
                "/alice/tea/src/branch/main/src/Main.java",
                "/alice/tea/src/branch/main/README.md?source",
                "/alice/tea/commits/branch/main",
                "/alice/tea/branches",
                "/alice/tea/tags",
                "/alice/tea/commit/" + head,
                "/alice/tea/src/commit/" + head,
                "/login",
                "/-/hob.css",
                "/alice/tea/src/branch/main/%3Cimg%20src=x%3E.txt",
                "/healthz",
                "/readyz",
                "/metrics")) assertThat(get(path).statusCode()).as(path).isEqualTo(200);
    }

    @Test
    void raw_files_never_run() throws Exception {
        var html = get("/alice/tea/raw/branch/main/evil.html");
        assertThat(html.body()).isEqualTo("<script>alert(1)</script>");
        assertThat(html.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
        assertThat(html.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        var picture = get("/alice/tea/raw/branch/main/pic.svg");
        assertThat(picture.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; style-src 'unsafe-inline'; sandbox");
        String tag = picture.headers().firstValue("ETag").orElseThrow();
        assertThat(get("/alice/tea/raw/branch/main/pic.svg", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void a_private_repository_looks_like_a_missing_one_to_a_stranger() throws Exception {
        node.edits().setPrivate(tea, alice, true);
        for (String rest : List.of(
                "",
                "/src/branch/main",
                "/raw/branch/main/README.md",
                "/commits/branch/main",
                "/branches",
                "/settings")) {
            var hidden = get("/alice/tea" + rest);
            var missing = get("/alice/nothing" + rest);
            assertThat(hidden.statusCode()).as(rest).isEqualTo(404);
            assertThat(missing.statusCode()).isEqualTo(404);
        }
        assertThat(get("/api/v1/repos/alice/tea").statusCode()).isEqualTo(404);
        assertThat(get("/alice").body()).doesNotContain("/alice/tea");
        guest.signIn("alice", Site.PASSWORD);
        assertThat(get("/alice/tea").statusCode()).isEqualTo(200);
    }

    @Test
    void a_search_finds_what_somebody_was_let_into() throws Exception {
        node.edits().setPrivate(tea, alice, true);
        var bob = site.person("bob");
        site.person("carol");
        node.edits().addCollaborator(tea, alice, bob, Right.READ);

        assertThat(get("/api/v1/repos/search?q=tea", "Authorization", basic("bob"))
                        .body())
                .contains("\"alice/tea\"");
        assertThat(get("/api/v1/repos/search?q=tea", "Authorization", basic("carol"))
                        .body())
                .doesNotContain("alice/tea");
    }

    @Test
    void path_tricks_lead_nowhere() throws Exception {
        for (String path : List.of(
                "/alice/tea/raw/branch/main/..%2f..%2fhob.db",
                "/alice/tea/raw/branch/main/%2e%2e/%2e%2e/master.key",
                "/..%2f..%2fetc/passwd",
                "/alice/tea/raw/branch/main//etc/passwd",
                "/alice/tea/src/branch/..",
                "/alice/tea/raw/commit/HEAD/README.md",
                "/alice/tea/src/branch/refs/rad/id",
                "/alice/%00/src/branch/main"))
            assertThat(get(path).statusCode()).as(path).isBetween(400, 404);
    }

    @Test
    void somebody_signs_in_makes_renames_and_deletes_a_repository() throws Exception {
        var entered = guest.signIn("alice", Site.PASSWORD);
        assertThat(entered.statusCode()).isEqualTo(303);
        assertThat(entered.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).contains("hob_session=", "HttpOnly", "SameSite=Lax"));
        var made = guest.post("/new", "name", "pot", "branch", "main", "visibility", "private");
        assertThat(made.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/alice/pot"));
        assertThat(get("/alice/pot").body()).contains("git remote add origin", "/alice/pot.git");
        assertThat(guest.post("/new", "name", "pot", "branch", "main").statusCode())
                .isEqualTo(422);
        guest.post("/alice/pot/settings", "name", "kettle", "description", "Black");
        assertThat(get("/alice/pot/branches").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/alice/kettle/branches"));
        assertThat(guest.post("/alice/kettle/settings/delete", "confirm", "wrong")
                        .statusCode())
                .isEqualTo(422);
        assertThat(guest.post("/alice/kettle/settings/delete", "confirm", "kettle")
                        .statusCode())
                .isEqualTo(303);
        assertThat(get("/alice/kettle").statusCode()).isEqualTo(404);
    }

    @Test
    void settings_that_a_restored_key_may_not_sign_are_refused_with_the_reason() throws Exception {
        guest.signIn("alice", Site.PASSWORD);
        node.custody().waiting().beginAll(WaitingKeys.Reason.RESTORED);
        String why = "the key of alice was restored from a backup";
        for (var answer : List.of(
                guest.post("/alice/tea/settings", "name", "tea", "description", "Other leaves"),
                guest.post("/alice/tea/settings", "name", "chai", "description", tea.description())))
            assertThat(answer).satisfies(it -> {
                assertThat(it.statusCode()).isEqualTo(422);
                assertThat(it.body()).contains(why);
            });
        var hidden = guest.post("/alice/tea/settings/visibility", "visibility", "private", "sure", "yes");
        assertThat(hidden.statusCode()).isEqualTo(422);
        assertThat(hidden.body()).contains(why);
        assertThat(node.repos().byId(tea.id())).hasValueSatisfying(now -> {
            assertThat(now.description()).isEqualTo(tea.description());
            assertThat(now.name()).isEqualTo("tea");
            assertThat(now.isPrivate()).isFalse();
        });

        node.custody().waiting().end(tea.namespace());
        guest.post("/alice/tea/settings/visibility", "visibility", "private", "sure", "yes");
        guest.post("/alice/tea/settings", "name", "chai", "description", "Other leaves");
        assertThat(get("/alice/chai").body()).contains("Other leaves");
        assertThat(node.refs().examine(tea)).isEmpty();
    }

    @Test
    void a_form_without_its_token_is_refused() throws Exception {
        guest.signIn("alice", Site.PASSWORD);
        assertThat(guest.forged("forged", "/new", "name", "pot", "branch", "main")
                        .statusCode())
                .isEqualTo(403);
        assertThat(node.repos().find("alice", "pot")).isEmpty();
    }

    @Test
    void a_wrong_password_is_told_and_nobody_is_sent_elsewhere() throws Exception {
        assertThat(guest.signIn("alice", "wrong password").statusCode()).isEqualTo(401);
        var entered = guest.post("/login", "name", "alice", "password", Site.PASSWORD, "next", "//evil.example/");
        assertThat(entered.headers().firstValue("Location").orElseThrow()).doesNotContain("evil");
    }

    @Test
    void the_api_speaks_giteas_shapes() throws Exception {
        assertThat(get("/api/v1/version").body()).contains("\"version\":\"1.");
        assertThat(get("/api/v1/user").statusCode()).isEqualTo(401);
        var wrong = get("/api/v1/user", "Authorization", "token hob_wrong");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(get("/api/v1/user", "Authorization", basic("alice")).body()).contains("\"login\":\"alice\"");
        assertThat(get("/api/v1/repos/alice/tea").body()).contains("\"full_name\":\"alice/tea\"", "\"rid\":\"rad:z");
        assertThat(get("/api/v1/repos/search?q=te").body()).contains("\"ok\":true", "alice/tea");

        var request = HttpRequest.newBuilder(URI.create(site.web.url() + "/api/v1/users/alice/tokens"))
                .header("Authorization", basic("alice"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"ci\",\"scopes\":[\"read:repository\"]}"))
                .build();
        var made = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(made.statusCode()).isEqualTo(201);
        var secret = Pattern.compile("\"sha1\":\"([^\"]+)\"").matcher(made.body());
        assertThat(secret.find()).isTrue();
        String token = "token " + secret.group(1);
        assertThat(get("/api/v1/user/repos", "Authorization", token).statusCode())
                .isEqualTo(200);
        var create = HttpRequest.newBuilder(URI.create(site.web.url() + "/api/v1/user/repos"))
                .header("Authorization", token)
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"pot\"}"))
                .build();
        assertThat(HTTP.send(create, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }
}
