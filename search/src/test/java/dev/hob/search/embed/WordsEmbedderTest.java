package dev.hob.search.embed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsEmbedderTest extends EmbedderContract {
    private final Embedder embedder = new WordsEmbedder();

    @Override
    Embedder embedder() {
        return embedder;
    }

    @Test
    void a_name_counts_as_its_words() {
        assertThat(embedder.query("parseHTTPHeader_v2")).isEqualTo(embedder.query("Parse http HEADER v 2"));
    }
}
