package dev.hob.keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;

/// An SSH public key of any usual type, as one line of `authorized_keys` writes it. Immutable.
public final class SshPublicKey {
    static final String ED25519 = "ssh-ed25519";
    private static final int LINE_CHARACTERS_MAX = 16 * 1024;
    private final String type;
    private final byte[] blob;
    private final String comment;
    private final SshMaterial material;

    private SshPublicKey(String type, byte[] blob, String comment, SshMaterial material) {
        this.type = type;
        this.blob = blob;
        this.comment = comment;
        this.material = material;
    }

    /// Reads `type base64 comment`.
    ///
    /// @throws KeyException when it is not a public key of a known type
    public static SshPublicKey parse(String line) {
        if (line.length() > LINE_CHARACTERS_MAX) throw new KeyException("too long for an SSH public key");
        String[] parts = line.strip().split("\\s+", 3);
        if (parts.length < 2) throw new KeyException("an SSH public key reads: type, base64, comment");
        byte[] blob;
        try {
            blob = Base64.getDecoder().decode(parts[1]);
        } catch (IllegalArgumentException e) {
            throw new KeyException("an SSH public key that is not base64", e);
        }
        var key = ofBlob(blob, parts.length == 3 ? parts[2] : "");
        if (!key.type.equals(parts[0])) throw new KeyException("an SSH public key that names two types");
        return key;
    }

    static SshPublicKey ofBlob(byte[] blob, String comment) {
        var material = SshMaterial.of(blob);
        return new SshPublicKey(new SshWire.Reader(blob).text(), blob.clone(), comment, material);
    }

    /// The SSH form of one of our keys.
    public static SshPublicKey of(DidKey key, String comment) {
        byte[] blob = new SshWire.Writer().string(ED25519).string(key.bytes()).bytes();
        return new SshPublicKey(ED25519, blob, comment, new SshMaterial.Plain(key));
    }

    /// The key type, such as `ssh-ed25519`.
    public String type() {
        return type;
    }

    /// The wire form (RFC 4253 §6.6), a fresh copy.
    public byte[] blob() {
        return blob.clone();
    }

    /// What its owner wrote behind it; may be empty.
    public String comment() {
        return comment;
    }

    /// `SHA256:…` as `ssh-keygen -l` prints it.
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }

    /// One line as `authorized_keys` has it, without a line end.
    public String line() {
        String line = type + " " + Base64.getEncoder().encodeToString(blob);
        return comment.isEmpty() ? line : line + " " + comment;
    }

    /// The same key without its comment.
    public SshPublicKey bare() {
        return new SshPublicKey(type, blob, "", material);
    }

    /// The same key as a DID, when it is a plain Ed25519 key.
    public Optional<DidKey> didKey() {
        return material instanceof SshMaterial.Plain plain ? Optional.of(plain.key()) : Optional.empty();
    }

    /// How long an RSA key is; empty for other types.
    public OptionalInt rsaBits() {
        return material instanceof SshMaterial.Rsa rsa
                ? OptionalInt.of(rsa.modulus().bitLength())
                : OptionalInt.empty();
    }

    SshMaterial material() {
        return material;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SshPublicKey that && Arrays.equals(blob, that.blob);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(blob);
    }

    @Override
    public String toString() {
        return line();
    }
}
