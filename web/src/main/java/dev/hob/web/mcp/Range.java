package dev.hob.web.mcp;

import dev.hob.web.html.Stop;

/// Lines of a file that are asked for, counted from 1.
///
/// @param last with this one; less than first in a file without lines
record Range(int first, int last) {
    private static final int LINE_MAX = 10_000_000;

    static final Parameter FIRST = new Parameter.Whole("from_line", "The first line, counted from 1", 1, LINE_MAX, 1);
    static final Parameter LAST = new Parameter.Whole(
            "to_line", "The last line; as far as an answer goes when left out", 1, LINE_MAX, LINE_MAX);

    /// What is asked for of a file of so many lines.
    static Range of(Arguments arguments, int lines, Spot at) {
        int first = arguments.number(FIRST.name());
        int last = arguments.number(LAST.name());
        if (first > Math.max(1, lines)) throw new Stop(422, at.shown() + " has only " + lines + " lines.");
        if (last < first) throw new Stop(422, "to_line comes behind from_line.");
        return new Range(first, Math.min(last, lines));
    }
}
