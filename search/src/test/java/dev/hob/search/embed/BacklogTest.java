package dev.hob.search.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BacklogTest {
    private final Foreground foreground = new Foreground();
    private final AtomicInteger failures = new AtomicInteger();

    @Test
    void every_text_gets_its_vector_in_order() throws Exception {
        var texts = IntStream.range(0, 50).mapToObj(i -> "text " + i).toList();
        var got = new ArrayList<float[]>();
        try (var backlog = backlog()) {
            assertThat(done(backlog, texts, got)).isTrue();
            assertThat(backlog.progress().waiting()).isZero();
            assertThat(backlog.progress().done()).isEqualTo(50);
        }
        var words = new WordsEmbedder();
        for (int i = 0; i < texts.size(); i++) assertThat(got.get(i)).isEqualTo(words.query(texts.get(i)));
    }

    @Test
    void it_waits_while_somebody_waits() throws Exception {
        try (var backlog = backlog()) {
            var done = new CountDownLatch(1);
            try (var busy = foreground.busy()) {
                assertThat(busy).isNotNull();
                backlog.offer(new Backlog.Job("alice/tea", List.of("a"), _ -> done.countDown()));
                assertThat(done.await(300, TimeUnit.MILLISECONDS)).isFalse();
                assertThat(backlog.progress().what()).contains("alice/tea");
                assertThat(backlog.progress().waiting()).isEqualTo(1);
            }
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void some_processors_are_left_to_others() throws Exception {
        var workers = new ArrayList<Foreground.Worker>();
        for (int i = 0; i < Math.max(1, Runtime.getRuntime().availableProcessors() / 2); i++) {
            workers.add(foreground.worker(Duration.ZERO));
            workers.getLast().rest();
        }
        try (var backlog = backlog()) {
            var done = new CountDownLatch(1);
            backlog.offer(new Backlog.Job("alice/tea", List.of("a"), _ -> done.countDown()));
            assertThat(done.await(300, TimeUnit.MILLISECONDS)).isFalse();
            workers.getFirst().end();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void it_gets_on_where_it_is_never_quiet() throws Exception {
        try (var backlog = backlog();
                var busy = foreground.busy()) {
            assertThat(busy).isNotNull();
            assertThat(done(backlog, List.of("a"), new ArrayList<>())).isTrue();
        }
    }

    @Test
    void a_model_that_is_away_is_asked_again_and_that_is_visible() throws Exception {
        failures.set(Integer.MAX_VALUE);
        try (var backlog = backlog()) {
            var done = new CountDownLatch(1);
            backlog.offer(new Backlog.Job("alice/tea", List.of("a"), _ -> done.countDown()));
            while (backlog.progress().trouble().isEmpty()) Thread.sleep(5);
            // Others take their turns meanwhile.
            var others = foreground.worker(Duration.ZERO);
            others.rest();
            others.end();
            failures.set(0);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(backlog.progress().trouble()).isEmpty();
        }
    }

    @Test
    void one_who_fails_to_take_vectors_does_not_stop_the_others() throws Exception {
        try (var backlog = backlog()) {
            backlog.offer(new Backlog.Job("bob/coffee", List.of("a"), _ -> {
                throw new IllegalStateException("no room");
            }));
            assertThat(done(backlog, List.of("b"), new ArrayList<>())).isTrue();
        }
    }

    @Test
    void it_holds_so_many_and_no_more() {
        try (var backlog = backlog();
                var busy = foreground.busy()) {
            assertThat(busy).isNotNull();
            int taken = 0;
            while (taken <= Backlog.JOBS_MAX && backlog.offer(new Backlog.Job("x", List.of("a"), _ -> {}))) taken++;
            assertThat(taken).isEqualTo(Backlog.JOBS_MAX);
        }
    }

    @Test
    void an_end_waits_for_who_takes_vectors_and_does_not_disturb_them() throws Exception {
        var backlog = backlog();
        var takes = new CountDownLatch(1);
        var taken = new CountDownLatch(1);
        var disturbed = new AtomicBoolean();
        backlog.offer(new Backlog.Job("alice/tea", List.of("a"), _ -> {
            takes.countDown();
            try {
                disturbed.set(!taken.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException _) {
                disturbed.set(true);
            }
        }));
        assertThat(takes.await(10, TimeUnit.SECONDS)).isTrue();
        var closing = Thread.startVirtualThread(backlog::close);
        assertThat(closing.join(Duration.ofMillis(300))).as("it waits").isFalse();
        taken.countDown();
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
        assertThat(disturbed).isFalse();
    }

    @Test
    void an_end_does_not_wait_for_a_model_that_is_away() throws Exception {
        failures.set(Integer.MAX_VALUE);
        var backlog = new Backlog(new Flaky(), foreground, Duration.ofHours(1));
        backlog.offer(new Backlog.Job("alice/tea", List.of("a"), _ -> {}));
        while (backlog.progress().trouble().isEmpty()) Thread.sleep(5);
        var closing = Thread.startVirtualThread(backlog::close);
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
    }

    private Backlog backlog() {
        return new Backlog(new Flaky(), foreground, Duration.ofMillis(20));
    }

    private static boolean done(Backlog backlog, List<String> texts, List<float[]> into) throws InterruptedException {
        var done = new CountDownLatch(1);
        backlog.offer(new Backlog.Job("alice/tea", texts, vectors -> {
            into.addAll(vectors);
            done.countDown();
        }));
        boolean came = done.await(10, TimeUnit.SECONDS);
        while (came && backlog.progress().what().isPresent()) Thread.sleep(1);
        return came;
    }

    private final class Flaky implements Embedder {
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
            if (failures.get() > 0) throw new EmbeddingException("away");
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
    }
}
