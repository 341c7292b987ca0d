package dev.hob.node.text;

/// The text between the tags of what Asciidoctor made, in which it marks formulas as MathJax finds them. Owned by
/// one thread.
final class AsciidocWords {
    /// A longer formula is none.
    private static final int FORMULA_CHARACTERS_MAX = 1_000;

    private final Draft draft;
    private int verses;
    private int codes;

    AsciidocWords(Draft draft) {
        this.draft = draft;
    }

    /// From here on lines end where they end.
    Runnable verses() {
        verses++;
        return () -> verses--;
    }

    /// From here on nothing is a formula.
    Runnable code() {
        codes++;
        return () -> codes--;
    }

    void say(String text) {
        if (verses == 0) {
            said(text);
            return;
        }
        int done = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', done)) {
            said(text.substring(done, end));
            draft.open("br");
            done = end + 1;
        }
        said(text.substring(done));
    }

    private void said(String text) {
        if (codes > 0 || text.indexOf('\\') < 0) {
            draft.text(text);
            return;
        }
        var ends = new OrgEnds(text);
        int done = 0;
        for (int i = text.indexOf('\\'); i >= 0 && i + 1 < text.length(); i = text.indexOf('\\', i)) {
            String closing = closing(text.charAt(i + 1));
            int end = closing.isEmpty() ? i : ends.find(closing, i + 2);
            if (end <= i + 2 || end - i > FORMULA_CHARACTERS_MAX) {
                i++;
                continue;
            }
            draft.text(text.substring(done, i));
            formula(closing.charAt(1), text.substring(i + 2, end).strip());
            done = end + 2;
            i = done;
        }
        draft.text(text.substring(done));
    }

    private static String closing(char opening) {
        return switch (opening) {
            case '(' -> "\\)";
            case '[' -> "\\]";
            case '$' -> "\\$";
            default -> "";
        };
    }

    /// TeX in a line, TeX on its own, and AsciiMath, which nothing here draws.
    private void formula(char closing, String formula) {
        switch (closing) {
            case ')' -> draft.formula(formula, false);
            case ']' -> draft.formula(formula, true);
            default -> draft.element("code", formula);
        }
    }
}
