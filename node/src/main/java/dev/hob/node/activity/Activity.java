package dev.hob.node.activity;

import dev.hob.node.db.Database;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Log;
import dev.hob.node.log.LogReader;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Finding;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StrayRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What happened lately in the repositories that somebody may see, newest first. A cache that follows the log; a page
/// waits for it for a moment, so that everybody sees what they just did. Shared between threads.
public final class Activity implements AutoCloseable {
    /// Behind every event.
    public static final long LATEST = Long.MAX_VALUE;

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int STEP = 100;
    /// How many events a page looks at, seen or not, before it leaves the rest to the next one.
    private static final int LOOKED_MAX = 2_000;
    /// How far back a page looks for what is watched: whoever watches little would else look at everything.
    private static final long WATCHED_SPAN = 50_000;

    private static final List<StrayRows> STRAYS = List.of(
            StrayRows.ofRepository("activity", "events are"),
            new StrayRows(
                    "activity",
                    "not exists (select 1 from log l where l.position = x.id / " + Notes.PARTS_MAX + ")",
                    "events are of places that the log does not have"));

    private final Database database;
    private final Log log;
    private final Repos repos;
    private final Access access;
    private final LogReader reader;

    public Activity(Database database, Log log, Repos repos, Access access, Storage storage) {
        this.database = database;
        this.log = log;
        this.repos = repos;
        this.access = access;
        this.reader = new LogReader("activity", database, log, new Notes(storage)::of);
    }

    /// Which events are looked among.
    public sealed interface Shelf {
        /// All of them.
        record Everything() implements Shelf {}

        /// In the repositories that somebody watches.
        record Watched(Person person) implements Shelf {}

        /// In one repository.
        record In(Repo repo) implements Shelf {}

        /// Done by one person.
        record By(Person person) implements Shelf {}
    }

    /// Some of them, and the id before which the rest is.
    public record Page(List<Event> events, Optional<Long> next) {
        public Page {
            events = List.copyOf(events);
        }
    }

    private record Row(long id, RepositoryId repository, Optional<Pushed> pushed) {
        long position() {
            return id / Notes.PARTS_MAX;
        }
    }

    /// Begins to follow the log.
    public void start() {
        reader.start();
    }

    /// The latest events before an id that a viewer may see.
    public Page before(Viewer viewer, Shelf shelf, long id, int max) {
        reader.await(PATIENCE);
        var look = new Look(viewer);
        long last = Math.min(id, (log.head() + 1) * Notes.PARTS_MAX);
        long floor = shelf instanceof Shelf.Watched ? Math.max(0, last - WATCHED_SPAN) : 0;
        var found = new ArrayList<Row>();
        for (int looked = 0; looked < LOOKED_MAX; looked += STEP) {
            var rows = rows(shelf, last, floor);
            look.find(rows);
            for (var row : rows) {
                last = row.id();
                if (look.repo(row).isEmpty()) continue;
                if (found.size() == max)
                    return new Page(
                            look.events(found), Optional.of(found.getLast().id()));
                found.add(row);
            }
            if (rows.size() < STEP)
                return new Page(look.events(found), floor > 0 ? Optional.of(floor) : Optional.empty());
        }
        return new Page(look.events(found), Optional.of(last));
    }

    private List<Row> rows(Shelf shelf, long before, long floor) {
        String condition =
                switch (shelf) {
                    case Shelf.Everything() -> "1 = 1";
                    case Shelf.Watched _ ->
                        "exists (select 1 from watch w where w.repository = a.repository and w.person = :whose"
                                + " and not w.ignored)";
                    case Shelf.In _ -> "a.repository = :whose";
                    case Shelf.By _ -> "a.person = :whose";
                };
        String whose =
                switch (shelf) {
                    case Shelf.Everything() -> "";
                    case Shelf.Watched(var person) -> person.id();
                    case Shelf.In(var repo) -> repo.id().value();
                    case Shelf.By(var person) -> person.id();
                };
        return database.read(handle -> handle.createQuery(
                        "select a.id, a.repository, a.pushed from activity a where a.id < :before and a.id >= :floor"
                                + " and " + condition + " order by a.id desc limit :max")
                .bindMap(shelf instanceof Shelf.Everything ? Map.of() : Map.of("whose", whose))
                .bind("before", before)
                .bind("floor", floor)
                .bind("max", STEP)
                .map((row, _) -> new Row(
                        row.getLong("id"),
                        new RepositoryId(row.getString("repository")),
                        Optional.ofNullable(row.getString("pushed")).map(Pushed::parse)))
                .list());
    }

    /// Forgets everything, and makes it again from the log and from git; how many events there are.
    public long rebuild() {
        reader.again(handle -> handle.execute("delete from activity"));
        return database.read(Activity::count);
    }

    /// What is kept of nothing that is there.
    public List<Finding> examine() {
        if (reader.isBeyond()) return List.of(Finding.mendable("what happened is read from beyond the end of the log"));
        reader.catchUp();
        return database.read(handle ->
                STRAYS.stream().flatMap(rows -> rows.find(handle).stream()).toList());
    }

    /// Takes that away.
    public void mend() {
        if (reader.isBeyond()) rebuild();
        database.writing(handle -> STRAYS.forEach(rows -> rows.remove(handle)));
    }

    private static long count(Handle handle) {
        return handle.createQuery("select count(*) from activity")
                .mapTo(Long.class)
                .one();
    }

    @Override
    public void close() {
        reader.close();
    }

    /// One viewer's look: what was found once is not asked for again.
    private final class Look {
        private final Viewer viewer;
        private final Map<RepositoryId, Optional<Repo>> seen = new HashMap<>();

        Look(Viewer viewer) {
            this.viewer = viewer;
        }

        /// Finds the repositories of some rows, together.
        void find(List<Row> rows) {
            var fresh = new LinkedHashSet<RepositoryId>();
            for (var row : rows) if (!seen.containsKey(row.repository())) fresh.add(row.repository());
            var found = repos.byIds(fresh);
            for (var id : fresh)
                seen.put(id, Optional.ofNullable(found.get(id)).filter(repo -> access.may(viewer, Right.READ, repo)));
        }

        Optional<Repo> repo(Row row) {
            return seen.getOrDefault(row.repository(), Optional.empty());
        }

        List<Event> events(List<Row> rows) {
            var entries =
                    log.at(new LinkedHashSet<>(rows.stream().map(Row::position).toList()));
            var talks = Talks.of(
                    database, entries.values().stream().map(Entry::change).toList());
            var events = new ArrayList<Event>();
            for (var row : rows) {
                var entry = entries.get(row.position());
                var repo = repo(row);
                if (entry == null || repo.isEmpty())
                    throw new AssertionError("an event without its log entry: " + row.id());
                events.add(new Event(
                        row.id(),
                        entry.at(),
                        entry.origin(),
                        repo.get(),
                        entry.change(),
                        row.pushed(),
                        talks.about(entry.change())));
            }
            return events;
        }
    }
}
