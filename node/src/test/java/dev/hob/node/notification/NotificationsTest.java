package dev.hob.node.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.MasterKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.Node;
import dev.hob.node.db.Engine;
import dev.hob.node.db.OnEachDatabase;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.log.Change;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.notification.Notification.Mark;
import dev.hob.node.notification.Notifications.Asked;
import dev.hob.node.people.Grant;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.node.repo.Watches.Wish;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.io.TempDir;

/// Who hears of what, why, and until when.
class NotificationsTest {
    private static final Asked UNREAD = Asked.of(Mark.UNREAD);
    private static final Asked ALL = Asked.of(Mark.values());

    @TempDir
    Path folder;

    /// A node with alice, who owns the public `tea` and the private `pot`, and others.
    private static final class House implements AutoCloseable {
        private final Engine engine;
        private final Path folder;
        private final dev.hob.node.db.DatabaseConfig config;
        Node node;
        final Person alice;
        final Person bob;
        final Person carol;
        final Repo tea;
        final Repo pot;

        House(Engine engine, Path folder) {
            this.engine = engine;
            this.folder = folder;
            this.config = engine.config(folder);
            this.node = open();
            alice = person("alice");
            bob = person("bob");
            carol = person("carol");
            tea = repo("tea", false);
            pot = repo("pot", true);
        }

        private Node open() {
            var opened =
                    Node.open(folder, config, MasterKey.open(folder.resolve("master.key")), InstantSource.system());
            opened.notifications().start();
            return opened;
        }

        void reopen() {
            node.close();
            node = open();
        }

        Person person(String name) {
            var made = node.people().create(name, name + "@example.org", Optional.empty(), false);
            return ((People.Creation.Created) made).person();
        }

        private Repo repo(String name, boolean isPrivate) {
            return ((Repos.Creation.Created) node.refs().create(alice, name, isPrivate, "", "main")).repo();
        }

        Issue open(Repo repo, Person by, String title, String body) {
            return open(repo, by, title, body, List.of());
        }

        Issue open(Repo repo, Person by, String title, String body, Collection<Person> assignees) {
            var id = done(node.tracking()
                    .issues()
                    .open(repo, by, new Issues.Opening(title, body, List.of(), assignees, List.of())));
            return node.tracking().reading().byId(repo.rid(), id).orElseThrow();
        }

        ObjectId say(Repo repo, Person by, Issue issue, String body) {
            return done(node.tracking().issues().comment(repo, by, issue.id(), body, Optional.empty(), List.of()));
        }

        static ObjectId done(Answer answer) {
            assertThat(answer).isInstanceOf(Answer.Done.class);
            return ((Answer.Done) answer).entry();
        }

        List<Notification> heard(Person person, Asked asked) {
            return node.notifications().list(Viewer.of(person), asked, 0, 100).some();
        }

        /// What somebody has not read: why, and of what.
        List<String> news(Person person) {
            return heard(person, UNREAD).stream()
                    .map(it -> it.reason() + " " + it.title())
                    .toList();
        }

        void read(Person person) {
            node.notifications().mark(Viewer.of(person), UNREAD, Long.MAX_VALUE, Mark.READ);
            assertThat(news(person)).isEmpty();
        }

        int counted(Person person) {
            return node.notifications().unread(Viewer.of(person)).values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
        }

        void sql(String statement, Object... values) {
            node.database().writing(handle -> handle.execute(statement, values));
        }

        @Override
        public void close() {
            node.close();
        }
    }

