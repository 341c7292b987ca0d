package dev.hob.node.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.MasterKey;
import dev.hob.node.db.Database;
import dev.hob.node.db.Engine;
import dev.hob.node.db.OnEachDatabase;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Log;
import dev.hob.node.people.Custody;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.refs.Refs;
import dev.hob.node.refs.RepoEdits;
import dev.hob.node.repo.RepoSearch.Order;
import dev.hob.node.repo.RepoSearch.Shelf;
import dev.hob.node.repo.Watches.Wish;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class StarsTest {
    @TempDir
    Path folder;

    /// The stores that stars and watches stand on.
    private record Rooms(
            Log log,
            People people,
            Repos repos,
            Refs refs,
            RepoEdits edits,
            Stars stars,
            Watches watches,
            RepoSearch search) {
        static Rooms open(Database database, Storage storage, Path folder) {
            // Each look at the clock is a second later, so that what comes first is known.
            var seconds = new java.util.concurrent.atomic.AtomicLong(1_700_000_000);
            InstantSource clock = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
            var log = new Log(database, clock);
            var custody = new Custody(database, MasterKey.open(folder.resolve("master.key")), clock);
            var people = new People(database, log, custody, clock);
            var intents = new Intents(database);
            var repos = new Repos(database, log, intents, custody, storage, clock);
            var refs = new Refs(
                    database,
                    log,
                    intents,
                    custody,
                    storage,
                    repos,
                    new RowIdentity(database, clock),
                    (_, _, _, _) -> {},
                    clock);
            return new Rooms(
                    log,
                    people,
                    repos,
                    refs,
                    new RepoEdits(refs, repos, new TransferOffers(database, repos, clock)),
                    new Stars(database, log, people, clock),
                    new Watches(database, people, clock),
                    new RepoSearch(database, new Access(database)));
        }

        Person person(String name) {
            var made = people.create(name, name + "@example.org", Optional.empty(), false);
            return ((People.Creation.Created) made).person();
        }

        Repo repo(Person owner, String name, boolean isPrivate) {
            return ((Repos.Creation.Created) refs.create(owner, name, isPrivate, "", "main")).repo();
        }

        List<Change> told(Class<? extends Change> kind) {
            return log.after(0, 1_000).stream()
                    .map(Entry::change)
                    .filter(kind::isInstance)
                    .toList();
        }
    }

    @OnEachDatabase
    void a_star_counts_once_and_goes_with_who_gave_it_and_with_what_it_was_given_to(Engine engine) {
        try (var database = engine.open(folder);
                var storage = Storage.open(folder.resolve("storage"))) {
            var rooms = Rooms.open(database, storage, folder);
            var stars = rooms.stars();
            var alice = rooms.person("alice");
            var bob = rooms.person("bob");
            var carol = rooms.person("carol");
            var tea = rooms.repo(alice, "tea", false);
            var pot = rooms.repo(alice, "pot", false);

            stars.give(tea, bob);
            stars.give(tea, bob);
            stars.give(tea, carol);
            stars.give(pot, bob);
            assertThat(stars.of(tea, Optional.of(bob))).isEqualTo(new Stars.Standing(2, true));
            assertThat(stars.of(tea, Optional.of(alice))).isEqualTo(new Stars.Standing(2, false));
            assertThat(stars.of(pot, Optional.empty())).isEqualTo(new Stars.Standing(1, false));
            assertThat(stars.counts(List.of(tea, pot))).isEqualTo(Map.of(tea.id(), 2, pot.id(), 1));
            assertThat(stars.givers(tea, 0, 10)).extracting(Person::name).containsExactly("carol", "bob");
            assertThat(stars.givers(tea, 1, 10)).extracting(Person::name).containsExactly("bob");
            assertThat(stars.by(bob)).extracting(Repo::name).containsExactly("pot", "tea");
            assertThat(rooms.told(Change.RepositoryStarred.class)).hasSize(3);

            stars.takeBack(pot, bob);
            stars.takeBack(pot, bob);
            assertThat(stars.counts(List.of(pot))).isEmpty();
            assertThat(rooms.told(Change.RepositoryUnstarred.class))
                    .containsExactly(new Change.RepositoryUnstarred(pot.id().value()));

            assertThat(rooms.people().delete(carol)).isEmpty();
            assertThat(stars.of(tea, Optional.empty()).count()).isEqualTo(1);
            rooms.repos().delete(tea, alice);
            assertThat(stars.by(bob)).isEmpty();
            stars.give(tea, bob);
            assertThat(stars.by(bob)).as("what is gone takes no star").isEmpty();
        }
    }

    @OnEachDatabase
    void a_list_of_stars_has_only_what_the_reader_may_see(Engine engine) {
        try (var database = engine.open(folder);
                var storage = Storage.open(folder.resolve("storage"))) {
            var rooms = Rooms.open(database, storage, folder);
            var alice = rooms.person("alice");
            var bob = rooms.person("bob");
            var tea = rooms.repo(alice, "tea", false);
            var secret = rooms.repo(alice, "secret", true);
            rooms.stars().give(tea, alice);
            rooms.stars().give(secret, alice);

            var shelf = new Shelf.StarredBy(alice);
            assertThat(rooms.search()
                            .find(Viewer.of(alice), shelf, "", Order.NAME, Optional.empty(), 10)
                            .repos())
                    .containsExactly(secret, tea);
            for (var stranger : List.of(Viewer.of(bob), Viewer.ANYONE))
                assertThat(rooms.search()
                                .find(stranger, shelf, "", Order.NAME, Optional.empty(), 10)
                                .repos())
                        .containsExactly(tea);
        }
    }

    @OnEachDatabase
    void who_has_to_do_with_a_repository_watches_it_until_they_say_otherwise(Engine engine) {
        try (var database = engine.open(folder);
                var storage = Storage.open(folder.resolve("storage"))) {
            var rooms = Rooms.open(database, storage, folder);
            var watches = rooms.watches();
            var alice = rooms.person("alice");
            var bob = rooms.person("bob");
            var carol = rooms.person("carol");
            var tea = rooms.repo(alice, "tea", false);
            assertThat(watches.of(tea, Optional.of(alice)).mine()).isEqualTo(Wish.WATCHING);
            assertThat(watches.of(tea, Optional.of(bob)).mine()).isEqualTo(Wish.NONE);

            rooms.edits().addCollaborator(tea, alice, bob, Right.WRITE);
            assertThat(watches.of(tea, Optional.of(bob)).mine()).isEqualTo(Wish.WATCHING);
            watches.wish(tea, bob, Wish.IGNORING);
            rooms.edits().addCollaborator(tea, alice, bob, Right.READ);
            assertThat(watches.of(tea, Optional.of(bob)).mine())
                    .as("they have said what they want")
                    .isEqualTo(Wish.IGNORING);
            assertThat(watches.of(tea, Optional.empty()).count()).isEqualTo(1);
            assertThat(watches.by(bob)).isEmpty();
            assertThat(watches.by(alice)).containsExactly(tea);

            watches.wish(tea, carol, Wish.WATCHING);
            watches.wish(tea, bob, Wish.WATCHING);
            assertThat(watches.counts(List.of(tea))).isEqualTo(Map.of(tea.id(), 3));
            assertThat(watches.watchers(tea, 0, 10)).extracting(Person::name).containsExactly("carol", "bob", "alice");
            watches.wish(tea, carol, Wish.NONE);
            assertThat(watches.of(tea, Optional.of(carol)))
                    .isEqualTo(new Watches.Standing(2, Wish.NONE, Optional.empty()));

            assertThat(rooms.edits().leaveAll(bob).or(() -> rooms.people().delete(bob)))
                    .isEmpty();
            assertThat(watches.counts(List.of(tea))).isEqualTo(Map.of(tea.id(), 1));
            rooms.repos().delete(tea, alice);
            assertThat(watches.by(alice)).isEmpty();
        }
    }
}
