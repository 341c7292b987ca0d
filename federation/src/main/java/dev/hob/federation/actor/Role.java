package dev.hob.federation.actor;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How far somebody of another server is let into a repository; each includes those before it. The words are
/// ForgeFed's; whoever shall do more needs an account.
public enum Role {
    /// Closes, reopens and names issues and pull requests, and gives labels and tasks.
    TRIAGE,
    /// Merges, too.
    WRITE;

    /// As activities say it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What a word means; what is more than we give is [#WRITE].
    public static Optional<Role> of(String word) {
        String last = word.substring(Math.max(word.lastIndexOf('#'), word.lastIndexOf(':')) + 1);
        return switch (last) {
            case "maintain", "admin" -> Optional.of(WRITE);
            default ->
                Stream.of(values()).filter(role -> role.word().equals(last)).findFirst();
        };
    }
}
