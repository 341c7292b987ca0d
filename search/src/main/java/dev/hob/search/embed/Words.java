package dev.hob.search.embed;

import java.util.ArrayList;
import java.util.List;

/// The words of a name or a text: `parseHTTPHeader_v2` is *parse HTTP Header v 2*.
final class Words {
    private Words() {}

    static List<String> of(String text) {
        var words = new ArrayList<String>();
        int start = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at < text.length() && !breaks(text, start, at)) continue;
            if (at > start) words.add(text.substring(start, at));
            start = at < text.length() && kind(text.charAt(at)) == Kind.OTHER ? at + 1 : at;
        }
        return words;
    }

    private enum Kind {
        UPPER,
        LOWER,
        DIGIT,
        OTHER
    }

    private static Kind kind(char c) {
        if (Character.isUpperCase(c)) return Kind.UPPER;
        if (Character.isLetter(c)) return Kind.LOWER;
        return Character.isDigit(c) ? Kind.DIGIT : Kind.OTHER;
    }

    /// Whether a word that began at `start` ends before `at`.
    private static boolean breaks(String text, int start, int at) {
        var here = kind(text.charAt(at));
        if (here == Kind.OTHER) return true;
        if (at == start) return false;
        var before = kind(text.charAt(at - 1));
        if (here == Kind.UPPER && before == Kind.UPPER) // The last capital of a row begins the next word: HTTP|Header.
        return at + 1 < text.length() && kind(text.charAt(at + 1)) == Kind.LOWER;
        return here != before && !(here == Kind.LOWER && before == Kind.UPPER);
    }
}
