package dev.hob.node.issue;

import dev.hob.node.code.Beyond;
import dev.hob.node.db.Database;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Log;
import dev.hob.node.log.LogReader;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/// Reads the log for commits that arrive on a default branch and name an issue: `Closes #12` closes it, in the name of
/// who brought the commit, if they may; anything else that names it is told on its page. A durable reader: what
/// arrives while the node is down is read after.
public final class CommitReferences implements AutoCloseable {
    private static final String READER = "commit-references";
    /// Of a larger push only the newest are read: a history that is brought along was written elsewhere.
    private static final int COMMITS_MAX = 500;
    private static final int TARGETS_MAX = 20;
    private static final int SUBJECT_CHARACTERS_MAX = 200;
    private static final int LISTED_MAX = 200;

    /// A commit that names an issue.
    ///
    /// @param repository in which it arrived; a reader may not see it
    /// @param person who brought it, by account
    /// @param closes whether it says that the issue is done by it
    public record Reference(
            RepositoryId repository, ObjectId commit, String subject, String person, Instant at, boolean closes) {}

    private final Database database;
    private final Storage storage;
    private final Repos repos;
    private final People people;
    private final Access access;
    private final DeviceKeys devices;
    private final Issues issues;
    private final IssueReading reading;
    private final LogReader reader;

    CommitReferences(
            Database database,
            Log log,
            Storage storage,
            Repos repos,
            People people,
            Access access,
            DeviceKeys devices,
            Issues issues,
            IssueReading reading) {
        this.database = database;
        this.storage = storage;
        this.repos = repos;
        this.people = people;
        this.access = access;
        this.devices = devices;
        this.issues = issues;
        this.reading = reading;
        this.reader = new LogReader(READER, database, log, entries -> {
            entries.forEach(this::take);
            return _ -> {};
        });
    }

    /// Begins to follow the log.
    public void start() {
        reader.start();
    }

    /// Reads what is still to be read, now.
    public void catchUp() {
        reader.catchUp();
    }

    private void take(Entry entry) {
        if (!(entry.change() instanceof Change.RefsMoved(String repository, String _, var moves))
                || !(entry.origin() instanceof Origin.Here(String id))) return;
        var repo = repos.byId(new RepositoryId(repository));
        var person = people.byId(id);
        if (repo.isEmpty() || person.isEmpty()) return;
        String main = "refs/heads/" + repo.get().defaultBranch();
        for (var move : moves)
            if (move.ref().equals(main) && !move.deletes()) arrived(repo.get(), person.get(), move, entry.at());
    }

    /// What is said of an issue by a commit.
    private record Said(RevCommit commit, Marks.Target target, boolean closes) {}

    private void arrived(Repo repo, Person person, RefMove move, Instant at) {
        for (var said : said(repo, move))
            project(repo, person, said.target()).ifPresent(target -> keep(repo, person, said, target, at));
    }

    private List<Said> said(Repo repo, RefMove move) {
        var all = new ArrayList<Said>();
        try (var repository = storage.open(repo.rid());
                var walk = new RevWalk(repository)) {
            walk.sort(RevSort.COMMIT_TIME_DESC);
            walk.markStart(walk.parseCommit(ObjectId.fromString(move.after())));
            if (!move.before().equals(RefMove.ABSENT))
                walk.markUninteresting(walk.parseCommit(ObjectId.fromString(move.before())));
            for (var commit : Beyond.of(walk, COMMITS_MAX)) {
                String message = commit.getFullMessage();
                if (message.indexOf('#') < 0) continue;
                int each = 0;
                for (var target : Marks.in(message).targets().entrySet())
                    if (each++ < TARGETS_MAX) all.add(new Said(commit, target.getKey(), target.getValue()));
            }
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return List.of(); // It was pushed away again meanwhile, and the rest is gone.
        } catch (IOException e) {
            throw new dev.hob.node.repo.StorageException("cannot read what was pushed to " + repo.path(), e);
        }
        return all.reversed(); // The oldest first: so an issue is told of them in order.
    }

    /// The repository whose issue is meant, if who brought the commit may see it.
    private Optional<Repo> project(Repo here, Person person, Marks.Target target) {
        if (target.path().isEmpty()) return Optional.of(here);
        int slash = target.path().indexOf('/');
        return repos.find(target.path().substring(0, slash), target.path().substring(slash + 1))
                .map(Repos.Found::repo)
                .filter(it -> access.right(person, it).isPresent());
    }

    private void keep(Repo from, Person person, Said said, Repo target, Instant at) {
        var issue = reading.find(target.rid(), said.target().number());
        if (issue.isEmpty() || isKept(from, said, target)) return;
        // Before it is kept, so that a crash between the two closes it again, which changes nothing.
        boolean member = access.right(person, target)
                .map(right -> right.compareTo(Right.WRITE) >= 0)
                .orElse(false);
        // What a fork's own branch says of its project is no news about the project.
        boolean fork = from.forkOf().isPresent() && from.rid().equals(target.rid());
        boolean may = member || devices.isOf(person, issue.get().author());
        boolean closes = said.closes() && may && !fork;
        if (closes && issue.get().state().isOpen())
            issues.turn(target, person, issue.get().id(), IssueState.SOLVED);
        String subject = said.commit().getShortMessage();
        database.writing(handle -> handle.execute(
                """
                insert into commit_reference
                    (rid, number, repository, commit_id, subject, person, at, closes)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (rid, number, repository, commit_id) do nothing""",
                target.rid().value(),
                said.target().number(),
                from.id().value(),
                said.commit().name(),
                subject.substring(0, Math.min(subject.length(), SUBJECT_CHARACTERS_MAX)),
                person.id(),
                at.toEpochMilli(),
                closes));
    }

    /// Once told, a commit is not told again: somebody may have opened the issue again since.
    private boolean isKept(Repo from, Said said, Repo target) {
        return database.read(handle -> handle.createQuery("""
                        select 1
                          from commit_reference
                         where rid = :rid and number = :number and repository = :repository and commit_id = :commit""")
                .bind("rid", target.rid().value())
                .bind("number", said.target().number())
                .bind("repository", from.id().value())
                .bind("commit", said.commit().name())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /// The commits that name an issue, in the order in which they arrived.
    public List<Reference> of(RepoId rid, long number) {
        return database.read(handle -> handle.createQuery("""
                        select repository, commit_id, subject, person, at, closes
                          from commit_reference
                         where rid = :rid and number = :number
                         order by at, commit_id
                         limit :max""")
                .bind("rid", rid.value())
                .bind("number", number)
                .bind("max", LISTED_MAX)
                .map((row, _) -> new Reference(
                        new RepositoryId(row.getString("repository")),
                        ObjectId.fromString(row.getString("commit_id")),
                        row.getString("subject"),
                        row.getString("person"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getBoolean("closes")))
                .list());
    }

    @Override
    public void close() {
        reader.close();
    }
}
