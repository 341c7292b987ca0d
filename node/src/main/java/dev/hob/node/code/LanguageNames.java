package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Which language a file's name stands for; prose and data have none here. Immutable.
public final class LanguageNames {
    private static final String TABLE = "languages.txt";
    private static final Map<String, String> BY_NAME = read();

    private LanguageNames() {}

    private static Map<String, String> read() {
        var byName = new HashMap<String, String>();
        try (var in = Objects.requireNonNull(LanguageNames.class.getResourceAsStream(TABLE));
                var lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        String[] parts = line.split(":", 2);
                        for (String name : parts[1].strip().split("\\s+")) byName.put(name, parts[0]);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + TABLE, e);
        }
        return Map.copyOf(byName);
    }

    /// The language that a file's name stands for; none for what a machine has shortened.
    public static Optional<String> of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".min.js") || lower.endsWith(".min.css")) return Optional.empty();
        var whole = BY_NAME.get(lower);
        if (whole != null) return Optional.of(whole);
        int dot = lower.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : Optional.ofNullable(BY_NAME.get(lower.substring(dot)));
    }
}