    @OnEachDatabase
    void people_hear_of_what_they_have_a_part_in_and_never_of_what_they_did(Engine engine) {
        try (var house = new House(engine, folder)) {
            var leak = house.open(house.tea, house.bob, "Leak", "It leaks, @carol and @nobody");
            assertThat(house.news(house.alice)).containsExactly("WATCHING Leak"); // She owns it.
            assertThat(house.news(house.bob)).isEmpty();
            assertThat(house.news(house.carol)).containsExactly("MENTIONED Leak");
            house.say(house.tea, house.carol, leak, "So it does");
            assertThat(house.news(house.bob)).containsExactly("AUTHOR Leak");
            house.read(house.carol);
            house.say(house.tea, house.alice, leak, "I see");
            assertThat(house.news(house.carol)).containsExactly("MENTIONED Leak");
            var dave = house.person("dave");
            house.say(house.tea, dave, leak, "Me too");
            house.read(house.alice);
            house.read(house.bob);
            house.node.tracking().issues().turn(house.tea, house.bob, leak.id(), IssueState.SOLVED);
            assertThat(house.news(dave)).containsExactly("COMMENTED Leak");
            assertThat(house.news(house.alice)).containsExactly("COMMENTED Leak");
            assertThat(house.news(house.bob)).isEmpty();
            assertThat(house.heard(dave, UNREAD).getFirst().change())
                    .isInstanceOfSatisfying(Change.IssueChanged.class, it -> assertThat(it.what())
                            .isEqualTo("closed"));
            // Labels and signs are no news.
            house.read(dave);
            house.node.tracking().issues().label(house.tea, house.alice, leak.id(), List.of("bug"), List.of());
            house.node.tracking().issues().react(house.tea, house.alice, leak.id(), leak.id(), "🎉", true);
            assertThat(house.news(dave)).isEmpty();
            assertThat(house.heard(dave, ALL)).hasSize(1);
        }
    }

    @OnEachDatabase
    void what_somebody_signs_on_their_own_computer_is_their_part(Engine engine) {
        try (var house = new House(engine, folder)) {
            var leak = house.open(house.tea, house.alice, "Leak", "");
            house.say(house.tea, house.bob, leak, "Drip");
            house.read(house.alice);
            String laptop = SigningKey.generate(new SecureRandom()).publicKey().nid();
            house.sql(
                    "insert into device_key (did, person, name, added) values (?, ?, 'laptop', 0)",
                    laptop,
                    house.bob.id());
            house.sql(
                    "update issue_event set author = ? where author = ?",
                    laptop,
                    house.bob.key().nid());
            assertThat(house.node.subscriptions().of(leak, house.bob).hears()).isTrue();
            house.say(house.tea, house.alice, leak, "I see");
            assertThat(house.news(house.bob)).containsExactly("COMMENTED Leak");
        }
    }

    @OnEachDatabase
    void a_task_is_told_to_whose_it_becomes_however_it_becomes_theirs(Engine engine) {
        try (var house = new House(engine, folder)) {
            house.node.edits().addCollaborator(house.tea, house.alice, house.bob, Right.WRITE);
            house.open(house.tea, house.alice, "By its owner", "", List.of(house.carol));
            house.open(house.tea, house.bob, "By a member", "", List.of(house.carol));
            var later = house.open(house.tea, house.alice, "Later", "");
            house.node.tracking().issues().assign(house.tea, house.bob, later.id(), List.of(house.carol), List.of());
            assertThat(house.news(house.carol))
                    .containsExactly("ASSIGNED Later", "ASSIGNED By a member", "ASSIGNED By its owner");
            // A call stays one, whatever is said after it.
            house.say(house.tea, house.alice, later, "Well?");
            assertThat(house.news(house.carol).getFirst()).isEqualTo("ASSIGNED Later");
            house.node.tracking().issues().assign(house.tea, house.carol, later.id(), List.of(), List.of());
            assertThat(house.news(house.alice)).containsExactly("WATCHING By a member");
        }
    }

    @OnEachDatabase
    void an_edit_tells_only_whoever_it_calls_and_who_never_heard(Engine engine) {
        try (var house = new House(engine, folder)) {
            var leak = house.open(house.tea, house.bob, "Leak", "It leaks");
            house.read(house.alice);
            var issues = house.node.tracking().issues();
            issues.edit(house.tea, house.bob, leak.id(), leak.id(), "It leaks, @carol @alice", List.of(), List.of());
            assertThat(house.news(house.carol)).containsExactly("MENTIONED Leak");
            assertThat(house.news(house.alice)).as("she heard of it already").isEmpty();
            house.read(house.carol);
            issues.edit(house.tea, house.bob, leak.id(), leak.id(), "Leaks, @carol @alice", List.of(), List.of());
            assertThat(house.news(house.carol)).isEmpty();
        }
    }

