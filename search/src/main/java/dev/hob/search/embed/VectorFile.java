package dev.hob.search.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Vectors in a file, one after the other, each with its key and a checksum: what a crash tore is not there. Numbers
/// have sixteen bits. Nothing is forced to the disk, as all of it can be made again. Owned by [VectorCache].
final class VectorFile implements AutoCloseable {
    private static final int HEADER = 32;
    private static final int KEY = 16;
    private static final int CHECKSUM = 4;

    private final Path path;
    private final FileChannel file;
    private final int dimensions;
    private final ByteBuffer buffer;
    private final Positions positions = new Positions();
    private int records;

    private VectorFile(Path path, FileChannel file, int dimensions) {
        this.path = path;
        this.file = file;
        this.dimensions = dimensions;
        buffer = ByteBuffer.allocate(KEY + CHECKSUM + 2 * dimensions);
    }

    /// @param made how these vectors were made; a file of others is begun anew
    static VectorFile open(Path path, String made, int dimensions) {
        try {
            var file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            var vectors = new VectorFile(path, file, dimensions);
            vectors.begin(ByteBuffer.wrap(sha256(made + "\n" + dimensions)));
            return vectors;
        } catch (IOException e) {
            throw new EmbeddingException("cannot open " + path, e);
        }
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    int size() {
        return records;
    }

    Optional<float[]> get(byte[] key) {
        int place = positions.get(ByteBuffer.wrap(key).getLong());
        if (place < 0) return Optional.empty();
        try {
            if (!read(buffer.clear(), offset(place))) return Optional.empty();
        } catch (IOException e) {
            throw new EmbeddingException("cannot read " + path, e);
        }
        var found = buffer.array();
        if (!Arrays.equals(found, 0, KEY, key, 0, KEY) || buffer.getInt(KEY) != checksum()) return Optional.empty();
        var vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) vector[i] = Float.float16ToFloat(buffer.getShort(KEY + CHECKSUM + 2 * i));
        return Optional.of(UnitVector.of(vector));
    }

    void put(byte[] key, float[] vector) {
        buffer.clear().put(key, 0, KEY).putInt(0);
        for (float number : vector) buffer.putShort(Float.floatToFloat16(number));
        buffer.putInt(KEY, checksum()).flip();
        try {
            long offset = offset(records);
            while (buffer.hasRemaining()) offset += file.write(buffer, offset);
        } catch (IOException e) {
            throw new EmbeddingException("cannot write " + path, e);
        }
        positions.put(ByteBuffer.wrap(key).getLong(), records++);
    }

    /// Takes the place of another file, which must be closed.
    void moveTo(Path other) {
        close();
        try {
            Files.move(path, other, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new EmbeddingException("cannot rename %s to %s".formatted(path, other), e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new EmbeddingException("cannot close " + path, e);
        }
    }

    private void begin(ByteBuffer header) throws IOException {
        var found = ByteBuffer.allocate(HEADER);
        if (!read(found, 0) || !found.flip().equals(header)) {
            file.truncate(0);
            file.write(header, 0);
            return;
        }
        records = Math.toIntExact((file.size() - HEADER) / buffer.capacity());
        var key = ByteBuffer.allocate(Long.BYTES);
        for (int place = 0; place < records; place++)
            if (read(key.clear(), offset(place))) positions.put(key.getLong(0), place);
    }

    private boolean read(ByteBuffer into, long offset) throws IOException {
        while (into.hasRemaining()) {
            int read = file.read(into, offset + into.position());
            if (read < 0) return false;
        }
        return true;
    }

    private long offset(int place) {
        return HEADER + (long) place * buffer.capacity();
    }

    private int checksum() {
        var sum = new CRC32C();
        sum.update(buffer.array(), 0, KEY);
        sum.update(buffer.array(), KEY + CHECKSUM, 2 * dimensions);
        return (int) sum.getValue();
    }
}
