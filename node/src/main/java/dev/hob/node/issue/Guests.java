package dev.hob.node.issue;

import dev.hob.node.people.GuestKeys;
import dev.hob.node.people.RemoteAuthors;
import dev.hob.node.refs.GuestEntries;

/// What it takes to write for those who are known only by an actor's address.
///
/// @param authors their keys
/// @param keys the keys of the namespaces that their entries hang in
/// @param entries what was written for them
public record Guests(RemoteAuthors authors, GuestKeys keys, GuestEntries entries) {}
