package dev.hob.search.index;

/// What can be found.
public enum Kind {
    CODE,
    COMMIT,
    ISSUE,
    PULL,
    COMMENT;

    /// As `is:` has it.
    public String word() {
        return switch (this) {
            case CODE -> "code";
            case COMMIT -> "commit";
            case ISSUE -> "issue";
            case PULL -> "pr";
            case COMMENT -> "comment";
        };
    }

    /// Whether it is said about a project, and not part of its code.
    public boolean isTalk() {
        return this == ISSUE || this == PULL || this == COMMENT;
    }
}
