package dev.hob.web.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.node.language.Message;
import gg.jte.Content;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Path TEMPLATES = Path.of("src/main/jte");
    private static final Path SCRIPTS = Path.of("src/main/resources/dev/hob/web/static");
    private static final Pattern USED =
            Pattern.compile("\\b(?:text|html|dates|message|later)\\(\\s*\"([a-z][a-z0-9-]*\\.[a-z0-9.-]*)\"(\\s*\\+)?");
    private static final Pattern SAID = Pattern.compile("\\bsay\\([`'\"]([a-z-]+)(\\$?)");
    private static final Pattern VALUE = Pattern.compile("\\{(\\d+)");
    private static final Pattern TAG = Pattern.compile("</?(\\w+)");
    private static final Set<String> TAGS =
            Set.of("a", "abbr", "b", "br", "code", "em", "i", "kbd", "p", "samp", "small", "span", "strong", "time");

    /// A module of the house, and where its messages are.
    private record Module(String name, String folder) {
        Path sources() {
            return Path.of("..", name, "src/main/java");
        }

        Path files() {
            return Path.of("..", name, "src/main/resources/dev/hob", folder);
        }
    }

    private static final Module NODE = new Module("node", "node/language");
    private static final Module WEB = new Module("web", "web/text");
    /// Bottom first.
    private static final List<Module> MODULES = List.of(
            NODE,
            new Module("federation", "federation/language"),
            new Module("p2p-sync", "p2p/language"),
            new Module("search", "search/language"),
            WEB);

    private static String written(String pattern, Object... values) {
        var out = new StringOutput();
        Messages.write(Message.parse("key.html", pattern, "en"), out, values);
        return out.toString();
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
        assertThatThrownBy(() -> Messages.html("no.such.message")).hasMessageContaining("is no HTML");
        assertThatThrownBy(() -> Messages.text("no.such.html")).hasMessageContaining("is HTML");
    }

    private static List<Path> files(Path under, String ending) throws IOException {
        try (var all = Files.walk(under)) {
            return all.filter(it -> it.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static Map<String, String> messages(Module module, String language) throws IOException {
        Map<String, String> messages = new LinkedHashMap<>();
        for (String line : Files.readAllLines(module.files().resolve(language + ".properties"), UTF_8)) {
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

    /// Keys that a module says; a key that is put together counts as each that begins so.
    private record Use(Set<String> keys, Set<String> beginnings) {
        static Use of(Module module) throws IOException {
            var use = new Use(new TreeSet<>(), new TreeSet<>());
            var sources = new ArrayList<>(files(module.sources(), ".java"));
            if (module.equals(WEB)) {
                sources.addAll(files(TEMPLATES, ".jte"));
                for (var file : files(SCRIPTS, ".js")) use.add(SAID.matcher(Files.readString(file)), "script.");
            }
            for (var file : sources) use.add(USED.matcher(Files.readString(file)), "");
            return use;
        }

        private void add(Matcher call, String prefix) {
            while (call.find()) {
                boolean whole = call.group(2) == null || call.group(2).isEmpty();
                (whole ? keys : beginnings).add(prefix + call.group(1));
            }
        }
    }

    @Test
    void every_message_is_said_somewhere_and_none_is_missing() throws IOException {
        Set<String> unsaid = new TreeSet<>();
        for (var module : MODULES) unsaid.addAll(messages(module, "en").keySet());
        var ofNode = messages(NODE, "en").keySet();
        for (var module : MODULES) {
            var use = Use.of(module);
            Set<String> missing = new TreeSet<>(use.keys());
            // The pages say what they like; others have what they say beside them, or below.
            if (module.equals(WEB))
                for (var below : MODULES)
                    missing.removeAll(messages(below, "en").keySet());
            missing.removeAll(messages(module, "en").keySet());
            missing.removeAll(ofNode);
            assertThat(missing)
                    .as("said by %s, and nowhere written", module.name())
                    .isEmpty();
            unsaid.removeAll(use.keys());
            unsaid.removeIf(key -> use.beginnings().stream().anyMatch(key::startsWith));
        }
        assertThat(unsaid).as("said nowhere").isEmpty();
    }

    @Test
    void no_key_is_of_two_modules() throws IOException {
        Map<String, String> of = new LinkedHashMap<>();
        for (var module : MODULES)
            for (String key : messages(module, "en").keySet())
                assertThat(of.put(key, module.name())).as(key).isNull();
    }

    @Test
    void each_file_is_in_order_and_its_html_is_plain() throws IOException {
        for (var module : MODULES) {
            assertThat(files(module.files(), ".properties"))
                    .extracting(it -> it.getFileName().toString())
                    .containsExactlyInAnyOrderElementsOf(Messages.LANGUAGES.stream()
                            .map(it -> it + ".properties")
                            .toList());
            for (String language : Messages.LANGUAGES) {
                var messages = messages(module, language);
                assertThat(List.copyOf(messages.keySet())).as(language).isSorted();
                messages.forEach((key, value) -> {
                    Message.parse(key, value, language);
                    if (key.endsWith(".html")) assertThat(tags(value)).as(key).isSubsetOf(TAGS);
                    else assertThat(value).as(key).doesNotContain("</", "&amp;", "&nbsp;");
                    assertThat(module.equals(WEB) || !key.endsWith(".html"))
                            .as("%s: only pages say HTML", key)
                            .isTrue();
                });
            }
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
        for (var module : MODULES) {
            var english = messages(module, "en");
            for (String language : Messages.LANGUAGES)
                messages(module, language).forEach((key, value) -> {
                    assertThat(english).as(language).containsKey(key);
                    assertThat(values(value)).as("%s %s", language, key).isEqualTo(values(english.get(key)));
                    assertThat(tags(value)).as("%s %s", language, key).isEqualTo(tags(english.get(key)));
                });
        }
    }

    @Test
    void the_messages_of_all_modules_are_found() {
        for (String key : List.of("language.title", "issue.title-is-one-line"))
            assertThat(dev.hob.node.language.Messages.in("de", () -> Messages.text(key)))
                    .isNotEqualTo(Messages.text(key));
    }
}
