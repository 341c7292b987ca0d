package dev.hob.node.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which line that came took the place of which line that went.
public final class Pairing {
    /// In larger blocks lines are paired as they come.
    private static final int CELLS_MAX = 2_500;

    private static final int LIKENESS_MIN = 35;
    private static final int CHARACTERS_MAX = 400;

    private Pairing() {}

    /// For each line of a change the place of its partner; -1 for none. A line that stays is its own.
    public static int[] of(List<Diffs.Line> lines) {
        int[] partners = new int[lines.size()];
        for (int at = 0; at < partners.length; ) {
            if (lines.get(at).kind() != Diffs.Kind.REMOVED) {
                partners[at] = lines.get(at).kind() == Diffs.Kind.CONTEXT ? at : -1;
                at++;
                continue;
            }
            int gone = at;
            while (at < partners.length && lines.get(at).kind() == Diffs.Kind.REMOVED) partners[at++] = -1;
            int came = at;
            while (at < partners.length && lines.get(at).kind() == Diffs.Kind.ADDED) partners[at++] = -1;
            pair(lines, partners, gone, came, at);
        }
        return partners;
    }

    private static void pair(List<Diffs.Line> lines, int[] partners, int gone, int came, int end) {
        int rows = came - gone;
        int columns = end - came;
        if ((long) rows * columns > CELLS_MAX) {
            for (int i = 0; i < Math.min(rows, columns); i++) join(partners, gone + i, came + i);
            return;
        }
        var before = new ArrayList<Map<String, Integer>>();
        var after = new ArrayList<Map<String, Integer>>();
        for (int i = gone; i < came; i++) before.add(words(lines.get(i).text()));
        for (int i = came; i < end; i++) after.add(words(lines.get(i).text()));
        int[][] likeness = new int[rows][columns];
        int[][] best = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--)
            for (int j = columns - 1; j >= 0; j--) {
                likeness[i][j] = likeness(before.get(i), after.get(j));
                int joined = likeness[i][j] >= LIKENESS_MIN ? best[i + 1][j + 1] + likeness[i][j] : 0;
                best[i][j] = Math.max(joined, Math.max(best[i + 1][j], best[i][j + 1]));
            }
        for (int i = 0, j = 0; i < rows && j < columns; ) {
            if (likeness[i][j] >= LIKENESS_MIN && best[i][j] == best[i + 1][j + 1] + likeness[i][j])
                join(partners, gone + i++, came + j++);
            else if (best[i + 1][j] >= best[i][j + 1]) i++;
            else j++;
        }
    }

    private static void join(int[] partners, int one, int other) {
        partners[one] = other;
        partners[other] = one;
    }

    private static Map<String, Integer> words(String line) {
        var words = new HashMap<String, Integer>();
        String bounded = line.length() > CHARACTERS_MAX ? line.substring(0, CHARACTERS_MAX) : line;
        int from = 0;
        while (from < bounded.length()) {
            int to = from + 1;
            if (Character.isLetterOrDigit(bounded.charAt(from)))
                while (to < bounded.length() && Character.isLetterOrDigit(bounded.charAt(to))) to++;
            String word = bounded.substring(from, to);
            if (!word.isBlank()) words.merge(word, 1, Integer::sum);
            from = to;
        }
        return words;
    }

    /// How many of the characters of both are in words that both have, in percent.
    private static int likeness(Map<String, Integer> one, Map<String, Integer> other) {
        int common = 0;
        int all = 0;
        for (var word : one.entrySet()) {
            int length = word.getKey().length();
            all += length * word.getValue();
            common += length * Math.min(word.getValue(), other.getOrDefault(word.getKey(), 0));
        }
        for (var word : other.entrySet()) all += word.getKey().length() * word.getValue();
        return all == 0 ? 100 : 200 * common / all;
    }
}
