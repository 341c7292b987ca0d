package dev.hob.search.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodeWordsTest {
    @Test
    void a_question_is_about_its_telling_words() {
        assertThat(CodeWords.asked("Where do we check the token?", 10)).containsExactly("check", "token");
    }

    @Test
    void a_question_of_nothing_else_keeps_them() {
        assertThat(CodeWords.asked("to be or not to be", 10)).containsExactly("to", "be", "or", "not");
    }
}
