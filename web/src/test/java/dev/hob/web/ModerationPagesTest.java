package dev.hob.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.federation.Federation;
import dev.hob.federation.inbox.GuestRules;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.vocab.Id;
import dev.hob.node.cob.Evidence;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Speaker;
import dev.hob.node.people.Person;
import dev.hob.node.people.RemoteAuthors;
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

/// What administrators, owners and readers decide about other servers and those who write from there.
class ModerationPagesTest {
    private static final String MIA = "https://social.example/users/mia";
    private static final String NOTE = "{\"id\":\"" + MIA + "/a/%d\",\"type\":\"Create\",\"actor\":\"" + MIA
            + "\",\"object\":{\"id\":\"" + MIA + "/n/%d\",\"type\":\"Note\",\"attributedTo\":\"" + MIA
            + "\",\"content\":\"<p>Buy <b>my</b> pills</p>\"}}";

    @TempDir
    Path data;

    private Site site;
    private Federation federation;
    private Person alice;
    private Repo tea;

    @BeforeEach
    void open() {
        site = Site.called(data, "https://forge-a.example");
        federation = site.federation.orElseThrow();
        site.person("keeper", true);
        alice = site.person("alice");
        site.person("bob");
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

    private static void goes(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(303);
    }

    /// Something of mia's that waits for leave.
    private void held(long position, Optional<Repo> repo) {
        site.node
                .database()
                .writing(tx -> tx.execute(
                        """
                        insert into inbox_activity (position, activity, kind, object, actor, host, key_id, digest, body,
                                                    received, state, told, tries, due, approved, repository)
                        values (?, ?, 'Create', null, ?, 'social.example', ?, '', ?, ?, 'held', 'New here.', 0, 0, ?, ?)""",
                        position,
                        MIA + "/a/" + position,
                        MIA,
                        MIA + "#main-key",
                        NOTE.formatted(position, position),
                        Instant.EPOCH.toEpochMilli(),
                        false,
                        repo.map(it -> it.id().value()).orElse(null)));
    }

    @Test
    void only_administrators_see_other_servers() throws Exception {
        for (String path : List.of("", "/instance?host=a.example", "/inbox", "/held", "/reports", "/blocked")) {
            assertThat(site.guest("bob").get("/-/federation" + path).statusCode())
                    .isEqualTo(404);
            assertThat(site.guest().get("/-/federation" + path).statusCode()).isNotEqualTo(200);
            ok(site.guest("keeper").get("/-/federation" + path));
        }
        assertThat(site.guest("bob")
                        .post("/-/federation", "host", "a.example", "rule", "blocked")
                        .statusCode())
                .isEqualTo(404);
        assertThat(federation.rules().list()).isEmpty();
    }

    @Test
    void a_server_is_decided_about_and_shown_and_tried_again() throws Exception {
        var root = site.guest("keeper");
        var wrong = root.post("/-/federation", "host", "no host", "rule", "limited", "reason", "Too <loud>");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("not the name of a host", "no host", "Too &lt;loud");
        goes(root.post("/-/federation", "host", "social.example", "rule", "limited", "reason", "Too <loud>"));
        assertThat(federation.rules().of("a.social.example")).isEqualTo(Rule.SILENCED);
        var id = new Id("https://forge-a.example/actor/activities/1-0");
        site.node.database().writing(tx -> federation
                .deliveries()
                .enqueue(tx, "node", id, "{}".getBytes(UTF_8), List.of(new Id("https://social.example/inbox"))));
        assertThat(ok(root.get("/-/federation")))
                .contains("href=\"/-/federation/instance?host=social.example\"", "limited", "1 waiting to be sent");
        assertThat(ok(root.get("/-/federation?q=nowhere"))).doesNotContain("social.example\"");
        assertThat(ok(root.get("/-/federation/instance?host=social.example"))).contains("Too &lt;loud", "1 waiting");
        goes(root.post("/-/federation/instance/retry", "host", "social.example"));
        goes(root.post("/-/federation/instance", "host", "social.example", "rule", "forget"));
        assertThat(federation.rules().list()).isEmpty();
        goes(root.post("/-/federation/only-listed", "only", "yes"));
        assertThat(federation.rules().isBlocked("anybody.example")).isTrue();
    }

    @Test
    void what_is_held_is_read_and_let_in_or_refused() throws Exception {
        var root = site.guest("keeper");
        held(1, Optional.empty());
        held(2, Optional.empty());
        assertThat(ok(root.get("/-/federation/held"))).contains(MIA, "Buy my pills", "New here.");
        goes(root.post("/-/federation/held", "position", "1", "verdict", "refuse"));
        assertThat(root.post("/-/federation/held", "position", "1", "verdict", "approve")
                        .statusCode())
                .isEqualTo(404);
        assertThat(ok(root.get("/-/federation/inbox"))).contains(MIA, "did not want it");
        goes(root.post("/-/federation/held", "position", "2", "verdict", "approve"));
        assertThat(federation.reception().held(10)).isEmpty();
        assertThat(federation.reception().queue().lines("waiting", 10)).hasSize(1);
    }

    @Test
    void an_owner_decides_what_strangers_may_do_and_whom_to_let_in() throws Exception {
        var owner = site.guest("alice");
        String at = "/alice/tea/settings/guests";
        assertThat(site.guest("bob").get(at).statusCode()).isEqualTo(403);
        assertThat(ok(owner.get(at))).contains("name=\"mentions\" value=\"yes\" checked", "value=\"200\"");
        var wrong = owner.post(at, "mentions", "yes", "daily", "many");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("A number up to 200.", "value=\"many\"");
        goes(owner.post(at, "approve", "yes", "daily", "20"));
        assertThat(federation.moderation().guests().of(tea)).isEqualTo(new GuestRules.Rule(false, true, 20));
        held(1, Optional.of(tea));
        held(2, Optional.of(site.repository(alice, "cup", false, "")));
        held(3, Optional.empty());
        assertThat(ok(owner.get(at))).contains("Buy my pills");
        assertThat(owner.post(at + "/held", "position", "2", "verdict", "approve")
                        .statusCode())
                .isEqualTo(404);
        assertThat(owner.post(at + "/held", "position", "3", "verdict", "approve")
                        .statusCode())
                .isEqualTo(404);
        goes(owner.post(at + "/held", "position", "1", "verdict", "approve"));
        assertThat(federation.reception().held(10)).hasSize(2);
        site.node.edits().setPrivate(tea, alice, true);
        assertThat(ok(owner.get(at))).contains("It is private").doesNotContain("name=\"daily\"");
    }

    /// Mia's issue, and the address of what she says in it.
    private String said() {
        var author = site.node
                .people()
                .remote()
                .meet(new RemoteAuthors.Said(MIA, "mia@social.example", "Mia", Optional.empty(), Optional.empty()));
        var evidence = new Evidence(
                MIA + "/1", MIA, Optional.of(MIA + "/notes/1"), "sha-256=:AA:", MIA + "#key", Instant.EPOCH);
        var opened = site.node
                .tracking()
                .issues()
                .open(tea, new Speaker.Guest(author, evidence), Issues.Opening.of("It leaks", "Buy my pills"));
        String id = ((Answer.Done) opened).entry().name();
        return "/alice/tea/issues/1/comment/" + id.substring(0, 13);
    }

    @Test
    void a_reader_reports_what_somebody_elsewhere_said_and_blocks_them() throws Exception {
        String at = said();
        var bob = site.guest("bob");
        assertThat(ok(site.guest().get("/alice/tea/issues/1"))).doesNotContain("/report\"");
        assertThat(ok(bob.get("/alice/tea/issues/1"))).contains("href=\"" + at + "/report\"");
        assertThat(ok(bob.get(at + "/report"))).contains("@mia@social.example");
        var nothing = bob.post(at + "/report", "body", "Advertising <here>");
        assertThat(nothing.statusCode()).isEqualTo(422);
        assertThat(nothing.body()).contains("Tick what you want", "Advertising &lt;here");
        goes(bob.post(at + "/report", "body", "Advertising <here>", "report", "yes", "block", "yes"));
        var root = site.guest("keeper");
        assertThat(ok(root.get("/-/federation/reports")))
                .contains("Advertising &lt;here", MIA, "https://forge-a.example/alice/tea/issues/1/comment/", "bob");
        goes(root.post("/-/federation/reports", "number", "1"));
        assertThat(root.post("/-/federation/reports", "number", "1").statusCode())
                .isEqualTo(404);
        assertThat(ok(root.get("/-/federation/reports"))).contains("Nobody complains.");
        assertThat(ok(bob.get("/settings/blocked"))).contains("@mia@social.example");
        assertThat(ok(site.guest("alice").get("/settings/blocked"))).contains("Nobody is blocked.");
        goes(bob.post("/settings/blocked/remove", "actor", MIA));
        assertThat(ok(bob.get("/settings/blocked"))).contains("Nobody is blocked.");
        var typed = bob.post("/settings/blocked", "who", "not a handle");
        assertThat(typed.statusCode()).isEqualTo(422);
        assertThat(typed.body()).contains("neither a handle nor a URL", "value=\"not a handle\"");
    }

    @Test
    void what_somebody_may_not_see_cannot_be_reported() throws Exception {
        String at = said();
        site.node.edits().setPrivate(tea, alice, true);
        assertThat(site.guest("bob").get(at + "/report").statusCode()).isEqualTo(404);
        assertThat(site.guest("bob").post(at + "/report", "report", "yes").statusCode())
                .isEqualTo(404);
        assertThat(federation.moderation().reports().count()).isZero();
    }

    @Test
    void somebody_says_where_else_they_are_at_home_and_is_not_moved_by_mistake() throws Exception {
        var bob = site.guest("bob");
        assertThat(ok(bob.get("/settings/moving"))).contains("https://forge-a.example/u/bob");
        var wrong = bob.post("/settings/moving/also", "also", "nobody at all");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("neither a handle nor a URL", "value=\"nobody at all\"");
        assertThat(bob.post("/settings/moving/away", "away", "nobody at all").statusCode())
                .isEqualTo(422);
        var person = site.node.people().find("bob").orElseThrow();
        site.node.people().residences().add(person, MIA);
        assertThat(ok(bob.get("/settings/moving"))).contains(MIA);
        goes(bob.post("/settings/moving/remove", "actor", MIA));
        assertThat(ok(bob.get("/settings/moving"))).doesNotContain(MIA);
        site.node.people().residences().move(person, MIA);
        assertThat(ok(site.guest().get("/bob"))).contains("Moved to", MIA);
    }

    @Test
    void a_node_without_an_address_says_so() throws Exception {
        try (var alone = Site.open(data.resolve("alone"))) {
            alone.person("keeper", true);
            alone.repository(alone.person("alice"), "tea", false, "");
            assertThat(ok(alone.guest("keeper").get("/-/federation"))).contains("no public https address");
            assertThat(ok(alone.guest("keeper").get("/settings/blocked"))).contains("no public https address");
            assertThat(ok(alone.guest("alice").get("/alice/tea/settings/guests")))
                    .contains("no public https address");
        }
    }
}
