package dev.hob.node.patch;

import dev.hob.node.db.Database;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.IssueTracking;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Log;
import dev.hob.node.log.LogReader;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the log for what branches mean to pull requests: when the branch moves that one came from, it offers the new
/// commits; when its commits come onto its target by a push, it is merged; and when it is merged, the issues are closed
/// that its description says it closes. Doing it twice changes nothing. Shared between threads.
public final class BranchFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BranchFollower.class);
    private static final String READER = "pull-requests";

    private final Storage storage;
    private final Repos repos;
    private final People people;
    private final IssueTracking issues;
    private final Patches patches;
    private final PatchReading reading;
    private final FromForks forks;
    private final LogReader reader;

    BranchFollower(
            Database database,
            Log log,
            Storage storage,
            Repos repos,
            People people,
            IssueTracking issues,
            Patches patches,
            PatchReading reading,
            FromForks forks) {
        this.forks = forks;
        this.storage = storage;
        this.repos = repos;
        this.people = people;
        this.issues = issues;
        this.patches = patches;
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

    private void take(Entry entry) {
        if (!(entry.origin() instanceof Origin.Here(String by))) return;
        var person = people.byId(by);
        if (person.isEmpty()) return;
        switch (entry.change()) {
            case Change.RefsMoved(String repository, String _, var moves) ->
                repos.byId(new RepositoryId(repository)).ifPresent(repo -> moved(repo, person.get(), moves));
            case Change.IssueChanged(String repository, String _, String id, long _, String _, String what)
            when what.equals("merge") || what.equals("automerge") ->
                repos.byId(new RepositoryId(repository))
                        .ifPresent(repo -> merged(repo, person.get(), ObjectId.fromString(id)));
            case Change.IssueOpened(String repository, String _, String id, long _) ->
                repos.byId(new RepositoryId(repository))
                        .ifPresent(repo -> shown(repo, person.get(), ObjectId.fromString(id)));
            case Change.IssueChanged(String repository, String _, String id, long _, String _, String what)
            when what.equals("revision") ->
                repos.byId(new RepositoryId(repository))
                        .ifPresent(repo -> shown(repo, person.get(), ObjectId.fromString(id)));
            default -> {}
        }
    }

    /// What comes from a folder of its own has no other ref in the project's.
    private void shown(Repo project, Person by, ObjectId id) {
        boolean brought = reading.find(project.rid(), id)
                .flatMap(Patch::source)
                .flatMap(source -> repos.byId(source.repository()))
                .filter(from -> !from.rid().equals(project.rid()))
                .isPresent();
        if (brought) patches.show(project, by, id);
    }

    private void moved(Repo repo, Person by, List<RefMove> moves) {
        for (var move : moves) {
            if (!move.ref().startsWith(Constants.R_HEADS) || move.deletes()) continue;
            String branch = move.ref().substring(Constants.R_HEADS.length());
            var tip = ObjectId.fromString(move.after());
            var source = new Source(repo.id(), branch);
            for (var rid : reading.projects(source))
                repos.project(rid).ifPresent(project -> offered(project, repo, by, source, tip));
            if (repo.isProject()) arrived(repo, by, branch, tip);
        }
    }

    private void offered(Repo project, Repo from, Person by, Source source, ObjectId tip) {
        for (var patch : reading.from(project.rid(), source)) {
            if (patch.head().equals(tip)) continue;
            var speaker = speaker(project, from, by, patch);
            if (speaker.isEmpty()) {
                LOG.debug(
                        "{} stays as it is: nobody who pushes there may speak here",
                        patch.id().name());
                continue;
            }
            told(
                    patch,
                    forks.bring(from, project, tip, () -> patches.revise(project, speaker.get(), patch.id(), "", tip)));
        }
    }

    /// Who offers what was pushed to the branch: who pushed it, if that is the author or a member of the
    /// project, else the author, who said that the branch is theirs, while they may still push to it.
    private Optional<Person> speaker(Repo project, Repo from, Person by, Patch patch) {
        var author = issues.reading().byId(project.rid(), patch.id()).flatMap(it -> people.byKey(it.author()));
        if (patches.isMember(project, by)
                || author.filter(it -> it.id().equals(by.id())).isPresent())
            return Optional.of(by)
                    .filter(it -> issues.means().access().right(it, project).isPresent());
        return author.filter(it -> patches.isMember(from, it))
                .filter(it -> issues.means().access().right(it, project).isPresent());
    }

    private void arrived(Repo repo, Person by, String branch, ObjectId tip) {
        var waiting = reading.open(repo.rid(), branch, branch.equals(repo.defaultBranch()));
        if (waiting.isEmpty()) return;
        try (var repository = storage.open(repo.rid());
                var walk = new RevWalk(repository)) {
            for (var patch : waiting)
                if (reaches(walk, tip, patch.head()))
                    told(patch, patches.arrived(repo, by, patch.id(), patch.head(), branch));
        } catch (IOException e) {
            throw new StorageException("cannot read what was pushed to " + repo.path(), e);
        }
    }

    private static boolean reaches(RevWalk walk, ObjectId tip, ObjectId commit) throws IOException {
        try {
            return walk.isMergedInto(walk.parseCommit(commit), walk.parseCommit(tip));
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return false; // It was pushed away again meanwhile.
        }
    }

    private static void told(Patch patch, Answer answer) {
        if (answer instanceof Answer.Refused(var _, var _, var why))
            LOG.debug("{} stays as it is: {}", patch.id().name(), why);
    }

    private void merged(Repo repo, Person by, ObjectId id) {
        reading.find(repo.rid(), id).ifPresent(patch -> lower(repo, by, patch));
        for (long number : issues.references().closedBy(repo.rid(), id))
            issues.reading()
                    .find(repo.rid(), number)
                    .filter(issue -> !issue.isPatch() && issue.state().isOpen())
                    .ifPresent(issue -> issues.issues().turn(repo, by, issue.id(), IssueState.SOLVED));
    }

    /// What stood on a pull request that is merged now stands on what that stood on.
    private void lower(Repo repo, Person by, Patch merged) {
        for (var upper : reading.on(repo, merged))
            told(upper, patches.retarget(repo, by, upper.id(), Patches.target(repo, merged)));
    }

    @Override
    public void close() {
        reader.close();
    }
}
