package dev.hob.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.cli.remote.FakeNode;
import dev.hob.cli.remote.FakeScreen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientLineTest {
    @TempDir
    Path folder;

    @Test
    void the_launcher_knows_the_same_words() throws IOException {
        String launcher = Files.readString(Path.of("..", "hob"));
        // A long line goes on in the next.
        var words = launcher.replaceAll("\\\\\\n\\s*", "")
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("login | "))
                .flatMap(line -> Arrays.stream(line.replace(")", "").split(" \\| ")))
                .toList();
        assertThat(words).containsExactlyInAnyOrderElementsOf(ClientLine.words());
    }

    @Test
    void help_fits_into_eighty_columns() {
        for (var words : List.of(
                List.of("issue"),
                List.of("issue", "create"),
                List.of("issue", "list"),
                List.of("issue", "export"),
                List.of("issue", "import"),
                List.of("repo"),
                List.of("repo", "settings"),
                List.of("search"),
                List.of("login"))) {
            var screen = new FakeScreen(folder);
            var all = new java.util.ArrayList<>(words);
            all.add("--help");
            assertThat(ClientLine.run(all, screen, () -> {
                        throw new AssertionError("no clone");
                    }))
                    .isZero();
            assertThat(screen.out().lines())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(80));
        }
    }

    @Test
    void repositories_are_made_shown_changed_and_deleted() {
        try (var node = new FakeNode()) {
            var screen = new FakeScreen(folder).typing(FakeNode.TOKEN);
            ClientLine.run(List.of("login", node.url(), "--token-stdin"), screen, () -> {
                throw new AssertionError("no clone");
            });
            screen.out();
            assertThat(run(screen, "repo", "create", "tea")).isEqualTo(node.url() + "/alice/tea\n");
            assertThat(run(screen, "repo", "list"))
                    .startsWith("alice/tea  All about tea")
                    .contains("private");
            assertThat(run(screen, "repo", "show", "alice/tea")).contains("to its members only");
            assertThat(run(screen, "repo", "settings", "alice/tea", "-d", "Green"))
                    .contains("Green");
            assertThat(ClientLine.run(List.of("repo", "create", "bob/tea"), screen, () -> {
                        throw new AssertionError("no clone");
                    }))
                    .isEqualTo(1);
            assertThat(ClientLine.run(List.of("repo", "settings", "alice/tea", "--public", "--private"), screen, () -> {
                        throw new AssertionError("no clone");
                    }))
                    .isEqualTo(2);
            assertThat(ClientLine.run(List.of("repo", "settings", "alice/tea", "--public"), screen, () -> {
                        throw new AssertionError("no clone");
                    }))
                    .isEqualTo(1);
            screen.err();
            assertThat(ClientLine.run(List.of("repo", "delete", "alice/tea"), screen, () -> {
                        throw new AssertionError("no clone");
                    }))
                    .isEqualTo(1);
            assertThat(screen.err()).contains("--yes");
            assertThat(node.requests()).noneMatch(line -> line.startsWith("DELETE"));
            assertThat(run(screen, "repo", "delete", "alice/tea", "--yes")).isEqualTo("alice/tea is deleted\n");
            var person = new FakeScreen(folder).answering("alice/coffee");
            assertThat(ClientLine.run(List.of("repo", "delete", "alice/tea"), person, () -> {
                        throw new AssertionError("no clone");
                    }))
                    .isEqualTo(1);
            assertThat(person.err()).contains("nothing was done");
        }
    }

    private static String run(FakeScreen screen, String... words) {
        assertThat(ClientLine.run(List.of(words), screen, () -> {
                    throw new AssertionError("no clone");
                }))
                .as(screen.err())
                .isZero();
        return screen.out();
    }
}
