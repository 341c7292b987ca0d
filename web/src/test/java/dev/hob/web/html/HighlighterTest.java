package dev.hob.web.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HighlighterTest {
    private static final String TAGS =
            "</?span( class=\"[cnkstvm]\")?>|</?bdi( class=\"u\" title=\"U\\+[0-9A-F]{4}\")?>";

    private final Highlighter highlighter = new Highlighter();

    private List<String> lines(String name, String text) {
        return highlighter.lines(String.valueOf(text.hashCode()), name, text);
    }

    private static String plain(String html) {
        return html.replaceAll("</?(span|bdi)[^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    a.go    | var tea = "x" // tea            | k:var s:"x" c:// tea
                    A.java  | @Override int a = 42; // tea    | m:@Override t:int n:42 c:// tea
                    a.js    | return `x` + 42                 | k:return s:`x` n:42
                    a.ts    | return "x"; // tea              | k:return s:"x" c:// tea
                    a.py    | def brew(): return 42 # tea     | k:def k:return n:42 c:# tea
                    a.rs    | fn brew() { return 42; }        | k:fn k:return n:42
                    a.c     | #include <tea.h>                | m:#include
                    a.sh    | if true; then echo "x"; fi      | k:if k:then s:"x"
                    a.json  | "tea": true                     | n:true
                    a.html  | <b>tea</b>                      | k:b
                    Makefile| # tea                           | c:# tea""")
    void what_is_alike_looks_alike_in_every_language(String name, String code, String looks) {
        String line = lines(name, code).getFirst();
        assertThat(plain(line)).isEqualTo(code);
        for (String look : looks.split(" (?=[a-z]:)", -1))
            assertThat(line).contains("<span class=\"" + look.charAt(0) + "\">" + look.substring(2) + "</span>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.java", "a.py", "a.rs", "a.go", "a.js", "a.ts", "a.html", "a.php", "a.rb", "a.txt", "noending"
            })
    void nothing_in_a_file_becomes_html_and_no_character_is_lost(String name) {
        var random = new Random(7);
        var signs = List.of(
                "<b>", "&amp;", "\"", "'", "`", "${", "}", "{", "\n", "\r\n", "\r", "//", "/*", "é", "🫖", "(", "if ",
                "\t", "\u202e", "\u2066");
        for (int i = 0; i < 200; i++) {
            var text = new StringBuilder();
            for (int j = random.nextInt(60); j > 0; j--) text.append(signs.get(random.nextInt(signs.size())));
            var lines = lines(name, text.toString());
            assertThat(lines.stream().map(HighlighterTest::plain))
                    .containsExactlyElementsOf(text.toString().lines().toList());
            assertThat(lines)
                    .allSatisfy(line -> assertThat(line.replaceAll(TAGS, "")).doesNotContain("<", ">"));
        }
    }

    @Test
    void what_would_turn_the_rest_of_a_line_around_is_seen_and_turns_nothing() {
        assertThat(Highlighter.shown("a\u202eb")).isEqualTo("a<bdi class=\"u\" title=\"U+202E\">\u202e</bdi>b");
        assertThat(lines("a.c", "/* \u2067 */").getFirst()).contains("<bdi class=\"u\" title=\"U+2067\">");
    }

    @Test
    void a_text_block_goes_on_over_its_lines() {
        assertThat(lines("a.java", "/*\n tea\n*/")).allMatch(line -> line.startsWith("<span class=\"c\">"));
    }

    /// Each of these once stopped a parser: by its stack, or for minutes.
    @ParameterizedTest
    @ValueSource(strings = {"(", "a<", "{[(\n", "!", "<a ", "\"", "/*", "${", "`", "\\"})
    void a_file_made_to_be_hard_takes_no_longer_than_another(String hard) {
        for (String ending : List.of("java", "js", "ts", "py", "rs", "go", "html", "php")) {
            String line = hard.repeat(1_900 / hard.length()) + "\n";
            String text = line.repeat(50) + hard.repeat(100_000);
            long start = System.nanoTime();
            assertThat(lines("a." + ending, text)).isNotEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(ending).isLessThan(Duration.ofSeconds(5));
        }
    }
}
