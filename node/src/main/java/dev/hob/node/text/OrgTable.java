package dev.hob.node.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A table of Org. What stands above its first rule is its head; a row of `<l>`, `<c>` and `<r>` says how columns are
/// set, and is not shown. Immutable.
final class OrgTable {
    private static final int COLUMNS_MAX = 200;
    private static final Pattern SETTING = Pattern.compile("<([lcr])?\\d{0,4}>");

    private final List<List<String>> head = new ArrayList<>();
    private final List<List<String>> body = new ArrayList<>();
    private final List<String> sides = new ArrayList<>();

    OrgTable(List<String> lines) {
        boolean ruled = false;
        for (String line : lines) {
            String said = line.strip();
            if (said.startsWith("|-")) {
                if (!ruled && !body.isEmpty()) {
                    head.addAll(body);
                    body.clear();
                }
                ruled = ruled || !head.isEmpty();
                continue;
            }
            var cells = cells(said);
            if (isSetting(cells)) setting(cells);
            else body.add(cells);
        }
        // A rule below all rows makes no head of them.
        if (body.isEmpty()) {
            body.addAll(head);
            head.clear();
        }
    }

    private static List<String> cells(String row) {
        var cells = new ArrayList<String>();
        int from = 1;
        while (from < row.length() && cells.size() < COLUMNS_MAX) {
            int end = row.indexOf('|', from);
            if (end < 0) end = row.length();
            cells.add(row.substring(from, end).strip());
            from = end + 1;
        }
        return cells;
    }

    private static boolean isSetting(List<String> cells) {
        boolean some = false;
        for (String cell : cells) {
            if (cell.isEmpty()) continue;
            if (!SETTING.matcher(cell).matches()) return false;
            some = true;
        }
        return some;
    }

    private void setting(List<String> cells) {
        sides.clear();
        for (String cell : cells) sides.add(cell.startsWith("<r") ? "right" : cell.startsWith("<c") ? "center" : "");
    }

    /// Writes it.
    ///
    /// @param words what writes a cell
    void write(Draft draft, Consumer<String> words) {
        if (body.isEmpty()) return;
        draft.open("table");
        rows(draft, "thead", "th", head, words);
        rows(draft, "tbody", "td", body, words);
        draft.close("table");
    }

    private void rows(Draft draft, String part, String cell, List<List<String>> rows, Consumer<String> words) {
        if (rows.isEmpty()) return;
        draft.open(part);
        for (var row : rows) {
            draft.open("tr");
            for (int i = 0; i < row.size(); i++) {
                var side = side(i);
                if (side.isPresent()) draft.open(cell, "align", side.get());
                else draft.open(cell);
                words.accept(row.get(i));
                draft.close(cell);
            }
            draft.close("tr");
        }
        draft.close(part);
    }

    private Optional<String> side(int column) {
        return column < sides.size() ? Optional.of(sides.get(column)).filter(it -> !it.isEmpty()) : Optional.empty();
    }
}
