package dev.hob.search.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What holds for every embedder.
abstract class EmbedderContract {
    abstract Embedder embedder();

    @Test
    void it_has_a_name_and_a_size() {
        assertThat(embedder().name()).isNotBlank();
        assertThat(embedder().dimensions()).isBetween(8, 4096);
    }

    @Test
    void each_text_gets_one_vector_of_length_1_in_order() {
        var texts = List.of("open the door", "close the window", "open the door", "a", "x".repeat(5_000));
        var vectors = embedder().documents(texts);

        assertThat(vectors).hasSize(texts.size());
        for (var vector : vectors) {
            assertThat(vector).hasSize(embedder().dimensions());
            assertThat((double) dot(vector, vector)).isCloseTo(1, within(1e-4));
        }
        assertThat(vectors.get(0)).isEqualTo(vectors.get(2)).isNotEqualTo(vectors.get(1));
    }

    @Test
    void a_text_has_the_same_vector_alone_and_among_others() {
        var among = embedder()
                .documents(List.of("read a file", "w ".repeat(600), "send mail"))
                .getFirst();
        var alone = embedder().documents(List.of("read a file")).getFirst();
        assertThat((double) dot(among, alone)).isCloseTo(1, within(1e-5));
    }

    @Test
    void a_question_is_closest_to_the_text_with_its_words() {
        var texts = List.of(
                "check password\nboolean checkPassword(String given) { return hash(given).equals(stored); }",
                "draw circle\nvoid drawCircle(Canvas canvas, int radius) { canvas.arc(0, 0, radius); }",
                "read lines\nList<String> readLines(Path file) { return Files.readAllLines(file); }");
        assertThat(closest("where is the password checked? check password", texts))
                .isZero();
        assertThat(closest("draw a circle on the canvas", texts)).isEqualTo(1);
        assertThat(closest("read the lines of a file", texts)).isEqualTo(2);
    }

    @Test
    void no_texts_give_no_vectors() {
        assertThat(embedder().documents(List.of())).isEmpty();
    }

    @Test
    void strange_texts_do_not_stop_it() {
        var strange = List.of("", " \n\t", "\0\1\2", "\ud83d", "🙂".repeat(300), "<s>[CLS][SEP]</s>", "—");
        for (var vector : embedder().documents(strange))
            assertThat((double) dot(vector, vector)).isCloseTo(1, within(1e-4));
        assertThat(embedder().query("")).hasSize(embedder().dimensions());
    }

    @Test
    void many_may_ask_at_once() throws Exception {
        var alone = IntStream.range(0, 8)
                .mapToObj(i -> embedder().query("question " + i))
                .toList();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<float[]>>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                answers.add(executor.submit(() -> embedder().query("question " + number)));
            }
            for (int i = 0; i < 8; i++)
                assertThat((double) dot(answers.get(i).get(), alone.get(i))).isCloseTo(1, within(1e-5));
        }
    }

    private int closest(String question, List<String> texts) {
        var asked = embedder().query(question);
        var vectors = embedder().documents(texts);
        int best = 0;
        for (int i = 1; i < vectors.size(); i++)
            if (dot(asked, vectors.get(i)) > dot(asked, vectors.get(best))) best = i;
        return best;
    }

    static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }
}
