package dev.hob.node.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.MasterKey;
import dev.hob.node.activity.Activity.Shelf;
import dev.hob.node.db.Database;
import dev.hob.node.db.Engine;
import dev.hob.node.db.OnEachDatabase;
import dev.hob.node.log.Change;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Custody;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.refs.Refs;
import dev.hob.node.refs.RepoEdits;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.node.repo.RowIdentity;
import dev.hob.node.repo.Stars;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.TransferOffers;
import dev.hob.node.repo.Watches;
import dev.hob.node.repo.Watches.Wish;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.io.TempDir;

/// What is told of what happened, to whom, and that it can be made again.
class ActivityTest {
    @TempDir
    Path folder;

    /// The stores that activity stands on, with alice and bob.
    private static final class Rooms implements AutoCloseable {
        final Database database;
        final Storage storage;
        final People people;
        final Repos repos;
        final Refs refs;
        final RepoEdits edits;
        final Stars stars;
        final Watches watches;
        final Activity activity;
        final Person alice;
        final Person bob;
        private final AtomicLong seconds = new AtomicLong(1_700_000_000);

        Rooms(Engine engine, Path folder) {
            InstantSource clock = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
            database = engine.open(folder);
            storage = Storage.open(folder.resolve("storage"));
            var log = new Log(database, clock);
            var custody = new Custody(database, MasterKey.open(folder.resolve("master.key")), clock);
            people = new People(database, log, custody, clock);
            var intents = new Intents(database);
            repos = new Repos(database, log, intents, custody, storage, clock);
            refs = new Refs(
                    database,
                    log,
                    intents,
                    custody,
                    storage,
                    repos,
                    new RowIdentity(database, clock),
                    (_, _, _, _) -> {},
                    clock);
            edits = new RepoEdits(refs, repos, new TransferOffers(database, repos, clock));
            stars = new Stars(database, log, people, clock);
            watches = new Watches(database, people, clock);
            activity = new Activity(database, log, repos, new Access(database), storage);
            activity.start();
            alice = person("alice");
            bob = person("bob");
        }

        Person person(String name) {
            var made = people.create(name, name + "@example.org", Optional.empty(), false);
            return ((People.Creation.Created) made).person();
        }

        Repo repo(Person owner, String name, boolean isPrivate) {
            return ((Repos.Creation.Created) refs.create(owner, name, isPrivate, "", "main")).repo();
        }

        ObjectId commit(Repo repo, String message, ObjectId... parents) throws IOException {
            try (var repository = storage.open(repo.rid());
                    var inserter = repository.newObjectInserter()) {
                var commit = new CommitBuilder();
                commit.setTreeId(inserter.insert(Constants.OBJ_TREE, new TreeFormatter().toByteArray()));
                var at = Instant.ofEpochSecond(seconds.incrementAndGet());
                var ident = new PersonIdent("Alice", "alice@example.org", at, ZoneOffset.UTC);
                commit.setAuthor(ident);
                commit.setCommitter(ident);
                commit.setMessage(message);
                commit.setParentIds(parents);
                var id = inserter.insert(commit);
                inserter.flush();
                return id;
            }
        }

        ObjectId tag(Repo repo, String name, ObjectId commit, String message) throws IOException {
            try (var repository = storage.open(repo.rid());
                    var inserter = repository.newObjectInserter()) {
                var tag = new TagBuilder();
                tag.setTag(name);
                tag.setObjectId(commit, Constants.OBJ_COMMIT);
                tag.setTagger(new PersonIdent("Alice", "alice@example.org"));
                tag.setMessage(message);
                var id = inserter.insert(tag);
                inserter.flush();
                return id;
            }
        }

        void push(Repo repo, RefMove... moves) {
            var verdict = refs.move(repo, new Origin.Here(alice.id()), List.of(moves), () -> {}, Optional.empty());
            assertThat(verdict).isInstanceOf(Refs.Verdict.Moved.class);
        }

        static RefMove made(String ref, ObjectId id) {
            return new RefMove(ref, RefMove.ABSENT, id.name());
        }

        static RefMove moved(String ref, ObjectId before, ObjectId after) {
            return new RefMove(ref, before.name(), after.name());
        }

        List<Event> seen(Viewer viewer, Shelf shelf) {
            return activity.before(viewer, shelf, Activity.LATEST, 100).events();
        }

        /// Which repositories it happened in, newest first.
        List<String> where(Viewer viewer, Shelf shelf) {
            return seen(viewer, shelf).stream()
                    .map(event -> event.repo().name())
                    .toList();
        }

        @Override
        public void close() {
            activity.close();
            storage.close();
            database.close();
        }
    }

