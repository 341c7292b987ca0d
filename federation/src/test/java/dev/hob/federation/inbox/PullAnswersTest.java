package dev.hob.federation.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.actor.Abroad;
import dev.hob.federation.actor.AskedPulls;
import dev.hob.federation.actor.AskedPulls.State;
import dev.hob.federation.actor.Heard;
import dev.hob.federation.actor.Local;
import dev.hob.federation.vocab.Id;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alice has offered a pull request to a repository elsewhere, and hears what becomes of it: from that repository, and
/// from nobody else.
class PullAnswersTest {
    private static final String OFFER = Ground.ADDRESS + "/u/alice#offers/1";
    private static final Id TICKET = new Id("https://forge-b.example/r/p7x1qd/tickets/7");
    private static final ObjectId HEAD = ObjectId.fromString("c3a1e5d7f9b0c2d4e6f8a0b1c3d5e7f9a1b2c3d4");

    @TempDir
    Path folder;

    private Ground ground;
    private AskedPulls asked;
    private Stranger tracker;
    private Stranger mallory;

    @BeforeEach
    void build() {
        ground = new Ground(folder);
        tracker = new Stranger(ground.others, "https://forge-b.example/r/p7x1qd");
        mallory = new Stranger(ground.others, "https://forge-b.example/r/mallory");
        asked = new AskedPulls(ground.node.database(), ground.clock);
        var alice = ground.alice();
        var tea = ground.tea();
        ground.node.database().writing(handle -> {
            asked.add(
                    handle,
                    new AskedPulls.Asked(
                            "one",
                            alice.id(),
                            tea.id(),
                            "fix",
                            tracker.id,
                            "@luke.tea@forge-b.example",
                            "",
                            "Steep it longer",
                            "",
                            HEAD,
                            State.ASKED,
                            "",
                            Optional.empty(),
                            Optional.empty(),
                            Instant.EPOCH,
                            Instant.EPOCH));
            asked.offered(handle, "one", new Id(OFFER), HEAD);
        });
    }

    @AfterEach
    void leave() {
        ground.close();
    }

    private AskedPulls.Asked pull() {
        return asked.find("one").orElseThrow();
    }

    private void accepted(Stranger by, String result) {
        ground.sent(by, by.activity("Accept", OFFER).put("result", result));
    }

    private static ObjectNode ticket(boolean resolved, String merged) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("@context", "https://www.w3.org/ns/activitystreams");
        json.put("id", TICKET.value());
        json.putArray("type").add("Note").add("Ticket");
        json.put("attributedTo", "https://forge-b.example/r/p7x1qd");
        json.put("content", "<p>Longer.</p>");
        json.put("isResolved", resolved);
        var request = json.putArray("attachment").addObject().put("type", "Offer");
        if (!merged.isEmpty()) request.put("mergeCommit", merged);
        return json;
    }

    private void told(Stranger by) {
        ground.sent(by, by.activity("Create", by.reply(TICKET.value(), "<p>Something is other now.</p>")));
    }

    @Test
    void who_was_asked_says_yes_and_where_it_is() {
        accepted(mallory, TICKET.value());
        assertThat(pull().state()).isEqualTo(State.ASKED);
        accepted(tracker, "https://third.example/r/1/tickets/7");
        assertThat(pull().state()).isEqualTo(State.ASKED);
        accepted(tracker, TICKET.value());
        assertThat(pull().state()).isEqualTo(State.OPEN);
        assertThat(pull().result()).contains(TICKET);
    }

    @Test
    void who_was_asked_says_no_and_why() {
        ground.sent(mallory, mallory.activity("Reject", OFFER).put("summary", "Because."));
        assertThat(pull().state()).isEqualTo(State.ASKED);
        ground.sent(tracker, tracker.activity("Reject", OFFER).put("summary", "No <b>history</b> in common."));
        assertThat(pull().state()).isEqualTo(State.REJECTED);
        assertThat(pull().told()).isEqualTo("No history in common.");
    }

    @Test
    void what_is_open_stays_so_when_only_its_new_commits_are_not_taken() {
        accepted(tracker, TICKET.value());
        ground.sent(tracker, tracker.activity("Reject", OFFER).put("summary", "Too large."));
        assertThat(pull().state()).isEqualTo(State.OPEN);
        assertThat(pull().told()).isEqualTo("Too large.");
    }

    @Test
    void how_it_stands_is_read_where_it_is() {
        accepted(tracker, TICKET.value());
        ground.others.documents.put(TICKET, ticket(true, HEAD.name()));
        told(mallory);
        assertThat(pull().state()).isEqualTo(State.OPEN);
        told(tracker);
        assertThat(pull().state()).isEqualTo(State.MERGED);
        assertThat(pull().merged()).contains(HEAD.name());
        ground.others.documents.put(TICKET, ticket(true, ""));
        told(tracker);
        assertThat(pull().state()).isEqualTo(State.CLOSED);
        ground.others.documents.put(TICKET, ticket(false, ""));
        told(tracker);
        assertThat(pull().state()).isEqualTo(State.OPEN);
    }

    @Test
    void what_is_said_of_it_is_heard_by_whoever_offered_it() {
        accepted(tracker, TICKET.value());
        told(mallory);
        var heard = Abroad.of(ground.node.database(), ground.clock).heard();
        assertThat(heard.of(new Local.Account(ground.alice()), Instant.parse("9999-12-31T23:59:59Z"), 10))
                .extracting(Heard.Line::said)
                .containsExactly("Something is other now.");
    }

    @Test
    void an_answer_to_nothing_is_nothing() {
        ground.sent(tracker, tracker.activity("Accept", Ground.ADDRESS + "/u/alice#offers/2"));
        assertThat(ground.told("ignored")).contains("Nothing here was asked of them");
    }
}
