package dev.hob.keys;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;

/// RSA keys, and RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2), by AWS-LC where its library runs on this machine, else
/// by Java's own arithmetic: that takes three times as long, and 25 times before it is compiled. Thread-safe.
public final class RsaEngine {
    private static final String ALGORITHM = "SHA256withRSA";

    /// Loaded when it is first asked for, which takes an eighth of a second.
    private static final class Best {
        private static final RsaEngine HERE = best();
    }

    private final Provider provider;

    private RsaEngine(Provider provider) {
        this.provider = provider;
    }

    /// The quickest that this machine has.
    public static RsaEngine here() {
        return Best.HERE;
    }

    private static RsaEngine best() {
        var aws = AmazonCorrettoCryptoProvider.INSTANCE;
        return aws.getLoadingError() == null ? new RsaEngine(aws) : plain();
    }

    /// Java's own.
    static RsaEngine plain() {
        try {
            return new RsaEngine(KeyFactory.getInstance("RSA").getProvider());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has RSA", e);
        }
    }

    /// A new key's private half.
    byte[] generate(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA", provider);
            generator.initialize(bits);
            return generator.generateKeyPair().getPrivate().getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("whoever signs with RSA makes keys, too", e);
        }
    }

    /// The same key as it is quickest to sign with here.
    PrivateKey prepared(PrivateKey key) {
        try {
            return (PrivateKey) KeyFactory.getInstance("RSA", provider).translateKey(key);
        } catch (GeneralSecurityException e) {
            throw new KeyException("not an RSA key that can sign", e);
        }
    }

    /// @throws KeyException when the key cannot sign
    byte[] sign(PrivateKey key, byte[] message) {
        try {
            var signer = Signature.getInstance(ALGORITHM, provider);
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new KeyException("cannot sign with an RSA key", e);
        }
    }

    /// Whether the holder of the key made the signature; nobody did with numbers that are no RSA key.
    public boolean verify(RSAPublicKey key, byte[] message, byte[] signature) {
        try {
            var verifier = Signature.getInstance(ALGORITHM, provider);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false; // A wrong length or padding, or an even modulus: no signature either way.
        }
    }
}
