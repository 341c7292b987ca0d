package dev.hob.federation.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.actor.Abroad;
import dev.hob.federation.actor.AskedState;
import dev.hob.federation.actor.CodeLines;
import dev.hob.federation.actor.Following;
import dev.hob.federation.actor.Heard;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.Written;
import dev.hob.federation.vocab.Id;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes back to our people from elsewhere: answers to what they asked, and the words of whom they follow.
class AnswersTest {
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Ground ground;
    private Stranger mia;
    private Stranger luke;
    private Stranger tools;
    private Abroad abroad;
    private Local alice;

    @BeforeEach
    void build() {
        ground = new Ground(folder);
        mia = new Stranger(ground.others, "https://social.example/users/mia");
        luke = new Stranger(ground.others, "https://forge-b.example/u/luke");
        tools = new Stranger(ground.others, "https://forge-b.example/r/tools");
        abroad = Abroad.of(ground.node.database(), ground.clock);
        alice = new Local.Account(ground.alice());
    }

    @AfterEach
    void leave() {
        ground.close();
    }

    private static Id own(String path) {
        return new Id(Ground.ADDRESS + "/u/alice" + path);
    }

    private Id asks(Stranger whom) {
        var follow = own("/follows/" + whom.id.value().hashCode());
        ground.node.database().writing(handle -> abroad.following()
                .ask(handle, alice, whom.id, new Id(whom.id.value() + "/inbox"), follow));
        return follow;
    }

    private Id follows(Stranger whom) {
        var follow = asks(whom);
        ground.sent(whom, whom.activity("Accept", follow.value()));
        assertThat(standing(whom).state()).isEqualTo(AskedState.ACCEPTED);
        return follow;
    }

    private Following.Followed standing(Stranger whom) {
        return abroad.following().find(alice, whom.id).orElseThrow();
    }

    private Written.Piece wrote(Written.Kind kind, Stranger asked) {
        boolean issue = kind == Written.Kind.ISSUE;
        boolean asking = issue || kind.turns();
        var object = own("/comments/0123456789abcdef0123");
        var ticket = new Id("https://forge-b.example/r/tools/tickets/7");
        var piece = new Written.Piece(
                asking ? "offer" : "comment",
                alice.key(),
                kind,
                asked.id,
                asking ? own("/offers/1") : new Id(object.value() + "/create"),
                asking ? Optional.empty() : Optional.of(object),
                issue ? Optional.empty() : Optional.of(ticket),
                asking ? Optional.empty() : Optional.of(ticket),
                List.of(new Written.Called(asked.id, "@tools@forge-b.example")),
                "The title is empty",
                "It **is**.",
                AskedState.ASKED,
                "",
                ground.clock.instant(),
                Optional.empty(),
                Optional.empty());
        ground.node.database().writing(handle -> abroad.written().add(handle, piece));
        return piece;
    }

    @Test
    void who_says_yes_to_a_review_says_it_to_its_remarks_and_they_are_kept_with_their_lines() {
        var review = wrote(Written.Kind.REVIEW, mia).of(new Written.Reviewed.Whole(Optional.empty()));
        var lines = new CodeLines("a b/\u00e4.txt", 2, 4, true);
        var remark = new Written.Piece(
                "remark",
                alice.key(),
                Written.Kind.REMARK,
                mia.id,
                new Id(review.activity().value() + "#remark-01"),
                Optional.of(own("/comments/fedcba9876543210fedc")),
                review.ticket(),
                review.ticket(),
                List.of(),
                "",
                "Why?",
                AskedState.ASKED,
                "",
                ground.clock.instant(),
                Optional.empty(),
                Optional.of(new Written.Reviewed.Remark(review.id(), lines)));
        ground.node.database().writing(handle -> abroad.written().add(handle, remark));
        assertThat(now(remark).lines()).contains(lines);
        assertThat(abroad.written().page(alice, 0, 10))
                .extracting(Written.Piece::id)
                .containsExactly(review.id(), "remark");
        assertThat(abroad.written().sent(alice, java.time.Instant.EPOCH))
                .as("remarks go with their review")
                .isEqualTo(1);
        ground.sent(mia, mia.activity("Reject", review.activity().value()).put("summary", "No."));
        assertThat(now(remark).state()).isEqualTo(AskedState.REJECTED);
        assertThat(now(remark).why()).isEqualTo("No.");
    }

    private Written.Piece now(Written.Piece piece) {
        return abroad.written().find(alice, piece.id()).orElseThrow();
    }

    private List<Heard.Line> heard() {
        return abroad.heard().of(alice, LATEST, 100);
    }

