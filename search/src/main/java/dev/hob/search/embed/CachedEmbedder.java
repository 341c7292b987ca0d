package dev.hob.search.embed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// An embedder that asks the cache first. Questions are not kept: nobody asks twice the same. Shared between threads;
/// closes what it was given.
public final class CachedEmbedder implements Embedder {
    private final Embedder embedder;
    private final Supplier<VectorCache> opening;
    private Optional<VectorCache> opened = Optional.empty();

    private CachedEmbedder(Embedder embedder, Supplier<VectorCache> opening) {
        this.embedder = embedder;
        this.opening = opening;
    }

    public CachedEmbedder(Embedder embedder, VectorCache cache) {
        this(embedder, () -> cache);
        opened = Optional.of(cache);
    }

    /// @param folder of the cache, opened at the first text: how many numbers a vector has may have to be asked
    public static CachedEmbedder in(Path folder, Embedder embedder) {
        return new CachedEmbedder(
                embedder,
                () -> new VectorCache(
                        folder,
                        embedder.name() + " " + Passages.VERSION,
                        embedder.dimensions(),
                        VectorCache.VECTORS_MAX));
    }

    private synchronized VectorCache cache() {
        var cache = opened.orElseGet(opening);
        opened = Optional.of(cache);
        return cache;
    }

    @Override
    public String name() {
        return embedder.name();
    }

    @Override
    public int dimensions() {
        return embedder.dimensions();
    }

    @Override
    public int atOnce() {
        return embedder.atOnce();
    }

    @Override
    public boolean worksHere() {
        return embedder.worksHere();
    }

    @Override
    public List<float[]> documents(List<String> texts) {
        if (texts.isEmpty()) return List.of();
        var cache = cache();
        var known = new LinkedHashMap<String, float[]>();
        var unknown = new ArrayList<String>();
        for (String text : texts.stream().distinct().toList())
            cache.get(text).ifPresentOrElse(vector -> known.put(text, vector), () -> unknown.add(text));
        if (!unknown.isEmpty()) {
            var made = embedder.documents(unknown);
            for (int i = 0; i < unknown.size(); i++) {
                cache.put(unknown.get(i), made.get(i));
                known.put(unknown.get(i), made.get(i));
            }
        }
        return texts.stream()
                .map(text -> Objects.requireNonNull(known.get(text)))
                .toList();
    }

    @Override
    public float[] query(String text) {
        return embedder.query(text);
    }

    @Override
    public synchronized void close() {
        opened.ifPresent(VectorCache::close);
        embedder.close();
    }
}
