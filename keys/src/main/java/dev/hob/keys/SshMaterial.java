package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The numbers inside an SSH public key, checked for shape and size, and what each kind accepts as its signature.
/// Immutable.
sealed interface SshMaterial {
    int RSA_BITS_MIN = 1024;
    int RSA_BITS_MAX = 8192;
    int RSA_EXPONENT_BITS_MAX = 64;
    int APPLICATION_CHARACTERS_MAX = 256;
    String SECURITY_ED25519 = "sk-ssh-ed25519@openssh.com";
    String SECURITY_ECDSA = "sk-ecdsa-sha2-nistp256@openssh.com";

    /// A signature as it stands on the wire (RFC 4253 §6.6): its algorithm, its bytes, and what security keys put
    /// behind them.
    final class Signed {
        private final String algorithm;
        private final byte[] signature;
        private final byte[] tail;

        private Signed(String algorithm, byte[] signature, byte[] tail) {
            this.algorithm = algorithm;
            this.signature = signature;
            this.tail = tail;
        }

        byte[] signature() {
            return signature.clone();
        }

        static Signed of(byte[] wire) {
            var in = new SshWire.Reader(wire);
            return new Signed(in.text(), in.string(), in.rest());
        }
    }

    /// Whether the holder of this key made this signature over exactly this message.
    ///
    /// @throws KeyException when the signature is malformed
    boolean verify(byte[] message, Signed signed);

    /// Reads a key's wire form.
    ///
    /// @throws KeyException when the type is unknown or the numbers cannot be such a key
    static SshMaterial of(byte[] blob) {
        var in = new SshWire.Reader(blob);
        String type = in.text();
        SshMaterial material =
                switch (type) {
                    case SshPublicKey.ED25519 -> new Plain(edwards(in));
                    case "ssh-rsa" -> rsa(in);
                    case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" -> ecdsa(type, in);
                    case SECURITY_ED25519 -> new Security(type, new Plain(edwards(in)), application(in));
                    case SECURITY_ECDSA -> new Security(type, ecdsa("ecdsa-sha2-nistp256", in), application(in));
                    default -> throw new KeyException("an SSH key of a type that is not taken here: " + type);
                };
        in.end();
        return material;
    }

    private static DidKey edwards(SshWire.Reader in) {
        byte[] key = in.string();
        if (key.length != Ed25519.PUBLIC_KEY_SIZE) throw new KeyException("an Ed25519 key of the wrong length");
        return DidKey.of(key);
    }

    private static Rsa rsa(SshWire.Reader in) {
        var exponent = new BigInteger(1, in.string());
        var modulus = new BigInteger(1, in.string());
        if (modulus.bitLength() < RSA_BITS_MIN || modulus.bitLength() > RSA_BITS_MAX || !modulus.testBit(0))
            throw new KeyException("an RSA key of " + modulus.bitLength() + " bits is not taken here");
        if (exponent.bitLength() > RSA_EXPONENT_BITS_MAX || exponent.bitLength() < 2 || !exponent.testBit(0))
            throw new KeyException("an RSA key with a strange exponent");
        return new Rsa(modulus, exponent);
    }

    private static Ecdsa ecdsa(String type, SshWire.Reader in) {
        String curve = in.text();
        if (!type.equals("ecdsa-sha2-" + curve)) throw new KeyException("an ECDSA key that names two curves");
        var named = ECNamedCurveTable.getByName("P-" + curve.substring("nistp".length()));
        if (named == null) throw new AssertionError("BouncyCastle knows every NIST curve, not " + curve);
        try {
            // The parameters' constructor refuses infinity and points off the curve.
            var point = named.getCurve().decodePoint(in.string());
            return new Ecdsa(type, new ECPublicKeyParameters(point, new ECDomainParameters(named)));
        } catch (IllegalArgumentException e) {
            throw new KeyException("an ECDSA key that is no point of its curve", e);
        }
    }

