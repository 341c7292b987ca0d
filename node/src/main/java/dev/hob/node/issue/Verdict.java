package dev.hob.node.issue;

/// What a reviewer thinks of a revision.
public enum Verdict {
    ACCEPT,
    REJECT
}
