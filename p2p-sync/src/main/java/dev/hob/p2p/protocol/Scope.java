package dev.hob.p2p.protocol;

/// Whose work on a repository is fetched (`radicle.md` §11).
public enum Scope {
    /// Everybody's.
    ALL,
    /// That of its delegates, and of those followed here.
    FOLLOWED
}
