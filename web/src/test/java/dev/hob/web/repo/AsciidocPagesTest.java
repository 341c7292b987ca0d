package dev.hob.web.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.asciidoc.Asciidoc;
import dev.hob.web.Site;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files in AsciiDoc, which another process renders, as pages show them.
class AsciidocPagesTest {
    private static final String TEA = """
            = Tea
            :imagesdir: pictures

            == Heat the water

            See link:guide.adoc[the guide], link:javascript:alert(1)[no link] and include::secret.txt[].

            include::secret.txt[]

            image::cup.png[A cup]

            [source,java]
            ----
            int x = 1; // <b>
            ----

            +++<script>alert(1)</script><b onclick="x()">bold</b>+++
            """;
    private static final Duration RENDERED_WITHIN = Duration.ofMinutes(2);
    private static final String WAITS = "It is being rendered: here is its source.";

    @TempDir
    Path data;

    private static HttpResponse<String> done(RepoHouse house, String path) throws Exception {
        long end = System.nanoTime() + RENDERED_WITHIN.toNanos();
        var answer = house.get("", path);
        while (answer.headers().firstValue("Refresh").isPresent() && System.nanoTime() < end) {
            Thread.sleep(Duration.ofMillis(300));
            answer = house.get("", path);
        }
        assertThat(answer.headers().firstValue("Refresh")).isEmpty();
        return answer;
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void the_source_is_shown_until_it_is_rendered_and_then_it_is_kept() throws Exception {
        try (var house = new RepoHouse(Site.open(data))) {
            house.pushText(
                    "main",
                    "Tea",
                    Map.of(
                            "README.adoc",
                            TEA,
                            "docs/guide.asciidoc",
                            TEA,
                            "README.txt",
                            "x",
                            "secret.txt",
                            "the secret"));
            for (String path : new String[] {"/alice/tea", "/alice/tea/src/branch/main/README.adoc"}) {
                var first = house.get("", path);
                if (path.equals("/alice/tea")) assertThat(first.body()).contains(WAITS);
                if (first.body().contains(WAITS)) {
                    assertThat(header(first, "Refresh")).isEqualTo("3");
                    assertThat(header(first, "ETag")).isEmpty();
                    assertThat(header(first, "Cache-Control")).isEqualTo("no-store");
                    assertThat(first.body()).contains("== Heat the water", "&lt;script&gt;");
                }
                var then = done(house, path);
                assertThat(then.body())
                        .contains("<h1>Tea</h1>", "<h2 id=\"heat-the-water\">", "<span class=\"c\">// &lt;b&gt;</span>")
                        .contains("href=\"/alice/tea/src/branch/main/guide.adoc\"", "<b>bold</b>")
                        .contains("src=\"/alice/tea/raw/branch/main/pictures/cup.png\"")
                        .doesNotContain(WAITS, "the secret", "<script>alert", "javascript:", "onclick=\"x");
                assertThat(house.get("", path, "If-None-Match", header(then, "ETag"))
                                .statusCode())
                        .isEqualTo(304);
            }
            assertThat(house.page("", "/alice/tea/src/branch/main/README.adoc"))
                    .contains("<a href=\"?source\">Source</a>");
            var source = house.get("", "/alice/tea/src/branch/main/README.adoc?source");
            assertThat(source.body()).contains("data-lines", "<a href=\"?\">Rendered</a>");
            assertThat(header(source, "Refresh")).isEmpty();
            assertThat(done(house, "/alice/tea/src/branch/main/docs/guide.asciidoc")
                            .body())
                    .contains("href=\"/alice/tea/src/branch/main/docs/guide.adoc\"");
            assertThat(house.post(
                                    "alice",
                                    "/alice/tea/new/main",
                                    "path",
                                    "new.adoc",
                                    "content",
                                    "== A _new_ one\n",
                                    "preview",
                                    "yes")
                            .body())
                    .contains("How it reads", "<h2 id=\"a-new-one\">A <em>new</em> one</h2>");
        }
    }

    @Test
    void where_it_is_not_rendered_the_source_is_shown_with_the_reason() throws Exception {
        try (var house = new RepoHouse(Site.plain(data))) {
            String signature = "-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n";
            house.push(
                    "main",
                    "Tea",
                    Map.of(
                            "README.adoc",
                            TEA.getBytes(UTF_8),
                            "tea.tar.gz.asc",
                            signature.getBytes(UTF_8),
                            "empty.adoc",
                            new byte[0],
                            "<i>.adoc",
                            TEA.getBytes(UTF_8),
                            "binary.adoc",
                            new byte[] {0, 1, 2}));
            for (String path : new String[] {"", "/src/branch/main/README.adoc", "/src/branch/main/%3Ci%3E.adoc"}) {
                var answer = house.get("", "/alice/tea" + path);
                assertThat(answer.body())
                        .contains("This node shows AsciiDoc as its source.", "== Heat the water")
                        .doesNotContain("<i>.adoc", "<script>alert");
                assertThat(header(answer, "Refresh")).isEmpty();
                assertThat(house.get("", "/alice/tea" + path, "If-None-Match", header(answer, "ETag"))
                                .statusCode())
                        .isEqualTo(304);
            }
            assertThat(house.page("", "/alice/tea/src/branch/main/tea.tar.gz.asc"))
                    .contains("BEGIN PGP SIGNATURE", "data-lines")
                    .doesNotContain("AsciiDoc");
            assertThat(house.page("", "/alice/tea/src/branch/main/empty.adoc")).contains("An empty file.");
            assertThat(house.page("", "/alice/tea/src/branch/main/binary.adoc")).contains("A binary file.");
        }
    }

    @Test
    void what_is_too_large_says_so_and_what_is_private_says_nothing() throws Exception {
        try (var house = new RepoHouse(Site.open(data))) {
            house.pushText(
                    "main",
                    "Large",
                    Map.of("large.adoc", "x ".repeat(Asciidoc.CHARACTERS_MAX / 2) + "y", "a.txt", "a"));
            var large = house.get("", "/alice/tea/src/branch/main/large.adoc");
            assertThat(large.body())
                    .contains("This text is too large to be rendered: here is its source.", "data-lines");
            assertThat(header(large, "Refresh")).isEmpty();
            house.repository("secret", true);
            for (String who : new String[] {"", "bob"})
                assertThat(house.get(who, "/alice/secret/src/branch/main/README.adoc")
                                .statusCode())
                        .isEqualTo(404);
        }
    }
}
