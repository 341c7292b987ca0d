package dev.hob.p2p.noise;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/// The symmetric state of a handshake: hash, chaining key, cipher key and nonce (Noise §5.1, §5.2), with
/// Radicle's deviation: an empty payload gives no tag, although it is hashed and counts (`radicle.md` §7.1).
/// Owned by one handshake.
final class Symmetric {
    static final int TAG_BYTES = 16;

    private static final int HASH_BYTES = 32;
    private static final int NONCE_BYTES = 12;

    private byte[] hash;
    private byte[] chain;
    private byte[] key = new byte[0];
    private long nonce;

    /// Starts from the hash of a protocol name that is longer than a hash, and an empty prologue.
    Symmetric(byte[] protocolName, Trace trace) {
        if (protocolName.length <= HASH_BYTES) throw new IllegalArgumentException("a short name is padded, not hashed");
        hash = sha256(protocolName);
        chain = hash;
        trace.saw("h0=ck0=SHA256(name)", hash);
        mixHash(new byte[0]);
        trace.saw("h after empty prologue", hash);
    }

    byte[] hash() {
        return hash.clone();
    }

    byte[] chain() {
        return chain.clone();
    }

    byte[] key() {
        return key.clone();
    }

    /// Noise §5.2 MixHash.
    void mixHash(byte[] data) {
        hash = sha256(hash, data);
    }

    /// Noise §5.2 MixKey: the nonce begins anew.
    void mixKey(byte[] input) {
        var pair = derive(input);
        chain = pair.first;
        key = pair.second;
        nonce = 0;
    }

    /// Noise §5.2 EncryptAndHash of nothing: no bytes, no tag, but the nonce is spent.
    void emptyPayload() {
        mixHash(new byte[0]);
        nonce++;
    }

    /// Noise §5.2 EncryptAndHash.
    byte[] seal(byte[] plain) {
        try {
            byte[] sealed = crypt(true, plain);
            mixHash(sealed);
            return sealed;
        } catch (InvalidCipherTextException impossible) {
            throw new AssertionError("sealing checks no tag", impossible);
        }
    }

    /// Noise §5.2 DecryptAndHash; empty when the tag is not right.
    Optional<byte[]> open(byte[] sealed) {
        try {
            byte[] plain = crypt(false, sealed);
            mixHash(sealed);
            return Optional.of(plain);
        } catch (InvalidCipherTextException wrongTag) {
            return Optional.empty();
        }
    }

    /// Noise §5.2 Split. Radicle derives these keys and encrypts nothing with them.
    Pair split() {
        return derive(new byte[0]);
    }

    /// Two keys.
    static final class Pair {
        final byte[] first;
        final byte[] second;

        private Pair(byte[] first, byte[] second) {
            this.first = first;
            this.second = second;
        }
    }

    /// Noise §4.3 HKDF with two outputs.
    private Pair derive(byte[] input) {
        byte[] temporary = hmac(chain, input);
        byte[] first = hmac(temporary, new byte[] {1});
        return new Pair(first, hmac(temporary, first, new byte[] {2}));
    }

    /// Noise §12.3: the nonce is four zero bytes and a counter, little end first.
    private byte[] crypt(boolean encrypting, byte[] input) throws InvalidCipherTextException {
        byte[] counter = ByteBuffer.allocate(NONCE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(4, nonce)
                .array();
        var cipher = new ChaCha20Poly1305();
        cipher.init(encrypting, new AEADParameters(new KeyParameter(key), TAG_BYTES * 8, counter, hash));
        byte[] output = new byte[cipher.getOutputSize(input.length)];
        int written = cipher.processBytes(input, 0, input.length, output, 0);
        written += cipher.doFinal(output, written);
        nonce++;
        return Arrays.copyOf(output, written);
    }

    private static byte[] sha256(byte[]... parts) {
        var digest = new SHA256Digest();
        for (byte[] part : parts) digest.update(part, 0, part.length);
        byte[] result = new byte[HASH_BYTES];
        digest.doFinal(result, 0);
        return result;
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        var mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(key));
        for (byte[] part : parts) mac.update(part, 0, part.length);
        byte[] result = new byte[HASH_BYTES];
        mac.doFinal(result, 0);
        return result;
    }
}
