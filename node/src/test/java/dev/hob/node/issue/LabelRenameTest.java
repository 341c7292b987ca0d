package dev.hob.node.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.Person;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A label gets another name, on every issue that carries it.
class LabelRenameTest {
    private static final Label BUG = new Label("bug", "aa0000", "It is broken");
    private static final Label DEFECT = new Label("defect", "bb0000", "Still broken");

    @TempDir
    Path folder;

    private House house;
    private Person alice;
    private Person bob;
    private Repo repo;
    private IssueTracking tracking;

    @BeforeEach
    void build() {
        house = new House(folder);
        alice = house.alice();
        bob = house.person("bob");
        repo = house.repository("tea");
        house.node.edits().addCollaborator(repo, alice, bob, Right.WRITE);
        tracking = house.node.tracking();
    }

    @AfterEach
    void leave() {
        house.close();
    }

    private ObjectId open(String... labels) {
        var opening = new Issues.Opening("Leak", "", List.of(labels), List.of(), List.of());
        return ((Answer.Done) tracking.issues().open(repo, alice, opening)).entry();
    }

    private List<String> labels(ObjectId issue) {
        return tracking.reading().byId(repo.rid(), issue).orElseThrow().labels();
    }

    private Answer rename(Person by, String before, Label after) {
        return tracking.labelRename().rename(repo, by, before, after);
    }

    private static void refused(Answer answer, String told) {
        assertThat(answer).isInstanceOfSatisfying(Answer.Refused.class, it -> assertThat(it.told())
                .contains(told));
    }

    @Test
    void every_issue_that_carries_it_carries_the_new_name_signed_for_the_one_who_asked() {
        tracking.trackers().describeLabel(repo, alice, BUG);
        var one = open("bug", "hot");
        var two = open("bug");
        tracking.issues().turn(repo, alice, two, IssueState.CLOSED);
        var other = open("hot");
        assertThat(rename(bob, "bug", DEFECT)).isInstanceOf(Answer.Done.class);
        assertThat(labels(one)).containsExactly("defect", "hot");
        assertThat(labels(two)).containsExactly("defect");
        assertThat(labels(other)).containsExactly("hot");
        assertThat(tracking.tracked().described(repo.rid())).containsExactly(DEFECT);
        var line = tracking.talks().history(repo.rid(), one, -1, 10).getLast();
        assertThat(line.by()).isEqualTo(bob.key());
        assertThat(line.author()).as("a delegate signs").isEqualTo(alice.key());
        assertThat(tracking.cache().examine(repo)).isEmpty();
        house.node.lateSigning().flush();
        tracking.cache().rebuild(repo, _ -> {});
        assertThat(labels(one)).containsExactly("defect", "hot");
    }

    @Test
    void what_a_crash_left_half_done_is_finished_by_asking_again() {
        tracking.trackers().describeLabel(repo, alice, BUG);
        var one = open("bug");
        var two = open("bug");
        tracking.trackers().describeLabel(repo, alice, DEFECT);
        tracking.issues().label(repo, alice, one, List.of("defect"), List.of("bug"));
        assertThat(rename(alice, "bug", DEFECT)).isNotInstanceOf(Answer.Refused.class);
        assertThat(labels(one)).containsExactly("defect");
        assertThat(labels(two)).containsExactly("defect");
        assertThat(tracking.tracked().described(repo.rid())).containsExactly(DEFECT);
    }

    @Test
    void what_cannot_be_is_refused_before_anything_changes() {
        tracking.trackers().describeLabel(repo, alice, BUG);
        tracking.trackers().describeLabel(repo, alice, new Label("defect", "000000", ""));
        var one = open("bug");
        refused(rename(alice, "bug", DEFECT), "There is a label of that name");
        refused(rename(alice, "none", DEFECT), "There is no such label");
        refused(rename(alice, "bug", new Label("a,b", "bb0000", "")), "comma");
        refused(rename(alice, "bug", new Label("c", "red", "")), "colour");
        refused(rename(house.person("carol"), "bug", new Label("c", "bb0000", "")), "Only members");
        assertThat(labels(one)).containsExactly("bug");
        assertThat(tracking.tracked().described(repo.rid()))
                .extracting(Label::name)
                .containsExactly("bug", "defect");
        // One that only issues carry can be renamed, too.
        var two = open("odd");
        assertThat(rename(alice, "odd", new Label("even", "00ff00", ""))).isInstanceOf(Answer.Done.class);
        assertThat(labels(two)).containsExactly("even");
    }

    @Test
    void more_issues_than_one_waits_for_are_refused() {
        tracking.trackers().describeLabel(repo, alice, BUG);
        var one = open("bug");
        var rows = new ArrayList<String>();
        for (int i = 0; i < LabelRename.ISSUES_MAX; i++) rows.add(String.format("%040x", i));
        house.node.database().writing(handle -> {
            var batch = handle.prepareBatch("insert into issue_label (rid, issue, name) values (:rid, :issue, 'bug')");
            for (String row : rows)
                batch.bind("rid", repo.rid().value()).bind("issue", row).add();
            batch.execute();
        });
        refused(rename(alice, "bug", DEFECT), "More than 1000 issues");
        assertThat(labels(one)).containsExactly("bug");
    }
}
