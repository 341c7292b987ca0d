package dev.hob.web.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Issues.Opening;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.Guest;
import dev.hob.web.Site;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchPagesTest {
    private static final String KETTLE = """
            package tea;

            /// Boils.
            class Kettle {
                /// How hot it shall be, in degrees.
                int wantedTemperature(String kind) {
                    if (kind.equals("<green>")) return 80;
                    return 100;
                }
            }
            """;

    @TempDir
    Path data;

    private Site site;
    private Person alice;
    private Repo tea;

    @BeforeEach
    void open() throws Exception {
        site = Site.searched(data);
        alice = site.person("alice");
        tea = site.repository(alice, "tea", false, "A small kettle");
        site.pushText(
                tea, "main", "The kettle boils", Map.of("src/Kettle.java", KETTLE, "brew.py", "def pour(): pass\n"));
        site.node.tracking().issues().open(tea, alice, Opening.of("It whistles", "The **kettle** is too loud."));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static String url(String question) {
        return "/search?q=" + URLEncoder.encode(question, StandardCharsets.UTF_8);
    }

    private String found(Guest guest, String question) throws Exception {
        assertThat(site.search.orElseThrow().indexer().await(Duration.ofSeconds(60)))
                .isTrue();
        var answer = guest.get(url(question));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> all(String pattern, String body) {
        var found = Pattern.compile(pattern).matcher(body);
        var all = new ArrayList<String>();
        while (found.find()) all.add(found.group(1));
        return all;
    }

    private static List<String> hits(String body) {
        return all("class=\"name\" href=\"([^\"]+)\" data-open", body);
    }

    @Test
    void a_name_leads_to_the_line_that_defines_it() throws Exception {
        String body = found(site.guest(), "wantedTemperature");
        assertThat(hits(body)).containsExactly("/alice/tea/src/branch/main/src/Kettle.java");
        assertThat(body)
                .contains(
                        "href=\"/alice/tea/src/branch/main/src/Kettle.java#L6\">6</a>",
                        "<mark>wantedTemperature</mark>",
                        "<caption>Kettle.wantedTemperature</caption>");
    }

    @Test
    void what_was_pushed_is_shown_and_never_run() throws Exception {
        String body = found(site.guest(), "\"<green>\"");
        assertThat(body)
                .contains("<mark>&lt;green&gt;</mark>", "value=\"&#34;&lt;green>&#34;\"")
                .doesNotContain("<green>\"");
        assertThat(found(site.guest(), "\"><script>alert(1)</script>")).doesNotContain("<script>alert");
    }

    @Test
    void an_issue_a_comment_and_a_commit_are_found_where_they_stand() throws Exception {
        var issue = site.node
                .tracking()
                .reading()
                .list(tea.rid(), dev.hob.node.issue.IssueQuery.OPEN, 0, 1)
                .getFirst();
        site.node
                .tracking()
                .issues()
                .comment(tea, alice, issue.id(), "Descale it with vinegar", java.util.Optional.empty(), List.of());
        String issues = found(site.guest(), "is:issue whistles");
        assertThat(hits(issues)).containsExactly("/alice/tea/issues/1");
        assertThat(issues).contains(">issue</span>", ">It whistles</a>");
        assertThat(found(site.guest(), "is:issue loud")).contains("is too <mark>loud</mark>.");
        String comments = found(site.guest(), "vinegar");
        assertThat(hits(comments)).hasSize(1);
        var followed = site.guest().get(hits(comments).getFirst());
        assertThat(followed.statusCode()).isEqualTo(303);
        assertThat(Guest.location(followed).orElseThrow()).contains("/alice/tea/issues/1#c-");
        String commits = found(site.guest(), "is:commit boils");
        assertThat(hits(commits)).singleElement().asString().startsWith("/alice/tea/commit/");
        assertThat(site.guest().get(hits(commits).getFirst()).statusCode()).isEqualTo(200);
    }

    @Test
    void facets_narrow_and_widen() throws Exception {
        String body = found(site.guest(), "kettle");
        assertThat(body).contains("href=\"/search?q=kettle+is%3Acode\"", "href=\"/search?q=kettle+is%3Aissue\"");
        String narrowed = found(site.guest(), "kettle is:issue");
        assertThat(narrowed).contains("href=\"/search?q=kettle\"");
        assertThat(hits(narrowed)).containsExactly("/alice/tea/issues/1");
        String languages = found(site.guest(), "repo:alice/tea is:code");
        assertThat(languages).contains("href=\"/search?q=repo%3Aalice%2Ftea+is%3Acode+lang%3AJava\"");
        String java = found(site.guest(), "repo:alice/tea is:code lang:Java");
        assertThat(hits(java)).containsExactly("/alice/tea/src/branch/main/src/Kettle.java");
        assertThat(java).contains("class=\"facet chosen\"", "href=\"/search?q=repo%3Aalice%2Ftea+is%3Acode\"");
    }

    @Test
    void the_box_above_a_repository_asks_there_first() throws Exception {
        assertThat(site.guest().get("/alice/tea").body()).contains("name=\"in\" value=\"alice/tea\"");
        var answer = site.guest().get("/search?q=kettle&in=alice%2Ftea");
        assertThat(Guest.location(answer)).hasValue("/search?q=kettle+repo%3Aalice%2Ftea");
        // What is no repository narrows nothing, and leads nowhere.
        assertThat(site.guest().get("/search?q=kettle&in=%0d%0aX:%20y").statusCode())
                .isEqualTo(200);
    }

    @Test
    void repositories_that_are_called_so_come_along() throws Exception {
        assertThat(found(site.guest(), "tea")).contains("class=\"name\" href=\"/alice/tea\"");
        assertThat(found(site.guest(), "lang:java tea")).doesNotContain("class=\"name\" href=\"/alice/tea\"");
    }

    @Test
    void what_is_private_is_neither_found_nor_counted_nor_a_choice() throws Exception {
        var secret = site.repository(alice, "hidden-pot", true, "zzsecret");
        site.pushText(secret, "main", "zzsecret begins", Map.of("Zzsecret.java", "class Zzsecret { int zzsecret; }\n"));
        site.node.tracking().issues().open(secret, alice, Opening.of("zzsecret leaks", "zzsecret"));
        site.person("mallory");
        var bob = site.person("bob");
        site.node.edits().addCollaborator(secret, alice, bob, Right.READ);
        for (var guest : List.of(site.guest(), site.guest("mallory")))
            for (String question : List.of(
                    "zzsecret",
                    "\"zzsecret\"",
                    "/zzsec.*/",
                    "symbol:Zzsecret",
                    "repo:alice/hidden-pot",
                    "hidden-pot",
                    "is:code",
                    "is:issue",
                    "is:commit",
                    "lang:java",
                    "path:Zz")) {
                String body = found(guest, question).replace("value=\"" + question.replace("\"", "&#34;") + "\"", "");
                assertThat(body.replaceAll("<title>.*?</title>|href=\"/search[^\"]*\"", ""))
                        .as(question)
                        .doesNotContain("hidden-pot", "Zzsecret", "zzsecret begins");
                if (question.contains("zz")) assertThat(hits(body)).as(question).isEmpty();
            }
        for (String name : List.of("alice", "bob"))
            assertThat(found(site.guest(name), "zzsecret"))
                    .contains("/alice/hidden-pot/src/branch/main/Zzsecret.java", "hidden-pot/issues/1");
    }

    @Test
    void what_cannot_be_understood_is_said() throws Exception {
        assertThat(found(site.guest(), "/(unclosed/ kettle")).contains("/(unclosed/:");
        assertThat(found(site.guest(), "is:teapot")).contains("is:teapot is none of");
    }

    @Test
    void many_hits_are_leafed_through() throws Exception {
        var files = new HashMap<String, String>();
        for (int i = 0; i < 45; i++) files.put("f%02d.txt".formatted(i), "needle " + i + "\n");
        site.pushText(tea, "main", "Hay", files);
        var seen = new ArrayList<String>();
        String page = found(site.guest(), "\"needle\" is:code");
        for (int i = 0; i < 3; i++) {
            seen.addAll(hits(page));
            var next = all("href=\"([^\"]+)\" rel=\"next\"", page);
            if (next.isEmpty()) break;
            page = site.guest().get(next.getFirst().replace("&amp;", "&")).body();
        }
        assertThat(seen).hasSize(45).doesNotHaveDuplicates();
        for (String number : List.of("0", "-1", "99", "abc", "4"))
            assertThat(site.guest()
                            .get(url("\"needle\" is:code") + "&page=" + number)
                            .statusCode())
                    .isEqualTo(200);
    }

    private void brew() throws Exception {
        site.pushText(
                tea, "release/2.x", "Brew coffee", Map.of("src/Mill.java", "class Mill { int grindTheBeans; }\n"));
    }

    @Test
    void a_branch_is_asked_from_its_pages_and_what_is_found_leads_to_it() throws Exception {
        brew();
        var guest = site.guest();
        assertThat(guest.get("/alice/tea/src/branch/release/2.x").body())
                .contains(
                        "<input type=\"hidden\" name=\"in\" value=\"alice/tea\">",
                        "<input type=\"hidden\" name=\"rev\" value=\"release/2.x\">",
                        "placeholder=\"Search alice/tea at release/2.x\"");
        assertThat(guest.get("/alice/tea").body()).doesNotContain("name=\"rev\"");
        String there = Guest.location(guest.get("/search?q=grindTheBeans&in=alice%2Ftea&rev=release%2F2.x"))
                .orElseThrow();
        assertThat(there).isEqualTo("/search?q=grindTheBeans+repo%3Aalice%2Ftea+rev%3Arelease%2F2.x");
        String body = found(guest, "grindTheBeans repo:alice/tea rev:release/2.x");
        assertThat(hits(body)).containsExactly("/alice/tea/src/branch/release/2.x/src/Mill.java");
        assertThat(body)
                .contains(
                        "href=\"/alice/tea/src/branch/release/2.x/src/Mill.java#L1\"",
                        "<option value=\"\">main</option>",
                        "<option value=\"release/2.x\" selected>release/2.x</option>",
                        "href=\"/search?q=grindTheBeans+repo%3Aalice%2Ftea\" class=\"facet chosen\">rev:release/2.x");
        assertThat(Guest.location(guest.get(url("grindTheBeans repo:alice/tea rev:release/2.x") + "&rev=")))
                .hasValue("/search?q=grindTheBeans+repo%3Aalice%2Ftea");
        // Neither is found where it is not.
        assertThat(hits(found(guest, "grindTheBeans"))).isEmpty();
        assertThat(hits(found(guest, "wantedTemperature repo:alice/tea rev:release/2.x")))
                .isEmpty();
    }

    @Test
    void a_branch_that_is_not_there_is_said_and_none_of_a_private_repository_is_named() throws Exception {
        brew();
        assertThat(found(site.guest(), "kettle repo:alice/tea rev:v9"))
                .contains("alice/tea has no branch or tag v9.", "<option value=\"release/2.x\">");
        assertThat(found(site.guest(), "kettle rev:release/2.x")).contains("A branch or tag is one of one repository");
        var secret = site.repository(alice, "secret", true, "");
        site.pushText(secret, "main", "Hide", Map.of("a.txt", "hidden\n"));
        site.pushText(secret, "zanzibar", "Hide", Map.of("b.txt", "kettle\n"));
        assertThat(found(site.guest(), "kettle repo:alice/secret rev:zanzibar"))
                .contains("A branch or tag is one of one repository")
                .doesNotContain("<option");
        assertThat(found(site.guest(), "kettle repo:alice/secret")).doesNotContain("zanzibar");
    }

    @Test
    void nothing_asked_for_gets_help() throws Exception {
        assertThat(site.guest().get("/search").body()).contains("How to ask", "symbol:Session.close");
        assertThat(found(site.guest(), "qqqxyzzy")).contains("Nothing has that.", "How to ask");
    }

    @Test
    void a_node_that_is_not_searched_looks_for_repositories() throws Exception {
        try (var plain = Site.open(data.resolve("plain"))) {
            HttpResponse<String> answer = plain.guest().get("/search?q=tea");
            assertThat(Guest.location(answer)).hasValue("/explore?q=tea");
        }
    }
}
