package dev.hob.search.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The words of a text as code has them, in small letters: each identifier, and its parts where it has several.
/// `parseHTTPHeader_v2` is *parsehttpheader_v2 parse http header v2*. Owned by one thread.
final class CodeWords {
    static final int WORD_CHARACTERS_MAX = 64;
    private static final Set<String> JOINTS = Set.of(
            ("a an and are as at be been but by can could did do does for from had has have how i if in into is it its me"
                            + " my no not of on or our should so some than that the their them then there these they this"
                            + " those to us was we were what when where which who whom whose why will with would you your")
                    .split(" "));

    private final CharSequence text;
    private int at;
    private int end;
    private int part;

    CodeWords(CharSequence text) {
        this.text = text;
    }

    /// Goes to the next word and writes it; false when there is none.
    boolean next(StringBuilder into) {
        while (true) {
            if (part < end) {
                int from = part;
                part = partEnd(from);
                boolean isWhole = from == at && part == end;
                // What joins parts is none itself; a part of one character says nothing.
                if (isWhole || part - from < 2 || isJoint(text.charAt(from))) continue;
                write(from, part, into);
                return true;
            }
            at = end;
            while (at < text.length() && !isOfWord(text.charAt(at))) at++;
            if (at == text.length()) {
                end = at;
                part = at;
                return false;
            }
            end = at;
            while (end < text.length() && isOfWord(text.charAt(end))) end++;
            part = at;
            if (end - at > WORD_CHARACTERS_MAX) {
                // Base64 and its like; what people write into one word is shorter.
                if (end - at > 4 * WORD_CHARACTERS_MAX) part = end;
                continue;
            }
            write(at, end, into);
            return true;
        }
    }

    private void write(int from, int to, StringBuilder into) {
        into.setLength(0);
        int last = Math.min(to, from + WORD_CHARACTERS_MAX);
        for (int i = from; i < last; i++) into.append(Character.toLowerCase(text.charAt(i)));
    }

    private int partEnd(int from) {
        char first = text.charAt(from);
        int to = from + 1;
        if (isJoint(first)) return to;
        for (; to < end; to++) {
            char before = text.charAt(to - 1);
            char here = text.charAt(to);
            if (isJoint(here)) return to;
            if (Character.isUpperCase(here)) {
                if (!Character.isUpperCase(before)) return to;
                // The last capital of a row begins the next word: HTTP, Header.
                if (to + 1 < end && Character.isLowerCase(text.charAt(to + 1))) return to;
            }
        }
        return to;
    }

    private static boolean isJoint(char c) {
        return c == '_' || c == '$';
    }

    static boolean isOfWord(char c) {
        if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || isJoint(c);
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }

    /// Up to so many words of a text, each once, in order.
    static List<String> of(String text, int max) {
        var words = new ArrayList<String>();
        var scan = new CodeWords(text);
        var word = new StringBuilder();
        while (words.size() < max && scan.next(word)) if (!words.contains(word.toString())) words.add(word.toString());
        return words;
    }

    /// The words of a question that say what it is about: without those that hold sentences together, unless there are
    /// no others.
    static List<String> asked(String question, int max) {
        var telling = telling(question, max);
        return telling.isEmpty() ? of(question, max) : telling;
    }

    /// The same, and none where there are no others.
    static List<String> telling(String text, int max) {
        return of(text, max).stream().filter(word -> !JOINTS.contains(word)).toList();
    }
}
