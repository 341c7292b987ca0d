package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.language.Messages;
import dev.hob.node.language.Sentence;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/// Compares two versions of a series of commits as `git range-diff` does: pairs those that make nearly the same
/// change, and tells what became of each. Immutable.
public final class RangeDiff {
    private static final int CONTEXT = 3;
    /// A commit counts as another one, rather than a changed one, if more than that share of its lines would be
    /// new.
    private static final int CREATION_PERCENT = 60;

    private final int commitsMax;
    private final int linesMax;
    private final Duration time;

    /// Commits from a base (without it) to a head.
    public record Series(ObjectId base, ObjectId head) {}

    /// What came of it.
    public sealed interface Comparison {
        /// The pairs in the order of the newer series.
        record Compared(List<Pair> pairs) implements Comparison {
            public Compared {
                pairs = List.copyOf(pairs);
            }
        }

        /// There is more than is compared.
        record TooLarge(Sentence told) implements Comparison {}
    }

    /// A commit, and its place in its series, from 1.
    public record Member(int number, ObjectId commit, String subject) {}

    /// What became of a commit.
    public sealed interface Pair {
        /// It makes the same change and says the same.
        record Equal(Member before, Member after) implements Pair {}

        /// It was changed.
        ///
        /// @param lines how, as a diff of both patches: behind the sign of the outer diff comes that of the
        /// inner one
        /// @param cut whether there are more
        record Changed(Member before, Member after, List<Diffs.Line> lines, boolean cut) implements Pair {
            public Changed {
                lines = List.copyOf(lines);
            }
        }

        /// Only the older series has it.
        record Removed(Member before) implements Pair {}

        /// Only the newer series has it.
        record Added(Member after) implements Pair {}
    }

    public RangeDiff() {
        this(250, 200_000, Duration.ofSeconds(20));
    }

    RangeDiff(int commitsMax, int linesMax, Duration time) {
        this.commitsMax = commitsMax;
        this.linesMax = linesMax;
        this.time = time;
    }

    private static final class Patch {
        private final Member member;
        private final PatchText text;
        private final RawText patch;
        private final int[] hashes;
        private Optional<Patch> partner = Optional.empty();
        private boolean told;

        Patch(Member member, PatchText text) {
            this.member = member;
            this.text = text;
            this.patch = raw(String.join("\n", text.patch()) + "\n");
            this.hashes =
                    text.patch().stream().mapToInt(String::hashCode).sorted().toArray();
        }

        /// How many lines count when it has no partner.
        int size() {
            return (int) text.patch().stream().filter(it -> !it.isEmpty()).count();
        }

        int costAlone() {
            return size() * CREATION_PERCENT / 100;
        }

        void pair(Patch other) {
            partner = Optional.of(other);
            other.partner = Optional.of(this);
        }
    }

    private static RawText raw(String text) {
        return new RawText(text.getBytes(UTF_8));
    }

    /// Compares an older series with a newer one.
    public Comparison compare(Repository repository, Series before, Series after) {
        var limits = MergeBudget.Limits.USUAL;
        var budget = new MergeBudget(new MergeBudget.Limits(
                limits.paths(), limits.fileBytes(), limits.comparisons(), limits.bases(), commitsMax, time));
        try (var reader = repository.newObjectReader()) {
            var older = patches(reader, budget, before);
            var newer = patches(reader, budget, after);
            if (lines(older) + lines(newer) > linesMax)
                return new Comparison.TooLarge(Messages.later("code.compared-lines-max", linesMax));
            pairSame(older, newer);
            pairAlike(budget, alone(older), alone(newer));
            return new Comparison.Compared(told(older, newer));
        } catch (MergeBudget.Spent e) {
            return new Comparison.TooLarge(e.told());
        } catch (IOException e) {
            throw new CodeException(
                    "cannot compare " + before.head().name() + " with "
                            + after.head().name(),
                    e);
        }
    }

    private static List<Patch> patches(ObjectReader reader, MergeBudget budget, Series series)
            throws IOException, MergeBudget.Spent {
        var commits = new ArrayList<RevCommit>();
        try (var walk = new RevWalk(reader)) {
            walk.sort(RevSort.TOPO);
            walk.sort(RevSort.COMMIT_TIME_DESC, true);
            walk.sort(RevSort.REVERSE, true);
            walk.setRevFilter(RevFilter.NO_MERGES);
            walk.markStart(walk.parseCommit(series.head()));
            walk.markUninteresting(walk.parseCommit(series.base()));
            for (var commit = walk.next(); commit != null; commit = walk.next()) {
                commits.add(commit);
                budget.commits(commits.size());
            }
        }
        var patches = new ArrayList<Patch>();
        for (var commit : commits) {
            budget.time();
            var member = new Member(patches.size() + 1, commit.copy(), commit.getShortMessage());
            patches.add(new Patch(member, PatchText.of(reader, commit)));
        }
        return patches;
    }

