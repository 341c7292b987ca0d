package dev.hob.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void what_is_written_is_read_again() throws Json.Malformed {
        var json = Json.fields()
                .with("text", "Käse \"und\" 🫖\n")
                .with("number", 9_007_199_254_740_993L)
                .with("yes", true)
                .with("nothing", Optional.<String>empty())
                .withTexts("words", List.of("a", "b"));
        assertThat(Json.read(json.pretty().getBytes(UTF_8))).isEqualTo(json);
        assertThat(Json.read(json.compact().getBytes(UTF_8))).isEqualTo(json);
        assertThat(json.pretty()).contains("Käse").contains("🫖").contains("\n  \"number\" : 9007199254740993,");
    }

    @Test
    void fields_of_another_kind_are_absent() throws Json.Malformed {
        var json = Json.read("{\"a\":null,\"b\":1,\"c\":\"x\",\"d\":1.5}".getBytes(UTF_8));
        assertThat(json.at("a")).isEmpty();
        assertThat(json.text("b")).isEmpty();
        assertThat(json.number("c")).isEmpty();
        assertThat(json.number("d")).isEmpty();
        assertThat(json.items("b")).isEmpty();
        assertThat(json.flag("b")).isFalse();
    }

    @Test
    void a_document_commands_no_terminal() {
        String printed = Json.fields()
                .with("title", "\u001b[31m red \u009b31m \u202eturned\u007f")
                .pretty();
        assertThat(printed.chars().filter(c -> c != '\n').allMatch(c -> c >= ' ' && c < 0x7f))
                .as(printed)
                .isTrue();
        assertThat(printed).contains("\\u009b").contains("\\u202e");
    }

    @Test
    void what_is_no_json_is_said_to_be_none() {
        for (String text : List.of("", "{", "<html>", "{\"a\":1} x", "[".repeat(100_000)))
            assertThatThrownBy(() -> Json.read(text.getBytes(UTF_8)))
                    .as(text.length() > 20 ? "a deep one" : text)
                    .isInstanceOf(Json.Malformed.class);
    }
}
