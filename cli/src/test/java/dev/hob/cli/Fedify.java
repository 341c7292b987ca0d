package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/// A server of the fediverse that is made with Fedify, and one person on it, mia. `HOB_TEST_FEDIFY` names a folder with
/// the `node_modules` that it needs.
final class Fedify implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(30);
    private static final String SAYS = "peer: ";

    /// The form of signature that it tries first.
    enum Knock {
        RFC_9421("rfc9421"),
        CAVAGE("draft-cavage-http-signatures-12");

        private final String word;

        Knock(String word) {
            this.word = word;
        }
    }

    /// Mia's address.
    final String mia;
    private final URI url;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();

    private Fedify(Process process, String mia) {
        this.process = process;
        this.mia = mia;
        this.url = URI.create(mia);
    }

    /// Starts one in a folder. Where Fedify is missing, the test is skipped with a word on stderr; with `CI=true` it
    /// fails.
    static Fedify start(Path folder, Knock knock) throws IOException {
        String given = System.getenv("HOB_TEST_FEDIFY");
        if (given == null || !Files.isDirectory(Path.of(given, "node_modules"))) {
            String told = "every test with Fedify, because HOB_TEST_FEDIFY names no folder of its node_modules";
            assertThat(System.getenv("CI")).as(told).isNotEqualTo("true");
            System.err.println("SKIPPED: " + told);
            assumeTrue(false, told);
        }
        Files.createDirectories(folder);
        Files.createSymbolicLink(
                folder.resolve("node_modules"), Path.of(Objects.requireNonNull(given), "node_modules"));
        var program = folder.resolve("peer.mjs");
        try (InputStream in = Objects.requireNonNull(Fedify.class.getResourceAsStream("fedify_peer.mjs"))) {
            Files.copy(in, program);
        }
        var process = new ProcessBuilder("node", program.toString(), knock.word)
                .redirectError(folder.resolve("log").toFile())
                .start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String line = out.readLine();
        if (line == null || !line.startsWith(SAYS))
            throw new IOException("Fedify does not start: " + Files.readString(folder.resolve("log")));
        return new Fedify(process, line.substring(SAYS.length()));
    }

    /// Has mia do something; what came of it.
    JsonNode does(String what, Map<String, String> how) throws IOException {
        var request = HttpRequest.newBuilder(url.resolve("/control/" + what))
                .timeout(ANSWER_MAX)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(how)))
                .build();
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(what + ": " + answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        } catch (InterruptedException e) {
            throw new IOException("interrupted while mia was to " + what, e);
        }
    }

    /// What mia was sent so far.
    List<JsonNode> received() throws IOException {
        return StreamSupport.stream(does("received", Map.of()).spliterator(), false)
                .toList();
    }

    /// Waits for the first activity of a kind that she was sent, such as `Accept`.
    JsonNode arrives(String type, Predicate<JsonNode> which) throws IOException {
        long end = System.nanoTime() + ARRIVES_WITHIN.toNanos();
        Optional<JsonNode> found;
        do {
            found = received().stream()
                    .filter(it -> it.path("type").asText().equals(type))
                    .filter(which)
                    .findFirst();
            if (found.isEmpty()) pause();
        } while (found.isEmpty() && System.nanoTime() < end);
        return found.orElseThrow(() -> new AssertionError("no " + type + " arrives: " + said()));
    }

    private String said() {
        try {
            return received().stream()
                    .map(it ->
                            it.path("type").asText() + " of " + it.path("actor").asText() + ": " + it.path("object"))
                    .toList()
                    .toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while something was to arrive", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
