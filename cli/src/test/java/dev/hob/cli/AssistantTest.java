package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An assistant at somebody's own computer: the launcher, `hob mcp` and a node that runs.
class AssistantTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    @TempDir
    static Path folder;

    private static Served node;
    private static Launched alice;

    @BeforeAll
    static void open() throws IOException {
        node = Served.start(folder.resolve("data"), Served.SEARCHED);
        node.account("alice");
        alice = Launched.in(folder.resolve("alice"));
        alice.hob(folder, Served.PASSWORD, "login", node.url.toString(), "--account", "alice", "--password-stdin")
                .ok();
        alice.hob(folder, "", "repo", "create", "tea", "--readme").ok();
    }

    @AfterAll
    static void close() {
        node.close();
    }

    private static String call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        var result = client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
        return ((TextContent) result.content().getFirst()).text();
    }

    @Test
    void the_protocols_own_client_starts_hob_mcp_and_reads_and_writes_by_it() {
        var process = ServerParameters.builder(alice.folder().resolve("bin/hob").toString())
                .args("mcp")
                .env(alice.environment())
                .build();
        var transport = new StdioClientTransport(process, new JacksonMcpJsonMapper(new ObjectMapper()));
        try (var client = McpClient.sync(transport)
                .requestTimeout(Duration.ofSeconds(60))
                .initializationTimeout(Duration.ofSeconds(60))
                .jsonSchemaValidator((_, _) -> ValidationResponse.asValid(""))
                .build()) {
            var begun = client.initialize();
            assertThat(begun.serverInfo().name()).isEqualTo("hob");
            assertThat(client.listTools().tools().stream().map(Tool::name)).contains("search", "read_file", "comment");
            assertThat(call(client, "read_file", Map.of("repository", "alice/tea", "path", "README.md")))
                    .contains("1| # tea");
            assertThat(call(client, "open_issue", Map.of("repository", "alice/tea", "title", "It leaks")))
                    .contains("Opened 1 of alice/tea");
            assertThat(call(client, "read_issue", Map.of("repository", "alice/tea", "number", "1")))
                    .contains("| It leaks by alice");
            assertThat(call(client, "read_file", Map.of("repository", "alice/none", "path", "x")))
                    .contains("There is no repository alice/none");
        }
        assertThat(alice.hob(folder, "", "issue", "list", "-R", "alice/tea").ok())
                .contains("It leaks");
    }

    @Test
    void it_answers_line_by_line_and_ends_with_the_input() {
        var answered = alice.hob(
                folder,
                PING + "\n\n{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n"
                        + PING.replace("1,", "\"two\",") + "\n",
                "mcp");
        assertThat(answered.ok().lines())
                .containsExactly(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
                        "{\"jsonrpc\":\"2.0\",\"id\":\"two\",\"result\":{}}");
        assertThat(alice.hob(folder, "", "mcp").ok()).isEmpty();
    }

    @Test
    void what_goes_wrong_is_told_to_the_program_and_to_the_person() {
        var odd = alice.hob(folder, "no json\n[" + PING + "]\n" + PING, "mcp");
        assertThat(odd.out().lines().toList().getFirst()).contains("\"id\":null", "-32700");
        assertThat(odd.err()).contains("hob: this is no JSON", "the node refuses: One message at a time");
        assertThat(odd.out().lines().toList().getLast()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");

        var nobody = launched("nobody");
        assertThat(nobody.hob(folder, PING, "mcp").failed()).contains("hob login URL");
        assertThat(nobody.hob(folder, PING, "mcp", "--node", node.url.toString())
                        .failed())
                .contains("nobody is logged in at " + node.url);

        var ended = launched("ended");
        String token = node.hob(
                        "", "token", "create", "alice", "--scopes", "read:repository,read:issue", "--name", "ending")
                .ok();
        ended.hob(folder, token, "login", node.url.toString(), "--token-stdin", "--account", "alice")
                .ok();
        assertThat(ended.hob(folder, PING, "mcp").ok()).contains("\"result\":{}");
        node.hob("", "token", "revoke", "alice", "ending").ok();
        var over = ended.hob(folder, PING, "mcp");
        assertThat(over.out()).contains("\"id\":1", "\"error\"", "no token of this node");
        assertThat(over.err()).contains("no token of this node");
    }

    private static Launched launched(String name) {
        try {
            return Launched.in(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
