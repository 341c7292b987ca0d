package dev.hob.federation.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.actor.Collaborators;
import dev.hob.federation.actor.Role;
import dev.hob.federation.vocab.Id;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.git.GitSite;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.PatchState;
import dev.hob.node.issue.Verdict;
import dev.hob.node.log.Origin;
import dev.hob.node.patch.Merges;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.PatchReading;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Luke has a fork of alice's tea on a server of his own, and offers what he made there.
@Timeout(120)
class MergeRequestTest {
    private static final Id FORK = new Id("https://forge-b.example/r/p7x1qd");
    private static final Id CLONE = new Id("https://forge-b.example/luke/tea.git");

    @TempDir
    Path folder;

    private Ground ground;
    private GitSite site;
    private Stranger luke;
    private Stranger mia;
    private Repo tea;
    private ObjectId main;

    @BeforeEach
    void build() throws IOException {
        ground = new Ground(folder);
        site = new GitSite();
        luke = new Stranger(ground.others, "https://forge-b.example/u/luke");
        mia = new Stranger(ground.others, "https://social.example/users/mia");
        tea = ground.tea();
        main = write("main", "README.md", "# Tea\n");
        try (var repository = ground.node.storage().open(tea.rid())) {
            site.forks(repository, main);
        }
        ground.others.documents.put(FORK, fork(CLONE.value()));
        ground.others.sites.put(CLONE, site.url("/luke/tea.git"));
    }

    @AfterEach
    void leave() {
        assertThat(ground.node.tracking().cache().examine(now())).isEmpty();
        assertThat(ground.node.tracking().guestCheck().examine(now())).isEmpty();
        site.close();
        ground.close();
    }

    private Repo now() {
        return ground.node.repos().byId(tea.id()).orElseThrow();
    }

    private ObjectId write(String branch, String path, String text) {
        var signer = Commits.Signer.of(ground.alice());
        var change = new FileChange.Create(CodePath.parse(path).orElseThrow(), text.getBytes(StandardCharsets.UTF_8));
        var draft = new Commits.Draft(branch, Optional.empty(), "Write " + path, signer, signer, List.of(change));
        assertThat(ground.node.commits().commit(now(), ground.alice(), draft)).isInstanceOf(Commits.Outcome.Done.class);
        return ground.node.refs().view(now()).refs().get("refs/heads/" + branch);
    }

