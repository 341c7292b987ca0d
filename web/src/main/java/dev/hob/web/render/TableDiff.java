package dev.hob.web.render;

import dev.hob.node.code.Alignment;
import dev.hob.node.code.Alignment.Match;
import dev.hob.web.render.TableColumns.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// What changed in a table: its columns by their names, its rows by their values. How values are quoted, and what
/// delimits them, makes no difference. Rows that stay are left out, but for a few around those that do not.
///
/// @param cut whether more rows changed than a page holds
public record TableDiff(List<Column> columns, List<Line> lines, Count count, boolean cut) {
    /// Tables of more rows, columns and values are only compared as texts.
    static final Table.Limits LIMITS = new Table.Limits(20_000, 100, 400_000);

    private static final int CONTEXT = 3;
    private static final int ROWS_MAX = 1_000;
    private static final int CELLS_MAX = 20_000;
    /// In a column that tells rows apart, so many percent of the values are there but once.
    private static final int UNIQUE_PERCENT_MIN = 90;

    private static final int SHARED_PERCENT_MIN = 50;

    public TableDiff {
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
    }

    /// A line of it.
    public sealed interface Line {}

    /// Rows that are left out, since they stay.
    public record Same(int rows) implements Line {}

    /// What became of a row.
    public enum State {
        KEPT,
        ADDED,
        REMOVED,
        CHANGED
    }

    /// A row.
    ///
    /// @param before the line of the file on which it began; 0 when it was not there
    /// @param after the line on which it begins; 0 when it is not there any more
    public record Row(State state, long before, long after, List<Cell> cells) implements Line {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /// A value as it was and as it is.
    public record Cell(String before, String after) {
        /// Whether it is another one.
        public boolean changed() {
            return !before.equals(after);
        }

        /// What stands there where it makes no difference: what is, or else what was.
        public String value() {
            return after.isEmpty() ? before : after;
        }
    }

    /// How many rows of each kind there are.
    public record Count(int added, int removed, int changed) {
        /// How many are other than they were.
        public int all() {
            return added + removed + changed;
        }
    }

    /// Whether no value, column or row is another: only how it is written changed.
    public boolean isEmpty() {
        return count.all() == 0 && columns.stream().allMatch(it -> it.kind() == TableColumns.Kind.KEPT);
    }

    /// Compares two tables.
    public static TableDiff of(Table before, Table after) {
        var columns = TableColumns.of(before, after);
        var shared = columns.stream().filter(Column::isShared).toList();
        // Where no column is left, no row is.
        var matches = shared.isEmpty() ? apart(before, after) : matches(before, after, shared);
        var rows = new ArrayList<Row>();
        for (var match : matches) rows.add(row(before, after, columns, match));
        return folded(columns, rows);
    }

    private static List<Match> apart(Table before, Table after) {
        var matches = new ArrayList<Match>();
        for (int i = 0; i < before.rows().size(); i++) matches.add(new Match(i, -1));
        for (int i = 0; i < after.rows().size(); i++) matches.add(new Match(-1, i));
        return matches;
    }

    /// A row with the columns of its side that the other has, too.
    private record Keyed(List<String> values, Optional<String> name) {}

    private static List<Match> matches(Table before, Table after, List<Column> shared) {
        var naming = naming(before, after, shared);
        var a = before.rows().stream()
                .map(row ->
                        new Keyed(shared.stream().map(it -> it.before(row)).toList(), naming.map(it -> it.before(row))))
                .toList();
        var b = after.rows().stream()
                .map(row ->
                        new Keyed(shared.stream().map(it -> it.after(row)).toList(), naming.map(it -> it.after(row))))
                .toList();
        return Alignment.of(
                a, b, List.of(row -> Optional.of(row.values()), Keyed::name), row -> String.join(" ", row.values()));
    }

    /// The first column whose values tell rows apart, and are mostly the same in both; a number that a program gave to
    /// each has no name, and tells nothing.
    private static Optional<Column> naming(Table before, Table after, List<Column> shared) {
        return shared.stream()
                .filter(it -> !it.name().isBlank())
                .filter(it -> names(before, after, it))
                .findFirst();
    }

    private static boolean names(Table before, Table after, Column column) {
        var was = new HashSet<String>();
        var is = new HashSet<String>();
        before.rows().forEach(row -> was.add(column.before(row)));
        after.rows().forEach(row -> is.add(column.after(row)));
        int less = Math.min(was.size(), is.size());
        boolean unique = was.size() * 100L >= (long) before.rows().size() * UNIQUE_PERCENT_MIN
                && is.size() * 100L >= (long) after.rows().size() * UNIQUE_PERCENT_MIN;
        was.retainAll(is);
        return unique && was.size() * 100L >= (long) less * SHARED_PERCENT_MIN;
    }

    private static Row row(Table before, Table after, List<Column> columns, Match match) {
        var was = match.before() < 0
                ? Optional.<Table.Row>empty()
                : Optional.of(before.rows().get(match.before()));
        var is = match.after() < 0
                ? Optional.<Table.Row>empty()
                : Optional.of(after.rows().get(match.after()));
        var cells = columns.stream()
                .map(it -> new Cell(
                        was.map(it::before).orElse(""), is.map(it::after).orElse("")))
                .toList();
        var state = was.isEmpty()
                ? State.ADDED
                : is.isEmpty() ? State.REMOVED : cells.stream().anyMatch(Cell::changed) ? State.CHANGED : State.KEPT;
        return new Row(
                state,
                was.map(Table.Row::line).orElse(0L),
                is.map(Table.Row::line).orElse(0L),
                cells);
    }

    private static TableDiff folded(List<Column> columns, List<Row> rows) {
        boolean[] shown = new boolean[rows.size()];
        for (int i = 0; i < shown.length; i++)
            if (rows.get(i).state() != State.KEPT)
                for (int at = Math.max(0, i - CONTEXT); at <= Math.min(shown.length - 1, i + CONTEXT); at++)
                    shown[at] = true;
        // A row takes no more room than to say that it is left out.
        for (int i = 1; i < shown.length - 1; i++) if (shown[i - 1] && shown[i + 1]) shown[i] = true;
        var lines = new ArrayList<Line>();
        int most = Math.min(ROWS_MAX, CELLS_MAX / Math.max(1, columns.size()));
        int told = 0;
        boolean cut = false;
        for (int i = 0; i < shown.length && !cut; ) {
            int from = i;
            while (i < shown.length && !shown[i]) i++;
            if (i > from) lines.add(new Same(i - from));
            while (i < shown.length && shown[i] && told < most) {
                lines.add(rows.get(i++));
                told++;
            }
            cut = i < shown.length && shown[i];
        }
        return new TableDiff(columns, lines, count(rows), cut);
    }

    private static Count count(List<Row> rows) {
        return new Count(count(rows, State.ADDED), count(rows, State.REMOVED), count(rows, State.CHANGED));
    }

    private static int count(List<Row> rows, State state) {
        return (int) rows.stream().filter(it -> it.state() == state).count();
    }
}
