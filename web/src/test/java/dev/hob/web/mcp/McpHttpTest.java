package dev.hob.web.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Scope;
import dev.hob.web.Site;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes over the wire that no decent client sends, and who is let in at all.
class McpHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    @TempDir
    static Path data;

    private static Library library;
    private static String token;

    @BeforeAll
    static void open() throws Exception {
        library = new Library(data);
        token = library.token(library.alice, Scope.READ_REPOSITORY, Scope.READ_ISSUE);
    }

    @AfterAll
    static void close() {
        library.close();
    }

    private static HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create(library.site.web.localUrl() + "/mcp"))
                .header("Accept", "application/json, text/event-stream")
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String body, String... headers) throws Exception {
        var request = request().header("Authorization", "Bearer " + token).POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) request.setHeader(headers[i], headers[i + 1]);
        return send(request);
    }

    private static String call(String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "}}";
    }

    /// The sentence of a tool that refuses; whatever was sent, the protocol is kept.
    private static String refusal(String tool, String arguments) throws Exception {
        var answer = post(call(tool, arguments));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var json = JSON.readTree(answer.body());
        assertThat(json.path("id").asInt()).isEqualTo(7);
        assertThat(json.path("result").path("isError").asBoolean())
                .as(answer.body())
                .isTrue();
        return json.path("result").path("content").path(0).path("text").asText();
    }

    private static JsonNode error(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        var json = JSON.readTree(answer.body());
        assertThat(json.path("jsonrpc").asText()).isEqualTo("2.0");
        assertThat(answer.body()).doesNotContain("com.fasterxml", "Exception", "dev.hob", "io.model");
        return json.path("error");
    }

    @Test
    void nobody_is_let_in_without_a_token() throws Exception {
        for (String method : List.of("GET", "POST", "DELETE")) {
            var answer = send(request().method(method, BodyPublishers.ofString(PING)));
            assertThat(error(answer, 401).path("message").asText()).contains("Bearer");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"Hob\"");
        }
    }

    @Test
    void a_wrong_token_and_a_password_are_refused_alike() throws Exception {
        var wrong = post(PING, "Authorization", "Bearer hob_nothing");
        error(wrong, 401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate").orElse("")).contains("invalid_token");
        String basic = Base64.getEncoder().encodeToString(("alice:" + Site.PASSWORD).getBytes(StandardCharsets.UTF_8));
        error(post(PING, "Authorization", "Basic " + basic), 401);
    }

    @Test
    void a_token_that_ended_is_worth_nothing_in_the_next_request() throws Exception {
        String over = library.token(library.bob, Scope.READ_ISSUE);
        assertThat(post(PING, "Authorization", "Bearer " + over).statusCode()).isEqualTo(200);
        var node = library.site.node;
        node.tokens().of(library.bob).forEach(it -> node.tokens().revoke(library.bob, it.id()));
        error(post(PING, "Authorization", "Bearer " + over), 401);
    }

    @Test
    void a_token_for_something_else_is_told_what_it_lacks() throws Exception {
        String other = library.token(library.alice, Scope.READ_USER);
        var answer = post(PING, "Authorization", "Bearer " + other);
        error(answer, 403);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("insufficient_scope", "read:repository");
    }

    @Test
    void pages_of_elsewhere_may_not_ask_whatever_name_they_give_the_node() throws Exception {
        int port = library.site.web.localUrl().getPort();
        for (String evil : List.of(
                "https://evil.example",
                "http://evil.example:" + port,
                "null",
                "http://localhost",
                "http://localhost.evil.example:" + port,
                "http://127.0.0.1:" + (port + 1)))
            assertThat(error(post(PING, "Origin", evil), 403).path("message").asText())
                    .as(evil)
                    .contains("other places");
        assertThat(post(PING, "Origin", "http://127.0.0.1:" + port).statusCode())
                .isEqualTo(200);
        assertThat(post(PING).statusCode()).isEqualTo(200);
    }

    @Test
    void a_node_with_a_name_believes_only_its_own_pages(@TempDir Path other) throws Exception {
        try (var site = Site.called(other, "https://code.example.org")) {
            var carol = site.person("carol");
            var made = site.node
                    .tokens()
                    .create(carol, "t", new Grant(Set.of(Scope.ALL), Optional.empty()), Optional.empty());
            String secret = ((AccessTokens.Creation.Created) made).secret().text();
            for (var origin : Map.of("https://code.example.org", 200, "http://code.example.org", 403)
                    .entrySet()) {
                var answer = HTTP.send(
                        HttpRequest.newBuilder(URI.create(site.web.localUrl() + "/mcp"))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + secret)
                                .header("Origin", origin.getKey())
                                .POST(BodyPublishers.ofString(PING))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(origin.getKey()).isEqualTo(origin.getValue());
            }
        }
    }

    @Test
    void there_is_no_stream_and_no_session() throws Exception {
        for (String method : List.of("GET", "DELETE")) {
            var answer = send(request()
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "text/event-stream")
                    .method(method, BodyPublishers.noBody()));
            error(answer, 405);
            assertThat(answer.headers().firstValue("Allow")).contains("POST");
        }
        var first = post(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\","
                        + "\"capabilities\":{},\"clientInfo\":{\"name\":\"x\",\"version\":\"1\"}}}");
        assertThat(first.headers().firstValue("Mcp-Session-Id")).isEmpty();
        assertThat(JSON.readTree(first.body())
                        .path("result")
                        .path("protocolVersion")
                        .asText())
                .isEqualTo("2025-06-18");
        // A session of somebody's that another one names gives them nothing: only the token counts.
        String mallory = library.token(library.mallory, Scope.READ_REPOSITORY);
        var stolen = post(
                call("read_file", "{\"repository\":\"alice/secret\",\"path\":\"README.md\"}"),
                "Mcp-Session-Id",
                "of-alice",
                "Authorization",
                "Bearer " + mallory);
        assertThat(stolen.body())
                .contains("There is no repository alice/secret")
                .doesNotContain(Library.WORD);
    }

    @Test
    void versions_are_agreed_on_and_unknown_ones_refused() throws Exception {
        var odd = post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                + "\"1999-01-01\\nforged\",\"capabilities\":{},\"clientInfo\":{\"name\":\"x\",\"version\":\"1\"}}}");
        assertThat(JSON.readTree(odd.body())
                        .path("result")
                        .path("protocolVersion")
                        .asText())
                .isEqualTo("2025-11-25");
        error(post(PING, "MCP-Protocol-Version", "1999-01-01"), 400);
        assertThat(post(PING, "MCP-Protocol-Version", "2025-03-26").statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_is_no_message_is_refused_in_a_sentence() throws Exception {
        assertThat(error(post("{"), 400).path("code").asInt()).isEqualTo(-32700);
        assertThat(error(post(""), 400).path("code").asInt()).isLessThan(-32000);
        assertThat(error(post("[" + (PING + ",").repeat(9_999) + PING + "]"), 400)
                        .path("message")
                        .asText())
                .contains("no batches");
        error(post("[]"), 400);
        error(post("7"), 400);
        error(post("null"), 400);
        error(post("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}"), 400);
        error(post("{\"jsonrpc\":\"2.0\",\"id\":1}"), 400);
        error(post("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}"), 400);
        error(post("{\"jsonrpc\":\"2.0\",\"id\":{\"a\":1},\"method\":\"ping\"}"), 400);
        error(post("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}"), 400);
        error(post("{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"ping\"}"), 400);
        error(post("{\"jsonrpc\":\"2.0\",\"id\":\"" + "x".repeat(1_000) + "\",\"method\":\"ping\"}"), 400);
        error(post("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"), 400);
        error(post(PING + PING), 400);
        error(post("{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000)), 400);
        error(post(PING, "Content-Type", "text/plain"), 415);
        error(post("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"p\":\"" + "x".repeat(Mcp.BODY_BYTES_MAX) + "\"}"), 413);
        assertThat(error(post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no/such\"}"), 200)
                        .path("code")
                        .asInt())
                .isEqualTo(-32601);
        assertThat(post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/\\nforged\"}")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void nothing_that_is_sent_comes_into_the_log_by_way_of_the_library() throws Exception {
        var told = new ArrayList<LogRecord>();
        var listener = new Handler() {
            @Override
            public void publish(LogRecord event) {
                if (event.getLevel().intValue() >= Level.WARNING.intValue()) told.add(event);
            }

            @Override
            public void flush() {
                // Nothing waits.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        var library = Logger.getLogger("io.modelcontextprotocol");
        library.addHandler(listener);
        try {
            for (String method : List.of("initialize", "tools/call", "tools/list", "forged", "notifications/forged"))
                for (String params : List.of(
                        "7",
                        "{\"protocolVersion\":\"forged\"}",
                        "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"roots\":7},\"clientInfo\":8}",
                        "{\"name\":\"forged\",\"_meta\":9}",
                        "{\"name\":\"search\",\"arguments\":{\"query\":7}}"))
                    for (String id : List.of("\"id\":1,", ""))
                        post("{\"jsonrpc\":\"2.0\"," + id + "\"method\":\"" + method + "\",\"params\":" + params + "}");
        } finally {
            library.removeHandler(listener);
        }
        assertThat(told).extracting(LogRecord::getMessage).isEmpty();
    }

    @Test
    void parameters_that_make_no_sense_are_refused_without_a_word_of_our_classes() throws Exception {
        for (String method : List.of("tools/call", "initialize"))
            for (String params : List.of(
                    "null",
                    "7",
                    "\"x\"",
                    "[]",
                    "[[]]",
                    "{}",
                    "{\"name\":7}",
                    "{\"name\":[]}",
                    "{\"name\":\"read_file\",\"arguments\":[1]}",
                    "{\"protocolVersion\":{},\"capabilities\":7}")) {
                var answer =
                        post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}");
                assertThat(answer.statusCode()).as(method + " " + params).isEqualTo(200);
                assertThat(answer.body())
                        .as(method + " " + params)
                        .doesNotContain("com.fasterxml", "java.", "Exception");
                assertThat(JSON.readTree(answer.body())
                                .path("error")
                                .path("code")
                                .asInt())
                        .as(method + " " + params)
                        .isEqualTo(-32602);
            }
        var unknown = post(call("no_such_tool", "{}"));
        assertThat(JSON.readTree(unknown.body()).path("error").path("code").asInt())
                .isEqualTo(-32602);
        var write = post(call("open_issue", "{\"repository\":\"alice/tea\",\"title\":\"x\"}"));
        assertThat(write.body().replace("open_issue", "no_such_tool"))
                .as("a tool for others is one that does not exist")
                .isEqualTo(unknown.body());
    }

    @Test
    void arguments_are_as_the_schema_has_them_or_refused_with_what_to_change() throws Exception {
        assertThat(refusal("read_file", "{}")).contains("Say repository");
        assertThat(refusal("read_file", "{\"repository\":\"alice/tea\"}")).contains("Say path");
        assertThat(refusal("read_file", "{\"repository\":\"alice/tea\",\"path\":\"a\",\"lines\":3}"))
                .contains("no argument lines", "from_line");
        assertThat(refusal("read_file", "{\"repository\":[\"alice/tea\"],\"path\":\"a\"}"))
                .contains("repository is a text");
        assertThat(refusal("read_file", "{\"repository\":\"alice/tea\",\"path\":\"a\",\"from_line\":\"1\"}"))
                .contains("from_line is a whole number from 1");
        for (String number : List.of("0", "-1", "1.5", "99999999999", "1e400", "true", "{}"))
            assertThat(refusal(
                            "read_file", "{\"repository\":\"alice/tea\",\"path\":\"a\",\"from_line\":" + number + "}"))
                    .as(number)
                    .contains("from_line is a whole number");
        assertThat(refusal("list_issues", "{\"repository\":\"alice/tea\",\"state\":\"odd\"}"))
                .contains("state is one of open, closed, all");
        assertThat(refusal("search", "{\"query\":\"" + "x".repeat(100_000) + "\"}"))
                .contains("at most 1000 characters");
        assertThat(refusal("search", "{\"query\":\"\"}")).contains("must not be empty");
        assertThat(refusal("search", "{\"query\":\"a\\u0000b\"}")).contains("no character");
        assertThat(refusal("search", "{\"query\":\"\\ud800\"}")).contains("no character");
        assertThat(refusal("read_issue", "{\"repository\":\"alice/tea\",\"number\":1}"))
                .contains("number is a text");
        for (String name :
                List.of("tea", "alice/", "/tea", "alice/tea/more", "../tea", "alice/../../etc", "alice//tea"))
            assertThat(refusal("list_files", "{\"repository\":\"" + name + "\"}"))
                    .as(name)
                    .containsAnyOf("A repository is named owner/name", "There is no repository");
    }

    @Test
    void tricks_with_paths_and_refs_lead_nowhere() throws Exception {
        for (String path : List.of("../README.md", "src/../README.md", "./README.md", "a//b", "src/..", "%2e%2e/x"))
            assertThat(refusal("read_file", "{\"repository\":\"alice/tea\",\"path\":\"" + path + "\"}"))
                    .as(path)
                    .containsAnyOf("A path goes from the first folder down", "There is no /");
        for (String ref : List.of("refs/rad/sigrefs", "refs/namespaces/x", "HEAD~1", "--all", "main..fix", "../secret"))
            assertThat(refusal("list_files", "{\"repository\":\"alice/tea\",\"ref\":\"" + ref + "\"}"))
                    .as(ref)
                    .contains("no branch, tag or commit");
    }

    @Test
    void one_account_asks_only_so_much_at_once() throws Exception {
        String questions = call("search", "{\"query\":\"/(a|b)*c.*d/\"}");
        List<Callable<Integer>> all = IntStream.range(0, 60)
                .<Callable<Integer>>mapToObj(_ -> () -> post(questions).statusCode())
                .toList();
        try (var threads = Executors.newFixedThreadPool(60)) {
            for (var answer : threads.invokeAll(all)) assertThat(answer.get()).isIn(200, 429);
        }
        assertThat(post(PING).statusCode()).as("afterwards all is as before").isEqualTo(200);
    }
}
