package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What must hold after anything that a client did: git finds no fault in any repository, and nor does the doctor.
final class Wholeness {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Wholeness() {}

    static void check(Served node) throws IOException {
        // Maintenance makes a folder of its own now and then, and takes it away again.
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!leftovers(node).isEmpty() && System.nanoTime() < end) LockSupport.parkNanos(50_000_000);
        assertThat(leftovers(node)).as("half a push was left lying about").isEmpty();
        for (var repository : folders(node)) fsck(new Git(repository, 2));
        node.hob("", "doctor", "--deep").ok();
    }

    /// Maintenance may take a pack away while git reads it; what is wrong indeed is wrong the second time, too.
    private static void fsck(Git git) {
        if (git.call("fsck", "--full", "--strict").status() != 0) git.ok("fsck", "--full", "--strict");
    }

    private static List<Path> folders(Served node) throws IOException {
        try (var folders = Files.list(node.data.resolve("storage"))) {
            return folders.toList();
        }
    }

    private static List<Path> leftovers(Served node) throws IOException {
        return folders(node).stream()
                .filter(folder -> folder.getFileName().toString().startsWith("."))
                .toList();
    }
}
