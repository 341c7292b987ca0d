package dev.hob.web.patch;

import dev.hob.node.code.Diffs;
import dev.hob.web.html.ShownLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A row of a file's changes: one line, or side by side the line as it was and as it is.
///
/// @param left a line that went; side by side also one that stays, as it was
/// @param right any other line
/// @param opens where more of the file can be shown
/// @param below what stands under the row: talks, as HTML
public record Row(Optional<ShownLine> left, Optional<ShownLine> right, List<Opens> opens, String below) {
    public Row {
        opens = List.copyOf(opens);
    }

    /// Lines that a page leaves out and can show.
    ///
    /// @param from the first of them, as the file is now
    public record Opens(String words, int from, int to) {
        /// As an address has it.
        public String span() {
            return from + "-" + to;
        }
    }

    /// The line that tells what the row is.
    public ShownLine line() {
        return right.or(() -> left).orElseThrow();
    }

    /// Whether it says only that lines are left out.
    public boolean isGap() {
        return (right.isEmpty() && left.isEmpty())
                || right.filter(it -> it.kind() == Diffs.Kind.HUNK).isPresent();
    }

    /// Whether it says something about the line before.
    public boolean isNote() {
        return right.filter(it -> it.kind() == Diffs.Kind.NOTE).isPresent();
    }

    /// The same with something under it.
    ///
    /// @param html talks, or a form
    public Row with(String html) {
        return new Row(left, right, opens, html);
    }

    Row opening(List<Opens> more) {
        return new Row(left, right, more, below);
    }

    /// Whether the row has a line of one side.
    public boolean has(boolean old, int line) {
        return old
                ? left.filter(it -> it.before() == line).isPresent()
                        || right.filter(it -> it.kind() == Diffs.Kind.CONTEXT && it.before() == line)
                                .isPresent()
                : right.filter(it -> it.after() == line).isPresent();
    }

    /// One row for each line.
    public static List<Row> unified(List<ShownLine> lines) {
        return lines.stream()
                .map(it -> it.gone()
                        ? new Row(Optional.of(it), Optional.empty(), List.of(), "")
                        : new Row(Optional.empty(), Optional.of(it), List.of(), ""))
                .toList();
    }

    /// What went at the left of what came.
    public static List<Row> sides(List<ShownLine> lines) {
        var rows = new ArrayList<Row>();
        for (int at = 0; at < lines.size(); ) {
            var line = lines.get(at);
            if (line.kind() == Diffs.Kind.CONTEXT) {
                rows.add(new Row(Optional.of(line), Optional.of(line), List.of(), ""));
                at++;
            } else if (line.kind() == Diffs.Kind.HUNK || line.kind() == Diffs.Kind.NOTE) {
                rows.add(new Row(Optional.empty(), Optional.of(line), List.of(), ""));
                at++;
            } else at = block(lines, at, rows);
        }
        return rows;
    }

    /// Partners stand side by side; between them what has none, with room beside it.
    private static int block(List<ShownLine> lines, int from, List<Row> rows) {
        int end = from;
        while (end < lines.size() && isChange(lines.get(end))) end++;
        int gone = from;
        int came = from;
        while (came < end && lines.get(came).gone()) came++;
        int first = came;
        while (gone < first || came < end) {
            boolean goneAlone = gone < first && lines.get(gone).partner() < 0;
            boolean cameAlone = came < end && lines.get(came).partner() < 0;
            // What has no partner shares a row with what has none either.
            boolean both = (goneAlone && cameAlone) || (gone < first && !goneAlone && came < end && !cameAlone);
            boolean left = both || goneAlone || came >= end;
            boolean right = both || !left;
            rows.add(new Row(
                    left ? Optional.of(lines.get(gone++)) : Optional.empty(),
                    right ? Optional.of(lines.get(came++)) : Optional.empty(),
                    List.of(),
                    ""));
        }
        return end;
    }

    private static boolean isChange(ShownLine line) {
        return line.kind() == Diffs.Kind.ADDED || line.kind() == Diffs.Kind.REMOVED;
    }
}
