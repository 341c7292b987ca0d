package dev.hob.node.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.people.Person;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What pages ask beside the issues themselves: looks that people keep, files, commits, and talks by parts.
class IssuePagesDataTest {
    @TempDir
    Path folder;

    private House house;
    private Person alice;
    private Person bob;
    private Person carol;
    private Repo repo;
    private int files;

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

    private IssueTracking tracking() {
        return house.node.tracking();
    }

    private ObjectId open(Person by, String title) {
        return ((Answer.Done) tracking().issues().open(repo, by, Issues.Opening.of(title, ""))).entry();
    }

    private ObjectId commit(Person by, String message) {
        var who = Commits.Signer.of(by);
        var change = new FileChange.Create(new CodePath("file-" + files++), message.getBytes(StandardCharsets.UTF_8));
        var now = house.node.repos().byId(repo.id()).orElseThrow();
        var outcome = house.node
                .commits()
                .commit(now, by, new Commits.Draft("main", Optional.empty(), message, who, who, List.of(change)));
        assertThat(outcome).isInstanceOf(Commits.Outcome.Done.class);
        return ((Commits.Outcome.Done) outcome).id();
    }

    private IssueState state(long number) {
        return tracking().reading().find(repo.rid(), number).orElseThrow().state();
    }

    @Test
    void a_commit_of_somebody_who_may_closes_what_it_says_and_is_told() {
        open(carol, "One");
        open(carol, "Two");
        open(carol, "Three");
        var closing = commit(bob, "Mend it\n\nCloses #1, see #2, fixes #99 and `fixes #3`.");
        tracking().commits().catchUp();
        assertThat(state(1)).isEqualTo(IssueState.SOLVED);
        assertThat(state(2)).isEqualTo(IssueState.OPEN);
        assertThat(state(3)).isEqualTo(IssueState.OPEN);
        assertThat(tracking().commits().of(repo.rid(), 1)).singleElement().satisfies(reference -> {
            assertThat(reference.commit()).isEqualTo(closing);
            assertThat(reference.closes()).isTrue();
            assertThat(reference.subject()).isEqualTo("Mend it");
            assertThat(reference.person()).isEqualTo(bob.id());
        });
        assertThat(tracking().commits().of(repo.rid(), 2).getFirst().closes()).isFalse();
        assertThat(tracking().commits().of(repo.rid(), 3)).isEmpty();
        var lines = tracking().talks().history(repo.rid(), issue(1), -1, 100);
        assertThat(lines.getLast().by()).isEqualTo(bob.key());
    }

    private ObjectId issue(long number) {
        return tracking().reading().find(repo.rid(), number).orElseThrow().id();
    }

    @Test
    void what_was_opened_again_stays_open_though_the_log_is_read_again() {
        open(carol, "One");
        commit(alice, "Closes #1");
        tracking().commits().catchUp();
        tracking().issues().turn(repo, carol, issue(1), IssueState.OPEN);
        tracking().commits().catchUp();
        house.node.database().writing(handle -> handle.execute("delete from log_cursor"));
        house.reopen();
        tracking().commits().catchUp();
        assertThat(state(1)).isEqualTo(IssueState.OPEN);
        assertThat(tracking().commits().of(repo.rid(), 1)).hasSize(1);
    }

    @Test
    void a_commit_elsewhere_closes_only_what_its_bringer_may() {
        open(alice, "One");
        open(carol, "Two");
        var made = house.node.refs().create(carol, "cups", false, "", "main");
        repo = ((dev.hob.node.repo.Repos.Creation.Created) made).repo();
        commit(carol, "Closes alice/tea#1 and closes alice/tea#2");
        tracking().commits().catchUp();
        repo = house.node.repos().find("alice", "tea").orElseThrow().repo();
        assertThat(state(1)).as("not hers").isEqualTo(IssueState.OPEN);
        assertThat(state(2)).as("her own").isEqualTo(IssueState.SOLVED);
        assertThat(tracking().commits().of(repo.rid(), 1).getFirst().closes()).isFalse();
    }

