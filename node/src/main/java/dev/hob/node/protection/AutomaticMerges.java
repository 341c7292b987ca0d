package dev.hob.node.protection;

import dev.hob.node.db.Database;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.PatchState;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Log;
import dev.hob.node.log.LogReader;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.patch.Leaving;
import dev.hob.node.patch.Merges;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.PatchReading;
import dev.hob.node.patch.Patches;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Merges that wait: what is wanted is a row, and a reader of the log tries whenever a review, a report or a push may
/// have made one ready. Each try is an ordinary merge by whoever asked, judged as any other. Shared between threads.
public final class AutomaticMerges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AutomaticMerges.class);
    private static final String READER = "automatic-merges";
    private static final int WAITING_MAX = 1_000;
    private static final String SELECT =
            "select rid, patch, repository, person, way, message, head, leaves, at from automatic_merge ";
    /// What about a pull request cannot make it ready.
    private static final Set<String> IDLE =
            Set.of("title", "labels", "assignees", "react", "milestone", "pin", "lock", "due", "depend", "resolve");

    private final Database database;
    private final Repos repos;
    private final Members members;
    private final Rules rules;
    private final Requirements requirements;
    private final Refs refs;
    private final PatchReading patches;
    private final Merges merges;
    private final Leaving leaving;
    private final InstantSource clock;
    private final LogReader reader;

    AutomaticMerges(
            Database database,
            Log log,
            Repos repos,
            Members members,
            Rules rules,
            Requirements requirements,
            Refs refs,
            PatchReading patches,
            Merges merges,
            Leaving leaving,
            InstantSource clock) {
        this.database = database;
        this.repos = repos;
        this.members = members;
        this.rules = rules;
        this.requirements = requirements;
        this.refs = refs;
        this.patches = patches;
        this.merges = merges;
        this.leaving = leaving;
        this.clock = clock;
        this.reader = new LogReader(READER, database, log, entries -> {
            entries.forEach(this::take);
            return _ -> {};
        });
    }

    /// Begins to follow the log.
    public void start() {
        reader.start();
    }

    /// Waits until all that is in the log was looked at, or the time is over; whether it was.
    public boolean await(Duration max) {
        return reader.await(max);
    }

    /// Reads what is still to be read, now; also when [#start] was never called.
    public void catchUp() {
        reader.catchUp();
    }

    /// What came of asking.
    public sealed interface Outcome {
        /// Nothing was missing: it is merged.
        record Merged(ObjectId commit) implements Outcome {}

        /// It waits.
        record Waits() implements Outcome {}

        record Refused(Answer.Reason reason, String told) implements Outcome {}
    }

    /// Merges a pull request now, or as soon as nothing is missing any more. Members whom the rule lets merge.
    ///
    /// @param leaves whether its branch is deleted then
    public Outcome ask(Repo repo, Person by, ObjectId id, Merges.Wish wish, boolean leaves) {
        var found = patches.find(repo.rid(), id);
        if (found.isEmpty()) return refused(Answer.Reason.MISSING, Messages.text("patch.no-such-pull-request"));
        var patch = found.get();
        if (!members.mayWrite(by, repo))
            return refused(Answer.Reason.FORBIDDEN, Messages.text("patch.only-members-merge"));
        if (!mayMerge(repo, by, patch))
            return refused(Answer.Reason.FORBIDDEN, Messages.text("protection.rule-lets-you-not-merge"));
        if (patch.state() == PatchState.MERGED || patch.state() == PatchState.ARCHIVED)
            return refused(Answer.Reason.INVALID, Messages.text("protection.is-not-open"));
        if (wish.head().filter(seen -> !seen.equals(patch.head())).isPresent())
            return refused(Answer.Reason.INVALID, Messages.text("patch.offers-other-commits"));
        if (wish.message().length() > Merges.MESSAGE_CHARACTERS_MAX)
            return refused(
                    Answer.Reason.INVALID,
                    Messages.text("patch.message-characters-max", Merges.MESSAGE_CHARACTERS_MAX));
        var wanted = new AutomaticMerge(
                repo.rid(), id, repo.id(), by.id(), wish.way(), wish.message(), patch.head(), leaves, clock.instant());
        // Kept first: what makes it ready from now on is seen by the reader, and what made it ready before, below.
        if (!database.write(handle -> keep(handle, wanted)))
            return refused(Answer.Reason.INVALID, Messages.text("protection.waiting-max", WAITING_MAX));
        var done = attempt(wanted, false);
        if (done.isPresent()) return new Outcome.Merged(done.get());
        if (of(repo, id).isPresent()) return new Outcome.Waits();
        // The reader may have been quicker.
        return patches.find(repo.rid(), id)
                .flatMap(Patch::merged)
                .<Outcome>map(it -> new Outcome.Merged(it.commit()))
                .orElseGet(() -> refused(Answer.Reason.INVALID, Messages.text("protection.cannot-be-merged-any-more")));
    }

    private static Outcome refused(Answer.Reason reason, String told) {
        return new Outcome.Refused(reason, told);
    }

    private static boolean keep(Handle handle, AutomaticMerge wanted) {
        int waiting = handle.createQuery("select count(*) from automatic_merge where rid = :rid and patch <> :patch")
                .bind("rid", wanted.rid().value())
                .bind("patch", wanted.patch().name())
                .mapTo(Integer.class)
                .one();
        if (waiting >= WAITING_MAX) return false;
        forget(handle, wanted.rid(), wanted.patch());
        handle.execute(
                """
                insert into automatic_merge (rid, patch, repository, person, way, message, head, leaves, at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                wanted.rid().value(),
                wanted.patch().name(),
                wanted.repository().value(),
                wanted.person(),
                wanted.way().name(),
                wanted.message(),
                wanted.head().name(),
                wanted.leaves(),
                wanted.at().toEpochMilli());
        return true;
    }

    /// What is wanted of a pull request, if it waits.
    public Optional<AutomaticMerge> of(Repo repo, ObjectId patch) {
        return database.read(handle -> handle.createQuery(SELECT + "where rid = :rid and patch = :patch")
                .bind("rid", repo.rid().value())
                .bind("patch", patch.name())
                .map(AutomaticMerges::row)
                .findOne());
    }

    private List<AutomaticMerge> waiting(RepoId rid) {
        return database.read(handle -> handle.createQuery(SELECT + "where rid = :rid order by at, patch limit :max")
                .bind("rid", rid.value())
                .bind("max", WAITING_MAX)
                .map(AutomaticMerges::row)
                .list());
    }

    private static AutomaticMerge row(ResultSet row, StatementContext context) throws SQLException {
        return new AutomaticMerge(
                new RepoId(row.getString("rid")),
                ObjectId.fromString(row.getString("patch")),
                new RepositoryId(row.getString("repository")),
                row.getString("person"),
                Merges.Way.valueOf(row.getString("way")),
                row.getString("message"),
                ObjectId.fromString(row.getString("head")),
                row.getBoolean("leaves"),
                Instant.ofEpochMilli(row.getLong("at")));
    }

    /// Takes a wish back: whoever asked, or a member. Whether there was one.
    public Answer cancel(Repo repo, Person by, ObjectId patch) {
        if (!members.mayWrite(by, repo))
            return Answer.forbidden(Messages.text("protection.only-members-take-that-back"));
        boolean there = database.write(handle -> forget(handle, repo.rid(), patch));
        return there ? new Answer.Done(patch) : Answer.missing(Messages.text("protection.does-not-wait"));
    }

    private static boolean forget(Handle handle, RepoId rid, ObjectId patch) {
        return handle.execute("delete from automatic_merge where rid = ? and patch = ?", rid.value(), patch.name()) > 0;
    }

    private void drop(AutomaticMerge wanted, String why) {
        LOG.info("{} is not merged by itself any more: {}", wanted.patch().name(), why);
        database.writing(handle -> forget(handle, wanted.rid(), wanted.patch()));
    }

    private boolean mayMerge(Repo repo, Person by, Patch patch) {
        return rules.branch(repo, Patches.target(repo, patch))
                .map(rule -> rule.merge().has(by.key()))
                .orElse(true);
    }

    private void take(Entry entry) {
        switch (entry.change()) {
            case Change.StatusReported(var _, var rid, var commit, var _, var _) ->
                waiting(new RepoId(rid)).stream()
                        .filter(it -> it.head().name().equals(commit))
                        .forEach(this::attempt);
            case Change.RefsMoved(var _, var rid, var moves) -> moved(new RepoId(rid), moves);
            case Change.IssueChanged changed when !IDLE.contains(changed.what()) -> changed(entry, changed);
            default -> {}
        }
    }

    /// A branch that moved may stand under what is offered by now, or no more in its way.
    private void moved(RepoId rid, List<RefMove> moves) {
        for (var wanted : waiting(rid)) {
            var repo = repos.byId(wanted.repository());
            var patch = patches.find(rid, wanted.patch());
            if (repo.isEmpty() || patch.isEmpty()) continue;
            String target = Constants.R_HEADS + Patches.target(repo.get(), patch.get());
            if (moves.stream().anyMatch(move -> move.ref().equals(target))) attempt(wanted);
        }
    }

    private void changed(Entry entry, Change.IssueChanged changed) {
        var wanted = waiting(new RepoId(changed.rid())).stream()
                .filter(it -> it.patch().name().equals(changed.issue()))
                .findFirst();
        if (wanted.isEmpty()) return;
        if (changed.what().equals("revision")) {
            offered(entry, wanted.get());
            return;
        }
        attempt(wanted.get());
    }

    /// Other commits were offered: by a member they are meant too, by anybody else they are not what was agreed to.
    private void offered(Entry entry, AutomaticMerge wanted) {
        var repo = repos.byId(wanted.repository());
        var patch = patches.find(wanted.rid(), wanted.patch());
        if (repo.isEmpty() || patch.isEmpty()) return;
        if (patch.get().head().equals(wanted.head())) return;
        boolean member = entry.origin() instanceof Origin.Here(var id)
                && members.byId(id)
                        .filter(person -> members.mayWrite(person, repo.get()))
                        .isPresent();
        if (!member) {
            drop(wanted, "somebody who may not write offered other commits");
            return;
        }
        var again = new AutomaticMerge(
                wanted.rid(),
                wanted.patch(),
                wanted.repository(),
                wanted.person(),
                wanted.way(),
                wanted.message(),
                patch.get().head(),
                wanted.leaves(),
                wanted.at());
        boolean kept = database.write(handle -> {
            int changed = handle.execute(
                    "update automatic_merge set head = ? where rid = ? and patch = ? and head = ?",
                    again.head().name(),
                    again.rid().value(),
                    again.patch().name(),
                    wanted.head().name());
            return changed > 0;
        });
        if (kept) attempt(again);
    }

    private void attempt(AutomaticMerge wanted) {
        attempt(wanted, true);
    }

    /// Merges it if nothing is missing; what can never be is dropped.
    ///
    /// @param waited whether it is not at once when somebody asks
    private Optional<ObjectId> attempt(AutomaticMerge wanted, boolean waited) {
        var repo = repos.byId(wanted.repository());
        var patch = patches.find(wanted.rid(), wanted.patch());
        if (repo.isEmpty() || patch.isEmpty()) {
            drop(wanted, "it is gone");
            return Optional.empty();
        }
        switch (patch.get().state()) {
            case MERGED, ARCHIVED -> {
                drop(wanted, "it is not open");
                return Optional.empty();
            }
            case DRAFT -> {
                return Optional.empty();
            }
            case OPEN -> {}
        }
        var by = members.byId(wanted.person());
        if (by.isEmpty() || !members.mayWrite(by.get(), repo.get()) || !mayMerge(repo.get(), by.get(), patch.get())) {
            drop(wanted, "whoever asked may not merge any more");
            return Optional.empty();
        }
        if (!isReady(repo.get(), patch.get())) return Optional.empty();
        var wish = new Merges.Wish(wanted.way(), wanted.message(), Optional.of(wanted.head()), false, waited);
        return switch (merges.merge(repo.get(), by.get(), wanted.patch(), wish)) {
            case Merges.Outcome.Merged(var commit) -> {
                database.writing(handle -> forget(handle, wanted.rid(), wanted.patch()));
                if (wanted.leaves()) leaving.leave(repo.get(), by.get(), patch.get());
                yield Optional.of(commit);
            }
            // It may be so another time.
            case Merges.Outcome.Missing _,
                    Merges.Outcome.Conflicts _,
                    Merges.Outcome.Stale _,
                    Merges.Outcome.Refused _ -> Optional.empty();
        };
    }

    /// Whether the rule of its branch misses nothing: the merge is not made only to be refused, since each move of a
    /// branch is a reason to try all that wait for it.
    private boolean isReady(Repo repo, Patch patch) {
        String target = Patches.target(repo, patch);
        var onto = refs.view(repo).refs().get(Constants.R_HEADS + target);
        return onto != null
                && rules.branch(repo, target)
                        .map(rule -> requirements.of(repo, patch, rule, onto).stream()
                                .allMatch(Condition::met))
                        .orElse(true);
    }

    @Override
    public void close() {
        reader.close();
    }
}
