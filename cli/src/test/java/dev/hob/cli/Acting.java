package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Predicate;

/// Somebody at a node, by its API.
record Acting(URI node, String name, String token) {
    static final String OURS = "/api/hob/v1/federation";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    static Acting of(Served node, String name, String... options) throws IOException {
        node.account(name, options);
        return new Acting(node.url, name, "Authorization: token " + node.token(name, "all"));
    }

    Wire.Answer ask(String method, String path, String body) throws IOException {
        String whole = path.startsWith("/api/") ? path : "/api/v1" + path;
        return Wire.send(node, method, whole, body.getBytes(UTF_8), token, "Content-Type: application/json");
    }

    JsonNode does(String method, String path, String body) throws IOException {
        var answer = ask(method, path, body);
        assertThat(answer.status())
                .as(method + " " + path + ": " + answer.body())
                .isBetween(200, 299);
        return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    }

    JsonNode sees(String path) throws IOException {
        return does("GET", path, "");
    }

    JsonNode awaits(String path, Predicate<JsonNode> holds) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var last = sees(path);
        while (!holds.test(last) && System.nanoTime() < end) {
            Thread.sleep(100);
            last = sees(path);
        }
        assertThat(holds.test(last)).as(path + ": " + last).isTrue();
        return last;
    }

    /// Writes a file of the repository `tea` of theirs.
    void writes(String file, String text, String branch, String newBranch) throws IOException {
        String content = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
        does(
                "POST",
                "/repos/" + name + "/tea/contents/" + file,
                "{\"content\":\"%s\",\"branch\":\"%s\"%s,\"message\":\"Write %s\"}"
                        .formatted(
                                content,
                                branch,
                                newBranch.isEmpty() ? "" : ",\"new_branch\":\"" + newBranch + "\"",
                                file));
    }
}
