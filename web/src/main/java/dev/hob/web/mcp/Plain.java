package dev.hob.web.mcp;

import java.util.stream.Collectors;

/// Text that strangers wrote, as it stands in answers: every line of it begins with a bar, so that it can neither end
/// early nor look like something that the node says. What no reader would see is replaced.
final class Plain {
    static final String BAR = "| ";
    private static final int HIDDEN = 0xFFFD;

    private Plain() {}

    /// In one line, cut where it is too long.
    static String line(String text, int charactersMax) {
        return cut(shown(text).replaceAll("[\\n\\t]", " "), charactersMax);
    }

    /// The same with its tabs, as code has them.
    static String code(String text, int charactersMax) {
        return cut(shown(text).replace("\n", " "), charactersMax);
    }

    /// In as many lines as it has, each behind a bar.
    static String quoted(String text) {
        return shown(text).lines().map(it -> (BAR + it).stripTrailing()).collect(Collectors.joining("\n", "", "\n"));
    }

    /// A line of a file behind its number and a bar.
    static String numbered(int number, String line) {
        return number + BAR + shown(line).replace("\n", " ") + "\n";
    }

    /// The beginning, with a word about what is left out.
    static String cut(String text, int charactersMax) {
        if (text.length() <= charactersMax) return text;
        int end = Character.isHighSurrogate(text.charAt(charactersMax - 1)) ? charactersMax - 1 : charactersMax;
        return text.substring(0, end) + "… (" + (text.length() - end) + " more characters)";
    }

    /// Without what turns the order of letters around, tags that no font shows, and what a terminal would obey; every
    /// end of a line is a plain one.
    static String shown(String text) {
        var out = new StringBuilder(text.length());
        text.replaceAll("\\R", "\n").codePoints().forEach(it -> out.appendCodePoint(isHidden(it) ? HIDDEN : it));
        return out.toString();
    }

    private static boolean isHidden(int character) {
        boolean controls = Character.isISOControl(character) && character != '\n' && character != '\t';
        boolean turns = (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
        boolean tags = character >= 0xE0000 && character <= 0xE0FFF;
        return controls || turns || tags || Character.getType(character) == Character.SURROGATE;
    }
}
