package dev.hob.web.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is pasted into a shell is the name, and runs nothing.
class ShellWordTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "main",
                "a b",
                "$(touch x)",
                "`touch x`",
                "it's",
                "-rf",
                "a;b",
                "a\nb",
                "!!",
                "~",
                "*",
                "",
                "\u00fc"
            })
    void a_shell_hears_the_very_name(String name) throws Exception {
        var shell = new ProcessBuilder("sh", "-c", "printf %s " + ShellWord.of(name)).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(name);
    }

    @Test
    void a_usual_name_stays_as_it_is() {
        assertThat(ShellWord.of("origin/feature-1")).isEqualTo("origin/feature-1");
    }
}
