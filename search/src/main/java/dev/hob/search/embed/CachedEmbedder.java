package dev.hob.search.embed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/// An embedder that asks the cache first. Questions are not kept: nobody asks twice the same. Shared between threads;
/// closes what it was given.
public final class CachedEmbedder implements Embedder {
    private final Embedder embedder;
    private final VectorCache cache;

    public CachedEmbedder(Embedder embedder, VectorCache cache) {
        this.embedder = embedder;
        this.cache = cache;
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
    public List<float[]> documents(List<String> texts) {
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
    public void close() {
        cache.close();
        embedder.close();
    }
}
