package dev.hob.web.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.jte.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The messages of one language, by key. In a file `LANGUAGE.properties` beside this class (UTF-8), each in ICU
/// message syntax: `{0}` is the first value, `{0, plural, one {# file} other {# files}}` chooses by a number. A key
/// that ends in `.html` holds HTML, into which values are put escaped; every other is plain text.
///
/// English is complete. What another language lacks is said in English.
public final class Messages {
    /// The languages there are, by tag (BCP 47).
    public static final List<String> LANGUAGES = List.of("en", "de");

    private static final String FOR_SCRIPTS = "script.";
    /// Nobody reads more languages; the time to read a longer wish grows with the square of its length.
    private static final int ACCEPTED_CHARACTERS_MAX = 500;
    private static final Map<String, Messages> ALL = all();
    private static final Messages ENGLISH = of("en");
    private static final ScopedValue<Messages> READER = ScopedValue.newInstance();

    private final String language;
    private final Locale locale;
    /// Those that were said, parsed when they were first.
    private final Map<String, Message> messages = new ConcurrentHashMap<>();

    private final Map<String, DateTimeFormatter> dates = new ConcurrentHashMap<>();
    private final Map<String, String> patterns;
    private final Optional<Messages> otherwise;
    private volatile Optional<String> script = Optional.empty();

    private Messages(String language, Map<String, String> patterns, Optional<Messages> otherwise) {
        this.language = language;
        this.locale = Locale.forLanguageTag(language);
        this.patterns = patterns;
        this.otherwise = otherwise;
    }

    private static Map<String, Messages> all() {
        Map<String, Messages> all = new LinkedHashMap<>();
        for (String language : LANGUAGES)
            all.put(language, new Messages(language, built(language), Optional.ofNullable(all.get("en"))));
        return all;
    }

    /// The messages as they are in a folder at this moment, for who works on them.
    static Messages edited(Path folder, String language) {
        var english = new Messages("en", edited(folder.resolve("en.properties")), Optional.empty());
        if (language.equals("en")) return english;
        return new Messages(language, edited(folder.resolve(language + ".properties")), Optional.of(english));
    }

    private static Map<String, String> edited(Path file) {
        try (var in = Files.newInputStream(file)) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Messages of(String language) {
        return Objects.requireNonNull(ALL.get(language), language);
    }

    private static Map<String, String> built(String language) {
        try (var in = Messages.class.getResourceAsStream(language + ".properties")) {
            if (in == null) throw new AssertionError("no messages in " + language);
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the messages in " + language, e);
        }
    }

    private static Map<String, String> read(InputStream in) throws IOException {
        var lines = new Properties();
        lines.load(new InputStreamReader(in, UTF_8));
        Map<String, String> patterns = new TreeMap<>();
        for (String key : lines.stringPropertyNames()) patterns.put(key, lines.getProperty(key));
        return patterns;
    }

    /// What a message says in the reader's language.
    ///
    /// @param values what stands for `{0}`, `{1}` …; for a plural a whole number
    public static String text(String key, Object... values) {
        if (key.endsWith(".html")) throw new IllegalArgumentException(key + " is HTML");
        return reader().message(key).text(values);
    }

    /// The same of a message that holds HTML.
    ///
    /// @param values put in escaped, but for a [Content], which is HTML itself
    public static Content html(String key, Object... values) {
        if (!key.endsWith(".html")) throw new IllegalArgumentException(key + " is no HTML");
        var message = reader().message(key);
        return out -> message.html(out, values);
    }

    /// How dates are written, as a message says it: a pattern of [DateTimeFormatter].
    public static DateTimeFormatter dates(String key) {
        var reader = reader();
        return reader.dates.computeIfAbsent(
                key, _ -> DateTimeFormatter.ofPattern(reader.message(key).text(), reader.locale));
    }

    /// A whole number in groups of three digits.
    public static String number(long number) {
        return String.format(reader().locale, "%,d", number);
    }

    /// The language that is spoken now: the reader's while one of their requests is answered, else English.
    public static String language() {
        return reader().language;
    }

    /// Something done in a language of [#LANGUAGES].
    public static <T, X extends Throwable> T in(String language, ScopedValue.CallableOp<T, X> act) throws X {
        return in(of(language), act);
    }

    static <T, X extends Throwable> T in(Messages messages, ScopedValue.CallableOp<T, X> act) throws X {
        return ScopedValue.where(READER, messages).call(act);
    }

    /// Which of [#LANGUAGES] suits a reader: what they chose, else what their browser asks for, else English.
    ///
    /// @param accepted an `Accept-Language` (RFC 9110 §12.5.4)
    public static String fitting(Optional<String> chosen, Optional<String> accepted) {
        if (chosen.isPresent() && LANGUAGES.contains(chosen.get())) return chosen.get();
        try {
            var ranges = accepted.filter(it -> it.length() <= ACCEPTED_CHARACTERS_MAX)
                    .map(Locale.LanguageRange::parse)
                    .orElse(List.of());
            return Optional.ofNullable(Locale.lookupTag(ranges, LANGUAGES)).orElse("en");
        } catch (IllegalArgumentException _) {
            return "en"; // They asked for nothing that is a language.
        }
    }

    /// What a language calls itself.
    public static String called(String language) {
        return of(language).message("language.called").text();
    }

    /// The messages that our scripts say to the reader, as JavaScript (an ES module): by key without what
    /// [#FOR_SCRIPTS] begins each with, and with `{0}` for values.
    public static String script() {
        var reader = reader();
        if (reader.script.isEmpty()) reader.script = Optional.of(script(reader.forScripts()));
        return reader.script.get();
    }

    private static String script(Map<String, String> said) {
        try {
            return "export default " + new ObjectMapper().writeValueAsString(said) + ";\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("a map of texts is JSON", e);
        }
    }

    private Map<String, String> forScripts() {
        Map<String, String> said =
                otherwise.map(Messages::forScripts).map(TreeMap::new).orElseGet(TreeMap::new);
        patterns.forEach((key, pattern) -> {
            if (key.startsWith(FOR_SCRIPTS)) said.put(key.substring(FOR_SCRIPTS.length()), pattern);
        });
        return said;
    }

    private static Messages reader() {
        return READER.orElse(ENGLISH);
    }

    private Message message(String key) {
        var said = messages.get(key);
        if (said != null) return said;
        String pattern = patterns.get(key);
        if (pattern != null) return messages.computeIfAbsent(key, _ -> Message.parse(key, pattern, language));
        return otherwise
                .orElseThrow(() -> new IllegalArgumentException("no message " + key + " in " + language))
                .message(key);
    }
}
