package dev.hob.node.code;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/// Which lines of two texts are in only one of them, as `git diff` finds it unless it is told otherwise: Myers'
/// shortest edit ("An O(ND) Difference Algorithm and Its Variations", 1986, section 4b), looked for from both ends at
/// once, on the lines that are left when what cannot match is out of the way. Where that would take long it takes a way
/// that is good enough, at the same places as git.
final class ShortestEdit {
    /// Of a line that is there oftener than that nobody looks at every place.
    private static final int OFTEN_MAX = 1024;
    /// So far around a frequent line one looks for such as have no match.
    private static final int AROUND = 100;

    private static final int FREQUENT_WEIGHT = 4;

    private final Lines a;
    private final Lines b;

    /// A text as numbers: equal lines have equal ones.
    private static final class Lines {
        private final int[] numbers;
        private final BitSet changed = new BitSet();
        private int[] kept = {};

        Lines(int size) {
            this.numbers = new int[size];
        }

        int size() {
            return numbers.length;
        }

        /// The numbers of the lines that are kept.
        int[] keptNumbers() {
            int[] all = new int[kept.length];
            for (int i = 0; i < all.length; i++) all[i] = numbers[kept[i]];
            return all;
        }

        void change(int from, int end) {
            for (int i = from; i < end; i++) changed.set(kept[i]);
        }
    }

    /// A line as a key.
    private record Line(RawText text, int at, int hash) {
        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Line(RawText text, int at, int hash)
                    && this.hash == hash
                    && RawTextComparator.DEFAULT.equals(this.text, this.at, text, at);
        }
    }

    /// What is still to be compared: kept lines of the one and of the other.
    ///
    /// @param exact whether the shortest way through it is wanted, however long it takes
    private record Box(int beginA, int endA, int beginB, int endB, boolean exact) {}

    /// Which lines of each text changed.
    record Found(BitSet before, BitSet after) {}

    private ShortestEdit(int sizeA, int sizeB) {
        a = new Lines(sizeA);
        b = new Lines(sizeB);
    }

    static Found of(RawText before, RawText after) {
        var search = new ShortestEdit(before.size(), after.size());
        int classes = search.number(before, after);
        search.leaveOut(classes);
        search.compare();
        return new Found(search.a.changed, search.b.changed);
    }

    private int number(RawText before, RawText after) {
        var known = new HashMap<Line, Integer>();
        number(before, a, known);
        number(after, b, known);
        return known.size();
    }

    private static void number(RawText text, Lines lines, Map<Line, Integer> known) {
        for (int i = 0; i < lines.size(); i++) {
            var line = new Line(text, i, RawTextComparator.DEFAULT.hash(text, i));
            int next = known.size();
            Integer there = known.putIfAbsent(line, next);
            lines.numbers[i] = there == null ? next : there;
        }
    }

    /// What both begin and end with is the same. Of the rest, lines without a match changed, and frequent ones among
    /// such lines with them.
    private void leaveOut(int classes) {
        int least = Math.min(a.size(), b.size());
        int begin = 0;
        while (begin < least && a.numbers[begin] == b.numbers[begin]) begin++;
        int tail = 0;
        while (tail < least - begin && a.numbers[a.size() - 1 - tail] == b.numbers[b.size() - 1 - tail]) tail++;
        int[] inA = count(a, classes);
        int[] inB = count(b, classes);
        keep(a, begin, a.size() - tail, inB);
        keep(b, begin, b.size() - tail, inA);
    }

    private static int[] count(Lines lines, int classes) {
        int[] counts = new int[classes];
        for (int number : lines.numbers) counts[number]++;
        return counts;
    }

    private enum Match {
        NONE,
        SOME,
        FREQUENT
    }

    private static void keep(Lines lines, int begin, int end, int[] inOther) {
        int often = Math.min(roundRoot(lines.size()), OFTEN_MAX);
        var matches = new Match[end];
        for (int i = begin; i < end; i++) {
            int count = inOther[lines.numbers[i]];
            matches[i] = count == 0 ? Match.NONE : count < often ? Match.SOME : Match.FREQUENT;
        }
        int[] kept = new int[end - begin];
        int size = 0;
        for (int i = begin; i < end; i++)
            if (matches[i] == Match.SOME || (matches[i] == Match.FREQUENT && !isAmongChanges(matches, i, begin, end)))
                kept[size++] = i;
            else lines.changed.set(i);
        lines.kept = Arrays.copyOf(kept, size);
    }

    /// Whether a frequent line stands between lines that have no match, so many that it will hardly be one that stayed.
    private static boolean isAmongChanges(Match[] matches, int line, int begin, int end) {
        int none = 0;
        int frequent = 0;
        for (int direction = -1; direction <= 1; direction += 2) {
            int noneHere = 0;
            frequent++;
            for (int i = line + direction;
                    i >= Math.max(begin, line - AROUND)
                            && i <= Math.min(end - 1, line + AROUND)
                            && matches[i] != Match.SOME;
                    i += direction)
                if (matches[i] == Match.NONE) noneHere++;
                else frequent++;
            if (noneHere == 0) return false;
            none += noneHere;
        }
        return frequent * FREQUENT_WEIGHT < frequent + none;
    }

    /// A power of two near the square root.
    static int roundRoot(long number) {
        int root = 1;
        for (long left = number; left > 0; left >>= 2) root <<= 1;
        return root;
    }

    private void compare() {
        int[] linesA = a.keptNumbers();
        int[] linesB = b.keptNumbers();
        var snakes = new MiddleSnake(linesA, linesB);
        Deque<Box> left = new ArrayDeque<>();
        left.push(new Box(0, linesA.length, 0, linesB.length, false));
        while (!left.isEmpty()) {
            var box = left.pop();
            int beginA = box.beginA();
            int endA = box.endA();
            int beginB = box.beginB();
            int endB = box.endB();
            while (beginA < endA && beginB < endB && linesA[beginA] == linesB[beginB]) {
                beginA++;
                beginB++;
            }
            while (beginA < endA && beginB < endB && linesA[endA - 1] == linesB[endB - 1]) {
                endA--;
                endB--;
            }
            if (beginA == endA) b.change(beginB, endB);
            else if (beginB == endB) a.change(beginA, endA);
            else {
                var split = snakes.split(beginA, endA, beginB, endB, box.exact());
                left.push(new Box(split.atA(), endA, split.atB(), endB, split.exactAfter()));
                left.push(new Box(beginA, split.atA(), beginB, split.atB(), split.exactBefore()));
            }
        }
    }
}
