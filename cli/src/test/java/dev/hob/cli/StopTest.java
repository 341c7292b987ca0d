package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.repo.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that is told to stop does.
class StopTest {
    private static final int SIGTERM = 128 + 15;

    @TempDir
    Path folder;

    @Test
    void in_the_midst_of_what_its_followers_read() throws Exception {
        var data = folder.resolve("data");
        for (int i = 0; i < 5; i++)
            try (var node = Served.start(data)) {
                node.account("person" + i);
                node.stop();
                assertThat(node.waitFor()).isEqualTo(SIGTERM);
            }
    }

    @Test
    void though_its_folder_is_gone() throws Exception {
        var data = folder.resolve("data");
        try (var node = Served.start(data)) {
            node.account("alice");
            Storage.remove(data);
            node.stop();
            assertThat(node.waitFor()).isEqualTo(SIGTERM);
        }
    }
}
