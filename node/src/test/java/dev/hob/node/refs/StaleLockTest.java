package dev.hob.node.refs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.node.log.Probe;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A kill in the middle of a ref's update leaves git's lock file behind, which no exception in a test does.
class StaleLockTest {
    @TempDir
    Path folder;

    @AfterEach
    void stopWatching() {
        Probe.watch(_ -> {});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refs/heads/trunk.lock",
                "refs/namespaces/NID/refs/heads/trunk.lock",
                "refs/namespaces/NID/refs/rad/sigrefs.lock",
                "packed-refs.lock",
                "HEAD.lock"
            })
    void a_lock_that_a_killed_push_left_does_not_stop_its_completion(String name) throws IOException {
        try (var house = new House(folder)) {
            var tea = house.repository("tea");
            var first = dieBeforeRefs(house, tea);
            leave(house, tea, name);
            house.reopen();

            tea = house.repository("tea");
            assertThat(house.node.refs().view(tea).refs()).containsEntry("refs/heads/trunk", first);
            assertThat(house.node.refs().examine(tea)).isEmpty();
            assertThat(house.pushes()).isEqualTo(1);
            var next = house.commit(tea, "next");
            assertThat(house.move(tea, House.made("refs/heads/next", next))).isInstanceOf(Refs.Verdict.Moved.class);
        }
    }

    @Test
    void a_lock_on_a_ref_that_the_push_did_not_touch_stays() throws IOException {
        try (var house = new House(folder)) {
            var tea = house.repository("tea");
            dieBeforeRefs(house, tea);
            var lock = leave(house, tea, "refs/heads/elsewhere.lock");
            house.reopen();
            assertThat(lock).exists();
            assertThat(house.node.refs().examine(tea)).isEmpty();
        }
    }

    private static ObjectId dieBeforeRefs(House house, Repo tea) throws IOException {
        var first = house.commit(tea, "first");
        Probe.watch(passed -> {
            if (passed.equals("objects")) throw new IllegalStateException("died");
        });
        assertThatThrownBy(() -> house.move(tea, House.made("refs/heads/trunk", first)))
                .hasMessage("died");
        Probe.watch(_ -> {});
        return first;
    }

    private static Path leave(House house, Repo tea, String name) throws IOException {
        var lock = house.node
                .storage()
                .path(tea.rid())
                .resolve(name.replace("NID", tea.namespace().nid()));
        Files.createDirectories(lock.getParent());
        return Files.createFile(lock);
    }
}