    // Answers to a follow

    @Test
    void whoever_is_followed_says_yes_and_later_no() {
        var follow = asks(mia);
        assertThat(abroad.following().count(alice)).isZero();
        var embedded = JsonNodeFactory.instance.objectNode();
        embedded.put("id", follow.value()).put("type", "Follow");
        embedded.put("actor", own("").value()).put("object", mia.id.value());
        ground.sent(mia, mia.activity("Accept", embedded));
        assertThat(standing(mia).state()).isEqualTo(AskedState.ACCEPTED);
        assertThat(abroad.following().count(alice)).isEqualTo(1);
        ground.sent(mia, mia.activity("Reject", follow.value()).put("summary", "<p>Not <b>any</b> more</p>"));
        assertThat(standing(mia).state()).isEqualTo(AskedState.REJECTED);
        assertThat(standing(mia).why()).isEqualTo("Not any more");
    }

    @Test
    void a_follow_that_is_shown_without_its_id_is_found() {
        asks(mia);
        var embedded = JsonNodeFactory.instance.objectNode();
        embedded.put("type", "Follow").put("actor", own("").value()).put("object", mia.id.value());
        ground.sent(mia, mia.activity("Accept", embedded));
        assertThat(standing(mia).state()).isEqualTo(AskedState.ACCEPTED);
    }

    @Test
    void nobody_answers_in_the_place_of_another() {
        var follow = asks(mia);
        ground.sent(luke, luke.activity("Accept", follow.value()));
        assertThat(ground.told("refused")).contains("somebody else");
        assertThat(standing(mia).state()).isEqualTo(AskedState.ASKED);
        var piece = wrote(Written.Kind.ISSUE, tools);
        ground.sent(luke, luke.activity("Accept", piece.activity().value()));
        assertThat(ground.told("refused")).contains("somebody else");
        assertThat(now(piece).state()).isEqualTo(AskedState.ASKED);
    }

    // Answers to what was written

    @Test
    void an_issue_that_is_taken_has_its_id_at_the_tracker() {
        var piece = wrote(Written.Kind.ISSUE, tools);
        String ticket = "https://forge-b.example/r/tools/tickets/12";
        ground.sent(tools, tools.activity("Accept", piece.activity().value()).put("result", ticket));
        assertThat(now(piece).state()).isEqualTo(AskedState.ACCEPTED);
        assertThat(now(piece).ticket()).contains(new Id(ticket));
    }

    @Test
    void a_result_on_another_host_is_none() {
        var piece = wrote(Written.Kind.ISSUE, tools);
        ground.sent(
                tools,
                tools.activity("Accept", piece.activity().value()).put("result", "https://evil.example/tickets/1"));
        assertThat(now(piece).state()).isEqualTo(AskedState.ACCEPTED);
        assertThat(now(piece).ticket()).isEmpty();
    }

    @Test
    void an_issue_that_is_refused_says_why() {
        var piece = wrote(Written.Kind.ISSUE, tools);
        ground.sent(tools, tools.activity("Reject", piece.activity().value()).put("summary", "Issues are closed here"));
        assertThat(now(piece).state()).isEqualTo(AskedState.REJECTED);
        assertThat(now(piece).why()).isEqualTo("Issues are closed here");
    }

    @Test
    void whoever_wants_something_closed_learns_whether_it_is_and_sees_it_anew() {
        var piece = wrote(Written.Kind.CLOSE, tools);
        var ticket = piece.ticket().orElseThrow();
        ground.sent(tools, tools.activity("Reject", piece.activity().value()).put("summary", "Not yet"));
        assertThat(abroad.written().turned(alice, ticket).orElseThrow().state()).isEqualTo(AskedState.REJECTED);
        assertThat(now(piece).why()).isEqualTo("Not yet");
        ground.others.changed.clear();
        ground.sent(tools, tools.activity("Accept", piece.activity().value()));
        assertThat(now(piece).state()).isEqualTo(AskedState.ACCEPTED);
        assertThat(ground.others.changed).contains(ticket);
    }

