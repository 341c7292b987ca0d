package dev.hob.federation.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.Vectors;
import dev.hob.federation.actor.Local;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.cob.Comment;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.people.WaitingKeys;
import dev.hob.node.repo.Repo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each kind of activity does here, and what nobody may do by one.
class DispatchTest {
    @TempDir
    Path folder;

    private Ground ground;
    private Stranger mia;
    private Stranger luke;
    private Repo tea;

    @BeforeEach
    void build() {
        ground = new Ground(folder, Limits.USUAL.withRequests(100_000), database(folder));
        mia = new Stranger(ground.others, "https://social.example/users/mia");
        luke = new Stranger(ground.others, "https://forge-b.example/u/luke");
        tea = ground.tea();
    }

    /// Where its rows are.
    DatabaseConfig database(Path where) {
        return Ground.sqlite(where);
    }

    @AfterEach
    void leave() {
        if (ground == null) return; // It was skipped.
        ground.close();
    }

    private void refused(String told) {
        assertThat(ground.told("refused")).contains(told);
    }

    private Others.Delivered answer() {
        return ground.others.delivered.getLast();
    }

    private String own(String path) {
        return ground.id(tea) + path;
    }

    /// Mia comments alice's first issue; gives the note.
    private ObjectNode commented(String html) {
        var note = mia.reply(own("/tickets/1"), html);
        ground.sent(mia, mia.activity("Create", note));
        return note;
    }

    // Follow

    @Test
    void a_follow_is_accepted_and_an_undo_ends_it() {
        var follow = mia.activity("Follow", ground.id(tea));
        assertThat(ground.sent(mia, follow).status()).isEqualTo(202);
        var local = new Local.Project(tea);
        assertThat(ground.followers.find(local, mia.id)).isPresent();
        var accept = answer();
        assertThat(accept.actor()).isEqualTo(local.key());
        assertThat(accept.inboxes()).containsExactly(new Id(mia.id.value() + "/inbox"));
        assertThat(accept.body().path("type").textValue()).isEqualTo("Accept");
        assertThat(accept.body().at("/object/id").textValue())
                .isEqualTo(follow.get("id").textValue());
        assertThat(accept.body().at("/object/actor").textValue()).isEqualTo(mia.id.value());
        // Again, by another activity: the answer is said again.
        ground.sent(mia, mia.activity("Follow", ground.id(tea)));
        assertThat(ground.others.delivered).hasSize(2);
        assertThat(ground.followers.count(local)).isEqualTo(1);
        ground.sent(mia, mia.activity("Undo", follow));
        assertThat(ground.followers.count(local)).isZero();
    }

    @Test
    void an_undo_by_id_alone_finds_what_it_undoes() {
        var follow = mia.activity("Follow", ground.id(tea));
        ground.sent(mia, follow);
        ground.sent(mia, mia.activity("Undo", follow.get("id").textValue()));
        assertThat(ground.followers.count(new Local.Project(tea))).isZero();
    }

    @Test
    void nobody_undoes_what_another_did() {
        var follow = mia.activity("Follow", ground.id(tea));
        ground.sent(mia, follow);
        ground.sent(luke, luke.activity("Undo", follow));
        refused("not theirs");
        ground.sent(luke, luke.activity("Undo", follow.get("id").textValue()));
        refused("not theirs");
        assertThat(ground.followers.count(new Local.Project(tea))).isEqualTo(1);
    }

    @Test
    void what_is_undone_before_it_comes_is_not_done() {
        var follow = mia.activity("Follow", ground.id(tea));
        ground.sent(mia, mia.activity("Undo", follow));
        ground.sent(mia, follow);
        assertThat(ground.followers.count(new Local.Project(tea))).isZero();
    }

    @Test
    void the_node_itself_is_not_followed() {
        ground.sent(mia, mia.activity("Follow", Ground.ADDRESS + "/actor"));
        assertThat(answer().body().path("type").textValue()).isEqualTo("Reject");
    }

    @Test
    void whoever_blocks_is_no_follower_any_more() {
        ground.sent(mia, mia.activity("Follow", Ground.ADDRESS + "/u/alice"));
        var alice = new Local.Account(ground.alice());
        assertThat(ground.followers.count(alice)).isEqualTo(1);
        var block = mia.activity("Block", Ground.ADDRESS + "/u/alice");
        ground.sent(mia, block);
        assertThat(ground.followers.count(alice)).isZero();
        assertThat(ground.reception.standing().isBlocked(alice, mia.id)).isTrue();
        ground.sent(mia, mia.activity("Undo", block));
        assertThat(ground.reception.standing().isBlocked(alice, mia.id)).isFalse();
    }

    // Stars and marks

    @Test
    void a_like_of_a_repository_is_a_star() {
        var like = luke.activity("Like", ground.id(tea));
        ground.sent(luke, like);
        ground.sent(luke, luke.activity("Like", ground.id(tea)));
        assertThat(ground.node.stars().of(tea, Optional.empty()).count()).isEqualTo(1);
        ground.sent(luke, luke.activity("Undo", like));
        assertThat(ground.node.stars().of(tea, Optional.empty()).count()).isZero();
    }

