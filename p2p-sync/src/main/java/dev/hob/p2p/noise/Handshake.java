package dev.hob.p2p.noise;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// The three acts by which two nodes tell each other their keys: Noise XK on the Edwards curve itself, with
/// Radicle's deviations (`radicle.md` §7.1). Owned by one connection.
///
/// What it proves is less than XK does. No act carries a tag that depends on the dialler's static key, and the
/// dialled side never sends a tag at all, so either side may claim any key: whoever speaks on a plain connection
/// is *said* to be that node. Believe signatures, not connections.
public final class Handshake {
    private static final int KEY_BYTES = 32;
    private static final int LAST_ACT_BYTES = KEY_BYTES + Symmetric.TAG_BYTES;

    private enum Awaits {
        FIRST_ACT,
        SECOND_ACT,
        LAST_ACT,
        NOTHING
    }

    private final Symmetric symmetric;
    private final Trace trace;
    private final SigningKey node;
    private final SigningKey ephemeral;
    private final Optional<DidKey> dialled;
    private Awaits awaits;

    private Handshake(Pattern pattern, SigningKey node, SigningKey ephemeral, Optional<DidKey> dialled, Trace trace) {
        this.trace = trace;
        this.symmetric = new Symmetric(pattern.protocolName(), trace);
        this.node = node;
        this.ephemeral = ephemeral;
        this.dialled = dialled;
        this.awaits = dialled.isPresent() ? Awaits.NOTHING : Awaits.FIRST_ACT;
        symmetric.mixHash(dialled.orElse(node.publicKey()).bytes());
        trace.saw("h after pre-message responder static", symmetric.hash());
    }

    /// The side that dials and knows whom.
    ///
    /// @param ephemeral a key made for this connection only
    public static Handshake dialling(Pattern pattern, SigningKey node, DidKey peer, SigningKey ephemeral) {
        return dialling(pattern, node, peer, ephemeral, Trace.NONE);
    }

    static Handshake dialling(Pattern pattern, SigningKey node, DidKey peer, SigningKey ephemeral, Trace trace) {
        return new Handshake(pattern, node, ephemeral, Optional.of(peer), trace);
    }

    /// The side that is dialled.
    ///
    /// @param ephemeral a key made for this connection only
    public static Handshake accepting(Pattern pattern, SigningKey node, SigningKey ephemeral) {
        return accepting(pattern, node, ephemeral, Trace.NONE);
    }

    static Handshake accepting(Pattern pattern, SigningKey node, SigningKey ephemeral, Trace trace) {
        return new Handshake(pattern, node, ephemeral, Optional.empty(), trace);
    }

    /// The first step: the dialling side speaks first.
    public Step begin() {
        if (dialled.isEmpty()) return new Step.Wait(KEY_BYTES);
        byte[] act = sendEphemeral(1);
        var shared = ephemeral.agree(dialled.get());
        if (shared.isEmpty()) return refuse(Step.Reason.BAD_POINT);
        mix("es = DH(ie, rs)", "es", shared.get());
        emptyPayload(1);
        awaits = Awaits.SECOND_ACT;
        return new Step.Say(act);
    }

    /// The next step, after some bytes have come. Takes only what belongs to the handshake: the rest are frames.
    public Step receive(ByteBuffer bytes) {
        int wanted = awaits == Awaits.LAST_ACT ? LAST_ACT_BYTES : KEY_BYTES;
        if (bytes.remaining() < wanted) return new Step.Wait(wanted - bytes.remaining());
        byte[] act = new byte[wanted];
        bytes.get(act);
        return switch (awaits) {
            case FIRST_ACT -> first(act);
            case SECOND_ACT -> second(act);
            case LAST_ACT -> last(act);
            case NOTHING -> throw new IllegalStateException("this handshake is over, or has not begun");
        };
    }

    private Step first(byte[] act) {
        receiveEphemeral(1, act);
        var fromStatic = node.agree(DidKey.of(act));
        var fromEphemeral = ephemeral.agree(DidKey.of(act));
        if (fromStatic.isEmpty() || fromEphemeral.isEmpty()) return refuse(Step.Reason.BAD_POINT);
        mix("es = DH(ie, rs)", "es", fromStatic.get());
        emptyPayload(1);
        byte[] answer = sendEphemeral(2);
        mix("ee = DH(re, ie)", "ee", fromEphemeral.get());
        emptyPayload(2);
        awaits = Awaits.LAST_ACT;
        return new Step.Say(answer);
    }

    private Step second(byte[] act) {
        receiveEphemeral(2, act);
        var fromEphemeral = ephemeral.agree(DidKey.of(act));
        var fromStatic = node.agree(DidKey.of(act));
        if (fromEphemeral.isEmpty() || fromStatic.isEmpty()) return refuse(Step.Reason.BAD_POINT);
        mix("ee = DH(re, ie)", "ee", fromEphemeral.get());
        emptyPayload(2);
        byte[] sealed = symmetric.seal(node.publicKey().bytes());
        trace.saw("act 3 ciphertext of initiator static, nonce 1, ad = h", sealed);
        trace.saw("h after s (act 3)", symmetric.hash());
        finish(fromStatic.get());
        return new Step.Done(dialled.orElseThrow(), sealed);
    }

    private Step last(byte[] act) {
        trace.saw("act 3 ciphertext of initiator static, nonce 1, ad = h", act);
        var opened = symmetric.open(act);
        if (opened.isEmpty()) return refuse(Step.Reason.BAD_SEAL);
        trace.saw("h after s (act 3)", symmetric.hash());
        var peer = DidKey.of(opened.get());
        var shared = ephemeral.agree(peer);
        if (shared.isEmpty()) return refuse(Step.Reason.BAD_POINT);
        finish(shared.get());
        return new Step.Done(peer, new byte[0]);
    }

    // Noise would prove both keys here, by the tag of the payload that follows `se`. An empty payload has none.
    private void finish(byte[] shared) {
        trace.saw("se = DH(is, re)", shared);
        symmetric.mixKey(shared);
        trace.saw("ck after se", symmetric.chain());
        symmetric.emptyPayload();
        trace.saw("final handshake hash", symmetric.hash());
        var unused = symmetric.split();
        trace.saw("split k1 (never used)", unused.first);
        trace.saw("split k2 (never used)", unused.second);
        awaits = Awaits.NOTHING;
    }

    private byte[] sendEphemeral(int act) {
        byte[] key = ephemeral.publicKey().bytes();
        receiveEphemeral(act, key);
        return key;
    }

    private void receiveEphemeral(int act, byte[] key) {
        symmetric.mixHash(key);
        trace.saw("h after e (act " + act + ")", symmetric.hash());
    }

    private void mix(String how, String token, byte[] shared) {
        trace.saw(how, shared.clone());
        symmetric.mixKey(shared);
        trace.saw("ck after " + token, symmetric.chain());
        trace.saw("k after " + token, symmetric.key());
        Arrays.fill(shared, (byte) 0);
    }

    private void emptyPayload(int act) {
        symmetric.emptyPayload();
        trace.saw("h after empty payload (act " + act + ")", symmetric.hash());
    }

    private Step refuse(Step.Reason reason) {
        awaits = Awaits.NOTHING;
        return new Step.Refused(reason);
    }
}
