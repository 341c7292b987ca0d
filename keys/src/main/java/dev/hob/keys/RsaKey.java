package dev.hob.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// An RSA-2048 key pair for HTTP signatures (`rsa-v1_5-sha256`, RFC 9421 §3.3.2). Immutable.
/// Its text form says nothing.
public final class RsaKey {
    private static final int BITS = 2048;
    private static final int BITS_MIN = 1024;
    private static final int BITS_MAX = 8192;
    private static final int EXPONENT_BITS_MAX = 33;
    private static final int PEM_COLUMNS = 64;
    private static final int PEM_CHARACTERS_MAX = 16 * 1024;

    private final PrivateKey privateKey;
    private final PrivateKey signing;
    private final PublicKey publicKey;

    private RsaKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.signing = RsaEngine.here().prepared(privateKey);
        this.publicKey = publicKey;
    }

    /// A new key. Takes about a tenth of a second, by Java alone up to two.
    public static RsaKey generate() {
        return ofPkcs8(RsaEngine.here().generate(BITS));
    }

    /// Reads the private half as PKCS#8 bytes; the public half follows from it.
    ///
    /// @throws KeyException when it is not an RSA key
    public static RsaKey ofPkcs8(byte[] pkcs8) {
        try {
            var factory = KeyFactory.getInstance("RSA");
            var key = factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            if (!(key instanceof RSAPrivateCrtKey crt))
                throw new KeyException("an RSA key without its public exponent");
            var spec = new RSAPublicKeySpec(crt.getModulus(), crt.getPublicExponent());
            return new RsaKey(key, factory.generatePublic(spec));
        } catch (GeneralSecurityException e) {
            throw new KeyException("not an RSA private key", e);
        }
    }

    /// The private half as PKCS#8. Seal it before it is stored.
    public byte[] pkcs8() {
        return privateKey.getEncoded();
    }

    /// Reads the private half as `PRIVATE KEY` in PEM.
    ///
    /// @throws KeyException when it is not an RSA key
    public static RsaKey ofPem(Secret pem) {
        return ofPkcs8(unwrap(pem.text(), "PRIVATE KEY"));
    }

    /// The private half as `PRIVATE KEY` in PEM.
    public Secret privatePem() {
        return Secret.of(wrap(pkcs8(), "PRIVATE KEY"));
    }

    /// The public half as an actor document shows it: SubjectPublicKeyInfo in PEM.
    public String publicPem() {
        return wrap(publicKey.getEncoded(), "PUBLIC KEY");
    }

    private static String wrap(byte[] bytes, String what) {
        String body = SshWire.wrap(Base64.getEncoder().encodeToString(bytes), PEM_COLUMNS);
        return "-----BEGIN " + what + "-----\n" + body + "-----END " + what + "-----\n";
    }

    private static byte[] unwrap(String pem, String what) {
        String text = pem.strip();
        String begin = "-----BEGIN " + what + "-----";
        String end = "-----END " + what + "-----";
        if (text.length() > PEM_CHARACTERS_MAX || !text.startsWith(begin) || !text.endsWith(end))
            throw new KeyException("not a " + what + " in PEM");
        try {
            String body = text.substring(begin.length(), Math.max(begin.length(), text.length() - end.length()));
            return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new KeyException("a " + what + " that is not base64", e);
        }
    }

    /// An RSASSA-PKCS1-v1_5 signature with SHA-256.
    public byte[] sign(byte[] message) {
        return RsaEngine.here().sign(signing, message);
    }

    /// Whether the holder of this public PEM made the signature.
    ///
    /// @throws KeyException when the PEM holds no RSA key
    public static boolean verify(String publicPem, byte[] message, byte[] signature) {
        try {
            var key = KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(unwrap(publicPem, "PUBLIC KEY")));
            if (!(key instanceof RSAPublicKey rsa) || !isUsable(rsa))
                throw new KeyException("an RSA key of a size that is not taken here");
            return RsaEngine.here().verify(rsa, message, signature);
        } catch (GeneralSecurityException e) {
            throw new KeyException("not an RSA public key", e);
        }
    }

    /// Short keys can be broken; long ones and long exponents would let a stranger spend our time.
    private static boolean isUsable(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        return bits >= BITS_MIN && bits <= BITS_MAX && key.getPublicExponent().bitLength() <= EXPONENT_BITS_MAX;
    }

    @Override
    public String toString() {
        return "RsaKey";
    }
}
