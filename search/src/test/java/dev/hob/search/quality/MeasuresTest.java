package dev.hob.search.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    @Test
    void the_best_order_is_one_and_nothing_is_zero() {
        var measures = new Measures();
        measures.add(List.of(0, 1), List.of(3, 2));
        assertThat(measures.ndcg()).isCloseTo(1, within(1e-9));
        measures.add(List.of(-1, -1), List.of(3));
        assertThat(measures.ndcg()).isCloseTo(0.5, within(1e-9));
        assertThat(measures).hasToString("MRR 0.500  R 0.500  nDCG 0.500");
    }

    @Test
    void a_later_answer_counts_less_and_one_found_twice_counts_once() {
        var measures = new Measures();
        measures.add(List.of(-1, 0, 0), List.of(1));
        assertThat(measures.ndcg()).isCloseTo(Math.log(2) / Math.log(3), within(1e-9));
    }

    @Test
    void the_eleventh_result_does_not_count() {
        var measures = new Measures();
        measures.add(List.of(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0), List.of(1));
        assertThat(measures.ndcg()).isZero();
    }
}
