package dev.hob.web.search;

import dev.hob.web.html.Urls;
import java.util.regex.Pattern;

/// What stands in the box, and what would stand there when something is added or taken away. Immutable.
record Typed(String text) {
    static final int CHARACTERS_MAX = 1_000;

    Typed {
        text = text.strip();
        if (text.length() > CHARACTERS_MAX) text = text.substring(0, CHARACTERS_MAX);
    }

    /// Narrowed by one part, in place of others of that kind.
    Typed with(Part part, String value) {
        String quoted = value.matches("\\S+") ? value : '"' + value + '"';
        return new Typed(without(part).text() + " " + part.key + ":" + quoted);
    }

    /// Wider by all parts of a kind.
    Typed without(Part part) {
        return new Typed(part.written.matcher(text).replaceAll(" ").replaceAll(" {2,}", " "));
    }

    /// Its page of results.
    String url() {
        return Urls.query("/search", "q", text);
    }

    /// The same, further on.
    ///
    /// @param page from 1
    String url(int page) {
        return Urls.query("/search", "q", text, "page", page == 1 ? "" : String.valueOf(page));
    }

    /// A kind of parts that narrow.
    enum Part {
        KIND("is", "is|type"),
        LANGUAGE("lang", "lang|language|l"),
        REPOSITORY("repo", "repo|r"),
        REVISION("rev", "rev|revision|ref|branch|tag");

        private final String key;
        private final Pattern written;

        Part(String key, String keys) {
            this.key = key;
            // `is:open` says nothing of the kind.
            String value = key.equals("is") ? "(?!open|closed)\\S+" : "(?:\"[^\"]*\"|\\S+)";
            this.written = Pattern.compile("(?i)(?<!\\S)(?:" + keys + "):" + value);
        }
    }
}
