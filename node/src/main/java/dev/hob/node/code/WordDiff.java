package dev.hob.node.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which words of a line are others than in the line that it took the place of.
public final class WordDiff {
    /// In longer lines only what they begin and end with alike is left out.
    private static final int WORDS_MAX = 300;

    private static final int CHARACTERS_MAX = 2_000;
    /// Lines that share less are other lines, in which nothing stands out.
    private static final int COMMON_PERCENT_MIN = 30;

    private WordDiff() {}

    /// Some characters of a line, the end not included.
    public record Span(int from, int to) {}

    /// What differs in each of two lines.
    public record Differing(List<Span> before, List<Span> after) {
        public Differing {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /// What differs; empty when the lines have too little in common to say so.
    public static Optional<Differing> of(String before, String after) {
        if (before.length() > CHARACTERS_MAX || after.length() > CHARACTERS_MAX) return Optional.empty();
        var a = words(before);
        var b = words(after);
        boolean[] keptA = new boolean[a.size()];
        boolean[] keptB = new boolean[b.size()];
        keep(before, after, a, b, keptA, keptB);
        int common = 0;
        for (int i = 0; i < keptA.length; i++) if (keptA[i]) common += weight(before, a.get(i));
        int longest = Math.max(weight(before), weight(after));
        if (longest == 0 || common * 100 < COMMON_PERCENT_MIN * longest) return Optional.empty();
        return Optional.of(new Differing(spans(before, a, keptA), spans(after, b, keptB)));
    }

    /// How much of a line is no space.
    private static int weight(String line) {
        return weight(line, new Span(0, line.length()));
    }

    private static int weight(String line, Span of) {
        int weight = 0;
        for (int i = of.from(); i < of.to(); i++) if (!Character.isWhitespace(line.charAt(i))) weight++;
        return weight;
    }

    /// Words, spaces, and every other sign by itself.
    private static List<Span> words(String line) {
        var words = new ArrayList<Span>();
        for (int from = 0; from < line.length(); ) {
            int kind = kind(line.charAt(from));
            int to = from + 1;
            if (kind != 0) while (to < line.length() && kind(line.charAt(to)) == kind) to++;
            // Half of a character is none.
            else if (Character.isHighSurrogate(line.charAt(from)) && to < line.length()) to++;
            words.add(new Span(from, to));
            from = to;
        }
        return words;
    }

    private static int kind(char c) {
        if (Character.isLetterOrDigit(c) || c == '_') return 1;
        return Character.isWhitespace(c) ? 2 : 0;
    }

    private static boolean same(String before, Span a, String after, Span b) {
        return a.to() - a.from() == b.to() - b.from()
                && before.regionMatches(a.from(), after, b.from(), a.to() - a.from());
    }

    private static void keep(
            String before, String after, List<Span> a, List<Span> b, boolean[] keptA, boolean[] keptB) {
        int begin = 0;
        while (begin < a.size() && begin < b.size() && same(before, a.get(begin), after, b.get(begin))) {
            keptA[begin] = true;
            keptB[begin++] = true;
        }
        int endA = a.size();
        int endB = b.size();
        while (endA > begin && endB > begin && same(before, a.get(endA - 1), after, b.get(endB - 1))) {
            keptA[--endA] = true;
            keptB[--endB] = true;
        }
        int rows = endA - begin;
        int columns = endB - begin;
        if (rows == 0 || columns == 0 || rows > WORDS_MAX || columns > WORDS_MAX) return;
        int[][] best = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--)
            for (int j = columns - 1; j >= 0; j--)
                best[i][j] = same(before, a.get(begin + i), after, b.get(begin + j))
                        ? best[i + 1][j + 1] + 1 + weight(before, a.get(begin + i))
                        : Math.max(best[i + 1][j], best[i][j + 1]);
        for (int i = 0, j = 0; i < rows && j < columns; ) {
            if (same(before, a.get(begin + i), after, b.get(begin + j))) {
                keptA[begin + i++] = true;
                keptB[begin + j++] = true;
            } else if (best[i + 1][j] >= best[i][j + 1]) i++;
            else j++;
        }
    }

    /// What is not kept, in one piece where only spaces lie between.
    private static List<Span> spans(String line, List<Span> words, boolean[] kept) {
        var spans = new ArrayList<Span>();
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) continue;
            var word = words.get(i);
            if (!spans.isEmpty()
                    && line.substring(spans.getLast().to(), word.from()).isBlank()) {
                var before = spans.removeLast();
                spans.add(new Span(before.from(), word.to()));
            } else spans.add(word);
        }
        return spans;
    }
}
