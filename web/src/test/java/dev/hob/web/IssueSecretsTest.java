package dev.hob.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Attachment;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A private repository's issues, for those who may not see them: every address, and every place where something of
/// them might show through. And what open pages are told.
class IssueSecretsTest {
    private static final String WORD = "xylophone";

    @TempDir
    Path data;

    private Site site;
    private Person alice;
    private Person rita;
    private Person will;
    private Repo secret;
    private ObjectId issue;
    private ObjectId comment;
    private ObjectId milestone;
    private ObjectId blob;

    @BeforeEach
    void open() {
        site = Site.open(data);
        alice = site.person("alice");
        rita = site.person("rita");
        will = site.person("will");
        site.person("mallory");
        secret = site.repository(alice, "secret", true, "");
        site.node.edits().addCollaborator(secret, alice, rita, Right.READ);
        site.node.edits().addCollaborator(secret, alice, will, Right.WRITE);
        var tracking = site.node.tracking();
        var file = new Attachment(WORD + ".png", WORD.getBytes(UTF_8));
        issue = done(tracking.issues()
                .open(
                        secret,
                        alice,
                        new Issues.Opening(WORD, WORD + " @mallory", List.of(), List.of(), List.of(file))));
        comment = done(tracking.issues().comment(secret, alice, issue, WORD, Optional.empty(), List.of()));
        milestone = done(tracking.trackers().makeMilestone(secret, alice, WORD, WORD, Optional.empty()));
        try (var repository = site.node.storage().open(secret.rid());
                var ids = repository.newObjectInserter()) {
            blob = ids.idFor(org.eclipse.jgit.lib.Constants.OBJ_BLOB, WORD.getBytes(UTF_8));
        }
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static ObjectId done(Answer answer) {
        return ((Answer.Done) answer).entry();
    }

    private static boolean isOurs(String route) {
        return route.matches("/\\{owner}/\\{repo}/(issues|labels|milestones).*");
    }

    private String filled(String route) {
        return route.replace("{owner}", "alice")
                .replace("{repo}", "secret")
                .replace("{number}", "1")
                .replace("comment/{id}", "comment/" + comment.name())
                .replace("milestones/{id}", "milestones/" + milestone.name())
                .replace("{blob}", blob.name())
                .replace("{name}", "x.png");
    }

    @Test
    void nothing_is_there_for_strangers_and_each_right_opens_its_part() throws Exception {
        var gets = site.web.gets().stream().filter(IssueSecretsTest::isOurs).toList();
        var posts = site.web.posts().stream().filter(IssueSecretsTest::isOurs).toList();
        assertThat(gets).hasSizeGreaterThan(12);
        assertThat(posts).hasSizeGreaterThan(20);
        var nobody = site.guest();
        var mallory = site.guest("mallory");
        var reader = site.guest("rita");
        var writer = site.guest("will");
        var owner = site.guest("alice");
        for (String route : gets) {
            String path = filled(route);
            for (var stranger : List.of(nobody, mallory)) {
                var answer = stranger.get(path);
                assertThat(answer.statusCode()).as(route).isEqualTo(404);
                assertThat(answer.body()).as(route).doesNotContain(WORD);
            }
            // Nobody of another server has said something here that could be complained of.
            if (route.endsWith("/live") || route.endsWith("/report")) continue;
            boolean members = route.endsWith("milestones/new") || route.endsWith("/edit");
            assertThat(reader.get(path).statusCode()).as(route).isIn(members ? List.of(403) : List.of(200, 303));
            for (var member : List.of(writer, owner))
                assertThat(member.get(path).statusCode()).as(route).isIn(200, 303);
        }
        for (String route : posts)
            for (var stranger : List.of(nobody, mallory)) {
                var answer = stranger.post(
                        filled(route),
                        "body",
                        "x",
                        "title",
                        "x",
                        "name",
                        "x",
                        "color",
                        "000000",
                        "sign",
                        "🎉",
                        "on",
                        "yes",
                        "label",
                        "x",
                        "pick",
                        "1",
                        "do",
                        "close",
                        "then",
                        "closed",
                        "was",
                        "1");
                assertThat(answer.statusCode()).as(route).isEqualTo(404);
                assertThat(answer.body()).as(route).doesNotContain(WORD);
            }
        var reading = site.node.tracking().reading();
        var talks = site.node.tracking().talks();
        var tracked = site.node.tracking().tracked();
        assertThat(reading.find(secret.rid(), 1).orElseThrow().state()).isEqualTo(IssueState.OPEN);
        assertThat(talks.history(secret.rid(), issue, -1, 100)).hasSize(2);
        assertThat(tracked.labels(secret.rid())).isEmpty();
    }

    @Test
    void readers_speak_and_change_only_what_is_theirs() throws Exception {
        var reader = site.guest("rita");
        List<String> memberOnly = List.of(
                "/issues/bulk",
                "/issues/1/labels",
                "/issues/1/assignees",
                "/issues/1/milestone",
                "/issues/1/due",
                "/issues/1/pin",
                "/issues/1/lock",
                "/issues/1/depend",
                "/issues/1/title",
                "/labels",
                "/labels/usual",
                "/labels/forget",
                "/milestones",
                "/milestones/" + milestone.name() + "/edit",
                "/milestones/" + milestone.name() + "/state",
                "/milestones/" + milestone.name() + "/delete",
                "/issues/1/comment/" + comment.name() + "/delete");
        for (String path : memberOnly)
            assertThat(reader.post("/alice/secret" + path, "title", "x", "pick", "1", "on", "yes")
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
        assertThat(reader.post("/alice/secret/issues/1/comment", "body", "Mine").statusCode())
                .isEqualTo(303);
    }

    @Test
    void nothing_shows_through_anywhere_else() throws Exception {
        var open = site.repository(alice, "open", false, "");
        var text = "See alice/secret#1 and alice/secret#2";
        site.node.tracking().issues().open(open, alice, Issues.Opening.of("Public", text));
        site.node.tracking().issues().comment(secret, alice, issue, "alice/open#1", Optional.empty(), List.of());
        var nobody = site.guest();
        var mallory = site.guest("mallory");
        for (var stranger : List.of(nobody, mallory))
            for (String path : List.of(
                    "/",
                    "/alice",
                    "/explore",
                    "/issues",
                    "/issues?q=is%3Aopen",
                    "/issues?q=mentions%3A%40me",
                    "/alice/open/issues",
                    "/alice/open/issues/1",
                    "/alice/open/issues/attachments/" + blob.name() + "/x.png"))
                assertThat(stranger.get(path).body())
                        .as(path)
                        .doesNotContain(WORD, "alice/secret\"", "title=\"" + WORD);
        for (String path : List.of("/issues?q=" + WORD, "/alice/open/issues?q=" + WORD))
            assertThat(mallory.get(path).body())
                    .as(path)
                    .contains("<b>0</b> open")
                    .doesNotContain("alice/secret");
        assertThat(mallory.get("/alice/open/issues/complete?q=%23" + WORD).body())
                .isEqualTo("[]");
        assertThat(mallory.get("/alice/open/issues/1").body())
                .contains("alice/secret#1")
                .doesNotContain("/alice/secret/issues");
        assertThat(site.guest("rita").get("/alice/open/issues/1").body())
                .contains("/alice/secret/issues/1", "alice/secret#1 " + WORD);
        assertThat(mallory.get("/").body()).doesNotContain("What waits for you");
        assertThat(mallory.post("/alice/open/issues/preview", "body", "alice/secret#1")
                        .body())
                .doesNotContain("<a ");
    }

    /// What a stream says, line by line, as somebody's browser hears it.
    private BufferedReader listen(Guest who, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(site.web.localUrl() + path));
        if (headers.length > 0) request.headers(headers);
        if (!who.cookies.isEmpty()) request.header("Cookie", "hob_session=" + who.cookies.get("hob_session"));
        var answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
    }

    private static String next(BufferedReader lines, String beginning) throws Exception {
        for (String line = lines.readLine(); line != null; line = lines.readLine())
            if (line.startsWith(beginning)) return line;
        return "";
    }

    @Test
    @Timeout(60)
    void an_open_page_hears_of_its_issue_alone_and_of_what_it_missed() throws Exception {
        var tracking = site.node.tracking();
        var other = done(tracking.issues().open(secret, alice, Issues.Opening.of("Other", "")));
        long head = site.node.log().head();
        try (var lines = listen(site.guest("rita"), "/alice/secret/issues/1/live?since=" + head)) {
            assertThat(next(lines, "retry")).isEqualTo("retry: 3000");
            tracking.issues().comment(secret, alice, other, "Not yours", Optional.empty(), List.of());
            tracking.issues().comment(secret, alice, issue, "Yours", Optional.empty(), List.of());
            String id = next(lines, "id:");
            assertThat(id).isEqualTo("id: " + (head + 2));
            assertThat(next(lines, "event:")).isEqualTo("event: changed");
        }
        try (var lines = listen(
                site.guest("rita"), "/alice/secret/issues/1/live?since=1", "Last-Event-ID", String.valueOf(head))) {
            assertThat(next(lines, "id:")).as("what it missed").isEqualTo("id: " + (head + 2));
        }
    }

    @Test
    @Timeout(60)
    void a_stream_ends_with_the_session_and_with_the_right() throws Exception {
        var tracking = site.node.tracking();
        var reader = site.guest("rita");
        var again = site.guest("rita");
        long head = site.node.log().head();
        String live = "/alice/secret/issues/1/live?since=" + head;
        try (var first = listen(reader, live);
                var second = listen(again, live)) {
            next(first, "retry");
            next(second, "retry");
            reader.post("/logout");
            tracking.issues().comment(secret, alice, issue, "One", Optional.empty(), List.of());
            assertThat(next(first, "event:")).isEqualTo("event: end");
            assertThat(next(second, "event:")).isEqualTo("event: changed");
            site.node.edits().removeCollaborator(secret, alice, rita);
            tracking.issues().comment(secret, alice, issue, "Two", Optional.empty(), List.of());
            assertThat(next(second, "event:")).isEqualTo("event: end");
            assertThat(second.readLine()).isEqualTo("data: end");
        }
    }

    @Test
    @Timeout(60)
    void one_reader_holds_only_so_many_streams_and_a_node_that_stops_ends_all() throws Exception {
        var reader = site.guest("rita");
        var open = new ArrayList<BufferedReader>();
        for (int i = 0; i < 20; i++) open.add(listen(reader, "/alice/secret/issues/1/live?since=0"));
        var more = reader.get("/alice/secret/issues/1/live?since=0");
        assertThat(more.statusCode()).isEqualTo(503);
        assertThat(more.headers().firstValue("Retry-After")).isPresent();
        long begun = System.nanoTime();
        assertThat(site.web.stop(java.time.Duration.ofSeconds(20))).isTrue();
        assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
        for (var lines : open) {
            String last = next(lines, "event: end");
            assertThat(last).isEqualTo("event: end");
            lines.close();
        }
    }

    @Test
    void the_file_of_a_deleted_comment_is_gone_for_all() throws Exception {
        var file = new Attachment("b.txt", "private words".getBytes(UTF_8));
        var tracking = site.node.tracking();
        var said = done(tracking.issues().comment(secret, alice, issue, "b", Optional.empty(), List.of(file)));
        String page = site.guest("rita").get("/alice/secret/issues/1").body();
        var url = java.util.regex.Pattern.compile("/alice/secret/issues/attachments/[0-9a-f]{40}/b.txt")
                .matcher(page);
        assertThat(url.find()).isTrue();
        assertThat(site.guest("rita").get(url.group()).body()).isEqualTo("private words");
        assertThat(site.guest("rita").get(url.group()).headers().firstValue("Cache-Control"))
                .contains("private, no-cache");
        tracking.issues().redact(secret, alice, issue, said);
        assertThat(site.guest("alice").get(url.group()).statusCode()).isEqualTo(404);
    }

    @Test
    void a_repository_that_turns_private_takes_its_issues_along() throws Exception {
        var open = site.repository(alice, "open", false, "");
        site.node.tracking().issues().open(open, alice, Issues.Opening.of(WORD, ""));
        var nobody = site.guest();
        assertThat(nobody.get("/alice/open/issues/1").body()).contains(WORD);
        site.node.edits().setPrivate(open, alice, true);
        for (String path :
                Map.of("/alice/open/issues", "", "/alice/open/issues/1", "").keySet())
            assertThat(nobody.get(path).statusCode()).isEqualTo(404);
    }
}
