package dev.hob.node.log;

import dev.hob.keys.Base58;

/// A Radicle repository id (RID): `rad:z` and the base58 of the object id of the first identity document.
public record RepoId(String value) {
    private static final String PREFIX = "rad:z";
    private static final int OID_BYTES = 20;

    public RepoId {
        if (!value.startsWith(PREFIX)) throw new IllegalArgumentException("not a repository id: " + value);
        Base58.decode(value.substring(PREFIX.length()), OID_BYTES);
    }

    /// The id of the document whose blob has these 20 bytes as its object id.
    public static RepoId of(byte[] blobId) {
        if (blobId.length != OID_BYTES) throw new IllegalArgumentException("an object id has 20 bytes");
        return new RepoId(PREFIX + Base58.encode(blobId));
    }

    /// The 20 bytes of the object id.
    public byte[] bytes() {
        return Base58.decode(value.substring(PREFIX.length()), OID_BYTES);
    }

    /// The name of its folder: the id without `rad:`.
    public String folder() {
        return value.substring("rad:".length());
    }

    @Override
    public String toString() {
        return value;
    }
}