    @Test
    void what_is_worded_otherwise_there_is_called_so_here_once_they_say_yes() {
        var issue = wrote(Written.Kind.ISSUE, tools);
        String ticket = "https://forge-b.example/r/tools/tickets/7";
        ground.sent(tools, tools.activity("Accept", issue.activity().value()).put("result", ticket));
        var edit = new Written.Piece(
                "edit",
                alice.key(),
                Written.Kind.EDIT,
                tools.id,
                own("/edits/1"),
                Optional.empty(),
                Optional.of(new Id(ticket)),
                Optional.empty(),
                List.of(),
                "No title is shown",
                "At the *first* start.",
                AskedState.ASKED,
                "",
                ground.clock.instant(),
                Optional.empty(),
                Optional.empty());
        ground.node.database().writing(handle -> abroad.written().add(handle, edit));
        assertThat(abroad.written().title(new Id(ticket))).contains("The title is empty");
        ground.sent(mia, mia.activity("Accept", edit.activity().value()));
        assertThat(now(edit).state()).isEqualTo(AskedState.ASKED);
        assertThat(now(issue).title()).isEqualTo("The title is empty");
        ground.sent(tools, tools.activity("Accept", edit.activity().value()));
        assertThat(abroad.written().edited(alice, new Id(ticket)).orElseThrow().state())
                .isEqualTo(AskedState.ACCEPTED);
        assertThat(now(issue).title()).isEqualTo("No title is shown");
        assertThat(now(issue).body()).isEqualTo("At the *first* start.");
        assertThat(ground.others.changed).contains(new Id(ticket));
    }

    @Test
    void nobody_makes_what_others_show_be_asked_for_anew() {
        ground.sent(mia, mia.activity("Create", mia.reply("https://forge-b.example/r/tools/tickets/7", "<p>Hm.</p>")));
        assertThat(ground.others.changed).noneMatch(id -> id.value().startsWith("https://forge-b.example"));
    }

    @Test
    void what_the_repository_passes_on_of_third_servers_is_heard_where_somebody_of_here_has_spoken() {
        var ticket = wrote(Written.Kind.COMMENT, tools).ticket().orElseThrow();
        var answer = mia.reply(ticket.value(), "<p>At mine it is warm.</p>");
        var other = mia.reply("https://forge-b.example/r/tools/tickets/8", "<p>Of something else.</p>");
        other.put("id", answer.path("id").asText() + "0");
        for (var note : List.of(answer, other))
            ground.others.documents.put(new Id(note.path("id").asText()), note);
        ground.sent(luke, luke.activity("Announce", answer.path("id").asText()));
        assertThat(heard()).as("passed on by somebody who was asked nothing").isEmpty();
        for (var note : List.of(answer, other))
            ground.sent(tools, tools.activity("Announce", note.path("id").asText()));
        assertThat(heard()).extracting(Heard.Line::said).containsExactly("At mine it is warm.");
    }

    private ObjectNode passesOn(Stranger by, String type, String object) {
        var inner = JsonNodeFactory.instance.objectNode();
        inner.put("id", mia.id.value() + "/activities/unseen").put("type", type);
        inner.put("actor", mia.id.value()).put("object", object);
        return by.activity("Announce", inner);
    }

    @Test
    void what_was_passed_on_is_asked_for_anew_when_its_author_has_changed_it_or_taken_it_back() {
        var ticket = wrote(Written.Kind.COMMENT, tools).ticket().orElseThrow();
        var answer = mia.reply(ticket.value(), "<p>At mine it is warm.</p>");
        String id = answer.path("id").asText();
        ground.others.documents.put(new Id(id), answer);
        ground.sent(tools, passesOn(tools, "Update", id));
        assertThat(heard()).as("it was not passed on before").isEmpty();
        ground.sent(tools, tools.activity("Announce", id));
        ground.others.documents.put(new Id(id), answer.deepCopy().put("content", "<p>It is hot.</p>"));
        ground.sent(luke, passesOn(luke, "Update", id));
        assertThat(heard()).extracting(Heard.Line::said).containsExactly("At mine it is warm.");
        ground.sent(tools, passesOn(tools, "Update", id));
        assertThat(heard()).extracting(Heard.Line::said).containsExactly("It is hot.");
        assertThat(ground.others.changed).contains(ticket);
        ground.sent(tools, passesOn(tools, "Delete", id));
        assertThat(heard()).as("its host has it").hasSize(1);
        ground.others.documents.put(new Id(id), answer.deepCopy().put("attributedTo", luke.id.value()));
        ground.sent(tools, passesOn(tools, "Update", id));
        assertThat(heard()).extracting(Heard.Line::said).containsExactly("It is hot.");
        ground.others.documents.remove(new Id(id));
        ground.sent(tools, passesOn(tools, "Update", id));
        assertThat(heard()).as("it may only not be to be had").hasSize(1);
        ground.sent(tools, passesOn(tools, "Delete", id));
        assertThat(heard()).isEmpty();
    }

