package dev.hob.node.text;

/// Names and titles that strangers send, as text that keeps to its place. Stateless.
public final class PlainText {
    private PlainText() {}

    /// One line: no control characters, none that turn the direction of what stands around them, and not longer than is
    /// shown.
    ///
    /// @param max characters, of which the last may be an ellipsis
    public static String line(String text, int max) {
        var line = new StringBuilder();
        boolean space = false;
        int[] points = text.codePoints().limit(max * 16L).toArray();
        for (int c : points) {
            if (Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSpaceChar(c)) {
                space = !line.isEmpty();
                continue;
            }
            if (isTrick(c)) continue;
            if (space) line.append(' ');
            space = false;
            line.appendCodePoint(c);
        }
        if (line.length() <= max) return line.toString();
        int end = Character.isHighSurrogate(line.charAt(max - 2)) ? max - 2 : max - 1;
        return line.substring(0, end) + "…";
    }

    /// What rewrites the line around it, or is not seen at all: direction marks, tags, joiners that join nothing.
    private static boolean isTrick(int c) {
        return (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x200e
                || c == 0x200f
                || c == 0x061c
                || c == 0x200b
                || c == 0xfeff
                || (c >= 0xe0000 && c <= 0xe007f)
                || Character.getType(c) == Character.SURROGATE;
    }
}
