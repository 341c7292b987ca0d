package dev.hob.node.code;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevFlag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/// The five ways in which commits come onto a branch. Each makes drafts and moves nothing: whoever asked keeps
/// the commit ([DraftObjects#keep]) and moves the branch. Immutable.
public final class MergeWays {
    private static final Merging.Names NAMES = new Merging.Names("onto", "head");

    /// What a new commit says, and who says it.
    public record Wording(PersonIdent author, PersonIdent committer, String message) {}

    /// What came of it.
    public sealed interface Outcome {
        /// Where the branch is to go.
        record Merged(ObjectId commit) implements Outcome {}

        /// People have to decide.
        ///
        /// @param at the commit that cannot be replayed, of those that are rebased
        record Conflicts(List<Conflict> conflicts, Optional<ObjectId> at) implements Outcome {
            public Conflicts {
                conflicts = List.copyOf(conflicts);
            }
        }

        /// The branch has it all, or would not change.
        record NothingToMerge() implements Outcome {}

        /// The branch has commits that the head does not stand on.
        record NotFastForward() implements Outcome {}

        /// The two have no history in common.
        record Unrelated() implements Outcome {}

        /// It costs more than a merge may.
        record TooLarge(String told) implements Outcome {}
    }

    private interface Way {
        Outcome go(Step step) throws IOException, MergeBudget.Spent;
    }

    private final MergeBudget.Limits limits;

    public MergeWays() {
        this(MergeBudget.Limits.USUAL);
    }

    MergeWays(MergeBudget.Limits limits) {
        this.limits = limits;
    }

    /// A commit with both as parents, even where the branch could simply go on to the head.
    public Outcome merge(DraftObjects drafts, ObjectId onto, ObjectId head, Wording wording) {
        return go(drafts, onto, head, step -> step.merge(wording));
    }

    /// One commit on the branch with all that the head changes. Who else wrote it is named below its message.
    public Outcome squash(DraftObjects drafts, ObjectId onto, ObjectId head, Wording wording) {
        return go(drafts, onto, head, step -> step.squash(wording));
    }

    /// The head's commits one by one on the branch, as `git rebase` puts them there: with their authors and
    /// messages; merges are left out, and so is what the branch has already. Those that stand on the branch stay
    /// what they are.
    public Outcome rebase(DraftObjects drafts, ObjectId onto, ObjectId head, PersonIdent committer) {
        return go(drafts, onto, head, step -> step.rebase(committer));
    }

    /// The head's commits one by one, and a merge commit that holds them together.
    public Outcome rebaseAndMerge(DraftObjects drafts, ObjectId onto, ObjectId head, Wording wording) {
        return go(drafts, onto, head, step -> switch (step.rebase(wording.committer())) {
            case Outcome.Merged(var top) ->
                new Outcome.Merged(step.commit(step.work.tree(top), wording, wording.message(), onto, top));
            case Outcome other -> other;
        });
    }

    /// The head itself, if it stands on the branch.
    public Outcome fastForward(DraftObjects drafts, ObjectId onto, ObjectId head) {
        return go(
                drafts,
                onto,
                head,
                step -> step.contains(head, onto) ? new Outcome.Merged(head.copy()) : new Outcome.NotFastForward());
    }

    private Outcome go(DraftObjects drafts, ObjectId onto, ObjectId head, Way way) {
        try (var reader = drafts.newReader()) {
            var step = new Step(drafts, reader, new MergeBudget(limits), onto, head);
            return step.contains(onto, head) ? new Outcome.NothingToMerge() : way.go(step);
        } catch (MergeBudget.Spent e) {
            return new Outcome.TooLarge(e.told().text());
        } catch (DraftObjects.TooMany e) {
            return new Outcome.TooLarge(e.told().text());
        } catch (IOException e) {
            throw new CodeException("cannot merge " + head.name() + " into " + onto.name(), e);
        }
    }

    /// One merge in one of the ways.
    private static final class Step {
        private final DraftObjects drafts;
        private final ObjectReader reader;
        private final MergeBudget budget;
        private final Merging.Work work;
        private final ObjectId onto;
        private final ObjectId head;

        Step(DraftObjects drafts, ObjectReader reader, MergeBudget budget, ObjectId onto, ObjectId head) {
            this.drafts = drafts;
            this.reader = reader;
            this.budget = budget;
            this.work = new Merging.Work(drafts, reader, budget);
            this.onto = onto;
            this.head = head;
        }

        boolean contains(ObjectId tip, ObjectId other) throws IOException {
            try (var walk = new RevWalk(reader)) {
                return walk.isMergedInto(walk.parseCommit(other), walk.parseCommit(tip));
            }
        }

        ObjectId commit(ObjectId tree, Wording wording, String message, ObjectId... parents) throws IOException {
            return commit(tree, wording.author(), wording.committer(), message, parents);
        }

