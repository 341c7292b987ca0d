package dev.hob.p2p.wire;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;

/// The fields that several messages share (`radicle.md` §8.1).
final class Fields {
    private static final int KEY_BYTES = 32;

    private Fields() {}

    static DidKey key(WireReader in) throws Unreadable {
        return DidKey.of(in.bytes("node key", KEY_BYTES));
    }

    static Signature signature(WireReader in) throws Unreadable {
        return Signature.of(in.bytes("signature", Signature.BYTES));
    }

    /// u16 length, always 20: room for longer hashes that nobody uses yet.
    static Oid oid(WireReader in) throws Unreadable {
        return Oid.of(hash(in, "object id"));
    }

    static RepoId repo(WireReader in) throws Unreadable {
        return RepoId.of(hash(in, "repository id"));
    }

    static Timestamp timestamp(WireReader in) throws Unreadable {
        long millis = in.u64("timestamp");
        if (millis < 0) throw new Unreadable(new Malformed.OutOfRange("timestamp", millis));
        return new Timestamp(millis);
    }

    static void write(WireWriter out, Oid oid) {
        out.u16(Oid.BYTES).raw(oid.bytes());
    }

    static void write(WireWriter out, RepoId repo) {
        out.u16(Oid.BYTES).raw(repo.bytes());
    }

    static void write(WireWriter out, Timestamp timestamp) {
        out.u64(timestamp.millis());
    }

    private static byte[] hash(WireReader in, String what) throws Unreadable {
        int length = in.u16(what);
        if (length != Oid.BYTES) throw new Unreadable(new Malformed.WrongLength(what, length));
        return in.bytes(what, length);
    }
}
