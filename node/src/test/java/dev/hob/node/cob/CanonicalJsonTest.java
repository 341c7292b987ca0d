package dev.hob.node.cob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.node.Vectors;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"cob-identity", "cob-issue", "cob-issue-concurrent", "cob-patch"})
    void every_action_of_the_reference_implementation_keeps_its_bytes(String name) throws IOException {
        for (var entry : Vectors.json(name + ".json").path("entries"))
            for (var blob : entry.path("blobs").properties())
                if (!blob.getKey().equals("manifest") && !blob.getKey().equals("embeds/log.txt")) {
                    String text = blob.getValue().path("text").asText();
                    assertThat(text(text)).isEqualTo(text);
                }
    }

    @Test
    void keys_are_sorted_text_is_composed_and_only_what_must_be_is_escaped() throws IOException {
        assertThat(text("{ \"b\" : [1, -2, true, null], \"a\" : {\"\": {}, \"x\": []} }"))
                .isEqualTo("{\"a\":{\"\":{},\"x\":[]},\"b\":[1,-2,true,null]}");
        assertThat(text("\"e\\u0301 \\u0001\\u001f\\u007f\\/ \\\" \\\\ \\b\\f\\n\\r\\t \\ud83d\\ude00\""))
                .isEqualTo("\"\u00E9 \\u0001\\u001f\u007F/ \\\" \\\\ \\b\\f\\n\\r\\t \uD83D\uDE00\"");
        assertThat(text("12345678901234567890123")).isEqualTo("12345678901234567890123");
    }

    @Test
    void keys_are_compared_as_they_are_written_with_quotes_and_escapes() throws IOException {
        // Encoded, `"a"` ends in 22 and `"a!"` goes on with 21; a backslash (5C) stands before a newline's key.
        assertThat(text("{\"a\":1,\"a!\":2,\"\\n\":3,\"Z\":4,\"b\":5}"))
                .isEqualTo("{\"Z\":4,\"\\n\":3,\"a!\":2,\"a\":1,\"b\":5}");
    }

    @Test
    void a_fraction_has_no_canonical_form() {
        assertThatThrownBy(() -> text("[1.5]")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> text("1e3")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(String json) throws IOException {
        JsonNode value = MAPPER.readTree(json);
        return new String(CanonicalJson.bytes(value), UTF_8);
    }
}
