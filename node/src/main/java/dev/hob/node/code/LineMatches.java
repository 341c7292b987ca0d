package dev.hob.node.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;

/// Which line of an older text a changed line most likely was: lines are compared by their pairs of letters, without
/// spaces and without regard to case, so that code keeps its lines when it is given another form. Within a change
/// lines keep their order; one line may have become several. What has no counterpart there may have been moved from
/// another change. Owned by one thread.
final class LineMatches {
    /// No line was this one.
    static final int NONE = -1;

    /// So much alike are a line and what became of it.
    private static final double ALIKE_MIN = 0.25;
    /// And so much one that stands somewhere else.
    private static final double MOVED_ALIKE_MIN = 0.6;
    /// A short line is everywhere.
    private static final int MOVED_PAIRS_MIN = 10;

    private static final int MOVED_COMPARISONS_MAX = 1_000_000;

    /// What a line has of the one that others are from, too.
    private static final double SHARE_MIN = 0.5;
    /// That one line became several is less likely than that each was one.
    private static final double AGAIN = 0.1;

    /// Long changes are looked at so many lines at a time, with some around where they would be in the older text.
    private static final int BLOCK_LINES = 100;

    private static final int REACH_LINES = 20;
    private static final int LINE_PAIRS_MAX = 400;
    private static final int PAIRS_MIN = 3;

    private final RawText before;
    private final RawText after;
    private final List<Edit> edits;
    private final Map<Integer, short[]> old = new HashMap<>();
    private final Map<Integer, short[]> young = new HashMap<>();
    private final int[] matches;

    private LineMatches(RawText before, RawText after, List<Edit> edits) {
        this.before = before;
        this.after = after;
        this.edits = edits;
        this.matches = new int[after.size()];
        Arrays.fill(matches, NONE);
    }

    /// For each line of the younger text that is in a change the line of the older one, counted from 0; else [#NONE].
    static int[] of(RawText before, RawText after, List<Edit> edits) {
        var found = new LineMatches(before, after, edits);
        for (var edit : edits) found.within(edit);
        found.moved();
        return found.matches;
    }

    private short[] old(int line) {
        return old.computeIfAbsent(line, it -> pairs(before.getString(it)));
    }

    private short[] young(int line) {
        return young.computeIfAbsent(line, it -> pairs(after.getString(it)));
    }

