package dev.hob.node.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.Change;
import dev.hob.node.people.Person;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuesTest {
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
    }

    @AfterEach
    void leave() {
        house.close();
    }

    private Issues issues() {
        return house.node.tracking().issues();
    }

    private Trackers trackers() {
        return house.node.tracking().trackers();
    }

    private IssueReading reading() {
        return house.node.tracking().reading();
    }

    private static ObjectId done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).entry();
    }

    private static void refused(Answer answer, Answer.Reason reason) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        assertThat(((Answer.Refused) answer).reason()).isEqualTo(reason);
    }

    private ObjectId open(Person by, String title) {
        return done(issues().open(repo, by, Issues.Opening.of(title, "It does not work.")));
    }

    private Issue issue(ObjectId id) {
        return reading().byId(repo.rid(), id).orElseThrow();
    }

    private void sameAsGit() {
        assertThat(house.node.tracking().cache().examine(repo)).isEmpty();
    }

    @Test
    void issues_are_numbered_and_read_back() {
        var first = open(carol, "One");
        var second = open(alice, "Two");
        assertThat(issue(first).number()).isEqualTo(1);
        assertThat(issue(second).number()).isEqualTo(2);
        assertThat(reading().find(repo.rid(), 2).orElseThrow().title()).isEqualTo("Two");
        assertThat(reading().counts(repo.rid(), false)).isEqualTo(new IssueReading.Counts(2, 0));
        assertThat(issue(first).author()).isEqualTo(carol.key());
        sameAsGit();
    }

    @Test
    void a_member_who_is_no_delegate_labels_and_assigns_and_is_shown_as_the_one_who_did() {
        var id = open(carol, "One");
        done(issues().label(repo, bob, id, List.of("bug", "good first issue"), List.of()));
        done(issues().assign(repo, bob, id, List.of(carol), List.of()));
        done(issues().turn(repo, bob, id, IssueState.SOLVED));
        assertThat(issue(id).labels()).containsExactly("bug", "good first issue");
        assertThat(issue(id).assignees()).containsExactly(carol.key());
        assertThat(issue(id).state()).isEqualTo(IssueState.SOLVED);
        var lines = house.node.tracking().talks().history(repo.rid(), id, 0, 100);
        assertThat(lines).hasSize(3).allSatisfy(line -> {
            assertThat(line.author()).isEqualTo(alice.key());
            assertThat(line.by()).isEqualTo(bob.key());
        });
        sameAsGit();
    }

    @Test
    void a_stranger_changes_only_what_is_theirs() {
        var id = open(alice, "One");
        refused(issues().label(repo, carol, id, List.of("bug"), List.of()), Answer.Reason.FORBIDDEN);
        refused(issues().assign(repo, carol, id, List.of(carol), List.of()), Answer.Reason.FORBIDDEN);
        refused(issues().retitle(repo, carol, id, "Mine"), Answer.Reason.FORBIDDEN);
        refused(issues().turn(repo, carol, id, IssueState.CLOSED), Answer.Reason.FORBIDDEN);
        refused(issues().edit(repo, carol, id, id, "Mine", List.of(), List.of()), Answer.Reason.FORBIDDEN);
        var comment = done(issues().comment(repo, carol, id, "I see it too", Optional.empty(), List.of()));
        done(issues().edit(repo, carol, id, comment, "I see it twice", List.of(), List.of()));
        done(issues().redact(repo, carol, id, comment));
        refused(issues().edit(repo, carol, id, comment, "Again", List.of(), List.of()), Answer.Reason.MISSING);
        assertThat(issue(id).comments()).isZero();
        var own = open(carol, "Two");
        done(issues().retitle(repo, carol, own, "Two and a half"));
        done(issues().turn(repo, carol, own, IssueState.CLOSED));
        assertThat(issue(own).title()).isEqualTo("Two and a half");
        sameAsGit();
    }

    @Test
    void comments_keep_their_history_reactions_and_files() {
        var id = open(alice, "One");
        var file = new Attachment("log.txt", "line\n".getBytes(StandardCharsets.UTF_8));
        var comment = done(issues().comment(repo, bob, id, "See @carol and #1", Optional.empty(), List.of(file)));
        done(issues().react(repo, carol, id, comment, "🚀", true));
        assertThat(issues().react(repo, carol, id, comment, "🚀", true)).isInstanceOf(Answer.Same.class);
        refused(issues().react(repo, carol, id, comment, "no", true), Answer.Reason.INVALID);
        done(issues().edit(repo, bob, id, comment, "See @carol", List.of("log.txt"), List.of()));
        var line = house.node.tracking().talks().history(repo.rid(), id, 0, 100).getFirst();
        var said = ((Line.What.Said) line.what()).comment().orElseThrow();
        assertThat(said.body()).isEqualTo("See @carol");
        assertThat(said.edits()).hasSize(2);
        assertThat(said.edits().getFirst().body()).isEqualTo("See @carol and #1");
        assertThat(said.reactions()).hasSize(1);
        assertThat(issues().attachment(repo, said.embeds().getFirst()).orElseThrow())
                .isEqualTo(file.bytes());
        assertThat(reading().list(repo.rid(), IssueQuery.parse("mentions:carol"), 0, 10))
                .hasSize(1);
        assertThat(house.node
                        .tracking()
                        .talks()
                        .comment(repo.rid(), Handles.prefix(line.handle()))
                        .orElseThrow()
                        .line()
                        .entry())
                .isEqualTo(comment);
        sameAsGit();
    }

    @Test
    void milestones_pins_locks_and_dependencies_are_kept_beside() {
        var one = open(alice, "One");
        var two = open(alice, "Two");
        var goal = done(
                trackers().makeMilestone(repo, bob, "1.0", "First", Optional.of(Instant.ofEpochSecond(2_000_000_000))));
        done(trackers().setMilestone(repo, bob, one, Optional.of(goal)));
        done(trackers().pin(repo, alice, two, true));
        done(trackers().lock(repo, alice, one, true, "too heated"));
        done(trackers().depend(repo, alice, one, two, true));
        refused(trackers().depend(repo, alice, two, one, true), Answer.Reason.INVALID);
        refused(issues().comment(repo, carol, one, "But!", Optional.empty(), List.of()), Answer.Reason.FORBIDDEN);
        done(issues().comment(repo, bob, one, "Calm.", Optional.empty(), List.of()));
        done(trackers().describeLabel(repo, alice, new Label("bug", "ff0000", "Broken")));
        assertThat(issue(one).milestone()).contains(goal);
        assertThat(issue(one).locked()).contains("too heated");
        assertThat(reading().pinned(repo.rid())).extracting(Issue::number).containsExactly(2L);
        assertThat(reading().dependencies(repo.rid(), one, true))
                .extracting(Issue::number)
                .containsExactly(2L);
        assertThat(house.node
                        .tracking()
                        .tracked()
                        .milestones(repo.rid())
                        .getFirst()
                        .openIssues())
                .isEqualTo(1);
        assertThat(house.node.tracking().tracked().labels(repo.rid())).contains(new Label("bug", "ff0000", "Broken"));
        assertThat(house.node.tracking().talks().history(repo.rid(), one, -1, 100))
                .hasSize(5);
        refused(trackers().pin(repo, carol, one, true), Answer.Reason.FORBIDDEN);
        sameAsGit();
    }

    @Test
    void what_is_typed_finds_what_it_says() {
        var one = open(alice, "Kettle leaks");
        var two = open(carol, "Cup broke");
        done(issues().label(repo, alice, one, List.of("bug"), List.of()));
        done(issues().turn(repo, alice, two, IssueState.SOLVED));
        done(issues().comment(repo, carol, one, "Near the SPOUT", Optional.empty(), List.of()));
        assertThat(found("is:open")).containsExactly(1L);
        assertThat(found("is:closed reason:solved")).containsExactly(2L);
        assertThat(found("label:bug author:alice")).containsExactly(1L);
        assertThat(found("-label:bug")).containsExactly(2L);
        assertThat(found("no:label")).containsExactly(2L);
        assertThat(found("spout kettle")).containsExactly(1L);
        assertThat(found("sort:oldest")).containsExactly(1L, 2L);
        assertThat(found("")).containsExactly(2L, 1L);
        assertThat(reading().counts(repo.rid(), IssueQuery.parse("is:open author:carol")))
                .isEqualTo(new IssueReading.Counts(0, 1));
    }

    @Test
    void a_count_follows_what_it_counts() {
        var one = open(alice, "Kettle leaks");
        open(carol, "Cup broke");
        var trackers = house.node.tracking().trackers();
        var goal = done(trackers.makeMilestone(repo, alice, "Soon", "", Optional.empty()));
        done(trackers.setMilestone(repo, alice, one, Optional.of(goal)));
        assertThat(counted("milestone:Soon")).isEqualTo(new IssueReading.Counts(1, 0));
        assertThat(counted("milestone:Soon")).as("again").isEqualTo(new IssueReading.Counts(1, 0));
        // None of this is about an issue, so the log does not tell of it.
        done(trackers.changeMilestone(repo, alice, goal, "Later", "", Optional.empty(), true));
        assertThat(counted("milestone:Soon")).isEqualTo(new IssueReading.Counts(0, 0));
        assertThat(counted("milestone:Later")).isEqualTo(new IssueReading.Counts(1, 0));
        done(issues().turn(repo, alice, one, IssueState.SOLVED));
        assertThat(counted("milestone:Later")).isEqualTo(new IssueReading.Counts(0, 1));
    }

    private IssueReading.Counts counted(String text) {
        return reading().counts(repo.rid(), IssueQuery.parse(text));
    }

    private List<Long> found(String text) {
        return reading().list(repo.rid(), IssueQuery.parse(text), 0, 10).stream()
                .map(Issue::number)
                .toList();
    }

    @Test
    void everything_is_made_again_from_git() {
        for (int i = 0; i < 5; i++) {
            var id = open(i % 2 == 0 ? alice : carol, "Issue " + i);
            done(issues().comment(repo, bob, id, "Comment with #1", Optional.empty(), List.of()));
            if (i == 3) done(trackers().pin(repo, alice, id, true));
        }
        house.node.lateSigning().flush();
        var before = reading().list(repo.rid(), IssueQuery.parse(""), 0, 100);
        house.node.database().writing(handle -> {
            for (String table :
                    List.of("issue", "issue_event", "issue_count", "tracker_number", "sole_object", "tracker_event"))
                handle.execute("delete from " + table);
        });
        assertThat(house.node.tracking().cache().examine(repo)).isNotEmpty();
        assertThat(house.node.tracking().cache().rebuild(repo, _ -> {})).isEqualTo(5);
        assertThat(reading().list(repo.rid(), IssueQuery.parse(""), 0, 100)).isEqualTo(before);
        sameAsGit();
    }

    @Test
    void many_who_write_at_once_lose_nothing_and_get_numbers_of_their_own() throws Exception {
        var id = open(alice, "Busy");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new ArrayList<Future<?>>();
            for (int i = 0; i < 16; i++) {
                var by = List.of(alice, bob, carol).get(i % 3);
                waiting.add(threads.submit(() -> {
                    for (int n = 0; n < 5; n++) {
                        done(issues().comment(repo, by, id, "Comment " + n, Optional.empty(), List.of()));
                        open(by, "New");
                    }
                }));
            }
            for (var one : waiting) one.get();
        }
        assertThat(issue(id).comments()).isEqualTo(80);
        assertThat(reading().counts(repo.rid(), false)).isEqualTo(new IssueReading.Counts(81, 0));
        long said = house.node.log().after(0, 1_000).stream()
                .filter(entry -> entry.change() instanceof Change.IssueCommented)
                .count();
        assertThat(said).isEqualTo(80);
        sameAsGit();
    }

    @Test
    void signed_refs_follow_and_the_doctor_is_content() {
        var id = open(carol, "One");
        done(issues().comment(repo, bob, id, "Yes", Optional.empty(), List.of()));
        house.node.lateSigning().flush();
        assertThat(house.node.refs().examine(repo)).isEmpty();
        house.reopen();
        assertThat(issue(id).comments()).isEqualTo(1);
        assertThat(house.node.intents().open()).isEmpty();
        sameAsGit();
    }
}
