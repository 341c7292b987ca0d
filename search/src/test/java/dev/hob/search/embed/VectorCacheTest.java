package dev.hob.search.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorCacheTest {
    private static final int MAX = 100;

    @TempDir
    Path folder;

    private final Embedder words = new WordsEmbedder();

    @Test
    void what_was_put_is_there_after_a_restart() {
        try (var cache = cache("a")) {
            for (int i = 0; i < 40; i++) cache.put("text " + i, words.query("text " + i));
        }
        try (var cache = cache("a")) {
            for (int i = 0; i < 40; i++)
                assertThat((double)
                                EmbedderContract.dot(cache.get("text " + i).orElseThrow(), words.query("text " + i)))
                        .isCloseTo(1, within(1e-3));
            assertThat(cache.get("text 40")).isEmpty();
        }
    }

    @Test
    void vectors_of_another_model_are_forgotten() {
        try (var cache = cache("a")) {
            cache.put("x", words.query("x"));
        }
        try (var cache = cache("b")) {
            assertThat(cache.get("x")).isEmpty();
        }
        try (var cache = cache("a")) {
            assertThat(cache.get("x")).isEmpty();
        }
    }

    @Test
    void it_stays_small_and_keeps_what_is_asked_for() {
        try (var cache = cache("a")) {
            cache.put("wanted", words.query("wanted"));
            for (int i = 0; i < 10 * MAX; i++) {
                cache.put("text " + i, words.query("text " + i));
                assertThat(cache.size()).isLessThanOrEqualTo(MAX);
                if (i % (MAX / 4) == 0) assertThat(cache.get("wanted")).isPresent();
            }
            assertThat(cache.get("text 0")).isEmpty();
            assertThat(cache.get("text " + (10 * MAX - 1))).isPresent();
        }
    }

    /// As after a power cut: the end is torn off, or holds what was never written.
    @Test
    void a_torn_file_loses_what_was_torn_and_nothing_else() throws Exception {
        long seed = 42;
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 30; round++) {
            try (var cache = cache("round " + round)) {
                for (int i = 0; i < 20; i++) cache.put("text " + i, words.query("text " + i));
            }
            try (var file = new RandomAccessFile(folder.resolve("young.vectors").toFile(), "rw")) {
                if (random.nextBoolean()) file.setLength(random.nextLong(file.length()));
                else {
                    file.seek(32 + random.nextLong(file.length() - 100));
                    file.write(new byte[64]);
                }
            }
            try (var cache = cache("round " + round)) {
                for (int i = 0; i < 20; i++) {
                    var expected = words.query("text " + i);
                    cache.get("text " + i).ifPresent(found -> assertThat((double) EmbedderContract.dot(found, expected))
                            .as("seed %d", seed)
                            .isCloseTo(1, within(1e-3)));
                    cache.put("text " + i, expected);
                    assertThat(cache.get("text " + i)).isPresent();
                }
            }
        }
    }

    @Test
    void thousands_are_found_again() {
        var random = new SplittableRandom(7);
        try (var cache = new VectorCache(folder, "many", 8, 20_000)) {
            for (int i = 0; i < 9_000; i++) cache.put("t" + i, new float[] {i + 1, 1, 0, 0, 0, 0, 0, i});
            for (int i = 0; i < 1_000; i++)
                assertThat(cache.get("t" + random.nextInt(9_000))).isPresent();
        }
    }

    @Test
    void an_embedder_with_a_cache_is_asked_once() throws Exception {
        var asked = new ArrayList<String>();
        try (var embedder = new CachedEmbedder(counting(asked), cache("a"))) {
            embedder.documents(List.of("a", "b", "a"));
            embedder.documents(List.of("b", "c"));
        }
        try (var embedder = new CachedEmbedder(counting(asked), cache("a"))) {
            assertThat(embedder.documents(List.of("c", "a"))).hasSize(2);
        }
        assertThat(asked).containsExactly("a", "b", "c");
        assertThat(Files.size(folder.resolve("young.vectors"))).isLessThan(3 * 1_024);
    }

    private VectorCache cache(String made) {
        return new VectorCache(folder, made, words.dimensions(), MAX);
    }

    private static Embedder counting(List<String> asked) {
        return new Embedder() {
            private final WordsEmbedder words = new WordsEmbedder();

            @Override
            public String name() {
                return words.name();
            }

            @Override
            public int dimensions() {
                return words.dimensions();
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
                asked.addAll(texts);
                return words.documents(texts);
            }

            @Override
            public float[] query(String text) {
                return words.query(text);
            }

            @Override
            public void close() {
                words.close();
            }
        };
    }
}