    @Test
    void looks_are_a_persons_own_and_end_with_them() {
        var views = tracking().views();
        assertThat(views.keep(bob, repo.rid(), " Mine ", " is:open ")).isEmpty();
        assertThat(views.keep(bob, repo.rid(), "Mine", "is:closed")).isEmpty();
        assertThat(views.of(bob, repo.rid())).containsExactly(new SavedViews.View("Mine", "is:closed"));
        assertThat(views.of(carol, repo.rid())).isEmpty();
        assertThat(views.keep(bob, repo.rid(), "", "x")).isPresent();
        assertThat(views.keep(bob, repo.rid(), "x".repeat(51), "x")).isPresent();
        for (int i = 1; i < SavedViews.EACH_MAX; i++) views.keep(bob, repo.rid(), "look " + i, "x");
        assertThat(views.keep(bob, repo.rid(), "one more", "x")).isPresent();
        assertThat(views.keep(bob, repo.rid(), "Mine", "x"))
                .as("in the place of one")
                .isEmpty();
        views.forget(bob, repo.rid(), "Mine");
        assertThat(views.of(bob, repo.rid())).hasSize(SavedViews.EACH_MAX - 1);
        assertThat(house.node.delete(bob)).isEmpty();
        assertThat(views.of(bob, repo.rid())).isEmpty();
    }

    @Test
    void a_talk_by_parts_has_each_line_once() {
        var id = open(alice, "One");
        var trackers = tracking().trackers();
        for (int i = 0; i < 7; i++) {
            tracking().issues().comment(repo, alice, id, "Comment " + i, Optional.empty(), List.of());
            trackers.pin(repo, alice, id, i % 2 == 0);
        }
        var whole = tracking().talks().history(repo.rid(), id, -1, 100);
        assertThat(whole).hasSize(15);
        var parts = new ArrayList<Line>();
        long after = -1;
        while (true) {
            var part = tracking().talks().history(repo.rid(), id, after, 4);
            parts.addAll(part);
            long last = part.stream().mapToLong(Line::position).max().orElse(-1);
            if (part.stream().filter(line -> line.position() >= 0).count() < 4) break;
            after = last;
        }
        assertThat(parts)
                .extracting(Line::entry)
                .containsExactlyInAnyOrderElementsOf(
                        whole.stream().map(Line::entry).toList());
    }

    @Test
    void those_who_speak_of_it_are_known_the_latest_first() {
        var id = open(alice, "One");
        var talks = tracking().talks();
        for (var person : List.of(bob, carol, bob))
            tracking().issues().comment(repo, person, id, "Well", Optional.empty(), List.of());
        tracking().trackers().pin(repo, alice, id, true);
        assertThat(talks.speakers(repo.rid(), id, 100)).startsWith(bob.key(), carol.key());
        assertThat(talks.speakers(repo.rid(), id, 2)).containsExactly(bob.key(), carol.key());
        assertThat(talks.speakers(repo.rid(), id, 1)).containsExactly(bob.key());
    }

    @Test
    void a_file_is_shown_as_long_as_a_comment_shows_it() {
        var file = new Attachment("a.png", new byte[] {1, 2, 3});
        var opening = new Issues.Opening("One", "", List.of(), List.of(), List.of(file));
        var id = ((Answer.Done) tracking().issues().open(repo, carol, opening)).entry();
        var line = tracking().talks().history(repo.rid(), id, -1, 1).getFirst();
        var blob = ((Line.What.Said) line.what())
                .comment()
                .orElseThrow()
                .embeds()
                .getFirst()
                .blob()
                .orElseThrow();
        assertThat(tracking().talks().fileName(repo.rid(), blob)).contains("a.png");
        tracking().issues().edit(repo, carol, id, id, "No", List.of(), List.of());
        assertThat(tracking().talks().fileName(repo.rid(), blob)).isEmpty();
        assertThat(tracking().cache().examine(repo)).isEmpty();
        assertThat(tracking().cache().rebuild(repo, _ -> {})).isEqualTo(1);
        assertThat(tracking().talks().fileName(repo.rid(), blob)).isEmpty();
    }

    @Test
    void links_of_a_query_change_one_thing_and_keep_the_rest() {
        var query = IssueQuery.parse("is:open label:bug author:alice no:assignee milestone:\"1 0\" words sort:updated");
        assertThat(query.withLabel("docs", true).text())
                .isEqualTo(
                        "is:open author:alice milestone:\"1 0\" label:bug label:docs no:assignee words sort:updated");
        assertThat(query.withLabel("bug", false).text()).doesNotContain("label:bug");
        assertThat(query.withAssignee(Optional.of("bob")).text())
                .contains("assignee:bob")
                .doesNotContain("no:assignee");
        assertThat(query.withAuthor(Optional.empty()).text()).doesNotContain("author");
        assertThat(query.withMilestone(Optional.of("2")).text()).contains("milestone:2 ");
    }
}