    private static long lines(List<Patch> patches) {
        return patches.stream().mapToLong(it -> it.text.patch().size()).sum();
    }

    private static List<Patch> alone(List<Patch> patches) {
        return patches.stream().filter(it -> it.partner.isEmpty()).toList();
    }

    private static void pairSame(List<Patch> older, List<Patch> newer) {
        var known = new HashMap<List<String>, Deque<Patch>>();
        for (var patch : older)
            known.computeIfAbsent(patch.text.patch(), _ -> new ArrayDeque<>()).add(patch);
        for (var patch : newer) {
            var same = known.get(patch.text.patch());
            if (same != null && !same.isEmpty()) patch.pair(same.remove());
        }
    }

    /// Pairs so that the sum of all differences is least. To have no partner costs a share of a commit's own
    /// lines, which is what the further rows and columns are for.
    private static void pairAlike(MergeBudget budget, List<Patch> older, List<Patch> newer) throws MergeBudget.Spent {
        int size = older.size() + newer.size();
        long[][] costs = new long[size][size];
        for (int row = 0; row < size; row++) {
            budget.time();
            for (int column = 0; column < size; column++) {
                boolean hasOlder = row < older.size();
                boolean hasNewer = column < newer.size();
                if (hasOlder && hasNewer) costs[row][column] = difference(older.get(row), newer.get(column));
                else if (hasOlder) costs[row][column] = older.get(row).costAlone();
                else if (hasNewer) costs[row][column] = newer.get(column).costAlone();
            }
        }
        int[] columns = Assignment.of(costs);
        for (int row = 0; row < older.size(); row++)
            if (columns[row] < newer.size()) older.get(row).pair(newer.get(columns[row]));
    }

    /// How long the diff of two patches is. It need not be known when both are cheaper alone.
    private static int difference(Patch older, Patch newer) {
        int least = older.hashes.length + newer.hashes.length - 2 * common(older.hashes, newer.hashes);
        if (least > older.costAlone() + newer.costAlone()) return least;
        var edits = edits(older.patch, newer.patch);
        int lines = 0;
        int shown = 0;
        for (var edit : edits) {
            int begin = Math.max(0, edit.getBeginA() - CONTEXT);
            if (lines == 0 || begin > shown) lines++; // The head of a hunk.
            lines += edit.getBeginA() - Math.max(shown, begin) + edit.getLengthA() + edit.getLengthB();
            int end = Math.min(older.patch.size(), edit.getEndA() + CONTEXT);
            lines += end - edit.getEndA();
            // What is counted as context below one edit is taken off again where the next one begins.
            shown = end;
        }
        return lines;
    }

    private static List<Edit> edits(RawText before, RawText after) {
        return LineDiff.counted(before, after);
    }

    private static int common(int[] one, int[] other) {
        int common = 0;
        for (int i = 0, j = 0; i < one.length && j < other.length; ) {
            if (one[i] == other[j]) {
                common++;
                i++;
                j++;
            } else if (one[i] < other[j]) {
                i++;
            } else {
                j++;
            }
        }
        return common;
    }

    /// In the order of the newer series; what only the older one has comes after what came before it.
    private static List<Pair> told(List<Patch> older, List<Patch> newer) {
        var pairs = new ArrayList<Pair>();
        var left = new ArrayDeque<>(older);
        for (var patch : newer) {
            tellRemoved(left, pairs);
            pairs.add(patch.partner.map(it -> pair(it, patch)).orElseGet(() -> new Pair.Added(patch.member)));
            patch.partner.ifPresent(it -> it.told = true);
        }
        tellRemoved(left, pairs);
        return pairs;
    }

    private static void tellRemoved(Deque<Patch> left, List<Pair> pairs) {
        while (!left.isEmpty()
                && (left.getFirst().told || left.getFirst().partner.isEmpty())) {
            var patch = left.removeFirst();
            if (patch.partner.isEmpty()) pairs.add(new Pair.Removed(patch.member));
        }
    }

    private static Pair pair(Patch older, Patch newer) {
        if (older.text.text().equals(newer.text.text())) return new Pair.Equal(older.member, newer.member);
        var before = raw(older.text.text());
        var after = raw(newer.text.text());
        var lines = new ArrayList<Diffs.Line>();
        boolean whole = Diffs.hunks(edits(before, after), before, after, lines);
        return new Pair.Changed(older.member, newer.member, lines, !whole);
    }
}
