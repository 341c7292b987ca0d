/// Radicle's protocol: a reader of the log that replicates signed refs from peer to peer.
@NullMarked
package dev.hob.p2p;

import org.jspecify.annotations.NullMarked;
