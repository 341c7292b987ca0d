package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.cob.Evidence;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Speaker;
import dev.hob.node.people.Person;
import dev.hob.node.people.RemoteAuthors;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How somebody of another server is shown who writes here.
class RemoteAuthorPagesTest {
    private static final String MIA = "https://social.example/users/mia";
    private static final String LINK = "<a class=\"who\" href=\"https://social.example/@mia\""
            + " rel=\"nofollow noopener noreferrer\" title=\"Mia &lt;b>\">@mia@social.example</a>";

    @TempDir
    Path data;

    private Site site;
    private Person alice;
    private Repo tea;

    @BeforeEach
    void open() {
        site = Site.open(data);
        alice = site.person("alice");
        site.person("mia"); // An account of the same name, who has nothing to do with it.
        tea = site.repository(alice, "tea", false, "Leaves");
        var author = site.node
                .people()
                .remote()
                .meet(new RemoteAuthors.Said(
                        MIA,
                        "mia@social.example",
                        "Mia <b>",
                        Optional.of("https://social.example/@mia"),
                        Optional.empty()));
        var by = new Speaker.Guest(author, evidence("1"));
        var issues = site.node.tracking().issues();
        var opened = issues.open(tea, by, Issues.Opening.of("It leaks", "Since yesterday, @alice."));
        var id = ((Answer.Done) opened).entry();
        assertThat(issues.comment(
                        tea, new Speaker.Guest(author, evidence("2")), id, "Still @alice", Optional.empty(), List.of()))
                .isInstanceOf(Answer.Done.class);
    }

    private static Evidence evidence(String number) {
        return new Evidence(
                MIA + "/" + number,
                MIA,
                Optional.of(MIA + "/notes/" + number),
                "sha-256=:AA:",
                MIA + "#key",
                Instant.EPOCH);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static String ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void pages_show_the_handle_and_lead_to_their_own_server() throws Exception {
        var guest = site.guest();
        String page = ok(guest.get("/alice/tea/issues/1"));
        assertThat(page).contains(LINK).doesNotContain("href=\"/mia\"");
        assertThat(page.split(java.util.regex.Pattern.quote(LINK), -1)).hasSizeGreaterThan(2);
        assertThat(ok(guest.get("/alice/tea/issues")))
                .contains("@mia@social.example")
                .doesNotContain("href=\"/mia\"");
        String activity = ok(guest.get("/alice/tea/activity"));
        assertThat(activity)
                .contains("href=\"https://social.example/@mia\" rel=\"nofollow noopener noreferrer\"")
                .contains("@mia@social.example")
                .doesNotContain("Somebody at");
        assertThat(ok(guest.get("/alice/tea/activity.atom"))).contains("https://social.example/@mia");
    }

    @Test
    void the_api_shows_them_as_nobody_of_here() throws Exception {
        var guest = site.guest();
        String issue = ok(guest.get("/api/v1/repos/alice/tea/issues/1"));
        assertThat(issue)
                .contains("\"login\":\"mia@social.example\"")
                .contains("\"full_name\":\"Mia <b>\"")
                .contains("\"html_url\":\"https://social.example/@mia\"");
        assertThat(ok(guest.get("/api/v1/repos/alice/tea/issues/1/comments")))
                .contains("\"login\":\"mia@social.example\"");
        assertThat(ok(guest.get("/api/v1/repos/alice/tea/activities/feeds")))
                .contains("\"login\":\"mia@social.example\"");
    }

    @Test
    void whoever_is_called_by_them_is_told_who_did_it() throws Exception {
        var guest = site.guest();
        guest.signIn("alice", Site.PASSWORD);
        var asked = dev.hob.node.notification.Notifications.Asked.of();
        site.node.notifications().list(Viewer.of(alice), asked, 0, 10); // Waits for whoever writes them.
        assertThat(ok(guest.get("/notifications"))).contains(LINK);
    }
}
