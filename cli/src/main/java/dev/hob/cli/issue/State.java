package dev.hob.cli.issue;

import java.util.Locale;

/// Which issues, by whether they are done.
enum State {
    OPEN,
    CLOSED,
    ALL;

    /// As it is typed, and as the API has it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
