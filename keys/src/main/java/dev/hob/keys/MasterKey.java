package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/// The key that seals every secret this node stores: AES-256-GCM under a key derived (HKDF-SHA-256) for each context.
/// The file holds one base64 line per key, newest first; older ones still open what they sealed. Immutable.
public final class MasterKey {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String VERSION = "v1";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final List<byte[]> keys;

    private MasterKey(List<byte[]> keys) {
        this.keys = List.copyOf(keys);
    }

    /// Reads the key file, or makes one with mode 0600 when there is none.
    ///
    /// @throws KeyException when it is damaged, unreadable, or readable by others
    public static MasterKey open(Path file) {
        try {
            if (!Files.exists(file)) createWhole(file);
            if (hasModes(file)) {
                var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                if (!mode.endsWith("------"))
                    throw new KeyException(
                            "the master key " + file + " may be read by others (" + mode + "): chmod 600 it");
            }
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new KeyException("cannot read the master key " + file, e);
        }
    }

    /// The key from an environment variable's value: base64 of 32 bytes, older keys after a comma.
    public static MasterKey fromEnvironment(String value) {
        return parse(value.replace(',', '\n'), "the environment");
    }

    private static MasterKey parse(String text, String where) {
        var keys = new ArrayList<byte[]>();
        for (String line : text.lines().toList()) {
            if (line.isBlank()) continue;
            try {
                keys.add(Base64.getDecoder().decode(line.strip()));
            } catch (IllegalArgumentException _) {
                throw new KeyException("the master key in " + where + " is not base64");
            }
        }
        if (keys.isEmpty() || keys.stream().anyMatch(k -> k.length != KEY_BYTES))
            throw new KeyException("the master key in " + where + " must be 32 bytes in base64");
        return new MasterKey(keys);
    }

    /// Puts a new key before the old ones in the file and returns the whole. What was sealed still opens.
    public static MasterKey rotate(Path file) {
        var old = open(file);
        var keys = new ArrayList<byte[]>();
        keys.add(random());
        keys.addAll(old.keys);
        return replace(file, keys);
    }

    /// Forgets all but the newest key: right once everything was sealed again with it.
    public static MasterKey retireOld(Path file) {
        return replace(file, List.of(open(file).keys.getFirst()));
    }

    private static MasterKey replace(Path file, List<byte[]> keys) {
        try {
            var fresh = write(file, keys);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(file);
            return new MasterKey(keys);
        } catch (IOException e) {
            throw new KeyException("cannot write the master key " + file, e);
        }
    }

    /// The file appears whole or not at all, and never replaces one: whoever reads it early must not find it empty,
    /// and two that start at once must end with the same key.
    private static void createWhole(Path file) throws IOException {
        var fresh = write(file, List.of(random()));
        try {
            Files.createLink(file, fresh);
            syncFolder(file);
        } catch (FileAlreadyExistsException _) {
            // Somebody was quicker; theirs is the key.
        } catch (UnsupportedOperationException | FileSystemException _) {
            Files.move(fresh, file); // No hard links on this file system; never over an existing file either.
            syncFolder(file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /// Writes the keys to disk beside the file, readable by its owner only from the first moment on.
    private static Path write(Path file, List<byte[]> keys) throws IOException {
        var text = new StringBuilder();
        for (byte[] key : keys)
            text.append(Base64.getEncoder().encodeToString(key)).append('\n');
        var fresh =
                file.resolveSibling(file.getFileName() + "." + HexFormat.of().formatHex(random(), 0, 8) + ".new");
        var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileAttribute<?>[] attributes = hasModes(file) ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0];
        try (var channel = FileChannel.open(fresh, options, attributes)) {
            for (var bytes = UTF_8.encode(text.toString()); bytes.hasRemaining(); ) channel.write(bytes);
            channel.force(true);
        }
        return fresh;
    }

    /// A new name in a folder survives a power loss only once the folder is on disk too.
    private static void syncFolder(Path file) throws IOException {
        if (!hasModes(file)) return; // Windows opens no folders.
        try (var folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static boolean hasModes(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static byte[] random() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    /// A short public name of the newest key, to see whether a secret was sealed with it.
    public String keyId() {
        return keyId(keys.getFirst());
    }

    private static String keyId(byte[] key) {
        return HexFormat.of().formatHex(derive(key, "hob key id", 4));
    }

    /// Encrypts and authenticates; the context (what this secret is for) must be the same when it is opened.
    public String seal(byte[] plain, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] body = crypt(Cipher.ENCRYPT_MODE, keys.getFirst(), nonce, context, plain, 0, plain.length);
        byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + body.length);
        System.arraycopy(body, 0, whole, NONCE_BYTES, body.length);
        return VERSION + "." + keyId() + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /// What was sealed.
    ///
    /// @throws KeyException when no key here sealed it, it was changed, or the context differs
    public byte[] open(String sealed, String context) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) throw new KeyException("not a sealed secret: " + context);
        byte[] key = keys.stream()
                .filter(k -> keyId(k).equals(parts[1]))
                .findFirst()
                .orElseThrow(() -> new KeyException("no master key " + parts[1] + " here for " + context));
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(parts[2]);
        } catch (IllegalArgumentException e) {
            throw new KeyException("a sealed secret is damaged: " + context, e);
        }
        if (whole.length < NONCE_BYTES) throw new KeyException("a sealed secret is cut short: " + context);
        return crypt(
                Cipher.DECRYPT_MODE,
                key,
                Arrays.copyOf(whole, NONCE_BYTES),
                context,
                whole,
                NONCE_BYTES,
                whole.length - NONCE_BYTES);
    }

    /// Whether this text was sealed with the newest key.
    public boolean isCurrent(String sealed) {
        return sealed.startsWith(VERSION + "." + keyId() + ".");
    }

    private static byte[] crypt(int mode, byte[] key, byte[] nonce, String context, byte[] in, int from, int length) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            var derived = new SecretKeySpec(derive(key, "hob seal " + context, KEY_BYTES), "AES");
            cipher.init(mode, derived, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context.getBytes(UTF_8));
            return cipher.doFinal(in, from, length);
        } catch (GeneralSecurityException e) {
            throw new KeyException("cannot open or seal the secret for " + context, e);
        }
    }

    private static byte[] derive(byte[] key, String purpose, int length) {
        var hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
        hkdf.init(new HKDFParameters(key, null, purpose.getBytes(UTF_8)));
        byte[] derived = new byte[length];
        hkdf.generateBytes(derived, 0, length);
        return derived;
    }

    @Override
    public String toString() {
        return "MasterKey";
    }
}
