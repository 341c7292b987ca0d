/// Sockets: connections to peers, plain as Radicle's nodes speak or in TLS as Hobs do, the streams on them, and the
/// runner that owns the [dev.hob.p2p.protocol.Protocol] and carries out what it decides. Thin: what a message means is
/// decided below. The only user of Netty.
@NullMarked
package dev.hob.p2p.net;

import org.jspecify.annotations.NullMarked;
