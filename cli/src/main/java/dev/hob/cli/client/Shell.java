package dev.hob.cli.client;

import dev.hob.cli.client.CommandTable.Entry;
import dev.hob.cli.client.CommandTable.Given;
import dev.hob.cli.client.CommandTable.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How a shell is told what to offer. What is common: it walks along the words typed so far until it knows which
/// command they are (`at`) and how many words without dashes followed (`plain`), and then looks up what may come.
interface Shell {
    String script(CommandTable table);

    /// What offers values; empty for what only the person knows.
    String value(Value value);

    /// What offers commands.
    String commands(List<Entry> commands);

    /// What offers the names of options.
    String options(List<Given> options);

    /// A pattern that matches the words of every command.
    static String everyCommand(CommandTable table) {
        return table.entries().stream()
                .skip(1)
                .map(entry -> quoted(entry.path()))
                .collect(Collectors.joining("|"));
    }

    /// A pattern that matches every option behind which a value comes, each behind its command.
    static String everyTaking(CommandTable table) {
        return table.entries().stream()
                .flatMap(entry -> entry.options().stream().filter(Shell::takes).map(option -> pattern(entry, option)))
                .collect(Collectors.joining("|"));
    }

    static boolean takes(Given option) {
        return !(option.value() instanceof Value.None);
    }

    static String pattern(Entry entry, Given option) {
        return option.names().stream()
                .map(name -> quoted(entry.path() + ":" + name))
                .collect(Collectors.joining("|"));
    }

    static String quoted(String text) {
        return "'" + text + "'";
    }

    /// What comes behind an option, for each that takes a value.
    default String valueArms(CommandTable table) {
        return table.entries().stream()
                .flatMap(entry -> entry.options().stream()
                        .filter(Shell::takes)
                        .map(option -> arm(pattern(entry, option), value(option.value()), true)))
                .collect(Collectors.joining("\n"));
    }

    default String optionArms(CommandTable table) {
        return table.entries().stream()
                .filter(entry -> !entry.options().isEmpty())
                .map(entry -> "  " + arm(quoted(entry.path()), options(entry.options()), false))
                .collect(Collectors.joining("\n"));
    }

    /// What comes as the next word without dashes: a command, or what a command takes.
    default String wordArms(CommandTable table) {
        var arms = new ArrayList<String>();
        for (var entry : table.entries()) {
            var below = table.below(entry.path());
            if (!below.isEmpty()) arms.add(arm(quoted(entry.path() + ":0"), commands(below), false));
            int count = entry.positionals().size();
            IntStream.range(0, count)
                    .filter(i -> !value(entry.positionals().get(i)).isEmpty())
                    .mapToObj(i -> arm(
                            entry.repeats() && i == count - 1
                                    ? quoted(entry.path() + ":") + "*"
                                    : quoted(entry.path() + ":" + i),
                            value(entry.positionals().get(i)),
                            false))
                    .forEach(arms::add);
        }
        return String.join("\n", arms);
    }

    private static String arm(String pattern, String body, boolean ends) {
        String last = ends ? body.isEmpty() ? "return" : body + "; return" : body;
        return "    " + pattern + ") " + last + " ;;";
    }
}
