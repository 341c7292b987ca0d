package dev.hob.node.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/// Which lines two texts do not share, as git tells it. It tells it in several ways: what it merges it compares by the
/// rarest lines (the histogram is JGit's), all else by the shortest edit.
///
/// Where a change could as well stand some lines higher or lower, because the lines around it are the same, it
/// slides: up and down once to swallow its neighbours, then to where a change of the other text ends too; else to where
/// the indentation makes it read best, or as far down as it goes.
final class LineDiff {
    /// Above it, what the histogram cannot tell apart is one change: Myers' way takes time that grows with the
    /// square.
    private static final int MYERS_LINES_MAX = 40_000;

    /// Longer texts, both together, are compared by their rarest lines: the shortest edit between texts that have
    /// little in common took 3 s for 600,000 lines, and memory for each of them.
    private static final int SHORTEST_LINES_MAX = 400_000;

    /// Further up nobody looks for a better place.
    private static final int SLIDE_MAX = 100;

    private static final int BINARY_BYTES_LOOKED_AT = 8_000;

    private static final RawTextComparator EXACT = RawTextComparator.DEFAULT;

    /// A text between two lines that are like no other. Git does not leave out the lines that both texts begin
    /// and end with before it looks for the rarest; JGit's histogram can bear that only if no text is left
    /// without a change.
    private static final class Framed extends Sequence {
        private final RawText text;

        Framed(RawText text) {
            this.text = text;
        }

        @Override
        public int size() {
            return text.size() + 2;
        }

        boolean isFrame(int line) {
            return line == 0 || line == text.size() + 1;
        }
    }

    private static final SequenceComparator<Framed> FRAMED = new SequenceComparator<>() {
        @Override
        public boolean equals(Framed a, int lineA, Framed b, int lineB) {
            return !a.isFrame(lineA) && !b.isFrame(lineB) && EXACT.equals(a.text, lineA - 1, b.text, lineB - 1);
        }

        @Override
        public int hash(Framed sequence, int line) {
            return sequence.isFrame(line) ? 0 : EXACT.hash(sequence.text, line - 1);
        }
    };

    /// One of the two texts: which of its lines changed. One more that never did stands at either end.
    private static final class Side {
        private final RawText text;
        private final boolean[] changed;

        Side(RawText text, BitSet changed) {
            this.text = text;
            this.changed = new boolean[text.size() + 2];
            changed.stream().forEach(line -> change(line, true));
        }

        int size() {
            return text.size();
        }

        boolean isChanged(int line) {
            return changed[line + 1];
        }

        void change(int line, boolean to) {
            changed[line + 1] = to;
        }

        boolean same(int line, int other) {
            return EXACT.equals(text, line, text, other);
        }
    }

    /// A run of changed lines, perhaps an empty one: between any two lines that did not change there is one.
    private static final class Run {
        private final Side side;
        private int start;
        private int end;

        Run(Side side) {
            this.side = side;
            grow();
        }

        private void grow() {
            while (side.isChanged(end)) end++;
        }

        boolean isEmpty() {
            return start == end;
        }

        boolean next() {
            if (end == side.size()) return false;
            start = end + 1;
            end = start;
            grow();
            return true;
        }

        void previous() {
            end = start - 1;
            start = end;
            while (side.isChanged(start - 1)) start--;
        }

        boolean slideUp() {
            if (start == 0 || !side.same(start - 1, end - 1)) return false;
            side.change(--start, true);
            side.change(--end, false);
            while (side.isChanged(start - 1)) start--;
            return true;
        }

        boolean slideDown() {
            if (end == side.size() || !side.same(start, end)) return false;
            side.change(start++, false);
            side.change(end++, true);
            grow();
            return true;
        }
    }

    /// A tail that both have is left out in pieces of so many bytes.
    private static final int TAIL = 1024;

    private enum Placing {
        /// As far down as it goes.
        LOW,
        INDENTED
    }

    private LineDiff() {}

    /// Myers' way as long as it is not too much for it; else all of it is one change.
    ///
    /// @param most how long both may be together
    static DiffAlgorithm boundedMyers(int most) {
        return new DiffAlgorithm() {
            @Override
            public <S extends Sequence> EditList diffNonCommon(SequenceComparator<? super S> comparator, S a, S b) {
                if (a.size() + b.size() > most) return EditList.singleton(new Edit(0, a.size(), 0, b.size()));
                return MyersDiff.INSTANCE.diffNonCommon(comparator, a, b);
            }
        };
    }

