package dev.hob.cli;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Text that looks as if somebody had written it, in several languages: the same dice, the same text.
final class DemoCode {
    private static final List<String> NOUNS = List.of(
            "tide", "lamp", "ledger", "anchor", "basket", "lantern", "harbor", "kettle", "loom", "meadow", "orchard",
            "pebble", "quill", "rudder", "saddle", "thimble", "valley", "willow", "acorn", "bridge", "candle", "drift",
            "ember", "ferry", "gable", "hinge", "island", "jetty", "kernel", "ladder", "mortar", "needle", "oar",
            "pulley", "quarry", "ribbon", "spindle", "trellis", "vessel", "wharf");
    private static final List<String> VERBS = List.of(
            "read", "write", "count", "fold", "open", "close", "merge", "split", "find", "keep", "drop", "send",
            "weigh", "sort", "trim", "bind", "load", "store", "check", "measure");
    private static final List<String> REASONS = List.of(
            "The old way forgot the last one when the list was empty.",
            "Two of them at once went wrong one time in a hundred.",
            "It was slow because every caller did it again.",
            "Nobody could tell from the name what it does.",
            "A file that is not there is no error: it is an empty one.",
            "Found by running it on a machine in another time zone.",
            "The test failed before and passes now.",
            "Half of it was never called.");

    private final SplittableRandom dice;

    DemoCode(SplittableRandom dice) {
        this.dice = dice;
    }

    /// What a project is written in: how its files end, where they lie, and how a piece of one reads.
    enum Language {
        JAVA("src/main/java/%s.java", true),
        PYTHON("%s.py", false),
        GO("internal/%s.go", false),
        RUST("src/%s.rs", false),
        C("src/%s.c", false),
        SCRIPT("web/%s.js", false),
        SQL("schema/%s.sql", false),
        SHELL("bin/%s.sh", false),
        PROSE("%s.md", false);

        private final String place;
        private final boolean capital;

        Language(String place, boolean capital) {
            this.place = place;
            this.capital = capital;
        }

        String path(String name) {
            return place.formatted(capital ? capital(name) : name);
        }
    }

    private <T> T one(List<T> of) {
        return of.get(dice.nextInt(of.size()));
    }

    String noun() {
        return one(NOUNS);
    }

    String verb() {
        return one(VERBS);
    }

    static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /// The message of a commit on a part of the project.
    String message(String part) {
        String subject = subject(part);
        return dice.nextInt(3) == 0 ? subject + "\n\n" + reason() + "\n" : subject + "\n";
    }

    /// Why somebody did something.
    String reason() {
        return one(REASONS);
    }

    /// What somebody did, or wants done, to a part of the project.
    String subject(String part) {
        return switch (dice.nextInt(6)) {
            case 0 -> part + ": " + verb() + " each " + noun() + " once";
            case 1 -> part + ": do not " + verb() + " an empty " + noun();
            case 2 -> "Let " + part + " " + verb() + " the " + noun();
            case 3 -> part + ": say which " + noun() + " is missing";
            case 4 -> "Rename " + noun() + " to " + noun() + " in " + part;
            default -> part + ": " + verb() + " the " + noun() + " before the " + noun();
        };
    }

    /// A whole file.
    String file(Language language, String name, int pieces) {
        Function<Integer, String> piece = _ -> piece(language);
        String body = IntStream.range(0, pieces).boxed().map(piece).collect(Collectors.joining("\n"));
        return switch (language) {
            case JAVA ->
                "package demo;\n\nimport java.util.List;\n\n/// Keeps " + name + "s.\nfinal class " + capital(name)
                        + " {\n" + body.indent(4) + "}\n";
            case PYTHON -> "\"\"\"" + capital(name) + "s, and what to do with them.\"\"\"\n\nimport sys\n\n\n" + body;
            case GO -> "// Package demo keeps " + name + "s.\npackage demo\n\nimport \"fmt\"\n\n" + body;
            case RUST -> "//! " + capital(name) + "s.\n\nuse std::collections::HashMap;\n\n" + body;
            case C -> "#include <stdio.h>\n#include <string.h>\n\n/* " + capital(name) + "s. */\n\n" + body;
            case SCRIPT -> "// " + capital(name) + "s on the page.\n\"use strict\";\n\n" + body;
            case SQL -> "-- " + capital(name) + "s.\n\n" + body;
            case SHELL -> "#!/bin/sh\n# Looks after " + name + "s.\nset -eu\n\n" + body;
            case PROSE -> "# " + capital(name) + "\n\n" + body;
        };
    }

