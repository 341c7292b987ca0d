package dev.hob.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.web.html.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The document for people: the same, on a page of ours. Shared between threads.
public final class DocumentPage {
    private final Document document;
    private final List<Operation> operations;
    private Optional<Map<String, Object>> values = Optional.empty();

    /// What is about one thing.
    public record Chapter(String name, String anchor, List<Entry> entries) {}

    /// One operation.
    ///
    /// @param takes the shape of what is sent
    /// @param gives what is answered when all is well
    public record Entry(
            String id,
            String method,
            String path,
            String summary,
            String need,
            List<Line> parameters,
            Optional<Kind> takes,
            Kind gives,
            int status,
            List<Line> refusals) {}

    /// A name, what it is, and what it means.
    public record Line(String name, Kind kind, String says) {}

    /// What something is, in words, and the shape that it is made of.
    public record Kind(String words, Optional<String> shape) {}

    /// A shape of JSON.
    public record Shape(String name, List<Line> fields) {}

    DocumentPage(List<Operation> operations) {
        this.operations = operations;
        this.document = new Document(operations);
    }

    void show(Visit visit) {
        visit.show("api.jte", "API", values());
    }

    private synchronized Map<String, Object> values() {
        if (values.isEmpty()) {
            var written = document.document();
            values = Optional.of(Map.of("chapters", chapters(written), "shapes", shapes(written)));
        }
        return values.get();
    }

    private List<Chapter> chapters(ObjectNode written) {
        var names = operations.stream().map(Operation::chapter).distinct().toList();
        return names.stream()
                .map(name -> new Chapter(
                        name,
                        name.toLowerCase(Locale.ROOT).replace(' ', '-'),
                        operations.stream()
                                .filter(operation -> operation.chapter().equals(name))
                                .map(operation -> entry(operation, written))
                                .toList()))
                .toList();
    }

    private static Entry entry(Operation operation, ObjectNode written) {
        String path = Document.shown(operation.path());
        var node =
                written.path("paths").path(path).path(operation.method().name().toLowerCase(Locale.ROOT));
        var parameters = new ArrayList<Line>();
        for (var parameter : node.path("parameters"))
            parameters.add(new Line(
                    parameter.path("name").asText(),
                    kind(parameter.path("schema")),
                    parameter.path("description").asText()));
        var body = node.path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        int status = operation.gives().status();
        var content = node.path("responses").path(String.valueOf(status)).path("content");
        var refusals = operation.refusals().entrySet().stream()
                .map(entry ->
                        new Line(String.valueOf(entry.getKey()), new Kind("", Optional.empty()), entry.getValue()))
                .toList();
        return new Entry(
                operation.id(),
                operation.method().name(),
                Api.isOurs(operation.path()) ? Api.OURS + path : path,
                operation.summary(),
                Document.need(operation).orElse("For anyone.").replace("`", ""),
                parameters,
                body.isMissingNode() ? Optional.empty() : Optional.of(kind(body)),
                content.has("application/json")
                        ? kind(content.path("application/json").path("schema"))
                        : new Kind(content.isEmpty() ? "nothing" : "a file", Optional.empty()),
                status,
                refusals);
    }

    private static Kind kind(JsonNode schema) {
        String pointer = schema.path("$ref").asText();
        if (!pointer.isEmpty()) {
            String name = pointer.substring(pointer.lastIndexOf('/') + 1);
            return new Kind(name, Optional.of(name));
        }
        for (String either : List.of("oneOf", "anyOf"))
            if (schema.has(either)) {
                var first = kind(schema.path(either).path(0));
                var second = kind(schema.path(either).path(1));
                return new Kind(first.words() + " or " + second.words(), first.shape());
            }
        var type = schema.path("type");
        String name = type.isArray() ? type.path(0).asText() : type.asText();
        String orNull = type.isArray() ? " or null" : "";
        if (name.equals("array")) {
            var items = kind(schema.path("items"));
            return new Kind("list of " + items.words() + orNull, items.shape());
        }
        String format = schema.path("format").asText();
        if (schema.has("enum")) {
            var words = new ArrayList<String>();
            for (var word : schema.path("enum")) if (!word.isNull()) words.add(word.asText());
            return new Kind(String.join(" | ", words) + orNull, Optional.empty());
        }
        return new Kind((format.equals("date-time") ? "time" : name) + orNull, Optional.empty());
    }

    private static List<Shape> shapes(ObjectNode written) {
        var shapes = new ArrayList<Shape>();
        written.path("components").path("schemas").properties().forEach(shape -> {
            var required = new ArrayList<String>();
            for (var name : shape.getValue().path("required")) required.add(name.asText());
            var fields = new ArrayList<Line>();
            shape.getValue().path("properties").properties().forEach(field -> {
                boolean optional = !required.contains(field.getKey());
                String says = field.getValue().path("description").asText();
                fields.add(new Line(field.getKey() + (optional ? "?" : ""), kind(field.getValue()), says));
            });
            shapes.add(new Shape(shape.getKey(), fields));
        });
        return shapes;
    }
}
