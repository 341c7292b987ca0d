package dev.hob.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTest {
    @TempDir
    static Path data;

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = new ApiServer(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.web.localUrl() + path));
        if (headers.length > 0) request.headers(headers);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void the_document_names_every_operation_and_is_sent_once() throws Exception {
        var answer = get("/api/v1/openapi.json");
        assertThat(answer.statusCode()).isEqualTo(200);
        var document = new ObjectMapper().readTree(answer.body());
        assertThat(document.path("openapi").textValue()).startsWith("3.1");
        assertThat(document.findValuesAsText("operationId"))
                .containsExactlyInAnyOrderElementsOf(
                        server.operations().stream().map(Operation::id).toList());
        assertThat(document.path("components")
                        .path("schemas")
                        .path("Repository")
                        .path("required")
                        .toString())
                .contains("\"rid\"", "\"private\"", "\"default_branch\"");
        assertThat(document.path("paths")
                        .path("/repos/{owner}/{repo}")
                        .path("patch")
                        .path("requestBody")
                        .toString())
                .contains("EditRepository");
        String tag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(get("/api/v1/openapi.json", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
    }

    @Test
    void people_read_it_on_a_page() throws Exception {
        var page = get("/api/swagger");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        for (var operation : server.operations()) assertThat(page.body()).contains("id=\"" + operation.id() + "\"");
        assertThat(get("/api/v1").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/api/swagger"));
        assertThat(get("/login").body()).contains("href=\"/api/swagger\"");
    }

    @Test
    void what_is_not_there_is_told_as_json() throws Exception {
        var missing = get("/api/v1/nothing");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(new ObjectMapper().readTree(missing.body()).path("message").textValue())
                .isNotEmpty();
        var wrong = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.web.localUrl() + "/api/v1/version"))
                                .DELETE()
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow"))
                .hasValueSatisfying(allowed -> assertThat(allowed).contains("GET"));
    }
}
