package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What a device's key signs to become one of an account's: a text that says all of it, so that a signature for
/// one node, account or purpose is none for another. No operation and no list of refs begins as it does.
public record DeviceLink(String node, String account, DidKey key, String nonce) {
    /// What `ssh-keygen -Y sign -n` says a signature is for.
    public static final String SSH_NAMESPACE = "dev.hob.link";

    private static final String PURPOSE = "hob: link a device key";

    public DeviceLink {
        for (String part : new String[] {node, account, nonce})
            if (part.isEmpty() || part.chars().anyMatch(c -> c < 0x20))
                throw new IllegalArgumentException("a part of a link is one line");
    }

    /// The text that is signed.
    public String text() {
        return new String(bytes(), UTF_8);
    }

    /// The bytes that are signed.
    public byte[] bytes() {
        return String.join(
                        "\n", PURPOSE, "node " + node, "account " + account, "key " + key.did(), "nonce " + nonce, "")
                .getBytes(UTF_8);
    }

    /// The key's word that it is so.
    public static byte[] sign(SigningKey key, String node, String account, String nonce) {
        return key.sign(new DeviceLink(node, account, key.publicKey(), nonce).bytes());
    }

    /// Whether that is the key's word.
    public boolean holds(byte[] signature) {
        return key.verify(bytes(), signature);
    }

    /// Whether that is the key's word, as `ssh-keygen -Y sign` writes it.
    public boolean holds(String armored) {
        try {
            return SshSignature.parse(armored)
                    .verify(SSH_NAMESPACE, bytes())
                    .flatMap(SshPublicKey::didKey)
                    .filter(key::equals)
                    .isPresent();
        } catch (KeyException _) {
            return false; // Whatever it is, it is no signature.
        }
    }
}