    @Test
    void a_like_of_a_text_is_a_mark_under_it() {
        ground.issue("It leaks");
        var note = commented("<p>Here too</p>");
        var like = luke.activity("Like", own("/tickets/1"));
        ground.sent(luke, like);
        ground.sent(luke, luke.activity("Like", note.get("id").textValue()));
        var talks = ground.node.tracking().talks();
        var all = talks.history(tea.rid(), ground.issue(1).id(), -1, 10);
        assertThat(all.get(0).said().orElseThrow().reactions()).hasSize(1);
        assertThat(all.get(1).said().orElseThrow().reactions()).hasSize(1);
        ground.sent(luke, luke.activity("Undo", like));
        all = talks.history(tea.rid(), ground.issue(1).id(), -1, 10);
        assertThat(all.get(0).said().orElseThrow().reactions()).isEmpty();
    }

    @Test
    void what_is_passed_on_is_counted_once_for_each() {
        ground.issue("It leaks");
        var subject = new Id(own("/tickets/1"));
        var announce = mia.activity("Announce", subject.value());
        ground.sent(mia, announce);
        ground.sent(mia, mia.activity("Announce", subject.value()));
        ground.sent(luke, luke.activity("Announce", subject.value()));
        ground.sent(luke, luke.activity("Announce", "https://social.example/notes/1"));
        assertThat(ground.reception.standing().announced(List.of(subject))).containsEntry(subject.value(), 2);
        ground.sent(mia, mia.activity("Undo", announce));
        assertThat(ground.reception.standing().announced(List.of(subject))).containsEntry(subject.value(), 1);
    }

    // Comments

    @Test
    void a_reply_is_a_comment_of_its_author() {
        ground.issue("It leaks");
        String mention = "<span class=\"h-card\"><a href=\"" + ground.id(tea)
                + "\" class=\"u-url mention\">@<span>alice.tea</span></a></span> ";
        commented("<p>" + mention + "same <strong>here</strong> on macOS</p>");
        assertThat(ground.said(1)).containsExactly("same **here** on macOS");
        var line = ground.talk(1).getFirst();
        var author = ground.node.people().remote().of(line.by()).orElseThrow();
        assertThat(author.handle()).isEqualTo("mia@social.example");
        assertThat(author.url()).isEqualTo("https://social.example/@mia");
        assertThat(ground.node.log().after(0, 100).getLast().origin()).isEqualTo(new Origin.Actor(mia.id.value()));
        assertThat(ground.node.tracking().guestCheck().examine(tea)).isEmpty();
    }

    @Test
    void the_example_of_mastodon_is_understood() {
        ground.issue("It leaks");
        var example = ((ObjectNode) Vectors.json("forgefed/create-reply-from-mastodon.json"));
        String text = example.toString()
                .replace("https://forge-a.example/r/8f3k2m", ground.id(tea))
                .replace("/tickets/12", "/tickets/1");
        ground.reception.inbox().take(mia.signed(text, ground.clock.instant()), "192.0.2.1");
        ground.reception.drain();
        assertThat(ground.said(1)).hasSize(1).first().asString().contains("same here on macOS");
    }

    @Test
    void a_reply_to_a_comment_of_somebody_elsewhere_goes_under_it() {
        ground.issue("It leaks");
        var note = commented("<p>Here too</p>");
        var reply = luke.reply(note.get("id").textValue(), "<p>And here</p>");
        ground.sent(luke, luke.activity("Create", reply));
        assertThat(ground.said(1)).containsExactly("Here too", "And here");
        assertThat(ground.talk(1).get(1).said().orElseThrow().replyTo())
                .contains(ground.talk(1).get(0).entry());
    }

    @Test
    void a_comment_is_edited_and_taken_back_by_its_author_only() {
        ground.issue("It leaks");
        var note = commented("<p>Here too</p>");
        var neighbour = new Stranger(ground.others, "https://social.example/users/neighbour");
        String id = note.get("id").textValue();
        var forged = neighbour.note("<p>Not here</p>").put("id", id);
        ground.sent(neighbour, neighbour.activity("Update", forged));
        ground.sent(neighbour, neighbour.activity("Delete", id));
        refused("not theirs");
        assertThat(ground.said(1)).containsExactly("Here too");
        var edited = note.deepCopy().put("content", "<p>Here as well</p>").put("updated", "2026-03-03T09:00:00Z");
        ground.sent(mia, mia.activity("Update", edited));
        assertThat(ground.said(1)).containsExactly("Here as well");
        // Mastodon embeds it, GoToSocial sends the id.
        var gone = JsonNodeFactory.instance.objectNode().put("id", id).put("type", "Tombstone");
        ground.sent(mia, mia.activity("Delete", gone));
        assertThat(ground.said(1)).isEmpty();
        // A late copy of it is not taken.
        ground.sent(mia, mia.activity("Create", note));
        assertThat(ground.said(1)).isEmpty();
    }

