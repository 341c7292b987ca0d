/// The handshake of Radicle's plain transport: it exchanges the node keys of two peers, and proves neither.
/// Stands on `keys` and BouncyCastle; pure: acts in, acts out, no clock, no socket, no thread.
@NullMarked
package dev.hob.p2p.noise;

import org.jspecify.annotations.NullMarked;
