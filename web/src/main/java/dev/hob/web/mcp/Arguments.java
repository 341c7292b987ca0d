package dev.hob.web.mcp;

import dev.hob.web.html.Stop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What somebody told a tool, checked. Immutable.
final class Arguments {
    private static final int NAME_CHARACTERS_MAX = 60;

    private final Map<String, Parameter> parameters;
    private final Map<String, Object> given;

    private Arguments(Map<String, Parameter> parameters, Map<String, Object> given) {
        this.parameters = parameters;
        this.given = given;
    }

    /// Reads them; what is not as the schema has it ends the call with a sentence.
    static Arguments read(List<Parameter> parameters, Map<String, Object> given) {
        var known = new HashMap<String, Parameter>();
        for (var parameter : parameters) known.put(parameter.name(), parameter);
        for (String name : given.keySet())
            if (!known.containsKey(name))
                throw refused("There is no argument " + Plain.line(name, NAME_CHARACTERS_MAX) + " here, only "
                        + parameters.stream().map(Parameter::name).collect(Collectors.joining(", ")) + ".");
        var taken = new HashMap<String, Object>();
        for (var parameter : parameters) {
            var value = Optional.ofNullable(given.get(parameter.name()));
            if (value.isEmpty()) {
                if (parameter.required()) throw refused("Say " + parameter.name() + ": " + parameter.says());
                continue;
            }
            var objection = parameter.objection(value.get());
            if (objection.isPresent()) throw refused(parameter.name() + " " + objection.get() + ".");
            taken.put(parameter.name(), value.get());
        }
        return new Arguments(known, taken);
    }

    private static Stop refused(String told) {
        return new Stop(422, told);
    }

    private <T extends Parameter> T parameter(String name, Class<T> kind) {
        var parameter = Optional.ofNullable(parameters.get(name))
                .orElseThrow(() -> new AssertionError("a tool does not say that it takes " + name));
        return kind.cast(parameter);
    }

    /// A text that must be there.
    String text(String name) {
        return perhaps(name).orElseThrow(() -> new AssertionError(name + " is not required"));
    }

    /// A text; an empty one is none.
    Optional<String> perhaps(String name) {
        parameter(name, Parameter.Text.class);
        return Optional.ofNullable(given.get(name)).map(String.class::cast).filter(it -> !it.isEmpty());
    }

    int number(String name) {
        int otherwise = parameter(name, Parameter.Whole.class).otherwise();
        return Optional.ofNullable(given.get(name)).map(Integer.class::cast).orElse(otherwise);
    }

    String word(String name) {
        String otherwise = parameter(name, Parameter.Word.class).words().getFirst();
        return Optional.ofNullable(given.get(name)).map(String.class::cast).orElse(otherwise);
    }
}