    @Test
    void what_is_taken_back_before_it_comes_never_comes_and_only_its_author_takes_it_back() {
        ground.issue("It leaks");
        var note = mia.reply(own("/tickets/1"), "<p>Here too</p>");
        var other = mia.reply(own("/tickets/1"), "<p>There too</p>");
        var neighbour = new Stranger(ground.others, "https://social.example/users/neighbour");
        ground.sent(mia, mia.activity("Delete", note.get("id").textValue()));
        ground.sent(neighbour, neighbour.activity("Delete", other.get("id").textValue()));
        ground.sent(mia, mia.activity("Create", note));
        ground.sent(mia, mia.activity("Create", other));
        assertThat(ground.said(1)).containsExactly("There too");
    }

    @Test
    void nobody_is_made_to_say_something() {
        ground.issue("It leaks");
        var forged = mia.reply(own("/tickets/1"), "<p>I am luke</p>").put("attributedTo", luke.id.value());
        ground.sent(mia, mia.activity("Create", forged));
        refused("not of whoever brings it");
        // An object on another host counts as that host shows it, or not at all.
        var foreign = mia.reply(own("/tickets/1"), "<p>Mine</p>").put("id", "https://forge-b.example/notes/1");
        ground.sent(mia, mia.activity("Create", foreign));
        refused("cannot be had");
        var real = luke.reply(own("/tickets/1"), "<p>Luke's</p>").put("id", "https://forge-b.example/notes/1");
        ground.others.documents.put(new Id("https://forge-b.example/notes/1"), real);
        ground.sent(mia, mia.activity("Create", "https://forge-b.example/notes/1"));
        refused("not of whoever brings it");
        assertThat(ground.said(1)).isEmpty();
        ground.sent(luke, luke.activity("Create", "https://forge-b.example/notes/1"));
        assertThat(ground.said(1)).containsExactly("Luke's");
    }

    @Test
    void only_what_everybody_may_read_is_kept() {
        ground.issue("It leaks");
        var note = mia.reply(own("/tickets/1"), "<p>Psst</p>");
        note.putArray("to").add(ground.id(tea));
        ground.sent(mia, mia.activity("Create", note));
        refused("everybody may read");
        assertThat(ground.said(1)).isEmpty();
    }

    @Test
    void a_host_that_is_down_is_asked_again_later() {
        ground.issue("It leaks");
        var foreign = luke.reply(own("/tickets/1"), "<p>Later</p>");
        ground.others.documents.put(new Id(foreign.get("id").textValue()), foreign);
        ground.taken(luke, luke.activity("Create", foreign.get("id").textValue()));
        ground.others.down.add("forge-b.example");
        ground.reception.drain();
        assertThat(ground.reception.queue().waiting()).isEqualTo(1);
        ground.others.down.clear();
        ground.reception.drain();
        assertThat(ground.said(1)).as("before its time").isEmpty();
        ground.pass(Duration.ofMinutes(2));
        ground.reception.drain();
        assertThat(ground.said(1)).containsExactly("Later");
    }

    @Test
    void what_comes_while_a_restored_key_waits_is_done_when_it_may_sign() {
        ground.issue("It leaks");
        var note = commented("<p>One</p>");
        var key = ground.node.tracking().guests().keys().find(tea.rid()).orElseThrow();
        ground.node.custody().waiting().begin(key, WaitingKeys.Reason.RESTORED);
        commented("<p>Two</p>");
        ground.sent(mia, mia.activity("Delete", note.get("id").textValue()));
        assertThat(ground.said(1)).containsExactly("One");
        assertThat(ground.reception.queue().waiting()).isEqualTo(2);
        ground.node.custody().waiting().end(key);
        ground.pass(Duration.ofMinutes(2));
        ground.reception.drain();
        assertThat(ground.said(1)).containsExactly("Two");
    }

    @Test
    void tricks_in_a_text_do_nothing() {
        ground.issue("It leaks");
        commented("<p>a<script>alert(1)</script><img src=x onerror=alert(2)><a href=\"javascript:alert(3)\">b</a>"
                + "<iframe src=\"https://evil.example\"></iframe><style>p{}</style></p>");
        var trick = mia.reply(own("/tickets/1"), "<p>c</p>").put("summary", "<script>alert(4)</script>**x**");
        trick.putArray("attachment")
                .addObject()
                .put("type", "Document")
                .put("name", "[x](javascript:alert(5))<b>")
                .put("url", "javascript:alert(6)");
        trick.withArray("attachment")
                .addObject()
                .put("type", "Image")
                .put("name", "a picture")
                .put("url", "https://social.example/a.png");
        ground.sent(mia, mia.activity("Create", trick));
        String all = String.join("\n", ground.said(1));
        assertThat(all)
                .doesNotContain("<script", "<img", "<iframe", "<style", "javascript:", "onerror")
                .contains("[a picture](<https://social.example/a.png>)");
    }

