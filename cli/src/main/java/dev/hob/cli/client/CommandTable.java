package dev.hob.cli.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Every command, its options and what they take: the parser's own table, as a shell needs it.
record CommandTable(List<Entry> entries) {
    private static final int TOLD_MAX = 60;

    /// @param path all its words, from `hob` on
    /// @param positionals what its words without dashes are, in order
    record Entry(String path, String told, List<Given> options, List<Value> positionals, boolean repeats) {
        String word() {
            return path.substring(path.lastIndexOf(' ') + 1);
        }
    }

    record Given(List<String> names, String told, Value value) {}

    /// What may stand somewhere.
    sealed interface Value {
        /// No value at all: the option is one in itself.
        record None() implements Value {}

        record Words(List<String> all) implements Value {}

        record Files() implements Value {}

        /// What `hob candidates` lists.
        record Asked(String kind) implements Value {}

        record Free() implements Value {}
    }

    static CommandTable of(CommandSpec root) {
        var entries = new ArrayList<Entry>();
        add(root, root.name(), entries);
        return new CommandTable(List.copyOf(entries));
    }

    /// The commands that may follow some words.
    List<Entry> below(String path) {
        return entries.stream()
                .filter(entry ->
                        entry.path().startsWith(path + " ") && entry.path().indexOf(' ', path.length() + 1) < 0)
                .toList();
    }

    private static void add(CommandSpec spec, String path, List<Entry> into) {
        var options = spec.options().stream()
                .filter(option -> !option.hidden())
                .map(CommandTable::given)
                .toList();
        var positionals = spec.positionalParameters().stream()
                .sorted(Comparator.comparingInt(it -> it.index().min()))
                .toList();
        boolean repeats =
                !positionals.isEmpty() && positionals.getLast().index().max() == Integer.MAX_VALUE;
        into.add(new Entry(
                path,
                told(spec.usageMessage().description()),
                options,
                positionals.stream().map(CommandTable::value).toList(),
                repeats));
        for (Map.Entry<String, CommandLine> each : spec.subcommands().entrySet())
            if (!each.getValue().getCommandSpec().usageMessage().hidden())
                add(each.getValue().getCommandSpec(), path + " " + each.getKey(), into);
    }

    private static Given given(OptionSpec option) {
        return new Given(
                Arrays.asList(option.names()),
                told(option.description()),
                option.arity().max() == 0 ? new Value.None() : value(option));
    }

    private static Value value(ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            var words = StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                    .toList();
            if (!words.isEmpty()) return new Value.Words(words);
        }
        if (argument.type() == Path.class) return new Value.Files();
        return switch (argument.paramLabel()) {
            case "NUMBER" -> new Value.Asked("issues");
            case "TAG" -> new Value.Asked("releases");
            case "PULL" -> new Value.Asked("pulls");
            case "LABEL" -> new Value.Asked("labels");
            case "OWNER/NAME" -> new Value.Asked("repositories");
            case "FILE", "FOLDER", "PATH", "DIR", "PATH-or-URL" -> new Value.Files();
            case "SHELL" -> new Value.Words(List.of("bash", "zsh", "fish"));
            default -> new Value.Free();
        };
    }

    /// The first sentence, without what a shell would take for its own.
    private static String told(String[] lines) {
        String text = String.join(" ", lines)
                .replaceAll("\\$\\{[^}]*}", "…")
                .replaceAll("%n", " ")
                .replaceAll("[`'\"\\\\$:\\[\\]]", "")
                .strip();
        int end = text.indexOf(". ");
        String first = end < 0 ? text.replaceFirst("\\.\\z", "") : text.substring(0, end);
        return first.length() > TOLD_MAX ? first.substring(0, TOLD_MAX).stripTrailing() + "…" : first;
    }
}