    @OnEachDatabase
    void a_push_tells_of_each_branch_and_tag_with_what_came(Engine engine) throws IOException {
        try (var rooms = new Rooms(engine, folder)) {
            var tea = rooms.repo(rooms.alice, "tea", false);
            var one = rooms.commit(tea, "One\n\nMore of it");
            var two = rooms.commit(tea, "Two", one);
            rooms.push(tea, Rooms.made("refs/heads/main", two));
            var three = rooms.commit(tea, "Three", two);
            var four = rooms.commit(tea, "Four", three);
            rooms.push(
                    tea,
                    Rooms.moved("refs/heads/main", two, four),
                    Rooms.made("refs/tags/v1", rooms.tag(tea, "v1", four, "The first\n\nOf many")));
            var other = rooms.commit(tea, "Other", one);
            rooms.push(tea, Rooms.moved("refs/heads/main", four, other));
            rooms.push(
                    tea,
                    new RefMove(
                            "refs/tags/v1",
                            rooms.refs.view(tea).refs().get("refs/tags/v1").name(),
                            RefMove.ABSENT));

            var told = rooms.seen(Viewer.ANYONE, new Shelf.In(tea));
            assertThat(told)
                    .extracting(event -> event.change().getClass().getSimpleName())
                    .containsExactly(
                            "RefsMoved", "RefsMoved", "RefsMoved", "RefsMoved", "RefsMoved", "RepositoryCreated");
            assertThat(told)
                    .extracting(Event::id)
                    .isSortedAccordingTo((a, b) -> Long.compare(b, a))
                    .doesNotHaveDuplicates();
            assertThat(told.getFirst().pushed()).hasValueSatisfying(gone -> {
                assertThat(gone.isTag()).isTrue();
                assertThat(gone.move().deletes()).isTrue();
                assertThat(gone.latest()).isEmpty();
            });
            assertThat(told.get(1).pushed()).hasValueSatisfying(forced -> {
                assertThat(forced.forced()).isTrue();
                assertThat(forced.commits()).isEqualTo(1);
                assertThat(forced.latest()).extracting(Pushed.Line::subject).containsExactly("Other");
            });
            assertThat(told.subList(2, 4))
                    .extracting(event -> event.pushed().orElseThrow().name())
                    .containsExactlyInAnyOrder("main", "v1");
            for (var event : told.subList(2, 4)) {
                var pushed = event.pushed().orElseThrow();
                if (pushed.isTag()) {
                    assertThat(pushed.said()).isEqualTo("The first");
                    assertThat(pushed.latest()).extracting(Pushed.Line::subject).containsExactly("Four");
                } else {
                    assertThat(pushed.forced()).isFalse();
                    assertThat(pushed.commits()).isEqualTo(2);
                    assertThat(pushed.latest()).extracting(Pushed.Line::subject).containsExactly("Four", "Three");
                    assertThat(pushed.latest().getFirst().author()).isEqualTo("Alice");
                }
            }
            assertThat(told.get(4).pushed()).hasValueSatisfying(first -> {
                assertThat(first.isNew()).isTrue();
                assertThat(first.commits()).isEqualTo(2);
            });
        }
    }

    @OnEachDatabase
    void a_push_of_very_many_is_told_in_one_line(Engine engine) throws IOException {
        try (var rooms = new Rooms(engine, folder)) {
            var tea = rooms.repo(rooms.alice, "tea", false);
            var one = rooms.commit(tea, "One");
            var moves = new ArrayList<RefMove>();
            for (int i = 0; i < 9; i++) moves.add(Rooms.made("refs/tags/v" + i, one));
            rooms.push(tea, moves.toArray(RefMove[]::new));
            assertThat(rooms.seen(Viewer.ANYONE, new Shelf.In(tea)))
                    .hasSize(2)
                    .first()
                    .satisfies(event -> {
                        assertThat(event.pushed()).isEmpty();
                        assertThat(((Change.RefsMoved) event.change()).moves()).hasSize(9);
                    });
        }
    }

    @OnEachDatabase
    void everybody_is_told_of_what_they_may_see_now_and_of_nothing_else(Engine engine) {
        try (var rooms = new Rooms(engine, folder)) {
            var alice = Viewer.of(rooms.alice);
            var bob = Viewer.of(rooms.bob);
            var tea = rooms.repo(rooms.alice, "tea", false);
            var secret = rooms.repo(rooms.alice, "secret", true);
            var shared = rooms.repo(rooms.alice, "shared", true);
            rooms.edits.addCollaborator(shared, rooms.alice, rooms.bob, Right.READ);
            rooms.stars.give(secret, rooms.alice);

            var everything = new Shelf.Everything();
            assertThat(rooms.where(alice, everything)).containsExactly("secret", "shared", "secret", "tea");
            assertThat(rooms.where(bob, everything)).containsExactly("shared", "tea");
            assertThat(rooms.where(Viewer.ANYONE, everything)).containsExactly("tea");
            var by = new Shelf.By(rooms.alice);
            assertThat(rooms.where(Viewer.ANYONE, by)).containsExactly("tea");
            assertThat(rooms.where(bob, by)).containsExactly("shared", "tea");
            assertThat(rooms.where(bob, new Shelf.In(secret))).isEmpty();

            rooms.edits.setPrivate(tea, rooms.alice, true);
            assertThat(rooms.where(Viewer.ANYONE, everything)).isEmpty();
            rooms.edits.removeCollaborator(shared, rooms.alice, rooms.bob);
            assertThat(rooms.where(bob, everything)).isEmpty();
            rooms.edits.setPrivate(secret, rooms.alice, false);
            assertThat(rooms.where(Viewer.ANYONE, everything)).containsExactly("secret", "secret", "secret");
        }
    }

