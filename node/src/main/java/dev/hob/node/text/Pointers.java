package dev.hob.node.text;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Words of a text that may lead somewhere: `@name`, `#12`, `owner/repo#12`, and the id of a commit. Whether one
/// does, somebody else knows.
public final class Pointers {
    /// The most that one text may have.
    public static final int EACH_MAX = 100;

    private static final Pattern WORD = Pattern.compile("(?<![\\w/@.`#&-])(?:"
            + "@[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*(?![\\w@])"
            + "|(?:[A-Za-z0-9_-]{1,60}/[A-Za-z0-9._-]{1,100})?#\\d{1,9}(?!\\w)"
            + "|[0-9a-f]{7,40}(?![\\w#/]|\\.\\w))");

    private Pointers() {}

    /// Those in a text, each once, code and links included: there are never fewer than a reader will see.
    public static Set<String> in(String text) {
        var words = new LinkedHashSet<String>();
        var word = matcher(text);
        while (word.find() && words.size() < EACH_MAX) words.add(word.group());
        return words;
    }

    static Matcher matcher(String text) {
        return WORD.matcher(text);
    }
}
