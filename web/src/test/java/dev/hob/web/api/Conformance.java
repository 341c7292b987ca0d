package dev.hob.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Holds answers against the published document: the status must be one that it names, and the body what it says.
final class Conformance {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final List<Operation> operations;
    private final ObjectNode document;
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final Set<String> given = ConcurrentHashMap.newKeySet();

    Conformance(List<Operation> operations) {
        this.operations = operations;
        this.document = new Document(operations).document();
    }

    /// What was answered so far as the document says: operations and statuses.
    Set<String> given() {
        return given;
    }

    void check(String method, String pathAndQuery, int status, Optional<String> type, byte[] body, JsonNode json) {
        String path = pathAndQuery.replaceAll("\\?.*", "");
        var operation = operation(method, path);
        if (operation.isEmpty()) return;
        String what = method + " " + pathAndQuery + " " + status;
        var at = document.path("paths")
                .path(Document.shown(operation.get().path()))
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(String.valueOf(status));
        assertThat(at.isMissingNode()).as(what + " is in the document").isFalse();
        var content = at.path("content");
        if (content.has("application/json")) {
            assertThat(type).as(what).hasValueSatisfying(it -> assertThat(it).startsWith("application/json"));
            var messages = schema(operation.get().id() + " " + status, content.path("application/json"))
                    .validate(json);
            assertThat(messages).as(what + " " + json).isEmpty();
        } else if (content.isMissingNode()) assertThat(body).as(what).isEmpty();
        given.add(operation.get().id() + " " + status);
    }

    private JsonSchema schema(String key, JsonNode content) {
        return schemas.computeIfAbsent(key, _ -> {
            var whole = JsonNodeFactory.instance.objectNode();
            whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
            whole.set("components", document.path("components"));
            whole.putArray("allOf").add(content.path("schema"));
            return FACTORY.getSchema(whole, STRICT);
        });
    }

    private Optional<Operation> operation(String method, String path) {
        return operations.stream()
                .filter(it -> it.method().name().equals(method))
                .filter(it -> Pattern.matches(
                        it.path()
                                .replace(".", "\\.")
                                .replaceAll("\\{\\w+}", "[^/]+")
                                .replaceAll("<\\w+>", ".+"),
                        path))
                .findFirst();
    }
}
