package dev.hob.p2p.net;

/// How a connection is spoken on.
enum Manner {
    /// TLS 1.3 between Hobs: proves both keys and hides what is said.
    TLS,
    /// As Radicle's nodes do: claims keys, and hides nothing.
    PLAIN
}
