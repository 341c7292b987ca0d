package dev.hob.node.protection;

import java.util.Optional;

/// Something that a branch's rule asks for before a pull request is merged into it.
///
/// @param told how it stands, for people
/// @param check the context of the check that it is about, or the name of one that has not reported; else empty
public record Condition(Kind kind, boolean met, String told, Optional<String> check) {
    /// Of something else than a check.
    Condition(Kind kind, boolean met, String told) {
        this(kind, met, told, Optional.empty());
    }

    /// What about.
    public enum Kind {
        /// Whether they may merge at all.
        PERSON,
        APPROVALS,
        /// Somebody asks for changes.
        CHANGES,
        CHECK,
        UP_TO_DATE,
        OWNERS,
        FILES
    }
}
