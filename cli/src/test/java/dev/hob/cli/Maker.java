package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/// Somebody who makes repositories, describes them and deletes them again by the API, and remembers what was
/// acknowledged. One thread at a time.
final class Maker implements AutoCloseable {
    private static final int KEPT = 2;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String credentials;
    private final TreeSet<String> made = new TreeSet<>();
    private final TreeSet<String> described = new TreeSet<>();
    private Optional<String> making = Optional.empty();
    private Optional<String> deleting = Optional.empty();
    private int count;

    Maker(String token) {
        this.credentials = "Basic " + Base64.getEncoder().encodeToString(("alice:" + token).getBytes(UTF_8));
    }

    /// Makes and deletes until the node is dead or it was told to stop.
    void run(Served node, BooleanSupplier stop) {
        try {
            while (node.handle().isAlive() && !stop.getAsBoolean()) {
                String name = "made-%05d".formatted(++count);
                making = Optional.of(name);
                expect(201, "POST", node.url + "/api/v1/user/repos", "{\"name\":\"" + name + "\",\"private\":true}");
                made.add(name);
                making = Optional.empty();
                expect(200, "PATCH", node.url + "/api/v1/repos/alice/" + name, "{\"description\":\"of " + name + "\"}");
                described.add(name);
                if (made.size() <= KEPT) continue;
                deleting = Optional.of(made.first());
                expect(204, "DELETE", node.url + "/api/v1/repos/alice/" + made.first(), "");
                made.pollFirst();
                deleting = Optional.empty();
            }
        } catch (IOException _) {
            // The node died under our hands, which is what this is about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void expect(int status, String method, String url, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", credentials)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != status) throw new AssertionError(method + " " + url + ": " + answer.body());
    }

    /// Says what is wrong when these repositories and descriptions are not those acknowledged, give or take what had no
    /// answer.
    Optional<String> objection(Map<String, String> shown) {
        var expected = new TreeSet<>(made);
        making.filter(shown::containsKey).ifPresent(expected::add);
        deleting.filter(name -> !shown.containsKey(name)).ifPresent(expected::remove);
        if (!expected.equals(shown.keySet())) return Optional.of("there should be " + expected + " and are " + shown);
        for (var repo : shown.entrySet())
            if (!repo.getValue().equals("of " + repo.getKey())
                    && (!repo.getValue().isEmpty() || described.contains(repo.getKey())))
                return Optional.of(repo.getKey() + " is described as " + repo.getValue());
        making = Optional.empty();
        deleting = Optional.empty();
        made.clear();
        made.addAll(shown.keySet());
        return Optional.empty();
    }

    @Override
    public void close() {
        http.close();
    }
}
