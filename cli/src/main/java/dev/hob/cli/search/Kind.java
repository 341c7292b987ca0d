package dev.hob.cli.search;

import java.util.Locale;

/// What is looked for.
enum Kind {
    CODE,
    COMMIT,
    ISSUE,
    PR,
    COMMENT;

    /// As it is typed, and as a question has it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
