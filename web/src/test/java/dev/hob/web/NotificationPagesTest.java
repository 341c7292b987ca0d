package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people are told of, as they meet it in pages, by forms alone.
class NotificationPagesTest {
    private static final Pattern LINE = Pattern.compile("<input type=\"hidden\" name=\"id\" value=\"(\\d+)\">");
    private static final String WORD = "xylophone";

    @TempDir
    Path data;

    private Site site;
    private Person alice;
    private Person bob;
    private Person carol;
    private Repo tea;

    @BeforeEach
    void open() {
        site = Site.open(data);
        alice = site.person("alice");
        bob = site.person("bob");
        carol = site.person("carol");
        tea = site.repository(alice, "tea", false, "Leaves");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static String ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String gone(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(303);
        return Guest.location(answer).orElseThrow();
    }

    private ObjectId opened(Repo repo, Person by, String title, String body) {
        var answer = site.node.tracking().issues().open(repo, by, Issues.Opening.of(title, body));
        return told(((Answer.Done) answer).entry());
    }

    private ObjectId said(Repo repo, Person by, ObjectId issue, String body) {
        var answer = site.node.tracking().issues().comment(repo, by, issue, body, Optional.empty(), List.of());
        return told(((Answer.Done) answer).entry());
    }

    /// Every page has a count, which does not wait for whoever writes it.
    private ObjectId told(ObjectId entry) {
        site.node.notifications().list(Viewer.of(alice), dev.hob.node.notification.Notifications.Asked.of(), 0, 1);
        return entry;
    }

    private static void counts(Guest guest, int unread) throws Exception {
        String page = ok(guest.get("/explore"));
        if (unread == 0) assertThat(page).contains("aria-label=\"Notifications\"");
        else assertThat(page).contains("aria-label=\"Notifications, " + unread + " unread\"");
    }

    private static String line(String page) {
        var found = LINE.matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    @Test
    void somebody_is_called_reads_it_and_marks_the_rest() throws Exception {
        var carols = site.guest("carol");
        assertThat(ok(carols.get("/notifications"))).contains("You have read everything");
        assertThat(ok(carols.get("/notifications?show=all"))).contains("Nothing yet");
        var leak = opened(tea, bob, "It leaks", "All over, @carol");
        var pot = site.repository(alice, "pot", false, "");
        opened(pot, bob, "Too hot", "@carol?");
        counts(carols, 2);
        assertThat(ok(carols.get("/notifications")))
                .contains("It leaks", "alice/tea#1", "opened it", "you are called", "Too hot", "Mark all as read")
                .contains("href=\"/notifications?in=alice%2Ftea\"")
                .doesNotContain("Page 1");
        assertThat(ok(carols.get("/notifications?in=alice%2Ftea")))
                .contains("It leaks")
                .doesNotContain("Too hot");
        var first = said(tea, bob, leak, "> quoted\n\nStill *wet*");
        said(tea, alice, leak, "I see");
        String page = ok(carols.get("/notifications?in=alice%2Ftea"));
        assertThat(page).contains(">alice</a>", "commented", "I see");
        // What she reads on with is what she has not seen; to open the issue is to have read it.
        assertThat(page)
                .contains("href=\"/alice/tea/issues/1\"")
                .doesNotContain(first.name().substring(0, 13));
        assertThat(ok(carols.get("/alice/tea/issues/1"))).contains("aria-label=\"Notifications, 1 unread\"");
        counts(carols, 1);
        var second = said(tea, bob, leak, "And again");
        assertThat(ok(carols.get("/notifications")))
                .contains("/alice/tea/issues/1/comment/" + second.name().substring(0, 13));
        String id = line(ok(carols.get("/notifications?in=alice%2Ftea")));
        assertThat(gone(carols.post("/notifications", "id", id, "mark", "read", "in", "alice/tea", "page", "1")))
                .isEqualTo("/notifications?in=alice%2Ftea");
        counts(carols, 1);
        gone(carols.post("/notifications", "id", id, "mark", "unread", "show", "all"));
        counts(carols, 2);
        gone(carols.post("/notifications", "id", id, "mark", "keep"));
        counts(carols, 1);
        // What happened after the page was made is not marked with what is on it.
        String until = String.valueOf(site.node.log().head());
        opened(pot, bob, "Late", "@carol");
        assertThat(gone(carols.post("/notifications", "mark", "read", "until", until)))
                .isEqualTo("/notifications");
        assertThat(ok(carols.get("/notifications"))).contains("Late", ">kept<").doesNotContain("Too hot");
        assertThat(ok(carols.get("/notifications?show=all"))).contains("Late", "Too hot", "It leaks");
    }

    @Test
    void what_another_is_told_is_not_there_and_a_stranger_signs_in_first() throws Exception {
        opened(tea, bob, "It leaks", "@carol");
        var carols = site.guest("carol");
        var bobs = site.guest("bob");
        String id = line(ok(carols.get("/notifications")));
        assertThat(bobs.post("/notifications", "id", id, "mark", "read").statusCode())
                .isEqualTo(404);
        assertThat(bobs.post("/notifications", "id", "x", "mark", "read").statusCode())
                .isEqualTo(422);
        assertThat(bobs.post("/notifications", "id", id, "mark", "eaten").statusCode())
                .isEqualTo(422);
        counts(carols, 1);
        assertThat(gone(site.guest().get("/notifications"))).startsWith("/login?next=");
        assertThat(site.guest()
                        .post("/notifications", "mark", "read", "until", "9")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void people_subscribe_on_the_page_of_an_issue_and_are_told_why() throws Exception {
        var leak = opened(tea, bob, "It leaks", "");
        var carols = site.guest("carol");
        String page = "/alice/tea/issues/1";
        assertThat(ok(site.guest().get(page))).doesNotContain("subscription");
        assertThat(ok(site.guest("bob").get(page))).contains("you opened this", "Unsubscribe");
        assertThat(ok(site.guest("alice").get(page))).contains("you watch the repository", "Unsubscribe");
        assertThat(ok(carols.get(page))).contains("You hear only of what calls you by name", ">Subscribe<");
        assertThat(gone(carols.post(page + "/subscription", "subscribe", "yes")))
                .isEqualTo(page);
        assertThat(ok(carols.get(page))).contains("you asked to", "Unsubscribe");
        said(tea, bob, leak, "Drip");
        counts(carols, 1);
        assertThat(ok(carols.get("/notifications"))).contains("you subscribed", "Drip");
        gone(carols.post(page + "/subscription", "subscribe", "no"));
        assertThat(ok(carols.get(page))).contains("You asked to hear no more", ">Subscribe<");
        said(tea, bob, leak, "Drop");
        counts(carols, 0);
        assertThat(carols.post(page + "/subscription", "subscribe", "maybe").statusCode())
                .isEqualTo(422);
    }

    @Test
    void what_is_taken_back_or_hidden_shows_nowhere() throws Exception {
        site.node.edits().addCollaborator(tea, alice, bob, Right.WRITE);
        var leak = opened(tea, bob, "It leaks", "@carol");
        var secret = said(tea, bob, leak, "The " + WORD);
        var carols = site.guest("carol");
        assertThat(ok(carols.get("/notifications"))).contains(WORD);
        var issues = site.node.tracking().issues();
        issues.edit(tea, bob, leak, secret, "The drum", List.of(), List.of());
        told(leak);
        assertThat(ok(carols.get("/notifications"))).contains("The drum").doesNotContain(WORD);
        var again = said(tea, bob, leak, "The " + WORD + " again");
        issues.redact(tea, bob, leak, again);
        told(leak);
        nowhere(carols);
        // An issue that is taken back wholly leaves its number.
        issues.retitle(tea, bob, leak, WORD);
        assertThat(ok(carols.get("/notifications"))).contains(WORD);
        issues.retitle(tea, bob, leak, "(deleted)");
        told(leak);
        nowhere(carols);
        assertThat(ok(carols.get("/notifications?show=all"))).contains("(deleted)");
        assertThat(site.node.edits().setPrivate(tea, alice, true)).isEmpty();
        counts(carols, 0);
        for (String path : List.of("/notifications", "/notifications?show=all", "/notifications?in=alice%2Ftea"))
            assertThat(ok(carols.get(path))).doesNotContain("(deleted)", "alice/tea");
        assertThat(site.web.stop(Duration.ofSeconds(2))).isTrue();
    }

    /// In no list, page or feed of what happened.
    private void nowhere(Guest guest) throws Exception {
        for (String path : List.of(
                "/notifications",
                "/notifications?show=all",
                "/",
                "/alice/tea/activity",
                "/alice/tea/activity.atom",
                "/bob?tab=activity",
                "/bob.atom")) assertThat(ok(guest.get(path))).as(path).doesNotContain(WORD);
    }
}
