package dev.hob.cli.client;

import dev.hob.cli.client.CommandTable.Entry;
import dev.hob.cli.client.CommandTable.Given;
import dev.hob.cli.client.CommandTable.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Completion for zsh, with what each word means.
final class Zsh implements Shell {
    @Override
    public String script(CommandTable table) {
        return """
                #compdef hob
                # zsh completion for hob, made by `hob completion zsh`.
                _hob_asked() {
                  local -a found
                  found=("${(@f)$($words[1] candidates $1 2>/dev/null | sed -e 's/:/\\\\:/g' -e $'s/\\t/:/')}")
                  _describe -V $1 found
                }

                _hob() {
                  local at=hob plain=0 i one
                  local -a found
                  for ((i = 2; i < CURRENT; i++)); do
                    one=$words[i]
                    case "$at $one" in
                      (%s) at="$at $one" ;;
                      (*) case "$at:$one" in
                        (%s) (( i += 1 )) ;;
                        (*:-*) ;;
                        (*) (( plain += 1 )) ;;
                      esac ;;
                    esac
                  done
                  case "$at:$words[CURRENT-1]" in
                %s
                  esac
                  if [[ $PREFIX == -* ]]; then
                    case "$at" in
                %s
                    esac
                    return
                  fi
                  case "$at:$plain" in
                %s
                  esac
                }
                if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _hob "$@"; else compdef _hob hob; fi""".formatted(
                        Shell.everyCommand(table),
                        Shell.everyTaking(table),
                        valueArms(table),
                        optionArms(table),
                        wordArms(table));
    }

    @Override
    public String value(Value value) {
        return switch (value) {
            case Value.None(), Value.Free() -> "";
            case Value.Words(var all) -> "compadd -- " + String.join(" ", all);
            case Value.Files() -> "_files";
            case Value.Asked(var kind) -> "_hob_asked " + kind;
        };
    }

    @Override
    public String commands(List<Entry> commands) {
        return describe("command", commands.stream().map(it -> it.word() + ":" + it.told()));
    }

    @Override
    public String options(List<Given> options) {
        return describe(
                "option", options.stream().flatMap(it -> it.names().stream().map(name -> name + ":" + it.told())));
    }

    private static String describe(String what, Stream<String> words) {
        return "found=(" + words.map(Shell::quoted).collect(Collectors.joining(" ")) + "); _describe " + what
                + " found";
    }
}
