package dev.hob.web.html;

/// The beginning of what somebody said, on one line.
public final class Excerpt {
    private static final int CHARACTERS_MAX = 140;

    private Excerpt() {}

    /// The first line that is no quotation, cut; empty when there is none.
    public static String of(String body) {
        String line = body.strip()
                .lines()
                .filter(it -> !it.isBlank() && !it.startsWith(">"))
                .findFirst()
                .orElse("");
        if (line.length() <= CHARACTERS_MAX) return line;
        int end = Character.isHighSurrogate(line.charAt(CHARACTERS_MAX - 1)) ? CHARACTERS_MAX - 1 : CHARACTERS_MAX;
        return line.substring(0, end) + "…";
    }
}
