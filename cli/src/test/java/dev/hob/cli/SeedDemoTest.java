package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that is filled with a demonstration, and a node whose pages are being worked on.
class SeedDemoTest {
    @TempDir
    Path folder;

    @Test
    void a_running_node_is_filled_and_its_pages_show_it() throws Exception {
        try (var node = Served.start(folder.resolve("data"))) {
            assertThat(node.hob(Served.PASSWORD, "seed-demo", "--password-stdin")
                            .ok())
                    .contains("chen/harbor: 1200 commits", "emil/draft: 0 commits");
            assertThat(Wire.ask(node.url, "GET", "/chen/harbor").body())
                    .contains("berths", "Where ships of every size");
            assertThat(Wire.ask(node.url, "GET", "/chen/harbor/src/branch/main/src/Catalogue.java")
                            .body())
                    .contains("1,000 lines");
            var berths = Wire.ask(node.url, "GET", "/chen/harbor/src/branch/main/berths")
                    .body();
            assertThat(berths.split("<td class=\"what\">", -1)).hasSize(227);
            assertThat(Wire.ask(node.url, "GET", "/ada/almanac").body()).contains("All 151 branches");
            assertThat(Wire.ask(node.url, "GET", "/bela/notes").status())
                    .as("private")
                    .isEqualTo(404);
            assertThat(node.session("dara")).isNotEmpty();
            var clone = Git.clone(folder.resolve("clone"), 2, "--mirror", node.remote("chen/harbor"));
            clone.ok("fsck", "--strict");
            assertThat(Integer.parseInt(clone.ok("rev-list", "--count", "main")))
                    .as("and what is merged")
                    .isBetween(1200, 1230);
            assertThat(Wire.ask(node.url, "GET", "/chen/harbor/issues").body())
                    .contains("good first issue", "The next one");
            assertThat(Wire.ask(node.url, "GET", "/chen/harbor/pulls?q=is:merged")
                            .body())
                    .contains("merged");
            assertThat(Wire.ask(node.url, "GET", "/chen/harbor/releases").body())
                    .contains("What is new");
            assertThat(clone.ok("rev-list", "--merges", "--count", "main")).isNotEqualTo("0");
            assertThat(clone.ok("tag")).contains("v0.");
            var again = node.hob("", "seed-demo");
            assertThat(again.status()).isEqualTo(1);
            assertThat(again.err()).contains("there is an account ada already");
            Wholeness.check(node);
        }
    }

    @Test
    void the_same_seed_tells_the_same_history() throws Exception {
        for (String one : new String[] {"one", "two"})
            Served.hob(folder.resolve(one), "", "seed-demo", "--seed", "7").ok();
        Served.hob(folder.resolve("three"), "", "seed-demo", "--seed", "8").ok();
        assertThat(tip("one")).isEqualTo(tip("two")).isNotEqualTo(tip("three"));
    }

    private String tip(String data) throws Exception {
        try (var node = Served.start(folder.resolve(data))) {
            // What was merged was merged today.
            return Git.run(folder, Git.clean(), "", List.of("git", "ls-remote", "--tags", node.remote("ada/lantern")))
                    .ok();
        }
    }

    @Test
    void templates_and_styles_are_read_from_the_source_tree_while_it_is_worked_on() throws Exception {
        var sources = folder.resolve("tree/web/src/main");
        copy(Path.of("../web/src/main/jte"), sources.resolve("jte"));
        copy(Path.of("../web/src/main/resources"), sources.resolve("resources"));
        try (var node = Served.startWith(
                folder.resolve("data"), "--dev", folder.resolve("tree").toString())) {
            assertThat(Wire.ask(node.url, "GET", "/").body()).contains("A forge for your hearth");
            var template = sources.resolve("jte/welcome.jte");
            Files.writeString(template, Files.readString(template).replace("<h1>", "<h1 class=\"mine\">"));
            var messages = sources.resolve("resources/dev/hob/web/text/en.properties");
            Files.writeString(
                    messages, Files.readString(messages).replace("=A forge for your hearth", "=Under the roof"));
            var style = sources.resolve("resources/dev/hob/web/static/hob.css");
            Files.writeString(style, "/* mine */\n", StandardOpenOption.APPEND);
            assertThat(Wire.ask(node.url, "GET", "/").body()).contains("<h1 class=\"mine\">Under the roof");
            assertThat(Wire.ask(node.url, "GET", "/-/hob.css").body()).endsWith("/* mine */\n");
        }
        var lost =
                Served.hob(folder.resolve("other"), "", "serve", "--dev", folder.toString(), "--http", "127.0.0.1:0");
        assertThat(lost.status()).isEqualTo(1);
        assertThat(lost.err()).contains("--dev needs a source tree");
    }

    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