    @OnEachDatabase
    void what_is_watched_is_told_apart(Engine engine) {
        try (var rooms = new Rooms(engine, folder)) {
            var bob = Viewer.of(rooms.bob);
            var tea = rooms.repo(rooms.alice, "tea", false);
            var pot = rooms.repo(rooms.alice, "pot", false);
            rooms.repo(rooms.bob, "cup", false);
            var watched = new Shelf.Watched(rooms.bob);
            assertThat(rooms.where(bob, watched)).containsExactly("cup");
            rooms.watches.wish(tea, rooms.bob, Wish.WATCHING);
            rooms.watches.wish(pot, rooms.bob, Wish.IGNORING);
            assertThat(rooms.where(bob, watched)).containsExactly("cup", "tea");
        }
    }

    @OnEachDatabase
    void a_star_that_is_taken_back_was_never_given(Engine engine) {
        try (var rooms = new Rooms(engine, folder)) {
            var tea = rooms.repo(rooms.alice, "tea", false);
            rooms.stars.give(tea, rooms.bob);
            rooms.stars.give(tea, rooms.alice);
            assertThat(rooms.seen(Viewer.ANYONE, new Shelf.In(tea))).hasSize(3);
            rooms.stars.takeBack(tea, rooms.bob);
            assertThat(rooms.seen(Viewer.ANYONE, new Shelf.By(rooms.bob))).isEmpty();
            assertThat(rooms.seen(Viewer.ANYONE, new Shelf.In(tea))).hasSize(2);
            rooms.stars.give(tea, rooms.bob);
            rooms.people.delete(rooms.bob);
            assertThat(rooms.seen(Viewer.ANYONE, new Shelf.In(tea)))
                    .as("it went with who gave it")
                    .hasSize(2);
            rooms.repos.delete(tea, rooms.alice);
            assertThat(rooms.seen(Viewer.of(rooms.alice), new Shelf.Everything()))
                    .isEmpty();
        }
    }

    @OnEachDatabase
    void pages_follow_each_other_without_a_gap(Engine engine) {
        try (var rooms = new Rooms(engine, folder)) {
            for (int i = 0; i < 25; i++) rooms.repo(rooms.alice, "tea-" + i, i % 2 == 1);
            var names = new ArrayList<String>();
            Optional<Long> next = Optional.of(Activity.LATEST);
            int pages = 0;
            while (next.isPresent()) {
                var page = rooms.activity.before(Viewer.ANYONE, new Shelf.Everything(), next.get(), 4);
                page.events().forEach(event -> names.add(event.repo().name()));
                next = page.next();
                pages++;
            }
            assertThat(pages).isEqualTo(4);
            assertThat(names)
                    .hasSize(13)
                    .doesNotHaveDuplicates()
                    .startsWith("tea-24")
                    .endsWith("tea-0");
        }
    }

    @OnEachDatabase
    void it_is_made_again_as_it_was(Engine engine) throws IOException {
        try (var rooms = new Rooms(engine, folder)) {
            var tea = rooms.repo(rooms.alice, "tea", false);
            var gone = rooms.repo(rooms.alice, "gone", false);
            rooms.push(gone, Rooms.made("refs/heads/main", rooms.commit(gone, "Gone")));
            var one = rooms.commit(tea, "One");
            rooms.push(tea, Rooms.made("refs/heads/main", one));
            rooms.push(tea, Rooms.moved("refs/heads/main", one, rooms.commit(tea, "Two", one)));
            rooms.stars.give(tea, rooms.bob);
            rooms.stars.give(tea, rooms.alice);
            rooms.stars.takeBack(tea, rooms.alice);
            rooms.repos.delete(gone, rooms.alice);
            var before = rooms.seen(Viewer.ANYONE, new Shelf.Everything());

            rooms.database.writing(handle -> handle.execute("update activity set pushed = null, person = ''"));
            assertThat(rooms.seen(Viewer.ANYONE, new Shelf.Everything())).isNotEqualTo(before);
            assertThat(rooms.activity.rebuild()).isEqualTo(before.size()).isEqualTo(4);
            assertThat(rooms.seen(Viewer.ANYONE, new Shelf.Everything())).isEqualTo(before);
        }
    }
}
