package dev.hob.federation.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeMap;

/// JSON with one byte form for one value, as object proofs hash it (RFC 8785): no white space, members in the order
/// of their UTF-16 units, numbers as ECMAScript writes them, texts untouched.
///
/// `node.cob.CanonicalJson` is another form and cannot serve here: Radicle's puts texts into NFC, orders members by
/// their UTF-8 bytes and knows no fractions. Both are right, each on its own side.
final class CanonicalDocument {
    private CanonicalDocument() {}

    /// The bytes of a value.
    ///
    /// @throws IllegalArgumentException on a text with half a surrogate pair, or a number that no double holds
    static byte[] bytes(JsonNode value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString().getBytes(UTF_8);
    }

    private static void write(JsonNode value, StringBuilder out) {
        switch (value.getNodeType()) {
            case OBJECT -> object(value, out);
            case ARRAY -> array(value, out);
            case STRING -> text(value.textValue(), out);
            case NUMBER -> out.append(number(value.doubleValue()));
            case BOOLEAN, NULL -> out.append(value.asText());
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("not JSON: " + value.getNodeType());
        }
    }

    private static void object(JsonNode value, StringBuilder out) {
        var members = new TreeMap<String, JsonNode>(); // RFC 8785 §3.2.3: UTF-16 units, which is how Java compares.
        value.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        out.append('{');
        String before = "";
        for (var member : members.entrySet()) {
            out.append(before);
            text(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
            before = ",";
        }
        out.append('}');
    }

    private static void array(JsonNode value, StringBuilder out) {
        out.append('[');
        String before = "";
        for (var item : value) {
            out.append(before);
            write(item, out);
            before = ",";
        }
        out.append(']');
    }

    /// RFC 8785 §3.2.2.2.
    private static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> i += other(text, i, out);
            }
        }
        out.append('"');
    }

    /// Writes the character at an index; says how many units more than one it has.
    private static int other(String text, int at, StringBuilder out) {
        char c = text.charAt(at);
        if (c < 0x20) {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            return 0;
        }
        if (!Character.isSurrogate(c)) {
            out.append(c);
            return 0;
        }
        // Half a pair has no UTF-8 form, so that two different texts would become the same bytes.
        if (!Character.isHighSurrogate(c) || at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1)))
            throw new IllegalArgumentException("a text with half a surrogate pair");
        out.append(c).append(text.charAt(at + 1));
        return 1;
    }

    /// ECMAScript's `Number::toString` (RFC 8785 §3.2.2.3): the shortest digits that come back as the same double.
    static String number(double number) {
        if (!Double.isFinite(number)) throw new IllegalArgumentException("a number that no double holds");
        if (number == 0) return "0";
        String sign = number < 0 ? "-" : "";
        var shortest = shortest(Math.abs(number));
        String digits = shortest.digits();
        int point = shortest.point();
        int length = digits.length();
        if (length <= point && point <= 21) return sign + digits + "0".repeat(point - length);
        if (0 < point && point <= 21) return sign + digits.substring(0, point) + "." + digits.substring(point);
        if (-6 < point && point <= 0) return sign + "0." + "0".repeat(-point) + digits;
        String exponent = (point > 0 ? "e+" : "e-") + Math.abs(point - 1);
        return sign + digits.charAt(0) + (length == 1 ? "" : "." + digits.substring(1)) + exponent;
    }

    /// Digits without zeros at either end, and how many of them stand before the point.
    private record Shortest(String digits, int point) {}

    private static Shortest shortest(double number) {
        String java = Double.toString(number);
        int e = java.indexOf('E');
        int exponent = e < 0 ? 0 : Integer.parseInt(java.substring(e + 1));
        String mantissa = e < 0 ? java : java.substring(0, e);
        int dot = mantissa.indexOf('.');
        String all = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
        int leading = 0;
        while (all.charAt(leading) == '0') leading++;
        int point = dot - leading + exponent;
        int end = all.length();
        while (all.charAt(end - 1) == '0') end--;
        String digits = all.substring(leading, end);
        return digits.length() == 2 ? oneDigit(digits, point, number) : new Shortest(digits, point);
    }

    /// Java writes two digits where one would do (4.9E-324 for 5e-324, 9.9E-324 for 1e-323); ECMAScript takes the one.
    private static Shortest oneDigit(String digits, int point, double number) {
        int first = digits.charAt(0) - '0';
        int nearer = digits.charAt(1) >= '5' ? first + 1 : first;
        for (int digit : new int[] {nearer, nearer == first ? first + 1 : first}) {
            if (Double.parseDouble(digit + "e" + (point - 1)) == number)
                return digit == 10 ? new Shortest("1", point + 1) : new Shortest(Integer.toString(digit), point);
        }
        return new Shortest(digits, point);
    }
}
