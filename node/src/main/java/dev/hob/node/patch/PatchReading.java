package dev.hob.node.patch;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.db.Database;
import dev.hob.node.issue.PatchState;
import dev.hob.node.issue.Verdict;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.repo.Repo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.statement.StatementContext;

/// What only pull requests have, read from their rows. Whoever asks has asked whether the reader may see the
/// repository. Shared.
public final class PatchReading {
    private static final int REVISIONS_MAX = 1_000;
    private static final int REVIEWS_MAX = 2_000;
    private static final int EVER_MAX = 50;
    private static final int OPEN_MAX = 5_000;
    private static final int HEADS_MAX = 100_000;
    private static final int COMMENTS_MAX = 10_000;
    private static final String SELECT = """
            select id, state, target, revision, base, head, source_repository, source_branch,
                   merged_revision, merged_commit, merged_by, merged
              from patch
            """;
    private static final String REVIEWS = """
            select r.id, r.revision, coalesce(r.acting, r.author) as who, r.verdict, r.at, r.redacted, r.versions,
                   d.reason
              from patch_review r
              left join review_dismissal d
                on d.rid = r.rid and d.issue = r.patch and d.review = r.id and d.version >= r.versions
             where r.rid = :rid and r.patch = :patch
            """;

    private final Database database;

    PatchReading(Database database) {
        this.database = database;
    }

    /// A revision, with its place among all, from 1.
    ///
    /// @param by as people see it
    public record Revised(
            int number, ObjectId id, DidKey by, ObjectId base, ObjectId head, Instant at, boolean redacted) {}

    /// A review.
    ///
    /// @param by as people see it
    /// @param versions how often an opinion was given by it, the first time included; other words are none
    /// @param dismissed why it counts no more, when a member said so since
    public record Reviewed(
            ObjectId id,
            ObjectId revision,
            DidKey by,
            Optional<Verdict> verdict,
            Instant at,
            boolean redacted,
            long versions,
            Optional<String> dismissed) {
        /// Whether it says what its reviewer thinks, and counts.
        public boolean counts() {
            return !redacted && dismissed.isEmpty() && verdict.isPresent();
        }
    }

    /// Where a comment stands.
    ///
    /// @param entry the comment's id
    /// @param review that it belongs to; else it was said by itself
    public record Placed(
            ObjectId entry,
            ObjectId revision,
            Optional<ObjectId> review,
            Optional<CodeLocation> location,
            Optional<ObjectId> replyTo,
            boolean resolved) {}

    /// A pull request by its id.
    public Optional<Patch> find(RepoId rid, ObjectId id) {
        return database.read(handle -> handle.createQuery(SELECT + " where rid = :rid and id = :id")
                .bind("rid", rid.value())
                .bind("id", id.name())
                .map(PatchReading::patch)
                .findOne());
    }

    /// Some by their ids.
    public Map<ObjectId, Patch> find(RepoId rid, Collection<ObjectId> ids) {
        if (ids.isEmpty()) return Map.of();
        var found = new HashMap<ObjectId, Patch>();
        database.read(handle -> handle.createQuery(SELECT + " where rid = :rid and id in (<ids>)")
                        .bind("rid", rid.value())
                        .bindList("ids", ids.stream().map(ObjectId::name).toList())
                        .map(PatchReading::patch)
                        .list())
                .forEach(patch -> found.put(patch.id(), patch));
        return found;
    }

    /// Those that are not closed and came from a branch.
    public List<Patch> from(RepoId rid, Source source) {
        return database.read(handle -> handle.createQuery(SELECT + """
                         where rid = :rid and source_repository = :repository and source_branch = :branch
                           and state in ('OPEN', 'DRAFT')
                         order by id""")
                .bind("rid", rid.value())
                .bind("repository", source.repository().value())
                .bind("branch", source.branch())
                .map(PatchReading::patch)
                .list());
    }

    /// All that ever came from a branch, the newest first.
    public List<Patch> ever(RepoId rid, Source source) {
        return database.read(handle -> handle.createQuery(SELECT + """
                          where rid = :rid and source_repository = :repository and source_branch = :branch
                         order by (select n.number from tracker_number n
                                    where n.rid = patch.rid and n.object = patch.id) desc
                         limit :max""")
                .bind("rid", rid.value())
                .bind("repository", source.repository().value())
                .bind("branch", source.branch())
                .bind("max", EVER_MAX)
                .map(PatchReading::patch)
                .list());
    }

    /// Whether a commit is or was the newest that some pull request offers: it is shown though no branch has it.
    public boolean isOffered(RepoId rid, ObjectId commit) {
        return database.read(
                handle -> handle.createQuery("select 1 from patch_revision where rid = :rid and head = :head limit 1")
                        .bind("rid", rid.value())
                        .bind("head", commit.name())
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent());
    }

