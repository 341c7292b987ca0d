package dev.hob.node.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DeviceLink;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.Narrow;
import dev.hob.node.issue.PatchState;
import dev.hob.node.issue.Verdict;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.refs.Forking;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchesTest {
    @TempDir
    Path folder;

    private House house;
    private Person alice;
    private Person bob;
    private Person carol;
    private Repo repo;

    @BeforeEach
    void build() {
        house = new House(folder);
        alice = house.alice();
        bob = house.person("bob");
        carol = house.person("carol");
        repo = house.repository("tea");
        assertThat(house.node.edits().addCollaborator(repo, alice, bob, Right.WRITE))
                .isEmpty();
        write("main", "README.md", "# Tea\n", Optional.empty());
    }

    @AfterEach
    void leave() {
        house.close();
    }

    private Patches patches() {
        return house.node.pulls().patches();
    }

    private Merges merges() {
        return house.node.pulls().merges();
    }

    private ObjectId write(String branch, String path, String text, Optional<String> newBranch) {
        var now = house.node.repos().byId(repo.id()).orElseThrow();
        var at = CodePath.parse(path).orElseThrow();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var outcome = commit(now, branch, newBranch, new FileChange.Create(at, bytes));
        if (outcome instanceof Commits.Outcome.Clash)
            outcome = commit(now, branch, newBranch, new FileChange.Update(at, at, Optional.empty(), bytes));
        assertThat(outcome).isInstanceOf(Commits.Outcome.Done.class);
        return tip(newBranch.orElse(branch));
    }

    private Commits.Outcome commit(Repo now, String branch, Optional<String> newBranch, FileChange change) {
        var signer = Commits.Signer.of(bob);
        var draft = new Commits.Draft(branch, newBranch, "Write " + change.path(), signer, signer, List.of(change));
        return house.node.commits().commit(now, bob, draft);
    }

    private ObjectId tip(String branch) {
        var now = house.node.repos().byId(repo.id()).orElseThrow();
        return house.node.refs().view(now).refs().get(Constants.R_HEADS + branch);
    }

    private static ObjectId done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).entry();
    }

    private static void refused(Answer answer, Answer.Reason reason) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        assertThat(((Answer.Refused) answer).reason()).isEqualTo(reason);
    }

    private ObjectId open(Person by, String branch) {
        var source = new Source(repo.id(), branch);
        return done(patches()
                .open(
                        repo,
                        by,
                        Patches.Opening.of("From " + branch, "See #1.", "main", tip(branch), Optional.of(source))));
    }

    private Issue issue(ObjectId id) {
        return house.node.tracking().reading().byId(repo.rid(), id).orElseThrow();
    }

    private Patch patch(ObjectId id) {
        return house.node.pulls().reading().find(repo.rid(), id).orElseThrow();
    }

    private void sameAsGit() {
        assertThat(house.node.tracking().cache().examine(repo)).isEmpty();
    }

    private static Merges.Wish wish(Merges.Way way) {
        return new Merges.Wish(way, "", Optional.empty());
    }

    @Test
    void who_is_asked_answers_from_any_of_their_computers() {
        write("main", "a", "a\n", Optional.of("fix"));
        var id = open(alice, "fix");
        var reviewers = house.node.pulls().reviewers();
        done(reviewers.ask(repo, alice, id, List.of(bob)));
        assertThat(asked(id)).containsExactly(bob.key());
        assertThat(waiting("bob")).containsExactly(id);
        var laptop = linked(bob);
        review(bob, id);
        // As a copy of the repository brings it from the computer that signed it.
        int moved = house.node
                .database()
                .write(handle -> handle.execute(
                        "update patch_review set author = ?, acting = null where patch = ?", laptop.nid(), id.name()));
        assertThat(moved).isEqualTo(1);
        assertThat(asked(id)).isEmpty();
        assertThat(waiting("bob")).isEmpty();
        done(reviewers.ask(repo, alice, id, List.of(bob)));
        assertThat(asked(id)).as("asked once more").containsExactly(bob.key());
        var stranger = SigningKey.generate(new SecureRandom()).publicKey();
        review(carol, id);
        house.node
                .database()
                .writing(handle -> handle.execute(
                        "update patch_review set author = ? where author = ?",
                        stranger.nid(),
                        carol.key().nid()));
        assertThat(asked(id)).as("nobody else answers for them").containsExactly(bob.key());
    }

    private void review(Person by, ObjectId id) {
        done(patches().review(repo, by, id, patch(id).revision(), "Fine", Optional.of(Verdict.ACCEPT), List.of()));
    }

    private List<DidKey> asked(ObjectId id) {
        return house.node.pulls().reading().asked(repo.rid(), List.of(id)).getOrDefault(id, List.of());
    }

    private List<ObjectId> waiting(String name) {
        var narrow = new Narrow(Optional.empty(), Optional.empty(), Optional.empty()).withReviewer(Optional.of(name));
        return house.node.tracking().reading().list(repo.rid(), IssueQuery.parse("is:pr"), narrow, 0, 10).stream()
                .map(Issue::id)
                .toList();
    }

    private DidKey linked(Person person) {
        var key = SigningKey.generate(new SecureRandom());
        var devices = house.node.devices();
        var nonce = devices.challenge(person);
        String here = "https://tea.example";
        byte[] word = DeviceLink.sign(key, here, person.name(), nonce.text());
        assertThat(devices.link(person, here, "laptop", key.publicKey(), nonce, word))
                .isInstanceOf(DeviceKeys.Linking.Linked.class);
        return key.publicKey();
    }

    @Test
    void what_is_lent_ends_with_the_right_of_who_lends_it() {
        var fork = ((Repos.Creation.Created)
                        house.node.refs().forking().fork(repo, carol, new Forking.Wish("tea", "", false, false)))
                .repo();
        var signer = Commits.Signer.of(carol);
        var change = new FileChange.Create(CodePath.parse("c").orElseThrow(), "c\n".getBytes(StandardCharsets.UTF_8));
        house.node
                .commits()
                .commit(
                        fork,
                        carol,
                        new Commits.Draft("main", Optional.of("steep"), "C", signer, signer, List.of(change)));
        var head = house.node.refs().view(fork).refs().get(Constants.R_HEADS + "steep");
        var source = new Source(fork.id(), "steep");
        var id = done(patches().open(repo, carol, Patches.Opening.of("Steep", "", "main", head, Optional.of(source))));
        var lent = house.node.pulls().lent();
        refused(lent.lend(repo, alice, id, true), Answer.Reason.FORBIDDEN);
        assertThat(lent.to(Viewer.of(bob), fork)).isEmpty();
        done(lent.lend(repo, carol, id, true));
        assertThat(lent.lend(repo, carol, id, true)).isInstanceOf(Answer.Same.class);
        assertThat(lent.to(Viewer.of(bob), fork)).containsExactly("steep");
        assertThat(lent.to(Viewer.of(house.person("dave")), fork)).isEmpty();
        assertThat(lent.to(Viewer.ANYONE, fork)).isEmpty();
        assertThat(lent.of(repo.rid(), List.of(id))).containsExactly(id);
        house.reopen();
        assertThat(house.node.tracking().cache().rebuild(repo, _ -> {})).isPositive();
        lent = house.node.pulls().lent();
        assertThat(lent.to(Viewer.of(bob), fork)).as("no cache").containsExactly("steep");
        assertThat(house.node.people().disable(carol, true)).isEmpty();
        assertThat(lent.to(Viewer.of(bob), fork))
                .as("who lent it may not push to it")
                .isEmpty();
    }

    @Test
    void a_pull_request_stands_among_the_issues() {
        done(house.node.tracking().issues().open(repo, carol, Issues.Opening.of("It leaks", "")));
        write("main", "a", "a\n", Optional.of("fix"));
        var id = open(bob, "fix");

        assertThat(issue(id).number()).isEqualTo(2);
        assertThat(issue(id).isPatch()).isTrue();
        assertThat(patch(id).state()).isEqualTo(PatchState.OPEN);
        assertThat(patch(id).base()).isEqualTo(tip("main"));
        assertThat(patch(id).head()).isEqualTo(tip("fix"));
        assertThat(patch(id).source()).contains(new Source(repo.id(), "fix"));
        var reading = house.node.tracking().reading();
        assertThat(reading.list(repo.rid(), IssueQuery.parse("is:open"), 0, 10)).hasSize(1);
        assertThat(reading.list(repo.rid(), IssueQuery.parse("is:open is:pr"), 0, 10))
                .extracting(Issue::id)
                .containsExactly(id);
        assertThat(reading.counts(repo.rid(), true).open()).isEqualTo(1);
        refused(
                patches()
                        .open(
                                repo,
                                carol,
                                Patches.Opening.of(
                                        "Again", "", "main", tip("fix"), Optional.of(new Source(repo.id(), "fix")))),
                Answer.Reason.INVALID);
        refused(
                patches().open(repo, carol, Patches.Opening.of("Old", "", "main", tip("main"), Optional.empty())),
                Answer.Reason.INVALID);
        refused(
                patches().open(repo, carol, Patches.Opening.of("Gone", "", "gone", tip("fix"), Optional.empty())),
                Answer.Reason.MISSING);
        sameAsGit();
    }

    @Test
    void a_change_is_reviewed_revised_and_merged() throws Exception {
        write("main", "a", "a\n", Optional.of("fix"));
        var id = open(carol, "fix");
        var first = patch(id).revision();
        var place = new CodeLocation(tip("fix"), "a", Optional.empty(), Optional.of(new CodeRange.Lines(0, 1)));
        refused(
                patches().review(repo, carol, id, first, "Mine", Optional.of(Verdict.ACCEPT), List.of()),
                Answer.Reason.INVALID);
        var review = done(patches()
                .review(
                        repo,
                        bob,
                        id,
                        first,
                        "Almost",
                        Optional.of(Verdict.REJECT),
                        List.of(new Patches.Remark(Optional.of(place), "Why a?"))));
        var remark = house.node.pulls().reading().comments(repo.rid(), id).getFirst();
        assertThat(remark.review()).contains(review);
        assertThat(remark.location()).contains(place);
        done(patches().comment(repo, carol, id, "Because.", Optional.of(remark.entry()), List.of()));
        done(patches().comment(repo, carol, id, "All in all good?", Optional.empty(), List.of()));
        done(patches().react(repo, alice, id, review, "🎉", true));
        done(patches().resolve(repo, carol, id, remark.entry(), true));
        done(patches().label(repo, bob, id, List.of("drink"), List.of()));

        write("fix", "a", "b\n", Optional.empty());
        refused(patches().revise(repo, house.person("dave"), id, "", tip("fix")), Answer.Reason.FORBIDDEN);
        done(patches().revise(repo, carol, id, "With b", tip("fix")));
        assertThat(patch(id).head()).isEqualTo(tip("fix"));
        done(patches().review(repo, bob, id, patch(id).revision(), "", Optional.of(Verdict.ACCEPT), List.of()));
        assertThat(house.node
                        .pulls()
                        .reading()
                        .opinions(repo.rid(), id)
                        .get(bob.key())
                        .verdict())
                .contains(Verdict.ACCEPT);
        assertThat(house.node.pulls().reading().revisions(repo.rid(), id)).hasSize(2);
        sameAsGit();

        assertThat(merges().merge(repo, carol, id, wish(Merges.Way.MERGE))).isInstanceOf(Merges.Outcome.Refused.class);
        assertThat(merges().merge(repo, bob, id, new Merges.Wish(Merges.Way.MERGE, "", Optional.of(ObjectId.zeroId()))))
                .isInstanceOf(Merges.Outcome.Stale.class);
        var merged = merges().merge(repo, bob, id, wish(Merges.Way.MERGE));
        assertThat(merged).isEqualTo(new Merges.Outcome.Merged(tip("main")));
        assertThat(patch(id).state()).isEqualTo(PatchState.MERGED);
        assertThat(patch(id).merged().orElseThrow().by()).isEqualTo(bob.key());
        assertThat(issue(id).state()).isEqualTo(IssueState.SOLVED);
        var kinds = house.node.tracking().talks().history(repo.rid(), id, -1, 100).stream()
                .map(Line::what)
                .map(Object::getClass)
                .map(Class::getSimpleName)
                .toList();
        assertThat(kinds)
                .containsExactly(
                        "Said", "Reviewed", "Said", "Said", "Said", "Happened", "Revised", "Reviewed", "Happened");
        refused(patches().enter(repo, bob, id, PatchState.ARCHIVED), Answer.Reason.INVALID);
        sameAsGit();
        try (var git = house.node.storage().open(repo.rid());
                var walk = new RevWalk(git)) {
            var commit = walk.parseCommit(tip("main"));
            assertThat(commit.getParentCount()).isEqualTo(2);
            assertThat(commit.getShortMessage()).isEqualTo("Merge pull request #1 from fix");
        }

        // The branch is rewound: what was merged stays so here.
        house.reopen();
        house.node.tracking().cache().rebuild(repo, _ -> {});
        assertThat(patch(id).state()).isEqualTo(PatchState.MERGED);
        sameAsGit();
    }

    @Test
    void each_way_of_merging_moves_the_branch_and_says_so() {
        for (var way : Merges.Way.values()) {
            String name = way.name().toLowerCase(java.util.Locale.ROOT);
            write("main", name, "1\n", Optional.of(name));
            write(name, name, "2\n", Optional.empty());
            var id = open(carol, name);
            assertThat(merges().merge(repo, alice, id, wish(way)))
                    .as(name)
                    .isEqualTo(new Merges.Outcome.Merged(tip("main")));
            assertThat(patch(id).state()).as(name).isEqualTo(PatchState.MERGED);
        }
        sameAsGit();
    }

    @Test
    void what_contradicts_the_branch_is_not_merged() {
        write("main", "a", "mine\n", Optional.of("fix"));
        write("main", "a", "theirs\n", Optional.empty());
        var id = open(carol, "fix");
        var before = tip("main");
        var came = merges().merge(repo, alice, id, wish(Merges.Way.MERGE));
        assertThat(came).isInstanceOf(Merges.Outcome.Conflicts.class);
        assertThat(((Merges.Outcome.Conflicts) came).conflicts()).hasSize(1);
        assertThat(merges().merge(repo, alice, id, wish(Merges.Way.FAST_FORWARD)))
                .isInstanceOf(Merges.Outcome.Refused.class);
        assertThat(tip("main")).isEqualTo(before);
        assertThat(patch(id).state()).isEqualTo(PatchState.OPEN);

        done(patches().enter(repo, carol, id, PatchState.DRAFT));
        assertThat(merges().merge(repo, alice, id, wish(Merges.Way.MERGE))).isInstanceOf(Merges.Outcome.Refused.class);
        done(patches().enter(repo, carol, id, PatchState.OPEN));
        done(patches().turn(repo, carol, id, IssueState.CLOSED));
        assertThat(issue(id).state()).isEqualTo(IssueState.CLOSED);
        done(patches().turn(repo, carol, id, IssueState.OPEN));
        sameAsGit();
    }

    @Test
    void branches_that_move_are_followed() throws Exception {
        var issue = done(house.node.tracking().issues().open(repo, carol, Issues.Opening.of("It leaks", "")));
        house.node.pulls().branches().start();
        write("main", "a", "a\n", Optional.of("fix"));
        write("main", "b", "b\n", Optional.of("other"));
        var source = Optional.of(new Source(repo.id(), "fix"));
        var id = done(patches().open(repo, bob, Patches.Opening.of("Mend", "Fixes #1", "main", tip("fix"), source)));
        var other = open(carol, "other");

        write("fix", "a", "b\n", Optional.empty());
        eventually(() -> patch(id).head().equals(tip("fix")));
        assertThat(house.node.pulls().reading().revisions(repo.rid(), id)).hasSize(2);
        assertThat(patch(other).head()).isEqualTo(tip("other"));

        assertThat(merges().merge(repo, alice, id, wish(Merges.Way.MERGE))).isInstanceOf(Merges.Outcome.Merged.class);
        eventually(() -> issue(issue).state() == IssueState.SOLVED);

        // Somebody merges it with git and pushes that.
        var moves = List.of(new dev.hob.node.log.RefMove(
                "refs/heads/main", tip("main").name(), tip("other").name()));
        var origin = new dev.hob.node.log.Origin.Here(bob.id());
        house.node.refs().move(repo, origin, moves, () -> {}, Optional.empty());
        eventually(() -> patch(other).state() == PatchState.MERGED);
        assertThat(patch(other).merged().orElseThrow().by()).isEqualTo(bob.key());
        sameAsGit();
    }

    @Test
    void what_stands_on_another_goes_where_that_went() throws Exception {
        house.node.pulls().branches().start();
        write("main", "a", "a\n", Optional.of("lower"));
        write("lower", "b", "b\n", Optional.of("middle"));
        write("middle", "c", "c\n", Optional.of("upper"));
        var lower = done(patches().open(repo, bob, from("lower", "main")));
        var middle = done(patches().open(repo, bob, from("middle", "lower")));
        var upper = done(patches().open(repo, carol, from("upper", "middle")));
        for (var one : List.of(lower, middle, upper))
            assertThat(house.node.pulls().reading().stack(repo, patch(one)))
                    .extracting(Patch::id)
                    .containsExactly(lower, middle, upper);

        assertThat(merges().merge(repo, alice, lower, wish(Merges.Way.SQUASH)))
                .isInstanceOf(Merges.Outcome.Merged.class);
        eventually(() -> patch(middle).target().isEmpty());
        assertThat(patch(upper).target()).isEqualTo("middle");
        assertThat(house.node.pulls().reading().stack(repo, patch(upper)))
                .extracting(Patch::id)
                .containsExactly(middle, upper);
        assertThat(merges().merge(repo, alice, middle, wish(Merges.Way.MERGE)))
                .isInstanceOf(Merges.Outcome.Merged.class);
        eventually(() -> patch(upper).target().isEmpty());
        assertThat(house.node.pulls().reading().stack(repo, patch(upper)))
                .extracting(Patch::id)
                .containsExactly(upper);
        sameAsGit();
    }

    private Patches.Opening from(String branch, String target) {
        return Patches.Opening.of(
                "Change " + branch, "", target, tip(branch), Optional.of(new Source(repo.id(), branch)));
    }

    private static void eventually(java.util.function.BooleanSupplier what) throws InterruptedException {
        for (int i = 0; i < 300 && !what.getAsBoolean(); i++) Thread.sleep(50);
        assertThat(what.getAsBoolean()).isTrue();
    }

    @Test
    void many_are_merged_at_once_and_none_is_lost() throws Exception {
        int many = 100;
        var ids = new ArrayList<ObjectId>();
        for (int i = 0; i < many; i++) {
            write("main", "file" + i, i + "\n", Optional.of("b" + i));
            ids.add(open(carol, "b" + i));
        }
        var tasks = ids.stream()
                .<Callable<Merges.Outcome>>map(id -> () -> merges().merge(repo, bob, id, wish(Merges.Way.MERGE)))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : threads.invokeAll(tasks))
                assertThat(future.get()).isInstanceOf(Merges.Outcome.Merged.class);
        }
        try (var git = house.node.storage().open(repo.rid());
                var walk = new RevWalk(git)) {
            walk.markStart(walk.parseCommit(tip("main")));
            int commits = 0;
            for (var _ : walk) commits++;
            assertThat(commits).isEqualTo(1 + 2 * many);
        }
        assertThat(ids).allMatch(id -> patch(id).state() == PatchState.MERGED);
        sameAsGit();
    }
}
