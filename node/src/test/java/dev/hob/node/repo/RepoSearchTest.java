package dev.hob.node.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.MasterKey;
import dev.hob.node.db.Database;
import dev.hob.node.db.Engine;
import dev.hob.node.db.OnEachDatabase;
import dev.hob.node.log.Log;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Custody;
import dev.hob.node.people.Grant;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.RepoSearch.Order;
import dev.hob.node.repo.RepoSearch.Shelf;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
            database.writing(handle -> handle.execute(
                    """
                    insert into repository
                        (id, rid, owner, name, name_key, did, description, is_private, default_branch, created, updated)
                    values (?, 'rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5', ?, ?, ?, ?, ?, ?, 'main', ?, ?)""",
                    id.value(),
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

        @Override
        public void close() {
            database.close();
        }
    }

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
            library.database.writing(handle -> handle.execute(
                    "insert into collaborator (repository, person, access) values (?, ?, 'READ')",
                    shared.value(),
                    library.bob.id()));
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
}
