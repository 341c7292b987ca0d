package dev.hob.search.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrammarLibrariesTest {
    @TempDir
    Path folder;

    @Test
    void every_grammar_is_unpacked_where_it_is_kept_and_loaded_from_there() throws Exception {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                Unpacking.class.getName(),
                folder.toString());
        // A process of its own: in this one they may have been loaded from elsewhere.
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        try (var kept = Files.list(folder.resolve("lib"))) {
            assertThat(kept.map(file -> file.getFileName().toString()))
                    .hasSize(Grammars.languages().size() + 1)
                    .noneMatch(name -> name.endsWith(".new"));
        }
        try (var left = Files.walk(folder.resolve("tmp"))) {
            assertThat(left.filter(file -> file.toString().contains("tree-sitter")))
                    .isEmpty();
        }
    }

    static final class Unpacking {
        private Unpacking() {}

        public static void main(String[] arguments) {
            GrammarLibraries.keepIn(Path.of(arguments[0]));
            for (String language : Grammars.languages()) Grammars.definitions(language, "x");
            var found = Definitions.of("a.java", "class Tea {}");
            if (found.size() != 1) throw new AssertionError("not parsed: " + found);
            // As a kill would: nothing is deleted on the way out.
            Runtime.getRuntime().halt(0);
        }
    }
}
