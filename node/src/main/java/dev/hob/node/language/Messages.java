package dev.hob.node.language;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The messages of one language, by key. In a file `LANGUAGE.properties` of each module (UTF-8), each in ICU
/// message syntax: `{0}` is the first value, `{0, plural, one {# file} other {# files}}` chooses by a number. A key
/// that ends in `.html` holds HTML, and is for `web` alone; every other is plain text.
///
/// English is complete. What another language lacks is said in English.
///
/// Which language is spoken is bound to the thread while a reader's request for a page is answered, and is English
/// everywhere else. So a sentence that is kept or sent elsewhere is no message: it would be in one reader's.
public final class Messages {
    /// The languages there are, by tag (BCP 47).
    public static final List<String> LANGUAGES = List.of("en", "de");

    /// The folders of all modules that have messages, those on the class path are read. No key is in two of them.
    private static final List<String> FOLDERS = List.of(
            "dev/hob/node/language",
            "dev/hob/federation/language",
            "dev/hob/p2p/language",
            "dev/hob/search/language",
            "dev/hob/web/text");

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
    private final SortedMap<String, String> patterns;
    private final Optional<Messages> otherwise;

    private Messages(String language, SortedMap<String, String> patterns, Optional<Messages> otherwise) {
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

    /// The messages of a language, those of one module as its files are at this moment, for who works on them.
    public static Messages edited(Path folder, String language) {
        var english = new Messages("en", edited(folder, of("en")), Optional.empty());
        return language.equals("en")
                ? english
                : new Messages(language, edited(folder, of(language)), Optional.of(english));
    }

    private static SortedMap<String, String> edited(Path folder, Messages built) {
        var file = folder.resolve(built.language + ".properties");
        try (var in = Files.newInputStream(file)) {
            var patterns = new TreeMap<>(built.patterns);
            patterns.putAll(read(in));
            return patterns;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Messages of(String language) {
        return Objects.requireNonNull(ALL.get(language), language);
    }

    private static SortedMap<String, String> built(String language) {
        var patterns = new TreeMap<String, String>();
        for (String folder : FOLDERS) {
            try (var in = Messages.class.getResourceAsStream("/" + folder + "/" + language + ".properties")) {
                if (in == null) continue;
                read(in).forEach((key, pattern) -> {
                    if (patterns.put(key, pattern) != null) throw new AssertionError("two messages are called " + key);
                });
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the messages in " + language + " in " + folder, e);
            }
        }
        return patterns;
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

    /// The same for later: what is kept longer than a reader reads is said to each in their language.
    public static Sentence later(String key, Object... values) {
        return new Sentence(key, List.of(values));
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

    /// The messages of the language that is spoken now.
    public static Messages reader() {
        return READER.orElse(ENGLISH);
    }

    /// Something done in a language of [#LANGUAGES].
    public static <T, X extends Throwable> T in(String language, ScopedValue.CallableOp<T, X> act) throws X {
        return in(of(language), act);
    }

    /// The same with these messages.
    public static <T, X extends Throwable> T in(Messages messages, ScopedValue.CallableOp<T, X> act) throws X {
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

    /// The patterns of all messages whose keys begin so, by what follows in the key.
    public SortedMap<String, String> beginning(String prefix) {
        SortedMap<String, String> said =
                otherwise.map(it -> it.beginning(prefix)).orElseGet(TreeMap::new);
        patterns.subMap(prefix, prefix + Character.MAX_VALUE)
                .forEach((key, pattern) -> said.put(key.substring(prefix.length()), pattern));
        return said;
    }

    /// One of them, parsed.
    ///
    /// @throws IllegalArgumentException when there is none
    public Message message(String key) {
        var said = messages.get(key);
        if (said != null) return said;
        String pattern = patterns.get(key);
        if (pattern != null) return messages.computeIfAbsent(key, _ -> Message.parse(key, pattern, language));
        return otherwise
                .orElseThrow(() -> new IllegalArgumentException("no message " + key + " in " + language))
                .message(key);
    }
}