    @Test
    void a_comment_that_the_repository_passes_on_is_taken() {
        var piece = wrote(Written.Kind.COMMENT, tools);
        ground.sent(luke, luke.activity("Announce", piece.object().orElseThrow().value()));
        assertThat(now(piece).state()).isEqualTo(AskedState.ASKED);
        ground.sent(
                tools, tools.activity("Announce", piece.object().orElseThrow().value()));
        assertThat(now(piece).state()).isEqualTo(AskedState.ACCEPTED);
    }

    // What is heard

    @Test
    void only_whom_somebody_follows_is_heard() {
        ground.sent(mia, mia.activity("Create", mia.note("<p>Before</p>")));
        assertThat(heard()).isEmpty();
        asks(mia);
        ground.sent(mia, mia.activity("Create", mia.note("<p>Not let yet</p>")));
        assertThat(heard()).isEmpty();
        follows(mia);
        ground.sent(mia, mia.activity("Create", mia.note("<p>Now <script>alert(1)</script>then</p>")));
        assertThat(heard()).hasSize(1);
        assertThat(heard().getFirst().said()).isEqualTo("Now then");
        assertThat(heard().getFirst().kind()).isEqualTo(Heard.Kind.NOTE);
        ground.node.database().writing(handle -> abroad.following().remove(handle, alice, mia.id));
        assertThat(heard()).isEmpty();
    }

    @Test
    void what_is_not_for_everybody_is_not_kept() {
        follows(mia);
        var note = mia.note("<p>A secret</p>");
        note.putArray("to").add(mia.id.value() + "/followers");
        ground.sent(mia, mia.activity("Create", note));
        assertThat(heard()).isEmpty();
    }

    @Test
    void what_is_heard_changes_and_goes_with_its_author() {
        follows(mia);
        var note = mia.note("<p>Tea is cold</p>");
        ground.sent(mia, mia.activity("Create", note));
        ObjectNode other = note.deepCopy();
        other.put("content", "<p>Tea is hot</p>").put("updated", "2026-03-03T09:00:00Z");
        ground.sent(luke, luke.activity("Update", other));
        assertThat(heard().getFirst().said()).isEqualTo("Tea is cold");
        ground.sent(mia, mia.activity("Update", other));
        assertThat(heard().getFirst().said()).isEqualTo("Tea is hot");
        ground.sent(luke, luke.activity("Delete", note.get("id").textValue()));
        assertThat(heard()).hasSize(1);
        ground.sent(mia, mia.activity("Delete", note.get("id").textValue()));
        assertThat(heard()).isEmpty();
    }

    @Test
    void what_a_followed_repository_passes_on_is_fetched_from_its_author() {
        follows(tools);
        var note = luke.note("<p>The window has no title.</p>");
        note.put("type", "Note").put("name", "Window <title> is empty");
        var id = new Id(note.get("id").textValue());
        ground.others.documents.put(id, note);
        ground.sent(luke, luke.activity("Announce", id.value()));
        assertThat(heard()).isEmpty();
        ground.sent(tools, tools.activity("Announce", id.value()));
        assertThat(heard()).hasSize(1);
        var line = heard().getFirst();
        assertThat(line.actor()).isEqualTo(tools.id);
        assertThat(line.author()).isEqualTo(luke.id);
        assertThat(line.title()).isEqualTo("Window <title> is empty");
    }

    @Test
    void an_answer_to_what_was_written_is_heard_also_of_who_is_not_followed() {
        var piece = wrote(Written.Kind.COMMENT, tools);
        ground.sent(
                luke,
                luke.activity("Create", luke.reply(piece.object().orElseThrow().value(), "<p>Thanks</p>")));
        var about = luke.note("<p>Fixed.</p>")
                .put("context", piece.ticket().orElseThrow().value());
        ground.sent(luke, luke.activity("Create", about));
        ground.sent(luke, luke.activity("Create", luke.note("<p>Something else</p>")));
        assertThat(heard()).extracting(Heard.Line::said).containsExactlyInAnyOrder("Thanks", "Fixed.");
        assertThat(abroad.heard().in(piece.ticket().orElseThrow())).hasSize(2);
    }

    @Test
    void whoever_blocks_or_leaves_is_not_followed_any_more() {
        follows(mia);
        follows(luke);
        ground.sent(mia, mia.activity("Create", mia.note("<p>Farewell</p>")));
        ground.sent(mia, mia.activity("Block", own("").value()));
        assertThat(abroad.following().find(alice, mia.id)).isEmpty();
        ground.sent(luke, luke.activity("Create", luke.note("<p>Farewell</p>")));
        ground.sent(luke, luke.activity("Delete", luke.id.value()));
        assertThat(abroad.following().find(alice, luke.id)).isEmpty();
        assertThat(heard()).isEmpty();
    }
}
