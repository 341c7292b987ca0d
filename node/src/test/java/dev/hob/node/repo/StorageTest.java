package dev.hob.node.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
    @TempDir
    Path folder;

    @Test
    void what_an_earlier_node_left_half_done_is_swept_out() throws IOException {
        Files.createDirectories(folder.resolve(".new-1/objects"));
        Files.writeString(folder.resolve(".new-1/HEAD"), "ref: refs/heads/main\n");
        Files.createDirectories(folder.resolve(".gone-2/refs/heads"));
        Files.writeString(folder.resolve(".probe-3"), "3\n");
        var repository = Files.createDirectories(folder.resolve("z2eckgPPYcJ361gUwQinAvWFS8xNw"));

        try (var _ = Storage.open(folder)) {
            assertThat(folder.resolve(".new-1")).doesNotExist();
            assertThat(folder.resolve(".gone-2")).doesNotExist();
            assertThat(folder.resolve(".probe-3")).doesNotExist();
            assertThat(repository).isDirectory();
        }
    }

    /// Whatever measures writes to a file for seconds; JGit asks its configuration first, once in a process.
    @Test
    void the_first_who_reads_does_not_wait_until_the_file_system_is_measured() throws Exception {
        try (var _ = Storage.open(folder)) {
            long nanos = SystemReader.getInstance()
                    .getJGitConfig()
                    .getTimeUnit("filesystem", "a key", "timestampResolution", 0, TimeUnit.NANOSECONDS);

            assertThat(Duration.ofNanos(nanos)).isIn(FileTimes.FINE, FileTimes.COARSE);
        }
    }

    @Test
    void where_no_file_can_be_made_times_are_taken_for_coarse() {
        assertThat(FileTimes.resolution(folder.resolve("not/there"))).isEqualTo(FileTimes.COARSE);
        assertThat(folder).isEmptyDirectory();
    }
}
