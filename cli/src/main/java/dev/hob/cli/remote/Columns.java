package dev.hob.cli.remote;

import java.util.ArrayList;
import java.util.List;

/// Rows of short texts, aligned, as wide as a screen at most: one column gives way.
public final class Columns {
    private static final String GAP = "  ";
    private static final int LEAST = 12;

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /// @param most how wide it gets at most; 0 for the one that gives way
    private record Column(int most, boolean right, Style style) {}

    private Columns(List<Column> columns) {
        this.columns = columns;
    }

    public static Columns none() {
        return new Columns(List.of());
    }

    /// With a column that is as wide as its widest text, up to some width.
    public Columns upTo(int most, Style style) {
        return with(new Column(most, false, style));
    }

    /// With a column of numbers.
    public Columns right(int most, Style style) {
        return with(new Column(most, true, style));
    }

    /// With the column that takes what the others leave.
    public Columns rest() {
        return with(new Column(0, false, Style.PLAIN));
    }

    private Columns with(Column column) {
        var more = new ArrayList<>(columns);
        more.add(column);
        return new Columns(more);
    }

    public void row(List<String> texts) {
        if (texts.size() != columns.size())
            throw new AssertionError(texts + " do not fit " + columns.size() + " columns");
        rows.add(texts.stream().map(Text::line).toList());
    }

    public void show(Paper paper) {
        var widths = widths(paper.columns());
        for (var row : rows) {
            var line = new StringBuilder();
            int last = columns.size() - 1;
            for (int i = 0; i <= last; i++) {
                if (widths[i] == 0) continue; // Nothing is in it, in any row.
                if (!line.isEmpty()) line.append(GAP);
                String text = Text.cut(row.get(i), widths[i]);
                String blank = " ".repeat(widths[i] - Text.width(text));
                String shown = paper.styled(text, columns.get(i).style());
                line.append(columns.get(i).right() ? blank + shown : shown + blank);
            }
            paper.print(line.toString().stripTrailing());
        }
    }

    private int[] widths(int screen) {
        int[] widths = new int[columns.size()];
        int flexible = -1;
        int taken = 0;
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int widest = rows.stream()
                    .mapToInt(row -> Text.width(row.get(column)))
                    .max()
                    .orElse(0);
            int most = columns.get(i).most();
            widths[i] = most == 0 ? widest : Math.min(widest, most);
            if (most == 0) flexible = i;
            else taken += widths[i];
        }
        int gaps =
                (int) java.util.Arrays.stream(widths).filter(width -> width > 0).count() - 1;
        if (flexible >= 0)
            widths[flexible] =
                    Math.min(widths[flexible], Math.max(LEAST, screen - taken - Math.max(0, gaps) * GAP.length()));
        return widths;
    }
}
