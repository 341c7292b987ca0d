package dev.hob.web.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.node.language.Message;
import gg.jte.Content;
import gg.jte.TemplateOutput;
import gg.jte.html.escape.Escape;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What pages say: [messages][dev.hob.node.language.Messages] as text, as HTML and for our scripts.
public final class Messages {
    /// The languages there are, by tag (BCP 47).
    public static final List<String> LANGUAGES = dev.hob.node.language.Messages.LANGUAGES;

    private static final String FOR_SCRIPTS = "script.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Messages() {}

    /// What a message says in the reader's language.
    ///
    /// @param values what stands for `{0}`, `{1}` …; for a plural a whole number
    public static String text(String key, Object... values) {
        return dev.hob.node.language.Messages.text(key, values);
    }

    /// The same of a message that holds HTML.
    ///
    /// @param values put in escaped, but for a [Content], which is HTML itself
    public static Content html(String key, Object... values) {
        if (!key.endsWith(".html")) throw new IllegalArgumentException(key + " is no HTML");
        var message = dev.hob.node.language.Messages.reader().message(key);
        return out -> write(message, out, values);
    }

    static void write(Message message, TemplateOutput out, Object... values) {
        message.say(
                new Message.Hearer() {
                    @Override
                    public void text(String text) {
                        out.writeContent(text);
                    }

                    @Override
                    public void value(Object value, Message.Place place) {
                        write(value, place, out);
                    }
                },
                values);
    }

    private static void write(Object value, Message.Place place, TemplateOutput out) {
        if (value instanceof Content content) {
            content.writeTo(out);
            return;
        }
        String text = value.toString();
        switch (place) {
            case BODY -> Escape.htmlContent(text, out);
            case ATTRIBUTE -> Escape.htmlAttribute(text, out);
            case LINK -> {
                boolean isScript = text.strip().toLowerCase(Locale.ROOT).startsWith("javascript:");
                if (!isScript) Escape.htmlAttribute(text, out);
            }
        }
    }

    /// How dates are written, as a message says it: a pattern of [DateTimeFormatter].
    public static DateTimeFormatter dates(String key) {
        return dev.hob.node.language.Messages.dates(key);
    }

    /// A whole number in groups of three digits.
    public static String number(long number) {
        return dev.hob.node.language.Messages.number(number);
    }

    /// The language that is spoken now: the reader's while one of their requests is answered, else English.
    public static String language() {
        return dev.hob.node.language.Messages.language();
    }

    /// What a language calls itself.
    public static String called(String language) {
        return dev.hob.node.language.Messages.called(language);
    }

    /// The messages that our scripts say to the reader, as JavaScript (an ES module): by key without what
    /// [#FOR_SCRIPTS] begins each with, and with `{0}` for values.
    public static String script() {
        return script(dev.hob.node.language.Messages.reader().beginning(FOR_SCRIPTS));
    }

    private static String script(Map<String, String> said) {
        try {
            return "export default " + JSON.writeValueAsString(said) + ";\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("a map of texts is JSON", e);
        }
    }
}
