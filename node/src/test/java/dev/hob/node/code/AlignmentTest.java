package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.Alignment.Key;
import dev.hob.node.code.Alignment.Match;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlignmentTest {
    private static final Key<String> SAME = Optional::of;

    /// What stands before a colon.
    private static final Key<String> NAME =
            it -> it.contains(":") ? Optional.of(it.substring(0, it.indexOf(':'))) : Optional.empty();

    @Test
    void what_is_equal_is_the_same_and_all_are_told_in_order() {
        assertThat(Alignment.of(List.of("a", "b", "c"), List.of("x", "a", "c", "y"), List.of(SAME)))
                .containsExactly(
                        new Match(-1, 0), new Match(0, 1), new Match(1, -1), new Match(2, 2), new Match(-1, 3));
    }

    @Test
    void between_those_a_further_key_and_then_likeness_decide() {
        var before = List.of("a", "k:one", "the kettle boils", "z");
        var after = List.of("a", "k:quite another", "the kettle sings", "z");
        assertThat(Alignment.of(before, after, List.of(SAME, NAME), it -> it))
                .containsExactly(new Match(0, 0), new Match(1, 1), new Match(2, 2), new Match(3, 3));
        assertThat(Alignment.of(before, after, List.of(SAME)))
                .filteredOn(Match::isPair)
                .hasSize(2);
    }

    @Test
    void what_has_no_key_is_like_nothing() {
        assertThat(Alignment.of(List.of("one"), List.of("one"), List.of(NAME)))
                .containsExactly(new Match(0, -1), new Match(-1, 0));
        assertThat(Alignment.of(List.of(), List.of("a"), List.of(SAME), it -> it))
                .containsExactly(new Match(-1, 0));
        assertThat(Alignment.of(List.<String>of(), List.of(), List.of(SAME))).isEmpty();
    }
}