    /// The projects that have some of these.
    List<RepoId> projects(Source source) {
        return database.read(handle -> handle.createQuery("""
                        select distinct rid
                          from patch
                         where source_repository = :repository and source_branch = :branch
                           and state in ('OPEN', 'DRAFT')
                         order by rid""")
                .bind("repository", source.repository().value())
                .bind("branch", source.branch())
                .map((row, _) -> new RepoId(row.getString("rid")))
                .list());
    }

    /// What pull requests offer, by the refs that clients know them by (`refs/pull/<number>/head`).
    Map<String, ObjectId> heads(RepoId rid) {
        var heads = new HashMap<String, ObjectId>();
        database.read(handle -> handle.createQuery("""
                                select n.number, p.head
                                  from patch p
                                  join tracker_number n on n.rid = p.rid and n.object = p.id
                                 where p.rid = :rid
                                 order by n.number desc
                                 limit :max""")
                        .bind("rid", rid.value())
                        .bind("max", HEADS_MAX)
                        .map((row, _) -> Map.entry("refs/pull/" + row.getLong("number") + "/head", id(row, "head")))
                        .list())
                .forEach(head -> heads.put(head.getKey(), head.getValue()));
        return heads;
    }

    /// Those that are not closed and stand on another: they are for the branch that it comes from.
    List<Patch> on(Repo project, Patch lower) {
        return lower.source()
                .filter(source -> source.repository().equals(project.id())
                        && !source.branch().equals(project.defaultBranch()))
                .map(source -> open(project.rid(), source.branch(), false))
                .orElse(List.of());
    }

    /// The pull requests that stand on one another, as far as this one is part of it, the lowest first; this one alone
    /// when it stands on none and none on it. Where several stand on one, the first is followed.
    public List<Patch> stack(Repo project, Patch patch) {
        var stack = new ArrayDeque<>(List.of(patch));
        while (stack.size() < Stacks.FLOORS_MAX) {
            var below = from(project.rid(), new Source(project.id(), Patches.target(project, stack.getFirst())));
            if (below.isEmpty() || isIn(stack, below.getFirst())) break;
            stack.addFirst(below.getFirst());
        }
        while (stack.size() < Stacks.FLOORS_MAX) {
            var above = on(project, stack.getLast());
            if (above.isEmpty() || isIn(stack, above.getFirst())) break;
            stack.addLast(above.getFirst());
        }
        return List.copyOf(stack);
    }

    /// All stacks of a project, by one question.
    public Stacks stacks(Repo project) {
        return new Stacks(project, database.read(handle -> handle.createQuery("""
                        select u.id as upper_id, l.id as lower_id, l.target, n.number
                          from patch u
                          join patch l
                            on l.rid = u.rid and l.source_repository = :project and l.source_branch = u.target
                           and l.state in ('OPEN', 'DRAFT') and l.id <> u.id
                          join tracker_number n on n.rid = l.rid and n.object = l.id
                         where u.rid = :rid and u.state in ('OPEN', 'DRAFT') and u.target not in ('', :main)
                         order by l.id, u.id
                         limit :max""")
                .bind("rid", project.rid().value())
                .bind("project", project.id().value())
                .bind("main", project.defaultBranch())
                .bind("max", OPEN_MAX)
                .map((row, _) -> new Stacks.Step(
                        id(row, "upper_id"), id(row, "lower_id"), row.getLong("number"), row.getString("target")))
                .list()));
    }

    private static boolean isIn(Collection<Patch> some, Patch patch) {
        return some.stream().anyMatch(it -> it.id().equals(patch.id()));
    }

    /// What is offered and not closed, with its number.
    ///
    /// @param target as a [Patch] has it
    record Offered(long number, String target, ObjectId head) {}

    /// The newest of those that are not closed, the newest first.
    List<Offered> offered(RepoId rid) {
        return database.read(handle -> handle.createQuery("""
                        select n.number, p.target, p.head
                          from patch p
                          join tracker_number n on n.rid = p.rid and n.object = p.id
                         where p.rid = :rid and p.state in ('OPEN', 'DRAFT')
                         order by n.number desc
                         limit :max""")
                .bind("rid", rid.value())
                .bind("max", OPEN_MAX)
                .map((row, _) -> new Offered(row.getLong("number"), row.getString("target"), id(row, "head")))
                .list());
    }

    /// Those that are not closed and shall be merged into a branch.
    ///
    /// @param main whether that is the default branch
    List<Patch> open(RepoId rid, String branch, boolean main) {
        return database.read(handle -> handle.createQuery(SELECT + """
                         where rid = :rid and state in ('OPEN', 'DRAFT') and target in (<targets>)
                         order by id
                         limit :max""")
                .bind("rid", rid.value())
                .bindList("targets", main ? List.of("", branch) : List.of(branch))
                .bind("max", OPEN_MAX)
                .map(PatchReading::patch)
                .list());
    }

