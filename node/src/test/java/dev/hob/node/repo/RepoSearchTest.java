package dev.hob.node.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.MasterKey;
import dev.hob.node.db.Database;
import dev.hob.node.db.Engine;
import dev.hob.node.db.OnEachDatabase;
import dev.hob.node.log.Log;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Custody;
import dev.hob.node.people.Grant;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.RepoSearch.Order;
import dev.hob.node.repo.RepoSearch.Shelf;
import dev.hob.node.repo.RepoSearch.Which;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

class RepoSearchTest {
    @TempDir
    Path folder;

    /// Two people and as many rows of repositories as a test wants; no folders, since lists read none.
    private static final class Library implements AutoCloseable {
        final InstantSource clock = () -> Instant.parse("2026-05-01T12:00:00Z");
        final Database database;
        final People people;
        final RepoSearch search;
        final Person alice;
        final Person bob;
        private final Random random = new Random(7);

        Library(Engine engine, Path folder) {
            database = engine.open(folder);
            var custody = new Custody(database, MasterKey.open(folder.resolve("master.key")), clock);
            people = new People(database, new Log(database, clock), custody, clock);
            search = new RepoSearch(database, new Access(database));
            alice = person("alice");
            bob = person("bob");
        }

        private Person person(String name) {
            var made = people.create(name, name + "@example.org", Optional.empty(), false);
            return ((People.Creation.Created) made).person();
        }

        RepositoryId repository(Person owner, String name, String description, boolean isPrivate, long updated) {
            var id = RepositoryId.random(random);
            byte[] root = new byte[20];
            random.nextBytes(root);
            database.writing(handle -> handle.execute(
                    """
                    insert into repository
                        (id, rid, owner, name, name_key, did, description, is_private, default_branch, created, updated)
                    values (?, ?, ?, ?, ?, ?, ?, ?, 'main', ?, ?)""",
                    id.value(),
                    RepoId.of(root).value(),
                    owner.id(),
                    name,
                    RepositoryName.key(name),
                    owner.key().nid(),
                    description,
                    isPrivate,
                    updated,
                    updated));
            return id;
        }

        List<String> names(Viewer reader, Shelf shelf, String words, Order order) {
            return search.find(reader, shelf, words, order, Optional.empty(), 100).repos().stream()
                    .map(Repo::name)
                    .toList();
        }

        void letIn(RepositoryId repository, Person person) {
            database.writing(handle -> handle.execute(
                    "insert into collaborator (repository, person, access) values (?, ?, 'READ')",
                    repository.value(),
                    person.id()));
        }

        RepoSearch.Part part(Viewer reader, Which which) {
            return search.part(reader, which, Order.NAME, false, 0, 100);
        }

        /// The statement and [Access] answer alike.
        void partsAreWhatMayBeSeen(Viewer reader) {
            var access = new Access(database);
            var everything = new ArrayList<Repo>();
            for (var person : List.of(alice, bob))
                everything.addAll(part(Viewer.of(person), Which.ownedBy(person)).repos());
            assertThat(everything).hasSize(40);
            var seen = everything.stream()
                    .filter(repo -> access.may(reader, Right.READ, repo))
                    .toList();
            var found = new ArrayList<Repo>();
            for (int from = 0; from < 42; from += 7) {
                var part = search.part(reader, which("", false, ""), Order.UPDATED, true, from, 7);
                assertThat(part.total()).isEqualTo(seen.size());
                found.addAll(part.repos());
            }
            assertThat(found).containsExactlyInAnyOrderElementsOf(seen).isSortedAccordingTo(NEWEST_FIRST);
        }

        @Override
        public void close() {
            database.close();
        }
    }

    private static final Comparator<Repo> NEWEST_FIRST =
            Comparator.comparing(Repo::updated).reversed();

    @OnEachDatabase
    void each_order_leafs_through_everything_once_also_where_many_are_alike(Engine engine) {
        try (var library = new Library(engine, folder)) {
            for (int i = 0; i < 23; i++) library.repository(library.alice, "Tea-" + i % 10 + i, "", false, i / 8);
            for (var order : Order.values()) {
                var whole = library.names(Viewer.ANYONE, new Shelf.Public(), "", order);
                assertThat(whole).hasSize(23).doesNotHaveDuplicates();
                var leafed = new ArrayList<String>();
                Optional<String> after = Optional.empty();
                do {
                    var page = library.search.find(Viewer.ANYONE, new Shelf.Public(), "", order, after, 5);
                    assertThat(page.repos()).hasSizeLessThanOrEqualTo(5);
                    page.repos().forEach(repo -> leafed.add(repo.name()));
                    after = page.next();
                } while (after.isPresent());
                assertThat(leafed).as(order.name()).isEqualTo(whole);
            }
        }
    }