    private String piece(Language language) {
        String verb = verb();
        String noun = noun();
        String other = noun();
        int n = dice.nextInt(2, 90);
        return switch (language) {
            case JAVA -> """
                    /// How often to %1$s a %2$s.
                    int %1$s%3$s(List<String> %4$s) {
                        int found = 0;
                        for (String one : %4$s) {
                            if (one.length() > %5$d) found++; // as in "%2$s"
                        }
                        return found;
                    }
                    """.formatted(verb, noun, capital(noun), other, n);
            case PYTHON -> """
                    def %1$s_%2$s(%3$s: list[str], most: int = %4$d) -> int:
                        \"""How often to %1$s a %2$s.\"""
                        found = [one for one in %3$s if len(one) > most]
                        if not found:
                            print("no %2$s to %1$s", file=sys.stderr)
                        return len(found)

                    """.formatted(verb, noun, other, n);
            case GO -> """
                    // %1$s%2$s says how many there are.
                    func %1$s%2$s(%3$s []string) int {
                    \tfound := 0
                    \tfor _, one := range %3$s {
                    \t\tif len(one) > %4$d {
                    \t\t\tfound++
                    \t\t}
                    \t}
                    \tfmt.Println("%3$s:", found)
                    \treturn found
                    }
                    """.formatted(capital(verb), capital(noun), other, n);
            case RUST -> """
                    /// How many there are to %1$s.
                    pub fn %1$s_%2$s(%3$s: &HashMap<String, u32>) -> u32 {
                        let mut found = 0;
                        for (name, count) in %3$s {
                            if name.len() > %4$d { found += count; }
                        }
                        found
                    }
                    """.formatted(verb, noun, other, n);
            case C -> """
                    /* How many there are to %1$s. */
                    static int %1$s_%2$s(const char *%3$s[], int count) {
                        int found = 0;
                        for (int i = 0; i < count; i++)
                            if (strlen(%3$s[i]) > %4$d)
                                found++;
                        return found;
                    }
                    """.formatted(verb, noun, other, n);
            case SCRIPT -> """
                    function %1$s%2$s(%3$s) {
                      const found = %3$s.filter((one) => one.length > %4$d);
                      if (found.length === 0) console.warn("no %3$s");
                      return found.map((one) => one.trim());
                    }
                    """.formatted(verb, capital(noun), other, n);
            case SQL -> """
                    create table if not exists %2$s (
                        id    bigint primary key,
                        %3$s  text not null,
                        count integer not null default %4$d -- how often to %1$s it
                    );
                    """.formatted(verb, noun, other, n);
            case SHELL -> """
                    %1$s_%2$s() {
                      for one in "$@"; do
                        [ "${#one}" -gt %4$d ] || continue
                        printf '%3$s: %%s\\n' "$one"
                      done
                    }
                    """.formatted(verb, noun, other, n);
            case PROSE -> """
                    ## %1$s the %2$s

                    First %3$s the **%2$s**, then wait for `%4$d` minutes. A %5$s helps, but is not needed:

                    1. %1$s what is left of the %5$s
                    2. put the %2$s where it was
                    """.formatted(capital(verb), noun, verb(), n, other);
        };
    }

    /// What a project says of itself.
    String readme(String name, String about, List<String> files) {
        var out = new StringBuilder("# " + capital(name) + "\n\n" + about + "\n\n## Begin\n\n```sh\n./" + name + " --"
                + verb() + " " + noun() + "\n```\n\n| what | how often |\n|:-----|----------:|\n");
        for (int i = 0; i < 4; i++) out.append("| %s | %d |\n".formatted(noun(), dice.nextInt(1, 100)));
        out.append("\n- [x] can ").append(verb()).append(" the ").append(noun()).append("\n- [ ] knows every ");
        out.append(noun()).append("\n\n## Where to look\n\n");
        for (String file : files.stream().limit(5).toList())
            out.append("- [`").append(file).append("`](").append(file).append(")\n");
        return out.append("\n> ").append(one(REASONS)).append('\n').toString();
    }
}
