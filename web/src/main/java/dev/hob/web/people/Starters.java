package dev.hob.web.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.people.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files that a new repository may begin with: a README, a licence, and what git should not look at.
public final class Starters {
    /// A choice in a list.
    public record Choice(String id, String name) {}

    static final List<Choice> LICENCES = List.of(
            new Choice("MIT", "MIT: short and permissive"),
            new Choice("Apache-2.0", "Apache 2.0: permissive, with a patent grant"),
            new Choice("MPL-2.0", "Mozilla 2.0: changed files stay open"),
            new Choice("GPL-3.0-or-later", "GNU GPL 3: what is built on it stays open"),
            new Choice("CC0-1.0", "CC0: given to everybody"));

    private static final Map<String, List<String>> IGNORED = new LinkedHashMap<>();

    static {
        IGNORED.put("C", List.of("*.o", "*.a", "*.so", "*.d", "build/", "compile_commands.json"));
        IGNORED.put("Go", List.of("/bin/", "*.test", "*.out", "go.work"));
        IGNORED.put("Java", List.of("target/", "build/", ".gradle/", "*.class", "hs_err_pid*.log"));
        IGNORED.put("JavaScript", List.of("node_modules/", "dist/", "coverage/", "*.log", ".env"));
        IGNORED.put("Python", List.of("__pycache__/", "*.py[cod]", ".venv/", "dist/", "*.egg-info/", ".pytest_cache/"));
        IGNORED.put("Rust", List.of("/target/", "**/*.rs.bk"));
        IGNORED.put("TeX", List.of("*.aux", "*.log", "*.out", "*.toc", "*.synctex.gz"));
    }

    private Starters() {}

    static List<Choice> ignores() {
        var choices = new ArrayList<Choice>();
        for (String language : IGNORED.keySet()) choices.add(new Choice(language, language));
        return List.copyOf(choices);
    }

    /// The chosen files by name; none when nothing was chosen.
    static Map<String, String> files(
            Person owner, String name, String description, boolean readme, String licence, String ignore, Instant now) {
        var files = new LinkedHashMap<String, String>();
        Optional.ofNullable(IGNORED.get(ignore))
                .ifPresent(lines -> files.put(".gitignore", String.join("\n", lines) + "\n"));
        if (LICENCES.stream().anyMatch(it -> it.id().equals(licence)))
            files.put("LICENSE", licence(licence, owner, now));
        if (readme)
            files.put("README.md", "# " + name + "\n" + (description.isEmpty() ? "" : "\n" + description + "\n"));
        return files;
    }

    private static String licence(String id, Person owner, Instant now) {
        try (var in = Starters.class.getResourceAsStream("licences/" + id + ".txt")) {
            if (in == null) throw new AssertionError("the licence " + id + " belongs to the house");
            return new String(in.readAllBytes(), UTF_8)
                    .replace(
                            "[year]",
                            String.valueOf(now.atOffset(ZoneOffset.UTC).getYear()))
                    .replace("[owner]", owner.shown());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the licence " + id, e);
        }
    }
}
