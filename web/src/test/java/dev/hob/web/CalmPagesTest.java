package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.web.calm.CalmPages.Proving;
import dev.hob.web.calm.Robots;
import dev.hob.web.calm.Strangers;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What those without an account read in front of costly pages, behind a proxy that says where they come from.
class CalmPagesTest {
    private static final String FROM = "X-Forwarded-For";
    private static final Pattern CHALLENGE = Pattern.compile("name=\"challenge\" value=\"([^\"]+)\"");

    @TempDir
    Path data;

    @AutoClose
    private Site site;

    private ObjectId commit;

    @BeforeEach
    void open() throws Exception {
        site = Site.meeting(data, new Strangers(10, Proving.ALWAYS, Robots.SEARCH));
        var alice = site.person("alice");
        var tea = site.repository(alice, "tea", false, "");
        commit = site.pushText(tea, "main", "Begin", Map.of("README.md", "# Tea\n"));
        site.repository(alice, "secret", true, "");
    }

    @Test
    void what_everybody_reads_is_there_at_once_and_what_costs_is_there_for_browsers_that_worked() throws Exception {
        var guest = site.guest();
        for (String page :
                new String[] {"/", "/alice", "/alice/tea", "/alice/tea/src/branch/main/README.md", "/alice/tea/issues"})
            assertThat(guest.get(page, FROM, "203.0.113.7").statusCode())
                    .as(page)
                    .isEqualTo(200);

        String costly = "/alice/tea/commit/" + commit.name();
        var asked = guest.get(costly, FROM, "203.0.113.7");
        assertThat(asked.statusCode()).isEqualTo(403);
        assertThat(asked.headers().firstValue("X-Robots-Tag")).contains("noindex, nofollow");
        assertThat(asked.body()).contains("git clone", "/alice/tea.git", "/login?next=", "data-proof=\"16\"");
        assertThat(asked.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'");
        assertThat(guest.get(costly, FROM, "203.0.113.7").headers().firstValue("ETag"))
                .isEmpty();

        var found = CHALLENGE.matcher(asked.body());
        assertThat(found.find()).isTrue();
        String challenge = found.group(1);
        var lazy = guest.post("/-/proof", "challenge", challenge, "number", "x", "next", costly);
        assertThat(lazy.statusCode()).isEqualTo(400);
        // The form came without the header, from another network than the challenge is for.
        assertThat(guest.post("/-/proof", "challenge", challenge, "number", Worked.number(challenge), "next", costly)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_browser_that_worked_is_shown_what_it_asked_for() throws Exception {
        var guest = site.guest();
        String costly = "/alice/tea/commit/" + commit.name() + "?view=split";
        var found = CHALLENGE.matcher(guest.get(costly).body());
        assertThat(found.find()).isTrue();
        var worked = guest.post(
                "/-/proof", "challenge", found.group(1), "number", Worked.number(found.group(1)), "next", costly);
        assertThat(worked.statusCode()).isEqualTo(303);
        assertThat(worked.headers().firstValue("Location")).contains(costly);
        assertThat(guest.get(costly).statusCode()).isEqualTo(200);
        assertThat(guest.get(costly, FROM, "203.0.113.7").statusCode()).isEqualTo(403);
        assertThat(site.guest().get(costly).statusCode()).isEqualTo(403);
    }

    @Test
    void it_leads_nowhere_else() throws Exception {
        var guest = site.guest();
        var found = CHALLENGE.matcher(guest.get("/alice/tea/compare").body());
        assertThat(found.find()).isTrue();
        var worked = guest.post(
                "/-/proof",
                "challenge",
                found.group(1),
                "number",
                Worked.number(found.group(1)),
                "next",
                "//evil.example/");
        assertThat(worked.headers().firstValue("Location")).contains("/");
    }

    @Test
    void accounts_are_never_asked_to() throws Exception {
        assertThat(site.guest("alice").get("/alice/tea/commit/" + commit.name()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_is_private_looks_like_what_is_not_there() throws Exception {
        var guest = site.guest();
        String secret = guest.get("/alice/secret/commits/branch/main").body();
        String nothing = guest.get("/alice/nothing/commits/branch/main").body();
        assertThat(plain(secret).replace("secret", "nothing")).isEqualTo(plain(nothing));
    }

    private static String plain(String page) {
        return page.replaceAll("name=\"(csrf|challenge)\" value=\"[^\"]*\"", "");
    }

    @Test
    void robots_are_told_what_to_leave_alone() throws Exception {
        var answer = site.guest().get("/robots.txt");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain;charset=utf-8");
        assertThat(answer.body())
                .contains("User-agent: GPTBot\n", "User-agent: *\nDisallow: /search\n", "Disallow: /*/*/compare\n");
    }

    @Test
    void everybody_sees_how_the_node_is() throws Exception {
        site.guest().get("/");
        String status = site.guest().get("/-/status").body();
        assertThat(status).contains("All is well", "Lately half were made within", "This node meets none.");
        assertThat(status).doesNotContain("tea").doesNotContain("alice");
    }
}
