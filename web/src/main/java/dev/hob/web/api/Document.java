package dev.hob.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.node.people.Scope;
import dev.hob.web.api.Operation.Gives;
import dev.hob.web.api.Operation.Parameter;
import dev.hob.web.api.Operation.Who;
import dev.hob.web.api.json.Json;
import dev.hob.web.api.json.Problem;
import dev.hob.web.api.json.Schemas;
import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The OpenAPI 3.1 document, made of the operations themselves when it is first asked for. Shared between threads.
final class Document {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern PART = Pattern.compile("[{<](\\w+)[}>]");
    private static final String JSON = "application/json";
    private static final Map<String, String> PARTS = Map.ofEntries(
            Map.entry("owner", "Whose it is"),
            Map.entry("repo", "Its name"),
            Map.entry("username", "The name of an account"),
            Map.entry("collaborator", "The name of an account"),
            Map.entry("token", "The name or the number of a token"),
            Map.entry("did", "A key, as did:key:z6Mk…"),
            Map.entry("host", "The name of a server"),
            Map.entry("position", "The number of something that came"),
            Map.entry("number", "The number of a report"),
            Map.entry("nid", "The id of a node, as z6Mk…"),
            Map.entry("rid", "The id of a repository, as rad:z…"),
            Map.entry("branch", "The name of a branch; slashes in it may be written as they are"),
            Map.entry("tag", "The name of a tag; slashes in it may be written as they are"),
            Map.entry("filepath", "A path; its slashes may be written as they are"),
            Map.entry("archive", "A branch, tag or commit, and .zip, .tar.gz or .bundle"),
            Map.entry("basehead", "Two branches, tags or commits with three dots between them"),
            Map.entry("ref", "What comes behind refs/, or the beginning of it"),
            Map.entry("sha", "An id of 40 characters; for commits and trees also a name"),
            Map.entry("index", "The number of an issue or a pull request"),
            Map.entry("user", "The name of an account"),
            Map.entry("id", "A number"),
            Map.entry("attachment_id", "The number of a file"),
            Map.entry("diff_type", "diff or patch"),
            Map.entry("base", "The name of a branch; its slashes as %2F"),
            Map.entry("head", "The name of a branch, or owner:branch"),
            Map.entry("filename", "Its name"),
            Map.entry("topic", "A word"));

    private final List<Operation> operations;
    private Optional<Written> written = Optional.empty();

    /// The document as bytes, and its tag.
    @SuppressWarnings("ArrayRecordComponent") // Sent, never compared.
    private record Written(byte[] bytes, String tag) {}

    Document(List<Operation> operations) {
        this.operations = operations;
    }

    /// Sends it.
    void send(Context context) {
        var document = written();
        context.header("ETag", document.tag()).header("Cache-Control", "public, no-cache");
        if (document.tag().equals(context.header("If-None-Match"))) context.status(304);
        else context.contentType(JSON).result(document.bytes());
    }

    private synchronized Written written() {
        if (written.isEmpty()) {
            byte[] bytes = Json.write(document());
            written = Optional.of(new Written(bytes, tag(bytes)));
        }
        return written.get();
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\"" + HexFormat.of().formatHex(hash, 0, 16) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    ObjectNode document() {
        var schemas = new Schemas();
        var document = NODES.objectNode();
        document.put("openapi", "3.1.0");
        var info = document.putObject("info");
        info.put("title", "Hob");
        info.put("version", "1");
        info.put("description", "The API of a Hob node, in Gitea's shapes.");
        document.putArray("servers").addObject().put("url", Api.PREFIX);
        var tags = document.putArray("tags");
        operations.stream().map(Operation::chapter).distinct().forEach(chapter -> tags.addObject()
                .put("name", chapter));
        var paths = document.putObject("paths");
        Operations.byPath(operations).forEach((path, those) -> {
            var at = paths.putObject(shown(path));
            if (Api.isOurs(path)) at.putArray("servers").addObject().put("url", Api.OURS);
            for (var operation : those)
                at.set(operation.method().name().toLowerCase(Locale.ROOT), operation(operation, schemas));
        });
        var components = document.putObject("components");
        schemas.of(Problem.class);
        components.set("schemas", schemas.all());
        components.set("securitySchemes", schemes());
        return document;
    }

    /// A path as OpenAPI writes it.
    static String shown(String path) {
        return path.replace('<', '{').replace('>', '}');
    }

    private static ObjectNode schemes() {
        var schemes = NODES.objectNode();
        schemes.putObject("password").put("type", "http").put("scheme", "basic");
        schemes.putObject("bearer").put("type", "http").put("scheme", "bearer");
        schemes.putObject("token")
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "Authorization")
                .put("description", "The word token, a space, and a token");
        return schemes;
    }

