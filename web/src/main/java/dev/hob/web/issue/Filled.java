package dev.hob.web.issue;

import dev.hob.web.issue.IssueTemplate.Asked;
import dev.hob.web.issue.IssueTemplate.Field;
import dev.hob.web.text.Messages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A form as somebody filled it in: what of it is wrong, and the text that it becomes.
///
/// @param values by the id of their field; several where several were chosen
public record Filled(Map<String, List<String>> values) {
    /// How the fields of a form are called, so that none takes the name of another field of the page.
    public static final String PREFIX = "f-";

    private static final String NOTHING = "_No response_";

    public Filled {
        values = Map.copyOf(values);
    }

    /// What was sent.
    public static Filled of(IssueTemplate template, Function<String, List<String>> sent) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var field : template.fields()) {
            var asked = asked(field);
            if (asked != null) values.put(asked.id(), List.copyOf(sent.apply(asked.id())));
        }
        return new Filled(values);
    }

    /// What it begins with.
    public static Filled fresh(IssueTemplate template, Function<String, List<String>> wanted) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var field : template.fields()) {
            var asked = asked(field);
            if (asked == null) continue;
            var given = wanted.apply(asked.id());
            values.put(asked.id(), given.isEmpty() ? first(field) : given);
        }
        return new Filled(values);
    }

    private static List<String> first(Field field) {
        return switch (field) {
            case Field.Line line -> List.of(line.value());
            case Field.Area area -> List.of(area.value());
            case Field.Select(var _, var options, boolean _, int first) ->
                first >= 0 && first < options.size() ? List.of(options.get(first)) : List.of();
            case Field.Boxes _, Field.Words _ -> List.of();
        };
    }

    @org.jspecify.annotations.Nullable
    private static Asked asked(Field field) {
        return switch (field) {
            case Field.Words _ -> null;
            case Field.Line line -> line.asked();
            case Field.Area area -> area.asked();
            case Field.Select select -> select.asked();
            case Field.Boxes boxes -> boxes.asked();
        };
    }

    /// What was typed into a field.
    public String value(String id) {
        var all = values.getOrDefault(id, List.of());
        return all.isEmpty() ? "" : all.getFirst();
    }

    /// Whether this was chosen.
    public boolean has(String id, String option) {
        return values.getOrDefault(id, List.of()).contains(option);
    }

    /// What is wrong, by the name of the field on the page.
    public Map<String, String> objections(IssueTemplate template) {
        var wrong = new LinkedHashMap<String, String>();
        for (var field : template.fields()) {
            switch (field) {
                case Field.Words _ -> {}
                case Field.Line(var asked, String _, String _, boolean number, String pattern) -> {
                    String value = value(asked.id()).strip();
                    if (value.isEmpty()) missing(asked, wrong);
                    else if (number && !value.matches("[+-]?\\d{1,15}(\\.\\d{1,15})?"))
                        wrong.put(PREFIX + asked.id(), Messages.text("issues.to-be-a-number"));
                    else if (!pattern.isEmpty() && !matches(value, pattern))
                        wrong.put(PREFIX + asked.id(), Messages.text("issues.to-look-like", pattern));
                }
                case Field.Area area -> {
                    if (value(area.asked().id()).isBlank()) missing(area.asked(), wrong);
                }
                case Field.Select(var asked, var options, boolean _, int _) -> {
                    var chosen = values.getOrDefault(asked.id(), List.of());
                    if (chosen.stream().allMatch(String::isEmpty)) missing(asked, wrong);
                    else if (!options.containsAll(
                            chosen.stream().filter(it -> !it.isEmpty()).toList()))
                        wrong.put(PREFIX + asked.id(), Messages.text("issues.none-of-the-options"));
                }
                case Field.Boxes(var asked, var boxes) -> {
                    for (var box : boxes)
                        if (box.required() && !has(asked.id(), box.label()))
                            wrong.put(PREFIX + asked.id(), Messages.text("issues.to-be-ticked", box.label()));
                }
            }
        }
        return wrong;
    }

    private static void missing(Asked asked, Map<String, String> wrong) {
        if (asked.required()) wrong.put(PREFIX + asked.id(), Messages.text("issues.to-be-filled-in"));
    }

    /// Matches within bounds: an expression that somebody wrote to run for ever is taken for one that fits.
    private static boolean matches(String value, String pattern) {
        return new Bounded(value).matches(pattern);
    }

    /// The text that it becomes.
    public String text(IssueTemplate template) {
        var parts = new ArrayList<String>();
        for (var field : template.fields()) {
            switch (field) {
                case Field.Words _ -> {}
                case Field.Line line ->
                    parts.add(part(line.asked(), or(value(line.asked().id()).strip())));
                case Field.Area(var asked, String _, String _, String render) -> {
                    String value = value(asked.id()).strip();
                    boolean code = !render.isEmpty() && !value.isEmpty();
                    parts.add(
                            part(asked, code ? fence(value) + render + "\n" + value + "\n" + fence(value) : or(value)));
                }
                case Field.Select select ->
                    parts.add(part(
                            select.asked(),
                            or(String.join(
                                    ", ", values.getOrDefault(select.asked().id(), List.of())))));
                case Field.Boxes(var asked, var boxes) -> {
                    var lines = new ArrayList<String>();
                    for (var box : boxes)
                        lines.add("- [" + (has(asked.id(), box.label()) ? "x" : " ") + "] " + box.label());
                    parts.add(part(asked, String.join("\n", lines)));
                }
            }
        }
        return String.join("\n\n", parts);
    }

    private static String part(Asked asked, String value) {
        return "### " + asked.label() + "\n\n" + value;
    }

    private static String or(String value) {
        return value.isEmpty() ? NOTHING : value;
    }

    /// A fence that the text itself does not end.
    private static String fence(String value) {
        var fence = new StringBuilder("```");
        while (value.contains(fence)) fence.append('`');
        return fence.toString();
    }
}
