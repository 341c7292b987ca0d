package dev.hob.node.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.db.Database;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Limits;
import dev.hob.node.issue.Verdict;
import dev.hob.node.log.RepoId;
import dev.hob.node.patch.Patches.Remark;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;

/// Reviews that somebody is still writing: kept on this node only, seen by nobody else, and signed when they are given.
/// One of each person and pull request; what is remarked on its revisions goes to each of them. Shared between threads.
public final class PendingReviews {
    /// As many as a review takes at once.
    public static final int REMARKS_MAX = Patches.COMMENTS_AT_ONCE_MAX;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> TABLES = List.of("pending_remark", "pending_review");

    private final Database database;
    private final Patches patches;
    private final PatchReading reading;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    /// One review is given once, however often somebody presses the button.
    private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

    PendingReviews(Database database, Patches patches, PatchReading reading, InstantSource clock) {
        this.database = database;
        this.patches = patches;
        this.reading = reading;
        this.clock = clock;
    }

    /// A review that is not given yet.
    ///
    /// @param id of its own: the review has another one once it is given
    /// @param revision that was looked at last
    public record Pending(ObjectId id, ObjectId revision, String body, Instant at, List<Kept> remarks) {
        public Pending {
            remarks = List.copyOf(remarks);
        }
    }

    /// A remark of it.
    ///
    /// @param revision that it is about
    public record Kept(String id, ObjectId revision, CodeLocation location, String body, Instant at) {}

    /// What somebody has begun.
    public Optional<Pending> of(RepoId rid, ObjectId patch, Person person) {
        return database.read(handle -> find(handle, rid, patch, person));
    }

    /// Its remarks, the first one first; none when none was begun.
    public List<Kept> remarks(RepoId rid, ObjectId patch, Person person) {
        return database.read(handle -> remarks(handle, rid, patch, person));
    }

