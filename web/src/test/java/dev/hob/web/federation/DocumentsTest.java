package dev.hob.web.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.federation.signature.IdentityStatements;
import dev.hob.federation.signature.KeyDocuments;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.people.Person;
import dev.hob.node.release.Wish;
import dev.hob.node.repo.Repo;
import dev.hob.web.Guest;
import dev.hob.web.Site;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path GOLDEN = Path.of("../federation/src/test/resources/dev/hob/federation/forgefed");
    private static final String HOME = "https://forge-a.example";
    private static final String DOCUMENT = "application/activity+json";
    /// As Mastodon asks.
    private static final String MASTODON = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\","
            + " application/activity+json, text/html;q=0.1";
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @TempDir
    Path data;

    private Site site;
    private Guest guest;
    private Person alice;
    private Repo tools;

    @BeforeEach
    void open() {
        site = Site.called(data, HOME);
        guest = site.guest();
        alice = site.person("alice");
        tools = site.repository(alice, "tools", false, "Small tools for daily work");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private String at() {
        return "/r/" + tools.id().value();
    }

    private static ObjectId done(Answer answer) {
        return ((Answer.Done) answer).entry();
    }

    private ObjectId issue(Repo repo, String title, String body) {
        return done(site.node
                .tracking()
                .issues()
                .open(repo, alice, new Issues.Opening(title, body, List.of(), List.of(), List.of())));
    }

    private ObjectId comment(ObjectId issue, String body) {
        return done(site.node.tracking().issues().comment(tools, alice, issue, body, Optional.empty(), List.of()));
    }

    private JsonNode document(String path) throws Exception {
        var answer = guest.get(path, "Accept", DOCUMENT);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(DOCUMENT + "; charset=utf-8");
        assertThat(answer.headers().firstValue("Vary")).contains("Accept, Signature");
        return JSON.readTree(answer.body());
    }

    private static JsonNode golden(String name) throws Exception {
        return JSON.readTree(Files.readString(GOLDEN.resolve(name + ".json")));
    }

    private static Set<String> members(JsonNode json) {
        var names = new HashSet<String>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void a_repository_is_an_actor_as_other_servers_want_it() throws Exception {
        var shown = document(at());
        var wanted = golden("actor-repository");
        // Pictures here are SVG, which no microblog takes.
        var expected = members(wanted);
        expected.remove("icon");
        assertThat(members(shown)).isEqualTo(expected);
        for (String same : List.of(
                "@context",
                "type",
                "preferredUsername",
                "name",
                "summary",
                "url",
                "cloneUri",
                "pushUri",
                "attributedTo")) assertThat(shown.get(same)).as(same).isEqualTo(wanted.get(same));
        for (String id : List.of(
                "id", "inbox", "outbox", "followers", "following", "featured", "likes", "forks", "ticketsTrackedBy"))
            assertThat(shown.get(id).asText())
                    .as(id)
                    .isEqualTo(wanted.get(id).asText().replace("/r/8f3k2m", at()));
        assertThat(shown.at("/endpoints/sharedInbox").asText()).isEqualTo(HOME + "/inbox");
        assertThat(shown.at("/attachment/0/name").asText()).isEqualTo("Clone");
        var keys = KeyDocuments.of((com.fasterxml.jackson.databind.node.ObjectNode) shown);
        assertThat(keys).hasSize(2);
        assertThat(keys.stream().filter(key -> key.asserts())).hasSize(1);
    }

    @Test
    void a_person_shows_that_the_key_they_sign_with_is_theirs() throws Exception {
        site.node
                .people()
                .describe(
                        alice,
                        new dev.hob.node.people.Profile(
                                "Alice <i>", "I make tea.\n\nMuch.", "https://alice.example", ""));
        var shown = document("/u/alice");
        assertThat(shown.get("type").asText()).isEqualTo("Person");
        assertThat(shown.get("preferredUsername").asText()).isEqualTo("alice");
        assertThat(shown.get("name").asText()).isEqualTo("Alice <i>");
        assertThat(shown.get("summary").asText()).isEqualTo("<p>I make tea.</p><p>Much.</p>");
        assertThat(shown.at("/attachment/0/value").asText()).contains("href=\"https://alice.example\"");
        assertThat(IdentityStatements.proven(
                        (com.fasterxml.jackson.databind.node.ObjectNode) shown.at("/attachment/1"),
                        new Id(HOME + "/u/alice"),
                        Instant.parse("2100-01-01T00:00:00Z")))
                .contains(alice.key());
        assertThat(document("/actor").get("type").asText()).isEqualTo("Application");
    }

    @Test
    void a_ticket_is_a_note_that_microblogs_show() throws Exception {
        issue(tools, "Window title is empty", "Start the program: the title bar stays empty.");
        var shown = document(at() + "/tickets/1");
        var wanted = golden("ticket");
        assertThat(members(shown)).isEqualTo(members(wanted));
        for (String same :
                List.of("@context", "type", "summary", "name", "mediaType", "content", "source", "to", "isResolved"))
            assertThat(shown.get(same)).as(same).isEqualTo(wanted.get(same));
        assertThat(shown.get("attributedTo").asText()).isEqualTo(HOME + "/u/alice");
        assertThat(shown.get("context").asText()).isEqualTo(HOME + at());
        assertThat(shown.get("url").asText()).isEqualTo(HOME + "/alice/tools/issues/1");
        assertThat(shown.get("replies").asText()).isEqualTo(HOME + at() + "/tickets/1/replies");
    }

    @Test
    void comments_answer_the_ticket_and_are_listed_under_it() throws Exception {
        var issue = issue(tools, "Leak", "");
        var first = comment(issue, "Also on **1.3**, says @alice of #1.");
        var second = comment(issue, "<script>alert(1)</script> fine");
        String path = at() + "/tickets/1/comments/" + first.name();
        var shown = document(path);
        assertThat(shown.get("type").asText()).isEqualTo("Note");
        assertThat(shown.get("inReplyTo").asText()).isEqualTo(HOME + at() + "/tickets/1");
        assertThat(shown.get("context").asText()).isEqualTo(HOME + at() + "/tickets/1");
        assertThat(shown.get("content").asText())
                .contains("<strong>1.3</strong>", HOME + "/alice\"", HOME + "/alice/tools/issues/1\"");
        assertThat(document(at() + "/tickets/1/comments/" + second.name())
                        .get("content")
                        .asText())
                .doesNotContain("<script");
        var replies = document(at() + "/tickets/1/replies");
        assertThat(replies.get("type").asText()).isEqualTo("OrderedCollection");
        assertThat(replies.get("totalItems").asInt()).isEqualTo(2);
        var page = document(replies.get("first").asText().substring(HOME.length()));
        assertThat(page.get("partOf").asText()).isEqualTo(replies.get("id").asText());
        assertThat(texts(page.get("orderedItems")))
                .containsExactly(HOME + path, HOME + at() + "/tickets/1/comments/" + second.name());
        site.node.tracking().issues().redact(tools, alice, issue, first);
        var gone = guest.get(path, "Accept", DOCUMENT);
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(JSON.readTree(gone.body()).get("type").asText()).isEqualTo("Tombstone");
        assertThat(gone.body()).doesNotContain("1.3");
    }

    @Test
    void what_answers_a_comment_is_listed_under_it() throws Exception {
        var issue = issue(tools, "Leak", "");
        var first = comment(issue, "Where?");
        comment(issue, "Everywhere.");
        var answer = done(site.node
                .tracking()
                .issues()
                .comment(tools, alice, issue, "At the lid.", Optional.of(first), List.of()));
        for (int i = 0; i < 120; i++) comment(issue, "Still " + i);
        var late = done(site.node
                .tracking()
                .issues()
                .comment(tools, alice, issue, "And the spout.", Optional.of(first), List.of()));
        String comments = at() + "/tickets/1/comments/";
        var replies = document(comments + first.name() + "/replies");
        assertThat(replies.get("totalItems").asInt()).isEqualTo(2);
        var page = document(replies.get("first").asText().substring(HOME.length()));
        assertThat(texts(page.get("orderedItems")))
                .containsExactly(HOME + comments + answer.name(), HOME + comments + late.name());
        assertThat(page.has("next")).isFalse();
        assertThat(document(comments + late.name() + "/replies")
                        .get("totalItems")
                        .asInt())
                .isZero();
    }

    @Test
    void long_lists_go_on_page_by_page_and_show_each_once() throws Exception {
        var issue = issue(tools, "Long", "x");
        var all = new ArrayList<String>();
        for (int i = 0; i < 45; i++)
            all.add(HOME + at() + "/tickets/1/comments/"
                    + comment(issue, "comment " + i).name());
        var seen = new ArrayList<String>();
        String next = document(at() + "/tickets/1/replies").get("first").asText();
        for (int pages = 0; !next.isEmpty() && pages < 10; pages++) {
            assertThat(next).doesNotContain("?");
            var page = document(next.substring(HOME.length()));
            seen.addAll(texts(page.get("orderedItems")));
            next = page.path("next").asText();
        }
        assertThat(seen).isEqualTo(all);
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        if (array != null) array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    @Test
    void a_release_says_in_its_first_line_what_it_is() throws Exception {
        site.pushText(tools, "main", "first", Map.of("a", "b"));
        ObjectId release;
        try (var files = site.node.publishing().releases().incoming()) {
            release = done(site.node
                    .publishing()
                    .releases()
                    .publish(
                            tools,
                            alice,
                            new Wish("v1.4.0", "main", "", "Tools 1.4.0", "Window *title* fixed.", false),
                            files));
        }
        var shown = document(at() + "/releases/" + release.name());
        assertThat(members(shown))
                .contains("origin", "attachment", "isPreRelease", "source")
                .doesNotContain("summary");
        assertThat(shown.get("name").asText()).isEqualTo("v1.4.0");
        assertThat(shown.get("content").asText())
                .startsWith("<p><strong><a href=\"" + HOME
                        + "/alice/tools/releases/tag/v1.4.0\">alice/tools Tools 1.4.0</a>")
                .contains("<em>title</em>");
        assertThat(shown.at("/attachment/0/href").asText()).isEqualTo(HOME + "/alice/tools/archive/v1.4.0.tar.gz");
        assertThat(guest.get("/alice/tools/archive/v1.4.0.tar.gz").statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(guest.get("/alice/tools/releases/tag/v1.4.0", "Accept", MASTODON)
                                .body())
                        .get("id"))
                .isEqualTo(shown.get("id"));
    }

    @Test
    void the_page_and_the_document_know_each_other() throws Exception {
        issue(tools, "Leak", "");
        for (String[] pair : new String[][] {
            {"/alice", "/u/alice"}, {"/alice/tools", at()}, {"/alice/tools/issues/1", at() + "/tickets/1"}
        }) {
            var page = guest.get(pair[0], "Accept", BROWSER);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Link"))
                    .contains("<" + HOME + pair[1] + ">; rel=\"alternate\"; type=\"application/activity+json\"");
            assertThat(page.headers().firstValue("Vary").orElse("")).contains("Accept");
            assertThat(page.body())
                    .contains("<link rel=\"alternate\" type=\"application/activity+json\" href=\"" + HOME + pair[1]
                            + "\">");
            assertThat(JSON.readTree(guest.get(pair[0], "Accept", MASTODON).body())
                            .get("id")
                            .asText())
                    .isEqualTo(HOME + pair[1]);
            var sent = guest.get(pair[1], "Accept", BROWSER);
            assertThat(sent.statusCode()).isEqualTo(303);
            assertThat(Guest.location(sent)).contains(HOME + pair[0]);
            assertThat(document(pair[1]).get("url").asText()).isEqualTo(HOME + pair[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acct:alice.tools@forge-a.example",
                "acct%3Aalice.tools%40forge-a.example",
                "acct:@Alice.TOOLS@Forge-A.example",
                "acct:alice/tools@forge-a.example",
                "https://forge-a.example/alice/tools",
                "alice.tools@forge-a.example"
            })
    void a_repository_is_found_however_it_is_written(String resource) throws Exception {
        var found = guest.get("/.well-known/webfinger?resource=" + resource);
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.headers().firstValue("Content-Type")).contains("application/jrd+json");
        assertThat(found.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        var shown = JSON.readTree(found.body());
        assertThat(shown.get("subject").asText()).isEqualTo("acct:alice.tools@forge-a.example");
        assertThat(shown.at("/links/0/href").asText()).isEqualTo(HOME + at());
    }

    @Test
    void who_is_not_here_is_not_found() throws Exception {
        for (String resource : List.of(
                "acct:nobody@forge-a.example",
                "acct:alice@elsewhere.example",
                "acct:alice.nothing@forge-a.example",
                "https://elsewhere.example/u/alice",
                "nonsense"))
            assertThat(guest.get("/.well-known/webfinger?resource=" + resource).statusCode())
                    .as(resource)
                    .isEqualTo(404);
        assertThat(guest.get("/.well-known/webfinger").statusCode()).isEqualTo(400);
        assertThat(guest.get("/.well-known/webfinger?resource=acct:forge-a.example@forge-a.example")
                        .body())
                .contains(HOME + "/actor");
    }

    @Test
    void what_this_node_is_can_be_asked() throws Exception {
        assertThat(guest.get("/.well-known/host-meta").body())
                .contains("template=\"https://forge-a.example/.well-known/webfinger?resource={uri}\"");
        var links = JSON.readTree(guest.get("/.well-known/nodeinfo").body());
        assertThat(links.at("/links/0/href").asText()).isEqualTo(HOME + "/nodeinfo/2.1");
        var info = JSON.readTree(guest.get("/nodeinfo/2.1").body());
        assertThat(info.at("/software/name").asText()).isEqualTo("hob");
        assertThat(info.at("/usage/users/total").asInt()).isEqualTo(1);
        assertThat(info.at("/metadata/forge").asBoolean()).isTrue();
        assertThat(guest.get("/nodeinfo/3.0").statusCode()).isEqualTo(404);
    }

    @Test
    void nobody_is_told_of_what_is_private() throws Exception {
        var secret = site.repository(alice, "secret", true, "WORD");
        issue(secret, "WORD", "WORD");
        String id = "/r/" + secret.id().value();
        var fork = site.repository(alice, "other", false, "");
        var probes = new ArrayList<String>();
        for (String below : List.of(
                "",
                "/inbox",
                "/outbox",
                "/outbox/page/0",
                "/followers",
                "/followers/page/0",
                "/following",
                "/featured",
                "/likes",
                "/likes/page/0",
                "/forks",
                "/forks/page/0",
                "/tickets/1",
                "/tickets/1/replies",
                "/tickets/1/replies/page/0",
                "/tickets/1/followers",
                "/tickets/1/dependencies",
                "/tickets/1/dependants",
                "/tickets/1/comments/" + "0".repeat(40),
                "/tickets/1/comments/" + "0".repeat(40) + "/replies",
                "/releases/" + "0".repeat(40),
                "/grants/" + "0".repeat(20),
                "/notes/1",
                "/notes/3",
                "/tickets/1/notes/3",
                "/activities/1-0")) probes.add(id + below);
        probes.add("/alice/secret");
        probes.add("/alice/secret/issues/1");
        probes.add("/.well-known/webfinger?resource=acct:alice.secret@forge-a.example");
        probes.add("/.well-known/webfinger?resource=" + HOME + id);
        for (String probe : probes) {
            var there = guest.get(probe, "Accept", DOCUMENT);
            var missing = guest.get(
                    probe.replace(secret.id().value(), "a".repeat(20)).replace("secret", "nothing"),
                    "Accept",
                    DOCUMENT);
            assertThat(there.statusCode())
                    .as(probe)
                    .isEqualTo(missing.statusCode())
                    .isIn(404, 405);
            assertThat(there.body()).as(probe).doesNotContain("WORD", "secret/");
        }
        // Nor in any list of what everybody may see.
        for (String list : List.of(
                at() + "/forks/page/0",
                "/u/alice/outbox/page/0",
                "/u/alice",
                "/r/" + fork.id().value()))
            assertThat(guest.get(list, "Accept", DOCUMENT).body())
                    .as(list)
                    .doesNotContain("secret", secret.id().value());
        // To its owner neither: a document is the same for everybody.
        assertThat(site.guest("alice").get(id, "Accept", DOCUMENT).statusCode()).isEqualTo(404);
    }

    @Test
    void what_is_closed_is_resolved_and_an_odd_id_is_nothing() throws Exception {
        var issue = issue(tools, "Leak", "");
        site.node.tracking().issues().turn(tools, alice, issue, IssueState.SOLVED);
        var shown = document(at() + "/tickets/1");
        assertThat(shown.get("isResolved").asBoolean()).isTrue();
        assertThat(shown.has("resolved")).isTrue();
        for (String odd : List.of(
                "/tickets/01",
                "/tickets/2",
                "/tickets/99999999999999999999",
                "/tickets/1/",
                "/tickets/1/replies/page/-1",
                "//tickets/1",
                "/Tickets/1",
                "/tickets/1%2Freplies",
                "/releases/main",
                "/notes/0"))
            assertThat(guest.get(at() + odd, "Accept", DOCUMENT).statusCode())
                    .as(odd)
                    .isIn(404, 400);
    }

    @Test
    void somebody_who_left_is_gone_and_a_disabled_account_is_not_there() throws Exception {
        var bob = site.person("bob");
        site.node.people().disable(bob, true);
        assertThat(guest.get("/u/bob", "Accept", DOCUMENT).statusCode()).isEqualTo(404);
        site.node.delete(bob);
        var gone = guest.get("/u/bob", "Accept", DOCUMENT);
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(JSON.readTree(gone.body()).get("id").asText()).isEqualTo(HOME + "/u/bob");
    }

    @Test
    void every_document_is_one_that_we_would_take() throws Exception {
        var issue = issue(tools, "Leak", "");
        comment(issue, "Yes");
        for (String path : List.of(at(), "/u/alice", "/actor", at() + "/tickets/1", at() + "/tickets/1/replies")) {
            HttpResponse<String> answer = guest.get(path, "Accept", DOCUMENT);
            assertThat(Vocabulary.read(answer.body().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .as(path)
                    .isInstanceOf(Vocabulary.Reading.Read.class);
        }
    }

    @Test
    void without_a_public_address_nobody_is_here() throws Exception {
        try (var lone = Site.open(data.resolve("lone"))) {
            var someone = lone.person("carol");
            lone.repository(someone, "tea", false, "");
            for (String path : List.of(
                    "/u/carol",
                    "/actor",
                    "/.well-known/nodeinfo",
                    "/.well-known/host-meta",
                    "/.well-known/webfinger?resource=acct:carol@127.0.0.1",
                    "/nodeinfo/2.1"))
                assertThat(lone.guest().get(path, "Accept", DOCUMENT).statusCode())
                        .as(path)
                        .isEqualTo(404);
            var page = lone.guest().get("/carol/tea", "Accept", DOCUMENT);
            assertThat(page.body()).startsWith("<!doctype html>").doesNotContain("activity+json");
        }
    }

    @Test
    void a_visitor_is_shown_the_way_to_follow_from_their_own_server() throws Exception {
        assertThat(guest.get("/alice/tools").body()).contains("href=\"/alice/tools/follow\"");
        assertThat(guest.get("/alice/tools/follow").body()).contains("@alice.tools@forge-a.example");
        String self = java.net.URLEncoder.encode(HOME + at(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(guest.post("/alice/tools/follow", "address", "@mia@social.example")
                        .body())
                .contains("href=\"https://social.example/follow?it=" + self + "\"");
        assertThat(guest.post("/alice/tools/follow", "address", "mia@other.example")
                        .body())
                .contains("href=\"https://other.example/authorize_interaction?uri=" + self + "\"");
        for (String wrong : List.of("mia", "\"><script>@x.example", "@alice@forge-a.example", "")) {
            var answer = guest.post("/alice/tools/follow", "address", wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(422);
            assertThat(answer.body()).contains("id=\"e-address\"").doesNotContain("<script>");
        }
        site.repository(alice, "secret", true, "");
        assertThat(guest.get("/alice/secret/follow").statusCode()).isEqualTo(404);
        assertThat(site.guest("alice").get("/alice/secret/follow").statusCode()).isEqualTo(404);
    }

    @Test
    void the_owner_chooses_what_is_told() throws Exception {
        site.person("mallory");
        var hers = site.guest("alice");
        assertThat(hers.get("/alice/tools/settings/followers").body()).contains("value=\"releases\" checked");
        assertThat(site.guest("mallory")
                        .post("/alice/tools/settings/followers", "told", "releases")
                        .statusCode())
                .isEqualTo(403);
        hers.post("/alice/tools/settings/followers", "told", "releases", "told", "comments", "told", "nonsense");
        assertThat(site.speaking.orElseThrow().kinds().of(tools))
                .containsExactlyInAnyOrder(
                        dev.hob.federation.actor.ToldKinds.Kind.RELEASES,
                        dev.hob.federation.actor.ToldKinds.Kind.COMMENTS);
        assertThat(hers.get("/alice/tools/settings/followers").body())
                .contains("value=\"releases\" checked", "value=\"pushes\">");
    }
}
