package dev.hob.node.code;

import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;

/// What people have written for a branch and not committed yet: kept on this node only, and seen by nobody else. Shared
/// between threads.
public final class PendingChanges {
    /// How many files somebody changes on one branch before they commit.
    public static final int CHANGES_MAX = 100;

    /// How large all is that somebody has not committed yet, on whatever branches.
    public static final long BYTES_MAX = 16L << 20;

    /// For how long it is kept.
    public static final Duration LIFE = Duration.ofDays(30);

    private final Database database;
    private final InstantSource clock;

    public PendingChanges(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A change that is not committed yet.
    ///
    /// @param at when it was kept, in milliseconds: another one in its place has another time
    public record Kept(FileChange change, long at) {
        /// Where the branch has the file; empty when it is new.
        public Optional<CodePath> origin() {
            return switch (change) {
                case FileChange.Create _ -> Optional.empty();
                case FileChange.Update update -> Optional.of(update.from());
                case FileChange.Delete delete -> Optional.of(delete.path());
            };
        }

        /// The blob that its writer saw there; empty when the file is new.
        public Optional<ObjectId> expected() {
            return switch (change) {
                case FileChange.Create _ -> Optional.empty();
                case FileChange.Update update -> update.expected();
                case FileChange.Delete delete -> delete.expected();
            };
        }

        private boolean deletes() {
            return change instanceof FileChange.Delete;
        }

        /// What goes makes place for what comes.
        private int order() {
            return switch (change) {
                case FileChange.Delete _ -> 0;
                case FileChange.Update update -> update.from().equals(update.path()) ? 1 : 2;
                case FileChange.Create _ -> 3;
            };
        }
    }

    /// What somebody has written for a branch, in the order in which it can be committed.
    public List<Kept> of(Repo repo, String branch, Person by) {
        return database.read(handle -> all(handle, repo, branch, by)).stream()
                .sorted(Comparator.comparingInt(Kept::order))
                .toList();
    }

    /// What they have written about a file: by where the branch has it, or the path of a new one.
    public Optional<Kept> at(Repo repo, String branch, Person by, CodePath path) {
        return database.read(handle -> handle.createQuery("""
                        select path, origin, expected, content, at
                          from pending_change
                         where repository = :repository and branch = :branch and person = :person and at > :since
                           and content is not null
                           and (origin = :path or origin is null and path = :path)""")
                .bind("repository", repo.id().value())
                .bind("branch", branch)
                .bind("person", by.id())
                .bind("since", since())
                .bind("path", path.value())
                .map((row, _) -> kept(row))
                .findFirst());
    }

    /// How many files that are.
    public int count(Repo repo, String branch, Person by) {
        return database.read(handle -> handle.createQuery("""
                        select count(*)
                          from pending_change
                         where repository = :repository and branch = :branch and person = :person and at > :since""")
                .bind("repository", repo.id().value())
                .bind("branch", branch)
                .bind("person", by.id())
                .bind("since", since())
                .mapTo(Integer.class)
                .one());
    }

    /// The branches for which they have written something, by name.
    public List<String> branches(Repo repo, Person by) {
        return database.read(handle -> handle.createQuery("""
                        select distinct branch
                          from pending_change
                         where repository = :repository and person = :person and at > :since
                         order by branch""")
                .bind("repository", repo.id().value())
                .bind("person", by.id())
                .bind("since", since())
                .mapTo(String.class)
                .list());
    }

    /// Makes what was written for one branch wait for another. False when something waits there already, which may be
    /// about the same files: then all stays as it is.
    public boolean bring(Repo repo, String from, String to, Person by) {
        return database.write(handle -> {
            if (!all(handle, repo, to, by).isEmpty()) return false;
            handle.execute(
                    "delete from pending_change where repository = ? and branch = ? and person = ?",
                    repo.id().value(),
                    to,
                    by.id());
            handle.execute(
                    "update pending_change set branch = ? where repository = ? and branch = ? and person = ?",
                    to,
                    repo.id().value(),
                    from,
                    by.id());
            return true;
        });
    }

    private long since() {
        return clock.millis() - LIFE.toMillis();
    }

    private List<Kept> all(Handle handle, Repo repo, String branch, Person by) {
        return handle.createQuery("""
                        select path, origin, expected, content, at
                          from pending_change
                         where repository = :repository and branch = :branch and person = :person and at > :since
                         order by path
                         limit :max""")
                .bind("repository", repo.id().value())
                .bind("branch", branch)
                .bind("person", by.id())
                .bind("since", since())
                .bind("max", CHANGES_MAX)
                .map((row, _) -> kept(row))
                .list();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        var path = new CodePath(row.getString("path"));
        var origin = Optional.ofNullable(row.getString("origin")).map(CodePath::new);
        var expected = Optional.ofNullable(row.getString("expected")).map(ObjectId::fromString);
        var content = Optional.ofNullable(row.getString("content"))
                .map(it -> Base64.getDecoder().decode(it));
        FileChange change = content.isEmpty()
                ? new FileChange.Delete(path, expected)
                : origin.isEmpty()
                        ? new FileChange.Create(path, content.get())
                        : new FileChange.Update(path, origin.get(), expected, content.get());
        return new Kept(change, row.getLong("at"));
    }

    /// Keeps changes, each in the place of what there was of the same file. Says why not, if they cannot be; then none
    /// is.
    ///
    /// @param replaced the path of a change that one of them takes the place of
    public Optional<String> keep(
            Repo repo, String branch, Person by, List<FileChange> changes, Optional<CodePath> replaced) {
        return database.write(handle -> {
            handle.execute("delete from pending_change where at <= ?", since());
            var before = new TreeMap<String, Kept>();
            for (var kept : all(handle, repo, branch, by))
                before.put(kept.change().path().value(), kept);
            var after = new TreeMap<>(before);
            replaced.ifPresent(path -> after.remove(path.value()));
            for (var change : changes) {
                var objection = add(after, change);
                if (objection.isPresent()) return objection;
            }
            if (after.size() > CHANGES_MAX) return Optional.of(Messages.text("code.pending-files-max", CHANGES_MAX));
            var gone = different(before, after);
            var fresh = different(after, before);
            if (held(handle, by) - size(gone) + size(fresh) > BYTES_MAX)
                return Optional.of(Messages.text("code.pending-bytes-max", BYTES_MAX >> 20));
            for (var old : gone) remove(handle, repo, branch, by, old);
            for (var one : fresh) insert(handle, repo, branch, by, one);
            return Optional.<String>empty();
        });
    }

    /// Those that are not among the others: the same ones, not such as look alike.
    private static List<Kept> different(Map<String, Kept> these, Map<String, Kept> those) {
        var others = Collections.newSetFromMap(new IdentityHashMap<Kept, Boolean>());
        others.addAll(those.values());
        return these.values().stream().filter(it -> !others.contains(it)).toList();
    }

    private static long size(List<Kept> changes) {
        return changes.stream().mapToLong(it -> bytes(it.change()).length).sum();
    }

    private static byte[] bytes(FileChange change) {
        return switch (change) {
            case FileChange.Create create -> create.content();
            case FileChange.Update update -> update.content();
            case FileChange.Delete _ -> new byte[0];
        };
    }

    /// Puts a change among others.
    private Optional<String> add(Map<String, Kept> all, FileChange change) {
        String path = change.path().value();
        var fresh = new Kept(change, clock.millis());
        var same = Optional.ofNullable(all.get(path));
        // A file that goes and comes is changed.
        if (change instanceof FileChange.Create(var to, var content)
                && same.isPresent()
                && same.get().change() instanceof FileChange.Delete(var _, var expected))
            fresh = new Kept(new FileChange.Update(to, to, expected, content), fresh.at());
        if (change instanceof FileChange.Delete
                && same.filter(it -> it.origin().isEmpty()).isPresent()) {
            all.remove(path);
            return Optional.empty();
        }
        var origin = fresh.origin();
        if (origin.isPresent()) all.values().removeIf(it -> it.origin().equals(origin));
        else if (same.filter(it -> it.origin().isEmpty()).isPresent()) all.remove(path);
        if (all.containsKey(path)) return Optional.of(Messages.text("code.pending-path-is-taken", path));
        all.put(path, fresh);
        return Optional.empty();
    }

    private static long held(Handle handle, Person by) {
        return handle.createQuery("select coalesce(sum(bytes), 0) from pending_change where person = :person")
                .bind("person", by.id())
                .mapTo(Long.class)
                .one();
    }

    private static void insert(Handle handle, Repo repo, String branch, Person by, Kept kept) {
        var change = kept.change();
        byte[] bytes = bytes(change);
        handle.execute(
                """
                insert into pending_change (repository, branch, person, path, origin, expected, content, bytes, at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                repo.id().value(),
                branch,
                by.id(),
                change.path().value(),
                kept.origin().map(CodePath::value).orElse(null),
                kept.expected().map(ObjectId::name).orElse(null),
                kept.deletes() ? null : Base64.getEncoder().encodeToString(bytes),
                bytes.length,
                kept.at());
    }

    private static void remove(Handle handle, Repo repo, String branch, Person by, Kept kept) {
        handle.execute(
                "delete from pending_change where repository = ? and branch = ? and person = ? and path = ? and at = ?",
                repo.id().value(),
                branch,
                by.id(),
                kept.change().path().value(),
                kept.at());
    }

    /// Takes changes out, as far as nothing has taken their place: they are committed, or not wanted any more.
    public void takeOut(Repo repo, String branch, Person by, List<Kept> changes) {
        database.writing(handle -> changes.forEach(it -> remove(handle, repo, branch, by, it)));
    }
}