    @OnEachDatabase
    void who_subscribes_hears_and_who_ends_that_hears_only_what_calls_them(Engine engine) {
        try (var house = new House(engine, folder)) {
            var leak = house.open(house.tea, house.bob, "Leak", "It leaks");
            var wishes = house.node.subscriptions();
            assertThat(wishes.of(leak, house.carol)).isEqualTo(new Subscription.Apart());
            assertThat(wishes.of(leak, house.bob))
                    .isInstanceOfSatisfying(Subscription.Hears.class, it -> assertThat(it.reason())
                            .isEqualTo(Reason.AUTHOR));
            assertThat(wishes.wish(leak, house.carol, true)).isTrue();
            assertThat(wishes.wish(leak, house.carol, true)).isFalse();
            assertThat(wishes.wish(leak, house.bob, false)).isTrue();
            assertThat(wishes.of(leak, house.bob)).isInstanceOf(Subscription.Ended.class);
            assertThat(wishes.subscribers(leak)).extracting(Person::name).containsExactly("carol");
            house.say(house.tea, house.alice, leak, "I see");
            assertThat(house.news(house.carol)).containsExactly("SUBSCRIBED Leak");
            assertThat(house.news(house.bob)).isEmpty();
            house.say(house.tea, house.alice, leak, "Do you, @bob?");
            assertThat(house.news(house.bob)).containsExactly("MENTIONED Leak");
            // Ignoring a repository silences it wholly, unless one asked for the issue.
            house.read(house.bob);
            house.read(house.carol);
            house.node.watches().wish(house.tea, house.bob, Wish.IGNORING);
            house.node.watches().wish(house.tea, house.carol, Wish.IGNORING);
            wishes.wish(leak, house.bob, true);
            house.sql("delete from issue_subscription where person = ?", house.carol.id());
            assertThat(wishes.of(leak, house.carol)).isEqualTo(new Subscription.Ignores());
            house.say(house.tea, house.alice, leak, "And you, @carol?");
            assertThat(house.news(house.carol)).isEmpty();
            assertThat(house.news(house.bob)).containsExactly("AUTHOR Leak");
        }
    }

    @OnEachDatabase
    void what_may_not_be_seen_is_not_told_and_vanishes_when_it_is_hidden(Engine engine) {
        try (var house = new House(engine, folder)) {
            house.open(house.pot, house.alice, "Secret", "@bob @carol");
            assertThat(house.heard(house.bob, ALL)).isEmpty();
            assertThat(rows(house, house.bob))
                    .as("nothing waits for a right to come")
                    .isZero();
            house.node.edits().addCollaborator(house.pot, house.alice, house.carol, Right.READ);
            house.open(house.pot, house.alice, "Told", "@carol");
            assertThat(house.news(house.carol)).containsExactly("MENTIONED Told");
            var leak = house.open(house.tea, house.alice, "Leak", "@bob");
            assertThat(house.news(house.bob)).containsExactly("MENTIONED Leak");
            assertThat(house.counted(house.bob)).isEqualTo(1);
            assertThat(house.node.edits().setPrivate(house.tea, house.alice, true))
                    .isEmpty();
            assertThat(house.heard(house.bob, ALL)).isEmpty();
            assertThat(house.counted(house.bob)).isZero();
            assertThat(house.node.notifications().one(Viewer.of(house.bob), id(house, house.bob)))
                    .isEmpty();
            assertThat(house.node.notifications().mark(Viewer.of(house.bob), id(house, house.bob), Mark.READ))
                    .isEmpty();
            house.say(house.node.repos().byId(house.tea.id()).orElseThrow(), house.alice, leak, "@bob?");
            assertThat(house.heard(house.bob, ALL))
                    .as("heard while it was private")
                    .isEmpty();
            assertThat(house.node.edits().setPrivate(house.tea, house.alice, false))
                    .isEmpty();
            assertThat(house.heard(house.bob, ALL)).hasSize(1).allSatisfy(it -> assertThat(it.comment())
                    .as("what was said in private")
                    .isEmpty());
            // Whoever is let out hears no more of it.
            house.node.edits().removeCollaborator(house.pot, house.alice, house.carol);
            assertThat(house.heard(house.carol, ALL)).isEmpty();
        }
    }

    private static long rows(House house, Person person) {
        return house.node.database().read(handle -> handle.createQuery(
                        "select count(*) from notification where person = :person")
                .bind("person", person.id())
                .mapTo(Long.class)
                .one());
    }

    private static long id(House house, Person person) {
        return house.node.database().read(handle -> handle.createQuery(
                        "select max(id) from notification where person = :person")
                .bind("person", person.id())
                .mapTo(Long.class)
                .one());
    }

