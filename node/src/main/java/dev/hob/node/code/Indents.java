package dev.hob.node.code;

import org.eclipse.jgit.diff.RawText;

/// How well a text can be cut before a line, by how the lines around are indented: a change that could as well stand
/// some lines higher or lower is read best where it begins and ends with a block. Measures and weights are those of
/// git's "indent heuristic", which is on in `git diff` and `git blame`.
final class Indents {
    /// A line that holds nothing, or one that is not there.
    private static final int NONE = -1;

    private static final int INDENT_MAX = 200;
    private static final int BLANKS_MAX = 20;
    private static final int TAB = 8;

    private static final int BEGIN_OF_FILE = 1;
    private static final int END_OF_FILE = 21;
    private static final int BLANKS = -30;
    private static final int BLANKS_AFTER = 6;
    private static final int INDENT = -4;
    private static final int INDENT_AFTER_BLANK = 10;
    private static final int OUTDENT = 24;
    private static final int OUTDENT_AFTER_BLANK = 17;
    private static final int DEDENT = 23;
    private static final int DEDENT_AFTER_BLANK = 17;
    private static final int DEPTH = 60;

    private Indents() {}

    /// What speaks against one or more cuts.
    ///
    /// @param depth how deep the lines after them are indented
    record Score(int depth, int penalty) {
        static final Score ZERO = new Score(0, 0);

        Score and(Score other) {
            return new Score(depth + other.depth, penalty + other.penalty);
        }

        /// Whether this one is as good as another, or better.
        boolean isAtLeast(Score other) {
            return DEPTH * Integer.compare(depth, other.depth) + penalty - other.penalty <= 0;
        }
    }

    /// The next line that holds something.
    ///
    /// @param indent of it; [#NONE] at the end of the file
    /// @param blanks how many lines before it hold nothing
    private record Neighbour(int indent, int blanks) {}

    /// What speaks against a cut before a line; the line after the last is the end.
    static Score cut(RawText text, int line) {
        int indent = line < text.size() ? indent(text, line) : NONE;
        var before = neighbour(text, line, -1);
        var after = neighbour(text, line, 1);
        int blanksAfter = indent == NONE ? 1 + after.blanks() : 0;
        int blanks = before.blanks() + blanksAfter;
        int depth = indent == NONE ? after.indent() : indent;
        int penalty = BLANKS * blanks + BLANKS_AFTER * blanksAfter;
        if (before.indent() == NONE && before.blanks() == 0) penalty += BEGIN_OF_FILE;
        if (line >= text.size()) penalty += END_OF_FILE;
        if (depth != NONE && before.indent() != NONE)
            penalty += step(before.indent(), depth, after.indent(), blanks > 0);
        return new Score(depth, penalty);
    }

    private static int step(int before, int depth, int after, boolean blank) {
        if (depth == before) return 0;
        if (depth > before) return blank ? INDENT_AFTER_BLANK : INDENT;
        if (after != NONE && after > depth) return blank ? OUTDENT_AFTER_BLANK : OUTDENT;
        return blank ? DEDENT_AFTER_BLANK : DEDENT;
    }

    private static Neighbour neighbour(RawText text, int line, int direction) {
        int blanks = 0;
        for (int i = line + direction; i >= 0 && i < text.size(); i += direction) {
            int indent = indent(text, i);
            if (indent != NONE) return new Neighbour(indent, blanks);
            if (++blanks == BLANKS_MAX) return new Neighbour(0, blanks);
        }
        return new Neighbour(NONE, blanks);
    }

    private static int indent(RawText text, int line) {
        var raw = text.getRawString(line);
        int indent = 0;
        while (raw.hasRemaining()) {
            byte c = raw.get();
            if (!isSpace(c)) return indent;
            if (c == ' ') indent++;
            else if (c == '\t') indent += TAB - indent % TAB;
            if (indent >= INDENT_MAX) return INDENT_MAX;
        }
        return NONE;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
