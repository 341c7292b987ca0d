package dev.hob.node.language;

import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePattern.Part;
import com.ibm.icu.text.PluralRules;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One message in ICU message syntax, parsed: text, values by number, and choices by a number (`plural`) or a word
/// (`select`). Values are written as they are: dates and numbers are put into words by who gives them.
public final class Message {
    /// Where a value stands in a message that holds HTML; in plain text it is always [#BODY].
    public enum Place {
        BODY,
        ATTRIBUTE,
        /// Where a link leads.
        LINK
    }

    /// Takes what a message says, piece by piece.
    public interface Hearer {
        /// What stands in the message itself.
        void text(String text);

        /// What somebody gave to be put there.
        void value(Object value, Place place);
    }

    private sealed interface Bit {
        record Text(String text) implements Bit {}

        record Value(int number, Place place) implements Bit {}

        /// The number that a plural was chosen by.
        record Count(int number) implements Bit {}

        record Plural(int number, String language, Map<String, List<Bit>> cases) implements Bit {}

        record Select(int number, Map<String, List<Bit>> cases) implements Bit {}
    }

    private final String key;
    private final List<Bit> bits;

    private Message(String key, List<Bit> bits) {
        this.key = key;
        this.bits = bits;
    }

    /// @param key what it is called in errors
    /// @param language its tag (BCP 47), which says how plurals are chosen
    public static Message parse(String key, String pattern, String language) {
        var parsed = new MessagePattern(pattern);
        var bits = new Parser(key, parsed, language).message(0, -1);
        return new Message(key, bits);
    }

    /// As plain text.
    public String text(Object... values) {
        if (bits.size() == 1 && bits.getFirst() instanceof Bit.Text only) return only.text();
        var said = new StringBuilder();
        say(
                new Hearer() {
                    @Override
                    public void text(String text) {
                        said.append(text);
                    }

                    @Override
                    public void value(Object value, Place place) {
                        said.append(value);
                    }
                },
                values);
        return said.toString();
    }

    /// Piece by piece.
    public void say(Hearer hearer, Object... values) {
        say(bits, values, hearer);
    }

    private void say(List<Bit> bits, Object[] values, Hearer hearer) {
        for (var bit : bits)
            switch (bit) {
                case Bit.Text it -> hearer.text(it.text());
                case Bit.Value it -> hearer.value(value(values, it.number()), it.place());
                case Bit.Count it -> hearer.value(value(values, it.number()), Place.BODY);
                case Bit.Plural it ->
                    say(chosen(it, ((Number) value(values, it.number())).longValue()), values, hearer);
                case Bit.Select it -> say(chosen(it, value(values, it.number()).toString()), values, hearer);
            }
    }

    private static List<Bit> chosen(Bit.Select select, String word) {
        var chosen = select.cases().get(word);
        return chosen != null ? chosen : select.cases().getOrDefault("other", List.of());
    }

    private static List<Bit> chosen(Bit.Plural plural, long number) {
        var exact = plural.cases().get("=" + number);
        if (exact != null) return exact;
        String word =
                PluralRules.forLocale(ULocale.forLanguageTag(plural.language())).select((double) number);
        var chosen = plural.cases().get(word);
        return chosen != null ? chosen : plural.cases().getOrDefault("other", List.of());
    }

    private Object value(Object[] values, int number) {
        if (number >= values.length) throw new IllegalArgumentException(key + " takes a value {" + number + "}");
        return values[number];
    }

    /// Goes through the parts of a pattern once.
    private static final class Parser {
        private final String key;
        private final MessagePattern pattern;
        private final String language;
        private int at;

        Parser(String key, MessagePattern pattern, String language) {
            this.key = key;
            this.pattern = pattern;
            this.language = language;
        }

        /// @param at the part where the message starts
        /// @param counted the value that `#` stands for, or -1
        List<Bit> message(int at, int counted) {
            this.at = at;
            List<Bit> bits = new ArrayList<>();
            int from = pattern.getPart(this.at++).getLimit();
            while (true) {
                var part = pattern.getPart(this.at);
                if (part.getIndex() > from)
                    bits.add(new Bit.Text(pattern.getPatternString().substring(from, part.getIndex())));
                switch (part.getType()) {
                    case MSG_LIMIT -> {
                        return List.copyOf(bits);
                    }
                    case SKIP_SYNTAX, INSERT_CHAR -> this.at++; // apostrophes that quote, and such that do not
                    case REPLACE_NUMBER -> {
                        bits.add(new Bit.Count(counted));
                        this.at++;
                    }
                    case ARG_START -> {
                        bits.add(argument(part.getArgType(), place(part.getIndex())));
                        from = pattern.getPart(this.at - 1).getLimit();
                        continue;
                    }
                    default -> throw new IllegalArgumentException(key + ": " + part);
                }
                from = part.getLimit();
            }
        }

        private Place place(int index) {
            String before = pattern.getPatternString().substring(0, index);
            if (before.endsWith("href=\"")) return Place.LINK;
            return before.lastIndexOf('<') > before.lastIndexOf('>') ? Place.ATTRIBUTE : Place.BODY;
        }

        private Bit argument(ArgType type, Place place) {
            int start = at;
            int limit = pattern.getLimitPartIndex(start);
            var name = pattern.getPart(start + 1);
            if (name.getType() != Part.Type.ARG_NUMBER)
                throw new IllegalArgumentException(key + ": values are called by their number");
            int number = name.getValue();
            if (type == ArgType.NONE) {
                at = limit + 1;
                return new Bit.Value(number, place);
            }
            if (type != ArgType.PLURAL && type != ArgType.SELECT)
                throw new IllegalArgumentException(key + ": plural and select are known, not " + type);
            boolean isPlural = type == ArgType.PLURAL;
            Map<String, List<Bit>> cases = new LinkedHashMap<>();
            at = start + 2;
            while (at < limit) {
                String word = pattern.getSubstring(pattern.getPart(at++));
                if (pattern.getPart(at).getType().hasNumericValue()) at++; // "=1" as a number
                cases.put(word, message(at, isPlural ? number : -1));
                at++;
            }
            at = limit + 1;
            return isPlural ? new Bit.Plural(number, language, cases) : new Bit.Select(number, cases);
        }
    }
}