    private static String application(SshWire.Reader in) {
        String application = in.text();
        if (application.length() > APPLICATION_CHARACTERS_MAX)
            throw new KeyException("a security key with too long an application");
        return application;
    }

    private static byte[] sha(String algorithm, byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm).digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has " + algorithm, e);
        }
    }

    /// Ed25519 (RFC 8709).
    record Plain(DidKey key) implements SshMaterial {
        @Override
        public boolean verify(byte[] message, Signed signed) {
            return signed.algorithm.equals(SshPublicKey.ED25519) && signed.tail.length == 0 && holds(message, signed);
        }

        private boolean holds(byte[] message, Signed signed) {
            return key.verify(message, signed.signature);
        }
    }

    /// RSA with SHA-2 only (RFC 8332): a signature over SHA-1 can be forged today.
    record Rsa(BigInteger modulus, BigInteger exponent) implements SshMaterial {
        @Override
        public boolean verify(byte[] message, Signed signed) {
            var signer =
                    switch (signed.algorithm) {
                        case "rsa-sha2-256" -> Optional.of(new RSADigestSigner(SHA256Digest.newInstance()));
                        case "rsa-sha2-512" -> Optional.of(new RSADigestSigner(new SHA512Digest()));
                        default -> Optional.<RSADigestSigner>empty();
                    };
            if (signer.isEmpty() || signed.tail.length != 0) return false;
            // Without the search for small factors ("internal"): a weak key is its owner's loss, as in OpenSSH, and
            // the search takes far longer than the signature.
            var key = new RSAKeyParameters(false, modulus, exponent, true);
            signer.get().init(false, key);
            signer.get().update(message, 0, message.length);
            return signer.get().verifySignature(padded(signed.signature));
        }

        /// Some signers leave out leading zero bytes; OpenSSH puts them back, and so do we.
        private byte[] padded(byte[] signature) {
            int length = (modulus.bitLength() + 7) / 8;
            if (signature.length >= length) return signature;
            byte[] whole = new byte[length];
            System.arraycopy(signature, 0, whole, length - signature.length, signature.length);
            return whole;
        }
    }

    /// ECDSA over a NIST curve, with the hash that belongs to the curve (RFC 5656 §6.2.1).
    record Ecdsa(String type, ECPublicKeyParameters key) implements SshMaterial {
        @Override
        public boolean verify(byte[] message, Signed signed) {
            return signed.algorithm.equals(type) && signed.tail.length == 0 && holds(message, signed);
        }

        private boolean holds(byte[] message, Signed signed) {
            String hash =
                    switch (type) {
                        case "ecdsa-sha2-nistp256" -> "SHA-256";
                        case "ecdsa-sha2-nistp384" -> "SHA-384";
                        default -> "SHA-512";
                    };
            var in = new SshWire.Reader(signed.signature);
            var r = new BigInteger(1, in.string());
            var s = new BigInteger(1, in.string());
            in.end();
            var signer = new ECDSASigner();
            signer.init(false, key);
            return signer.verifySignature(sha(hash, message), r, s);
        }
    }

    /// A FIDO security key (OpenSSH PROTOCOL.u2f): it signs hashes of application and message, flags and a counter.
    record Security(String type, SshMaterial inner, String application) implements SshMaterial {
        private static final int TAIL_BYTES = 5;

        @Override
        public boolean verify(byte[] message, Signed signed) {
            if (!signed.algorithm.equals(type) || signed.tail.length != TAIL_BYTES) return false;
            byte[] whole = ByteBuffer.allocate(32 + TAIL_BYTES + 32)
                    .put(sha("SHA-256", application.getBytes(UTF_8)))
                    .put(signed.tail)
                    .put(sha("SHA-256", message))
                    .array();
            return switch (inner) {
                case Plain plain -> plain.holds(whole, signed);
                case Ecdsa ecdsa -> ecdsa.holds(whole, signed);
                case Rsa _, Security _ -> throw new AssertionError("no security key is made of " + inner);
            };
        }
    }
}
