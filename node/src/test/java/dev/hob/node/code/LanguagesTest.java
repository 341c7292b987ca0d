package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.refs.House;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguagesTest {
    @TempDir
    Path folder;

    @Test
    void bytes_are_counted_by_the_names_of_files_and_what_came_from_elsewhere_is_not() {
        try (var house = new House(folder)) {
            var tea = house.repository("tea");
            var alice = house.node.people().find("alice").orElseThrow();
            var signer = Commits.Signer.of(alice);
            var changes = new ArrayList<FileChange>();
            Map.of(
                            "src/Main.java", 300,
                            "src/deep/Other.JAVA", 100,
                            "run.sh", 50,
                            "Makefile", 20,
                            "README.md", 5_000,
                            "data.json", 5_000,
                            "node_modules/x/index.js", 5_000,
                            "app.min.js", 5_000,
                            "empty.py", 0)
                    .forEach((path, size) -> changes.add(new FileChange.Create(
                            new CodePath(path), "x".repeat(size).getBytes(UTF_8))));
            var draft = new Commits.Draft("main", Optional.empty(), "x", signer, signer, changes);
            house.node.commits().commit(tea, alice, draft);
            var languages = house.node.reading().languages();
            try (var git = house.node.storage().open(tea.rid())) {
                var head = house.node.refs().view(tea).headId().orElseThrow();
                assertThat(languages.of(git, head))
                        .containsExactly(Map.entry("Java", 400L), Map.entry("Shell", 50L), Map.entry("Makefile", 20L));
                assertThat(languages.main(git, head)).contains("Java");
                assertThat(languages.soon(tea, git, head, Duration.ofSeconds(20)))
                        .hasValueSatisfying(it -> assertThat(it).containsOnlyKeys("Java", "Shell", "Makefile"));
            }
        }
    }

    @Test
    void names_stand_for_languages() {
        try (var house = new House(folder)) {
            names(house.node.reading().languages());
        }
    }

    private static void names(Languages languages) {
        for (var entry : Map.of(
                        "a.rs",
                        "Rust",
                        "Dockerfile",
                        "Dockerfile",
                        "x.C++",
                        "C++",
                        "go.mod.go",
                        "Go",
                        "a.kts",
                        "Kotlin")
                .entrySet()) assertThat(languages.language(entry.getKey())).contains(entry.getValue());
        for (String name : List.of("README", "a.", ".", "x.txt", "LICENSE"))
            assertThat(languages.language(name)).isEmpty();
    }
}
