package dev.hob.federation.actor;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Plain text as HTML. Stateless.
public final class Escaped {
    private static final Pattern BLANK_LINES = Pattern.compile("\n\\s*\n");

    private Escaped() {}

    /// A text between tags or within an attribute's double quotes.
    public static String text(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /// A text of several paragraphs; empty when there is none.
    static String paragraphs(String plain) {
        String stripped = plain.strip();
        if (stripped.isEmpty()) return "";
        return BLANK_LINES
                .splitAsStream(stripped)
                .map(paragraph -> "<p>" + text(paragraph.strip()).replace("\n", "<br>") + "</p>")
                .collect(Collectors.joining());
    }
}
