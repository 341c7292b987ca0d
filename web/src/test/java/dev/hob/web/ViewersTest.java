package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The libraries that draw in pages are this node's own files, and what they draw in may do nothing else.
class ViewersTest {
    @TempDir
    Path data;

    private static String folder(Guest guest) throws Exception {
        var entered = guest.get("/-/viewers/rich.js");
        assertThat(entered.statusCode()).isEqualTo(302);
        String script = entered.headers().firstValue("Location").orElseThrow();
        assertThat(script).matches("/-/viewers/[0-9a-f]+/rich\\.js");
        return script.substring(0, script.length() - "rich.js".length());
    }

    @Test
    void each_file_that_a_page_asks_for_is_there_and_kept_for_ever() throws Exception {
        try (var site = Site.open(data)) {
            var guest = site.guest("alice");
            String folder = folder(guest);
            assertThat(guest.get(folder + "rich.js").body()).contains("export function enrich");
            for (String name : List.of(
                    "mathjax/startup.js",
                    "mathjax/core.js",
                    "mathjax/input/tex-full.js",
                    "mathjax/output/svg.js",
                    "mathjax/output/svg/fonts/tex.js",
                    "mermaid/dist/mermaid.min.js",
                    "pdf/build/pdf.min.mjs",
                    "pdf/build/pdf.worker.min.mjs",
                    "pdf/cmaps/UniJIS-UTF16-H.bcmap",
                    "pdf/standard_fonts/FoxitSerif.pfb")) {
                var answer = guest.get(folder + name);
                assertThat(answer.statusCode()).as(name).isEqualTo(200);
                assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
                        .contains("immutable");
                if (name.endsWith("js"))
                    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                            .startsWith("text/javascript");
            }
        }
    }

    @Test
    void nothing_else_is_answered() throws Exception {
        try (var site = Site.open(data)) {
            var guest = site.guest("alice");
            String folder = folder(guest);
            for (String name : List.of(
                    "mathjax/../LICENSE.js",
                    "pdf/package.json",
                    "pdf/build/none.mjs",
                    "mathjax/..%2f..%2f..%2f..%2fdev/hob/web/static/hob.js",
                    "other/hob.js"))
                assertThat(guest.get(folder + name).statusCode()).as(name).isIn(400, 404);
            assertThat(guest.get("/-/viewers/0/pdf/build/pdf.min.mjs").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_diagram_is_drawn_where_nothing_can_be_reached() throws Exception {
        try (var site = Site.open(data)) {
            var guest = site.guest("alice");
            String folder = folder(guest);
            var frame = guest.get(folder + "diagram");
            assertThat(frame.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "sandbox allow-scripts", "frame-ancestors 'self'")
                    .doesNotContain("allow-same-origin", "connect-src");
            assertThat(guest.get(folder + "diagram.js").headers().firstValue("Cross-Origin-Resource-Policy"))
                    .hasValue("cross-origin");
        }
    }
}
