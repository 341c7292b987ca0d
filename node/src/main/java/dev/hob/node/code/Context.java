package dev.hob.node.code;

import dev.hob.node.code.Diffs.Kind;
import dev.hob.node.code.Diffs.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// More of a file around what changed in it.
public final class Context {
    private static final Pattern HEAD = Pattern.compile("@@ -(\\d+),\\d+ \\+(\\d+),\\d+ @@");
    private static final int LINES_MAX = 20_000;

    private Context() {}

    /// Lines of a file as it is now, counted from 1, both ends included.
    public record Span(int from, int to) {
        boolean has(int line) {
            return from <= line && line <= to;
        }
    }

    /// The lines of a change with more of what stays.
    ///
    /// @param text all lines of the file as it is now
    public static List<Line> with(List<Line> lines, List<String> text, List<Span> wanted) {
        if (wanted.isEmpty() || lines.isEmpty()) return lines;
        var out = new ArrayList<Line>();
        int before = 1;
        int after = 1;
        int shown = 0; // The last line of the new side that is there already, one way or another.
        for (var line : lines) {
            switch (line.kind()) {
                case HUNK -> {
                    var head = HEAD.matcher(line.text());
                    if (!head.lookingAt()) continue;
                    int beginBefore = Integer.parseInt(head.group(1));
                    int begin = Integer.parseInt(head.group(2));
                    shown = gap(out, text, wanted, shown, after, begin, beginBefore - begin);
                    before = beginBefore;
                    after = begin;
                    if (shown != begin - 1) out.add(line);
                }
                case CONTEXT -> {
                    out.add(line);
                    before = line.before() + 1;
                    after = line.after() + 1;
                    shown = line.after();
                }
                case ADDED -> {
                    out.add(line);
                    after = line.after() + 1;
                    shown = line.after();
                }
                case REMOVED -> {
                    out.add(line);
                    before = line.before() + 1;
                }
                case NOTE -> out.add(line);
            }
        }
        gap(out, text, wanted, shown, after, text.size() + 1, before - after);
        return out;
    }

    /// Adds what is wanted of the lines from `from` until `end`; gives the last line that is shown now.
    private static int gap(
            List<Line> out, List<String> text, List<Span> wanted, int shown, int from, int end, int shift) {
        int last = shown;
        for (int line = from; line < Math.min(end, text.size() + 1) && out.size() < LINES_MAX; line++) {
            int number = line;
            if (wanted.stream().noneMatch(it -> it.has(number))) continue;
            if (last != line - 1) out.add(new Line(Kind.HUNK, 0, 0, "@@ -%d +%d @@".formatted(line + shift, line)));
            out.add(new Line(Kind.CONTEXT, line + shift, line, text.get(line - 1)));
            last = line;
        }
        return last;
    }
}