    @Test
    void a_commented_pull_request_is_a_talk_too_and_a_locked_one_is_none() {
        ground.issue("It leaks");
        var issue = ground.issue(1);
        assertThat(ground.node.tracking().trackers().lock(tea, ground.alice(), issue.id(), true, "heated"))
                .isInstanceOf(Answer.Done.class);
        commented("<p>But</p>");
        refused("locked");
        assertThat(ground.said(1)).isEmpty();
    }

    // Mentions

    private ObjectNode mention(String html) {
        var note = mia.note(
                "<p><a href=\"" + Ground.ADDRESS + "/alice/tea\" class=\"mention\">@alice.tea</a> " + html + "</p>");
        note.putArray("tag").addObject().put("type", "Mention").put("href", ground.id(tea));
        return note;
    }

    @Test
    void a_text_that_calls_a_repository_opens_an_issue_if_the_owner_wants() {
        var note = mention("The spout drips. Since yesterday.");
        ground.sent(mia, mia.activity("Create", note));
        var issue = ground.issue(1);
        assertThat(issue.title()).isEqualTo("The spout drips. Since yesterday.");
        assertThat(ground.node
                        .people()
                        .remote()
                        .of(issue.author())
                        .orElseThrow()
                        .actor())
                .isEqualTo(mia.id.value());
        // It is hers to change, and to take back.
        var edited = note.deepCopy().put("summary", "Dripping").put("content", "<p>All day</p>");
        ground.sent(mia, mia.activity("Update", edited));
        assertThat(ground.issue(1).title()).isEqualTo("Dripping");
        ground.sent(mia, mia.activity("Delete", note.get("id").textValue()));
        assertThat(ground.issue(1).title()).isEqualTo("(deleted)");
        assertThat(ground.issue(1).state().isOpen()).isFalse();
        ground.reception.rules().set(tea, new GuestRules.Rule(false, false, 200));
        ground.sent(mia, mia.activity("Create", mention("Again")));
        refused("lets nobody open issues");
        assertThat(ground.node.tracking().reading().find(tea.rid(), 2)).isEmpty();
    }

    @Test
    void whoever_writes_for_the_first_time_may_have_to_wait() {
        ground.issue("It leaks");
        ground.reception.rules().set(tea, new GuestRules.Rule(true, true, 200));
        commented("<p>Buy my pills</p>");
        commented("<p>Here too</p>");
        assertThat(ground.said(1)).isEmpty();
        var held = ground.reception.held(10);
        assertThat(held).hasSize(2);
        assertThat(ground.reception.refuse(held.get(1))).isTrue();
        assertThat(ground.reception.approve(held.get(0))).isTrue();
        assertThat(ground.reception.approve(held.get(0))).isFalse();
        ground.reception.drain();
        assertThat(ground.said(1)).containsExactly("Here too");
        commented("<p>And again</p>");
        assertThat(ground.said(1)).hasSize(2);
    }

    @Test
    void a_quiet_server_needs_leave_and_pictures_of_some_are_left_out() {
        ground.issue("It leaks");
        ground.others.rules.put("social.example", Rule.SILENCED);
        commented("<p>Here too</p>");
        ground.sent(mia, mia.activity("Follow", ground.id(tea)));
        assertThat(ground.reception.held(10)).hasSize(2);
        assertThat(ground.said(1)).isEmpty();
        ground.others.rules.put("social.example", Rule.NO_MEDIA);
        var note = mia.reply(own("/tickets/1"), "<p>Look</p>");
        note.putArray("attachment").addObject().put("type", "Image").put("url", "https://social.example/a.png");
        ground.sent(mia, mia.activity("Create", note));
        assertThat(ground.said(1)).containsExactly("Look");
        ground.others.rules.put("social.example", Rule.BLOCKED);
        assertThat(ground.taken(mia, mia.activity("Follow", ground.id(tea))).status())
                .isEqualTo(403);
    }

    @Test
    void an_owner_lets_in_only_what_waits_for_their_own_repository() {
        ground.issue("It leaks");
        ground.reception.rules().set(tea, new GuestRules.Rule(true, true, 200));
        commented("<p>Is it the spout?</p>");
        var other = ground.repository("other", false);
        assertThat(ground.reception.held(tea, 10)).hasSize(1);
        assertThat(ground.reception.held(other, 10)).isEmpty();
        // Whether a whole server is let in is not the owner's to say.
        ground.others.rules.put("forge-b.example", Rule.SILENCED);
        ground.sent(luke, luke.activity("Create", luke.reply(own("/tickets/1"), "<p>Me too</p>")));
        assertThat(ground.reception.held(10)).hasSize(2);
        assertThat(ground.reception.held(tea, 10)).hasSize(1);
        assertThat(ground.reception.queue().byHost().get("social.example").held())
                .isEqualTo(1);
    }

