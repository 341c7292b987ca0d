package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WalkersTest {
    private static final Duration NOW = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void who_has_no_patience_goes_on_and_the_walk_is_done_once_for_all() throws Exception {
        try (var walkers = new Walkers("test")) {
            var gate = new CountDownLatch(1);
            var walked = new AtomicInteger();
            Runnable walk = () -> {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                walked.incrementAndGet();
            };
            assertThat(walkers.await("a", walk, NOW)).isFalse();
            assertThat(walkers.await("a", walk, NOW)).isFalse();
            gate.countDown();
            while (walked.get() == 0) Thread.onSpinWait();
            assertThat(walkers.await("b", () -> {}, LONG)).isTrue();
            assertThat(walked.get()).isEqualTo(1);
        }
    }

    @Test
    void a_walk_that_fails_is_told_and_can_be_tried_again() {
        try (var walkers = new Walkers("test")) {
            assertThatThrownBy(() -> walkers.await(
                            "a",
                            () -> {
                                throw new IllegalStateException("lost");
                            },
                            LONG))
                    .isInstanceOf(CodeException.class)
                    .hasRootCauseMessage("lost");
            assertThat(walkers.await("a", () -> {}, LONG)).isTrue();
        }
    }
}
