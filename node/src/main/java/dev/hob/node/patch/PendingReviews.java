package dev.hob.node.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.db.Database;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Limits;
import dev.hob.node.issue.Verdict;
import dev.hob.node.language.Messages;
import dev.hob.node.log.RepoId;
import dev.hob.node.patch.Patches.Remark;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Reviews that somebody is still writing: kept on this node only, seen by nobody else, and signed when they are
/// given. One of each person and pull request. Shared between threads.
public final class PendingReviews {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> TABLES = List.of("pending_remark", "pending_review");

    private final Database database;
    private final Patches patches;
    private final PatchReading reading;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    /// One review is given once, however often somebody presses the button.
    private final LoadingCache<String, ReentrantLock> turns =
            Caffeine.newBuilder().weakValues().build(_ -> new ReentrantLock());

    PendingReviews(Database database, Patches patches, PatchReading reading, InstantSource clock) {
        this.database = database;
        this.patches = patches;
        this.reading = reading;
        this.clock = clock;
    }

    /// A review that is not given yet.
    ///
    /// @param id of its own: the review has another one once it is given
    public record Pending(ObjectId id, ObjectId revision, String body, Instant at, List<Remark> remarks) {
        public Pending {
            remarks = List.copyOf(remarks);
        }
    }

    /// What somebody has begun.
    public Optional<Pending> of(RepoId rid, ObjectId patch, Person person) {
        return database.read(handle -> find(handle, rid, patch, person));
    }

