package dev.hob.cli;

import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `hob rehearse`: starts two nodes in a folder of their own, lets them live a little and stops them, so that the AOT
/// cache that the launcher has made meanwhile knows what a start needs and what a busy node does.
@Command(name = "rehearse", hidden = true, description = "Starts and stops throw-away nodes.")
final class RehearseCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("hob-rehearsal");
        try (var running = start(folder.resolve("data"));
                var guest = start(folder.resolve("guest"));
                var rehearsal = new Rehearsal(running.house(), running.web().localUrl())) {
            rehearsal.play(folder.resolve("kettle.git"), guest.house());
        } finally {
            Storage.remove(folder);
        }
        return 0;
    }

    private static ServeCommand.Running start(Path data) {
        return ServeCommand.Running.start(
                data,
                Map.of(),
                Map.of(
                        Setting.HTTP_ADDRESS,
                        "127.0.0.1:0",
                        Setting.P2P_ADDRESS,
                        "127.0.0.1:0",
                        Setting.LOG_LEVEL,
                        "error",
                        // A sentence model is no class that could be made ready.
                        Setting.SEARCH_MEANING,
                        "off"));
    }
}
