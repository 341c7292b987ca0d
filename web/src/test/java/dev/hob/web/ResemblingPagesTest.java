package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Label;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a new issue resembles, told while it is being written.
class ResemblingPagesTest {
    private static final int LOOKS_MAX = 20;
    private static final String NEW = "/alice/tea/issues";

    @TempDir
    Path data;

    private Site site;
    private Person alice;
    private Repo tea;
    private Repo secret;

    @BeforeEach
    void open() {
        site = Site.searched(data);
        alice = site.person("alice");
        site.person("mallory");
        tea = site.repository(alice, "tea", false, "");
        secret = site.repository(alice, "secret", true, "");
        opened(tea, "The kettle <b>whistles</b>", "All day.");
        opened(secret, "Zanzibar cloves are gone", "Buy some.");
        assertThat(site.search.orElseThrow().indexer().await(Duration.ofSeconds(60)))
                .isTrue();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void opened(Repo repo, String title, String body) {
        site.node.tracking().issues().open(repo, alice, Issues.Opening.of(title, body));
    }

    private static String part(String repo, String title) {
        return "/alice/" + repo + "/issues/similar?title=" + URLEncoder.encode(title, StandardCharsets.UTF_8);
    }

    @Test
    void the_script_gets_a_list_with_reasons_and_nothing_else() throws Exception {
        var mallory = site.guest("mallory");
        var answer = mallory.get(part("tea", "Whistling kettle"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("<p")
                .contains("href=\"/alice/tea/issues/1\"", "The kettle &lt;b&gt;whistles&lt;/b&gt;", "open · ")
                .contains("kettle")
                .doesNotContain("<b>", "<html");
        assertThat(mallory.get(part("tea", "A payment provider")).body()).isBlank();
        assertThat(mallory.get(part("tea", " ")).body()).isBlank();
    }

    @Test
    void nobody_hears_of_what_they_may_not_see() throws Exception {
        var mallory = site.guest("mallory");
        var hidden = mallory.get(part("secret", "Zanzibar cloves"));
        assertThat(hidden.statusCode()).isEqualTo(404);
        assertThat(hidden.body()).doesNotContainIgnoringCase("zanzibar");
        assertThat(mallory.get(part("tea", "Zanzibar cloves are gone")).body()).isBlank();
        assertThat(site.guest("alice").get(part("secret", "Zanzibar cloves")).body())
                .contains("Zanzibar cloves are gone");
        assertThat(site.guest().get(part("tea", "Whistling kettle")).body()).doesNotContain("whistles");
    }

    @Test
    void without_a_script_a_button_looks_and_nothing_typed_is_lost() throws Exception {
        var mallory = site.guest("mallory");
        assertThat(mallory.get(NEW + "/new").body())
                .contains("role=\"status\"", "Look for similar")
                .doesNotContain("These may be");
        var looked =
                mallory.post(NEW, "title", "Whistling kettle", "body", "It hurts", "template", "", "similar", "yes");
        assertThat(looked.statusCode()).isEqualTo(200);
        assertThat(looked.body()).contains("These may be", "value=\"Whistling kettle\"", ">It hurts<");
        assertThat(mallory.post(NEW, "title", "Whistling kettle", "body", "", "template", "", "preview", "yes")
                        .body())
                .contains("These may be");
        assertThat(site.node.tracking().reading().find(tea.rid(), 2)).isEmpty();
        assertThat(mallory.post(NEW, "title", "Whistling kettle", "body", "", "template", "")
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void a_node_that_is_not_searched_offers_nothing(@TempDir Path other) throws Exception {
        try (var plain = Site.open(other)) {
            plain.repository(plain.person("alice"), "tea", false, "");
            var guest = plain.guest("alice");
            assertThat(guest.get(NEW + "/new").body()).doesNotContain("Look for similar", "data-similar");
            var part = guest.get(part("tea", "Whistling kettle"));
            assertThat(part.statusCode()).isEqualTo(200);
            assertThat(part.body()).isBlank();
        }
    }

    @Test
    void beside_an_issue_stand_those_like_it_and_their_labels_for_members() throws Exception {
        var loud = new Label("loud", "aa2200", "");
        site.node.tracking().trackers().describeLabel(tea, alice, loud);
        opened(tea, "The kettle whistles too early", "At dawn.");
        opened(tea, "Whistling kettle", "It whistles.");
        opened(tea, "Sugar is sold out", "Since May.");
        for (long number : new long[] {1, 2}) {
            var issue = site.node.tracking().reading().find(tea.rid(), number).orElseThrow();
            site.node.tracking().issues().label(tea, alice, issue.id(), List.of("loud"), List.of());
        }
        assertThat(site.search.orElseThrow().indexer().await(Duration.ofSeconds(60)))
                .isTrue();
        var reader = site.guest("alice");
        String page = reader.get("/alice/tea/issues/3").body();
        // A page does not wait for them long; on a busy machine it takes another look.
        for (int i = 0; i < LOOKS_MAX && !page.contains("Add the label loud"); i++)
            page = reader.get("/alice/tea/issues/3").body();
        assertThat(page)
                .contains("<h3>Similar</h3>", "href=\"/alice/tea/issues/2\">", "Add the label loud", "#1, #2")
                .doesNotContain("Sugar", "href=\"/alice/tea/issues/3\">Whistling kettle</a> <small");
        assertThat(site.guest("mallory").get("/alice/tea/issues/3").body())
                .contains("<h3>Similar</h3>")
                .doesNotContain("Add the label");
        assertThat(site.guest("alice").get("/alice/tea/issues/4").body()).doesNotContain("<h3>Similar</h3>");
        var added = site.guest("alice").postFrom("/alice/tea/issues/3", "/alice/tea/issues/3/labels", "label", "loud");
        assertThat(added.statusCode()).isEqualTo(303);
        assertThat(site.node
                        .tracking()
                        .reading()
                        .find(tea.rid(), 3)
                        .orElseThrow()
                        .labels())
                .containsExactly("loud");
    }
}