    @OnEachDatabase
    void a_reader_finds_what_they_may_see_and_nothing_else(Engine engine) {
        try (var library = new Library(engine, folder)) {
            library.repository(library.alice, "open", "", false, 3);
            var shared = library.repository(library.alice, "shared", "", true, 2);
            library.repository(library.alice, "secret", "", true, 1);
            library.letIn(shared, library.bob);
            var own = new Shelf.OwnedBy(library.alice);

            assertThat(library.names(Viewer.ANYONE, own, "", Order.UPDATED)).containsExactly("open");
            assertThat(library.names(Viewer.of(library.bob), own, "", Order.UPDATED))
                    .containsExactly("open", "shared");
            assertThat(library.names(Viewer.of(library.alice), own, "", Order.UPDATED))
                    .containsExactly("open", "shared", "secret");
            assertThat(library.names(Viewer.of(library.alice), new Shelf.Public(), "", Order.UPDATED))
                    .containsExactly("open");
            assertThat(library.names(Viewer.of(library.bob), new Shelf.SharedWith(library.bob), "", Order.UPDATED))
                    .containsExactly("shared");
            var narrow = new Viewer(
                    Optional.of(library.alice), new Grant(Set.of(Scope.READ_REPOSITORY), Optional.of(Set.of(shared))));
            assertThat(library.names(narrow, own, "", Order.UPDATED)).containsExactly("open", "shared");
        }
    }

    @OnEachDatabase
    void words_are_looked_for_as_they_are_in_names_descriptions_and_owners(Engine engine) {
        try (var library = new Library(engine, folder)) {
            library.repository(library.alice, "Kettle", "Boils 100% of the water", false, 3);
            library.repository(library.bob, "pot", "holds what the kettle boils", false, 2);
            library.repository(library.bob, "cup_one", "", false, 1);

            assertThat(library.names(Viewer.ANYONE, new Shelf.Public(), "KETTLE", Order.UPDATED))
                    .containsExactly("Kettle", "pot");
            assertThat(library.names(Viewer.ANYONE, new Shelf.Public(), "bob", Order.UPDATED))
                    .containsExactly("pot", "cup_one");
            assertThat(library.names(Viewer.ANYONE, new Shelf.Public(), "0%", Order.UPDATED))
                    .containsExactly("Kettle");
            assertThat(library.names(Viewer.ANYONE, new Shelf.Public(), "p_", Order.UPDATED))
                    .containsExactly("cup_one");
            assertThat(library.names(Viewer.ANYONE, new Shelf.Public(), "' or 1=1 --", Order.UPDATED))
                    .isEmpty();
        }
    }

    @OnEachDatabase
    void a_key_that_is_none_begins_at_the_beginning(Engine engine) {
        try (var library = new Library(engine, folder)) {
            library.repository(library.alice, "tea", "", false, 1);
            for (String key : List.of("", "~", "x~y", "999999999999999999999~" + "a".repeat(20), "1~' or 1=1"))
                assertThat(library.search
                                .find(Viewer.ANYONE, new Shelf.Public(), "", Order.UPDATED, Optional.of(key), 5)
                                .repos())
                        .as(key)
                        .hasSize(1);
        }
    }

    @OnEachDatabase
    void every_part_of_a_list_holds_what_may_be_seen_and_the_count_says_how_much(Engine engine) {
        try (var library = new Library(engine, folder)) {
            var all = new ArrayList<RepositoryId>();
            for (int i = 0; i < 40; i++) {
                var owner = i % 2 == 0 ? library.alice : library.bob;
                all.add(library.repository(owner, "tea-" + i, i % 5 == 0 ? "Leaves" : "", i % 3 == 0, i));
            }
            for (int i = 0; i < 40; i += 4) library.letIn(all.get(i), library.bob);
            library.database.writing(handle -> handle.execute(
                    "insert into topic (repository, name) values (?, 'green')",
                    all.get(7).value()));
            var scopes = Set.of(Scope.READ_REPOSITORY);
            var some = Optional.of(Set.of(all.get(0), all.get(3), all.get(12)));
            for (var viewer : List.of(
                    Viewer.ANYONE,
                    Viewer.of(library.alice),
                    Viewer.of(library.bob),
                    new Viewer(Optional.of(library.alice), new Grant(scopes, some)),
                    new Viewer(Optional.of(library.bob), new Grant(scopes, Optional.of(Set.of()))),
                    new Viewer(Optional.of(library.bob), new Grant(Set.of(Scope.READ_USER), Optional.empty()))))
                library.partsAreWhatMayBeSeen(viewer);

            var anyone = Viewer.ANYONE;
            assertThat(library.part(anyone, which("TEA-1", false, "")).total()).isEqualTo(8);
            assertThat(library.part(anyone, which("leaves", false, "")).total()).isZero();
            assertThat(library.part(anyone, which("leaves", true, "")).total()).isEqualTo(5);
            assertThat(library.part(anyone, which("", false, "Green")).repos())
                    .extracting(Repo::name)
                    .containsExactly("tea-7");
            assertThat(library.names(anyone, new Shelf.Public(), "green", Order.NAME))
                    .containsExactly("tea-7");
            assertThat(library.part(Viewer.of(library.bob), Which.ownedBy(library.alice))
                            .repos())
                    .extracting(Repo::owner)
                    .containsOnly("alice");
        }
    }

    private static Which which(String words, boolean described, String topic) {
        return new Which(
                words, described, Optional.of(topic).filter(it -> !it.isEmpty()), Optional.empty(), Optional.empty());
    }
}
