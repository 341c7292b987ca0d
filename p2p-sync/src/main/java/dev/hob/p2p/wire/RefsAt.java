package dev.hob.p2p.wire;

import dev.hob.keys.DidKey;

/// Where somebody's signed refs of a repository stand: the namespace and the commit of its `refs/rad/sigrefs`.
public record RefsAt(DidKey remote, Oid at) {
    static final int BYTES = 32 + 2 + Oid.BYTES;

    static RefsAt read(WireReader in) throws Unreadable {
        return new RefsAt(Fields.key(in), Fields.oid(in));
    }

    void write(WireWriter out) {
        out.raw(remote.bytes());
        Fields.write(out, at);
    }
}
