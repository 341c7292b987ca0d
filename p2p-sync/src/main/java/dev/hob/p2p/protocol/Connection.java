package dev.hob.p2p.protocol;

/// One connection, named by whoever holds the socket and never named so again: what is said of an old connection
/// to a peer cannot be mistaken for the new one.
public record Connection(long id) {}
