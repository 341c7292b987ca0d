package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// An armored SSHSIG (OpenSSH PROTOCOL.sshsig), in two readings: git's, which signs the envelope over the message's
/// hash, and Radicle's, which puts a plain Ed25519 signature over a tree id into the same envelope. Immutable.
public final class SshSignature {
    private static final byte[] MAGIC = "SSHSIG".getBytes(UTF_8);
    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";
    private static final String RADICLE_NAMESPACE = "radicle";
    private static final int COLUMNS = 70;
    private static final int ARMORED_CHARACTERS_MAX = 16 * 1024;

    private final SshPublicKey key;
    private final String namespace;
    private final Hash hash;
    private final SshMaterial.Signed signed;

    private SshSignature(SshPublicKey key, String namespace, Hash hash, SshMaterial.Signed signed) {
        this.key = key;
        this.namespace = namespace;
        this.hash = hash;
        this.signed = signed;
    }

    /// The two hashes that an SSHSIG may put over a message.
    private enum Hash {
        SHA256("sha256", "SHA-256"),
        SHA512("sha512", "SHA-512");

        private final String wire;
        private final String java;

        Hash(String wire, String java) {
            this.wire = wire;
            this.java = java;
        }

        static Hash of(String wire) {
            for (var hash : values()) if (hash.wire.equals(wire)) return hash;
            throw new KeyException("unknown hash in an SSH signature: " + wire);
        }

        byte[] of(byte[] message) {
            try {
                return MessageDigest.getInstance(java).digest(message);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java runtime has " + java, e);
            }
        }
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
        var key = SshPublicKey.ofBlob(in.string(), "");
        String namespace = in.text();
        in.string(); // Reserved; signed as the empty string.
        var hash = Hash.of(in.text());
        var signed = SshMaterial.Signed.of(in.string());
        in.end();
        return new SshSignature(key, namespace, hash, signed);
    }

    /// The key that claims to have signed.
    public SshPublicKey key() {
        return key;
    }

    /// The key, when it truly signed this message for this namespace (git's is `git`); else empty.
    public Optional<SshPublicKey> verify(String expectedNamespace, byte[] message) {
        if (!namespace.equals(expectedNamespace)) return Optional.empty();
        try {
            return key.material().verify(envelope(namespace, hash, hash.of(message)), signed)
                    ? Optional.of(key)
                    : Optional.empty();
        } catch (KeyException _) {
            return Optional.empty(); // Numbers of the wrong shape are a signature that does not hold.
        }
    }

    /// What is really signed.
    private static byte[] envelope(String namespace, Hash hash, byte[] digest) {
        return new SshWire.Writer()
                .raw(MAGIC)
                .string(namespace)
                .string("")
                .string(hash.wire)
                .string(digest)
                .bytes();
    }

    /// The armored signature of something that is known by its SHA-512, as `ssh-keygen -Y sign` makes it.
    public static String ofSha512(SigningKey key, String namespace, byte[] digest) {
        return armored(key, namespace, Hash.SHA512, key.sign(envelope(namespace, Hash.SHA512, digest)));
    }

    /// Radicle's signature of a commit: the armored envelope around a plain Ed25519 signature over the 20-byte tree
    /// id.
    public static String radicle(SigningKey key, byte[] treeId) {
        return armored(key, RADICLE_NAMESPACE, Hash.SHA256, key.sign(treeId));
    }

    private static String armored(SigningKey key, String namespace, Hash hash, byte[] signature) {
        byte[] blob = SshPublicKey.of(key.publicKey(), "").blob();
        byte[] inner = new SshWire.Writer()
                .string(SshPublicKey.ED25519)
                .string(signature)
                .bytes();
        byte[] whole = new SshWire.Writer()
                .raw(MAGIC)
                .u32(1)
                .string(blob)
                .string(namespace)
                .string("")
                .string(hash.wire)
                .string(inner)
                .bytes();
        String body = Base64.getEncoder().encodeToString(whole);
        return BEGIN + "\n" + SshWire.wrap(body, COLUMNS) + END + "\n";
    }

    /// The author of a Radicle commit, when the signature holds over this tree id; else empty.
    ///
    /// @throws KeyException when it is no SSH signature at all
    public static Optional<DidKey> verifyRadicle(String armored, byte[] treeId) {
        var parsed = parse(armored);
        return parsed.key.didKey().filter(k -> k.verify(treeId, parsed.signed.signature()));
    }
}
