package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Somebody of a demonstration, who acts by their own node's API. Used by one thread.
final class DemoPerson implements AutoCloseable {
    static final String OURS = "/api/hob/v1/federation";
    private static final String API = "/api/v1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int BETWEEN_MILLISECONDS = 100;

    private final DemoStage.Node node;
    private final CountDownLatch ended;
    private final HttpClient client = HttpClient.newHttpClient();

    /// @param ended when nobody waits for anything any more
    DemoPerson(DemoStage.Node node, CountDownLatch ended) {
        this.node = node;
        this.ended = ended;
    }

    /// It is over before the end.
    static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndedException() {
            super("somebody ended it", null, false, false);
        }
    }

    /// An address at their node.
    String at(String path) {
        return node.url() + path;
    }

    static ObjectNode fields() {
        return JSON.createObjectNode();
    }

    JsonNode does(String method, String path, ObjectNode body) throws IOException, InterruptedException {
        if (ended.getCount() == 0) throw new EndedException();
        var request = HttpRequest.newBuilder(URI.create(at(path.startsWith("/api/") ? path : API + path)))
                .timeout(ANSWER)
                .header("Authorization", "token " + node.token())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        var answer = client.send(request.build(), BodyHandlers.ofString(UTF_8));
        if (answer.statusCode() >= 300)
            throw new CommandException(
                    method + " " + answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    }

    JsonNode does(String path, ObjectNode body) throws IOException, InterruptedException {
        return does("POST", path, body);
    }

    JsonNode sees(String path) throws IOException, InterruptedException {
        return does("GET", path, fields());
    }

    /// Waits until something is so; gives what it is then.
    JsonNode awaits(String what, String path, Predicate<JsonNode> holds) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var last = sees(path);
        while (!holds.test(last)) {
            if (System.nanoTime() > end) throw new CommandException("it never came that " + what + ": " + last);
            TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLISECONDS);
            last = sees(path);
        }
        return last;
    }

    /// Writes a file of their repository `tea`, on a branch that is there or begins at `main`.
    void writes(String file, String text, String branch, boolean begins, String message)
            throws IOException, InterruptedException {
        var body = fields().put("content", Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));
        body.put("message", message).put("branch", begins ? "main" : branch);
        if (begins) body.put("new_branch", branch);
        does("/repos/" + node.person() + "/tea/contents/" + file, body);
    }

    @Override
    public void close() {
        client.close();
    }
}
