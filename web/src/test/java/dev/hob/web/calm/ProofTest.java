package dev.hob.web.calm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.web.Worked;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofTest {
    private static final String NETWORK = "network cb0071";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T12:00:00Z"));
    private final Proof proof = new Proof(now::get);

    @Test
    void who_has_worked_is_met_as_one_for_a_day_from_the_same_network() {
        String challenge = proof.challenge(NETWORK);
        String kept = proof.solved(challenge, Worked.number(challenge), NETWORK).orElseThrow();

        assertThat(proof.holds(kept, NETWORK)).isTrue();
        assertThat(proof.holds(kept, "network 000000")).isFalse();
        assertThat(new Proof(now::get).holds(kept, NETWORK)).isFalse();
        now.updateAndGet(it -> it.plus(Duration.ofHours(23)));
        assertThat(proof.holds(kept, NETWORK)).isTrue();
        now.updateAndGet(it -> it.plus(Duration.ofHours(2)));
        assertThat(proof.holds(kept, NETWORK)).isFalse();
    }

    @Test
    void work_is_not_kept_for_later() {
        String challenge = proof.challenge(NETWORK);
        String number = Worked.number(challenge);
        now.updateAndGet(it -> it.plus(Duration.ofMinutes(11)));
        assertThat(proof.solved(challenge, number, NETWORK)).isEmpty();
    }

    @Test
    void who_has_not_worked_is_not_believed() {
        String challenge = proof.challenge(NETWORK);
        long good = IntStream.range(0, 1_000)
                .filter(i -> proof.solved(challenge, String.valueOf(i), NETWORK).isPresent())
                .count();
        assertThat(good).isLessThan(3); // One in 65,536 is good by chance.
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "a.b.1", "AAAA.BBBB.0", "a.b.c.d", "\u00e9.\u00e9.1", "....................1"})
    void what_is_no_proof_is_none(String text) {
        assertThat(proof.holds(text, NETWORK)).isFalse();
        assertThat(proof.holds("x".repeat(100_000) + text, NETWORK)).isFalse();
        assertThat(proof.solved(text, "1", NETWORK)).isEmpty();
        assertThat(proof.solved(proof.challenge(NETWORK), text, NETWORK)).isEmpty();
    }
}
