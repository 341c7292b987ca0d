package dev.hob.node.release;

import dev.hob.node.language.Messages;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Files that are being sent, on disk beside the repositories until a release has them: none of them is ever wholly in
/// memory. What a crash leaves, a boot removes. Owned by one thread, which closes it.
public final class Incoming implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Storage storage;
    private final List<File> files = new ArrayList<>();
    private Optional<Path> folder = Optional.empty();

    Incoming(Storage storage) {
        this.storage = storage;
    }

    /// A file that is here.
    record File(String key, String name, Path path, long size, String sha256) {}

    /// Takes a file in. Says why not, if it is too large or cannot be called so.
    ///
    /// @throws IOException when its sender fails
    public Optional<String> add(String name, InputStream content) throws IOException {
        var objection = Asset.nameObjection(name);
        if (objection.isPresent()) return objection;
        if (files.stream().anyMatch(it -> it.name().equals(name)))
            return Optional.of(Messages.text("issue.two-files-of-one-name", name));
        if (files.size() >= Releases.ASSETS_MAX)
            return Optional.of(Messages.text("release.files-max", Releases.ASSETS_MAX));
        if (folder.isEmpty()) folder = Optional.of(storage.aside());
        var path = folder.get().resolve(String.valueOf(files.size()));
        var digest = sha256();
        long size = 0;
        try (var out = new DigestOutputStream(open(path), digest)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                size += read;
                if (size > Releases.ASSET_BYTES_MAX)
                    return Optional.of(Messages.text("release.file-is-larger", name, Releases.ASSET_BYTES_MAX >> 20));
                write(out, buffer, read);
            }
        }
        files.add(new File(Keys.random(), name, path, size, HexFormat.of().formatHex(digest.digest())));
        return Optional.empty();
    }

    private static java.io.OutputStream open(Path path) {
        try {
            return Files.newOutputStream(path);
        } catch (IOException e) {
            throw new StorageException("cannot keep a file that is sent", e);
        }
    }

    private static void write(java.io.OutputStream out, byte[] buffer, int count) {
        try {
            out.write(buffer, 0, count);
        } catch (IOException e) {
            throw new StorageException("cannot keep a file that is sent", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    List<File> files() {
        return List.copyOf(files);
    }

    /// Whether nothing was sent.
    public boolean isEmpty() {
        return files.isEmpty();
    }

    @Override
    public void close() {
        folder.ifPresent(it -> {
            try {
                Storage.remove(it);
            } catch (IOException e) {
                throw new StorageException("cannot remove what was sent", e);
            }
        });
        folder = Optional.empty();
        files.clear();
    }
}
