package dev.hob.web.issue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// YAML that somebody pushed: a bounded amount, of plain values only. Immutable.
///
/// @param value a map, a list, a text, a number, a truth value, or nothing
record Yaml(Optional<Object> value) {
    private static final int CHARACTERS_MAX = 64 * 1024;
    private static final int ALIASES_MAX = 10;
    private static final int ITEMS_MAX = 200;

    /// That a text is no YAML, or too much.
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String told) {
            super(told);
        }
    }

    static Yaml parse(String text) throws Wrong {
        if (text.length() > CHARACTERS_MAX) throw new Wrong("it is longer than " + CHARACTERS_MAX + " characters");
        var settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setAllowRecursiveKeys(false)
                .setMaxAliasesForCollections(ALIASES_MAX)
                .setCodePointLimit(CHARACTERS_MAX)
                .build();
        try {
            return new Yaml(Optional.ofNullable(new Load(settings).loadFromString(text)));
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> "in line " + (mark.getLine() + 1) + ", ")
                    .orElse("");
            throw new Wrong("it is no YAML: " + line + e.getProblem());
        } catch (YamlEngineException e) {
            throw new Wrong("it is no YAML: " + firstLine(e));
        } catch (StackOverflowError _) {
            throw new Wrong("it is nested too deep");
        }
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    Yaml at(String key) {
        return value.orElse("") instanceof Map<?, ?> map
                ? new Yaml(Optional.ofNullable(map.get(key)))
                : new Yaml(Optional.empty());
    }

    boolean isMap() {
        return value.orElse("") instanceof Map<?, ?>;
    }

    /// The items of a list.
    List<Yaml> items() {
        var items = new ArrayList<Yaml>();
        if (value.orElse("") instanceof List<?> list)
            for (var item : list) if (items.size() < ITEMS_MAX) items.add(new Yaml(Optional.ofNullable(item)));
        return items;
    }

    /// What it says; a list or a map says nothing.
    String text() {
        var it = value.orElse("");
        return it instanceof Map<?, ?> || it instanceof List<?> ? "" : it.toString();
    }

    boolean is(boolean otherwise) {
        return value.orElse(otherwise) instanceof Boolean truth ? truth : otherwise;
    }

    int number(int otherwise) {
        return value.orElse(otherwise) instanceof Integer number ? number : otherwise;
    }

    /// Words in a list, or divided by commas.
    List<String> words() {
        var items = items();
        if (!items.isEmpty())
            return items.stream()
                    .map(Yaml::text)
                    .map(String::strip)
                    .filter(it -> !it.isEmpty())
                    .toList();
        return List.of(text().split(",", -1)).stream()
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .toList();
    }
}
