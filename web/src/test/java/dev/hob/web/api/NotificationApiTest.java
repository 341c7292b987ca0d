package dev.hob.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What clients of Gitea are told, and how they mark and subscribe.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotificationApiTest {
    private ApiServer server;
    private Repo repo;
    private int made;

    @BeforeAll
    void start(@TempDir Path data) {
        server = new ApiServer(data);
    }

    @BeforeEach
    void open() {
        server.call("PUT", "/notifications?all=true", server.token(server.alice), "")
                .is(200);
        repo = server.filled("tea" + made++, false);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private long issue(dev.hob.node.people.Person by, String title, String body) {
        return server.post(
                        "/repos/alice/" + repo.name() + "/issues",
                        server.token(by),
                        "{\"title\":\"" + title + "\",\"body\":\"" + body + "\"}")
                .is(201)
                .json()
                .path("number")
                .asLong();
    }

    private JsonNode say(dev.hob.node.people.Person by, long issue, String body) {
        return server.post(
                        "/repos/alice/" + repo.name() + "/issues/" + issue + "/comments",
                        server.token(by),
                        "{\"body\":\"" + body + "\"}")
                .is(201)
                .json();
    }

    private JsonNode heard(dev.hob.node.people.Person by, String query) {
        return server.get("/repos/alice/" + repo.name() + "/notifications" + query, server.token(by))
                .is(200)
                .json();
    }

    private static List<String> titles(JsonNode threads) {
        var titles = new ArrayList<String>();
        threads.forEach(it -> titles.add(it.path("subject").path("title").asText()));
        return titles;
    }

    @Test
    void threads_have_gitea_s_shape_and_go_on_with_what_is_said() {
        long one = issue(server.will, "Cold", "Warm it");
        issue(server.will, "Hot", "@alice");
        var comment = say(server.rita, one, "It is");
        var answer = server.get("/notifications", server.token(server.alice)).is(200);
        assertThat(answer.header("X-Total-Count")).isEqualTo("2");
        assertThat(titles(answer.json())).containsExactly("Cold", "Hot");
        var thread = answer.json().path(0);
        assertThat(thread.path("unread").booleanValue()).isTrue();
        assertThat(thread.path("pinned").booleanValue()).isFalse();
        assertThat(thread.path("reason").asText()).isEqualTo("watching");
        assertThat(thread.path("repository").path("full_name").asText()).isEqualTo(repo.path());
        var subject = thread.path("subject");
        assertThat(subject.path("type").asText()).isEqualTo("Issue");
        assertThat(subject.path("state").asText()).isEqualTo("open");
        assertThat(subject.path("url").asText()).endsWith("/issues/" + one);
        assertThat(subject.path("latest_comment_url").asText())
                .endsWith("/issues/comments/" + comment.path("id").asLong());
        assertThat(Instant.parse(thread.path("updated_at").asText())).isAfter(Instant.EPOCH);
        assertThat(answer.json().path(1).path("reason").asText()).isEqualTo("mentioned");
        String path = thread.path("url").asText().replaceFirst(".*/api/v1", "");
        assertThat(server.get(path, server.token(server.alice)).is(200).json()).isEqualTo(thread);
        server.get(path, server.token(server.will)).is(404);
        server.get("/notifications/threads/x", server.token(server.alice)).is(404);
        assertThat(count()).isEqualTo(2);
    }

    private int count() {
        return server.get("/notifications/new", server.token(server.alice))
                .is(200)
                .json()
                .path("new")
                .intValue();
    }

    @Test
    void they_are_filtered_and_marked_one_by_one_or_together() {
        long one = issue(server.will, "Cold", "");
        issue(server.will, "Hot", "");
        String token = server.token(server.alice);
        long id = heard(server.alice, "").path(1).path("id").asLong();
        String thread = "/notifications/threads/" + id;
        assertThat(server.call("PATCH", thread, token, "")
                        .is(200)
                        .json()
                        .path("unread")
                        .booleanValue())
                .isFalse();
        assertThat(titles(heard(server.alice, ""))).containsExactly("Hot");
        assertThat(titles(heard(server.alice, "?all=true"))).containsExactly("Hot", "Cold");
        assertThat(titles(heard(server.alice, "?status-types=read"))).containsExactly("Cold");
        assertThat(titles(heard(server.alice, "?status-types=read&status-types=unread")))
                .containsExactly("Hot", "Cold");
        assertThat(titles(heard(server.alice, "?subject-type=pull"))).isEmpty();
        assertThat(titles(heard(server.alice, "?all=true&before=2020-01-01T00:00:00Z")))
                .isEmpty();
        assertThat(titles(heard(server.alice, "?since=2020-01-01T00:00:00Z"))).containsExactly("Hot");
        server.get("/notifications?status-types=eaten", token).is(422);
        server.call("PATCH", thread + "?to-status=pinned", token, "").is(200);
        assertThat(titles(heard(server.alice, ""))).containsExactly("Hot", "Cold");
        assertThat(heard(server.alice, "").path(1).path("pinned").booleanValue())
                .isTrue();
        String mark = "/repos/alice/" + repo.name() + "/notifications";
        assertThat(titles(server.call("PUT", mark + "?last_read_at=2020-01-01T00:00:00Z", token, "")
                        .is(200)
                        .json()))
                .isEmpty();
        assertThat(titles(server.call("PUT", mark, token, "").is(200).json())).containsExactly("Hot");
        say(server.will, one, "Still");
        assertThat(heard(server.alice, "").path(0).path("unread").booleanValue())
                .isTrue();
        server.call("PUT", "/notifications?all=true&to-status=unread", token, "")
                .is(200);
        assertThat(heard(server.alice, "").size()).isEqualTo(2);
    }

    @Test
    void a_token_for_notifications_reads_and_one_for_writing_marks() {
        issue(server.will, "Cold", "");
        String reads = server.token(server.alice, Set.of(Scope.READ_NOTIFICATION));
        assertThat(titles(server.get("/notifications", reads).is(200).json())).contains("Cold");
        server.call("PUT", "/notifications", reads, "").is(403);
        server.call("PUT", "/notifications", server.token(server.alice, Set.of(Scope.WRITE_NOTIFICATION)), "")
                .is(200);
        server.get("/notifications", server.token(server.alice, Set.of(Scope.READ_ISSUE)))
                .is(403);
    }

    @Test
    void people_subscribe_themselves_and_nobody_else() {
        long number = issue(server.will, "Cold", "@rita");
        String issue = "/repos/alice/" + repo.name() + "/issues/" + number + "/subscriptions";
        String mallory = server.token(server.mallory);
        server.node.watches().wish(repo, server.mallory, dev.hob.node.repo.Watches.Wish.NONE);
        assertThat(server.get(issue + "/check", mallory)
                        .is(200)
                        .json()
                        .path("subscribed")
                        .booleanValue())
                .isFalse();
        server.call("PUT", issue + "/mallory", mallory, "").is(201);
        server.call("PUT", issue + "/MALLORY", mallory, "").is(200);
        server.call("PUT", issue + "/rita", mallory, "").is(403);
        server.call("PUT", issue + "/nobody", mallory, "").is(404);
        var check = server.get(issue + "/check", mallory).is(200).json();
        assertThat(check.path("subscribed").booleanValue()).isTrue();
        assertThat(check.path("reason").asText()).isEqualTo("subscribed");
        var names = new ArrayList<String>();
        server.get(issue, "")
                .is(200)
                .json()
                .forEach(it -> names.add(it.path("login").asText()));
        assertThat(names).containsExactly("will", "rita", "mallory");
        server.call("DELETE", issue + "/mallory", mallory, "").is(201);
        server.call("DELETE", issue + "/mallory", mallory, "").is(200);
        assertThat(server.get(issue + "/check", server.token(server.will))
                        .json()
                        .path("reason")
                        .asText())
                .isEqualTo("author");
        assertThat(server.get(issue + "/check", server.token(server.ada))
                        .json()
                        .path("reason")
                        .asText())
                .isEqualTo("watching");
    }
}
