/// What a command that talks to a node stands on: where the node and the repository are, who is known there, what is
/// said over HTTP, and how it is shown.
///
/// Knows nothing of the node's own code, so that a command starts quickly: it is a client like any other.
@NullMarked
package dev.hob.cli.remote;

import org.jspecify.annotations.NullMarked;
