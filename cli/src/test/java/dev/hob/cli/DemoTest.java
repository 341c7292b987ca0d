package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demonstration that somebody plays who wants to see what it is all about.
class DemoTest {
    @TempDir
    Path folder;

    private Git.Result demo(String... words) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.hob.cli.Main",
                "demo"));
        command.addAll(List.of(words));
        return Git.run(folder, Map.of(), "", command);
    }

    private List<String> left() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("hob-demo"))
                    .toList();
        }
    }

    @Test
    void it_plays_all_of_it_with_links_and_leaves_nothing() throws Exception {
        String told = demo("--no-wait").ok();
        assertThat(told)
                .contains("bob finds it from his node", "He forks it", "He offers the branch", "alice merges it")
                .contains("fetched from peer to peer")
                .contains("/@alice.tea@127.0.0.1:", "/alice/tea/pulls/2", "/-/elsewhere/offered");
        assertThat(told.lines().filter(line -> line.strip().startsWith("http"))).hasSizeGreaterThan(10);
        assertThat(left()).isEmpty();
    }

    @Test
    void it_waits_for_enter_or_the_end_of_the_input_and_keeps_what_shall_be_kept() throws Exception {
        var played = demo("--keep");
        played.ok();
        assertThat(played.err()).contains("as alice", "as bob", "Enter ends both nodes");
        assertThat(left()).hasSize(1);
        assertThat(folder.resolve(left().getFirst())).isDirectoryContaining("glob:**/alice");
    }
}
