package dev.hob.search.index;

/// Patterns in which a star stands for anything. Pure.
public final class Globs {
    private Globs() {}

    /// Whether a text looks like a pattern.
    public static boolean fits(String text, String pattern) {
        int from = 0;
        String[] parts = pattern.split("\\*+", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean isLast = i == parts.length - 1;
            int found = isLast && i > 0 ? text.length() - parts[i].length() : text.indexOf(parts[i], from);
            if (found < from || !text.startsWith(parts[i], found) || (i == 0 && found != 0)) return false;
            from = found + parts[i].length();
        }
        return parts.length > 1 || from == text.length();
    }
}
