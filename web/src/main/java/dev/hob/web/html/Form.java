package dev.hob.web.html;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What was typed into a form, and what was wrong with it, field by field. Nothing typed is lost, except
/// passwords.
public record Form(Map<String, String> values, Map<String, String> errors) {
    /// A form nobody has filled in yet.
    public static final Form EMPTY = new Form(Map.of(), Map.of());

    public Form {
        values = Map.copyOf(values);
        errors = Map.copyOf(errors);
    }

    /// The same form with something else in a field.
    public Form with(String field, String value) {
        var all = new HashMap<>(values);
        all.put(field, value);
        return new Form(all, errors);
    }

    /// The same form with one thing wrong.
    public Form wrong(String field, String told) {
        return new Form(values, Map.of(field, told));
    }

    /// The same form with some things wrong, field by field.
    public Form wrong(Map<String, String> told) {
        return new Form(values, told);
    }

    /// What was typed.
    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    /// What was wrong.
    public Optional<String> error(String field) {
        return Optional.ofNullable(errors.get(field));
    }
}
