package dev.hob.node.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Comment;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.Speaker;
import dev.hob.node.issue.Verdict;
import dev.hob.node.people.Person;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewersTest {
    @TempDir
    Path folder;

    private House house;
    private Person alice;
    private Person bob;
    private Person carol;
    private Repo repo;
    private ObjectId id;

    @BeforeEach
    void build() {
        house = new House(folder);
        alice = house.alice();
        bob = house.person("bob");
        carol = house.person("carol");
        repo = house.repository("tea");
        assertThat(house.node.edits().addCollaborator(repo, alice, bob, Right.WRITE))
                .isEmpty();
        write("main", "README.md", Optional.empty());
        write("main", "a", Optional.of("fix"));
        var head = house.node.refs().view(repo).refs().get(Constants.R_HEADS + "fix");
        var source = Optional.of(new Source(repo.id(), "fix"));
        id = done(house.node
                .pulls()
                .patches()
                .open(repo, carol, Patches.Opening.of("From fix", "", "main", head, source)));
    }

    @AfterEach
    void leave() {
        house.close();
    }

    private void write(String branch, String path, Optional<String> newBranch) {
        var now = house.node.repos().byId(repo.id()).orElseThrow();
        var signer = Commits.Signer.of(bob);
        var change = new FileChange.Create(new CodePath(path), "x\n".getBytes(StandardCharsets.UTF_8));
        var draft = new Commits.Draft(branch, newBranch, "Write " + path, signer, signer, List.of(change));
        assertThat(house.node.commits().commit(now, bob, draft)).isInstanceOf(Commits.Outcome.Done.class);
    }

    private static ObjectId done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).entry();
    }

    private static void refused(Answer answer, Answer.Reason reason) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        assertThat(((Answer.Refused) answer).reason()).isEqualTo(reason);
    }

    private Reviewers reviewers() {
        return house.node.pulls().reviewers();
    }

    private PatchReading reading() {
        return house.node.pulls().reading();
    }

    private List<DidKey> asked() {
        return reading().asked(repo.rid(), List.of(id)).getOrDefault(id, List.of());
    }

    private Answer judge(Person by, Verdict verdict) {
        var revision = reading().find(repo.rid(), id).orElseThrow().revision();
        return house.node.pulls().patches().review(repo, by, id, revision, "Hm", Optional.of(verdict), List.of());
    }

    private void sameAsGit() {
        assertThat(house.node.tracking().cache().examine(repo)).isEmpty();
    }

    @Test
    void who_is_asked_waits_until_they_have_answered_and_can_be_asked_again() {
        refused(reviewers().ask(repo, house.person("dave"), id, List.of(bob)), Answer.Reason.FORBIDDEN);
        refused(reviewers().ask(repo, bob, id, List.of(carol)), Answer.Reason.INVALID);
        done(reviewers().ask(repo, carol, id, List.of(alice, bob)));
        assertThat(asked()).containsExactlyInAnyOrder(alice.key(), bob.key());
        assertThat(reviewers().ask(repo, alice, id, List.of(bob))).isInstanceOf(Answer.Same.class);

        done(judge(bob, Verdict.REJECT));
        assertThat(asked()).containsExactly(alice.key());
        done(reviewers().ask(repo, alice, id, List.of(bob)));
        assertThat(asked()).containsExactlyInAnyOrder(alice.key(), bob.key());
        done(judge(bob, Verdict.ACCEPT));
        assertThat(asked()).as("the same review, worded anew, is an answer").containsExactly(alice.key());
        done(reviewers().release(repo, alice, id, List.of(alice.key())));
        assertThat(asked()).isEmpty();
        sameAsGit();

        var told = house.node.tracking().talks().history(repo.rid(), id, -1, 100).stream()
                .filter(line -> line.what() instanceof Line.What.Told(var kind, var _) && kind.equals("reviewer"))
                .map(Line::by)
                .toList();
        assertThat(told).containsExactly(carol.key(), carol.key(), alice.key(), alice.key());

        house.node.tracking().cache().rebuild(repo, _ -> {});
        assertThat(asked()).isEmpty();
        sameAsGit();
    }

    @Test
    void a_dismissed_review_counts_no_more_until_its_reviewer_says_something_new() {
        var review = done(judge(bob, Verdict.ACCEPT));
        assertThat(reading().opinions(repo.rid(), id)).containsOnlyKeys(bob.key());
        refused(reviewers().dismiss(repo, carol, id, review, true, "No"), Answer.Reason.FORBIDDEN);
        refused(reviewers().dismiss(repo, alice, id, id, true, "No"), Answer.Reason.MISSING);
        done(reviewers().dismiss(repo, alice, id, review, true, "Too quick"));
        assertThat(reading().opinions(repo.rid(), id)).isEmpty();
        assertThat(reading().reviews(repo.rid(), id).getFirst().dismissed()).contains("Too quick");
        house.node.tracking().cache().rebuild(repo, _ -> {});
        assertThat(reading().opinions(repo.rid(), id)).isEmpty();

        done(reviewers().dismiss(repo, alice, id, review, false, ""));
        assertThat(reading().opinions(repo.rid(), id)).containsOnlyKeys(bob.key());
        done(reviewers().dismiss(repo, alice, id, review, true, ""));
        assertThat(reviewers().dismiss(repo, alice, id, review, true, "")).isInstanceOf(Answer.Same.class);
        done(judge(bob, Verdict.REJECT));
        assertThat(reading().opinions(repo.rid(), id).get(bob.key()).verdict()).contains(Verdict.REJECT);
        sameAsGit();
    }

    @Test
    void who_only_rewords_a_dismissed_review_does_not_revive_it() {
        var review = done(judge(bob, Verdict.ACCEPT));
        done(reviewers().dismiss(repo, alice, id, review, true, "Too quick"));
        var patches = house.node.pulls().patches();
        done(patches.edit(repo, bob, id, review, "Well", List.of(), List.of()));
        assertThat(said(review).orElseThrow().body()).isEqualTo("Well");
        assertThat(reading().reviews(repo.rid(), id).getFirst().dismissed()).isPresent();
        assertThat(reading().opinions(repo.rid(), id)).isEmpty();
        house.node.tracking().cache().rebuild(repo, _ -> {});
        assertThat(reading().opinions(repo.rid(), id)).isEmpty();
        sameAsGit();
        done(judge(bob, Verdict.ACCEPT));
        assertThat(reading().opinions(repo.rid(), id)).containsOnlyKeys(bob.key());
    }

    private Optional<Comment> said(ObjectId review) {
        return house.node.tracking().talks().comment(repo.rid(), review.name()).flatMap(found -> found.line()
                .said());
    }

    private Answer unsay(Person by, ObjectId review) {
        return house.node.pulls().patches().unsay(repo, new Speaker.Local(by), id, review);
    }

    @Test
    void the_words_of_a_review_are_taken_back_and_its_verdict_stays() {
        var review = done(judge(bob, Verdict.REJECT));
        refused(unsay(carol, review), Answer.Reason.FORBIDDEN);
        done(reviewers().dismiss(repo, alice, id, review, true, "Too quick"));
        var entry = done(unsay(bob, review));
        assertThat(said(review).orElseThrow().body()).isEmpty();
        assertThat(said(review).orElseThrow().edits())
                .as("nor is it shown as its past")
                .hasSize(1);
        var now = reading().reviews(repo.rid(), id).getFirst();
        assertThat(now.verdict()).contains(Verdict.REJECT);
        assertThat(now.dismissed()).as("nothing new was said").isPresent();
        assertThat(unsay(bob, review)).isInstanceOf(Answer.Same.class);
        assertThat(house.node.pulls().patches().worded(repo, id, entry))
                .contains(new Patches.Worded(
                        review, List.of(new Patches.Wording(review, true), new Patches.Wording(entry, true))));
        house.node.tracking().cache().rebuild(repo, _ -> {});
        assertThat(said(review).orElseThrow().edits()).hasSize(1);
        done(judge(bob, Verdict.ACCEPT));
        assertThat(reading().reviews(repo.rid(), id).getFirst().counts()).isTrue();
        sameAsGit();
    }

    @Test
    void a_review_without_verdict_and_remarks_is_taken_back_with_its_words() {
        var revision = reading().find(repo.rid(), id).orElseThrow().revision();
        var patches = house.node.pulls().patches();
        var remark = new Patches.Remark(Optional.empty(), "Why a?");
        var review = done(patches.review(repo, bob, id, revision, "Hm", Optional.empty(), List.of(remark)));
        done(unsay(bob, review));
        assertThat(said(review).orElseThrow().body()).isEmpty();
        assertThat(reading().comments(repo.rid(), id))
                .as("a remark is answered by itself")
                .hasSize(1);
        sameAsGit();
        var lone = done(patches.review(repo, alice, id, revision, "Hm", Optional.empty(), List.of()));
        done(unsay(alice, lone));
        assertThat(said(lone)).isEmpty();
        assertThat(patches.worded(repo, id, lone)).isEmpty();
        sameAsGit();
    }

    @Test
    void reviews_and_revisions_are_found_as_what_was_said() {
        var review = done(judge(bob, Verdict.ACCEPT));
        var found = house.node
                .tracking()
                .talks()
                .comment(repo.rid(), review.name().substring(0, 13))
                .orElseThrow();
        assertThat(found.issue()).isEqualTo(id);
        assertThat(found.line().said().orElseThrow().body()).isEqualTo("Hm");
    }
}