    private static Optional<Pending> find(Handle handle, RepoId rid, ObjectId patch, Person person) {
        var remarks = handle.createQuery("""
                        select location, body
                          from pending_remark
                         where rid = :rid and patch = :patch and person = :person
                         order by position""")
                .bind("rid", rid.value())
                .bind("patch", patch.name())
                .bind("person", person.id())
                .map((row, _) -> new Remark(location(row.getString("location")), row.getString("body")))
                .list();
        return handle.createQuery("""
                        select id, revision, body, at
                          from pending_review
                         where rid = :rid and patch = :patch and person = :person""")
                .bind("rid", rid.value())
                .bind("patch", patch.name())
                .bind("person", person.id())
                .map((row, _) -> new Pending(
                        ObjectId.fromString(row.getString("id")),
                        ObjectId.fromString(row.getString("revision")),
                        row.getString("body"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        remarks))
                .findOne();
    }

    private static Optional<CodeLocation> location(@Nullable String json) {
        if (json == null) return Optional.empty();
        try {
            return CodeLocation.parse(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError("a row that we wrote is no JSON", e);
        }
    }

    /// A remark of a review that is not given yet.
    ///
    /// @param number by which it is changed or taken out
    public record Kept(int number, Remark remark) {}

    /// What somebody has remarked and not given yet, the first one first.
    public List<Kept> kept(RepoId rid, ObjectId patch, Person person) {
        return database.read(handle -> handle.createQuery("""
                        select position, location, body
                          from pending_remark
                         where rid = :rid and patch = :patch and person = :person
                         order by position
                         limit :max""")
                .bind("rid", rid.value())
                .bind("patch", patch.name())
                .bind("person", person.id())
                .bind("max", Patches.COMMENTS_AT_ONCE_MAX)
                .map((row, _) -> new Kept(
                        row.getInt("position"), new Remark(location(row.getString("location")), row.getString("body"))))
                .list());
    }

    /// Says something else in a remark; says why not, if it cannot be.
    public Optional<String> change(RepoId rid, ObjectId patch, Person by, int number, String body) {
        var objection = Limits.body(body, false);
        if (objection.isEmpty())
            database.writing(handle -> handle.execute(
                    "update pending_remark set body = ? where rid = ? and patch = ? and person = ? and position = ?",
                    body,
                    rid.value(),
                    patch.name(),
                    by.id(),
                    number));
        return objection;
    }

    /// Takes a remark out. A review without remarks and words is none.
    public void takeOut(RepoId rid, ObjectId patch, Person by, int number) {
        database.writing(handle -> {
            handle.execute(
                    "delete from pending_remark where rid = ? and patch = ? and person = ? and position = ?",
                    rid.value(),
                    patch.name(),
                    by.id(),
                    number);
            handle.execute("""
                    delete from pending_review
                     where rid = ? and patch = ? and person = ? and body = ''
                       and not exists (select 1 from pending_remark r
                                        where r.rid = pending_review.rid and r.patch = pending_review.patch
                                          and r.person = pending_review.person)""", rid.value(), patch.name(), by.id());
        });
    }

    /// Begins a review, or goes on with the one that was begun: words take the place of earlier words, remarks
    /// are
    /// added. The answer's entry is its id.
    public Answer write(Repo repo, Person by, ObjectId patch, ObjectId revision, String body, List<Remark> remarks) {
        var objection = Limits.body(body, true);
        for (var remark : remarks) objection = objection.or(() -> Limits.body(remark.body(), false));
        if (objection.isPresent()) return Answer.invalid(objection.get());
        var found = reading.find(repo.rid(), patch);
        if (found.isEmpty()) return Answer.missing(Messages.text("patch.no-such-pull-request"));
        if (reading.revisions(repo.rid(), patch).stream()
                .noneMatch(it -> it.id().equals(revision) && !it.redacted()))
            return Answer.missing(Messages.text("patch.no-such-revision-any-more"));
        return database.write(handle -> {
            var before = find(handle, repo.rid(), patch, by);
            int many = before.map(it -> it.remarks().size()).orElse(0);
            int next = next(handle, repo.rid(), patch, by);
            if (many + remarks.size() > Patches.COMMENTS_AT_ONCE_MAX)
                return Answer.invalid(Messages.text("patch.remarks-at-once-max", Patches.COMMENTS_AT_ONCE_MAX));
            var id = before.map(Pending::id).orElseGet(this::fresh);
            handle.execute(
                    """
                    insert into pending_review (rid, patch, person, id, revision, body, at)
                    values (?, ?, ?, ?, ?, ?, ?)
                    on conflict (rid, patch, person) do update
                       set revision = excluded.revision, body = excluded.body, at = excluded.at""",
                    repo.rid().value(),
                    patch.name(),
                    by.id(),
                    id.name(),
                    revision.name(),
                    body.isBlank() ? before.map(Pending::body).orElse("") : body,
                    clock.millis());
            for (int i = 0; i < remarks.size(); i++)
                handle.execute(
                        """
                        insert into pending_remark (rid, patch, person, position, location, body)
                        values (?, ?, ?, ?, ?, ?)""",
                        repo.rid().value(),
                        patch.name(),
                        by.id(),
                        next + i,
                        remarks.get(i)
                                .location()
                                .map(it -> it.json().toString())
                                .orElse(null),
                        remarks.get(i).body());
            return new Answer.Done(id);
        });
    }

    private static int next(Handle handle, RepoId rid, ObjectId patch, Person by) {
        return handle.createQuery("""
                        select coalesce(max(position) + 1, 0)
                          from pending_remark
                         where rid = :rid and patch = :patch and person = :person""")
                .bind("rid", rid.value())
                .bind("patch", patch.name())
                .bind("person", by.id())
                .mapTo(Integer.class)
                .one();
    }

    private ObjectId fresh() {
        byte[] bytes = new byte[Constants.OBJECT_ID_LENGTH];
        random.nextBytes(bytes);
        return ObjectId.fromRaw(bytes);
    }

    /// Gives it: from now on it is a review, whose id the answer's entry is.
    public Answer submit(Repo repo, Person by, ObjectId patch, String body, Optional<Verdict> verdict) {
        return submit(repo, by, patch, Optional.empty(), body, verdict);
    }

    /// The same, of a revision that is perhaps newer than the one it was begun with.
    public Answer submit(
            Repo repo, Person by, ObjectId patch, Optional<ObjectId> revision, String body, Optional<Verdict> verdict) {
        // However often somebody presses the button, it is given once.
        var turn = turns.get(by.id());
        turn.lock();
        try {
            var pending = of(repo.rid(), patch, by);
            if (pending.isEmpty()) return Answer.missing(Messages.text("patch.no-review-of-yours-waits"));
            var it = pending.get();
            String words = body.isBlank() ? it.body() : body;
            var answer = patches.review(repo, by, patch, revision.orElse(it.revision()), words, verdict, it.remarks());
            if (!(answer instanceof Answer.Refused)) drop(repo.rid(), patch, by);
            return answer;
        } finally {
            turn.unlock();
        }
    }

    /// Throws it away; whether there was one.
    public boolean drop(RepoId rid, ObjectId patch, Person by) {
        return database.write(handle -> {
            int gone = 0;
            for (String table : TABLES)
                gone = handle.createUpdate(
                                "delete from " + table + " where rid = :rid and patch = :patch and person = :person")
                        .bind("rid", rid.value())
                        .bind("patch", patch.name())
                        .bind("person", by.id())
                        .execute();
            return gone > 0;
        });
    }
}
