package dev.hob.cli.client;

import dev.hob.cli.client.CommandTable.Entry;
import dev.hob.cli.client.CommandTable.Given;
import dev.hob.cli.client.CommandTable.Value;
import java.util.List;

/// Completion for bash, from 3.2 on, without its completion library.
final class Bash implements Shell {
    @Override
    public String script(CommandTable table) {
        return """
                # bash completion for hob, made by `hob completion bash`.
                _hob_asked() { "${COMP_WORDS[0]}" candidates "$1" 2>/dev/null | cut -f 1; }

                _hob() {
                  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} at=hob plain=0 i one
                  for ((i = 1; i < COMP_CWORD; i++)); do
                    one=${COMP_WORDS[i]}
                    case "$at $one" in
                      %s) at="$at $one" ;;
                      *) case "$at:$one" in
                        %s) i=$((i + 1)) ;;
                        *:-*) ;;
                        *) plain=$((plain + 1)) ;;
                      esac ;;
                    esac
                  done
                  local IFS=$'\\n'
                  COMPREPLY=()
                  case "$at:$before" in
                %s
                  esac
                  if [[ $word == -* ]]; then
                    case "$at" in
                %s
                    esac
                    return
                  fi
                  case "$at:$plain" in
                %s
                  esac
                }
                complete -F _hob hob""".formatted(
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
            case Value.Words(var all) -> words(all);
            case Value.Files() -> "COMPREPLY=($(compgen -f -- \"$word\"))";
            case Value.Asked(var kind) -> "COMPREPLY=($(compgen -W \"$(_hob_asked " + kind + ")\" -- \"$word\"))";
        };
    }

    @Override
    public String commands(List<Entry> commands) {
        return words(commands.stream().map(Entry::word).toList());
    }

    @Override
    public String options(List<Given> options) {
        return words(options.stream().flatMap(option -> option.names().stream()).toList());
    }

    private static String words(List<String> words) {
        return "COMPREPLY=($(compgen -W $'" + String.join("\\n", words) + "' -- \"$word\"))";
    }
}
