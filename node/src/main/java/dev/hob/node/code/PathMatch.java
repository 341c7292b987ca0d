package dev.hob.node.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A path that has the letters somebody typed, in their order: the better the more of them stand together, begin
/// words and belong to the file's name.
///
/// @param score the larger the better
/// @param marked which characters of the path were meant, ascending; empty before it is asked for
public record PathMatch(String path, int score, List<Integer> marked) {
    static final Comparator<PathMatch> BEST_FIRST = Comparator.comparingInt(PathMatch::score)
            .reversed()
            .thenComparingInt(it -> it.path().length())
            .thenComparing(PathMatch::path);

    private static final int LETTERS_MAX = 100;
    private static final int WORDS_MAX = 8;
    /// Behind that many characters of a path nothing is looked for.
    private static final int PATH_CHARACTERS_MAX = 400;

    private static final int LETTER = 4;
    private static final int TOGETHER = 10;
    private static final int BEGINS_NAME = 12;
    private static final int BEGINS_FOLDER = 8;
    private static final int BEGINS_WORD = 9;
    private static final int IN_NAME = 3;
    private static final int GAP = 3;
    private static final int WHOLE_NAME = 60;
    private static final int NAME_BEGINS = 25;
    private static final int LENGTH_PER_POINT = 12;
    private static final int NEVER = Integer.MIN_VALUE / 2;

    public PathMatch {
        marked = List.copyOf(marked);
    }

    /// Some letters. What spaces part is looked for by itself; a small letter means a large one, too, but not the
    /// other way round.
    static final class Query {
        private final List<String> words;
        private final String whole;

        Query(String letters) {
            this.whole = letters.strip().toLowerCase(Locale.ROOT);
            this.words = Stream.of(letters.strip().split("\\s+"))
                    .filter(word -> !word.isEmpty())
                    .map(word -> word.substring(0, Math.min(LETTERS_MAX, word.length())))
                    .limit(WORDS_MAX)
                    .toList();
        }

        Optional<PathMatch> match(String path) {
            int score = 0;
            for (String word : words) {
                if (!has(path, word)) return Optional.empty();
                int found = best(path, word, Optional.empty());
                if (found == NEVER) return Optional.empty();
                score += found;
            }
            String name = name(path);
            if (!whole.isEmpty() && name.equalsIgnoreCase(whole)) score += WHOLE_NAME;
            else if (!whole.isEmpty() && name.toLowerCase(Locale.ROOT).startsWith(whole)) score += NAME_BEGINS;
            return Optional.of(new PathMatch(path, score - path.length() / LENGTH_PER_POINT, List.of()));
        }

        /// The same with the characters that were meant.
        PathMatch marked(PathMatch match) {
            var places = new BitSet();
            for (String word : words) best(match.path(), word, Optional.of(places));
            return new PathMatch(
                    match.path(), match.score(), places.stream().boxed().toList());
        }
    }

    /// The path in pieces, every second of which was meant; the first may be empty.
    public List<String> pieces() {
        var pieces = new ArrayList<String>();
        var meant = new BitSet();
        marked.forEach(meant::set);
        for (int from = 0; from < path.length(); ) {
            boolean on = pieces.size() % 2 == 1;
            int to = on ? meant.nextClearBit(from) : meant.nextSetBit(from);
            if (to < 0 || to > path.length()) to = path.length();
            pieces.add(path.substring(from, to));
            from = to;
        }
        return pieces;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static boolean means(char typed, char there) {
        return typed == there || typed == Character.toLowerCase(there);
    }

    private static boolean has(String path, String word) {
        int at = 0;
        for (int i = 0; i < path.length() && at < word.length(); i++) if (means(word.charAt(at), path.charAt(i))) at++;
        return at == word.length();
    }

    private static int worth(String path, int at, int name) {
        int worth = LETTER + (at >= name ? IN_NAME : 0);
        if (at == name) return worth + BEGINS_NAME;
        char before = at == 0 ? '/' : path.charAt(at - 1);
        char here = path.charAt(at);
        if (before == '/') return worth + BEGINS_FOLDER;
        boolean begins = !Character.isLetterOrDigit(before)
                || (Character.isUpperCase(here) && !Character.isUpperCase(before))
                || (Character.isDigit(here) && !Character.isDigit(before));
        return begins ? worth + BEGINS_WORD : worth;
    }

    /// The best way to find a word's letters in a path.
    ///
    /// @param places is told where they are
    private static int best(String path, String word, Optional<BitSet> places) {
        int length = Math.min(PATH_CHARACTERS_MAX, path.length());
        int name = path.lastIndexOf('/') + 1;
        if (name >= length) name = 0;
        int letters = word.length();
        // With its last letter just there, for each letter; and from where the way to it came.
        int[][] at = new int[letters][length];
        int[][] from = new int[letters][length];
        for (int j = 0; j < letters; j++) {
            Arrays.fill(at[j], NEVER);
            int before = NEVER;
            int place = -1;
            for (int i = j; i < length; i++) {
                if (j > 0 && i > 1 && at[j - 1][i - 2] - GAP > before) {
                    before = at[j - 1][i - 2] - GAP;
                    place = i - 2;
                }
                if (!means(word.charAt(j), path.charAt(i))) continue;
                int worth = worth(path, i, name);
                if (j == 0) {
                    at[j][i] = worth;
                    continue;
                }
                int together = i > 0 && at[j - 1][i - 1] > NEVER ? at[j - 1][i - 1] + TOGETHER : NEVER;
                if (together == NEVER && before == NEVER) continue;
                at[j][i] = worth + Math.max(together, before);
                from[j][i] = together >= before ? i - 1 : place;
            }
        }
        int[] last = at[letters - 1];
        int end = IntStream.range(0, length)
                .reduce((one, other) -> last[other] > last[one] ? other : one)
                .orElse(0);
        if (length == 0 || last[end] <= NEVER) return NEVER;
        places.ifPresent(marked -> {
            int i = end;
            for (int j = letters - 1; j >= 0; j--) {
                marked.set(i);
                i = from[j][i];
            }
        });
        return last[end];
    }
}
