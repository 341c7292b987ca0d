package dev.hob.web.federation;

import static dev.hob.web.Federated.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.federation.across.Across;
import dev.hob.federation.across.Found;
import dev.hob.federation.actor.AskedState;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.Written;
import dev.hob.federation.vocab.Id;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Verdict;
import dev.hob.node.patch.Patches;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.web.Federated;
import dev.hob.web.Guest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Luke has an account on one node, and alice her repository on another: all that he does there, he does from his own.
class ElsewhereTest {
    @TempDir
    Path folder;

    private Federated there;
    private Federated here;
    private Person alice;
    private Person luke;
    private Repo tea;
    private Guest guest;

    @BeforeEach
    void open() throws Exception {
        there = new Federated(folder.resolve("there"));
        here = new Federated(folder.resolve("here"));
        alice = there.person("alice");
        tea = there.repository(alice, "tea", "Leaves & water");
        luke = here.person("luke");
        guest = here.guest("luke");
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private String handle() {
        return "@alice.tea@" + there.host;
    }

    private String id() {
        return "http://" + there.host + "/r/" + tea.id().value();
    }

    private HttpResponse<String> page(String path) throws Exception {
        var answer = guest.get(path);
        for (int i = 0; i < 5 && answer.statusCode() == 303; i++)
            answer = guest.get(Guest.location(answer).orElseThrow().replaceFirst("^https?://[^/]*", ""));
        return answer;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void opens(String title, String body) {
        var opening = new Issues.Opening(title, body, List.of(), List.of(), List.of());
        assertThat(there.node.tracking().issues().open(tea, alice, opening)).isInstanceOf(Answer.Done.class);
    }

    private int followers() {
        return there.federation.speaking().followers().count(new Local.Project(tea));
    }

    private int stars() {
        return there.node.stars().of(tea, Optional.empty()).count();
    }

    private List<Written.Piece> written() {
        return here.federation.across().abroad().written().page(Across.local(luke), 0, 10);
    }

    @Test
    void the_search_finds_what_is_elsewhere_and_shows_it() throws Exception {
        opens("Tea is cold", "It **is**.");
        until("told", () -> there.federation.speaking().outbox().count(new Local.Project(tea)) > 0);
        var found = page("/explore?q=" + encoded(handle()));
        assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
        assertThat(found.body())
                .contains(handle(), "alice/tea", "Leaves &amp; water", "Tea is cold", "Follow", "Star", "New issue");
        // By the address of the page, and by that of the issue.
        assertThat(page("/explore?q=" + encoded("http://" + there.host + "/alice/tea"))
                        .body())
                .contains(handle());
        var issue = page("/explore?q=" + encoded("http://" + there.host + "/alice/tea/issues/1"));
        assertThat(issue.body()).contains("Tea is cold", "<strong>is</strong>", "Say something");
        // What is of here is shown as such.
        assertThat(Guest.location(guest.get("/-/elsewhere/find?q=" + encoded("@luke@" + here.host)))
                        .orElseThrow())
                .endsWith("/luke");
    }

    @Test
    void what_cannot_be_found_is_told_and_strangers_find_nothing() throws Exception {
        var nobody = page("/-/elsewhere/find?q=" + encoded("@nobody@" + there.host));
        assertThat(nobody.statusCode()).isEqualTo(422);
        assertThat(nobody.body()).contains("knows nobody called");
        assertThat(page("/-/elsewhere/find?q=" + encoded("just words")).statusCode())
                .isEqualTo(422);
        var stranger = here.guest();
        for (String path : List.of("/-/elsewhere", "/-/elsewhere/find?q=x", "/" + handle()))
            assertThat(Guest.location(stranger.get(path)).orElseThrow()).contains("/login");
    }

    @Test
    void a_repository_is_followed_heard_and_left_again() throws Exception {
        var asked = guest.post("/-/elsewhere/follow", "actor", id(), "follow", "yes");
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(303);
        until("followed", () -> followers() == 1);
        var following = here.federation.across().abroad().following();
        until("let", () -> following.count(Across.local(luke)) == 1);
        assertThat(page("/" + handle()).body()).contains("Unfollow");

        opens("Tea is cold", "It is.");
        var heard = here.federation.across().abroad().heard();
        until("heard", () -> heard.of(Across.local(luke), HeardLines.LATEST, 10).size() == 1);
        assertThat(page("/?lately=elsewhere").body()).contains("@alice@", "Tea is cold");
        assertThat(page("/-/elsewhere").body()).contains("Tea is cold");

        var left = guest.post("/-/elsewhere/follow", "actor", id(), "follow", "no");
        assertThat(left.statusCode()).isEqualTo(303);
        until("left", () -> followers() == 0);
        assertThat(page("/-/elsewhere").body()).doesNotContain("Tea is cold");
    }

    @Test
    void a_person_is_followed() throws Exception {
        guest.post("/-/elsewhere/follow", "actor", "http://" + there.host + "/u/alice", "follow", "yes");
        until("followed", () -> there.federation.speaking().followers().count(new Local.Account(alice)) == 1);
        var following = here.federation.across().abroad().following();
        until("let", () -> following.count(Across.local(luke)) == 1);
        var list = here.guest().get("/u/luke/following/page/0", "Accept", "application/activity+json");
        assertThat(list.body()).contains("http://" + there.host + "/u/alice");
        // Her own words, and what her repository passes on of them, are one thing.
        opens("Tea is cold", "It is.");
        var heard = here.federation.across().abroad().heard();
        until("heard", () -> heard.of(Across.local(luke), HeardLines.LATEST, 10).size() == 1);
    }

    @Test
    void a_star_is_given_and_taken_back() throws Exception {
        guest.post("/-/elsewhere/star", "actor", id(), "star", "give");
        until("starred", () -> stars() == 1);
        assertThat(page("/" + handle()).body()).contains("Unstar");
        assertThat(page("/-/elsewhere/following").body()).contains(handle());
        guest.post("/-/elsewhere/star", "actor", id(), "star", "take");
        until("taken back", () -> stars() == 0);
        var person = guest.post("/-/elsewhere/star", "actor", "http://" + there.host + "/u/alice", "star", "give");
        assertThat(person.statusCode()).isEqualTo(422);
    }

    @Test
    void an_issue_is_opened_there_talked_about_and_shown_here() throws Exception {
        var empty = guest.post("/-/elsewhere/issue", "actor", id(), "title", "", "body", "Some words");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("It needs a title.", "Some words");
        var sent = guest.post("/-/elsewhere/issue", "actor", id(), "title", "Vec<T> is cold", "body", "It **is**.");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
        until("taken", () -> written().getFirst().state() == AskedState.ACCEPTED);
        var ticket = written().getFirst().ticket().orElseThrow();
        assertThat(ticket).isEqualTo(new Id(id() + "/tickets/1"));
        var issue = there.node.tracking().reading().find(tea.rid(), 1).orElseThrow();
        assertThat(issue.title()).isEqualTo("Vec<T> is cold");
        assertThat(page("/-/elsewhere/asked").body()).contains("Vec&lt;T&gt; is cold", "taken");

        // Alice answers, and he hears it although he does not follow her.
        var answer = there.node
                .tracking()
                .issues()
                .comment(tea, alice, issue.id(), "I put the kettle on.", Optional.empty(), List.of());
        assertThat(answer).isInstanceOf(Answer.Done.class);
        var heard = here.federation.across().abroad().heard();
        until("answered", () -> heard.in(ticket).size() == 1);
        assertThat(page("/-/elsewhere/asked").body()).contains("I put the kettle on.");

        // He answers from here.
        String text = "/-/elsewhere/text?it=" + encoded(ticket.value());
        assertThat(page(text).body()).contains("I put the kettle on.");
        var nothing = guest.post("/-/elsewhere/comment", "it", ticket.value(), "body", " ");
        assertThat(nothing.statusCode()).isEqualTo(422);
        var said = guest.post("/-/elsewhere/comment", "it", ticket.value(), "body", "Thank you, *alice*.");
        assertThat(said.statusCode()).as(said.body()).isEqualTo(303);
        until(
                "said",
                () -> there.node.tracking().talks().history(tea.rid(), issue.id(), 0, 100).stream()
                                .flatMap(line -> line.said().stream())
                                .filter(comment -> comment.body().equals("Thank you, *alice*."))
                                .count()
                        == 1);
        until("passed on", () -> written().getFirst().state() == AskedState.ACCEPTED);
        // What he wrote is to be had at his own node.
        String comment = written().getFirst().object().orElseThrow().value();
        var document = here.guest()
                .get(comment.substring(("http://" + here.host).length()), "Accept", "application/activity+json");
        assertThat(document.body()).contains("Thank you, <em>alice</em>.", ticket.value());
    }

    private List<String> saidThere() {
        var issue = there.node.tracking().reading().find(tea.rid(), 1).orElseThrow();
        return there.node.tracking().talks().history(tea.rid(), issue.id(), 0, 100).stream()
                .flatMap(line -> line.said().stream())
                .map(comment -> comment.body())
                .toList();
    }

    @Test
    void a_comment_is_changed_and_taken_back_by_its_author_alone_and_by_one_at_a_time() throws Exception {
        opens("Tea is cold", "It is.");
        String ticket = id() + "/tickets/1";
        assertThat(guest.post("/-/elsewhere/comment", "it", ticket, "body", "Warm it.")
                        .statusCode())
                .isEqualTo(303);
        until("said", () -> saidThere().contains("Warm it."));
        var piece = written().getFirst();
        String place = "/-/elsewhere/asked/" + piece.id();

        here.person("mallory");
        var mallory = here.guest("mallory");
        assertThat(mallory.get(place).statusCode()).isEqualTo(404);
        assertThat(mallory.post(place, "body", "Mine").statusCode()).isEqualTo(404);
        assertThat(mallory.post(place + "/delete").statusCode()).isEqualTo(404);
        var empty = guest.post(place, "body", " ");
        assertThat(empty.statusCode()).isEqualTo(422);

        var ownNotes = here.federation.across().ownNotes();
        assertThat(ownNotes.edit(luke, piece, "Boil it.")).isInstanceOf(dev.hob.federation.across.Answer.Done.class);
        Thread.sleep(Duration.ofMillis(1_100)); // later by the clock, too
        assertThat(ownNotes.edit(luke, piece, "Freeze it."))
                .as("who saw the words before the change")
                .isInstanceOf(dev.hob.federation.across.Answer.Refused.class);
        until("changed", () -> saidThere().equals(List.of("Boil it.")));

        var changed = written().getFirst();
        assertThat(guest.post(place + "/delete").statusCode()).isEqualTo(303);
        assertThat(ownNotes.edit(luke, changed, "Still here."))
                .as("what is taken back stays so")
                .isInstanceOf(dev.hob.federation.across.Answer.Refused.class);
        assertThat(ownNotes.takeBack(luke, changed)).isInstanceOf(dev.hob.federation.across.Answer.Refused.class);
        until("taken back", () -> saidThere().isEmpty());
        assertThat(guest.get(place).statusCode()).isEqualTo(404);
    }

    private Id opensElsewhere(String title, String body) throws Exception {
        assertThat(guest.post("/-/elsewhere/issue", "actor", id(), "title", title, "body", body)
                        .statusCode())
                .isEqualTo(303);
        until("taken", () -> written().getFirst().state() == AskedState.ACCEPTED);
        return written().getFirst().ticket().orElseThrow();
    }

    private HttpResponse<String> edits(Guest by, String place, String title, String body) throws Exception {
        var seen = Pattern.compile("name=\"seen\" value=\"([0-9a-f]+)\"")
                .matcher(by.get(place).body());
        return by.post(
                "/-/elsewhere/edit",
                "it",
                URLDecoder.decode(place.substring(place.indexOf('=') + 1), StandardCharsets.UTF_8),
                "seen",
                seen.find() ? seen.group(1) : "",
                "title",
                title,
                "body",
                body);
    }

    @Test
    void an_issue_is_edited_by_who_opened_it_and_its_tracker_says_whether_it_is() throws Exception {
        var ticket = opensElsewhere("Tea is cold", "It **is**.");
        String text = "/-/elsewhere/text?it=" + encoded(ticket.value());
        String place = "/-/elsewhere/edit?it=" + encoded(ticket.value());
        assertThat(guest.get(text).body()).contains(place.replace("&", "&amp;"));
        assertThat(guest.get(place).body()).contains("Tea is cold", "It **is**.");

        here.person("mallory");
        var mallory = here.guest("mallory");
        assertThat(mallory.get(text).body()).doesNotContain("/-/elsewhere/edit");
        assertThat(mallory.get(place).statusCode()).isEqualTo(404);
        assertThat(edits(mallory, place, "Mine", "Mine").statusCode()).isEqualTo(404);
        assertThat(edits(guest, place, " ", "It **is**.").statusCode()).isEqualTo(422);
        assertThat(edits(guest, place, "Tea is cold", "It **is**.").body()).contains("That is what it says already.");

        var sent = edits(guest, place, "Vec<T> & tea are cold", "They are.");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
        until("edited", () -> written().getFirst().state() == AskedState.ACCEPTED);
        var issue = there.node.tracking().reading().find(tea.rid(), 1).orElseThrow();
        assertThat(issue.title()).isEqualTo("Vec<T> & tea are cold");
        var said = there.node
                .tracking()
                .talks()
                .history(tea.rid(), issue.id(), -1, 1)
                .getFirst()
                .said()
                .orElseThrow();
        assertThat(said.body()).isEqualTo("They are.");
        assertThat(said.edits()).hasSize(2);
        assertThat(there.guest().get("/alice/tea/issues/1").body()).contains("edited");
        assertThat(written().getLast().title())
                .as("it is called so in the list, too")
                .isEqualTo(issue.title());

        // What somebody there changed meanwhile is not undone unseen.
        var stale = here.federation.across().ticketEdits();
        var found = (Found.Text) here.federation.across().finder().of(ticket);
        there.node.tracking().issues().retitle(tea, alice, issue.id(), "Cold");
        assertThat(guest.post(
                                "/-/elsewhere/edit",
                                "it",
                                ticket.value(),
                                "seen",
                                Integer.toHexString(Objects.hash(
                                        stale.wording(luke, found).title(),
                                        stale.wording(luke, found).body())),
                                "title",
                                "Vec<T> & tea are cold",
                                "body",
                                "They were.")
                        .statusCode())
                .isEqualTo(409);
        assertThat(stale.edit(luke, found, Optional.of("Vec<T> & tea are cold"), Optional.of("They were.")))
                .isInstanceOf(dev.hob.federation.across.Answer.Done.class);
        until("edited again", () -> written().getFirst().state() == AskedState.ACCEPTED);
        assertThat(there.node
                        .tracking()
                        .reading()
                        .find(tea.rid(), 1)
                        .orElseThrow()
                        .title())
                .as("what is not other is not sent")
                .isEqualTo("Cold");

        there.node.tracking().trackers().lock(tea, alice, issue.id(), true, "");
        assertThat(edits(guest, place, "Boiling", "They were.").statusCode()).isEqualTo(303);
        until("refused", () -> written().getFirst().state() == AskedState.REJECTED);
        assertThat(guest.get(place).body()).contains("They did not take your last change: This is locked");
        assertThat(guest.get("/-/elsewhere/asked").body()).contains("This is locked");
    }

    private Id pull() {
        for (String branch : List.of("main", "fix")) {
            var signer = Commits.Signer.of(alice);
            var change = new FileChange.Create(CodePath.parse(branch + ".txt").orElseThrow(), new byte[] {'a', '\n'});
            var into = branch.equals("main") ? Optional.<String>empty() : Optional.of(branch);
            var draft = new Commits.Draft("main", into, "Write", signer, signer, List.of(change));
            var now = there.node.repos().byId(tea.id()).orElseThrow();
            assertThat(there.node.commits().commit(now, alice, draft)).isInstanceOf(Commits.Outcome.Done.class);
        }
        var now = there.node.repos().byId(tea.id()).orElseThrow();
        var head = there.node.refs().view(now).refs().get("refs/heads/fix");
        var opening = Patches.Opening.of("Steep it", "", "main", head, Optional.empty());
        assertThat(there.node.pulls().patches().open(now, alice, opening)).isInstanceOf(Answer.Done.class);
        return new Id(id() + "/tickets/1");
    }

    @Test
    void the_words_of_a_review_are_changed_and_taken_back_and_its_verdict_stays() throws Exception {
        var pull = pull();
        var sent = guest.post("/-/elsewhere/review", "it", pull.value(), "verdict", "revise", "review", "Too *long*.");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
        until("taken", () -> written().getFirst().state() == AskedState.ACCEPTED);
        String text = "/-/elsewhere/text?it=" + encoded(pull.value());
        String place = "/-/elsewhere/asked/" + written().getFirst().id();
        assertThat(guest.get("/-/elsewhere/asked").body()).contains(place);
        assertThat(guest.get(text).body()).as("beside it on the page").contains(place);
        assertThat(guest.get(place).body()).contains("Your review, in Markdown", "Too *long*.");
        here.person("mallory");
        assertThat(here.guest("mallory").post(place, "body", "Mine").statusCode())
                .isEqualTo(404);

        assertThat(guest.post(place, "body", "Too *short*.").statusCode()).isEqualTo(303);
        until("changed", () -> saidThere().contains("Too *short*."));
        assertThat(verdicts()).containsExactly(Verdict.REJECT);
        var note = written().getFirst().object().orElseThrow().value();
        String path = note.substring(("http://" + here.host).length());
        assertThat(here.guest().get(path, "Accept", "application/activity+json").body())
                .contains("Too <em>short</em>.");

        assertThat(guest.post(place + "/delete").statusCode()).isEqualTo(303);
        until("taken back", () -> saidThere().stream().allMatch(String::isEmpty));
        assertThat(verdicts()).containsExactly(Verdict.REJECT);
        assertThat(guest.get(place).statusCode()).isEqualTo(404);
        assertThat(here.guest().get(path, "Accept", "application/activity+json").statusCode())
                .isEqualTo(404);
    }

    private List<Verdict> verdicts() {
        var issue = there.node.tracking().reading().find(tea.rid(), 1).orElseThrow();
        return there.node.pulls().reading().reviews(tea.rid(), issue.id()).stream()
                .filter(review -> !review.redacted())
                .flatMap(review -> review.verdict().stream())
                .toList();
    }
}
