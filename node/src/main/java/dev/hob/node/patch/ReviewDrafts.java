package dev.hob.node.patch;

import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.db.Database;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Limits;
import dev.hob.node.issue.Verdict;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Reviews that were begun and not sent yet: remarks that only their writer sees, until they say what they
/// think of the
/// whole. Shared between threads.
public final class ReviewDrafts {
    /// As many as a review takes at once.
    public static final int EACH_MAX = Patches.COMMENTS_AT_ONCE_MAX;

    private final Database database;
    private final Patches patches;
    private final InstantSource clock;
    /// One review is sent once, however often somebody presses the button.
    private final Map<String, ReentrantLock> sending = new ConcurrentHashMap<>();

    ReviewDrafts(Database database, Patches patches, InstantSource clock) {
        this.database = database;
        this.patches = patches;
        this.clock = clock;
    }

    /// A remark that was not sent yet.
    ///
    /// @param revision that it is about
    public record Pending(String id, ObjectId revision, CodeLocation location, String body, Instant at) {}

    /// Keeps a remark; says why not, if it cannot be. Whoever calls has asked whether they may speak.
    public Optional<String> add(
            Person by, RepoId rid, ObjectId patch, ObjectId revision, CodeLocation location, String body) {
        var objection = Limits.body(body, false);
        if (objection.isPresent()) return objection;
        return database.write(handle -> {
            int others = handle.createQuery("""
                            select count(*)
                              from review_draft
                             where person = :person and rid = :rid and patch = :patch""")
                    .bind("person", by.id())
                    .bind("rid", rid.value())
                    .bind("patch", patch.name())
                    .mapTo(Integer.class)
                    .one();
            if (others >= EACH_MAX)
                return Optional.of("A review has at most " + EACH_MAX + " remarks. Send these first.");
            handle.execute(
                    """
                    insert into review_draft
                        (id, person, rid, patch, revision, commit_id, path, old_start, old_end, new_start, new_end,
                         body, at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    UUID.randomUUID().toString(),
                    by.id(),
                    rid.value(),
                    patch.name(),
                    revision.name(),
                    location.commit().name(),
                    location.path(),
                    start(location.before()),
                    end(location.before()),
                    start(location.after()),
                    end(location.after()),
                    body,
                    clock.millis());
            return Optional.<String>empty();
        });
    }

    private static @Nullable Integer start(Optional<CodeRange> range) {
        return range.map(it -> it instanceof CodeRange.Lines(int start, int _) ? start : 0)
                .orElse(null);
    }

    private static @Nullable Integer end(Optional<CodeRange> range) {
        return range.map(it -> it instanceof CodeRange.Lines(int _, int end) ? end : 0)
                .orElse(null);
    }

    /// What somebody has not sent yet, the first one first.
    public List<Pending> of(Person person, RepoId rid, ObjectId patch) {
        return database.read(handle -> handle.createQuery("""
                        select id, revision, commit_id, path, old_start, old_end, new_start, new_end, body, at
                          from review_draft
                         where person = :person and rid = :rid and patch = :patch
                         order by at, id
                         limit :max""")
                .bind("person", person.id())
                .bind("rid", rid.value())
                .bind("patch", patch.name())
                .bind("max", EACH_MAX)
                .map(ReviewDrafts::pending)
                .list());
    }

    private static Pending pending(ResultSet row, StatementContext context) throws SQLException {
        var location = new CodeLocation(
                ObjectId.fromString(row.getString("commit_id")),
                row.getString("path"),
                range(row, "old_start", "old_end"),
                range(row, "new_start", "new_end"));
        return new Pending(
                row.getString("id"),
                ObjectId.fromString(row.getString("revision")),
                location,
                row.getString("body"),
                Instant.ofEpochMilli(row.getLong("at")));
    }

    private static Optional<CodeRange> range(ResultSet row, String start, String end) throws SQLException {
        int from = row.getInt(start);
        if (row.wasNull()) return Optional.empty();
        return Optional.of(new CodeRange.Lines(from, row.getInt(end)));
    }

    /// Says something else in a remark of one's own; says why not, if it cannot be.
    public Optional<String> change(Person by, String id, String body) {
        var objection = Limits.body(body, false);
        if (objection.isEmpty())
            database.writing(handle ->
                    handle.execute("update review_draft set body = ? where id = ? and person = ?", body, id, by.id()));
        return objection;
    }

    /// Takes a remark of one's own away.
    public void remove(Person by, String id) {
        database.writing(handle -> handle.execute("delete from review_draft where id = ? and person = ?", id, by.id()));
    }

    /// Sends a review with all that was kept for it. What was remarked on other revisions goes to these. A
    /// remark that
    /// was sent is kept no longer; when something is refused, the rest stays.
    ///
    /// @param revision that the verdict is about
    public Answer send(
            Repo repo, Person by, ObjectId patch, ObjectId revision, String summary, Optional<Verdict> verdict) {
        var turn = sending.computeIfAbsent(by.id(), _ -> new ReentrantLock());
        turn.lock();
        try {
            var kept = of(by, repo.rid(), patch).stream()
                    .collect(Collectors.groupingBy(Pending::revision, LinkedHashMap::new, Collectors.toList()));
            var now = kept.remove(revision);
            for (var earlier : kept.entrySet()) {
                var answer = send(repo, by, patch, earlier.getKey(), "", Optional.empty(), earlier.getValue());
                if (answer instanceof Answer.Refused) return answer;
            }
            if (now == null && summary.isBlank() && verdict.isEmpty() && !kept.isEmpty()) return new Answer.Same();
            return send(repo, by, patch, revision, summary, verdict, now == null ? List.of() : now);
        } finally {
            turn.unlock();
        }
    }

    private Answer send(
            Repo repo,
            Person by,
            ObjectId patch,
            ObjectId revision,
            String summary,
            Optional<Verdict> verdict,
            List<Pending> pending) {
        var remarks = pending.stream()
                .map(it -> new Patches.Remark(Optional.of(it.location()), it.body()))
                .toList();
        var answer = patches.review(repo, by, patch, revision, summary, verdict, remarks);
        if (!(answer instanceof Answer.Refused)) pending.forEach(it -> remove(by, it.id()));
        return answer;
    }
}
