package dev.hob.cli.client;

import dev.hob.cli.client.CommandTable.Entry;
import dev.hob.cli.client.CommandTable.Given;
import dev.hob.cli.client.CommandTable.Value;
import java.util.ArrayList;
import java.util.List;

/// Completion for fish, which is told one line for each thing, with a condition.
final class Fish implements Shell {
    /// Stands for the command that options belong to, until it is known.
    private static final String HERE = "{here}";

    @Override
    public String script(CommandTable table) {
        var lines = new ArrayList<String>();
        lines.add(where(table));
        for (var entry : table.entries()) {
            var below = table.below(entry.path());
            if (!below.isEmpty()) lines.add(commands(below));
            if (!entry.options().isEmpty()) lines.add(options(entry.options()).replace(HERE, at(entry.path(), "")));
            for (int i = 0; i < entry.positionals().size(); i++) {
                boolean more = entry.repeats() && i == entry.positionals().size() - 1;
                String value = value(entry.positionals().get(i));
                if (!value.isEmpty())
                    lines.add("complete -c hob " + at(entry.path(), " " + i + (more ? " or-more" : "")) + value);
            }
        }
        return String.join("\n", lines);
    }

    private static String where(CommandTable table) {
        return """
            # fish completion for hob, made by `hob completion fish`.
            # Whether the words typed so far are some command, and how many words without dashes came after it:
            # __hob_at COMMAND [COUNT [or-more]]
            function __hob_at
              set -l at hob
              set -l plain 0
              set -l skip 0
              for one in (commandline -opc)[2..-1]
                if test $skip = 1
                  set skip 0
                else if contains -- "$at $one" %s
                  set at "$at $one"
                else if contains -- "$at:$one" %s
                  set skip 1
                else if not string match -q -- '-*' $one
                  set plain (math $plain + 1)
                end
              end
              test "$at" = "$argv[1]"; or return 1
              switch (count $argv)
                case 1
                  return 0
                case 2
                  test $plain -eq $argv[2]
                case 3
                  test $plain -ge $argv[2]
              end
            end
            complete -c hob -f""".formatted(
                        Shell.everyCommand(table).replace("'|'", "' '"),
                        Shell.everyTaking(table).replace("'|'", "' '"));
    }

    private static String at(String path, String count) {
        return "-n '__hob_at \"" + path + "\"" + count + "'";
    }

    @Override
    public String value(Value value) {
        return switch (value) {
            case Value.None(), Value.Free() -> "";
            case Value.Words(var all) -> " -a '" + String.join(" ", all) + "'";
            case Value.Files() -> " -F";
            case Value.Asked(var kind) -> " -k -a '(hob candidates " + kind + " 2>/dev/null)'";
        };
    }

    @Override
    public String commands(List<Entry> commands) {
        var lines = new ArrayList<String>();
        for (var it : commands) {
            String above = it.path().substring(0, it.path().lastIndexOf(' '));
            lines.add("complete -c hob " + at(above, " 0") + " -a " + it.word() + " -d '" + it.told() + "'");
        }
        return String.join("\n", lines);
    }

    @Override
    public String options(List<Given> options) {
        var lines = new ArrayList<String>();
        for (var option : options) {
            var line = new StringBuilder("complete -c hob ").append(HERE);
            for (String name : option.names())
                line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            if (Shell.takes(option)) line.append(" -r").append(value(option.value()));
            lines.add(line.append(" -d '").append(option.told()).append("'").toString());
        }
        return String.join("\n", lines);
    }
}
