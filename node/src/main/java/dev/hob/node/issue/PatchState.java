package dev.hob.node.issue;

/// How far a pull request is.
public enum PatchState {
    /// Not meant to be merged yet.
    DRAFT,
    OPEN,
    /// Closed without being merged.
    ARCHIVED,
    MERGED;

    /// What it is among issues: what is merged is done.
    public IssueState issue() {
        return switch (this) {
            case DRAFT, OPEN -> IssueState.OPEN;
            case ARCHIVED -> IssueState.CLOSED;
            case MERGED -> IssueState.SOLVED;
        };
    }
}
