package dev.hob.cli;

import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `hob rehearse`: starts a node in a folder of its own, asks it a few things and stops it, so that the AOT cache
/// that
/// the launcher has made meanwhile knows what a start needs.
@Command(name = "rehearse", hidden = true, description = "Starts and stops a throw-away node.")
final class RehearseCommand implements Callable<Integer> {
    private static final List<String> PATHS = List.of(
            "/healthz", "/readyz", "/metrics", "/", "/login", "/nobody/nothing.git/info/refs?service=git-upload-pack");

    @Override
    public Integer call() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("hob-rehearsal");
        try (var running = ServeCommand.Running.start(
                        folder, Map.of(), Map.of(Setting.HTTP_ADDRESS, "127.0.0.1:0", Setting.LOG_LEVEL, "error"));
                var client = HttpClient.newHttpClient()) {
            for (String path : PATHS)
                client.send(
                        HttpRequest.newBuilder(URI.create(running.web().localUrl() + path))
                                .build(),
                        BodyHandlers.discarding());
        } finally {
            Storage.remove(folder);
        }
        return 0;
    }
}
