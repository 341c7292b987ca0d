package dev.hob.node.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.patch.SuggestedText.Part;
import org.junit.jupiter.api.Test;

class SuggestedTextTest {
    @Test
    void words_and_suggestions_are_told_apart() {
        assertThat(SuggestedText.parts(
                        "Rather:\n\n```suggestion\none\n\ntwo\n```\n\nor\n\n~~~~ suggestion\n```\n~~~~\nend"))
                .containsExactly(
                        new Part.Words("Rather:\n\n"),
                        new Part.Lines(0, "one\n\ntwo\n"),
                        new Part.Words("\nor\n\n"),
                        new Part.Lines(1, "```\n"),
                        new Part.Words("end\n"));
    }

    @Test
    void none_is_found_where_none_is() {
        for (String text : new String[] {
            "> ```suggestion\n> quoted\n> ```",
            "````\n```suggestion\nwithin another block\n```\n````",
            "    ```suggestion\n    indented\n    ```",
            "```java\nint suggestion;\n```",
            "`suggestion`",
            ""
        }) assertThat(SuggestedText.parts(text)).as(text).noneMatch(Part.Lines.class::isInstance);
    }

    @Test
    void one_that_never_ends_goes_to_the_end_and_one_may_be_empty() {
        assertThat(SuggestedText.parts("```suggestion\nx")).containsExactly(new Part.Lines(0, "x\n"));
        assertThat(SuggestedText.parts("```suggestion\n```")).containsExactly(new Part.Lines(0, ""));
        assertThat(SuggestedText.lines("```suggestion\n```", 1)).isEmpty();
    }
}
