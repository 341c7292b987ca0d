package dev.hob.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;

import dev.hob.cli.client.ClientLine;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/// `hob help` in two groups: what anybody does with a node, and what is done to a node where its data is.
final class CommandGroups {
    private CommandGroups() {}

    static void in(CommandLine line) {
        line.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
        line.getHelpSectionMap()
                .put(
                        SECTION_KEY_COMMAND_LIST,
                        help -> group(help, "With a node, from anywhere:", ClientLine.names()::contains)
                                + group(help, "On the machine of a node:", name -> !ClientLine.names()
                                        .contains(name)));
    }

    private static String group(Help help, String heading, Predicate<String> wanted) {
        var chosen = new LinkedHashMap<String, Help>();
        help.subcommands().forEach((name, command) -> {
            if (wanted.test(name)) chosen.put(name, command);
        });
        return chosen.isEmpty() ? "" : "%n%s%n".formatted(heading) + help.commandList(chosen);
    }
}
