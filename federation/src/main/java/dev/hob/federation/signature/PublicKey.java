package dev.hob.federation.signature;

import dev.hob.keys.Base58;
import dev.hob.keys.DidKey;
import dev.hob.keys.RsaEngine;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// A key that others sign with. Immutable.
public sealed interface PublicKey {
    /// Whether this key's holder signed exactly these bytes.
    boolean verify(byte[] message, byte[] signature);

    /// RSASSA-PKCS1-v1_5 with SHA-256, of 2048 to 4096 bits.
    record Rsa(RSAPublicKey key) implements PublicKey {
        static final int BITS_MIN = 2048;
        static final int BITS_MAX = 4096;
        private static final int EXPONENT_BITS_MAX = 33;

        /// Short keys can be broken; long ones and long exponents would let a stranger spend our time.
        public Rsa {
            int bits = key.getModulus().bitLength();
            if (bits < BITS_MIN || bits > BITS_MAX || key.getPublicExponent().bitLength() > EXPONENT_BITS_MAX)
                throw new IllegalArgumentException("an RSA key of " + bits + " bits");
        }

        @Override
        public boolean verify(byte[] message, byte[] signature) {
            return RsaEngine.here().verify(key, message, signature);
        }
    }

    /// Pure Ed25519 (RFC 8032).
    record Ed25519(DidKey key) implements PublicKey {
        @Override
        public boolean verify(byte[] message, byte[] signature) {
            return key.verify(message, signature);
        }
    }

    /// The key in a `publicKeyPem`: SubjectPublicKeyInfo. Empty for whatever is not taken here.
    static Optional<PublicKey> ofPem(String pem) {
        return Spki.parse(pem);
    }

    /// The key in a `publicKeyMultibase` (FEP-521a). Empty for whatever is not taken here.
    static Optional<PublicKey> ofMultibase(String text) {
        return Multibase.parse(text);
    }
}

/// `PUBLIC KEY` in PEM.
final class Spki {
    private static final int CHARACTERS_MAX = 4 * 1024;
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    // RFC 8410: the whole of an Ed25519 SubjectPublicKeyInfo before its 32 key bytes.
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private Spki() {}

    static Optional<PublicKey> parse(String pem) {
        String text = pem.strip();
        if (text.length() > CHARACTERS_MAX || !text.startsWith(BEGIN) || !text.endsWith(END)) return Optional.empty();
        try {
            String body = text.substring(BEGIN.length(), Math.max(BEGIN.length(), text.length() - END.length()));
            return key(Base64.getDecoder().decode(body.replaceAll("\\s", "")));
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            return Optional.empty(); // Whatever it is, it is no key that is taken here.
        }
    }

    private static Optional<PublicKey> key(byte[] bytes) throws GeneralSecurityException {
        if (bytes.length == ED25519.length + 32 && Arrays.equals(ED25519, 0, ED25519.length, bytes, 0, ED25519.length))
            return Optional.of(
                    new PublicKey.Ed25519(DidKey.of(Arrays.copyOfRange(bytes, ED25519.length, bytes.length))));
        var key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes));
        return key instanceof RSAPublicKey rsa ? Optional.of(new PublicKey.Rsa(rsa)) : Optional.empty();
    }
}

/// Multikeys: `z`, base58, and in it what kind of key it is.
final class Multibase {
    private static final int CHARACTERS_MAX = 800;
    private static final int RSA_FIRST = 0x85; // The varint of 0x1205.
    private static final int RSA_SECOND = 0x24;

    private Multibase() {}

    static Optional<PublicKey> parse(String text) {
        if (!text.startsWith("z") || text.length() > CHARACTERS_MAX) return Optional.empty();
        try {
            if (text.startsWith("z6Mk")) return Optional.of(new PublicKey.Ed25519(DidKey.parse(text)));
            byte[] tagged = Base58.decode(text.substring(1));
            boolean rsa = tagged.length > 2 && (tagged[0] & 0xFF) == RSA_FIRST && tagged[1] == RSA_SECOND;
            return rsa ? pkcs1(Arrays.copyOfRange(tagged, 2, tagged.length)) : Optional.empty();
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            return Optional.empty(); // Whatever it is, it is no key that is taken here.
        }
    }

    /// `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }` (RFC 8017 A.1.1).
    private static Optional<PublicKey> pkcs1(byte[] der) throws GeneralSecurityException {
        var reader = new Der(der);
        int length = reader.length(0x30);
        if (length != der.length - reader.at) return Optional.empty();
        var modulus = reader.integer();
        var exponent = reader.integer();
        if (reader.at != der.length) return Optional.empty();
        var key = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        return key instanceof RSAPublicKey rsa ? Optional.of(new PublicKey.Rsa(rsa)) : Optional.empty();
    }

    /// As much of DER as two numbers need. Owned by one reader.
    private static final class Der {
        private final byte[] bytes;
        private int at;

        Der(byte[] bytes) {
            this.bytes = bytes;
        }

        int length(int tag) {
            if (next() != tag) throw new IllegalArgumentException("not the DER that was expected");
            int first = next();
            if (first < 0x80) return first;
            int count = first & 0x7F;
            if (count == 0 || count > 2) throw new IllegalArgumentException("a length of " + count + " bytes");
            int length = 0;
            for (int i = 0; i < count; i++) length = length << 8 | next();
            return length;
        }

        BigInteger integer() {
            int length = length(0x02);
            if (length == 0 || length > bytes.length - at) throw new IllegalArgumentException("DER is cut short");
            at += length;
            var number = new BigInteger(bytes, at - length, length);
            if (number.signum() <= 0) throw new IllegalArgumentException("not a positive number");
            return number;
        }

        private int next() {
            if (at == bytes.length) throw new IllegalArgumentException("DER is cut short");
            return bytes[at++] & 0xFF;
        }
    }
}
