package dev.hob.web.render;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// Values that commas, semicolons or tabs delimit (RFC 4180), as far as a page shows them. The first record names the
/// columns.
///
/// @param cut whether there is more
public record Table(List<String> head, List<Row> rows, boolean cut) {
    private static final Limits READ = new Limits(1_000, 100, 20_000);
    static final Table EMPTY = new Table(List.of(), List.of(), false);
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};

    public Table {
        head = List.copyOf(head);
        rows = List.copyOf(rows);
    }

    /// How much of a file is read: a wider one is no table, of a longer one there is the beginning.
    public record Limits(int rows, int columns, int cells) {}

    /// A record.
    ///
    /// @param line of the file, on which it begins
    public record Row(long line, List<String> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /// Whether a file of this name has such values.
    public static boolean isTable(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".csv") || lower.endsWith(".tsv");
    }

    /// Reads as much of a file as somebody reads; empty when it is no table.
    public static Optional<Table> of(String name, String text) {
        return of(name, text, READ);
    }

    /// Reads a file; empty when it is no table.
    public static Optional<Table> of(String name, String text, Limits limits) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        char delimiter = name.toLowerCase(Locale.ROOT).endsWith(".tsv") ? '\t' : delimiter(plain);
        var format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(true)
                .setTrailingData(true)
                .setLenientEof(true)
                .get();
        try (var parser = CSVParser.parse(new StringReader(plain), format)) {
            return read(parser, limits);
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            // Whatever it is called, it is not that.
            return Optional.empty();
        }
    }

    /// The one that the first line has most of.
    private static char delimiter(String text) {
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        char best = DELIMITERS[0];
        long most = 0;
        for (char delimiter : DELIMITERS) {
            long count = line.chars().filter(it -> it == delimiter).count();
            if (count > most) {
                most = count;
                best = delimiter;
            }
        }
        return best;
    }

    private static Optional<Table> read(CSVParser parser, Limits limits) {
        var head = new ArrayList<String>();
        var rows = new ArrayList<Row>();
        int cells = 0;
        long line = 1;
        for (CSVRecord record : parser) {
            if (record.size() > limits.columns()) return Optional.empty();
            if (rows.size() == limits.rows() || cells > limits.cells()) return Optional.of(new Table(head, rows, true));
            if (head.isEmpty()) head.addAll(record.toList());
            else rows.add(new Row(line, record.toList()));
            cells += record.size();
            line = parser.getCurrentLineNumber() + 1;
        }
        return head.isEmpty() ? Optional.empty() : Optional.of(new Table(head, rows, false));
    }

    /// How many columns the widest record has.
    public int columns() {
        return Math.max(
                head.size(),
                rows.stream().mapToInt(it -> it.cells().size()).max().orElse(0));
    }
}
