package dev.hob.search.embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Vectors by what their text says: a text is embedded once, whatever branches, forks and renames it has. A young and
/// an old file: when the young one is half of what is allowed it becomes the old one, and what was asked for in the
/// old one moves to the young one before that. Shared between threads, used by one process.
public final class VectorCache implements AutoCloseable {
    /// 310 MB of 384 numbers each.
    public static final int VECTORS_MAX = 400_000;

    private final Path young;
    private final Path old;
    private final String made;
    private final int dimensions;
    private final int each;
    private VectorFile newer;
    private VectorFile older;

    /// @param made what made the vectors; those of another are forgotten
    public VectorCache(Path folder, String made, int dimensions, int vectorsMax) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new EmbeddingException("cannot make " + folder, e);
        }
        this.made = made;
        this.dimensions = dimensions;
        young = folder.resolve("young.vectors");
        old = folder.resolve("old.vectors");
        each = Math.max(1, vectorsMax / 2);
        newer = VectorFile.open(young, made, dimensions);
        older = VectorFile.open(old, made, dimensions);
    }

    public synchronized Optional<float[]> get(String text) {
        var key = VectorFile.sha256(text);
        var found = newer.get(key);
        if (found.isPresent()) return found;
        var before = older.get(key);
        before.ifPresent(vector -> put(key, vector));
        return before;
    }

    public synchronized void put(String text, float[] vector) {
        if (vector.length != dimensions)
            throw new IllegalArgumentException("%d numbers among those of %d".formatted(vector.length, dimensions));
        put(VectorFile.sha256(text), vector);
    }

    /// How many vectors the files hold; one that moved counts twice.
    public synchronized int size() {
        return newer.size() + older.size();
    }

    @Override
    public synchronized void close() {
        newer.close();
        older.close();
    }

    private void put(byte[] key, float[] vector) {
        if (newer.size() >= each) {
            older.close();
            newer.moveTo(old);
            older = VectorFile.open(old, made, dimensions);
            newer = VectorFile.open(young, made, dimensions);
        }
        newer.put(key, vector);
    }
}
