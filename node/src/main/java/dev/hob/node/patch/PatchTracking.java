package dev.hob.node.patch;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.IssueRows;
import dev.hob.node.issue.IssueTracking;
import dev.hob.node.issue.Numbers;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Log;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.FoldCache;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jdbi.v3.core.Handle;

/// All that there is about pull requests.
///
/// @param patches what people do with them
/// @param merges how they end well
/// @param applying how suggestions come into them
/// @param viewed which files somebody has looked through
/// @param reading what only they have
/// @param branches what pushes mean to them
/// @param reviewers who is asked to review them
/// @param pending reviews that are still being written
/// @param updates how their branches keep up
/// @param resolving how their branches keep up where people have to decide
/// @param sources who may add to them
/// @param leaving what becomes of their branches afterwards
/// @param heads where they come from
/// @param lent which of their branches others may push to
/// @param forks what brings their commits, where that is another folder
public record PatchTracking(
        Patches patches,
        Merges merges,
        Applying applying,
        Viewed viewed,
        PatchReading reading,
        BranchFollower branches,
        Reviewers reviewers,
        PendingReviews pending,
        Updates updates,
        Resolving resolving,
        SourceBranches sources,
        Leaving leaving,
        Heads heads,
        LentBranches lent,
        FromForks forks) {
    /// Builds it; [Cobs#recover] comes after.
    public static PatchTracking open(
            Database database,
            Log log,
            Storage storage,
            Repos repos,
            People people,
            Cobs cobs,
            Refs refs,
            IssueTracking issues) {
        var folds = new FoldCache<>(
                cobs, PatchFold.TYPE, PatchFold::new, fold -> fold.timeline().size());
        cobs.keep(PatchFold.TYPE, new Keeper(issues, folds));
        issues.cache().also(PatchFold.TYPE, folds);
        var reading = new PatchReading(database);
        var tests = new TestMerges(storage, refs, reading);
        refs.compute((repo, asked) -> {
            var computed = reading.heads(repo.rid());
            computed.putAll(tests.of(repo, asked));
            return computed;
        });
        var patches = new Patches(issues.means(), folds, refs, reading);
        issues.labelRename().also(patches);
        var forks = new FromForks(storage, refs);
        var access = issues.means().access();
        var heads = new Heads(repos, refs, people, access);
        var lent = new LentBranches(database, issues.means(), repos, people, reading);
        var sources = new SourceBranches(issues.means(), repos, refs, lent);
        var updates = new Updates(issues.means(), storage, refs, reading, patches, sources);
        return new PatchTracking(
                patches,
                new Merges(issues.means(), folds, refs, storage),
                new Applying(issues.means(), storage, people, refs, issues.talks(), reading, patches, sources),
                new Viewed(database),
                reading,
                new BranchFollower(database, log, storage, repos, people, issues, patches, reading, forks),
                new Reviewers(issues.means(), issues.trackers(), reading),
                new PendingReviews(database, patches, reading, issues.means().clock()),
                updates,
                new Resolving(issues.means(), storage, refs, reading, sources, updates),
                sources,
                new Leaving(refs, access, reading, heads),
                heads,
                lent,
                forks);
    }

    /// Opens a pull request whose commits are in the project or in a fork of it. What only some may see becomes
    /// what all see who see the project; so only members of a private fork offer what is in it.
    ///
    /// @param from where the commits are, which whoever asks may read
    public Answer open(Repo project, Person by, Patches.Opening opening, Repo from) {
        boolean shows = from.isPrivate() && !from.id().equals(project.id());
        if (shows && !patches.isMember(from, by))
            return Answer.forbidden(Messages.text("patch.only-who-may-push-shows", from.path()));
        return forks.bring(from, project, opening.head(), () -> patches.open(project, by, opening));
    }

    private record Keeper(IssueTracking issues, FoldCache<PatchFold> folds) implements Cobs.Keeper {
        @Override
        public void refold(Handle handle, Repository repository, RepoId rid, ObjectId object) throws IOException {
            var read = folds.get(repository, rid, object);
            if (read.isEmpty()) {
                IssueRows.remove(handle, rid, object);
                PatchRows.remove(handle, rid, object);
                return;
            }
            IssueRows.replace(
                    handle, rid, Numbers.of(handle, rid, object), read.get().fold());
            PatchRows.replace(handle, rid, read.get().fold());
            issues.restating().restate(handle, repository, rid, object);
        }

        @Override
        public void forget(RepoId rid, ObjectId object) {
            folds.forget(rid, object);
        }

        @Override
        public List<Change> news(Handle handle, Repository repository, Repo repo, ObjectId object, Set<ObjectId> known)
                throws IOException {
            var fresh = folds.news(repository, repo.rid(), object, known);
            if (fresh.isEmpty()) return List.of();
            long number = Numbers.of(handle, repo.rid(), object);
            return fresh.stream()
                    .flatMap(entry -> PatchNews.of(repo, object, number, entry).stream())
                    .toList();
        }

        @Override
        public void moved(Handle handle, Repository repository, RepoId rid, DidKey whose, String branch)
                throws IOException {
            for (var id : MergedAgain.candidates(handle, repository, rid, whose, branch)) {
                forget(rid, id);
                refold(handle, repository, rid, id);
            }
        }
    }
}
