package dev.hob.search.embed;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Vectors without a model: each word has a direction of its own, a text is the sum of its words. The same on every
/// machine, at once; for tests, since it finds the same words only. Immutable.
public final class WordsEmbedder implements Embedder {
    private static final int DIMENSIONS = 256;

    @Override
    public String name() {
        return "words-" + DIMENSIONS;
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public int atOnce() {
        return 8;
    }

    @Override
    public boolean worksHere() {
        return true;
    }

    @Override
    public List<float[]> documents(List<String> texts) {
        return texts.stream().map(this::query).toList();
    }

    @Override
    public float[] query(String text) {
        var sum = new float[DIMENSIONS];
        for (String word : Words.of(text)) add(word.toLowerCase(Locale.ROOT), sum);
        return UnitVector.of(sum);
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    private static void add(String word, float[] sum) {
        long seed = 0xcbf29ce484222325L;
        for (int i = 0; i < word.length(); i++) seed = (seed ^ word.charAt(i)) * 0x100000001b3L;
        var random = new SplittableRandom(seed);
        for (int i = 0; i < sum.length; i++) sum[i] += random.nextInt(-1, 2);
    }
}
