package dev.hob.web.issue;

import java.util.regex.Pattern;

/// A text that can be looked at only so often: an expression of somebody's making, which could look for hours, ends.
final class Bounded implements CharSequence {
    private static final int LOOKS_MAX = 200_000;

    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Enough() {
            super("enough", null, false, false);
        }
    }

    private final CharSequence text;
    private int looks;

    Bounded(CharSequence text) {
        this.text = text;
    }

    /// Whether all of it fits an expression; also when that would take too long to say.
    boolean matches(String expression) {
        try {
            return Pattern.compile(expression).matcher(this).matches();
        } catch (Enough | StackOverflowError _) {
            return true; // It is a convenience, not a gate: what the form lets pass, a person reads.
        }
    }

    @Override
    public char charAt(int index) {
        if (++looks > LOOKS_MAX) throw new Enough();
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
