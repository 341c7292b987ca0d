package dev.hob.search.embed;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class CachedEmbedderTest extends EmbedderContract {
    @TempDir
    Path folder;

    private CachedEmbedder embedder;

    @BeforeEach
    void open() {
        var words = new WordsEmbedder();
        embedder = new CachedEmbedder(words, new VectorCache(folder, words.name(), words.dimensions(), 1_000));
    }

    @AfterEach
    void close() {
        embedder.close();
    }

    @Override
    Embedder embedder() {
        return embedder;
    }
}
