package dev.hob.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Issues;
import dev.hob.node.people.Viewer;
import dev.hob.search.embed.Embedder;
import dev.hob.search.index.Kind;
import dev.hob.search.query.Hit;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeaningTest {
    private static final Map<String, String> SAME = Map.of("boiler", "kettle", "automobile", "car", "broken", "leaks");

    @TempDir
    Path folder;

    /// Knows a few words that mean the same.
    private static final class Synonyms implements Embedder {
        @Override
        public String name() {
            return "synonyms";
        }

        @Override
        public int dimensions() {
            return 64;
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
            float[] vector = new float[dimensions()];
            vector[0] = 0.01f;
            for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z]+"))
                if (word.length() > 3)
                    vector[Math.floorMod(SAME.getOrDefault(word, word).hashCode(), 63) + 1] += 1;
            double length = 0;
            for (float each : vector) length += each * each;
            for (int i = 0; i < vector.length; i++) vector[i] /= (float) Math.sqrt(length);
            return vector;
        }

        @Override
        public void close() {}
    }

    private static List<Hit> found(Ground ground, String question, int max) throws InterruptedException {
        for (int i = 0; ; i++) {
            var hits = ground.find(Viewer.ANYONE, question).hits();
            if (!hits.isEmpty() || i == max) return hits;
            Thread.sleep(100);
        }
    }

    @Test
    void what_means_the_like_is_found_without_its_words_and_after_it_changed() throws Exception {
        try (var ground = new Ground(folder, Optional.of(new Synonyms()))) {
            var repo = ground.house.repository("tea");
            ground.push(repo, Map.of("a.py", "def kettle():\n    return 'kettle kettle'\n"), "Heat");
            ground.house
                    .node
                    .tracking()
                    .issues()
                    .open(repo, ground.house.alice(), Issues.Opening.of("Leaks", "The pipe leaks"));
            ground.await();
            var hits = found(ground, "a boiler please is:code", 300);
            assertThat(hits).extracting(Hit::path).containsExactly("a.py");
            assertThat(hits.getFirst().title()).isEqualTo("kettle");
            assertThat(found(ground, "something broken is:issue", 300)
                            .getFirst()
                            .kind())
                    .isEqualTo(Kind.ISSUE);
            ground.push(repo, Map.of("a.py", "def car():\n    return 'car car'\n"), "Drive");
            ground.await();
            assertThat(found(ground, "an automobile please is:code", 300))
                    .extracting(Hit::title)
                    .contains("car");
            // Vectors go with what they were made of.
            for (var hit : found(ground, "a boiler please is:code", 1))
                assertThat(hit.title()).isEqualTo("car");
        }
    }
}
