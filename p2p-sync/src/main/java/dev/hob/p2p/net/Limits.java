package dev.hob.p2p.net;

import java.time.Duration;

/// What strangers may take of this node's sockets. Immutable.
///
/// @param connectionsMax sockets that are open at once, whoever opened them
/// @param perHostMax of them from one host (with IPv6 one /64); this machine itself is not counted
/// @param handshake how long it may take from the first byte until both keys are known
/// @param dial how long a host may take to answer at all
/// @param messagesMax messages of one peer that wait to be thought about; more are left in the socket
/// @param gitBytesMax bytes of git streams of one peer that wait to be read; more are left in the socket
/// @param streamsMax git streams that one peer may have open
/// @param unsentBytesMax messages for one peer that wait to leave; a peer that leaves more is hung up on
/// @param allUnsentBytesMax the same for all peers together; then whoever has most of it is hung up on
/// @param strayBytesMax bytes for git streams that are closed or never were; a peer that sends more is hung up on
public record Limits(
        int connectionsMax,
        int perHostMax,
        Duration handshake,
        Duration dial,
        int messagesMax,
        int gitBytesMax,
        int streamsMax,
        int unsentBytesMax,
        long allUnsentBytesMax,
        long strayBytesMax) {
    /// What is usual.
    public static final Limits USUAL = new Limits(
            2_048,
            16,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            64,
            2 * 1024 * 1024,
            8,
            4 * 1024 * 1024,
            32L * 1024 * 1024,
            64L * 1024 * 1024);

    /// The same with room for so many peers, and as many who come and go.
    public Limits forPeers(int peers) {
        return new Limits(
                Math.max(connectionsMax, 2 * peers),
                perHostMax,
                handshake,
                dial,
                messagesMax,
                gitBytesMax,
                streamsMax,
                unsentBytesMax,
                allUnsentBytesMax,
                strayBytesMax);
    }
}
