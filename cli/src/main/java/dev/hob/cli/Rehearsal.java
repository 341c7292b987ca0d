package dev.hob.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.hob.node.log.RepoId;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.People;
import dev.hob.node.people.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A node's busy life, made short: somebody pushes, clones and reads, and another node takes copies, again and
/// again. What Java learns by it, which methods are hot and what they meet, goes into the AOT cache (JEP 515), so
/// that a node is quick from its first minute and spends less time on compiling. Used by one thread.
final class Rehearsal implements AutoCloseable {
    private static final String NAME = "rehearsal";
    private static final String REPOSITORY = NAME + "/kettle";
    private static final int COMMITS_FIRST = 80;
    private static final List<String> PAGES = List.of(
            "/healthz",
            "/readyz",
            "/metrics",
            "/login",
            "/",
            "/" + NAME,
            "/" + REPOSITORY,
            "/" + REPOSITORY + "/src/branch/main/part-1",
            "/" + REPOSITORY + "/src/branch/main/part-1/File1.java",
            "/" + REPOSITORY + "/raw/branch/main/README.md",
            "/" + REPOSITORY + "/commits/branch/main",
            "/" + REPOSITORY + "/branches",
            "/api/v1/repos/search",
            "/api/v1/repos/" + REPOSITORY);
    private static final Duration PUSHING = Duration.ofSeconds(3);
    private static final Duration LISTING = Duration.ofMillis(1500);
    private static final Duration CLONING = Duration.ofMillis(1500);
    private static final Duration READING = Duration.ofSeconds(2);
    private static final Duration COPYING = Duration.ofSeconds(2);

    /// One thing that is done over and over.
    @FunctionalInterface
    private interface Turn {
        void take(int number) throws IOException, InterruptedException;
    }

    private final House house;
    private final URI url;
    private final HttpClient client = HttpClient.newHttpClient();

    /// @param url where the node listens
    Rehearsal(House house, URI url) {
        this.house = house;
        this.url = url;
    }

    /// @param folder for the repository that is pushed
    /// @param guest another node
    void play(Path folder, House guest) throws IOException, InterruptedException {
        String token = token();
        try (var history = new Rehearsed(folder)) {
            for (int i = 0; i < COMMITS_FIRST; i++) history.grow();
            push(history, token);
            var rid = publish();
            again(PUSHING, _ -> {
                history.grow();
                push(history, token);
            });
            again(LISTING, _ -> {
                git("info/refs?service=git-upload-pack", Optional.empty(), "");
                git("git-upload-pack", Optional.of(history.list()), "");
            });
            again(CLONING, number -> git("git-upload-pack", Optional.of(history.fetch(number % 3 == 2)), ""));
            again(READING, number -> send(HttpRequest.newBuilder(URI.create(url + PAGES.get(number % PAGES.size())))));
            var peer = new PeerRehearsal(house, guest);
            again(COPYING, _ -> peer.take(rid));
        }
    }

    private static void again(Duration time, Turn turn) throws IOException, InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        for (int number = 0; System.nanoTime() < until; number++) turn.take(number);
    }

    private String token() {
        var node = house.node();
        var person =
                switch (node.people().create(NAME, NAME + "@localhost", Optional.empty(), false)) {
                    case People.Creation.Created(var created) -> created;
                    case People.Creation.Refused(var _, var told) -> throw new CommandException(told);
                };
        var grant = new Grant(Set.of(Scope.values()), Optional.empty());
        return switch (node.tokens().create(person, NAME, grant, Optional.empty())) {
            case AccessTokens.Creation.Created created -> created.secret().text();
            case AccessTokens.Creation.Refused(var _, var told) -> throw new CommandException(told);
        };
    }

    /// So that it is read as most are: by anybody.
    private RepoId publish() {
        var node = house.node();
        var repo = node.repos()
                .find(NAME, "kettle")
                .orElseThrow(() -> new AssertionError("the first push made it"))
                .repo();
        var person = node.people().find(NAME).orElseThrow();
        node.edits().setPrivate(repo, person, false).ifPresent(told -> {
            throw new CommandException(told);
        });
        return repo.rid();
    }

    private void push(Rehearsed history, String token) throws IOException, InterruptedException {
        git("info/refs?service=git-receive-pack", Optional.empty(), token);
        String told = git("git-receive-pack", Optional.of(history.push()), token);
        if (!told.contains("ok refs/heads/main")) throw new CommandException("a push was not taken: " + told);
    }

    /// One request of git's; with a body it is posted. Gives what came back, byte for byte.
    private String git(String path, Optional<byte[]> body, String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/" + REPOSITORY + ".git/" + path));
        if (token.isEmpty()) request.header("Git-Protocol", "version=2");
        else request.header("Authorization", "Basic " + basic(token));
        body.ifPresent(bytes -> request.header("Content-Type", "application/x-" + path + "-request")
                .POST(BodyPublishers.ofByteArray(bytes)));
        return send(request);
    }

    private static String basic(String token) {
        return Base64.getEncoder().encodeToString((NAME + ":" + token).getBytes(ISO_8859_1));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = client.send(request.build(), BodyHandlers.ofString(ISO_8859_1));
        if (response.statusCode() >= 400)
            throw new CommandException(response.uri() + " answered " + response.statusCode());
        return response.body();
    }

    @Override
    public void close() {
        client.close();
    }
}
