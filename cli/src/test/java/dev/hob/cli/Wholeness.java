package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;

/// What must hold after anything that a client did: git finds no fault in any repository, and nor does the doctor.
final class Wholeness {
    private Wholeness() {}

    static void check(Served node) throws IOException {
        try (var folders = Files.list(node.data.resolve("storage"))) {
            for (var repository : folders.toList()) {
                assertThat(repository.getFileName().toString())
                        .as("half a push was left lying about")
                        .doesNotStartWith(".");
                new Git(repository, 2).ok("fsck", "--full", "--strict");
            }
        }
        node.hob("", "doctor", "--deep").ok();
    }
}
