package dev.hob.search.index;

/// What can be found.
public enum Kind {
    CODE,
    COMMIT,
    ISSUE,
    PULL,
    COMMENT;

    /// Whether it is said about a project, and not part of its code.
    public boolean isTalk() {
        return this == ISSUE || this == PULL || this == COMMENT;
    }
}
