package dev.hob.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.node.issue.Issues;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the API finds, and for whom.
class SearchApiTest {
    @TempDir
    static Path data;

    @TempDir
    static Path other;

    private static ApiServer server;
    private static Repo tea;
    private static Repo secret;
    private static Repo hidden;

    @BeforeAll
    static void start() {
        server = ApiServer.among(data);
        server.search.orElseThrow().start();
        tea = server.empty("tea", false);
        server.write(tea, "main", "brew/pot.py", "import time\n\n\ndef steep(leaves):\n    return leaves\n");
        var issue = told(tea, "The kettle whistles", "It never stops whistling.");
        server.node
                .tracking()
                .issues()
                .comment(tea, server.alice, issue, "Mine hisses, too", java.util.Optional.empty(), List.of());
        server.filled("cups", false);
        server.pulls(server.node.repos().find("alice", "cups").orElseThrow().repo());
        secret = server.empty("secret", true);
        server.write(secret, "main", "zanzibar.py", "def zanzibar():\n    return 'clove'\n");
        told(secret, "Zanzibar is out of clove", "Order clove.");
        hidden = server.empty("hidden", true);
        server.write(hidden, "main", "pemba.py", "def pemba():\n    return 'clove'\n");
        assertThat(server.search.orElseThrow().indexer().await(Duration.ofSeconds(60)))
                .isTrue();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static org.eclipse.jgit.lib.ObjectId told(Repo repo, String title, String body) {
        var answer = server.node.tracking().issues().open(repo, server.alice, Issues.Opening.of(title, body));
        return ((dev.hob.node.issue.Answer.Done) answer).entry();
    }

    private static JsonNode find(String question, String credentials) {
        return server.get("/search?q=" + encoded(question), credentials).is(200).json();
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static List<String> kinds(JsonNode found) {
        return StreamSupport.stream(found.path("hits").spliterator(), false)
                .map(hit -> hit.path("kind").textValue())
                .distinct()
                .sorted()
                .toList();
    }

    private static int open(JsonNode hit) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(hit.path("html_url").textValue()))
                .build();
        var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void code_is_found_with_its_lines_and_what_fits_in_them() {
        var found = find("\"def steep\" lang:python", "");
        assertThat(found.path("total").intValue()).isEqualTo(1);
        assertThat(found.path("complete").booleanValue()).isTrue();
        assertThat(found.path("kinds").toString()).isEqualTo("{\"code\":1}");
        assertThat(found.path("languages").toString()).isEqualTo("{\"Python\":1}");
        assertThat(found.path("repositories").toString()).isEqualTo("{\"alice/tea\":1}");
        assertThat(found.path("waited").isIntegralNumber()).isTrue();
        var hit = found.path("hits").path(0);
        assertThat(hit.path("path").textValue()).isEqualTo("brew/pot.py");
        assertThat(hit.path("html_url").textValue()).endsWith("/alice/tea/src/branch/main/brew/pot.py#L4");
        assertThat(hit.has("number")).isFalse();
        var lines = hit.path("snippets").path(0).path("lines");
        assertThat(lines.path(0).path("number").intValue()).isEqualTo(3);
        assertThat(lines.path(1).toString())
                .isEqualTo("{\"number\":4,\"text\":\"def steep(leaves):\",\"spans\":[{\"from\":0,\"to\":9}]}");
    }

    @Test
    void who_reviewed_what_is_like_it_is_suggested_also_by_a_token_that_reads_no_issues() {
        long number = server.post(
                        "/repos/alice/cups/pulls",
                        server.token(server.alice),
                        "{\"head\":\"lid\",\"base\":\"main\",\"title\":\"The spout, again\",\"body\":\"It is new\"}")
                .is(201)
                .json()
                .path("number")
                .longValue();
        assertThat(server.search.orElseThrow().indexer().await(Duration.ofSeconds(60)))
                .isTrue();
        var reads = server.token(server.alice, Set.of(Scope.READ_REPOSITORY));
        var fits = server.get("/repos/alice/cups/pulls/" + number + "/reviewers/suggested", reads)
                .is(200)
                .json();
        assertThat(fits).hasSize(1);
        assertThat(fits.path(0).path("user").path("login").asText()).isEqualTo("will");
        String reviewed = fits.path(0).path("reviewed").path(0).asText();
        assertThat(reviewed).startsWith("#");
        assertThat(fits.path(0).path("reason").asText()).isEqualTo("reviewed " + reviewed + ", which is like it");
    }

    @Test
    void a_branch_is_asked_and_named() {
        var tip = server.node.refs().view(tea).headId().orElseThrow();
        ApiServer.done(server.node.commits().point(tea, server.alice, "refs/heads/coffee", tip));
        server.write(tea, "coffee", "brew/mill.py", "def grind(beans):\n    return beans\n");
        var found = find("grind repo:alice/tea rev:coffee", "");
        assertThat(found.path("not_understood").size()).isZero();
        var hit = found.path("hits").path(0);
        assertThat(hit.path("ref").textValue()).isEqualTo("coffee");
        assertThat(hit.path("html_url").textValue()).endsWith("/alice/tea/src/branch/coffee/brew/mill.py#L1");
        assertThat(find("steep repo:alice/tea", "").path("hits").path(0).has("ref"))
                .isFalse();
        assertThat(find("grind rev:coffee", "").path("not_understood").path(0).textValue())
                .startsWith("rev: is a branch or tag of one repository");
    }

    @Test
    void every_kind_has_a_page_that_opens() throws Exception {
        var issue = find("is:issue whistles repo:tea", "").path("hits").path(0);
        assertThat(issue.path("number").longValue()).isEqualTo(1);
        assertThat(issue.path("title").textValue()).isEqualTo("The kettle whistles");
        assertThat(issue.path("state").textValue()).isEqualTo("open");
        assertThat(open(issue)).isEqualTo(200);
        var comment = find("is:comment hisses", "").path("hits").path(0);
        assertThat(comment.path("number").longValue()).isEqualTo(1);
        assertThat(open(comment)).isEqualTo(200);
        var pull = find("is:pr spout repo:cups", "").path("hits").path(0);
        assertThat(pull.path("html_url").textValue()).contains("/pulls/");
        assertThat(open(pull)).isEqualTo(200);
        var remark = find("is:comment well repo:cups", "").path("hits").path(0);
        assertThat(open(remark)).isEqualTo(200);
        var commit = find("is:commit pot repo:tea", "").path("hits").path(0);
        assertThat(commit.path("sha").textValue()).hasSize(40);
        assertThat(open(commit)).isEqualTo(200);
        assertThat(open(find("symbol:steep", "").path("hits").path(0))).isEqualTo(200);
    }

    @Test
    void pages_follow_each_other_and_what_makes_no_sense_is_named() {
        var first = server.get("/search?limit=1&q=" + encoded("is:commit repo:cups"), "")
                .is(200);
        int total = first.json().path("total").intValue();
        assertThat(total).isGreaterThan(2);
        assertThat(first.header("X-Total-Count")).isEqualTo(String.valueOf(total));
        assertThat(first.header("Link")).contains("page=2&limit=1>; rel=\"next\"");
        var shown = new ArrayList<String>();
        for (int page = 1; page <= total; page++)
            shown.add(server.get("/search?limit=1&page=" + page + "&q=" + encoded("is:commit repo:cups"), "")
                    .json()
                    .path("hits")
                    .path(0)
                    .path("sha")
                    .textValue());
        assertThat(shown).doesNotHaveDuplicates().doesNotContainNull();
        assertThat(server.get("/search?page=1000000&q=tea", "").is(200).json().path("hits"))
                .isEmpty();
        assertThat(find("tea is:cup /(/", "").path("not_understood")).hasSize(2);
        assertThat(find("", "").path("total").intValue()).isZero();
        server.get("/search", "").is(200);
        server.get("/search?q=%00", "").is(422);
    }

    @Test
    void what_a_caller_may_not_read_is_not_found() {
        String both = "clove case:no";
        var strangers = List.of(
                "",
                server.token(server.mallory),
                server.token(server.alice, Scope.everything(), tea),
                server.token(server.alice, Set.of(Scope.READ_USER)));
        for (String stranger : strangers)
            for (String question : List.of(both, "zanzibar", "is:issue", "is:code", "repo:secret", "path:z", "/.*/"))
                assertThat(server.get("/search?q=" + encoded(question), stranger)
                                .is(200)
                                .text())
                        .as(stranger + " asks " + question)
                        .doesNotContainIgnoringCase("zanzibar")
                        .doesNotContain("alice/secret", "alice/hidden", "clove", "pemba");
        assertThat(kinds(find("\"clove\" case:no", server.token(server.alice)))).containsExactly("code", "issue");
        assertThat(kinds(find("\"clove\" case:no", server.token(server.alice, Set.of(Scope.READ_REPOSITORY)))))
                .containsExactly("code");
        assertThat(kinds(find("\"clove\" case:no", server.token(server.alice, Set.of(Scope.READ_ISSUE)))))
                .containsExactly("issue");
        var one = find(both, server.token(server.alice, Scope.everything(), hidden));
        assertThat(one.path("repositories").toString()).isEqualTo("{\"alice/hidden\":1}");
    }

    @Test
    void issues_that_may_be_about_the_same_are_told_with_the_reason() {
        String path = "/repos/alice/tea/issues/similar?title=";
        var found = server.get(path + encoded("Whistling kettle"), "").is(200).json();
        assertThat(found).hasSize(1);
        var one = found.path(0);
        assertThat(one.path("number").longValue()).isEqualTo(1);
        assertThat(one.path("title").textValue()).isEqualTo("The kettle whistles");
        assertThat(one.path("state").textValue()).isEqualTo("open");
        assertThat(one.path("html_url").textValue()).endsWith("/alice/tea/issues/1");
        assertThat(one.path("shared_words").toString()).contains("kettle", "whistling");
        assertThat(one.path("says_the_like").booleanValue()).isFalse();
        assertThat(server.get(path + encoded("Payment provider"), "").is(200).json())
                .isEmpty();
        assertThat(server.get("/repos/alice/tea/issues/similar", "").is(200).json())
                .isEmpty();
        String hidden = "/repos/alice/secret/issues/similar?title=" + encoded("Zanzibar is out of clove");
        server.get(hidden, "").is(404);
        server.get(hidden, server.token(server.mallory)).is(404);
        server.get(hidden, server.token(server.alice, Scope.everything(), tea)).is(404);
        server.get(hidden, server.token(server.alice, Set.of(Scope.READ_REPOSITORY)))
                .is(403);
        assertThat(server.get(hidden, server.token(server.alice, Set.of(Scope.READ_ISSUE)))
                        .is(200)
                        .json())
                .hasSize(1);
    }

    @Test
    void administrators_see_how_far_the_index_is() {
        var progress = server.get("/search/progress", server.token(server.keeper))
                .is(200)
                .json();
        assertThat(progress.path("complete").booleanValue()).isTrue();
        assertThat(progress.path("documents").longValue()).isPositive();
        assertThat(progress.has("vectors")).isFalse();
        server.get("/search/progress", server.token(server.alice)).is(403);
        server.get("/search/progress", "").is(401);
    }

    @Test
    void many_searches_at_once_are_answered_or_told_to_wait() {
        var asked = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> server.get("/search?q=" + encoded("/(" + "a?".repeat(i) + "b)+c/"), "")))
                .toList();
        for (var answer : asked) assertThat(answer.join().status()).isIn(200, 429, 503);
        server.get("/search?q=tea", "").is(200);
    }

    @Test
    void a_node_that_is_not_searched_says_so() {
        try (var alone = new ApiServer(other)) {
            assertThat(alone.get("/search?q=tea", "").is(503).text()).contains("search.enabled");
            alone.get("/search/progress", alone.token(alone.keeper)).is(503);
        }
    }
}
