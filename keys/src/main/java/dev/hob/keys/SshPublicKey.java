package dev.hob.keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// An SSH public key of any usual type, as one line of `authorized_keys` writes it. Immutable.
public final class SshPublicKey {
    static final String ED25519 = "ssh-ed25519";
    private static final int LINE_CHARACTERS_MAX = 16 * 1024;
    private static final Set<String> TYPES = Set.of(
            ED25519,
            "ssh-rsa",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    private final String type;
    private final byte[] blob;
    private final String comment;

    private SshPublicKey(String type, byte[] blob, String comment) {
        this.type = type;
        this.blob = blob;
        this.comment = comment;
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
        String type = new SshWire.Reader(blob).text();
        if (!TYPES.contains(type)) throw new KeyException("an SSH key of a type that is not taken here: " + type);
        return new SshPublicKey(type, blob.clone(), comment);
    }

    /// The SSH form of one of our keys.
    public static SshPublicKey of(DidKey key, String comment) {
        byte[] blob = new SshWire.Writer().string(ED25519).string(key.bytes()).bytes();
        return new SshPublicKey(ED25519, blob, comment);
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

    /// The same key as a DID, when it is a plain Ed25519 key.
    public Optional<DidKey> didKey() {
        if (!type.equals(ED25519)) return Optional.empty();
        var in = new SshWire.Reader(blob);
        in.text();
        byte[] key = in.string();
        return key.length == 32 ? Optional.of(DidKey.of(key)) : Optional.empty();
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