    private static Optional<Pending> find(Handle handle, RepoId rid, ObjectId patch, Person person) {
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
                        List.of()))
                .findOne()
                .map(it ->
                        new Pending(it.id(), it.revision(), it.body(), it.at(), remarks(handle, rid, patch, person)));
    }

    private static List<Kept> remarks(Handle handle, RepoId rid, ObjectId patch, Person person) {
        return handle.createQuery("""
                        select id, revision, location, body, at
                          from pending_remark
                         where rid = :rid and patch = :patch and person = :person
                         order by position""")
                .bind("rid", rid.value())
                .bind("patch", patch.name())
                .bind("person", person.id())
                .map((row, _) -> new Kept(
                        row.getString("id"),
                        ObjectId.fromString(row.getString("revision")),
                        location(row.getString("location")),
                        row.getString("body"),
                        Instant.ofEpochMilli(row.getLong("at"))))
                .list();
    }

    private static CodeLocation location(String json) {
        try {
            return CodeLocation.parse(MAPPER.readTree(json)).orElseThrow();
        } catch (JsonProcessingException e) {
            throw new AssertionError("a row that we wrote is no JSON", e);
        }
    }

    /// Begins a review, or goes on with the one that was begun: words take the place of earlier words, remarks are
    /// added. The answer's entry is its id. Whoever calls has asked whether they may speak.
    public Answer write(Repo repo, Person by, ObjectId patch, ObjectId revision, String body, List<Remark> remarks) {
        var objection = Limits.body(body, true);
        for (var remark : remarks) objection = objection.or(() -> Limits.body(remark.body(), false));
        if (objection.isPresent()) return Answer.invalid(objection.get());
        if (remarks.stream().anyMatch(it -> it.location().isEmpty()))
            return Answer.invalid("A remark is about a piece of code: say which.");
        var found = reading.find(repo.rid(), patch);
        if (found.isEmpty()) return Answer.missing("There is no such pull request.");
        if (reading.revisions(repo.rid(), patch).stream()
                .noneMatch(it -> it.id().equals(revision) && !it.redacted()))
            return Answer.missing("There is no such revision any more.");
        return database.write(handle -> {
            var before = find(handle, repo.rid(), patch, by);
            int many = before.map(it -> it.remarks().size()).orElse(0);
            if (many + remarks.size() > REMARKS_MAX)
                return Answer.invalid("A review has at most " + REMARKS_MAX + " remarks. Send these first.");
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
            for (var remark : remarks)
                handle.execute(
                        """
                        insert into pending_remark (rid, patch, person, position, id, revision, location, body, at)
                        select ?, ?, ?, coalesce(max(position), 0) + 1, ?, ?, ?, ?, ?
                          from pending_remark
                         where rid = ? and patch = ? and person = ?""",
                        repo.rid().value(),
                        patch.name(),
                        by.id(),
                        fresh().name(),
                        revision.name(),
                        remark.location().orElseThrow().json().toString(),
                        remark.body(),
                        clock.millis(),
                        repo.rid().value(),
                        patch.name(),
                        by.id());
            return new Answer.Done(id);
        });
    }

    private ObjectId fresh() {
        byte[] bytes = new byte[Constants.OBJECT_ID_LENGTH];
        random.nextBytes(bytes);
        return ObjectId.fromRaw(bytes);
    }

    /// Says something else in a remark of one's own; says why not, if it cannot be.
    public Optional<String> change(Person by, String id, String body) {
        var objection = Limits.body(body, false);
        if (objection.isEmpty())
            database.writing(handle -> handle.execute(
                    "update pending_remark set body = ? where id = ? and person = ?", body, id, by.id()));
        return objection;
    }

    /// Takes a remark of one's own away; with the last one goes a review that says nothing.
    public void remove(Person by, String id) {
        database.writing(handle -> {
            handle.execute("delete from pending_remark where id = ? and person = ?", id, by.id());
            handle.execute("""
                    delete from pending_review
                     where person = ? and body = ''
                       and not exists (select 1
                                         from pending_remark r
                                        where r.rid = pending_review.rid and r.patch = pending_review.patch
                                          and r.person = pending_review.person)""", by.id());
        });
    }

    /// Gives it: from now on it is a review, whose id the answer's entry is. A remark that was given is kept no longer;
    /// when something is refused, the rest stays.
    ///
    /// @param revision that the verdict is about; else the one that was looked at last
    public Answer submit(
            Repo repo, Person by, ObjectId patch, Optional<ObjectId> revision, String body, Optional<Verdict> verdict) {
        var turn = turns.computeIfAbsent(by.id(), _ -> new ReentrantLock());
        turn.lock();
        try {
            var begun = of(repo.rid(), patch, by);
            if (begun.isEmpty() && revision.isEmpty()) return Answer.missing("There is no review of yours that waits.");
            var about = revision.or(() -> begun.map(Pending::revision)).orElseThrow();
            String words = body.isBlank() ? begun.map(Pending::body).orElse("") : body;
            var kept = begun.map(Pending::remarks).orElse(List.of()).stream()
                    .collect(Collectors.groupingBy(Kept::revision, LinkedHashMap::new, Collectors.toList()));
            var now = Optional.ofNullable(kept.remove(about)).orElse(List.of());
            for (var earlier : kept.entrySet()) {
                var answer = give(repo, by, patch, earlier.getKey(), "", Optional.empty(), earlier.getValue());
                if (answer instanceof Answer.Refused) return answer;
            }
            boolean nothingMore = now.isEmpty() && words.isBlank() && verdict.isEmpty() && !kept.isEmpty();
            var answer = nothingMore ? new Answer.Same() : give(repo, by, patch, about, words, verdict, now);
            if (!(answer instanceof Answer.Refused)) drop(repo.rid(), patch, by);
            return answer;
        } finally {
            turn.unlock();
        }
    }

    private Answer give(
            Repo repo,
            Person by,
            ObjectId patch,
            ObjectId revision,
            String words,
            Optional<Verdict> verdict,
            List<Kept> kept) {
        var remarks = kept.stream()
                .map(it -> new Remark(Optional.of(it.location()), it.body()))
                .toList();
        var answer = patches.review(repo, by, patch, revision, words, verdict, remarks);
        if (!(answer instanceof Answer.Refused))
            database.writing(handle -> kept.forEach(
                    it -> handle.execute("delete from pending_remark where id = ? and person = ?", it.id(), by.id())));
        return answer;
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
