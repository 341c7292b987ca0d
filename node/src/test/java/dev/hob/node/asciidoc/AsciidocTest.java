package dev.hob.node.asciidoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.asciidoc.Asciidoc.Answer;
import dev.hob.node.asciidoc.Asciidoc.Limits;
import dev.hob.node.language.Messages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process that renders AsciiDoc: what it makes, what it must not do, and how it ends.
class AsciidocTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Limits LIMITS =
            new Limits(Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(10));

    private static final String SLOW = "* b _c_ *d* `e` http://example.org\n\n".repeat(14_500);

    private static Asciidoc asciidoc;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        asciidoc = Asciidoc.open(Optional.of(Asciidoc.shipped()), LIMITS);
    }

    @AfterAll
    static void close() {
        asciidoc.close();
    }

    private static String html(Asciidoc asciidoc, String text) {
        var answer = asciidoc.soon(Integer.toHexString(text.hashCode()), text, PATIENCE);
        assertThat(answer).isInstanceOf(Answer.Html.class);
        return answer instanceof Answer.Html(String html) ? html : "";
    }

    private static Limits idle(Duration idle) {
        return new Limits(LIMITS.start(), LIMITS.text(), idle, LIMITS.rest());
    }

    @Test
    void a_text_is_made_once_and_known_from_then_on() {
        assertThat(html(asciidoc, "= Tea\n\n== Heat the water\n\nGo *on*."))
                .contains("<h1>Tea</h1>", "<h2 id=\"heat-the-water\">", "<strong>on</strong>");
        assertThat(asciidoc.soon(
                        Integer.toHexString("= Tea\n\n== Heat the water\n\nGo *on*.".hashCode()), "", Duration.ZERO))
                .isInstanceOf(Answer.Html.class);
        assertThat(asciidoc.soon("empty", "", PATIENCE)).isInstanceOf(Answer.Source.class);
    }

    @Test
    void no_file_is_read_and_nothing_is_run() throws IOException {
        var secret = Files.writeString(folder.resolve("secret.adoc"), "the-secret");
        Files.writeString(folder.resolve("docinfo.html"), "the-secret");
        Files.writeString(folder.resolve("picture.svg"), "<svg>the-secret</svg>");
        Files.writeString(folder.resolve("data.csv"), "the-secret,1");
        String html = html(asciidoc, """
                = Hostile
                :docinfo: shared
                :docinfodir: %2$s
                :docdir: %2$s
                :data-uri:
                :allow-uri-read:
                :linkcss!:
                :stylesheet: %1$s
                :source-highlighter: rouge
                :backend: docbook5
                :safe-mode-name: unsafe
                :max-include-depth: 9

                include::%1$s[]

                include::/etc/passwd[]

                include::https://example.org/x.adoc[]

                link:++%1$s++[] {docdir} {user-home}

                image::%2$s/picture.svg[opts=inline]

                image::/etc/passwd[]

                [format=csv]
                |===
                include::%2$s/data.csv[]
                |===

                [source,ruby]
                ----
                include::%1$s[]
                ----

                ifeval::["{user-home}" != ""]
                {user-home}
                endif::[]
                """.formatted(secret, folder));
        assertThat(html)
                .doesNotContain(
                        "the-secret", "root:", "data:", "<svg", "<?xml", "<article", System.getProperty("user.home"));
    }

    @Test
    void what_is_too_large_or_has_nothing_that_renders_it_is_left_as_it_is() {
        assertThat(asciidoc.soon("large", "x".repeat(Asciidoc.CHARACTERS_MAX + 1), PATIENCE))
                .isInstanceOfSatisfying(
                        Answer.Source.class, it -> assertThat(it.told().text()).contains("too large"));
        try (var none = Asciidoc.open(Optional.of(folder.resolve("nothing")), LIMITS);
                var unwanted = Asciidoc.open(false)) {
            for (var it : List.of(none, unwanted)) {
                assertThat(it.soon("id", "= Tea", PATIENCE))
                        .isEqualTo(new Answer.Source(Messages.later("asciidoc.not-here")));
                assertThat(it.process()).isEmpty();
            }
        }
    }

    @Test
    void a_process_that_was_killed_is_started_again_and_ends_when_it_has_nothing_to_do() throws Exception {
        try (var own = Asciidoc.open(Optional.of(Asciidoc.shipped()), idle(Duration.ofSeconds(5)))) {
            assertThat(own.process()).isEmpty();
            assertThat(own.soon("id", "zero", Duration.ZERO)).isEqualTo(new Answer.Later());
            html(own, "one");
            var first = own.process().orElseThrow();
            first.destroyForcibly();
            first.onExit().get(10, TimeUnit.SECONDS);
            html(own, "two");
            var second = own.process().orElseThrow();
            assertThat(second.pid()).isNotEqualTo(first.pid());
            second.onExit().get(60, TimeUnit.SECONDS);
            assertThat(own.process()).isEmpty();
            assertThat(html(own, "one")).contains("<p>one</p>");
        }
    }

    @Test
    void a_text_that_takes_too_long_is_ended_and_so_is_the_process_when_it_is_closed() throws Exception {
        ProcessHandle process;
        try (var own = Asciidoc.open(
                Optional.of(Asciidoc.shipped()),
                new Limits(LIMITS.start(), Duration.ofMillis(1_500), LIMITS.idle(), LIMITS.rest()))) {
            assertThat(own.soon("slow", SLOW, PATIENCE)).isInstanceOfSatisfying(Answer.Source.class, it -> assertThat(
                            it.told().text())
                    .contains("too long"));
            assertThat(own.process()).isEmpty();
            assertThat(own.soon("slow", SLOW, Duration.ZERO)).isInstanceOf(Answer.Source.class);
            assertThat(own.process()).isEmpty();
            html(own, "quick");
            process = own.process().orElseThrow();
            own.soon("slow again", SLOW + " ", Duration.ZERO);
        }
        process.onExit().get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_text_that_makes_much_of_little_comes_to_its_end() {
        var limits = new Limits(LIMITS.start(), Duration.ofSeconds(20), LIMITS.idle(), LIMITS.rest());
        try (var own = Asciidoc.open(Optional.of(Asciidoc.shipped()), limits)) {
            String some = ":a: " + "x".repeat(4_000) + "\n\n" + "{a} ".repeat(2_000);
            assertThat(own.soon("some", some, PATIENCE)).isInstanceOf(Answer.Source.class);
            String more = ":a: " + "x".repeat(4_000) + "\n\n" + "{a} ".repeat(120_000);
            assertThat(own.soon("more", more, PATIENCE)).isInstanceOf(Answer.Source.class);
            assertThat(own.soon("more", more, Duration.ZERO)).isInstanceOf(Answer.Source.class);
            assertThat(html(own, "one")).contains("<p>one</p>");
        }
    }

    @Test
    void a_process_that_does_not_come_up_is_left_alone_for_a_while() throws IOException {
        var limits = new Limits(LIMITS.start(), LIMITS.text(), LIMITS.idle(), Duration.ofSeconds(5));
        var libraries = Files.createDirectory(folder.resolve("libraries"));
        try (var own = Asciidoc.open(Optional.of(libraries), limits)) {
            for (int i = 0; i < 5; i++) {
                assertThat(own.soon("id", "= Tea", PATIENCE))
                        .isInstanceOfSatisfying(
                                Answer.Source.class,
                                it -> assertThat(it.told().text()).contains("at the moment"));
            }
            Files.delete(libraries);
            Files.createSymbolicLink(libraries, Asciidoc.shipped());
            assertThat(own.soon("id", "= Tea", Duration.ZERO)).isInstanceOf(Answer.Source.class);
            assertThat(own.process()).isEmpty();
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            var answer = own.soon("id", "= Tea", PATIENCE);
            while (answer instanceof Answer.Source && System.nanoTime() < end)
                answer = own.soon("id", "= Tea", PATIENCE);
            assertThat(answer).isInstanceOf(Answer.Html.class);
            Files.delete(libraries);
        }
    }

    /// A node that has a text rendered, and is killed.
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws InterruptedException {
            var own = Asciidoc.open(Optional.of(Asciidoc.shipped()), LIMITS);
            html(own, "one");
            System.out.println(own.process().orElseThrow().pid());
            own.soon("slow", SLOW, Duration.ZERO);
            Thread.sleep(Duration.ofMinutes(5));
        }
    }

    @Test
    void nothing_is_left_of_a_node_that_was_killed() throws Exception {
        var node = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var said = new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
            var process = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            assertThat(process.isAlive()).isTrue();
            node.destroyForcibly().waitFor();
            process.onExit().get(10, TimeUnit.SECONDS);
        } finally {
            node.destroyForcibly();
        }
    }
}
