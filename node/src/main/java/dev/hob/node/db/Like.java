package dev.hob.node.db;

import java.util.Locale;

/// Patterns for `like … escape '!'`: what was typed is looked for as it is.
public final class Like {
    private Like() {}

    /// Whatever has these words in it. Compare it with text in lower case: only SQLite's `like` knows no case.
    public static String within(String words) {
        return "%" + words.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
    }
}
