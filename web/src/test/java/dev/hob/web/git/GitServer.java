package dev.hob.web.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.MasterKey;
import dev.hob.keys.Secret;
import dev.hob.node.Node;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.web.login.Authentication;
import io.javalin.Javalin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A node in a folder with git's routes on loopback, and the real git client beside it.
final class GitServer implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    final Node node;
    private final Path folder;
    private final Javalin javalin;

    GitServer(Path folder) {
        this.folder = folder;
        var config = DatabaseConfig.sqlite(folder.resolve("hob.db"));
        this.node = Node.open(folder, config, MasterKey.open(folder.resolve("master.key")), InstantSource.system());
        var handlers = new GitHandlers(node, new Authentication(node.people(), node.tokens()));
        this.javalin = Javalin.create(c -> {
                    c.concurrency.useVirtualThreads = true;
                    c.startup.showJavalinBanner = false;
                    c.routes.get("/{owner}/{repo}/info/refs", handlers::infoRefs);
                    c.routes.post("/{owner}/{repo}/git-upload-pack", handlers::uploadPack);
                    c.routes.post("/{owner}/{repo}/git-receive-pack", handlers::receivePack);
                })
                .start("127.0.0.1", 0);
    }

    Person person(String name) {
        var creation = node.people().create(name, name + "@example.org", Optional.of(Secret.of(PASSWORD)), false);
        return ((People.Creation.Created) creation).person();
    }

    String url(String credentials, String path) {
        return "http://" + (credentials.isEmpty() ? "" : credentials + "@") + "127.0.0.1:" + javalin.port() + "/"
                + path;
    }

    String urlFor(String name, String path) {
        return url(name + ":" + PASSWORD.replace(" ", "%20"), path);
    }

    record Ran(int code, String out) {}

    /// Runs a command in a folder; git reads no configuration but its own defaults.
    Ran run(Path where, String... command) {
        try {
            var builder = new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
            var environment = builder.environment();
            environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
            environment.put("GIT_CONFIG_SYSTEM", "/dev/null");
            environment.put("GIT_TERMINAL_PROMPT", "0");
            for (String who : List.of("AUTHOR", "COMMITTER")) {
                environment.put("GIT_" + who + "_NAME", "Alice");
                environment.put("GIT_" + who + "_EMAIL", "alice@example.org");
            }
            var process = builder.start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(2, TimeUnit.MINUTES)) throw new AssertionError("hangs: " + List.of(command));
            return new Ran(process.exitValue(), out);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Runs git and expects it to succeed.
    String git(Path where, String... arguments) {
        var ran = tryGit(where, arguments);
        if (ran.code() != 0) throw new AssertionError("git " + List.of(arguments) + ": " + ran.out());
        return ran.out();
    }

    Ran tryGit(Path where, String... arguments) {
        var command = new ArrayList<>(List.of("git", "-c", "init.defaultBranch=main"));
        command.addAll(List.of(arguments));
        return run(where, command.toArray(String[]::new));
    }

    Path storage(String owner, String name) {
        var repo = node.repos().find(owner, name).orElseThrow().repo();
        return folder.resolve("storage").resolve(repo.rid().folder());
    }

    @Override
    public void close() {
        javalin.stop();
        node.close();
    }
}
