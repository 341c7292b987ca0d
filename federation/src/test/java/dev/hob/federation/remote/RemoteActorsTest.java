package dev.hob.federation.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.Vectors;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.node.language.Messages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RemoteActorsTest {
    @TempDir
    Path folder;

    private Met met;
    private Peer peer;
    private Id amy;

    @BeforeEach
    void open() throws Exception {
        met = new Met(folder);
        peer = new Peer("127.0.0.1");
        peer.actor("amy", Met.KEY);
        amy = peer.id("/u/amy");
    }

    @AfterEach
    void close() {
        peer.close();
        met.close();
    }

    private static RemoteActor found(Looked<RemoteActor> looked) {
        assertThat(looked).isInstanceOf(Looked.Found.class);
        return looked.found().orElseThrow();
    }

    private static String missing(Looked<RemoteActor> looked) {
        assertThat(looked).isInstanceOf(Looked.Missing.class);
        return ((Looked.Missing<RemoteActor>) looked).why();
    }

    private Handle handle(String user) {
        return new Handle(user, peer.authority());
    }

    @Test
    void an_actor_is_looked_up_once_a_day() {
        assertThat(met.actors.known(amy)).isEmpty();
        var actor = found(met.actors.look(amy));
        assertThat(actor.handle()).isEqualTo(handle("amy"));
        assertThat(actor.name()).isEqualTo("The amy");
        assertThat(actor.deliversTo()).isEqualTo(peer.id("/inbox"));
        assertThat(actor.isForge()).isFalse();
        met.later(Duration.ofHours(23));
        assertThat(found(met.actors.look(amy))).isEqualTo(actor);
        assertThat(peer.asked("/u/amy")).isEqualTo(1);
        met.later(Duration.ofHours(2));
        peer.at("/u/amy", actor.document().deepCopy().put("name", "Amy the second"));
        assertThat(found(met.actors.look(amy)).name()).isEqualTo("Amy the second");
        assertThat(met.actors.known(amy)).map(RemoteActor::name).contains("Amy the second");
    }

    @Test
    void who_cannot_be_asked_is_remembered_as_was() {
        var actor = found(met.actors.look(amy));
        met.later(Duration.ofDays(3));
        peer.at("/u/amy", _ -> Peer.Reply.of(503));
        assertThat(found(met.actors.look(amy))).isEqualTo(actor);
        assertThat(met.actors.refresh(amy)).isInstanceOf(Looked.Unreachable.class);
    }

    @Test
    void an_actor_that_was_looked_up_brings_its_keys() {
        found(met.actors.look(amy));
        assertThat(met.keys.key(peer.id("/u/amy#main-key")).found()).isPresent();
        assertThat(peer.asked("/u/amy")).isEqualTo(1);
    }

    @Test
    void who_was_deleted_stays_deleted() {
        found(met.actors.look(amy));
        peer.at("/u/amy", _ -> Peer.Reply.of(410));
        assertThat(met.actors.refresh(amy)).isInstanceOf(Looked.Gone.class);
        peer.actor("amy", Met.OTHER_KEY);
        assertThat(met.actors.look(amy)).isInstanceOf(Looked.Gone.class);
        assertThat(met.actors.refresh(amy)).isInstanceOf(Looked.Gone.class);
        assertThat(met.actors.find(amy.value())).isInstanceOf(Looked.Gone.class);
        assertThat(met.actors.known(amy)).isEmpty();
        assertThat(met.actors.isGone(amy)).isTrue();
    }

    @Test
    void who_is_blocked_is_not_asked() {
        met.rules.set("127.0.0.1", Rule.BLOCKED, "");
        assertThat(missing(met.actors.look(amy))).isEqualTo(peer.authority() + " is not met here.");
        missing(met.actors.refresh(amy));
        missing(met.actors.find(handle("amy")));
        missing(met.actors.find(amy.value()));
        assertThat(peer.requests).isEmpty();
    }

    @Test
    void who_is_not_there_is_not_asked_again_and_again() {
        var nobody = peer.id("/u/nobody");
        for (int i = 0; i < 5; i++) missing(met.actors.look(nobody));
        assertThat(peer.asked("/u/nobody")).isEqualTo(1);
    }

    @Test
    void why_somebody_is_not_there_is_told_to_nobody_in_the_language_of_another() {
        var nobody = peer.id("/u/nobody");
        String german = Messages.in("de", () -> missing(met.actors.look(nobody)));
        assertThat(german).isEqualTo(peer.authority() + " hat mit 404 geantwortet.");
        assertThat(missing(met.actors.look(nobody)))
                .isEqualTo("What " + peer.authority() + " has there could not be had a moment ago.");
        assertThat(Messages.in("de", () -> missing(met.actors.look(nobody)))).isEqualTo(german);
        assertThat(peer.asked("/u/nobody")).isEqualTo(1);
    }

    // By handle

    @Test
    void a_handle_is_found_by_webfinger() {
        for (String text : new String[] {"@amy@", "amy@", "acct:amy@", " @AMY@"})
            assertThat(found(met.actors.find(text + peer.authority())).id()).isEqualTo(amy);
        assertThat(met.actors.known(handle("amy"))).map(RemoteActor::id).contains(amy);
        missing(met.actors.find(handle("nobody")));
        assertThat(missing(met.actors.find("what is this?"))).isEqualTo("That is neither a handle nor a URL.");
    }

    @Test
    void a_handle_that_names_an_actor_who_is_called_otherwise_is_not_believed() {
        peer.at("/.well-known/webfinger", _ -> Peer.jrd("eve@" + peer.authority(), amy));
        missing(met.actors.find(handle("eve")));
    }

    @Test
    void a_host_cannot_give_its_handles_to_actors_of_another() throws Exception {
        try (var evil = new Peer("127.0.0.2")) {
            evil.at("/.well-known/webfinger", _ -> Peer.jrd("amy@" + evil.authority(), amy));
            missing(met.actors.find(new Handle("amy", evil.authority())));
            assertThat(found(met.actors.look(amy)).handle()).isEqualTo(handle("amy"));
        }
    }

    @Test
    void an_instance_may_call_its_people_by_another_domain_when_both_say_so() throws Exception {
        try (var domain = new Peer("127.0.0.2")) {
            String name = "amy@" + domain.authority();
            domain.at("/.well-known/webfinger", _ -> Peer.jrd(name, amy));
            peer.at("/.well-known/webfinger", _ -> Peer.jrd(name, amy));
            assertThat(found(met.actors.find(new Handle("amy", domain.authority())))
                            .handle())
                    .hasToString("@" + name);
            // Asked by the host of the actor, it is called by its domain too.
            assertThat(found(met.actors.find(handle("amy"))).handle()).hasToString("@" + name);
            // And remembers it when it is looked up anew.
            met.later(Duration.ofDays(2));
            assertThat(found(met.actors.look(amy)).handle()).hasToString("@" + name);
        }
    }

    @Test
    void a_host_without_webfinger_at_its_usual_place_says_where() {
        peer.at("/.well-known/webfinger", _ -> Peer.Reply.of(404));
        peer.at(
                "/.well-known/host-meta",
                _ -> new Peer.Reply(
                        200,
                        Map.of("Content-Type", "application/xrd+xml"),
                        "<XRD><Link rel=\"lrdd\" template=\""
                                + peer.id("/finger").value() + "?q={uri}\"/></XRD>"));
        peer.at("/finger", _ -> Peer.jrd("amy@" + peer.authority(), amy));
        assertThat(found(met.actors.find(handle("amy"))).id()).isEqualTo(amy);
    }

    // By URL

    @Test
    void a_page_says_which_actor_it_shows() {
        peer.at(
                "/@amy",
                _ -> new Peer.Reply(
                        200,
                        Map.of("Content-Type", "text/html; charset=utf-8"),
                        "<html><head><link rel='icon' href='/x.png'><LINK type=\"application/activity+json\""
                                + " rel=\"alternate\" href=\"/u/amy\"></head></html>"));
        assertThat(found(met.actors.find(peer.id("/@amy").value())).id()).isEqualTo(amy);
        peer.at(
                "/by-line",
                _ -> new Peer.Reply(
                        200,
                        Map.of(
                                "Content-Type",
                                "text/html",
                                "Link",
                                "</style.css>; rel=preload, <" + amy
                                        + ">; rel=\"alternate\"; type=\"application/activity+json\""),
                        "<p>"));
        assertThat(found(met.actors.find(peer.id("/by-line").value())).id()).isEqualTo(amy);
        peer.at("/plain", _ -> new Peer.Reply(200, Map.of("Content-Type", "text/html"), "<p>nothing"));
        missing(met.actors.find(peer.id("/plain").value()));
    }

    @Test
    void a_page_of_one_host_shows_an_actor_of_another_as_that_one_says() throws Exception {
        try (var other = new Peer("127.0.0.2")) {
            var forged = peer.actor("amy", Met.KEY).deepCopy().put("name", "forged");
            other.at("/page", forged);
            assertThat(found(met.actors.find(other.id("/page").value())).name()).isEqualTo("The amy");
        }
    }

    @Test
    void what_is_no_actor_is_said_so() {
        peer.at("/o/1", peer.document("/o/1", "Note"));
        assertThat(missing(met.actors.find(peer.id("/o/1").value()))).isEqualTo("What is there is no actor.");
    }

    // What an actor must be

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2/inbox",
                "https://elsewhere.example/inbox",
                "ftp://127.0.0.1/inbox",
                "nonsense",
                "http://user:pass@127.0.0.1/inbox"
            })
    void an_inbox_elsewhere_is_none(String inbox) {
        peer.at("/u/eve", peer.actor("eve", Met.KEY).put("inbox", inbox));
        missing(met.actors.look(peer.id("/u/eve")));
    }

    @Test
    void a_shared_inbox_elsewhere_is_left_out() {
        var eve = peer.actor("eve", Met.KEY);
        eve.putObject("endpoints").put("sharedInbox", "https://victim.example/inbox");
        peer.at("/u/eve", eve);
        assertThat(found(met.actors.look(peer.id("/u/eve"))).deliversTo()).isEqualTo(peer.id("/u/eve/inbox"));
    }

    @Test
    void texts_of_strangers_are_short_lines_and_addresses_are_web_addresses() {
        var eve = peer.actor("eve", Met.KEY);
        eve.put("name", "\u202Eeve\n<script>\u0007" + "x".repeat(5_000));
        eve.put("url", "javascript:alert(1)");
        eve.putObject("icon").put("type", "Image").put("url", "javascript:alert(1)");
        peer.at("/u/eve", eve);
        var actor = found(met.actors.look(peer.id("/u/eve")));
        assertThat(actor.name()).startsWith("eve <script> x").hasSize(200);
        assertThat(actor.page()).isEmpty();
        assertThat(actor.icon()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "../../etc", "x@y", "<b>", "a.", "eve/admin"})
    void a_user_name_that_no_server_takes_is_not_taken(String name) {
        peer.at("/u/eve", peer.actor("eve", Met.KEY).put("preferredUsername", name));
        missing(met.actors.look(peer.id("/u/eve")));
    }

    @Test
    void actors_that_real_servers_show_are_read() {
        for (String file :
                new String[] {"documents/gotosocial-0.20-actor-person.json", "documents/fedify-2.3.6-actor-person.json"
                }) {
            var read = ActorReading.read((ObjectNode) Vectors.json(file), met.clock.instant());
            assertThat(read).as(file).isInstanceOf(ActorReading.Read.Whole.class);
        }
        var repository =
                ActorReading.read((ObjectNode) Vectors.json("forgefed/actor-repository.json"), met.clock.instant());
        assertThat(((ActorReading.Read.Whole) repository).actor().isForge()).isTrue();
    }

    // What an instance is

    @Test
    void an_instance_that_says_it_is_a_forge_makes_its_people_such() {
        var instances = new RemoteInstances(met.remote, met.clock);
        var actor = found(met.actors.look(amy));
        assertThat(instances.isForge(actor)).isFalse();
        peer.at(
                "/.well-known/nodeinfo",
                _ -> new Peer.Reply(
                        200,
                        Map.of("Content-Type", "application/json"),
                        "{\"links\":[{\"rel\":\"http://nodeinfo.diaspora.software/ns/schema/2.1\",\"href\":\""
                                + peer.id("/nodeinfo/2.1") + "\"}]}"));
        peer.at(
                "/nodeinfo/2.1",
                _ -> new Peer.Reply(
                        200,
                        Map.of("Content-Type", "application/json"),
                        "{\"software\":{\"name\":\"hob\",\"version\":\"1\"},\"metadata\":{\"forge\":true,"
                                + "\"activities\":[\"Offer\",\"Push\"]}}"));
        assertThat(instances.isForge(actor)).as("asked half an hour ago").isFalse();
        met.later(Duration.ofMinutes(31));
        assertThat(instances.isForge(actor)).isTrue();
        assertThat(instances.of(amy).orElseThrow().software()).isEqualTo("hob");
        assertThat(peer.asked("/nodeinfo/2.1")).isEqualTo(1);
    }
}
