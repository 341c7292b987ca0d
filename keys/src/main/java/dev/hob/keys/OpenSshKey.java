package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.common.config.keys.loader.openssh.kdf.BCrypt;

/// Ed25519 private keys in OpenSSH's file format (OpenSSH PROTOCOL.key), plain or sealed by a passphrase
/// (bcrypt-pbkdf and aes256-ctr, as `ssh-keygen` writes them).
public final class OpenSshKey {
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(UTF_8);
    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String END = "-----END OPENSSH PRIVATE KEY-----";
    private static final String CIPHER = "aes256-ctr";
    private static final String KDF = "bcrypt";
    private static final int ROUNDS = 24;
    private static final int ROUNDS_MAX = 256; // About 25 ms each: a file must not keep us busy for minutes.
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final int BLOCK_BYTES = 16;
    private static final int PLAIN_BLOCK_BYTES = 8;
    private static final int COLUMNS = 70;
    private static final int FILE_CHARACTERS_MAX = 64 * 1024;

    private OpenSshKey() {}

    /// The key in such a file.
    ///
    /// @throws KeyException when it is damaged, of another type, or the passphrase is missing or wrong
    public static SigningKey read(String pem, Optional<Secret> passphrase) {
        var in = new SshWire.Reader(body(pem));
        if (!Arrays.equals(in.raw(MAGIC.length), MAGIC)) throw new KeyException("not an OpenSSH private key");
        String cipher = in.text();
        String kdf = in.text();
        byte[] options = in.string();
        if (in.u32() != 1) throw new KeyException("an OpenSSH key file with more than one key");
        in.string(); // The public key stands again in the private part.
        byte[] sealed = in.string();
        byte[] plain =
                switch (cipher) {
                    case "none" -> sealed;
                    case CIPHER -> {
                        if (!kdf.equals(KDF)) throw new KeyException("an OpenSSH key sealed in an unknown way: " + kdf);
                        Secret secret =
                                passphrase.orElseThrow(() -> new KeyException("this key file needs its passphrase"));
                        yield crypt(Cipher.DECRYPT_MODE, secret, options, sealed);
                    }
                    default -> throw new KeyException("an OpenSSH key sealed with an unknown cipher: " + cipher);
                };
        return key(new SshWire.Reader(plain), passphrase.isPresent());
    }

    private static SigningKey key(SshWire.Reader in, boolean wasSealed) {
        int check = in.u32();
        if (in.u32() != check)
            throw new KeyException(wasSealed ? "the passphrase is wrong" : "an OpenSSH key file that is damaged");
        if (!in.text().equals(SshPublicKey.ED25519)) throw new KeyException("only Ed25519 keys can be taken in");
        byte[] publicBytes = in.string();
        byte[] both = in.string();
        if (both.length != 2 * KEY_BYTES) throw new KeyException("an Ed25519 key of the wrong length");
        var key = SigningKey.ofSeed(Arrays.copyOf(both, KEY_BYTES));
        in.text(); // The comment belongs to the public key's line.
        byte[] padding = in.rest();
        for (int i = 0; i < padding.length; i++)
            if (padding[i] != (byte) (i + 1)) throw new KeyException("an OpenSSH key file that is damaged");
        if (!Arrays.equals(key.publicKey().bytes(), publicBytes))
            throw new KeyException("an OpenSSH key file whose halves do not belong together");
        return key;
    }

    private static byte[] body(String pem) {
        String text = pem.strip();
        if (text.length() > FILE_CHARACTERS_MAX || !text.startsWith(BEGIN) || !text.endsWith(END))
            throw new KeyException("not an OpenSSH private key");
        try {
            String body = text.substring(BEGIN.length(), text.length() - END.length());
            return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new KeyException("an OpenSSH private key that is not base64", e);
        }
    }

    /// The file that holds this key; with a passphrase it is sealed by it.
    public static String write(SigningKey key, String comment, Optional<Secret> passphrase) {
        var random = new SecureRandom();
        int check = random.nextInt();
        byte[] publicBytes = key.publicKey().bytes();
        var inner = new SshWire.Writer()
                .u32(check)
                .u32(check)
                .string(SshPublicKey.ED25519)
                .string(publicBytes)
                .string(concat(key.seed(), publicBytes))
                .string(comment);
        int block = passphrase.isPresent() ? BLOCK_BYTES : PLAIN_BLOCK_BYTES;
        for (byte pad = 1; inner.bytes().length % block != 0; pad++) inner.raw(new byte[] {pad});
        byte[] plain = inner.bytes();

        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] options = passphrase.isPresent()
                ? new SshWire.Writer().string(salt).u32(ROUNDS).bytes()
                : new byte[0];
        byte[] sealed = passphrase
                .map(p -> crypt(Cipher.ENCRYPT_MODE, p, options, plain))
                .orElse(plain);
        byte[] whole = new SshWire.Writer()
                .raw(MAGIC)
                .string(passphrase.isPresent() ? CIPHER : "none")
                .string(passphrase.isPresent() ? KDF : "none")
                .string(options)
                .u32(1)
                .string(SshPublicKey.of(key.publicKey(), "").blob())
                .string(sealed)
                .bytes();
        return BEGIN + "\n" + SshWire.wrap(Base64.getEncoder().encodeToString(whole), COLUMNS) + END + "\n";
    }

    private static byte[] crypt(int mode, Secret passphrase, byte[] options, byte[] in) {
        var reader = new SshWire.Reader(options);
        byte[] salt = reader.string();
        int rounds = reader.u32();
        if (rounds < 1 || rounds > ROUNDS_MAX) throw new KeyException("an OpenSSH key with " + rounds + " rounds");
        byte[] derived = new byte[KEY_BYTES + BLOCK_BYTES];
        try {
            new BCrypt().pbkdf(passphrase.bytes(), salt, rounds, derived);
            var cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(derived, 0, KEY_BYTES, "AES"),
                    new IvParameterSpec(derived, KEY_BYTES, BLOCK_BYTES));
            return cipher.doFinal(in);
        } catch (GeneralSecurityException e) {
            throw new KeyException("cannot open or seal an OpenSSH key", e);
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
