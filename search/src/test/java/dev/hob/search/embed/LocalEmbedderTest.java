package dev.hob.search.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class LocalEmbedderTest extends EmbedderContract {
    // The library that it unpacks stays loaded as long as this process lives.
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static LocalEmbedder embedder;

    @BeforeAll
    static void open() {
        embedder = new LocalEmbedder(folder, LocalEmbedder.IDLE);
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @Override
    Embedder embedder() {
        return embedder;
    }

    @Test
    void words_that_do_not_occur_find_what_is_meant() {
        var texts = List.of(
                "verify\nboolean verify(Account account, String secret) { return hash(secret).equals(account.digest()); }",
                "draw\nvoid draw(Canvas canvas, int radius) { canvas.arc(0, 0, radius); }",
                "evict\nvoid evict() { while (size > limit) entries.remove(oldest()); }");
        var vectors = embedder.documents(texts);
        assertThat(best(embedder.query("where do we look whether somebody's password is right?"), vectors))
                .isZero();
        assertThat(best(embedder.query("throw out what is in the cache too long"), vectors))
                .isEqualTo(2);
    }

    @Test
    void a_model_that_was_half_unpacked_is_unpacked_again(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path half)
            throws Exception {
        Files.writeString(half.resolve("bge-small-en-v1.5-q.onnx"), "half");
        Files.writeString(half.resolve("bge-small-en-v1.5-q.onnx.new"), "half");
        try (var other = new LocalEmbedder(half, LocalEmbedder.IDLE)) {
            assertThat(other.query("tea")).isEqualTo(embedder.query("tea"));
        }
        assertThat(half.resolve("bge-small-en-v1.5-q.onnx.new")).doesNotExist();
    }

    @Test
    void it_is_loaded_at_the_first_text_and_unloaded_when_idle() throws Exception {
        try (var other = new LocalEmbedder(folder, Duration.ofMillis(300))) {
            assertThat(other.loaded()).isFalse();
            other.query("first");
            assertThat(other.loaded()).isTrue();
            for (int i = 0; i < 100 && other.loaded(); i++) Thread.sleep(50);
            assertThat(other.loaded()).isFalse();
            assertThat(other.query("again")).hasSize(other.dimensions());
        }
    }

    /// Requests run on threads with small stacks; loading there once ended the whole process.
    @Test
    void it_can_be_loaded_from_any_thread() throws Exception {
        try (var other = new LocalEmbedder(folder, LocalEmbedder.IDLE)) {
            var small = Thread.ofPlatform().stackSize(256 << 10).start(() -> other.query("first"));
            small.join();
            assertThat(other.loaded()).isTrue();
        }
        try (var other = new LocalEmbedder(folder, LocalEmbedder.IDLE)) {
            Thread.ofVirtual().start(() -> other.query("first")).join();
            assertThat(other.loaded()).isTrue();
        }
    }

    @Test
    void a_closed_one_says_so() {
        var other = new LocalEmbedder(folder, LocalEmbedder.IDLE);
        other.query("first");
        other.close();
        assertThat(other.loaded()).isFalse();
        assertThatThrownBy(() -> other.query("more")).isInstanceOf(EmbeddingException.class);
    }

    @Test
    void its_libraries_unpack_into_the_folder_given() throws Exception {
        embedder.query("anything");
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isNotEmpty();
        }
    }

    private static int best(float[] asked, List<float[]> vectors) {
        int best = 0;
        for (int i = 1; i < vectors.size(); i++)
            if (dot(asked, vectors.get(i)) > dot(asked, vectors.get(best))) best = i;
        return best;
    }
}
