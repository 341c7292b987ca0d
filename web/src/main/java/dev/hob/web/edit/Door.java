package dev.hob.web.edit;

/// How somebody's change can get to a branch.
public sealed interface Door {
    /// By which a form says what its writer saw.
    default String word() {
        return switch (this) {
            case Open _ -> "open";
            case Guarded _ -> "guarded";
            case Fork _ -> "fork";
        };
    }

    /// They may commit to it, or to a branch beside it.
    record Open() implements Door {}

    /// They may write, but not to this branch: only to one beside it, from which it is asked for.
    ///
    /// @param told why, as the end of a sentence
    record Guarded(String told) implements Door {}

    /// They may not write here, but have a fork, or are to get one.
    ///
    /// @param fork `owner/name` of the one that there is; empty when it is going to be made
    record Fork(String fork) implements Door {}
}