    private static ObjectNode fork(String clone) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("@context", "https://www.w3.org/ns/activitystreams");
        json.put("id", FORK.value());
        json.putArray("type").add("Group").add("Repository");
        json.put("preferredUsername", "luke.tea");
        json.put("inbox", FORK.value() + "/inbox");
        json.putArray("cloneUri").add(clone);
        return json;
    }

    private ObjectNode offer(Stranger by, String branch, ObjectId head) {
        var ticket = JsonNodeFactory.instance.objectNode();
        ticket.put("type", "Ticket");
        ticket.put("attributedTo", by.id.value());
        ticket.put("context", ground.id(tea));
        ticket.put("summary", "Steep it longer");
        ticket.put("name", "Steep it longer");
        ticket.put("mediaType", "text/html");
        ticket.put("content", "<p>Three minutes are <em>not</em> enough.</p>");
        var request = ticket.putArray("attachment").addObject();
        request.put("type", "Offer");
        request.putObject("origin")
                .put("type", "Branch")
                .put("context", FORK.value())
                .put("name", branch)
                .put("ref", "refs/heads/" + branch)
                .put("hash", head.name())
                .put("cloneUri", CLONE.value());
        request.putObject("target")
                .put("type", "Branch")
                .put("context", ground.id(tea))
                .put("name", "main")
                .put("ref", "refs/heads/main");
        return by.activity("Offer", ticket).put("target", ground.id(tea));
    }

    private static ObjectNode origin(ObjectNode offer) {
        return (ObjectNode) offer.at("/object/attachment/0/origin");
    }

    private JsonNode answer() {
        return ground.others.delivered.getLast().body();
    }

    private void refused(String told) {
        assertThat(answer().path("type").textValue()).isEqualTo("Reject");
        assertThat(answer().toString()).contains(told);
        assertThat(pulls()).isEmpty();
    }

    private List<Patch> pulls() {
        return ground.node.pulls().reading().latest(tea.rid(), Optional.empty(), 0, 10);
    }

    private String own(String path) {
        return ground.id(tea) + path;
    }

    @Test
    void what_is_offered_is_fetched_and_becomes_a_pull_request_of_its_author() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        var offer = offer(luke, "fix", fix);
        ground.sent(luke, offer);
        assertThat(answer().path("type").textValue()).isEqualTo("Accept");
        assertThat(answer().path("object").textValue())
                .isEqualTo(offer.path("id").textValue());
        assertThat(answer().path("result").textValue()).isEqualTo(own("/tickets/1"));
        var pull = pulls().getFirst();
        assertThat(pull.head()).isEqualTo(fix);
        assertThat(pull.base()).isEqualTo(main);
        assertThat(pull.state()).isEqualTo(PatchState.OPEN);
        var issue = ground.issue(1);
        assertThat(issue.title()).isEqualTo("Steep it longer");
        assertThat(ground.node
                        .people()
                        .remote()
                        .of(issue.author())
                        .orElseThrow()
                        .handle())
                .isEqualTo("luke@forge-b.example");
        var description = ground.node
                .tracking()
                .talks()
                .history(tea.rid(), issue.id(), -1, 1)
                .getFirst();
        assertThat(description.said().orElseThrow().body()).isEqualTo("Three minutes are *not* enough.");
        assertThat(ground.node.log().after(0, 1_000).getLast().origin()).isEqualTo(new Origin.Actor(luke.id.value()));
        // The same activity, once more: nothing more is done.
        ground.sent(luke, offer);
        assertThat(pulls()).hasSize(1);
        assertThat(ground.others.brought).isEqualTo(1);
    }

    @Test
    void the_same_branch_again_brings_new_commits_for_the_same_one() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        ground.sent(luke, offer(luke, "fix", fix));
        var better = site.commit("fix", List.of(fix), "steep.txt", "six minutes\n");
        ground.sent(luke, offer(luke, "fix", better));
        assertThat(answer().path("result").textValue()).isEqualTo(own("/tickets/1"));
        assertThat(pulls()).hasSize(1);
        assertThat(pulls().getFirst().head()).isEqualTo(better);
        assertThat(ground.node
                        .pulls()
                        .reading()
                        .revisions(tea.rid(), pulls().getFirst().id()))
                .hasSize(2);
        // The same commits once more change nothing, and the answer is the same.
        ground.sent(luke, offer(luke, "fix", better));
        assertThat(answer().path("result").textValue()).isEqualTo(own("/tickets/1"));
        assertThat(ground.node
                        .pulls()
                        .reading()
                        .revisions(tea.rid(), pulls().getFirst().id()))
                .hasSize(2);
        // Another's offer of the same branch is another's pull request.
        ground.sent(mia, offer(mia, "fix", better));
        assertThat(answer().path("result").textValue()).isEqualTo(own("/tickets/2"));
    }

    @Test
    void a_fork_must_say_itself_where_it_is_cloned() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        var offer = offer(luke, "fix", fix);
        origin(offer).put("cloneUri", "https://forge-b.example/mallory/tea.git");
        ground.sent(luke, offer);
        refused("no such place to clone it");
        ground.others.documents.put(FORK, fork("https://third.example/luke/tea.git"));
        var third = offer(luke, "fix", fix);
        origin(third).put("cloneUri", "https://third.example/luke/tea.git");
        ground.sent(luke, third);
        refused("no such place to clone it");
        assertThat(ground.others.brought).isZero();
    }

    @Test
    void what_cannot_be_merged_at_all_is_rejected_with_the_reason() throws IOException {
        var lone = site.commit("lone", List.of(), "steep.txt", "five minutes\n");
        ground.sent(luke, offer(luke, "lone", lone));
        refused("no history in common");
        site.point("same", main);
        ground.sent(luke, offer(luke, "same", main));
        refused("has all of these commits already");
        ground.sent(luke, offer(luke, "none", main));
        refused("There is no refs/heads/none");
        var wrong = offer(luke, "lone", lone);
        ((ObjectNode) wrong.at("/object/attachment/0/target")).put("ref", "refs/heads/none");
        ground.sent(luke, wrong);
        refused("There is no branch none");
        var elsewhere = offer(luke, "lone", lone);
        ((ObjectNode) elsewhere.at("/object/attachment/0/target")).put("context", "https://third.example/r/1");
        ground.sent(luke, elsewhere);
        refused("that this one is not");
    }

    @Test
    void a_fork_that_is_away_is_asked_again_later() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        ground.others.down.add("third.example");
        var offer = offer(luke, "fix", fix);
        origin(offer).put("context", "https://third.example/r/1");
        ground.sent(luke, offer);
        assertThat(ground.others.delivered).isEmpty();
        ground.others.down.clear();
        ground.pass(Duration.ofHours(1));
        ground.reception.drain();
        refused("cannot be had");
    }

    @Test
    void its_author_rewords_and_closes_it_and_nobody_else_does() throws IOException {
        ground.sent(luke, offer(luke, "fix", site.commit("fix", List.of(main), "steep.txt", "five\n")));
        var edit = JsonNodeFactory.instance.objectNode();
        edit.put("id", own("/tickets/1")).put("summary", "Steep it long").put("content", "<p>Very.</p>");
        ground.sent(mia, mia.activity("Edit", edit));
        assertThat(ground.issue(1).title()).isEqualTo("Steep it longer");
        ground.sent(luke, luke.activity("Edit", edit));
        assertThat(ground.issue(1).title()).isEqualTo("Steep it long");
        var lines = ground.node
                .tracking()
                .talks()
                .history(tea.rid(), ground.issue(1).id(), -1, 1);
        assertThat(lines.getFirst().said().orElseThrow().body()).isEqualTo("Very.");
        var whole = edit.deepCopy().put("type", "Ticket").put("name", "Steep it");
        whole.remove("summary");
        whole.remove("content");
        ground.sent(luke, luke.activity("Update", whole));
        assertThat(ground.issue(1).title()).isEqualTo("Steep it");
        ground.sent(mia, mia.activity("Resolve", own("/tickets/1")));
        assertThat(pulls().getFirst().state()).isEqualTo(PatchState.OPEN);
        ground.sent(luke, luke.activity("Resolve", own("/tickets/1")));
        assertThat(pulls().getFirst().state()).isEqualTo(PatchState.ARCHIVED);
        assertThat(answer().path("type").textValue()).isEqualTo("Accept");
    }

    @Test
    void merging_needs_a_grant_and_is_seen_by_all_once_done() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        ground.sent(luke, offer(luke, "fix", fix));
        ground.sent(luke, luke.activity("Apply", own("/tickets/1")));
        assertThat(answer().path("type").textValue()).isEqualTo("Reject");
        assertThat(pulls().getFirst().state()).isEqualTo(PatchState.OPEN);
        var wish = new Merges.Wish(Merges.Way.MERGE, "", Optional.empty());
        var outcome = ground.node
                .pulls()
                .merges()
                .merge(now(), ground.alice(), pulls().getFirst().id(), wish);
        assertThat(outcome).isInstanceOf(Merges.Outcome.Merged.class);
        var again = site.commit("fix", List.of(fix), "steep.txt", "six minutes\n");
        ground.sent(luke, offer(luke, "fix", again));
        assertThat(answer().path("result").textValue())
                .as("what was merged is over: more commits are another pull request")
                .isEqualTo(own("/tickets/2"));
    }

    @Test
    void who_was_let_in_to_write_merges_and_the_commit_says_who() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        ground.sent(luke, offer(luke, "fix", fix));
        var grant = new Id(own("/grants/0123456789abcdef0123"));
        var collaborators = new Collaborators(ground.node.database(), ground.clock);
        var mia1 = new Collaborators.Collaborator(
                tea.id(),
                mia.id,
                "@mia@social.example",
                new Id(mia.id.value() + "/inbox"),
                Role.WRITE,
                Collaborators.State.GRANTED,
                new Id(Ground.ADDRESS + "/u/alice/invites/1"),
                Optional.of(grant),
                ground.clock.instant());
        ground.node.database().writing(handle -> collaborators.put(handle, mia1));
        var apply = mia.activity("Apply", own("/tickets/1")).put("capability", grant.value());
        var other = apply.deepCopy().put("id", mia.id.value() + "/activities/other");
        other.putObject("target").put("type", "Branch").put("ref", "refs/heads/elsewhere");
        ground.sent(mia, other);
        assertThat(answer().path("type").textValue()).isEqualTo("Reject");
        ground.sent(mia, apply);
        assertThat(answer().path("type").textValue()).as(answer().toString()).isEqualTo("Accept");
        assertThat(pulls().getFirst().state()).isEqualTo(PatchState.MERGED);
        var merged = pulls().getFirst().merged().orElseThrow().commit();
        try (var repository = ground.node.storage().open(tea.rid());
                var walk = new org.eclipse.jgit.revwalk.RevWalk(repository)) {
            var commit = walk.parseCommit(merged);
            assertThat(commit.getAuthorIdent().getEmailAddress()).isEqualTo("mia@social.example");
            assertThat(commit.getParentCount()).isEqualTo(2);
        }
        // Once more is no harm.
        ground.sent(mia, apply.deepCopy().put("id", mia.id.value() + "/activities/again"));
        assertThat(answer().path("type").textValue()).isEqualTo("Accept");
    }

    private ObjectNode review(Stranger by, String verdict, ObjectId head) {
        var review = JsonNodeFactory.instance.objectNode();
        review.put("type", "Review");
        review.put("context", own("/tickets/1"));
        review.put("verdict", verdict);
        review.putObject("object").put("type", "Commit").put("hash", head.name());
        review.set("attachment", by.reply(own("/tickets/1"), "<p>One remark below.</p>"));
        var thread = review.putArray("reviewThreads").addObject();
        thread.put("type", "ReviewThread");
        thread.putObject("target")
                .put("type", "CodeQuote")
                .put("cqFile", "steep.txt")
                .put("cqLine", 1)
                .put("cqSide", "diffSideNew");
        thread.set("object", by.reply(own("/tickets/1"), "<p>Why five?</p>"));
        return by.activity("Offer", review).put("target", ground.id(tea));
    }

    @Test
    void a_review_is_a_word_on_the_commits_with_remarks_on_the_code() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        ground.sent(luke, offer(luke, "fix", fix));
        ground.sent(mia, review(mia, "revise", main));
        assertThat(answer().toString()).contains("Reject").contains("never offered");
        ground.sent(mia, review(mia, "revise", fix));
        assertThat(answer().path("type").textValue()).isEqualTo("Accept");
        var pull = pulls().getFirst();
        var reviews = ground.node.pulls().reading().reviews(tea.rid(), pull.id());
        assertThat(reviews).hasSize(1);
        assertThat(reviews.getFirst().verdict()).contains(Verdict.REJECT);
        assertThat(answer().path("result").textValue())
                .isEqualTo(own("/tickets/1/comments/" + reviews.getFirst().id().name()));
        var remarks = ground.node.pulls().reading().comments(tea.rid(), pull.id());
        assertThat(remarks).hasSize(1);
        assertThat(remarks.getFirst().review()).contains(reviews.getFirst().id());
        assertThat(remarks.getFirst().location().orElseThrow().path()).isEqualTo("steep.txt");
        assertThat(ground.said(1)).contains("One remark below.", "Why five?");
        // Later they are content: the same review, with another verdict.
        ground.sent(mia, review(mia, "approve", fix));
        assertThat(ground.node
                        .pulls()
                        .reading()
                        .reviews(tea.rid(), pull.id())
                        .getFirst()
                        .verdict())
                .contains(Verdict.ACCEPT);
        // What is said of earlier commits is of those.
        ground.sent(luke, offer(luke, "fix", site.commit("fix", List.of(fix), "steep.txt", "six minutes\n")));
        assertThat(pulls().getFirst().revision()).isNotEqualTo(pull.revision());
        ground.sent(mia, review(mia, "revise", fix));
        assertThat(answer().path("type").textValue()).isEqualTo("Accept");
        assertThat(reviewed().revision()).isEqualTo(pull.revision());
        assertThat(reviewed().verdict()).contains(Verdict.REJECT);
        // Nobody judges what they offered themselves.
        ground.sent(luke, review(luke, "approve", fix));
        assertThat(answer().path("type").textValue()).isEqualTo("Reject");
    }

    private static ObjectNode note(ObjectNode review) {
        return (ObjectNode) review.at("/object/attachment");
    }

    private PatchReading.Reviewed reviewed() {
        return ground.node
                .pulls()
                .reading()
                .reviews(tea.rid(), pulls().getFirst().id())
                .getFirst();
    }

    private int operations() {
        return ground.node.tracking().guests().entries().count(mia.id.value(), Instant.EPOCH);
    }

    @Test
    void the_words_of_a_review_are_changed_by_its_author_once_and_its_verdict_stays() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        ground.sent(luke, offer(luke, "fix", fix));
        var given = review(mia, "revise", fix);
        ground.sent(mia, given);
        var better = note(given).deepCopy().put("content", "<p>Two remarks, rather.</p>");
        ground.sent(luke, luke.activity("Update", better));
        assertThat(ground.said(1)).contains("One remark below.");
        var update = mia.activity("Update", better);
        ground.sent(mia, update);
        assertThat(ground.said(1)).contains("Two remarks, rather.", "Why five?").doesNotContain("One remark below.");
        assertThat(reviewed().verdict()).contains(Verdict.REJECT);
        int before = operations();
        ground.sent(mia, update);
        assertThat(operations()).isEqualTo(before);
        // The same once more after this node came back without the memory of its inbox.
        ground.node.database().writing(handle -> handle.execute("delete from inbox_activity"));
        var other = note(given).deepCopy().put("content", "<p>Three.</p>");
        ground.sent(mia, mia.activity("Update", other));
        ground.sent(mia, update);
        assertThat(ground.said(1)).contains("Three.").doesNotContain("Two remarks, rather.");
    }

    @Test
    void the_words_of_a_review_are_taken_back_and_its_verdict_and_remarks_stay() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        ground.sent(luke, offer(luke, "fix", fix));
        var given = review(mia, "revise", fix);
        ground.sent(mia, given);
        String id = note(given).path("id").textValue();
        ground.sent(luke, luke.activity("Delete", id));
        assertThat(ground.said(1)).contains("One remark below.");
        ground.sent(mia, mia.activity("Delete", id));
        assertThat(ground.said(1)).contains("Why five?").doesNotContain("One remark below.");
        assertThat(reviewed().verdict()).contains(Verdict.REJECT);
        assertThat(reviewed().redacted()).isFalse();
        ground.sent(mia, mia.activity("Update", note(given).put("content", "<p>Back again.</p>")));
        assertThat(ground.said(1)).as("what is taken back stays so").doesNotContain("Back again.");
    }

    private static ObjectNode thread(ObjectNode review) {
        return (ObjectNode) review.at("/object/reviewThreads/0");
    }

    private List<CodeRange> lines() {
        return ground
                .node
                .pulls()
                .reading()
                .comments(tea.rid(), pulls().getFirst().id())
                .stream()
                .map(remark -> remark.location().orElseThrow().after().orElseThrow())
                .toList();
    }

    @Test
    void a_remark_is_of_several_lines_or_of_the_last_alone_when_the_first_makes_no_sense() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five\nlong\nminutes\n");
        ground.sent(luke, offer(luke, "fix", fix));
        var given = review(mia, "remark", fix);
        ((ObjectNode) thread(given).get("target")).put("cqStartLine", 1).put("cqLine", 3);
        ground.sent(mia, given);
        assertThat(lines()).containsExactly(new CodeRange.Lines(0, 3));
        for (long first : new long[] {0, 4, -5}) {
            var strange = review(mia, "remark", fix);
            ((ObjectNode) thread(strange).get("target"))
                    .put("cqStartLine", first)
                    .put("cqLine", 3);
            ground.sent(mia, strange);
        }
        var last = new CodeRange.Lines(2, 3);
        assertThat(lines()).containsExactlyInAnyOrder(new CodeRange.Lines(0, 3), last, last, last);
    }

    @Test
    void a_remark_is_changed_and_taken_back_by_its_author_alone() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        ground.sent(luke, offer(luke, "fix", fix));
        var given = review(mia, "revise", fix);
        ground.sent(mia, given);
        var remark = ((ObjectNode) thread(given).get("object")).deepCopy();
        var other = remark.deepCopy().put("content", "<p>Why not six?</p>");
        ground.sent(luke, luke.activity("Update", other));
        assertThat(ground.said(1)).contains("Why five?");
        ground.sent(mia, mia.activity("Update", other));
        assertThat(ground.said(1)).contains("Why not six?", "One remark below.").doesNotContain("Why five?");
        assertThat(lines()).as("where it was").containsExactly(new CodeRange.Lines(0, 1));
        String id = remark.path("id").textValue();
        ground.sent(luke, luke.activity("Delete", id));
        assertThat(ground.said(1)).contains("Why not six?");
        ground.sent(mia, mia.activity("Delete", id));
        assertThat(ground.said(1)).contains("One remark below.").doesNotContain("Why not six?");
        assertThat(reviewed().verdict()).contains(Verdict.REJECT);
    }

    @Test
    void what_was_taken_back_before_its_review_came_is_left_out_of_it() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        ground.sent(luke, offer(luke, "fix", fix));
        var given = review(mia, "revise", fix);
        ground.sent(mia, mia.activity("Delete", thread(given).at("/object/id").textValue()));
        ground.sent(mia, given);
        assertThat(ground.said(1)).contains("One remark below.").doesNotContain("Why five?");
    }

    @Test
    void a_verdict_without_words_is_given_some_later() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        ground.sent(luke, offer(luke, "fix", fix));
        var given = review(mia, "approve", fix);
        note(given).put("content", "<p><strong>Approved</strong></p>");
        note(given).putObject("source").put("mediaType", "text/markdown").put("content", "");
        ground.sent(mia, given);
        assertThat(ground.said(1)).containsExactly("Why five?");
        var worded = note(given).deepCopy();
        ((ObjectNode) worded.get("source")).put("content", "Well *done*.");
        ground.sent(mia, mia.activity("Update", worded));
        assertThat(ground.said(1)).contains("Well *done*.");
        assertThat(reviewed().verdict()).contains(Verdict.ACCEPT);
    }

    @Test
    void a_later_verdict_without_words_leaves_those_before_to_their_author() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        ground.sent(luke, offer(luke, "fix", fix));
        var first = review(mia, "revise", fix);
        ground.sent(mia, first);
        var second = review(mia, "approve", fix);
        note(second).putObject("source").put("mediaType", "text/markdown").put("content", "");
        ground.sent(mia, second);
        assertThat(ground.said(1)).contains("One remark below.");
        ground.sent(mia, mia.activity("Delete", note(first).path("id").textValue()));
        assertThat(ground.said(1)).doesNotContain("One remark below.");
        assertThat(reviewed().verdict()).contains(Verdict.ACCEPT);
    }

    @Test
    void who_rewords_a_dismissed_review_does_not_revive_it() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        ground.sent(luke, offer(luke, "fix", fix));
        var given = review(mia, "revise", fix);
        ground.sent(mia, given);
        var pulls = ground.node.pulls();
        var dismissed = pulls.reviewers()
                .dismiss(
                        now(),
                        ground.alice(),
                        pulls().getFirst().id(),
                        reviewed().id(),
                        true,
                        "Too quick");
        assertThat(dismissed).isInstanceOf(Answer.Done.class);
        ground.sent(mia, mia.activity("Update", note(given).put("content", "<p>Two remarks, rather.</p>")));
        assertThat(ground.said(1)).contains("Two remarks, rather.");
        assertThat(reviewed().dismissed()).contains("Too quick");
    }

    @Test
    void a_second_review_of_the_same_commits_has_its_own_words_and_the_first_are_past() throws IOException {
        var fix = site.commit("fix", List.of(main), "steep.txt", "five minutes\n");
        ground.sent(luke, offer(luke, "fix", fix));
        var first = review(mia, "revise", fix);
        ground.sent(mia, first);
        var second = review(mia, "approve", fix);
        note(second).put("content", "<p>Good now.</p>");
        ground.sent(mia, second);
        assertThat(ground.said(1)).contains("Good now.");
        ground.sent(mia, mia.activity("Update", note(first).put("content", "<p>Still bad.</p>")));
        ground.sent(mia, mia.activity("Delete", note(first).path("id").textValue()));
        assertThat(ground.said(1)).contains("Good now.").doesNotContain("Still bad.");
        ground.sent(mia, mia.activity("Update", note(second).put("content", "<p>Very good.</p>")));
        assertThat(ground.said(1)).contains("Very good.");
        // An answer to it stands under the review.
        ground.sent(
                luke, luke.activity("Create", luke.reply(note(second).path("id").textValue(), "<p>Thank you.</p>")));
        assertThat(ground.said(1)).contains("Thank you.");
        ground.sent(mia, mia.activity("Delete", note(second).path("id").textValue()));
        assertThat(ground.said(1)).doesNotContain("Very good.");
        assertThat(reviewed().verdict()).contains(Verdict.ACCEPT);
    }

    @Test
    void a_review_of_what_is_no_pull_request_is_rejected() {
        ground.issue("It leaks");
        ground.sent(mia, review(mia, "approve", main));
        assertThat(answer().toString()).contains("Reject").contains("no pull request");
    }
}
