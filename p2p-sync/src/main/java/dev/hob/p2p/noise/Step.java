package dev.hob.p2p.noise;

import dev.hob.keys.DidKey;

/// What a handshake wants next.
public sealed interface Step {
    /// More bytes from the other side.
    record Wait(int bytesMissing) implements Step {}

    /// These bytes to be sent, and then an answer.
    @SuppressWarnings("ArrayRecordComponent") // Sent, never compared.
    record Say(byte[] act) implements Step {}

    /// It is over: send the last act, which is empty on the side that was dialled. What follows, in both
    /// directions and beginning with the very next byte, are frames, neither encrypted nor authenticated.
    ///
    /// @param peer who the other side says it is; see [Handshake] for what that is worth
    @SuppressWarnings("ArrayRecordComponent")
    record Done(DidKey peer, byte[] act) implements Step {}

    /// It has failed; close the connection without a word.
    record Refused(Reason reason) implements Step {}

    /// Why a handshake failed.
    enum Reason {
        /// Their ephemeral key is no point, or one of small order.
        BAD_POINT,
        /// Their last act does not open: it was meant for another key, or is rubbish.
        BAD_SEAL
    }
}
