package dev.hob.web.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gg.jte.Content;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Path TEMPLATES = Path.of("src/main/jte");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path FILES = Path.of("src/main/resources/dev/hob/web/text");
    private static final Path SCRIPTS = Path.of("src/main/resources/dev/hob/web/static");
    private static final Pattern USED =
            Pattern.compile("\\b(?:text|html|dates|message)\\(\\s*\"([a-z][a-z0-9-]*\\.[a-z0-9.-]*)\"(\\s*\\+)?");
    private static final Pattern SAID = Pattern.compile("\\bsay\\([`'\"]([a-z-]+)(\\$?)");
    private static final Pattern VALUE = Pattern.compile("\\{(\\d+)");
    private static final Pattern TAG = Pattern.compile("</?(\\w+)");
    private static final Set<String> TAGS =
            Set.of("a", "abbr", "b", "br", "code", "em", "i", "kbd", "p", "samp", "small", "span", "strong", "time");

    private static String said(String pattern, Object... values) {
        return Message.parse("key", pattern, "en").text(values);
    }

    private static String written(String pattern, Object... values) {
        var out = new StringOutput();
        Message.parse("key.html", pattern, "en").html(out, values);
        return out.toString();
    }

    @Test
    void a_message_is_said_with_its_values_in_any_order() {
        assertThat(said("No values, and it's {0}", "fine")).isEqualTo("No values, and it's fine");
        assertThat(said("{1} of {0}", 3, "one")).isEqualTo("one of 3");
        assertThat(said("braces '{'0'}'")).isEqualTo("braces {0}");
    }

    @Test
    void a_number_chooses_as_its_language_does() {
        String files = "{0, plural, =0 {no file} one {# file of {1}} other {# files of {1}}}";
        assertThat(said(files, 0, "tea")).isEqualTo("no file");
        assertThat(said(files, 1, "tea")).isEqualTo("1 file of tea");
        assertThat(said(files, 21L, "tea")).isEqualTo("21 files of tea");
        String polish = "{0, plural, one {# plik} few {# pliki} many {# plików} other {# pliku}}";
        assertThat(List.of(1, 2, 5, 22, 112))
                .extracting(it -> Message.parse("key", polish, "pl").text(it))
                .containsExactly("1 plik", "2 pliki", "5 plików", "22 pliki", "112 plików");
        assertThat(said("{0, select, open {Open} other {Closed}}", "open")).isEqualTo("Open");
    }

    @Test
    void values_in_html_are_escaped_and_a_link_leads_to_no_script() {
        String link = "See <a href=\"{0}\" title=\"{1}\">{1}</a>.";
        assertThat(written(link, "/tea", "\"<b>\" & 'milk'"))
                .isEqualTo("See <a href=\"/tea\" title=\"&#34;&lt;b>&#34; &amp; &#39;milk&#39;\">"
                        + "\"&lt;b&gt;\" &amp; 'milk'</a>.");
        assertThat(written(link, " JavaScript:alert(1)", "x")).contains("href=\"\"");
        Content bold = out -> out.writeContent("<b>HTML</b>");
        assertThat(written("{0} stays", bold)).isEqualTo("<b>HTML</b> stays");
    }

    @Test
    void what_is_wrong_with_a_message_is_said() {
        assertThatThrownBy(() -> said("{0} and {1}", "one")).hasMessageContaining("{1}");
        assertThatThrownBy(() -> said("{name}", "one")).hasMessageContaining("by their number");
        assertThatThrownBy(() -> said("{0, date}", "one")).hasMessageContaining("plural and select");
        assertThatThrownBy(() -> Messages.text("no.such.message")).hasMessageContaining("no.such.message");
        assertThatThrownBy(() -> Messages.text("no.such.html")).hasMessageContaining("is HTML");
    }

    private static List<Path> files(Path under, String ending) throws IOException {
        try (var all = Files.walk(under)) {
            return all.filter(it -> it.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static Map<String, String> messages(String language) throws IOException {
        Map<String, String> messages = new LinkedHashMap<>();
        for (String line : Files.readAllLines(FILES.resolve(language + ".properties"), UTF_8)) {
            int equals = line.indexOf('=');
            assertThat(messages.put(line.substring(0, equals), line.substring(equals + 1)))
                    .as("%s twice: %s", language, line)
                    .isNull();
        }
        return messages;
    }

    @Test
    void no_template_says_anything_in_words_of_its_own() throws IOException {
        List<String> spoken = new ArrayList<>();
        for (var file : files(TEMPLATES, ".jte"))
            for (String each : Spoken.in(Files.readString(file))) spoken.add(TEMPLATES.relativize(file) + ":" + each);
        assertThat(spoken).isEmpty();
    }

    @Test
    void every_message_is_said_somewhere_and_none_is_missing() throws IOException {
        Set<String> used = new TreeSet<>();
        Set<String> beginnings = new TreeSet<>();
        var sources = new ArrayList<>(files(TEMPLATES, ".jte"));
        sources.addAll(files(SOURCES, ".java"));
        for (var file : sources) {
            var call = USED.matcher(Files.readString(file));
            while (call.find()) (call.group(2) == null ? used : beginnings).add(call.group(1));
        }
        for (var file : files(SCRIPTS, ".js")) {
            var call = SAID.matcher(Files.readString(file));
            while (call.find()) (call.group(2).isEmpty() ? used : beginnings).add("script." + call.group(1));
        }
        Set<String> known = new TreeSet<>(messages("en").keySet());
        assertThat(known).containsAll(used);
        known.removeAll(used);
        known.removeIf(key -> beginnings.stream().anyMatch(key::startsWith));
        assertThat(known).as("said nowhere").isEmpty();
    }

    @Test
    void each_file_is_in_order_and_its_html_is_plain() throws IOException {
        assertThat(files(FILES, ".properties"))
                .extracting(it -> it.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(Messages.LANGUAGES.stream()
                        .map(it -> it + ".properties")
                        .toList());
        for (String language : Messages.LANGUAGES) {
            var messages = messages(language);
            assertThat(List.copyOf(messages.keySet())).as(language).isSorted();
            messages.forEach((key, value) -> {
                Message.parse(key, value, language);
                if (key.endsWith(".html")) assertThat(tags(value)).as(key).isSubsetOf(TAGS);
                else assertThat(value).as(key).doesNotContain("</", "&amp;", "&nbsp;");
            });
        }
    }

    private static Set<String> values(String pattern) {
        return VALUE.matcher(pattern).results().map(it -> it.group(1)).collect(toSet());
    }

    private static Set<String> tags(String pattern) {
        return TAG.matcher(pattern).results().map(it -> it.group(1)).collect(toSet());
    }

    @Test
    void a_translation_says_what_english_says_with_the_same_values() throws IOException {
        var english = messages("en");
        for (String language : Messages.LANGUAGES)
            messages(language).forEach((key, value) -> {
                assertThat(english).as(language).containsKey(key);
                assertThat(values(value)).as("%s %s", language, key).isEqualTo(values(english.get(key)));
                assertThat(tags(value)).as("%s %s", language, key).isEqualTo(tags(english.get(key)));
            });
    }

    @Test
    void a_reader_gets_what_they_chose_else_what_their_browser_asks_for() throws Exception {
        assertThat(Messages.fitting(Optional.empty(), Optional.empty())).isEqualTo("en");
        assertThat(Messages.fitting(Optional.empty(), Optional.of("fr, de-AT;q=0.8, en;q=0.5")))
                .isEqualTo("de");
        assertThat(Messages.fitting(Optional.empty(), Optional.of("en-GB, de;q=0.9")))
                .isEqualTo("en");
        assertThat(Messages.fitting(Optional.of("en"), Optional.of("de"))).isEqualTo("en");
        assertThat(Messages.fitting(Optional.of("tlh"), Optional.of("de"))).isEqualTo("de");
        assertThat(Messages.fitting(Optional.empty(), Optional.of(";;q=two, \0")))
                .isEqualTo("en");
        String many = "fr;q=0.1, ".repeat(1_000) + "de";
        assertThat(Messages.fitting(Optional.empty(), Optional.of(many))).isEqualTo("en");
        assertThat(Messages.in("de", () -> Messages.text("language.title"))).isEqualTo("Sprache");
        assertThat(Messages.language()).isEqualTo("en");
    }
}
