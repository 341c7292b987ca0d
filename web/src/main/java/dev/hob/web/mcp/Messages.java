package dev.hob.web.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/// Carries messages to the protocol's library and its answers back. The library's own transport writes what strangers
/// send into the log and tells them of our classes; this one does neither. Shared between threads.
final class Messages implements McpStatelessServerTransport {
    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);
    private static final int DEPTH_MAX = 20;
    private static final int ID_CHARACTERS_MAX = 200;
    private static final ObjectMapper JSON = mapper();

    /// The same for the library.
    static final McpJsonMapper MAPPER = new JacksonMcpJsonMapper(JSON);

    private Optional<McpStatelessServerHandler> handler = Optional.empty();

    /// An answer.
    ///
    /// @param json empty where nothing is to be said
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    record Reply(int status, Optional<byte[]> json) {}

    private static ObjectMapper mapper() {
        var mapper = JsonMapper.builder()
                .addModule(new Jdk8Module())
                // What the library has names of its own for keeps them.
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .build());
        return mapper;
    }

    @Override
    public void setMcpHandler(McpStatelessServerHandler mcpHandler) {
        handler = Optional.of(mcpHandler);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty(); // Nothing is open between two requests.
    }

    /// Answers one message.
    Reply answer(McpTransportContext context, byte[] bytes) {
        JsonNode json;
        try {
            json = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            LOG.debug("a message cannot be read", e);
            return error(400, Optional.empty(), McpSchema.ErrorCodes.PARSE_ERROR, "This is no JSON that is read here.");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what is in memory", e);
        }
        if (json.isArray()) return invalid("One message at a time: the protocol has no batches.");
        if (!(json instanceof ObjectNode message)
                || !message.path("jsonrpc").asText().equals(McpSchema.JSONRPC_VERSION))
            return invalid("A message is an object with \"jsonrpc\": \"2.0\".");
        if (!message.path("method").isTextual()) return invalid("A message says its method.");
        // Nothing is done upon a notification, since nothing is remembered.
        if (!message.has("id")) return new Reply(202, Optional.empty());
        var id = message.path("id");
        boolean named = (id.isIntegralNumber() && id.canConvertToLong())
                || (id.isTextual() && id.textValue().length() <= ID_CHARACTERS_MAX);
        if (!named) return invalid("The id of a request is a text or a whole number.");
        return answer(context, message);
    }

    private Reply answer(McpTransportContext context, ObjectNode message) {
        var id = message.path("id");
        var request = request(message);
        if (request.isEmpty()) return unreadable(id);
        JSONRPCResponse response;
        try {
            var asked = JSON.treeToValue(request.get(), McpSchema.JSONRPCRequest.class);
            response = handler.orElseThrow(() -> new AssertionError("nobody answers"))
                    .handleRequest(context, asked)
                    .block();
            if (response == null) throw new AssertionError("no answer to " + asked.method());
        } catch (JsonProcessingException | RuntimeException e) {
            // Tools tell of their failures themselves: what the library stumbles over was sent by the client.
            LOG.debug("the parameters of a message cannot be read", e);
            return unreadable(id);
        }
        boolean stumbled = Optional.ofNullable(response.error())
                .filter(it -> it.code() == McpSchema.ErrorCodes.INTERNAL_ERROR)
                .isPresent();
        if (stumbled) return unreadable(id);
        try {
            return new Reply(200, Optional.of(JSON.writeValueAsBytes(response)));
        } catch (JsonProcessingException e) {
            throw new AssertionError("an answer of ours is no JSON", e);
        }
    }

    /// What the library is given of a request: only what it acts on here, since it writes what it stumbles over into
    /// the log. None when that is not as the protocol has it.
    private Optional<ObjectNode> request(ObjectNode message) {
        String method = message.path("method").textValue();
        var request = JsonNodeFactory.instance
                .objectNode()
                .put("jsonrpc", McpSchema.JSONRPC_VERSION)
                .put("method", method);
        request.set("id", message.path("id"));
        var given = message.path("params");
        switch (method) {
            case McpSchema.METHOD_INITIALIZE -> {
                var version = given.path("protocolVersion");
                if (!version.isTextual()) return Optional.empty();
                var params = request.putObject("params");
                // Of a version that is not spoken here the library would tell the log; it answers with its newest.
                boolean spoken = protocolVersions().contains(version.textValue());
                params.put(
                        "protocolVersion",
                        spoken ? version.textValue() : protocolVersions().getLast());
                params.putObject("capabilities");
                params.putObject("clientInfo").put("name", "client").put("version", "0");
            }
            case McpSchema.METHOD_TOOLS_CALL -> {
                var arguments = given.path("arguments");
                boolean read = given.path("name").isTextual()
                        && (arguments.isObject() || arguments.isNull() || arguments.isMissingNode());
                if (!read) return Optional.empty();
                var params = request.putObject("params");
                params.set("name", given.path("name"));
                if (arguments.isObject()) params.set("arguments", arguments);
                else params.putObject("arguments");
            }
            default -> request.putObject("params");
        }
        return Optional.of(request);
    }

    private static Reply unreadable(JsonNode id) {
        return error(
                200,
                Optional.of(id),
                McpSchema.ErrorCodes.INVALID_PARAMS,
                "The parameters of this method are not as the protocol has them.");
    }

    private static Reply invalid(String told) {
        return error(400, Optional.empty(), McpSchema.ErrorCodes.INVALID_REQUEST, told);
    }

    private static Reply error(int status, Optional<JsonNode> id, int code, String told) {
        var nodes = JsonNodeFactory.instance;
        var json = nodes.objectNode().put("jsonrpc", McpSchema.JSONRPC_VERSION);
        json.set("id", id.orElseGet(nodes::nullNode));
        json.set("error", nodes.objectNode().put("code", code).put("message", told));
        try {
            return new Reply(status, Optional.of(JSON.writeValueAsBytes(json)));
        } catch (JsonProcessingException e) {
            throw new AssertionError("an answer of ours is no JSON", e);
        }
    }
}
