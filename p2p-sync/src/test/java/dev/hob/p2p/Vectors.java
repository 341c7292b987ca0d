package dev.hob.p2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What real Radicle programs wrote: `src/test/resources/radicle`.
public final class Vectors {
    private static final JsonMapper JSON = new JsonMapper();

    private Vectors() {}

    /// A whole file.
    public static JsonNode read(String name) {
        try (var in = Vectors.class.getResourceAsStream("/radicle/" + name)) {
            if (in == null) throw new AssertionError("no vector " + name);
            return JSON.readTree(in);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read vector " + name, failed);
        }
    }

    /// A file with one value in each line.
    public static List<JsonNode> lines(String name) {
        try (var in = Vectors.class.getResourceAsStream("/radicle/" + name)) {
            if (in == null) throw new AssertionError("no vector " + name);
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .map(Vectors::parse)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read vector " + name, failed);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + line, failed);
        }
    }

    /// The bytes of some hexadecimal digits.
    public static byte[] hex(@Nullable JsonNode digits) {
        if (digits == null) throw new AssertionError("no digits there");
        return HexFormat.of().parseHex(digits.asText());
    }

    /// The bytes as hexadecimal digits, for messages that can be read.
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
