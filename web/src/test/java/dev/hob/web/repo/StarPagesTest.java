package dev.hob.web.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stars and watches on pages, and what happened, as people see it.
class StarPagesTest {
    @TempDir
    Path data;

    private RepoHouse house;

    @BeforeEach
    void open() {
        house = new RepoHouse(data);
        house.person("bob");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    @Test
    void a_star_is_given_seen_by_everyone_and_taken_back() throws Exception {
        assertThat(house.page("", "/alice/tea")).contains("href=\"/login?next=/alice/tea\"", "aria-label=\"0 stars\"");
        assertThat(location(house.post("bob", "/alice/tea/star", "star", "give")))
                .isEqualTo("/alice/tea");
        assertThat(house.page("bob", "/alice/tea")).contains(">Starred</button>", "aria-label=\"1 star\"");
        assertThat(house.page("", "/alice/tea/stars")).contains("href=\"/bob\"");
        assertThat(house.page("", "/explore")).contains("1 star ·");
        assertThat(house.page("", "/bob?tab=stars")).contains("href=\"/alice/tea\"", "1 star");
        assertThat(house.page("", "/bob?tab=stars&q=coffee")).contains("No repository here has these words.");
        assertThat(house.page("", "/bob?tab=activity")).contains("gave a star to");
        house.post("bob", "/alice/tea/star", "star", "take");
        assertThat(house.page("bob", "/alice/tea")).contains(">Star</button>");
        assertThat(house.page("", "/alice/tea/stars")).contains("Nobody has given a star yet.");
        assertThat(house.page("", "/bob?tab=activity")).doesNotContain("gave a star to");
        assertThat(house.post("bob", "/alice/tea/star", "star", "eat").statusCode())
                .isEqualTo(422);
        assertThat(house.post("", "/alice/tea/star", "star", "give").statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_watch_is_what_its_owner_said_last() throws Exception {
        assertThat(house.page("alice", "/alice/tea"))
                .contains("<summary>Watching</summary>", "aria-label=\"1 watcher\"");
        assertThat(house.page("bob", "/alice/tea")).contains("<summary>Watch</summary>");
        house.post("bob", "/alice/tea/watch", "wish", "watching");
        assertThat(house.page("", "/alice/tea/watchers")).contains("href=\"/alice\"", "href=\"/bob\"");
        house.post("bob", "/alice/tea/watch", "wish", "ignoring");
        assertThat(house.page("bob", "/alice/tea")).contains("<summary>Ignoring</summary>", "aria-label=\"1 watcher\"");
        assertThat(house.page("", "/alice/tea/watchers")).doesNotContain("href=\"/bob\"");
        house.post("bob", "/alice/tea/watch", "wish", "none");
        assertThat(house.page("bob", "/alice/tea")).contains("<summary>Watch</summary>");
        assertThat(house.post("bob", "/alice/tea/watch", "wish", "all").statusCode())
                .isEqualTo(422);
    }

    @Test
    void after_a_star_one_is_where_one_was_and_never_elsewhere() throws Exception {
        for (var places : Map.of(
                        house.url() + "/alice/tea/tags?q=v1",
                        "/alice/tea/tags?q=v1",
                        "https://evil.example/alice/tea/x",
                        "/alice/tea/x",
                        house.url() + "/alice/teapot",
                        "/alice/tea",
                        house.url() + "//evil.example/",
                        "/alice/tea",
                        "not a url at all",
                        "/alice/tea")
                .entrySet())
            assertThat(location(house.sendFrom(places.getKey(), "bob", "/alice/tea/star", "star", "give")))
                    .as(places.getKey())
                    .isEqualTo(places.getValue());
    }

    @Test
    void what_is_private_has_no_buttons_no_lists_and_no_activity_for_a_stranger() throws Exception {
        house.repository("secret", true);
        house.post("alice", "/alice/secret/star", "star", "give");
        for (String path : new String[] {"/stars", "/watchers", "/activity", "/activity.atom", "/tags.atom"}) {
            assertThat(house.get("bob", "/alice/secret" + path).statusCode())
                    .as(path)
                    .isEqualTo(404);
            assertThat(house.get("", "/alice/secret" + path).statusCode())
                    .as(path)
                    .isEqualTo(404);
            assertThat(house.get("alice", "/alice/secret" + path).statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
        for (String form : new String[] {"/star", "/watch"})
            assertThat(house.post("bob", "/alice/secret" + form, "star", "give", "wish", "watching")
                            .statusCode())
                    .isEqualTo(404);
        for (String page : new String[] {"/alice?tab=stars", "/alice?tab=activity", "/alice.atom", "/"}) {
            assertThat(house.page("bob", page)).as(page).doesNotContain("secret");
            assertThat(house.page("alice", page)).as(page).contains("secret");
        }
    }

    @Test
    void a_repository_tells_what_happened_in_it() throws Exception {
        var one = house.pushText("main", "Put the kettle on", Map.of("a", "a"));
        house.pushText("main", "Warm the pot", Map.of("a", "b"));
        house.pushText("side", "Look <b>aside</b>", Map.of("a", "c"));
        house.tag("v1", one, "The first\n\nOf many");
        String page = house.page("", "/alice/tea/activity");
        assertThat(page)
                .contains("made the tag", "href=\"/alice/tea/src/tag/v1\"", "The first")
                .contains("made the branch", "Look &lt;b&gt;aside&lt;/b&gt;")
                .contains("pushed to", "Put the kettle on", "Warm the pot", "href=\"/alice/tea/commit/" + one.name())
                .contains("type=\"application/atom+xml\" title=\"Activity of alice/tea\"");
        assertThat(page.indexOf("Warm the pot")).isLessThan(page.indexOf("Put the kettle on"));
        assertThat(house.page("", "/alice?tab=activity")).contains("Warm the pot");
        assertThat(house.page("bob", "/")).contains("Warm the pot");
        assertThat(house.page("bob", "/?lately=watched")).doesNotContain("Warm the pot");
        assertThat(house.page("alice", "/?lately=watched")).contains("Warm the pot");
    }
}
