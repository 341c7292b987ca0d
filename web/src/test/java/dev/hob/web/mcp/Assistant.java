package dev.hob.web.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The protocol's own client, with a token. It holds what is answered against the schemas that are told.
final class Assistant implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    final McpSyncClient client;

    Assistant(URI node, String token) {
        var transport = HttpClientStreamableHttpTransport.builder(node.toString())
                .endpoint("/mcp")
                .jsonMapper(new JacksonMcpJsonMapper(JSON))
                .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
                .build();
        client = McpClient.sync(transport)
                .requestTimeout(Duration.ofSeconds(60))
                .enableCallToolSchemaCaching(true)
                .jsonSchemaValidator(Assistant::held)
                .build();
        client.initialize();
    }

    private static ValidationResponse held(Map<String, Object> schema, Object answer) {
        var all = FACTORY.getSchema(JSON.<JsonNode>valueToTree(schema)).validate(JSON.valueToTree(answer));
        return all.isEmpty()
                ? ValidationResponse.asValid(answer.toString())
                : ValidationResponse.asInvalid(all.toString());
    }

    List<Tool> tools() {
        return client.listTools().tools();
    }

    List<String> names() {
        return tools().stream().map(Tool::name).toList();
    }

    CallToolResult call(String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }

    /// What a tool tells in words, all being well.
    String text(String tool, Object... arguments) {
        var result = call(tool, map(arguments));
        assertThat(result.isError()).as(tool + ": " + words(result)).isFalse();
        return words(result);
    }

    /// The same for programs.
    JsonNode shape(String tool, Object... arguments) {
        var result = call(tool, map(arguments));
        assertThat(result.isError()).as(tool + ": " + words(result)).isFalse();
        return JSON.valueToTree(result.structuredContent());
    }

    /// The sentence by which a tool refuses.
    String refusal(String tool, Object... arguments) {
        var result = call(tool, map(arguments));
        assertThat(result.isError()).as(tool + ": " + words(result)).isTrue();
        assertThat(result.structuredContent()).isNull();
        return words(result);
    }

    static String words(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }

    static Map<String, Object> map(Object... pairs) {
        var map = new java.util.LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) map.put((String) pairs[i], pairs[i + 1]);
        return map;
    }

    @Override
    public void close() {
        client.close();
    }
}
