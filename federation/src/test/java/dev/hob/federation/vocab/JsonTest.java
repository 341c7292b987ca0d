package dev.hob.federation.vocab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void what_is_within_the_limits_is_taken() {
        assertThat(read("{\"a\":" + nested(Json.DEPTH_MAX - 1) + "}")).isEmpty();
        assertThat(read("{\"a\":[" + ones(Json.ARRAY_MAX) + "]}")).isEmpty();
        assertThat(read("{\"a\":\"" + "x".repeat(Json.TEXT_MAX) + "\"}")).isEmpty();
        assertThat(read("{\"a\":[1,2.5,-3e4,12345678901234567890,true,null,\"\\u00e4\"]}"))
                .isEmpty();
    }

    @Test
    void what_grows_beyond_a_limit_is_refused_with_its_reason() {
        assertThat(read("{\"a\":" + nested(Json.DEPTH_MAX) + "}")).isEqualTo("nested deeper than 32");
        assertThat(read("{\"a\":" + nested(100_000) + "}")).isEqualTo("nested deeper than 32");
        assertThat(read("{\"a\":[" + ones(10_000) + "]}")).isEqualTo("an array of more than 2000");
        var lists = String.join(",", Collections.nCopies(6, "[" + ones(Json.ARRAY_MAX) + "]"));
        assertThat(read("{\"a\":[" + lists + "]}")).isEqualTo("more than 10000 values");
        assertThat(read("{\"a\":\"" + "x".repeat(10 * 1024 * 1024) + "\"}"))
                .isEqualTo("a document of more than 1048576 bytes");
        assertThat(read("{\"a\":\"" + "x".repeat(Json.TEXT_MAX + 1) + "\"}")).contains("not JSON that is taken here");
        assertThat(read("{\"" + "x".repeat(100_000) + "\":1}")).contains("not JSON that is taken here");
        assertThat(read("{\"a\":" + "1".repeat(1000) + "}")).contains("not JSON that is taken here");
        assertThat(read("{\"a\":1e999}")).isEqualTo("a number that is too large");
    }

    @Test
    void what_two_readers_would_read_differently_is_refused() {
        assertThat(read("{\"id\":1,\"id\":2}")).contains("Duplicate");
        assertThat(read("{\"a\":{\"b\":1,\"b\":2}}")).contains("Duplicate");
        assertThat(read("{\"a\":1} {\"b\":2}")).isEqualTo("something follows the JSON object");
        for (String name : List.of("@graph", "@included", "@reverse"))
            assertThat(read("{\"a\":{\"" + name + "\":[]}}")).isEqualTo(name + " is not taken here");
    }

    @Test
    void what_is_no_object_is_refused() {
        for (String text : List.of("", " ", "[]", "1", "null", "\"x\""))
            assertThat(read(text)).isEqualTo("not a JSON object");
        for (String text :
                List.of("{", "{\"a\"", "{\"a\":}", "{'a':1}", "{\"a\":NaN}", "{\"a\":01}", "{\"a\":[1,]}", "nope"))
            assertThat(read(text)).as(text).isNotEmpty();
        assertThat(refusal(Json.parse(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'})))
                .isNotEmpty();
    }

    private static String read(String text) {
        return refusal(Json.parse(text.getBytes(UTF_8)));
    }

    private static String refusal(Json.Parsed parsed) {
        return switch (parsed) {
            case Json.Parsed.Whole _ -> "";
            case Json.Parsed.Refused(var why) -> why;
        };
    }

    private static String ones(int count) {
        return String.join(",", Collections.nCopies(count, "1"));
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
