package dev.hob.web.render;

import dev.hob.node.code.Alignment;
import dev.hob.node.code.Alignment.Match;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which column of a table is which of another: that of the same name, or else one with most of its values.
public final class TableColumns {
    /// So many rows tell whether two columns have the same values.
    private static final int ROWS_LOOKED_AT = 1_000;

    private static final int ALIKE_PERCENT_MIN = 60;

    /// What became of a column.
    public enum Kind {
        KEPT,
        ADDED,
        REMOVED,
        MOVED,
        RENAMED
    }

    /// A column of both tables, or of one.
    ///
    /// @param from its place in the table that was; -1 when it was not there
    /// @param to its place in the table that is; -1 when it is not there any more
    /// @param was its name then
    /// @param name its name now, or at last
    public record Column(Kind kind, int from, int to, String was, String name) {
        boolean isShared() {
            return from >= 0 && to >= 0;
        }

        String before(Table.Row row) {
            return value(row, from);
        }

        String after(Table.Row row) {
            return value(row, to);
        }

        private static String value(Table.Row row, int at) {
            return at < 0 || at >= row.cells().size() ? "" : row.cells().get(at);
        }
    }

    private final Table before;
    private final Table after;
    private final List<String> was;
    private final List<String> is;

    private TableColumns(Table before, Table after) {
        this.before = before;
        this.after = after;
        this.was = names(before);
        this.is = names(after);
    }

    /// Rows may have more values than there are names.
    private static List<String> names(Table table) {
        return IntStream.range(0, table.columns())
                .mapToObj(i -> i < table.head().size() ? table.head().get(i) : "")
                .toList();
    }

    /// All of both, in the order of the table that is; those that are gone stand where they stood.
    static List<Column> of(Table before, Table after) {
        return new TableColumns(before, after).all();
    }

    private List<Column> all() {
        // A table that begins or ends to be has no other columns, but no rows.
        if (was.isEmpty() || is.isEmpty())
            return IntStream.range(0, Math.max(was.size(), is.size()))
                    .mapToObj(i -> column(Kind.KEPT, was.isEmpty() ? -1 : i, is.isEmpty() ? -1 : i))
                    .toList();
        var matches = Alignment.of(was, is, List.of(Optional::of));
        var gone = matches.stream()
                .filter(it -> it.after() < 0)
                .map(Match::before)
                .collect(Collectors.toCollection(TreeSet::new));
        var former = former(matches, gone);
        var columns = new ArrayList<Column>();
        for (var match : matches) {
            if (match.isPair()) columns.add(column(Kind.KEPT, match.before(), match.after()));
            else if (match.after() < 0) {
                if (gone.contains(match.before())) columns.add(column(Kind.REMOVED, match.before(), -1));
            } else {
                int from = former.getOrDefault(match.after(), -1);
                var kind =
                        from < 0 ? Kind.ADDED : was.get(from).equals(is.get(match.after())) ? Kind.MOVED : Kind.RENAMED;
                columns.add(column(kind, from, match.after()));
            }
        }
        return columns;
    }

    private Column column(Kind kind, int from, int to) {
        String old = from < 0 ? is.get(to) : was.get(from);
        return new Column(kind, from, to, old, to < 0 ? old : is.get(to));
    }

    /// For columns that came, where they were: under the same name elsewhere, or under another one. Those that are
    /// found are gone no more.
    private Map<Integer, Integer> former(List<Match> matches, SortedSet<Integer> gone) {
        var come =
                matches.stream().filter(it -> it.before() < 0).map(Match::after).toList();
        var former = new HashMap<Integer, Integer>();
        for (int to : come)
            gone.stream()
                    .filter(from -> was.get(from).equals(is.get(to)))
                    .findFirst()
                    .ifPresent(from -> take(former, gone, from, to));
        for (int to : come)
            if (!former.containsKey(to))
                gone.stream()
                        .filter(from -> areAlike(from, to))
                        .findFirst()
                        .ifPresent(from -> take(former, gone, from, to));
        return former;
    }

    private static void take(Map<Integer, Integer> former, SortedSet<Integer> gone, Integer from, int to) {
        former.put(to, from);
        gone.remove(from);
    }

    private boolean areAlike(int from, int to) {
        var values = new HashMap<String, Integer>();
        var old = column(Kind.REMOVED, from, -1);
        var young = column(Kind.ADDED, -1, to);
        before.rows().stream()
                .limit(ROWS_LOOKED_AT)
                .map(old::before)
                .filter(it -> !it.isEmpty())
                .forEach(it -> values.merge(it, 1, Integer::sum));
        int all = values.values().stream().mapToInt(it -> it).sum();
        int common = 0;
        for (var row :
                after.rows().subList(0, Math.min(ROWS_LOOKED_AT, after.rows().size()))) {
            String value = young.after(row);
            if (value.isEmpty()) continue;
            all++;
            if (values.merge(value, -1, Integer::sum) >= 0) common++;
        }
        return all > 0 && 200L * common >= (long) all * ALIKE_PERCENT_MIN;
    }
}