    @OnEachDatabase
    void a_token_tells_of_the_repositories_that_it_is_for(Engine engine) {
        try (var house = new House(engine, folder)) {
            house.open(house.tea, house.bob, "Leak", "");
            house.node.edits().addCollaborator(house.pot, house.alice, house.bob, Right.READ);
            house.open(house.pot, house.bob, "Hot", "");
            var notification = Set.of(Scope.READ_NOTIFICATION);
            assertThat(titles(house, new Grant(notification, Optional.empty()))).containsExactly("Hot", "Leak");
            assertThat(titles(house, limited(notification, house.pot.id()))).containsExactly("Hot");
            assertThat(titles(house, limited(notification, house.tea.id()))).containsExactly("Leak");
            assertThat(titles(house, new Grant(Set.of(Scope.READ_REPOSITORY), Optional.empty())))
                    .as("a private repository's need the scope")
                    .containsExactly("Leak");
        }
    }

    private static Grant limited(Set<Scope> scopes, RepositoryId to) {
        return new Grant(scopes, Optional.of(Set.of(to)));
    }

    private static List<String> titles(House house, Grant grant) {
        var viewer = new Viewer(Optional.of(house.alice), grant);
        return house.node.notifications().list(viewer, ALL, 0, 10).some().stream()
                .map(Notification::title)
                .toList();
    }

    @OnEachDatabase
    void what_was_looked_at_is_read_and_what_comes_after_is_not(Engine engine) {
        try (var house = new House(engine, folder)) {
            var notifications = house.node.notifications();
            var leak = house.open(house.tea, house.alice, "Leak", "");
            house.say(house.tea, house.bob, leak, "One");
            var second = house.say(house.tea, house.bob, leak, "Two");
            assertThat(house.heard(house.alice, UNREAD)).hasSize(1).allSatisfy(it -> {
                assertThat(it.comment()).contains(second);
                assertThat(it.unseen()).as("where to read on").isPresent().isNotEqualTo(it.comment());
            });
            notifications.looked(
                    house.alice, leak.rid(), leak.id(), house.node.log().head());
            assertThat(house.news(house.alice)).isEmpty();
            var third = house.say(house.tea, house.bob, leak, "Three");
            assertThat(house.heard(house.alice, UNREAD)).singleElement().satisfies(it -> assertThat(it.unseen())
                    .contains(third));
            // A page that was open has shown it before the reader of the log came by.
            notifications.close();
            house.say(house.tea, house.bob, leak, "Four");
            notifications.looked(
                    house.alice, leak.rid(), leak.id(), house.node.log().head());
            assertThat(house.counted(house.alice)).isZero();

            var it = house.heard(house.alice, ALL).getFirst();
            assertThat(notifications.mark(Viewer.of(house.alice), it.id(), Mark.PINNED))
                    .hasValueSatisfying(kept -> assertThat(kept.mark()).isEqualTo(Mark.PINNED));
            assertThat(notifications.mark(Viewer.of(house.alice), it.id(), Mark.UNREAD))
                    .hasValueSatisfying(kept -> assertThat(kept.mark()).isEqualTo(Mark.UNREAD));
            assertThat(house.counted(house.alice)).isEqualTo(1);
            assertThat(notifications.mark(Viewer.of(house.bob), it.id(), Mark.READ))
                    .as("another's")
                    .isEmpty();
            assertThat(notifications.mark(Viewer.of(house.alice), UNREAD, it.position() - 1, Mark.READ))
                    .as("what happened after one looked")
                    .isEmpty();
        }
    }

    @OnEachDatabase
    void reading_the_log_again_tells_nothing_twice_and_makes_nothing_unread(Engine engine) {
        try (var house = new House(engine, folder)) {
            var leak = house.open(house.tea, house.alice, "Leak", "@carol");
            house.say(house.tea, house.bob, leak, "One");
            house.read(house.carol);
            house.say(house.tea, house.bob, leak, "Two");
            house.open(house.tea, house.bob, "Old", "");
            assertThat(house.news(house.alice)).containsExactly("WATCHING Old", "AUTHOR Leak");
            var before = kept(house);
            house.node.notifications().rebuild();
            assertThat(kept(house)).containsAll(before);
            assertThat(house.news(house.bob)).as("he spoke later than that").isEmpty();
            var after = kept(house);
            assertThat(house.node.notifications().rebuild()).isEqualTo(after.size());
            assertThat(kept(house)).isEqualTo(after);
            house.sql("delete from notification where person = ?", house.alice.id());
            house.node.notifications().rebuild();
            assertThat(house.news(house.alice))
                    .as("what was lost comes back as read")
                    .isEmpty();
            assertThat(house.heard(house.alice, ALL)).hasSize(2);
            assertThat(house.news(house.carol)).containsExactly("MENTIONED Leak");
            house.say(house.tea, house.bob, leak, "Three");
            assertThat(house.news(house.alice)).containsExactly("AUTHOR Leak");
            house.reopen();
            assertThat(house.news(house.alice)).containsExactly("AUTHOR Leak");
            assertThat(house.node.notifications().rebuild()).isEqualTo(after.size());
            assertThat(house.news(house.alice)).containsExactly("AUTHOR Leak");
        }
    }

