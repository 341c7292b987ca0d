package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.util.BigIntegers;

/// An armored SSHSIG (OpenSSH PROTOCOL.sshsig), in two readings: git's, which signs the envelope over the message's
/// hash, and Radicle's, which puts a plain Ed25519 signature over a tree id into the same envelope. Immutable.
public final class SshSignature {
    private static final byte[] MAGIC = "SSHSIG".getBytes(UTF_8);
    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";
    private static final String RADICLE_NAMESPACE = "radicle";
    private static final int COLUMNS = 70;
    private static final int ARMORED_CHARACTERS_MAX = 16 * 1024;

    private final byte[] keyBlob;
    private final String namespace;
    private final String hashAlgorithm;
    private final String algorithm;
    private final byte[] signature;

    private SshSignature(byte[] keyBlob, String namespace, String hashAlgorithm, String algorithm, byte[] signature) {
        this.keyBlob = keyBlob;
        this.namespace = namespace;
        this.hashAlgorithm = hashAlgorithm;
        this.algorithm = algorithm;
        this.signature = signature;
    }

    /// Reads the armored form.
    ///
    /// @throws KeyException when it is not one
    public static SshSignature parse(String armored) {
        if (armored.length() > ARMORED_CHARACTERS_MAX) throw new KeyException("too long for an SSH signature");
        String text = armored.strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) throw new KeyException("not an SSH signature");
        byte[] bytes;
        try {
            String body = text.substring(BEGIN.length(), text.length() - END.length());
            bytes = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new KeyException("an SSH signature that is not base64", e);
        }
        var in = new SshWire.Reader(bytes);
        if (!Arrays.equals(in.raw(MAGIC.length), MAGIC) || in.u32() != 1)
            throw new KeyException("not an SSHSIG of version 1");
        byte[] keyBlob = in.string();
        String namespace = in.text();
        in.string(); // Reserved; signed as the empty string.
        String hash = in.text();
        var inner = new SshWire.Reader(in.string());
        return new SshSignature(keyBlob, namespace, hash, inner.text(), inner.string());
    }

    /// The key that claims to have signed.
    public SshPublicKey key() {
        return SshPublicKey.ofBlob(keyBlob, "");
    }

    /// The key, when it truly signed this message for this namespace (git's is `git`); else empty.
    public Optional<SshPublicKey> verify(String expectedNamespace, byte[] message) {
        if (!namespace.equals(expectedNamespace)) return Optional.empty();
        byte[] digest;
        try {
            digest = switch (hashAlgorithm) {
                case "sha256" -> MessageDigest.getInstance("SHA-256").digest(message);
                case "sha512" -> MessageDigest.getInstance("SHA-512").digest(message);
                default -> throw new KeyException("unknown hash in an SSH signature: " + hashAlgorithm);
            };
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has SHA-2", e);
        }
        byte[] signed = new SshWire.Writer()
                .raw(MAGIC)
                .string(namespace)
                .string("")
                .string(hashAlgorithm)
                .string(digest)
                .bytes();
        return holds(signed) ? Optional.of(key()) : Optional.empty();
    }

    private boolean holds(byte[] signed) {
        var parameters = OpenSSHPublicKeyUtil.parsePublicKey(keyBlob);
        return switch (parameters) {
            case Ed25519PublicKeyParameters ed
            when algorithm.equals("ssh-ed25519") -> check(new Ed25519Signer(), ed, signed);
            case RSAKeyParameters rsa
            when algorithm.equals("rsa-sha2-256") ->
                check(new RSADigestSigner(SHA256Digest.newInstance()), rsa, signed);
            case RSAKeyParameters rsa
            when algorithm.equals("rsa-sha2-512") -> check(new RSADigestSigner(new SHA512Digest()), rsa, signed);
            case ECPublicKeyParameters ec when algorithm.startsWith("ecdsa-sha2-") -> checkEcdsa(ec, signed);
            default -> false; // SHA-1 RSA and security keys: not taken for commits.
        };
    }

    private boolean check(Signer signer, org.bouncycastle.crypto.CipherParameters key, byte[] signed) {
        signer.init(false, key);
        signer.update(signed, 0, signed.length);
        return signer.verifySignature(signature);
    }

    private boolean checkEcdsa(ECPublicKeyParameters key, byte[] signed) {
        Digest digest =
                switch (algorithm) {
                    case "ecdsa-sha2-nistp256" -> SHA256Digest.newInstance();
                    case "ecdsa-sha2-nistp384" -> new SHA384Digest();
                    default -> new SHA512Digest();
                };
        digest.update(signed, 0, signed.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        var in = new SshWire.Reader(signature);
        var signer = new ECDSASigner();
        signer.init(false, key);
        return signer.verifySignature(
                hash, BigIntegers.fromUnsignedByteArray(in.string()), BigIntegers.fromUnsignedByteArray(in.string()));
    }

    /// Radicle's signature of a commit: the armored envelope around a plain Ed25519 signature over the 20-byte tree id.
    public static String radicle(SigningKey key, byte[] treeId) {
        byte[] blob = SshPublicKey.of(key.publicKey(), "").blob();
        byte[] inner = new SshWire.Writer()
                .string(SshPublicKey.ED25519)
                .string(key.sign(treeId))
                .bytes();
        byte[] whole = new SshWire.Writer()
                .raw(MAGIC)
                .u32(1)
                .string(blob)
                .string(RADICLE_NAMESPACE)
                .string("")
                .string("sha256")
                .string(inner)
                .bytes();
        String body = Base64.getEncoder().encodeToString(whole);
        return BEGIN + "\n" + SshWire.wrap(body, COLUMNS) + END + "\n";
    }

    /// The author of a Radicle commit, when the signature holds over this tree id; else empty.
    public static Optional<DidKey> verifyRadicle(String armored, byte[] treeId) {
        var parsed = parse(armored);
        return parsed.key().didKey().filter(k -> k.verify(treeId, parsed.signature));
    }
}
