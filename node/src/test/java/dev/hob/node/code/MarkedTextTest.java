package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.MarkedText.Choice;
import dev.hob.node.code.MarkedText.Piece;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MarkedTextTest {
    private static final MarkedText.Marks MARKS = new MarkedText.Marks("topic", "main", 7);
    private static final String PLACE = "<<<<<<< topic\nours\n=======\ntheirs\n>>>>>>> main\n";

    private static String with(String text, Choice choice) {
        var marked = MarkedText.of(text, MARKS);
        return marked.with(marked.places().stream().collect(Collectors.toMap(Piece.Place::key, _ -> choice)));
    }

    @Test
    void each_place_becomes_what_was_chosen_for_it() {
        String text = "a\n" + PLACE + "b\n";
        assertThat(MarkedText.of(text, MARKS).with(Map.of())).isEqualTo(text);
        assertThat(with(text, Choice.OURS)).isEqualTo("a\nours\nb\n");
        assertThat(with(text, Choice.THEIRS)).isEqualTo("a\ntheirs\nb\n");
        assertThat(with(text, Choice.OURS_FIRST)).isEqualTo("a\nours\ntheirs\nb\n");
        assertThat(with(text, Choice.THEIRS_FIRST)).isEqualTo("a\ntheirs\nours\nb\n");
        assertThat(with("<<<<<<< topic\n=======\nx\n>>>>>>> main\n", Choice.OURS))
                .isEmpty();
    }

    @Test
    void a_place_keeps_its_key_when_another_is_decided_and_equal_ones_are_told_apart() {
        String other = "<<<<<<< topic\n1\n=======\n2\n>>>>>>> main\n";
        var marked = MarkedText.of(other + "x\n" + PLACE + PLACE, MARKS);
        var keys = marked.places().stream().map(Piece.Place::key).toList();
        assertThat(keys).doesNotHaveDuplicates().hasSize(3);
        var less = MarkedText.of(marked.with(Map.of(keys.getFirst(), Choice.OURS)), MARKS);
        assertThat(less.places()).extracting(Piece.Place::key).containsExactly(keys.get(1), keys.get(2));
    }

    @Test
    void marks_that_do_not_belong_together_stay_text_and_are_left() {
        for (String text : List.of(
                "<<<<<<< topic\nours\n",
                "<<<<<<< topic\nours\n>>>>>>> main\n",
                "=======\n",
                "x\n>>>>>>> main",
                "<<<<<<< other\n1\n=======\n2\n>>>>>>> main\n")) {
            var marked = MarkedText.of(text, MARKS);
            assertThat(marked.places()).as(text).isEmpty();
            assertThat(marked.with(Map.of())).isEqualTo(text);
            assertThat(MarkedText.left(text, MARKS)).isPresent();
        }
        var torn = MarkedText.of("<<<<<<< topic\n" + PLACE, MARKS);
        assertThat(torn.places()).hasSize(1);
        assertThat(MarkedText.left(with("<<<<<<< topic\n" + PLACE, Choice.OURS), MARKS))
                .contains(1);
    }

    @Test
    void shorter_and_longer_lines_of_signs_are_no_marks() {
        for (String text : List.of("", "a", "======\n", "========\n", "=======x\n", " =======\n", "<<<<<<<< topic\n"))
            assertThat(MarkedText.left(text, MARKS)).as(text).isEmpty();
        assertThat(MarkedText.left("a\n\n======= \n", MARKS)).contains(3);
    }
}
