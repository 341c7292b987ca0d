package dev.hob.p2p.net;

import dev.hob.p2p.protocol.Settings;
import java.net.InetSocketAddress;

/// What the operator decides about sockets before the node starts. Immutable.
///
/// @param listen where others can dial us
/// @param settings what the protocol is told
/// @param plaintext whether peers that know no TLS are spoken with, about what is public
/// @param limits what strangers may take
public record PeersConfig(InetSocketAddress listen, Settings settings, boolean plaintext, Limits limits) {}
