package dev.hob.cli.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Texts of strangers made fit for a terminal: nothing in them commands it, and they fit into its columns.
public final class Text {
    private static final Pattern LEAD = Pattern.compile("\\s*(?:(?:[-*+]|\\d{1,3}[.)])\\s+|(?:>\\s?)+)?");

    private Text() {}

    /// On one line.
    public static String line(String text) {
        return clean(text.replaceAll("\\s+", " ").strip());
    }

    /// With its line breaks; tabs become spaces.
    public static String block(String text) {
        return clean(text.replace("\r\n", "\n").replace("\t", "    "));
    }

    /// Leaves out what a terminal would obey (controls) and what would show text in another order than it is written.
    private static String clean(String text) {
        var kept = new StringBuilder(text.length());
        text.codePoints().filter(Text::isShown).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static boolean isShown(int point) {
        if (point == '\n') return true;
        if (Character.isISOControl(point)) return false;
        boolean turns = point == 0x061c
                || (point >= 0x200e && point <= 0x200f)
                || (point >= 0x202a && point <= 0x202e)
                || (point >= 0x2066 && point <= 0x2069);
        return !turns;
    }

    /// How many columns a text takes.
    public static int width(String text) {
        return text.codePoints().map(Text::width).sum();
    }

    private static int width(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
            default -> isWide(point) ? 2 : 1;
        };
    }

    private static boolean isWide(int point) {
        return point >= 0x1100
                && (point <= 0x115f
                        || (point >= 0x2e80 && point <= 0xa4cf)
                        || (point >= 0xac00 && point <= 0xd7a3)
                        || (point >= 0xf900 && point <= 0xfaff)
                        || (point >= 0xfe30 && point <= 0xfe6f)
                        || (point >= 0xff00 && point <= 0xff60)
                        || (point >= 0xffe0 && point <= 0xffe6)
                        || (point >= 0x1f300 && point <= 0x1faff)
                        || (point >= 0x20000 && point <= 0x3fffd));
    }

    /// As much of a text as fits into some columns, with an ellipsis when that is not all.
    public static String cut(String text, int columns) {
        if (width(text) <= columns) return text;
        var kept = new StringBuilder();
        int taken = 0;
        for (int point : text.codePoints().toArray()) {
            taken += width(point);
            if (taken > columns - 1) break;
            kept.appendCodePoint(point);
        }
        return columns < 1 ? "" : kept.toString().stripTrailing() + "…";
    }

    static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    /// Prose in lines of at most so many columns; what is code, a table or quoted by indentation stays as it is.
    public static List<String> wrap(String text, int columns) {
        var lines = new ArrayList<String>();
        boolean code = false;
        for (String line : text.split("\n", -1)) {
            boolean fence = line.strip().startsWith("```") || line.strip().startsWith("~~~");
            if (fence) code = !code;
            if (fence || code || line.startsWith("    ") || line.startsWith("|") || width(line) <= columns)
                lines.add(line);
            else wrapLine(line, columns, lines);
        }
        return lines;
    }

    private static void wrapLine(String line, int columns, List<String> into) {
        var match = LEAD.matcher(line);
        String lead = match.lookingAt() ? match.group() : "";
        if (lead.length() > columns / 2) lead = "";
        // Items of a list hang below their first word, and what is quoted stays so.
        String hang = lead.contains(">") ? lead : " ".repeat(lead.length());
        var current = new StringBuilder(lead);
        boolean fresh = true;
        for (String word : line.substring(lead.length()).strip().split(" +")) {
            if (!fresh && width(current.toString()) + 1 + width(word) > columns) {
                into.add(current.toString());
                current = new StringBuilder(hang);
                fresh = true;
            }
            if (!fresh) current.append(' ');
            current.append(word);
            fresh = false;
        }
        into.add(current.toString());
    }
}
