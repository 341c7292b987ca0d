package dev.hob.node.text;

import java.util.HashMap;
import java.util.Map;

/// Where in a text of Org what was begun might end. Whoever asks goes on from place to place, and nothing is looked for
/// twice in the same stretch. Owned by one thread.
final class OrgEnds {
    /// How many ends of lines emphasis goes across.
    private static final int LINES_MAX = 1;
    /// Behind every text, however much is added to it.
    private static final int NONE = Integer.MAX_VALUE / 2;

    private static final String BEFORE = "-–—('\"{[";
    private static final String BEHIND = "-–—.,;:!?'\")}[]\\*/+_";

    private final String text;
    private final Map<String, Known> found = new HashMap<>();
    private final Map<Character, Known> closing = new HashMap<>();
    /// How many ends of lines stand before each place.
    private final int[] lines;

    /// What was looked for from a place on was found at another.
    private record Known(int from, int at) {
        boolean answers(int asked) {
            return from <= asked && asked <= at;
        }
    }

    OrgEnds(String text) {
        this.text = text;
        this.lines = new int[text.length() + 1];
        for (int i = 0; i < text.length(); i++) lines[i + 1] = lines[i] + (text.charAt(i) == '\n' ? 1 : 0);
    }

    /// Where a word next stands, at a place or behind it; behind everything when it stands nowhere.
    int find(String word, int from) {
        var known = found.get(word);
        if (known == null || !known.answers(from)) {
            int at = text.indexOf(word, from);
            known = new Known(from, at < 0 ? NONE : at);
            found.put(word, known);
        }
        return known.at();
    }

    /// The end of the emphasis that a mark opens; 0 when it opens none.
    ///
    /// @param from where the text around it begins
    /// @param to and ends
    int closed(int i, int from, int to) {
        if (!opens(i, from) || i + 2 >= to) return 0;
        int end = closing(text.charAt(i), i + 2);
        return end < to && !isFar(i, end) ? end : 0;
    }

    /// Whether two places are too many lines apart to belong together.
    boolean isFar(int from, int to) {
        return lines[to] - lines[from] > LINES_MAX;
    }

    private int closing(char mark, int from) {
        var known = closing.get(mark);
        if (known == null || !known.answers(from)) {
            int at = text.indexOf(mark, from);
            while (at >= 0 && (!isBehind(at + 1) || Character.isWhitespace(text.charAt(at - 1))))
                at = text.indexOf(mark, at + 1);
            known = new Known(from, at < 0 ? NONE : at);
            closing.put(mark, known);
        }
        return known.at();
    }

    private boolean isBehind(int at) {
        return at >= text.length() || Character.isWhitespace(text.charAt(at)) || BEHIND.indexOf(text.charAt(at)) >= 0;
    }

    private boolean opens(int i, int from) {
        boolean before =
                i == from || Character.isWhitespace(text.charAt(i - 1)) || BEFORE.indexOf(text.charAt(i - 1)) >= 0;
        return before && i + 1 < text.length() && !Character.isWhitespace(text.charAt(i + 1));
    }
}