    /// Whether a file has no lines to speak of, as git tells: by a zero byte near its beginning.
    static boolean isBinary(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, BINARY_BYTES_LOOKED_AT); i++) if (bytes[i] == 0) return true;
        return false;
    }

    /// As `git diff` shows them, and patches have them; top first.
    static List<Edit> shown(RawText before, RawText after) {
        return shortest(before, after, Placing.INDENTED);
    }

    /// As `git blame` passes lines on.
    static List<Edit> blamed(RawText before, RawText after) {
        int tail = tail(before, after);
        return shortest(without(before, tail), without(after, tail), Placing.INDENTED);
    }

    /// As `git log -L` follows lines.
    static List<Edit> followed(RawText before, RawText after) {
        int tail = tail(before, after);
        return shortest(without(before, tail), without(after, tail), Placing.LOW);
    }

    /// As `git range-diff` counts them.
    static List<Edit> counted(RawText before, RawText after) {
        return shortest(before, after, Placing.LOW);
    }

    private static List<Edit> shortest(RawText before, RawText after, Placing placing) {
        if (before.size() + after.size() > SHORTEST_LINES_MAX) return merged(before, after);
        var found = ShortestEdit.of(before, after);
        return placed(new Side(before, found.before()), new Side(after, found.after()), placing);
    }

    /// How many bytes both end with that git does not look at where it shows no context: whole pieces, but for the rest
    /// of the line that they begin in.
    private static int tail(RawText before, RawText after) {
        byte[] a = before.getRawContent();
        byte[] b = after.getRawContent();
        int tail = 0;
        while (tail + TAIL <= Math.min(a.length, b.length)
                && Arrays.equals(
                        a, a.length - tail - TAIL, a.length - tail, b, b.length - tail - TAIL, b.length - tail))
            tail += TAIL;
        while (tail > 0) if (a[a.length - tail--] == '\n') break;
        return tail;
    }

    private static RawText without(RawText text, int tail) {
        byte[] content = text.getRawContent();
        return tail == 0 ? text : new RawText(Arrays.copyOf(content, content.length - tail));
    }

    /// As git merges; top first.
    static List<Edit> merged(RawText before, RawText after) {
        if (before.size() == 0 || after.size() == 0)
            return before.size() == after.size() ? List.of() : List.of(new Edit(0, before.size(), 0, after.size()));
        var histogram = new HistogramDiff();
        histogram.setFallbackAlgorithm(boundedMyers(MYERS_LINES_MAX));
        var framed = histogram.diffNonCommon(FRAMED, new Framed(before), new Framed(after));
        return placed(
                before,
                after,
                framed.stream()
                        .map(it -> new Edit(
                                Math.max(0, it.getBeginA() - 1),
                                Math.min(before.size(), it.getEndA() - 1),
                                Math.max(0, it.getBeginB() - 1),
                                Math.min(after.size(), it.getEndB() - 1)))
                        .toList());
    }

    private static List<Edit> placed(RawText before, RawText after, List<Edit> found) {
        var a = new BitSet();
        var b = new BitSet();
        for (var edit : found) {
            a.set(edit.getBeginA(), edit.getEndA());
            b.set(edit.getBeginB(), edit.getEndB());
        }
        return placed(new Side(before, a), new Side(after, b), Placing.LOW);
    }

    private static List<Edit> placed(Side a, Side b, Placing placing) {
        slide(a, b, placing);
        slide(b, a, placing);
        return edits(a, b);
    }

    private static void slide(Side side, Side other, Placing placing) {
        var run = new Run(side);
        var across = new Run(other);
        do {
            if (!run.isEmpty()) slide(run, across, placing);
        } while (run.next() && across.next());
    }

    private static void slide(Run run, Run across, Placing placing) {
        int size;
        boolean aligned;
        int highest;
        do {
            size = run.end - run.start;
            aligned = false;
            while (run.slideUp()) across.previous();
            highest = run.end;
            if (!across.isEmpty()) aligned = true;
            while (run.slideDown()) {
                across.next();
                if (!across.isEmpty()) aligned = true;
            }
        } while (size != run.end - run.start);
        if (run.end == highest) return;
        if (aligned) while (across.isEmpty()) back(run, across);
        else if (placing == Placing.INDENTED) {
            int best = best(run, highest);
            while (run.end > best) back(run, across);
        }
    }

    private static void back(Run run, Run across) {
        if (!run.slideUp()) throw new AssertionError("a change cannot go back to where it was");
        across.previous();
    }

    /// Where the run had best end, of where it can.
    private static int best(Run run, int highest) {
        var text = run.side.text;
        int size = run.end - run.start;
        int best = run.end;
        var least = Optional.<Indents.Score>empty();
        for (int end = Math.max(highest, run.end - Math.min(size + 1, SLIDE_MAX)); end <= run.end; end++) {
            var score = Indents.cut(text, end).and(Indents.cut(text, end - size));
            if (least.isPresent() && !score.isAtLeast(least.get())) continue;
            least = Optional.of(score);
            best = end;
        }
        return best;
    }

    private static List<Edit> edits(Side a, Side b) {
        var edits = new ArrayList<Edit>();
        int lineA = 0;
        int lineB = 0;
        while (lineA < a.size() || lineB < b.size()) {
            int beginA = lineA;
            int beginB = lineB;
            while (a.isChanged(lineA)) lineA++;
            while (b.isChanged(lineB)) lineB++;
            if (lineA > beginA || lineB > beginB) edits.add(new Edit(beginA, lineA, beginB, lineB));
            lineA++;
            lineB++;
        }
        return edits;
    }
}