    /// Those of a project in some state, or all, the newest first.
    ///
    /// @param from how many to leave out
    public List<Patch> latest(RepoId rid, Optional<PatchState> state, int from, int max) {
        return database.read(handle -> handle.createQuery(SELECT + """
                         where rid = :rid and (:state = '' or state = :state)
                         order by (select i.created from issue i where i.rid = patch.rid and i.id = patch.id) desc, id
                         limit :max offset :from""")
                .bind("rid", rid.value())
                .bind("state", state.map(Enum::name).orElse(""))
                .bind("max", max)
                .bind("from", from)
                .map(PatchReading::patch)
                .list());
    }

    /// How many there are in each state; none where there are none.
    public Map<PatchState, Integer> counts(RepoId rid) {
        var counts = new EnumMap<PatchState, Integer>(PatchState.class);
        database.read(handle -> handle.createQuery(
                                "select state, count(*) as many from patch where rid = :rid group by state")
                        .bind("rid", rid.value())
                        .map((row, _) -> Map.entry(PatchState.valueOf(row.getString("state")), row.getInt("many")))
                        .list())
                .forEach(it -> counts.put(it.getKey(), it.getValue()));
        return counts;
    }

    /// Its revisions, the first one first.
    public List<Revised> revisions(RepoId rid, ObjectId patch) {
        return database.read(handle -> handle.createQuery("""
                        select position, id, coalesce(acting, author) as who, base, head, at, redacted
                          from patch_revision
                         where rid = :rid and patch = :patch
                         order by position
                         limit :max""")
                .bind("rid", rid.value())
                .bind("patch", patch.name())
                .bind("max", REVISIONS_MAX)
                .map((row, _) -> new Revised(
                        row.getInt("position") + 1,
                        id(row, "id"),
                        DidKey.parse(row.getString("who")),
                        id(row, "base"),
                        id(row, "head"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getBoolean("redacted")))
                .list());
    }

    /// Its reviews, the first one first.
    public List<Reviewed> reviews(RepoId rid, ObjectId patch) {
        return database.read(handle -> handle.createQuery(REVIEWS + """
                         order by r.position
                         limit :max""")
                .bind("rid", rid.value())
                .bind("patch", patch.name())
                .bind("max", REVIEWS_MAX)
                .map((row, _) -> reviewed(row))
                .list());
    }

    /// The last review of each key that gives a verdict and was not taken back, unless it was dismissed; the first
    /// one first, however many others there are.
    public List<Reviewed> verdicts(RepoId rid, ObjectId patch) {
        return database.read(handle -> handle.createQuery(REVIEWS + """
                           and r.verdict is not null and not r.redacted and d.reason is null
                           and r.position = (select max(x.position)
                                               from patch_review x
                                              where x.rid = r.rid and x.patch = r.patch and x.verdict is not null
                                                and not x.redacted
                                                and coalesce(x.acting, x.author) = coalesce(r.acting, r.author))
                         order by r.position""")
                .bind("rid", rid.value())
                .bind("patch", patch.name())
                .map((row, _) -> reviewed(row))
                .list());
    }

    /// Who offered a revision, as people see it.
    public Optional<DidKey> offerer(RepoId rid, ObjectId patch, ObjectId revision) {
        return database.read(handle -> handle.createQuery("""
                        select coalesce(acting, author)
                          from patch_revision
                         where rid = :rid and patch = :patch and id = :id""")
                .bind("rid", rid.value())
                .bind("patch", patch.name())
                .bind("id", revision.name())
                .mapTo(String.class)
                .findOne()
                .map(DidKey::parse));
    }

    private static Reviewed reviewed(ResultSet row) throws SQLException {
        return new Reviewed(
                id(row, "id"),
                id(row, "revision"),
                DidKey.parse(row.getString("who")),
                Optional.ofNullable(row.getString("verdict")).map(Verdict::valueOf),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getBoolean("redacted"),
                row.getLong("versions"),
                Optional.ofNullable(row.getString("reason")));
    }

    /// What each reviewer thinks last, by person as people see them; a comment alone is no opinion, and one that was
    /// dismissed is none.
    public Map<DidKey, Reviewed> opinions(RepoId rid, ObjectId patch) {
        var last = new HashMap<DidKey, Reviewed>();
        for (var review : reviews(rid, patch)) {
            if (review.counts()) last.put(review.by(), review);
            else if (review.dismissed().isPresent()) last.remove(review.by());
        }
        return last;
    }

    /// Who is asked for a review and has not given one since, for some pull requests.
    public Map<ObjectId, List<DidKey>> asked(RepoId rid, Collection<ObjectId> patches) {
        if (patches.isEmpty()) return Map.of();
        var asked = new HashMap<ObjectId, List<DidKey>>();
        database.read(handle -> handle.createQuery("""
                                select a.issue, a.did
                                  from issue_reviewer a
                                 where a.rid = :rid and a.issue in (<patches>) and a.given >= (
                                       select coalesce(sum(r.versions), 0)
                                         from patch_review r
                                        where r.rid = a.rid and r.patch = a.issue
                                          and (coalesce(r.acting, r.author) = a.did
                                               or coalesce(r.acting, r.author) in (
                                                  select d.did
                                                    from device_key d
                                                    join person p on p.id = d.person
                                                   where p.did = a.did)))
                                 order by a.issue, a.did""")
                        .bind("rid", rid.value())
                        .bindList(
                                "patches", patches.stream().map(ObjectId::name).toList())
                        .map((row, _) -> Map.entry(id(row, "issue"), DidKey.parse(row.getString("did"))))
                        .list())
                .forEach(it -> asked.computeIfAbsent(it.getKey(), _ -> new ArrayList<>())
                        .add(it.getValue()));
        return asked;
    }

    /// How many remarks belong to reviews of some pull requests.
    public Map<ObjectId, Integer> remarks(RepoId rid, Collection<ObjectId> patches) {
        if (patches.isEmpty()) return Map.of();
        var remarks = new HashMap<ObjectId, Integer>();
        database.read(handle -> handle.createQuery("""
                                select patch, count(*) as many
                                  from patch_comment
                                 where rid = :rid and patch in (<patches>) and review is not null
                                 group by patch""")
                        .bind("rid", rid.value())
                        .bindList(
                                "patches", patches.stream().map(ObjectId::name).toList())
                        .map((row, _) -> Map.entry(id(row, "patch"), row.getInt("many")))
                        .list())
                .forEach(it -> remarks.put(it.getKey(), it.getValue()));
        return remarks;
    }

    /// How many versions of reviews somebody has given.
    ///
    /// @param by their keys
    long given(RepoId rid, ObjectId patch, Set<DidKey> by) {
        return reviews(rid, patch).stream()
                .filter(it -> by.contains(it.by()))
                .mapToLong(Reviewed::versions)
                .sum();
    }

    /// Where its comments stand.
    public List<Placed> comments(RepoId rid, ObjectId patch) {
        return database.read(handle -> handle.createQuery("""
                        select entry, revision, review, commit_id, path, old_start, old_end, new_start, new_end,
                               reply_to, resolved
                          from patch_comment
                         where rid = :rid and patch = :patch
                         order by entry
                         limit :max""")
                .bind("rid", rid.value())
                .bind("patch", patch.name())
                .bind("max", COMMENTS_MAX)
                .map((row, _) -> new Placed(
                        id(row, "entry"),
                        id(row, "revision"),
                        perhaps(row, "review"),
                        perhaps(row, "commit_id").map(commit -> location(row, commit)),
                        perhaps(row, "reply_to"),
                        row.getBoolean("resolved")))
                .list());
    }

    private static CodeLocation location(ResultSet row, ObjectId commit) {
        try {
            return new CodeLocation(
                    commit,
                    row.getString("path"),
                    range(row, "old_start", "old_end"),
                    range(row, "new_start", "new_end"));
        } catch (SQLException e) {
            throw new AssertionError("the columns of patch_comment", e);
        }
    }

    private static Optional<CodeRange> range(ResultSet row, String start, String end) throws SQLException {
        int from = row.getInt(start);
        if (row.wasNull()) return Optional.empty();
        return Optional.of(new CodeRange.Lines(from, row.getInt(end)));
    }

    private static Patch patch(ResultSet row, StatementContext context) throws SQLException {
        var source = Optional.<Source>empty();
        if (row.getString("source_branch") != null)
            source = Optional.of(
                    new Source(new RepositoryId(row.getString("source_repository")), row.getString("source_branch")));
        var merged = Optional.<Patch.Merged>empty();
        if (row.getString("merged_commit") != null)
            merged = Optional.of(new Patch.Merged(
                    id(row, "merged_revision"),
                    id(row, "merged_commit"),
                    DidKey.parse(row.getString("merged_by")),
                    Instant.ofEpochMilli(row.getLong("merged"))));
        return new Patch(
                id(row, "id"),
                PatchState.valueOf(row.getString("state")),
                row.getString("target"),
                id(row, "revision"),
                id(row, "base"),
                id(row, "head"),
                source,
                merged);
    }

    private static ObjectId id(ResultSet row, String column) throws SQLException {
        return ObjectId.fromString(row.getString(column));
    }

    private static Optional<ObjectId> perhaps(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(ObjectId::fromString);
    }
}