    private static ObjectNode operation(Operation operation, Schemas schemas) {
        var node = NODES.objectNode();
        node.put("operationId", operation.id());
        node.put("summary", operation.summary());
        node.putArray("tags").add(operation.chapter());
        need(operation).ifPresent(said -> node.put("description", said));
        var security = node.putArray("security");
        if (operation.who() == Who.ANYONE) security.addObject();
        security.addObject().putArray("password");
        if (operation.who() != Who.WITH_PASSWORD) {
            security.addObject().putArray("bearer");
            security.addObject().putArray("token");
        }
        var parameters = NODES.arrayNode();
        for (String part : parts(operation.path())) {
            var parameter = parameters.addObject();
            parameter.put("name", part).put("in", "path").put("required", true);
            parameter.put("description", PARTS.getOrDefault(part, ""));
            parameter.putObject("schema").put("type", "string").put("minLength", 1);
        }
        for (var parameter : operation.parameters()) parameters.add(query(parameter));
        if (!parameters.isEmpty()) node.set("parameters", parameters);
        operation.body().ifPresent(shape -> {
            var body = node.putObject("requestBody");
            body.put("required", true);
            body.putObject("content").putObject(JSON).set("schema", schemas.of(shape));
        });
        operation.file().ifPresent(field -> {
            var body = node.putObject("requestBody");
            body.put("required", true);
            var schema =
                    body.putObject("content").putObject("multipart/form-data").putObject("schema");
            schema.put("type", "object").putArray("required").add(field);
            schema.putObject("properties")
                    .putObject(field)
                    .put("type", "string")
                    .put("format", "binary");
            if (operation.bodyBytesMax() == Call.LARGE_FILE_BYTES_MAX)
                ((ObjectNode) body.get("content"))
                        .putObject("application/octet-stream")
                        .putObject("schema")
                        .put("type", "string")
                        .put("format", "binary");
        });
        node.set("responses", responses(operation, schemas));
        return node;
    }

    /// What a caller needs, in words.
    static Optional<String> need(Operation operation) {
        var who =
                switch (operation.who()) {
                    case ANYONE -> Optional.<String>empty();
                    case KNOWN -> Optional.of("Only for those who say who they are.");
                    case ADMINISTRATOR -> Optional.of("For administrators of this node.");
                    case WITH_PASSWORD -> Optional.of("Only with name and password; a token does not do.");
                };
        var right = operation.right().map(it -> switch (it) {
            case READ -> "For whoever may read the repository.";
            case WRITE -> "For whoever may write to the repository.";
            case ADMIN -> "For the repository's owner and administrators.";
        });
        var scope = operation.scope().map(Scope::text).map(it -> "A token needs the scope `" + it + "`.");
        String all = String.join(
                " ",
                Stream.of(right.or(() -> who), scope).flatMap(Optional::stream).toList());
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    static List<String> parts(String path) {
        return PART.matcher(path).results().map(part -> part.group(1)).toList();
    }

    /// What a part of a path is, in words.
    static String said(String part) {
        return PARTS.getOrDefault(part, "");
    }

    private static ObjectNode query(Parameter parameter) {
        var node = NODES.objectNode();
        node.put("name", parameter.name()).put("in", "query").put("description", parameter.says());
        var schema = node.putObject("schema");
        switch (parameter.kind()) {
            case TEXT -> schema.put("type", "string");
            case WORDS -> schema.put("type", "array").putObject("items").put("type", "string");
            case NUMBER -> schema.put("type", "integer").put("format", "int64");
            case FLAG -> schema.put("type", "boolean");
            case TIME -> schema.put("type", "string").put("format", "date-time");
        }
        if (!parameter.words().isEmpty()) {
            var one = parameter.kind() == Parameter.Kind.WORDS ? (ObjectNode) schema.path("items") : schema;
            var words = one.putArray("enum");
            parameter.words().forEach(words::add);
        }
        return node;
    }

    private static ObjectNode responses(Operation operation, Schemas schemas) {
        var responses = NODES.objectNode();
        var well = responses.putObject(String.valueOf(operation.gives().status()));
        well.put("description", "Done");
        switch (operation.gives()) {
            case Gives.Nothing _ -> {}
            case Gives.Shape(var _, var types) -> {
                var content = well.putObject("content").putObject(JSON);
                if (types.size() == 1) content.set("schema", schemas.of(types.getFirst()));
                else {
                    var either = content.putObject("schema").putArray("oneOf");
                    for (var type : types) either.add(schemas.of(type));
                }
            }
            case Gives.Listed(var shape) -> {
                var schema = well.putObject("content").putObject(JSON).putObject("schema");
                schema.put("type", "array").set("items", schemas.of(shape));
                var headers = well.putObject("headers");
                header(headers, "X-Total-Count", "integer", "How long the whole list is");
                header(headers, "Link", "string", "Where the other pages are (RFC 8288)");
            }
            case Gives.Bytes(var types) -> {
                var content = well.putObject("content");
                types.forEach((type, said) -> content.putObject(type).putObject("schema"));
            }
        }
        operation.refusals().forEach((status, when) -> {
            var refused = responses.putObject(String.valueOf(status));
            refused.put("description", when);
            if (status >= 400) refused.putObject("content").putObject(JSON).set("schema", schemas.of(Problem.class));
        });
        return responses;
    }

    private static void header(ObjectNode headers, String name, String type, String says) {
        headers.putObject(name).put("description", says).putObject("schema").put("type", type);
    }
}