        private ObjectId commit(
                ObjectId tree, PersonIdent author, PersonIdent committer, String message, ObjectId... parents)
                throws IOException {
            var commit = new CommitBuilder();
            commit.setTreeId(tree);
            commit.setParentIds(parents);
            commit.setAuthor(author);
            commit.setCommitter(committer);
            commit.setMessage(message.endsWith("\n") ? message : message + "\n");
            return drafts.insert(commit);
        }

        Outcome merge(Wording wording) throws IOException, MergeBudget.Spent {
            return switch (work.merge(onto, head, NAMES)) {
                case Merge.Clean(var tree) -> new Outcome.Merged(commit(tree, wording, wording.message(), onto, head));
                case Merge other -> undone(other, Optional.empty());
            };
        }

        Outcome squash(Wording wording) throws IOException, MergeBudget.Spent {
            return switch (work.merge(onto, head, NAMES)) {
                case Merge.Clean(var tree) when tree.equals(work.tree(onto)) -> new Outcome.NothingToMerge();
                case Merge.Clean(var tree) -> {
                    var message = Trailers.withAuthors(wording.message(), wording.author(), range(RevFilter.ALL));
                    yield new Outcome.Merged(commit(tree, wording, message, onto));
                }
                case Merge other -> undone(other, Optional.empty());
            };
        }

        private static Outcome undone(Merge merge, Optional<ObjectId> at) {
            return switch (merge) {
                case Merge.Clean(var tree) -> throw new AssertionError("merged already to " + tree.name());
                case Merge.Conflicting stopped -> new Outcome.Conflicts(stopped.conflicts(), at);
                case Merge.Unrelated() -> new Outcome.Unrelated();
                case Merge.TooLarge(var told) -> new Outcome.TooLarge(told.text());
            };
        }

        Outcome rebase(PersonIdent committer) throws IOException, MergeBudget.Spent {
            if (work.bases(onto, head).isEmpty()) return new Outcome.Unrelated();
            ObjectId top = onto.copy();
            var had = SamePatches.of(reader, budget, commits(head, onto, RevFilter.NO_MERGES));
            for (var commit : range(RevFilter.NO_MERGES)) {
                budget.time();
                if (had.has(commit)) continue;
                Optional<ObjectId> parent = commit.getParentCount() == 0
                        ? Optional.empty()
                        : Optional.of(commit.getParent(0).copy());
                if (parent.filter(top::equals).isPresent()) {
                    top = commit.copy();
                    continue;
                }
                var before = parent.isPresent() ? Optional.of(work.tree(parent.get())) : Optional.<ObjectId>empty();
                var under = work.tree(top);
                var merge = work.replay(before, commit.getTree(), under, NAMES);
                if (!(merge instanceof Merge.Clean(var tree))) return undone(merge, Optional.of(commit.copy()));
                boolean wasEmpty = before.filter(commit.getTree()::equals).isPresent();
                if (tree.equals(under) && !wasEmpty) continue;
                top = commit(tree, commit.getAuthorIdent(), committer, commit.getFullMessage(), top);
            }
            return top.equals(onto) ? new Outcome.NothingToMerge() : new Outcome.Merged(top);
        }

        /// What the head has and the branch has not, oldest first.
        private List<RevCommit> range(RevFilter filter) throws IOException, MergeBudget.Spent {
            return commits(onto, head, filter);
        }

        private List<RevCommit> commits(ObjectId without, ObjectId tip, RevFilter filter)
                throws IOException, MergeBudget.Spent {
            var commits = new LinkedHashSet<RevCommit>();
            try (var walk = new RevWalk(reader)) {
                walk.markStart(walk.parseCommit(tip));
                walk.markUninteresting(walk.parseCommit(without));
                for (var commit = walk.next(); commit != null; commit = walk.next()) {
                    commits.add(commit);
                    budget.commits(commits.size());
                }
                // What is reached after all was found out later, see Beyond.
                commits.removeIf(commit -> commit.has(RevFlag.UNINTERESTING));
                var sorted = new ArrayList<RevCommit>();
                for (var commit : childrenFirst(commits).reversed())
                    if (filter.include(walk, commit)) sorted.add(commit);
                return sorted;
            }
        }

        /// In the order of `git log --topo-order`: of a merge, what its last parent brings comes first, and
        /// whole.
        private static List<RevCommit> childrenFirst(Set<RevCommit> commits) {
            var children = new HashMap<RevCommit, Integer>();
            for (var commit : commits)
                for (var parent : commit.getParents())
                    if (commits.contains(parent)) children.merge(parent, 1, Integer::sum);
            var open = new ArrayDeque<RevCommit>();
            for (var commit : commits) if (!children.containsKey(commit)) open.push(commit);
            var sorted = new ArrayList<RevCommit>();
            while (!open.isEmpty()) {
                var commit = open.pop();
                sorted.add(commit);
                for (var parent : commit.getParents())
                    if (commits.contains(parent) && children.merge(parent, -1, Integer::sum) == 0) open.push(parent);
            }
            return sorted;
        }
    }
}
