package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPDetachedSignatureProcessor;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;

/// Checks the OpenPGP signatures that git puts into commits and tags, against public keys that people have shown us.
/// Makes no signatures. Sub-keys, expiry and revocation count as they stood when the signature was made; a key
/// revoked as stolen never counts. Weak hashes and short keys are refused by BouncyCastle's default policy.
public final class OpenPgp {
    private static final int KEY_CHARACTERS_MAX = 256 * 1024;
    private static final int SIGNATURE_CHARACTERS_MAX = 64 * 1024;
    private static final int SIGNATURES_MAX = 8;
    private static final int CERTIFICATES_MAX = 16;

    private OpenPgp() {}

    /// One public key with its sub-keys, as its owner shows it.
    ///
    /// @param fingerprint of the primary key, upper-case hex as `gpg` prints it
    /// @param keyIds the 16 hex digits of every key in it, the primary first
    /// @param userIds the names the key gives itself now (`Alice <alice@example.org>`); nobody else vouches for
    /// them
    public record Certificate(String fingerprint, List<String> keyIds, List<String> userIds) {
        public Certificate {
            keyIds = List.copyOf(keyIds);
            userIds = List.copyOf(userIds);
        }
    }

    /// What a signature is worth.
    public sealed interface Verdict {
        /// One of the keys made it over exactly these bytes.
        record Good(Certificate by) implements Verdict {}

        /// It may be good, but none of the keys is the one it names (16 hex digits).
        record Unknown(String keyId) implements Verdict {}

        /// It does not hold; the reason may be shown to a stranger.
        record Bad(String told) implements Verdict {}
    }

    /// Reads the public keys in an armored text.
    ///
    /// @throws KeyException when it holds none, holds a secret key, or is damaged
    public static List<Certificate> read(String armored) {
        return certificates(armored).stream().map(OpenPgp::describe).toList();
    }

    /// Judges a detached signature. A signature of several is good when any of them is.
    ///
    /// @throws KeyException when one of the keys is not what [#read] takes
    public static Verdict verify(String armoredSignature, byte[] signedBytes, Collection<String> armoredPublicKeys) {
        List<PGPSignature> signatures;
        try {
            signatures = signatures(armoredSignature);
        } catch (KeyException e) {
            return new Verdict.Bad(told(e));
        }
        var known = new ArrayList<OpenPGPCertificate>();
        for (String key : armoredPublicKeys) known.addAll(certificates(key));

        Verdict worst = new Verdict.Unknown(keyId(signatures.getFirst()));
        for (var signature : signatures) {
            switch (judge(signature, signedBytes, known)) {
                case Verdict.Good good -> {
                    return good;
                }
                case Verdict.Bad bad -> worst = bad;
                case Verdict.Unknown _ -> {}
            }
        }
        return worst;
    }

    private static Verdict judge(PGPSignature signature, byte[] signedBytes, List<OpenPGPCertificate> known) {
        int type = signature.getSignatureType();
        if (type != PGPSignature.BINARY_DOCUMENT && type != PGPSignature.CANONICAL_TEXT_DOCUMENT)
            return new Verdict.Bad("not a signature of a document");
        // Each certificate alone: one that wrongly claims another's sub-key must not stand in its way.
        Verdict verdict = new Verdict.Unknown(keyId(signature));
        for (var certificate : known) {
            if (certificate.getSigningKeyFor(signature) == null) continue;
            if (holds(signature, signedBytes, certificate)) return new Verdict.Good(describe(certificate));
            verdict = new Verdict.Bad("the signature does not hold for this content and key");
        }
        return verdict;
    }

    private static boolean holds(PGPSignature signature, byte[] signedBytes, OpenPGPCertificate certificate) {
        try {
            var processor = new OpenPGPDetachedSignatureProcessor(new BcOpenPGPImplementation())
                    .addSignature(signature)
                    .addVerificationCertificate(certificate);
            for (var checked : processor.process(new ByteArrayInputStream(signedBytes)))
                if (holds(checked)) return true;
            return false;
        } catch (IOException | PGPException | RuntimeException _) {
            return false; // BouncyCastle answers malformed numbers with exceptions of any kind; here that is a "no".
        }
    }

    private static boolean holds(OpenPGPDocumentSignature checked) throws PGPException {
        OpenPGPComponentKey issuer = checked.getIssuer();
        return issuer != null && checked.isValid() && issuer.isSigningKey(checked.getCreationTime());
    }

    private static List<PGPSignature> signatures(String armored) {
        if (armored.length() > SIGNATURE_CHARACTERS_MAX) throw new KeyException("too long for an OpenPGP signature");
        try (var in = PGPUtil.getDecoderStream(new ByteArrayInputStream(armored.getBytes(UTF_8)))) {
            if (!(new BcPGPObjectFactory(in).nextObject() instanceof PGPSignatureList list) || list.isEmpty())
                throw new KeyException("not an OpenPGP signature");
            if (list.size() > SIGNATURES_MAX) throw new KeyException("too many OpenPGP signatures in one");
            var signatures = new ArrayList<PGPSignature>();
            list.forEach(signatures::add);
            return signatures;
        } catch (KeyException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new KeyException("not an OpenPGP signature", e);
        }
    }

    private static List<OpenPGPCertificate> certificates(String armored) {
        if (armored.length() > KEY_CHARACTERS_MAX) throw new KeyException("too long for an OpenPGP public key");
        if (armored.contains("PRIVATE KEY BLOCK"))
            throw new KeyException("this is an OpenPGP secret key: keep it, and show the public one");
        List<OpenPGPCertificate> certificates;
        try {
            certificates = new OpenPGPKeyReader(new BcOpenPGPImplementation()).parseCertificates(armored);
        } catch (IOException | RuntimeException e) {
            throw new KeyException("not an OpenPGP public key", e);
        }
        if (certificates.isEmpty()) throw new KeyException("no OpenPGP public key in this text");
        if (certificates.size() > CERTIFICATES_MAX) throw new KeyException("too many OpenPGP public keys in one text");
        return certificates;
    }

    private static Certificate describe(OpenPGPCertificate certificate) {
        var keyIds = certificate.getKeys().stream()
                .map(k -> keyId(k.getKeyIdentifier().getKeyId()))
                .toList();
        var userIds = certificate.getValidUserIds().stream()
                .map(OpenPGPCertificate.OpenPGPUserId::getUserId)
                .toList();
        var fingerprint = HexFormat.of().withUpperCase().formatHex(certificate.getFingerprint());
        return new Certificate(fingerprint, keyIds, userIds);
    }

    private static String keyId(PGPSignature signature) {
        return keyId(signature.getKeyID());
    }

    private static String keyId(long id) {
        return HexFormat.of().toHexDigits(id).toUpperCase(Locale.ROOT);
    }

    private static String told(KeyException e) {
        return String.valueOf(e.getMessage());
    }
}