    /// Two letters each, sorted, with the line's ends for letters.
    private static short[] pairs(String line) {
        short[] pairs = new short[Math.min(LINE_PAIRS_MAX, line.length() + 1)];
        int count = 0;
        char last = 0;
        for (int i = 0; i < line.length() && count < pairs.length; i++) {
            char c = Character.toLowerCase(line.charAt(i));
            if (Character.isWhitespace(c)) continue;
            pairs[count++] = pair(last, c);
            last = c;
        }
        if (last != 0 && count < pairs.length) pairs[count++] = pair(last, (char) 0);
        short[] sorted = Arrays.copyOf(pairs, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private static short pair(char one, char other) {
        return (short) (one * 257 + other);
    }

    private static int common(short[] one, short[] other) {
        int common = 0;
        for (int i = 0, j = 0; i < one.length && j < other.length; ) {
            if (one[i] == other[j]) {
                common++;
                i++;
                j++;
            } else if (one[i] < other[j]) i++;
            else j++;
        }
        return common;
    }

    /// From 0 to 1; two empty lines are alike.
    private static double alike(short[] one, short[] other) {
        int all = one.length + other.length;
        return all == 0 ? 1 : 2.0 * common(one, other) / all;
    }

    /// The same, or what of the shorter one is in the longer: a line may have become several, or several one.
    private double score(int oldLine, int youngLine) {
        short[] one = old(oldLine);
        short[] other = young(youngLine);
        int common = common(one, other);
        int all = one.length + other.length;
        if (all == 0) return 1;
        int shorter = Math.min(one.length, other.length);
        double shared = (double) common / Math.max(1, shorter);
        // A letter or two of a line that is longer say nothing, unless they are all there is.
        boolean says = common >= PAIRS_MIN || shorter <= PAIRS_MIN;
        double score = Math.max(2.0 * common / all, says ? shared * SHARE_MIN : 0);
        return score < ALIKE_MIN ? 0 : score;
    }

    private void within(Edit edit) {
        int lines = edit.getLengthB();
        int olds = edit.getLengthA();
        if (lines == 0 || olds == 0) return;
        boolean small = (long) lines * olds <= (long) BLOCK_LINES * BLOCK_LINES;
        int step = small ? lines : BLOCK_LINES;
        for (int from = 0; from < lines; from += step) {
            int to = Math.min(lines, from + step);
            int begin = small ? 0 : Math.max(0, (int) ((long) from * olds / lines) - REACH_LINES);
            int end = small ? olds : Math.min(olds, (int) ((long) to * olds / lines) + REACH_LINES);
            block(edit.getBeginA() + begin, edit.getBeginA() + end, edit.getBeginB() + from, edit.getBeginB() + to);
        }
        share(edit);
    }

    /// The pairs of lines that are most alike in all and keep their order.
    private void block(int beginA, int endA, int beginB, int endB) {
        int olds = endA - beginA;
        int lines = endB - beginB;
        // With the first lines of either text: the best there is, and the best with these two last ones a pair.
        double[][] best = new double[lines + 1][olds + 1];
        double[][] paired = new double[lines + 1][olds + 1];
        boolean[][] again = new boolean[lines + 1][olds + 1];
        for (int j = 1; j <= lines; j++)
            for (int i = 1; i <= olds; i++) {
                double score = score(beginA + i - 1, beginB + j - 1);
                if (score > 0) {
                    double once = best[j - 1][i - 1] + score;
                    double repeated = paired[j - 1][i] == 0 ? 0 : paired[j - 1][i] + score - AGAIN;
                    again[j][i] = repeated > once;
                    paired[j][i] = Math.max(once, repeated);
                }
                best[j][i] = Math.max(paired[j][i], Math.max(best[j - 1][i], best[j][i - 1]));
            }
        for (int j = lines, i = olds; j > 0 && i > 0; ) {
            if (paired[j][i] > 0 && paired[j][i] >= best[j][i]) {
                boolean more = true;
                while (more) {
                    matches[beginB + j - 1] = beginA + i - 1;
                    more = again[j][i];
                    j--;
                }
                i--;
            } else if (best[j - 1][i] >= best[j][i - 1]) j--;
            else i--;
        }
    }

    /// Several lines that are from one share it: what one of them has taken is no part of the next.
    private void share(Edit edit) {
        for (int from = edit.getBeginB(); from < edit.getEndB(); ) {
            int to = from + 1;
            while (to < edit.getEndB() && matches[to] == matches[from]) to++;
            if (matches[from] != NONE && to - from > 1) share(matches[from], from, to);
            from = to;
        }
    }

    private void share(int line, int from, int to) {
        var lines = new ArrayList<Integer>();
        for (int i = from; i < to; i++) lines.add(i);
        lines.sort(Comparator.comparingDouble((Integer it) -> score(line, it)).reversed());
        short[] rest = old(line);
        for (int each : lines) {
            short[] pairs = young(each);
            int common = common(rest, pairs);
            if (common < SHARE_MIN * pairs.length) matches[each] = NONE;
            else rest = without(rest, pairs);
        }
    }

    private static short[] without(short[] all, short[] some) {
        short[] rest = new short[all.length];
        int count = 0;
        for (int i = 0, j = 0; i < all.length; ) {
            if (j < some.length && all[i] == some[j]) {
                i++;
                j++;
            } else if (j < some.length && all[i] > some[j]) j++;
            else rest[count++] = all[i++];
        }
        return Arrays.copyOf(rest, count);
    }

    /// Lines that have no counterpart where they are, and one among those that went somewhere else.
    private void moved() {
        var went = new ArrayList<Integer>();
        var came = new ArrayList<Integer>();
        for (var edit : edits) {
            for (int i = edit.getBeginA(); i < edit.getEndA(); i++) if (old(i).length >= MOVED_PAIRS_MIN) went.add(i);
            for (int j = edit.getBeginB(); j < edit.getEndB(); j++)
                if (matches[j] == NONE && young(j).length >= MOVED_PAIRS_MIN) came.add(j);
        }
        if ((long) went.size() * came.size() > MOVED_COMPARISONS_MAX) return;
        for (int line : came) {
            double best = MOVED_ALIKE_MIN;
            for (int from : went) {
                double alike = alike(old(from), young(line));
                boolean nearer = matches[line] == NONE || Math.abs(from - line) < Math.abs(matches[line] - line);
                if (alike < best || (alike == best && !nearer)) continue;
                best = alike;
                matches[line] = from;
            }
        }
    }
}