    @Test
    void whom_an_owner_blocks_is_no_follower_and_writes_nothing_any_more() {
        ground.issue("It leaks");
        ground.sent(mia, mia.activity("Follow", ground.id(tea)));
        ground.sent(mia, mia.activity("Follow", Ground.ADDRESS + "/u/alice"));
        var before = commented("<p>Still</p>");
        assertThat(ground.reception.blocks().add(ground.alice(), mia.id, "@mia@social.example"))
                .isEmpty();
        assertThat(ground.followers.count(new Local.Project(tea))).isZero();
        assertThat(ground.followers.count(new Local.Account(ground.alice()))).isZero();
        commented("<p>And now?</p>");
        ground.sent(mia, mia.activity("Like", ground.id(tea)));
        ground.sent(mia, mia.activity("Follow", ground.id(tea)));
        assertThat(ground.said(1)).containsExactly("Still");
        assertThat(ground.node.stars().of(tea, Optional.empty()).count()).isZero();
        assertThat(ground.followers.count(new Local.Project(tea))).isZero();
        assertThat(ground.told("ignored")).contains("not heard");
        // What is theirs they may take back.
        ground.sent(mia, mia.activity("Delete", before.get("id").textValue()));
        assertThat(ground.said(1)).isEmpty();
        assertThat(ground.reception.blocks().remove(ground.alice(), mia.id)).isTrue();
        commented("<p>Heard again</p>");
        assertThat(ground.said(1)).containsExactly("Heard again");
    }

    @Test
    void whom_the_node_blocks_nobody_hears_and_who_goes_may_go() {
        ground.issue("It leaks");
        var bob = ground.person("bob");
        ground.sent(mia, mia.activity("Follow", Ground.ADDRESS + "/u/bob"));
        var before = commented("<p>Still</p>");
        ground.reception.blocks().addForAll(mia.id, "@mia@social.example");
        assertThat(ground.followers.count(new Local.Account(bob))).isZero();
        ground.sent(mia, mia.activity("Follow", Ground.ADDRESS + "/u/bob"));
        assertThat(ground.followers.count(new Local.Account(bob))).isZero();
        commented("<p>And now?</p>");
        assertThat(ground.said(1)).containsExactly("Still");
        ground.sent(mia, mia.activity("Delete", before.get("id").textValue()));
        assertThat(ground.said(1)).isEmpty();
        // Luke is another.
        ground.sent(luke, luke.activity("Create", luke.reply(own("/tickets/1"), "<p>Me too</p>")));
        assertThat(ground.said(1)).containsExactly("Me too");
    }

    @Test
    void an_owner_says_how_much_one_of_them_may_say_a_day() {
        ground.issue("It leaks");
        ground.reception.rules().set(tea, new GuestRules.Rule(true, false, 2));
        commented("<p>One</p>");
        commented("<p>Two</p>");
        commented("<p>Three</p>");
        refused("too much of one author");
        assertThat(ground.said(1)).containsExactly("One", "Two");
        ground.pass(Duration.ofDays(1).plusMinutes(1));
        commented("<p>Four</p>");
        assertThat(ground.said(1)).containsExactly("One", "Two", "Four");
    }