    private static List<String> kept(House house) {
        return house.node
                .database()
                .read(handle -> handle.createQuery("select * from notification order by person, id").mapToMap().stream()
                        .map(row -> new java.util.TreeMap<>(row).toString())
                        .toList());
    }

    @OnEachDatabase
    void nobody_has_more_than_so_many_and_the_oldest_that_were_read_go_first(Engine engine) {
        try (var house = new House(engine, folder)) {
            var first = house.open(house.tea, house.bob, "First", "");
            var kept = house.open(house.tea, house.bob, "Kept", "");
            var line = house.heard(house.alice, UNREAD).getFirst();
            assertThat(line.title()).isEqualTo(kept.title());
            house.node.notifications().mark(Viewer.of(house.alice), line.id(), Mark.PINNED);
            fill(house, first, Notifications.EACH_MAX + Lines.SLACK);
            for (int i = 0; i < 5; i++) house.open(house.tea, house.bob, "New " + i, "");
            house.read(house.carol); // It waits for the reader.
            assertThat(rows(house, house.alice)).isBetween(1000L, 1000L + 5);
            house.open(house.tea, house.bob, "Last", "");
            assertThat(house.news(house.alice))
                    .hasSize(7)
                    .startsWith("WATCHING Last")
                    .endsWith("WATCHING First");
            assertThat(rows(house, house.alice)).isBetween(1000L, 1000L + 6);
            assertThat(house.heard(house.alice, Asked.of(Mark.PINNED)))
                    .extracting(Notification::title)
                    .containsExactly("Kept");
        }
    }

    /// Lines of alice's that she has read.
    private static void fill(House house, Issue like, int count) {
        house.node.database().writing(handle -> {
            var batch = handle.prepareBatch("""
                    insert into notification
                        (person, id, repository, rid, issue, reason, at, latest, since, seen, pinned)
                    select person, :id, repository, rid, :issue, reason, at, latest, since, latest, pinned
                      from notification
                     where person = :person and issue = :like""");
            for (int i = 0; i < count; i++)
                batch.bind("id", 1_000_000 + i)
                        .bind("issue", String.format("%040x", i))
                        .bind("person", house.alice.id())
                        .bind("like", like.id().name())
                        .add();
            batch.execute();
        });
    }

    @OnEachDatabase
    void what_is_taken_back_goes_and_nothing_of_it_is_kept(Engine engine) {
        try (var house = new House(engine, folder)) {
            var leak = house.open(house.tea, house.alice, "Leak", "");
            var said = house.say(house.tea, house.bob, leak, "xylophone @carol");
            assertThat(house.news(house.carol)).hasSize(1);
            house.node.tracking().issues().redact(house.tea, house.bob, leak.id(), said);
            house.node.tracking().issues().retitle(house.tea, house.alice, leak.id(), "(deleted)");
            assertThat(house.news(house.alice)).containsExactly("AUTHOR (deleted)");
            assertThat(kept(house)).isNotEmpty().noneMatch(row -> row.contains("xylophone") || row.contains("Leak"));
            house.node.repos().delete(house.tea, house.alice);
            assertThat(house.heard(house.alice, ALL)).isEmpty();
            assertThat(kept(house)).isEmpty();
            var hot = house.open(house.pot, house.alice, "Hot", "");
            house.node.edits().addCollaborator(house.pot, house.alice, house.bob, Right.READ);
            house.node.subscriptions().wish(hot, house.bob, true);
            house.say(house.pot, house.alice, hot, "Very");
            assertThat(house.news(house.bob)).containsExactly("SUBSCRIBED Hot");
            assertThat(house.node.delete(house.bob)).isEmpty();
            house.node.notifications().list(Viewer.of(house.alice), ALL, 0, 1);
            assertThat(rows(house, house.bob)).isZero();
        }
    }
}
