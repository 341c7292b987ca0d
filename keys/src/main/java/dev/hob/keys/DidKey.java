package dev.hob.keys;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 public key under its two names: the node id `z6Mk…` and the DID `did:key:z6Mk…`.
/// Immutable. Written as base58btc multibase of `ED 01` and the 32 key bytes (did:key method, §3.1).
public final class DidKey implements Comparable<DidKey> {
    private static final String DID_PREFIX = "did:key:";
    private static final int KEY_BYTES = 32;

    private final byte[] key;
    private final String nid;
    private final int hash;

    private DidKey(byte[] key) {
        this.key = key;
        this.hash = Arrays.hashCode(key);
        byte[] tagged = new byte[KEY_BYTES + 2];
        tagged[0] = (byte) 0xED;
        tagged[1] = 0x01;
        System.arraycopy(key, 0, tagged, 2, KEY_BYTES);
        this.nid = "z" + Base58.encode(tagged);
    }

    /// The key with these 32 bytes.
    ///
    /// @throws IllegalArgumentException on another length
    public static DidKey of(byte[] bytes) {
        if (bytes.length != KEY_BYTES)
            throw new IllegalArgumentException("an Ed25519 key has 32 bytes, not " + bytes.length);
        return new DidKey(bytes.clone());
    }

    /// Reads `did:key:z6Mk…` or the bare `z6Mk…`.
    ///
    /// @throws IllegalArgumentException when it is neither, or names a key of another kind
    public static DidKey parse(String text) {
        String multibase = text.startsWith(DID_PREFIX) ? text.substring(DID_PREFIX.length()) : text;
        if (!multibase.startsWith("z")) throw new IllegalArgumentException("not a did:key: " + text);
        byte[] tagged = Base58.decode(multibase.substring(1), KEY_BYTES + 2);
        if (tagged[0] != (byte) 0xED || tagged[1] != 0x01)
            throw new IllegalArgumentException("not an Ed25519 key: " + text);
        return new DidKey(Arrays.copyOfRange(tagged, 2, tagged.length));
    }

    /// The bare text form, `z6Mk…`: a namespace's name and a peer's address.
    public String nid() {
        return nid;
    }

    /// The form with its method, `did:key:z6Mk…`.
    public String did() {
        return DID_PREFIX + nid;
    }

    /// The 32 bytes, a fresh copy.
    public byte[] bytes() {
        return key.clone();
    }

    /// Whether this key made this signature over exactly this message (RFC 8032, pure Ed25519).
    public boolean verify(byte[] message, byte[] signature) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
    }

    @Override
    public int compareTo(DidKey other) {
        return Arrays.compareUnsigned(key, other.key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DidKey that && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /// For error messages and logs.
    @Override
    public String toString() {
        return did();
    }
}
