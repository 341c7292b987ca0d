package dev.hob.node.cob;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.TreeMap;

/// JSON with one byte form for one value, as Radicle signs and names things: no white space, keys in the order of
/// their
/// encoded bytes, strings in NFC, only mandatory escapes, integers only.
public final class CanonicalJson {
    private CanonicalJson() {}

    /// The bytes of a value.
    ///
    /// @throws IllegalArgumentException on a fraction, which has no canonical form
    public static byte[] bytes(JsonNode value) {
        var text = new StringBuilder();
        write(value, text);
        return text.toString().getBytes(UTF_8);
    }

    private static void write(JsonNode value, StringBuilder out) {
        switch (value.getNodeType()) {
            case OBJECT -> object(value, out);
            case ARRAY -> {
                char before = '[';
                for (var item : value) {
                    out.append(before);
                    write(item, out);
                    before = ',';
                }
                out.append(value.isEmpty() ? "[]" : "]");
            }
            case STRING -> out.append(quoted(value.textValue()));
            case NUMBER -> {
                if (!value.isIntegralNumber()) throw new IllegalArgumentException("a fraction has no canonical form");
                out.append(value.asText());
            }
            case BOOLEAN, NULL -> out.append(value.asText());
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("not JSON: " + value.getNodeType());
        }
    }

    private static void object(JsonNode value, StringBuilder out) {
        var fields = new TreeMap<byte[], JsonNode>(Arrays::compareUnsigned);
        value.properties().forEach(field -> fields.put(quoted(field.getKey()).getBytes(UTF_8), field.getValue()));
        out.append('{');
        boolean first = true;
        for (var field : fields.entrySet()) {
            if (!first) out.append(',');
            first = false;
            out.append(new String(field.getKey(), UTF_8)).append(':');
            write(field.getValue(), out);
        }
        out.append('}');
    }

    private static String quoted(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        var out = new StringBuilder(normal.length() + 2).append('"');
        for (int i = 0; i < normal.length(); i++) {
            char c = normal.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20)
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    else out.append(c);
                }
            }
        }
        return out.append('"').toString();
    }
}
