package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The editor's modules find each other under addresses of this node, and nothing else.
class EditorFilesTest {
    private static final Pattern IMPORT =
            Pattern.compile("^(?:import|export)[^'\"\\n;]*?from\\s*['\"]([^'\"]+)['\"]", Pattern.MULTILINE);
    private static final Pattern MODE = Pattern.compile("by\\('([a-z0-9]+)', '([A-Za-z0-9]+)'");

    @TempDir
    Path data;

    @Test
    void all_that_a_module_asks_for_is_there_and_kept_for_ever() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice");
            site.repository(alice, "tea", false, "");
            var guest = site.guest("alice");
            String page = guest.get("/alice/tea/new/main").body();
            var script =
                    Pattern.compile("src=\"(/-/editor/[0-9a-f]+/)edit.js\"").matcher(page);
            assertThat(script.find()).isTrue();
            String folder = script.group(1);
            String field = guest.get(folder + "field.js").body();
            var seen = new LinkedHashSet<String>(List.of("edit.js"));
            var open = new ArrayDeque<String>(seen);
            open.add("markdown.js");
            while (!open.isEmpty()) {
                var answer = guest.get(folder + open.pop());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                        .startsWith("text/javascript");
                assertThat(answer.body()).doesNotContain("eval(", "new Function(");
                var asked = IMPORT.matcher(answer.body());
                while (asked.find()) {
                    if (asked.group(1).equals("/-/say.js")) continue; // Not of the editor alone.
                    assertThat(asked.group(1)).startsWith("./");
                    if (seen.add(asked.group(1).substring(2)))
                        open.add(asked.group(1).substring(2));
                }
            }
            for (String name : seen)
                if (!name.equals("edit.js")) assertThat(page).contains(folder + name);
            var modes = MODE.matcher(field);
            int count = 0;
            while (modes.find()) {
                var mode = guest.get(folder + "mode/" + modes.group(1) + ".js");
                assertThat(mode.body()).contains("export const " + modes.group(2) + " ");
                count++;
            }
            assertThat(count).isGreaterThan(40);
            var packed = guest.get(folder + "view.js", "Accept-Encoding", "gzip");
            assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(packed.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
            for (String no : List.of("none.js", "mode/none.js", "mode/../state.js", "package.json"))
                assertThat(guest.get(folder + no).statusCode()).as(no).isEqualTo(404);
            assertThat(guest.get("/-/editor/0/view.js").statusCode()).isEqualTo(404);
        }
    }
}
