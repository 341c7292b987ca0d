package dev.hob.node.patch;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jdbi.v3.core.Handle;

/// Which pull requests must be judged again when a branch in somebody's namespace has moved: a merge counts only
/// while its author's branch has the commit, and may have come before the branch did.
final class MergedAgain {
    /// Each is folded anew, whoever moves a branch.
    private static final int OPEN_MAX = 1_000;
    /// Of those that are merged, the latest are looked at: a branch that goes back loses its newest commits.
    private static final int MERGED_MAX = 50;

    private MergedAgain() {}

    static List<ObjectId> candidates(Handle handle, Repository repository, RepoId rid, DidKey whose, String branch)
            throws IOException {
        var found = new ArrayList<ObjectId>(handle.createQuery("""
                        select id from patch where rid = :rid and state in ('OPEN', 'DRAFT') order by id limit :max""")
                .bind("rid", rid.value())
                .bind("max", OPEN_MAX)
                .map((row, _) -> ObjectId.fromString(row.getString("id")))
                .list());
        var merged = handle.createQuery("""
                        select id, merged_commit
                          from patch
                         where rid = :rid and state = 'MERGED' and merged_by = :whose and merged_commit is not null
                         order by merged desc
                         limit :max""")
                .bind("rid", rid.value())
                .bind("whose", whose.nid())
                .bind("max", MERGED_MAX)
                .map((row, _) -> Map.entry(
                        ObjectId.fromString(row.getString("id")), ObjectId.fromString(row.getString("merged_commit"))))
                .list();
        for (var one : merged)
            if (!reaches(repository, Repos.namespace(whose) + branch, one.getValue())) found.add(one.getKey());
        return found;
    }

    private static boolean reaches(Repository repository, String ref, ObjectId commit) throws IOException {
        var tip = repository.exactRef(ref);
        if (tip == null || tip.getObjectId() == null) return false;
        try (var walk = new RevWalk(repository)) {
            return walk.isMergedInto(walk.parseCommit(commit), walk.parseCommit(tip.getObjectId()));
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return false; // Then it is judged again, and whoever folds finds out.
        }
    }
}
