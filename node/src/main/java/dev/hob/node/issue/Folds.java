package dev.hob.node.issue;

import dev.hob.node.log.Change;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.FoldCache;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jdbi.v3.core.Handle;

/// Issues and trackers as they are folded, and their rows.
final class Folds {
    private final FoldCache<IssueFold> issues;
    private final FoldCache<TrackerFold> trackers;

    Folds(Cobs cobs) {
        issues = new FoldCache<>(cobs, IssueFold.TYPE, IssueFold::new, fold -> fold.discussion()
                .timeline()
                .size());
        trackers = new FoldCache<>(
                cobs, TrackerFold.TYPE, TrackerFold::new, fold -> fold.issues().size());
        cobs.keep(IssueFold.TYPE, new IssueKeeper());
        cobs.keep(TrackerFold.TYPE, new TrackerKeeper());
    }

    FoldCache<IssueFold> issues() {
        return issues;
    }

    FoldCache<TrackerFold> trackers() {
        return trackers;
    }

    /// Writes again what the tracker says beside an object whose rows were made anew.
    void restate(Handle handle, Repository repository, RepoId rid, ObjectId object) throws IOException {
        for (var tracker : SoleObjects.all(handle, rid, TrackerFold.TYPE)) {
            var kept = trackers.get(repository, rid, tracker);
            if (kept.isPresent()) TrackerRows.restate(handle, rid, kept.get().fold(), object);
        }
    }

    private final class IssueKeeper implements Cobs.Keeper {
        @Override
        public void refold(Handle handle, Repository repository, RepoId rid, ObjectId object) throws IOException {
            var read = issues.get(repository, rid, object);
            if (read.isEmpty()) {
                IssueRows.remove(handle, rid, object);
                return;
            }
            IssueRows.replace(
                    handle, rid, Numbers.of(handle, rid, object), read.get().fold());
            restate(handle, repository, rid, object);
        }

        @Override
        public void forget(RepoId rid, ObjectId object) {
            issues.forget(rid, object);
        }

        @Override
        public List<Change> news(Handle handle, Repository repository, Repo repo, ObjectId object, Set<ObjectId> known)
                throws IOException {
            var fresh = issues.news(repository, repo.rid(), object, known);
            if (fresh.isEmpty()) return List.of();
            long number = Numbers.of(handle, repo.rid(), object);
            return fresh.stream()
                    .flatMap(entry -> Arrivals.changes(repo, object, number, entry).stream())
                    .toList();
        }
    }

    private final class TrackerKeeper implements Cobs.Keeper {
        @Override
        public void refold(Handle handle, Repository repository, RepoId rid, ObjectId object) throws IOException {
            var read = trackers.get(repository, rid, object);
            if (read.isEmpty()) return;
            SoleObjects.note(handle, rid, TrackerFold.TYPE, object);
            TrackerRows.replace(handle, rid, read.get().fold());
        }

        @Override
        public void forget(RepoId rid, ObjectId object) {
            trackers.forget(rid, object);
        }
    }
}
