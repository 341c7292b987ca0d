package dev.hob.node.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.MasterKey;
import dev.hob.node.Node;
import dev.hob.node.activity.Activity;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.db.Engine;
import dev.hob.node.db.OnEachDatabase;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.notification.Notification.Mark;
import dev.hob.node.notification.Notifications.Asked;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Finding;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/// Faults in what readers of the log keep are planted one by one, found, named, and mended; what is right stays.
class StrayRowsTest {
    @TempDir
    Path folder;

    /// A node that alice and bob use, and that nobody serves: its readers have not begun.
    private static final class House implements AutoCloseable {
        private final Path folder;
        private final DatabaseConfig config;
        Node node;
        final Person alice;
        final Person bob;
        final Repo tea;

        House(Engine engine, Path folder) {
            this.folder = folder;
            this.config = engine.config(folder);
            node = open();
            alice = person("alice");
            bob = person("bob");
            tea = ((Repos.Creation.Created) node.refs().create(alice, "tea", false, "", "main")).repo();
            var opened = node.tracking().issues().open(tea, bob, Issues.Opening.of("Leak", "It leaks"));
            var leak = node.tracking()
                    .reading()
                    .byId(tea.rid(), ((Answer.Done) opened).entry())
                    .orElseThrow();
            node.subscriptions().wish(leak, bob, true);
            assertThat(findings()).isEmpty();
        }

        private Node open() {
            return Node.open(folder, config, MasterKey.open(folder.resolve("master.key")), InstantSource.system());
        }

        /// A reader knows where it stands from when it was opened.
        void reopen() {
            node.close();
            node = open();
        }

        private Person person(String name) {
            var made = node.people().create(name, name + "@example.org", Optional.empty(), false);
            return ((People.Creation.Created) made).person();
        }

        List<Finding> findings() {
            var findings = new ArrayList<>(node.activity().examine());
            findings.addAll(node.notifications().examine());
            return findings;
        }

        void sql(String statement) {
            node.database().writing(handle -> handle.execute(statement));
        }

        void foundAndMended(String... what) {
            assertThat(findings()).extracting(Finding::what).containsExactly(what);
            assertThat(findings()).allMatch(Finding::mendable);
            node.activity().mend();
            node.notifications().mend();
            assertThat(findings()).isEmpty();
        }

        /// What was right before is there still.
        void isWhole() {
            assertThat(node.notifications()
                            .list(Viewer.of(alice), Asked.of(Mark.UNREAD), 0, 10)
                            .some())
                    .extracting(Notification::title)
                    .containsExactly("Leak");
            assertThat(node.activity()
                            .before(Viewer.of(alice), new Activity.Shelf.In(tea), Activity.LATEST, 10)
                            .events())
                    .hasSize(2);
        }

        @Override
        public void close() {
            node.close();
        }
    }

    @OnEachDatabase
    void rows_of_repositories_that_are_gone(Engine engine) {
        try (var house = new House(engine, folder)) {
            house.sql(
                    "insert into activity (id, kind, repository, person) values (8, 'RepositoryStarred', 'gone', '')");
            house.sql(copied("'gone'", "issue", "latest", "seen"));
            house.foundAndMended(
                    "1 events are of repositories that are gone (activity)",
                    "1 notifications are of repositories that are gone (notification)");
            house.isWhole();
        }
    }

    /// A line like alice's, but for some of it.
    private static String copied(String repository, String issue, String latest, String seen) {
        return "insert into notification (person, id, repository, rid, issue, reason, at, latest, since, seen, pinned)"
                + " select p.id, 999, " + repository + ", n.rid, " + issue + ", n.reason, n.at, " + latest
                + ", n.since, " + seen + ", n.pinned from notification n, person p where p.name = 'bob'";
    }

    @OnEachDatabase
    void rows_of_issues_that_are_not_there(Engine engine) {
        try (var house = new House(engine, folder)) {
            house.sql(copied("repository", "'2222222222222222222222222222222222222222'", "latest", "seen"));
            house.sql("update issue_subscription set issue = '2222222222222222222222222222222222222222'");
            house.foundAndMended(
                    "1 notifications are of issues that are not there (notification)",
                    "1 subscriptions are to issues that are not there (issue_subscription)");
            house.isWhole();
        }
    }

    @OnEachDatabase
    void rows_beyond_the_log(Engine engine) {
        try (var house = new House(engine, folder)) {
            house.sql("insert into activity (id, kind, repository, person)"
                    + " select 80000, 'RepositoryStarred', id, '' from repository");
            house.sql(copied("repository", "issue", "10000", "seen"));
            house.foundAndMended(
                    "1 events are of places that the log does not have (activity)",
                    "1 notifications are of places that the log does not have (notification)");
            house.sql(copied("repository", "issue", "latest", "10000"));
            house.foundAndMended("1 notifications are of places that the log does not have (notification)");
            house.isWhole();
        }
    }

    @OnEachDatabase
    void readers_that_stand_beyond_the_log(Engine engine) {
        try (var house = new House(engine, folder)) {
            house.sql("update log_cursor set position = 10000");
            house.reopen();
            house.foundAndMended(
                    "what happened is read from beyond the end of the log",
                    "what people are told is read from beyond the end of the log");
            house.isWhole();
        }
    }

    @OnEachDatabase
    void lines_of_somebody_who_left(Engine engine) {
        try (var house = new House(engine, folder)) {
            house.sql(copied("repository", "issue", "latest", "seen"));
            house.sql("update person set deleted = true where name = 'bob'");
            house.foundAndMended("1 notifications are of people who left (notification)");
            house.isWhole();
        }
    }

    @OnEachDatabase
    void what_the_readers_have_not_come_to_yet_is_no_fault(Engine engine) {
        try (var house = new House(engine, folder)) {
            house.node.repos().delete(house.tea, house.alice);
            assertThat(house.findings()).isEmpty();
        }
    }
}
