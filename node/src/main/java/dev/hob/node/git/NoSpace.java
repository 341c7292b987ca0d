package dev.hob.node.git;

import java.util.Locale;
import java.util.Optional;

/// Tells a full disk from other trouble. Java has no type for it: only the words of the system, and SQLite's.
public final class NoSpace {
    /// What is said to whoever wanted something stored.
    public static final String TOLD = "no space left on this node";

    private static final int CAUSES_MAX = 20;

    private NoSpace() {}

    /// Whether something failed because a disk, or somebody's share of it, is full.
    public static boolean causes(Throwable failure) {
        var cause = Optional.of(failure);
        for (int i = 0; i < CAUSES_MAX && cause.isPresent(); i++) {
            String words = String.valueOf(cause.get().getMessage()).toLowerCase(Locale.ROOT);
            if (words.contains("no space left") || words.contains("quota exceeded") || words.contains("disk is full"))
                return true;
            cause = Optional.ofNullable(cause.get().getCause());
        }
        return false;
    }
}
