package dev.hob.web.federation;

import static dev.hob.web.Federated.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.federation.across.Across;
import dev.hob.federation.actor.Local;
import dev.hob.node.issue.Issues;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.web.Federated;
import dev.hob.web.Guest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alice's repository goes from one node to another, and luke, who follows it from a third, goes along; so do links and
/// clones.
class MovingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Federated old;
    private Federated next;
    private Federated third;
    private Person alice;
    private Person alicia;
    private Person luke;
    private Repo tea;
    private Repo chai;

    @BeforeEach
    void open() {
        old = new Federated(folder.resolve("old"));
        next = new Federated(folder.resolve("next"));
        third = new Federated(folder.resolve("third"));
        alice = old.person("alice");
        alicia = next.person("alicia");
        luke = third.person("luke");
        tea = old.repository(alice, "tea", "Leaves & water");
        chai = next.repository(alicia, "chai", "Leaves & water");
    }

    @AfterEach
    void close() {
        third.close();
        next.close();
        old.close();
    }

    private String id(Federated node, Repo repo) {
        return "http://" + node.host + "/r/" + repo.id().value();
    }

    private HttpResponse<String> plain(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + old.host + path));
        if (headers.length > 0) request.headers(headers);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_repository_moves_with_its_followers_stars_links_and_clones() throws Exception {
        old.node.tracking().issues().open(tea, alice, Issues.Opening.of("Tea is cold", "It is."));
        var lukes = third.guest("luke");
        lukes.post("/-/elsewhere/follow", "actor", id(old, tea), "follow", "yes");
        lukes.post("/-/elsewhere/star", "actor", id(old, tea), "star", "give");
        var abroad = third.federation.across().abroad();
        until("followed", () -> abroad.following().count(Across.local(luke)) == 1);
        until("starred", () -> old.node.stars().of(tea, Optional.empty()).count() == 1);

        var here = old.guest("alice");
        // Before the new one says what it was, nothing moves.
        var early = here.post(
                "/settings/moving/repository", "repository", "alice/tea", "address", id(next, chai), "way", "to");
        assertThat(early.statusCode()).isEqualTo(422);
        assertThat(early.body()).contains("does not say that it is also " + id(old, tea));
        var there = next.guest("alicia");
        String handle = "@alice.tea@" + old.host;
        var said = there.post(
                "/settings/moving/repository", "repository", "alicia/chai", "address", handle, "way", "from");
        assertThat(said.statusCode()).as(said.body()).isEqualTo(303);
        assertThat(there.get("/settings/moving").body()).contains("alicia/chai", id(old, tea));
        var document = JSON.readTree(next.guest()
                .get("/alicia/chai", "Accept", "application/activity+json")
                .body());
        assertThat(document.path("alsoKnownAs").toString()).contains(id(old, tea));

        var moved = here.post(
                "/settings/moving/repository",
                "repository",
                "alice/tea",
                "address",
                "@alicia.chai@" + next.host,
                "way",
                "to");
        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(303);
        until(
                "luke follows the new one",
                () -> next.federation.speaking().followers().count(new Local.Project(chai)) == 1);
        until(
                "luke's star went along",
                () -> next.node.stars().of(chai, Optional.empty()).count() == 1);
        until(
                "the old one has no follower",
                () -> old.federation.speaking().followers().count(new Local.Project(tea)) == 0);
        until(
                "the old one has no star",
                () -> old.node.stars().of(tea, Optional.empty()).count() == 0);

        String page = "http://" + next.host + "/alicia/chai";
        var first = plain("/alice/tea");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).contains("alice/tea has moved", page);
        var below = plain("/alice/tea/issues/1?x=y");
        assertThat(below.statusCode()).isEqualTo(301);
        assertThat(below.headers().firstValue("Location")).contains(page + "/issues/1?x=y");
        var fetch = plain("/alice/tea.git/info/refs?service=git-upload-pack", "Git-Protocol", "version=2");
        assertThat(fetch.statusCode()).isEqualTo(301);
        assertThat(fetch.headers().firstValue("Location")).contains(page + ".git/info/refs?service=git-upload-pack");
        var push = plain("/alice/tea.git/info/refs?service=git-receive-pack");
        assertThat(push.statusCode()).isEqualTo(403);
        assertThat(push.body()).contains("has moved to " + page + ".git", "git remote set-url");
        var actor = JSON.readTree(plain("/r/" + tea.id().value(), "Accept", "application/activity+json")
                .body());
        assertThat(actor.path("movedTo").asText()).isEqualTo(id(next, chai));

        // What is here is only read from then on.
        assertThat(here.post("/alice/tea/issues", "title", "Another", "body", "")
                        .statusCode())
                .isEqualTo(409);
        var token = here.post("/settings/tokens", "name", "t", "scope", "all");
        assertThat(token.statusCode()).isIn(200, 303, 422);
        var api = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + old.host + "/api/v1/repos/alice/tea/issues"))
                                .header("Authorization", basic())
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"title\":\"Another\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(api.statusCode()).as(api.body()).isEqualTo(403);
        assertThat(api.body()).contains("has moved to " + page);

        // And back.
        var back = here.post("/settings/moving/withdraw", "repository", "alice/tea", "actor", id(next, chai));
        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(plain("/alice/tea/issues/1").statusCode()).isEqualTo(200);
    }

    private static String basic() {
        return "Basic "
                + java.util.Base64.getEncoder().encodeToString(("alice:" + dev.hob.web.Site.PASSWORD).getBytes(UTF_8));
    }

    @Test
    void nobody_moves_what_is_not_theirs_and_a_repository_is_no_account() throws Exception {
        var bob = old.person("bob");
        assertThat(bob.name()).isEqualTo("bob");
        Guest guest = old.guest("bob");
        assertThat(guest.post(
                                "/settings/moving/repository",
                                "repository",
                                "alice/tea",
                                "address",
                                id(next, chai),
                                "way",
                                "to")
                        .statusCode())
                .isEqualTo(404);
        var wrong = guest.post("/settings/moving/also", "also", id(next, chai));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("is a repository");
    }
}
