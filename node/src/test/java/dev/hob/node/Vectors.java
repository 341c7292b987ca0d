package dev.hob.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.keys.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// What radicle-node 0.21.1 and rad 0.23.0 wrote, and the cast who wrote it, whose keys are known to everyone.
public final class Vectors {
    public static final SigningKey ALICE = key(1);
    public static final SigningKey BOB = key(2);
    public static final SigningKey CAROL = key(3);

    private Vectors() {}

    private static SigningKey key(int value) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) value);
        return SigningKey.ofSeed(seed);
    }

    public static JsonNode json(String name) {
        try (var in = stream(name)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream stream(String name) {
        return Objects.requireNonNull(Vectors.class.getResourceAsStream("/radicle/" + name), name);
    }

    /// Alice's storage of the project acme, unpacked under the folder.
    public static Repository acme(Path folder) {
        try (var tar = new GZIPInputStream(stream("storage-acme.tar.gz"))) {
            untar(tar, folder);
            try (var found = Files.list(folder)) {
                var bare = found.filter(Files::isDirectory).findFirst().orElseThrow();
                return new FileRepositoryBuilder()
                        .setGitDir(bare.toFile())
                        .setBare()
                        .build();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void untar(InputStream tar, Path folder) throws IOException {
        String longName = ""; // GNU tar keeps a name beyond 100 bytes in an entry of its own before the file's.
        for (byte[] header = tar.readNBytes(512);
                header.length == 512 && header[0] != 0;
                header = tar.readNBytes(512)) {
            String name = longName.isEmpty() ? text(header, 0, 100) : longName;
            int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
            byte[] bytes = tar.readNBytes(size);
            tar.skipNBytes((512 - size % 512) % 512);
            longName = header[156] == 'L' ? text(bytes, 0, bytes.length) : "";
            var path = folder.resolve(name);
            if (header[156] == '5') Files.createDirectories(path);
            if (header[156] == '0') {
                Files.createDirectories(Objects.requireNonNull(path.getParent()));
                Files.write(path, bytes);
            }
        }
    }

    private static String text(byte[] header, int from, int length) {
        var text = new String(header, from, length, java.nio.charset.StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
