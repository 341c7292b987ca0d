/// The bytes that Radicle's peers exchange: frames, messages, subscription filters, proof of work. What comes in
/// is either a whole valid value or a [dev.hob.p2p.wire.Malformed] that says why not. Stands on `keys` alone;
/// pure: no clock, no socket, no thread.
@NullMarked
package dev.hob.p2p.wire;

import org.jspecify.annotations.NullMarked;
