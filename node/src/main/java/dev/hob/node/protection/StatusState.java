package dev.hob.node.protection;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How it went, the worst first.
public enum StatusState {
    /// The check itself broke.
    ERROR,
    FAILURE,
    WARNING,
    /// It is still running, or waits to.
    PENDING,
    SUCCESS;

    /// As clients write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<StatusState> of(String word) {
        return Stream.of(values()).filter(it -> it.word().equals(word)).findFirst();
    }

    /// What several come to: the worst of them.
    public static Optional<StatusState> of(Collection<CommitStatus> some) {
        return some.stream().map(CommitStatus::state).min(Comparator.naturalOrder());
    }
}
