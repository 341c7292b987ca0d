package dev.hob.node.protection;

/// Something that a branch's rule asks for before a pull request is merged into it.
///
/// @param told how it stands, for people
public record Condition(Kind kind, boolean met, String told) {
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