    @Test
    void people_of_here_complain_beside_other_servers() {
        var reports = ground.reception.reports();
        var flag = mia.activity("Flag").put("content", "<p>Spam</p>");
        flag.putArray("object").add(own("/tickets/1"));
        ground.sent(mia, flag);
        assertThat(reports.complain(ground.alice(), List.of(luke.id.value()), "Rude"))
                .isTrue();
        assertThat(reports.count()).isEqualTo(2);
        var open = reports.open(10);
        assertThat(open).extracting(Reports.Report::number).doesNotHaveDuplicates();
        assertThat(open.stream().filter(it -> it.person().isPresent()).toList())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.person()).contains(ground.alice().id());
                    assertThat(it.objects()).containsExactly(luke.id.value());
                });
        // Nobody fills the list.
        while (reports.complain(ground.alice(), List.of(luke.id.value()), "Rude"))
            assertThat(reports.count()).isLessThan(200);
        assertThat(reports.complain(ground.person("bob"), List.of(luke.id.value()), "Rude"))
                .isTrue();
    }

    @Test
    void one_author_says_only_so_much_a_day() {
        ground.close();
        ground = new Ground(
                folder.resolve("little"), new Limits(1_000, 30, 100, 100, 3), database(folder.resolve("little")));
        mia = new Stranger(ground.others, "https://social.example/users/mia");
        tea = ground.tea();
        ground.issue("It leaks");
        for (int i = 0; i < 5; i++) commented("<p>Number " + i + "</p>");
        assertThat(ground.said(1)).hasSize(3);
        refused("too much");
        ground.pass(Duration.ofDays(2));
        commented("<p>Next</p>");
        assertThat(ground.said(1)).hasSize(4);
    }

    // Tickets

    private ObjectNode offer() {
        var ticket = luke.note("<p>It <code>drips</code></p>");
        ticket.remove("id");
        ticket.put("type", "Ticket").put("summary", "The spout drips &amp; more");
        var offer = luke.activity("Offer", ticket).put("target", ground.id(tea));
        return offer;
    }

    @Test
    void an_offered_ticket_is_an_issue_and_the_answer_names_it() {
        var offer = offer();
        ground.sent(luke, offer);
        assertThat(ground.issue(1).title()).isEqualTo("The spout drips & more");
        var accept = answer();
        assertThat(accept.actor()).isEqualTo(new Local.Project(tea).key());
        assertThat(accept.body().path("type").textValue()).isEqualTo("Accept");
        assertThat(accept.body().path("object").textValue())
                .isEqualTo(offer.get("id").textValue());
        assertThat(accept.body().path("result").textValue()).isEqualTo(own("/tickets/1"));
        assertThat(accept.body().path("proof").isObject()).isTrue();
    }

    @Test
    void the_example_of_an_offer_is_understood() {
        String text = Vectors.json("forgefed/offer-ticket.json")
                .toString()
                .replace("https://forge-a.example/r/8f3k2m", ground.id(tea));
        var answer = ground.reception.inbox().take(luke.signed(text, ground.clock.instant()), "192.0.2.1");
        assertThat(answer.status()).as(answer.sentence()).isEqualTo(202);
        ground.reception.drain();
        assertThat(ground.issue(1).title()).isNotBlank();
    }

    @Test
    void what_is_not_taken_is_rejected_with_a_reason() {
        var named = offer();
        ((ObjectNode) named.get("object")).put("id", luke.id.value() + "/tickets/1");
        ground.sent(luke, named);
        assertThat(answer().body().path("type").textValue()).isEqualTo("Reject");
        var untitled = offer();
        ((ObjectNode) untitled.get("object")).put("summary", "").put("content", "");
        ground.sent(luke, untitled);
        assertThat(answer().body().path("summary").textValue()).contains("title");
        var other = offer();
        ((ObjectNode) other.get("object")).put("attributedTo", mia.id.value());
        ground.sent(luke, other);
        assertThat(answer().body().path("summary").textValue()).contains("whoever offers");
        assertThat(ground.node.tracking().reading().find(tea.rid(), 1)).isEmpty();
    }

    @Test
    void the_author_closes_and_reopens_and_nobody_else_without_a_grant() {
        ground.sent(luke, offer());
        var resolve = luke.activity("Resolve", own("/tickets/1"));
        ground.sent(luke, resolve);
        assertThat(ground.issue(1).state().isOpen()).isFalse();
        assertThat(answer().body().path("type").textValue()).isEqualTo("Accept");
        ground.sent(luke, luke.activity("Undo", resolve));
        assertThat(ground.issue(1).state().isOpen()).isTrue();
        ground.sent(mia, mia.activity("Resolve", own("/tickets/1")));
        assertThat(ground.issue(1).state().isOpen()).isTrue();
        assertThat(answer().body().path("type").textValue()).isEqualTo("Reject");
        var assign = mia.activity("Assign", mia.id.value()).put("target", own("/tickets/1"));
        ground.sent(mia, assign);
        assertThat(answer().body().path("summary").textValue()).contains("grant");
    }

    private ObjectNode ticket(String title, String html) {
        var ticket = JsonNodeFactory.instance.objectNode();
        ticket.put("id", own("/tickets/1"))
                .put("type", "Ticket")
                .put("name", title)
                .put("content", html);
        ticket.putObject("source")
                .put("content", html.replaceAll("<[^>]*>", ""))
                .put("mediaType", "text/markdown");
        return ticket;
    }

    private ObjectNode edit(Stranger by, ObjectNode changes) {
        changes.remove("type");
        return by.activity("Edit", changes).put("context", ground.id(tea));
    }

    private void answered(String type) {
        assertThat(answer().body().path("type").textValue()).isEqualTo(type);
    }

    private List<Comment.Edit> wordings() {
        return ground.node
                .tracking()
                .talks()
                .history(tea.rid(), ground.issue(1).id(), -1, 1)
                .getFirst()
                .said()
                .orElseThrow()
                .edits();
    }

    @Test
    void an_issue_is_edited_by_its_author_alone_and_once() {
        ground.sent(luke, offer());
        ground.sent(mia, mia.activity("Update", ticket("Mine", "<p>Mine.</p>")));
        answered("Reject");
        ground.sent(mia, edit(mia, ticket("Mine", "<p>Mine.</p>")));
        answered("Reject");
        refused("Only its author and members edit it.");

        var update = luke.activity("Update", ticket("It drips", "<p>From the spout.</p>"));
        ground.sent(luke, update);
        answered("Accept");
        assertThat(ground.issue(1).title()).isEqualTo("It drips");
        assertThat(wordings()).hasSize(2);
        assertThat(wordings().getLast().body()).isEqualTo("From the spout.");
        var log = ground.node.log().after(0, 1_000).getLast();
        assertThat(log.change()).isInstanceOf(Change.IssueChanged.class);
        assertThat(log.origin()).isEqualTo(new Origin.Actor(luke.id.value()));

        ground.sent(luke, edit(luke, ticket("It drips", "<p>From the lid.</p>")));
        assertThat(wordings().getLast().body()).isEqualTo("From the lid.");
        // The first once more, although the inbox has forgotten it.
        ground.node.database().writing(handle -> handle.execute("delete from inbox_activity"));
        ground.sent(luke, update);
        assertThat(wordings()).hasSize(3);
        assertThat(wordings().getLast().body()).isEqualTo("From the lid.");
        // Only a title: the text stays.
        var title = ticket("It leaks", "");
        title.remove(List.of("content", "source"));
        ground.sent(luke, edit(luke, title));
        assertThat(ground.issue(1).title()).isEqualTo("It leaks");
        assertThat(wordings()).hasSize(3);
    }

    @Test
    void nothing_of_a_locked_issue_or_of_whom_the_owner_blocks_is_edited() {
        ground.sent(luke, offer());
        var note = luke.reply(own("/tickets/1"), "<p>At noon.</p>");
        ground.sent(luke, luke.activity("Create", note));
        var issue = ground.issue(1).id();
        ground.node.tracking().trackers().lock(tea, ground.alice(), issue, true, "");
        ground.sent(luke, edit(luke, ticket("It drips", "<p>Hm.</p>")));
        answered("Reject");
        ground.node.tracking().trackers().lock(tea, ground.alice(), issue, false, "");
        assertThat(ground.reception.blocks().add(ground.alice(), luke.id, "@luke@forge-b.example"))
                .isEmpty();
        String title = ground.issue(1).title();
        ground.sent(luke, edit(luke, ticket("It drips", "<p>Hm.</p>")));
        ground.sent(luke, luke.activity("Update", note.put("content", "<p>Buy my tea.</p>")));
        assertThat(ground.issue(1).title()).isEqualTo(title);
        assertThat(ground.said(1)).containsExactly("At noon.");
    }

    // Those elsewhere

    @Test
    void whoever_goes_takes_all_back() {
        ground.issue("It leaks");
        commented("<p>One</p>");
        commented("<p>Two</p>");
        ground.sent(mia, mia.activity("Create", mention("A third")));
        ground.sent(mia, mia.activity("Follow", ground.id(tea)));
        ground.sent(mia, mia.activity("Like", ground.id(tea)));
        ground.sent(mia, mia.activity("Delete", mia.id.value()));
        assertThat(ground.said(1)).isEmpty();
        assertThat(ground.issue(2).title()).isEqualTo("(deleted)");
        assertThat(ground.followers.count(new Local.Project(tea))).isZero();
        assertThat(ground.node.stars().of(tea, Optional.empty()).count()).isZero();
        assertThat(ground.others.gone).contains(mia.id);
        assertThat(ground.node
                        .people()
                        .remote()
                        .of(mia.id.value())
                        .orElseThrow()
                        .name())
                .isEmpty();
        assertThat(ground.node.tracking().guestCheck().examine(tea)).isEmpty();
    }

    @Test
    void nobody_ends_changes_or_moves_another() {
        ground.issue("It leaks");
        commented("<p>One</p>");
        var neighbour = new Stranger(ground.others, "https://social.example/users/neighbour");
        ground.sent(neighbour, neighbour.activity("Delete", mia.id.value()));
        ground.sent(neighbour, neighbour.activity("Move", mia.id.value()).put("target", luke.id.value()));
        assertThat(ground.said(1)).containsExactly("One");
        assertThat(ground.others.gone).isEmpty();
    }

    @Test
    void another_name_of_somebody_is_known_from_their_own_host() {
        ground.issue("It leaks");
        commented("<p>One</p>");
        var before = ground.others.actors.get(mia.id);
        new Stranger(ground.others, mia.id.value()); // Renews what the host shows, with another key.
        ground.others.actors.put(
                mia.id,
                new dev.hob.federation.remote.RemoteActor(
                        before.id(),
                        before.handle(),
                        "Mia M.",
                        before.types(),
                        before.inbox(),
                        before.sharedInbox(),
                        before.page(),
                        before.icon(),
                        before.fetched(),
                        before.document()));
        ground.others.keys.put(
                mia.keyId,
                new dev.hob.federation.signature.KnownKey(
                        mia.keyId, mia.id, new dev.hob.federation.signature.PublicKey.Ed25519(mia.key.publicKey())));
        ground.sent(mia, mia.activity("Update", mia.id.value()));
        assertThat(ground.node
                        .people()
                        .remote()
                        .of(mia.id.value())
                        .orElseThrow()
                        .name())
                .isEqualTo("Mia M.");
    }

    @Test
    void complaints_are_kept_for_the_administrator() {
        var flag = mia.activity("Flag").put("content", "<p>Spam</p>");
        flag.putArray("object").add(Ground.ADDRESS + "/u/alice").add(own("/tickets/1"));
        ground.sent(mia, flag);
        var open = ground.reception.reports().open(10);
        assertThat(open).hasSize(1);
        assertThat(open.getFirst().objects()).contains(Ground.ADDRESS + "/u/alice");
        assertThat(open.getFirst().body()).isEqualTo("Spam");
        assertThat(ground.reception.reports().close(open.getFirst().number())).isTrue();
        assertThat(ground.reception.reports().open(10)).isEmpty();
    }

    // What is hidden

    @Test
    void a_private_repository_is_to_every_activity_as_one_that_is_not_there() {
        var secret = ground.repository("secret", true);
        var answer = ground.node.tracking().issues().open(secret, ground.alice(), Issues.Opening.of("Hidden", "Text"));
        assertThat(answer).isInstanceOf(Answer.Done.class);
        String hidden = ground.id(secret);
        String missing = Ground.ADDRESS + "/r/aaaaaaaaaaaaaaaaaaaa";
        assertThat(told(hidden)).isEqualTo(told(missing));
        assertThat(ground.node.tracking().talks().history(secret.rid(), ((Answer.Done) answer).entry(), 0, 10))
                .isEmpty();
        assertThat(ground.followers.count(new Local.Project(secret))).isZero();
        assertThat(ground.node.stars().of(secret, Optional.empty()).count()).isZero();
        assertThat(ground.others.delivered).isEmpty();
    }

    private List<String> told(String repository) {
        String ticket = repository + "/tickets/1";
        var offered = luke.note("<p>x</p>").put("type", "Ticket").put("summary", "x");
        offered.remove("id");
        var called = luke.note("<p>x</p>");
        called.putArray("tag").addObject().put("type", "Mention").put("href", repository);
        var tried = List.of(
                luke.activity("Follow", repository),
                luke.activity("Like", repository),
                luke.activity("Like", ticket),
                luke.activity("Announce", ticket),
                luke.activity("Block", repository),
                luke.activity("Create", luke.reply(ticket, "<p>x</p>")),
                luke.activity("Create", called),
                luke.activity("Offer", offered).put("target", repository),
                luke.activity("Resolve", ticket),
                luke.activity("Assign", luke.id.value()).put("target", ticket),
                luke.activity("Join", repository));
        var told = new ArrayList<String>();
        for (var activity : tried) {
            ground.sent(luke, activity);
            for (String state : List.of("done", "ignored", "refused", "held"))
                ground.reception.queue().lines(state, 100).stream()
                        .filter(line -> line.received()
                                .activity()
                                .value()
                                .equals(activity.get("id").textValue()))
                        .forEach(line -> told.add(line.state() + ": " + line.told()));
        }
        assertThat(told).hasSize(tried.size());
        return told;
    }

    @Test
    void a_repository_that_turned_private_hears_no_more() {
        ground.issue("It leaks");
        var note = commented("<p>One</p>");
        assertThat(ground.node.edits().setPrivate(tea, ground.alice(), true)).isEmpty();
        ground.sent(mia, mia.activity("Create", mia.reply(note.get("id").textValue(), "<p>Two</p>")));
        ground.sent(mia, mia.activity("Create", mia.reply(own("/tickets/1"), "<p>Three</p>")));
        assertThat(ground.said(1)).containsExactly("One");
    }

    // Once

    @Test
    void what_was_done_before_a_crash_is_not_done_again_after_it() {
        ground.issue("It leaks");
        var note = mia.reply(own("/tickets/1"), "<p>Once</p>");
        var follow = luke.activity("Follow", ground.id(tea));
        ground.taken(mia, mia.activity("Create", note));
        ground.taken(luke, follow);
        ground.reopen();
        assertThat(ground.reception.queue().waiting()).isEqualTo(2);
        ground.reception.drain();
        // As if the kill had come between what was done and the row that says so.
        ground.node
                .database()
                .writing(handle -> handle.execute(
                        "update inbox_activity set state = 'waiting', body = coalesce(body, ?)", follow.toString()));
        ground.reopen();
        assertThat(ground.reception.queue().waiting()).isEqualTo(2);
        ground.reception.drain();
        assertThat(ground.said(1)).containsExactly("Once");
        assertThat(ground.followers.count(new Local.Project(tea))).isEqualTo(1);
    }

    @Test
    void a_flood_is_done_whole_and_once_by_the_workers() throws InterruptedException {
        ground.issue("It leaks");
        ground.reception.start();
        int strangers = 40;
        int each = 10;
        var all = new ArrayList<Stranger>();
        for (int i = 0; i < strangers; i++)
            all.add(new Stranger(ground.others, "https://host" + i % 8 + ".example/users/u" + i));
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : all)
                threads.submit(() -> {
                    for (int n = 0; n < each; n++) {
                        var create = one.activity("Create", one.reply(own("/tickets/1"), "<p>Word " + n + "</p>"));
                        assertThat(ground.taken(one, create).status()).isEqualTo(202);
                        ground.taken(one, create);
                        if (n % 5 == 0)
                            assertThat(ground.reception
                                            .inbox()
                                            .take(
                                                    mia.signed(
                                                            Vocabulary.bytes(one.activity("Follow", ground.id(tea))),
                                                            ground.clock.instant()),
                                                    "192.0.2." + one.id.value().hashCode())
                                            .status())
                                    .isEqualTo(401);
                    }
                    return true;
                });
        }
        long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (ground.reception.queue().waiting() > 0 && System.nanoTime() < end) Thread.sleep(50);
        assertThat(ground.said(1)).hasSize(strangers * each);
        assertThat(ground.node.tracking().guestCheck().examine(tea)).isEmpty();
        assertThat(ground.node.tracking().cache().examine(tea)).isEmpty();
    }
}
