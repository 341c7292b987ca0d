package dev.hob.keys;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/// A key in the form that TLS wants: a certificate that the key signs for itself. It says nothing but the key: no name
/// that anybody should believe, and no end. Immutable.
///
/// @param secret the private half, for the TLS of this machine
public record KeyCertificate(X509Certificate certificate, PrivateKey secret) {
    private static final AlgorithmIdentifier ED25519 = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
    private static final Date BEGIN = Date.from(Instant.EPOCH);
    /// RFC 5280 §4.1.2.5: the date of what has no good end.
    private static final Date END = Date.from(Instant.parse("9999-12-31T23:59:59Z"));

    private static final int KEY_BYTES = 32;

    /// The certificate of a key; each time the same.
    public static KeyCertificate of(SigningKey key) {
        try {
            var name = new X500Name("CN=" + key.publicKey().nid());
            var publicKey = new SubjectPublicKeyInfo(ED25519, key.publicKey().bytes());
            byte[] encoded = new X509v3CertificateBuilder(name, BigInteger.ONE, BEGIN, END, name, publicKey)
                    .build(new Signer(key))
                    .getEncoded();
            var secret = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, key.seed()));
            return new KeyCertificate(parse(encoded), secret);
        } catch (GeneralSecurityException | IOException e) {
            throw new KeyException("cannot make the certificate of " + key.publicKey(), e);
        }
    }

    private static X509Certificate parse(byte[] encoded) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    /// The key that a certificate is for; empty when that is no Ed25519 key. Says nothing of who holds it: TLS asks.
    public static Optional<DidKey> keyOf(X509Certificate certificate) {
        var info = SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
        byte[] key = info.getPublicKeyData().getOctets();
        return info.getAlgorithm().getAlgorithm().equals(EdECObjectIdentifiers.id_Ed25519) && key.length == KEY_BYTES
                ? Optional.of(DidKey.of(key))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "KeyCertificate";
    }

    private record Signer(SigningKey key, ByteArrayOutputStream signed) implements ContentSigner {
        Signer(SigningKey key) {
            this(key, new ByteArrayOutputStream());
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return ED25519;
        }

        @Override
        public OutputStream getOutputStream() {
            return signed;
        }

        @Override
        public byte[] getSignature() {
            return key.sign(signed.toByteArray());
        }
    }
}
