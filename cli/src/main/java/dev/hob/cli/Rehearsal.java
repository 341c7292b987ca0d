package dev.hob.cli;

import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.People;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/// A node's busy life, made short: somebody pushes, clones and reads, again and again. What Java learns by it, which
/// methods are hot and what they meet, goes into the AOT cache (JEP 515), so that a node is quick from its first
/// minute and spends less time on compiling. Used by one thread.
final class Rehearsal {
    private static final String NAME = "rehearsal";
    private static final String REPOSITORY = NAME + "/kettle";
    private static final int FILES = 40;
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

    /// One thing that is done over and over.
    @FunctionalInterface
    private interface Turn {
        void take(int number) throws IOException, GitAPIException, InterruptedException;
    }

    private final House house;
    private final URI url;
    private final Path folder;

    /// @param url where the node listens
    /// @param folder for clones
    Rehearsal(House house, URI url, Path folder) {
        this.house = house;
        this.url = url;
        this.folder = folder;
    }

    void play() throws IOException, GitAPIException, InterruptedException {
        var credentials = new UsernamePasswordCredentialsProvider(NAME, token());
        String remote = url + "/" + REPOSITORY + ".git";
        try (var source = Git.init()
                        .setInitialBranch("main")
                        .setDirectory(folder.resolve("source").toFile())
                        .call();
                var client = HttpClient.newHttpClient()) {
            source.getRepository()
                    .getConfig()
                    .setBoolean(ConfigConstants.CONFIG_COMMIT_SECTION, null, "gpgsign", false);
            for (int number = 0; number < 2 * FILES; number++) commit(source, number);
            push(source, remote, credentials);
            publish();
            again(PUSHING, number -> {
                commit(source, number);
                push(source, remote, credentials);
            });
            again(LISTING, _ -> Git.lsRemoteRepository().setRemote(remote).call());
            again(CLONING, number -> clone(remote, number));
            again(READING, number -> read(client, PAGES.get(number % PAGES.size())));
        }
    }

    private static void again(Duration time, Turn turn) throws IOException, GitAPIException, InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        for (int number = 0; System.nanoTime() < until; number++) turn.take(number);
    }

    private String token() {
        var node = house.node();
        var person =
                switch (node.people().create(NAME, NAME + "@localhost", Optional.empty(), false)) {
                    case People.Creation.Created(var created) -> created;
                    case People.Creation.Refused(var told) -> throw new CommandException(told);
                };
        var grant = new Grant(Set.of(Scope.values()), Optional.empty());
        return switch (node.tokens().create(person, NAME, grant, Optional.empty())) {
            case AccessTokens.Creation.Created created -> created.secret().text();
            case AccessTokens.Creation.Refused(var told) -> throw new CommandException(told);
        };
    }

    /// So that it is read as most are: by anybody.
    private void publish() {
        var node = house.node();
        var repo = node.repos()
                .find(NAME, "kettle")
                .orElseThrow(() -> new AssertionError("the first push made it"))
                .repo();
        var person = node.people().find(NAME).orElseThrow();
        node.edits().setPrivate(repo, person, false).ifPresent(told -> {
            throw new CommandException(told);
        });
    }

    private static void commit(Git git, int number) throws IOException, GitAPIException {
        int file = number % FILES;
        var root = git.getRepository().getWorkTree().toPath();
        var part = root.resolve("part-" + file % 4);
        Files.createDirectories(part);
        Files.writeString(root.resolve("README.md"), "# Kettle\n\n- turn *%d*\n- `code`\n".formatted(number));
        Files.writeString(part.resolve("File" + file + ".java"), """
                package kettle;

                /// Turn %d.
                final class File%d {
                    private static final int NUMBER = %d;

                    String told() {
                        return "turn " + NUMBER; // Again.
                    }
                }
                """.formatted(number, file, number));
        git.add().addFilepattern(".").call();
        git.commit()
                .setAuthor(NAME, NAME + "@localhost")
                .setCommitter(NAME, NAME + "@localhost")
                .setMessage("Turn " + number + "\n\nAnd what it was for.")
                .call();
    }

    private static void push(Git git, String remote, CredentialsProvider credentials) throws GitAPIException {
        for (var result : git.push()
                .setRemote(remote)
                .setRefSpecs(new RefSpec("refs/heads/main"))
                .setCredentialsProvider(credentials)
                .call())
            for (var update : result.getRemoteUpdates())
                if (update.getStatus() != RemoteRefUpdate.Status.OK)
                    throw new CommandException("a push was not taken: " + update);
    }

    private void clone(String remote, int number) throws IOException, GitAPIException {
        var into = folder.resolve("clone");
        var clone = Git.cloneRepository().setURI(remote).setBare(true).setDirectory(into.toFile());
        if (number % 3 == 2) clone.setDepth(1);
        clone.call().close();
        Storage.remove(into);
    }

    private void read(HttpClient client, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path)).build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status >= 500) throw new CommandException(path + " answered " + status);
    }
}
