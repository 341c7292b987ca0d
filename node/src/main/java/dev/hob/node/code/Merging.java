package dev.hob.node.code;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/// Merges two commits in memory, as `git merge-tree --write-tree` does. Moves nothing and writes nothing.
/// Immutable.
public final class Merging {
    private final MergeBudget.Limits limits;

    public Merging() {
        this(MergeBudget.Limits.USUAL);
    }

    Merging(MergeBudget.Limits limits) {
        this.limits = limits;
    }

    /// How the marks of a conflict call the two sides.
    public record Names(String ours, String theirs) {}

    /// Merges `theirs` into `ours`; what is made is in `drafts`.
    public Merge merge(DraftObjects drafts, ObjectId ours, ObjectId theirs, Names names) {
        try (var reader = drafts.newReader()) {
            return new Work(drafts, reader, new MergeBudget(limits)).merge(ours, theirs, names);
        } catch (MergeBudget.Spent e) {
            return new Merge.TooLarge(e.told());
        } catch (DraftObjects.TooMany e) {
            return new Merge.TooLarge(e.told());
        } catch (IOException e) {
            throw new CodeException("cannot merge " + theirs.name() + " into " + ours.name(), e);
        }
    }

    /// One merge, and those of merge bases that it needs.
    static final class Work {
        private final DraftObjects drafts;
        private final ObjectReader reader;
        private final MergeBudget budget;

        Work(DraftObjects drafts, ObjectReader reader, MergeBudget budget) {
            this.drafts = drafts;
            this.reader = reader;
            this.budget = budget;
        }

        Merge merge(ObjectId ours, ObjectId theirs, Names names) throws IOException, MergeBudget.Spent {
            var bases = bases(ours, theirs);
            if (bases.isEmpty()) return new Merge.Unrelated();
            return told(merge(ancestor(bases, 0), tree(ours), tree(theirs), outermost(names)));
        }

        /// Carries what changed from one tree to another over to a third.
        Merge replay(Optional<ObjectId> before, ObjectId after, ObjectId onto, Names names)
                throws IOException, MergeBudget.Spent {
            return told(merge(before, onto, after, outermost(names)));
        }

        private static TreeMerge.Setting outermost(Names names) {
            return new TreeMerge.Setting(TreeEdit.raw(names.ours()), TreeEdit.raw(names.theirs()), 0);
        }

        private static Merge told(TreeMerge.Result result) {
            return result.conflicts().isEmpty()
                    ? new Merge.Clean(result.tree())
                    : new Merge.Conflicting(result.tree(), result.conflicts());
        }

        private TreeMerge.Result merge(
                Optional<ObjectId> base, ObjectId ours, ObjectId theirs, TreeMerge.Setting setting)
                throws IOException, MergeBudget.Spent {
            return new TreeMerge(drafts, reader, budget, setting).merge(base, ours, theirs);
        }

        ObjectId tree(ObjectId commit) throws IOException {
            try (var walk = new RevWalk(reader)) {
                return walk.parseCommit(commit).getTree().copy();
            }
        }

        /// The newest commits that both have, oldest first. Histories that cross have several.
        List<RevCommit> bases(ObjectId one, ObjectId other) throws IOException, MergeBudget.Spent {
            budget.time();
            var bases = new ArrayList<RevCommit>();
            try (var walk = new RevWalk(reader)) {
                walk.setRevFilter(RevFilter.MERGE_BASE);
                walk.markStart(walk.parseCommit(one));
                walk.markStart(walk.parseCommit(other));
                for (var base = walk.next(); base != null; base = walk.next()) {
                    bases.add(base);
                    budget.bases(bases.size());
                }
            }
            bases.sort(Comparator.comparingInt(RevCommit::getCommitTime));
            return bases;
        }

        /// The tree that both sides come from. Of several merge bases it is their merge, with marks in it where
        /// they contradict each other, so that what was decided once on both sides need not be decided again.
        private Optional<ObjectId> ancestor(List<RevCommit> bases, int depth) throws IOException, MergeBudget.Spent {
            if (bases.isEmpty()) return Optional.empty();
            ObjectId commit = bases.getFirst();
            var tree = tree(commit);
            for (var next : bases.subList(1, bases.size())) {
                budget.bases(depth);
                var setting = new TreeMerge.Setting("Temporary merge branch 1", "Temporary merge branch 2", depth + 1);
                var base = ancestor(bases(commit, next), depth + 1);
                tree = merge(base, tree, tree(next), setting).tree();
                commit = virtual(tree, commit, next);
            }
            return Optional.of(tree);
        }

        private ObjectId virtual(ObjectId tree, ObjectId one, ObjectId other) throws IOException {
            try (var walk = new RevWalk(reader)) {
                int seconds = Math.max(
                        walk.parseCommit(one).getCommitTime(),
                        walk.parseCommit(other).getCommitTime());
                var nobody = new PersonIdent("virtual", "virtual", Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
                var commit = new CommitBuilder();
                commit.setTreeId(tree);
                commit.setParentIds(one, other);
                commit.setAuthor(nobody);
                commit.setCommitter(nobody);
                commit.setMessage("merge base\n");
                return drafts.insert(commit);
            }
        }
    }
}
