package dev.hob.node.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Copies every row of one database into another of the same schema, whichever engines they are: how a PostgreSQL
/// database gets into a backup, and out of one. Used by one thread.
final class TableCopy {
    private static final int ROWS_AT_ONCE = 1_000;

    private final Connection from;
    private final Connection to;

    /// Both connections are in a transaction of the caller's.
    TableCopy(Connection from, Connection to) {
        this.from = from;
        this.to = to;
    }

    /// Replaces what the migrations have put into the target by what is in the source.
    void all() throws SQLException {
        var tables = tables();
        try (var statement = to.createStatement()) {
            for (String table : tables.reversed()) statement.executeUpdate("delete from " + table);
        }
        for (String table : tables) copy(table);
    }

    /// The tables, each behind those that its foreign keys name.
    private List<String> tables() throws SQLException {
        var found = new ArrayList<String>();
        try (var rows = to.getMetaData().getTables(null, to.getSchema(), "%", new String[] {"TABLE"})) {
            while (rows.next()) {
                String name = rows.getString("TABLE_NAME");
                if (!name.equals(Database.HISTORY) && !name.startsWith("sqlite_")) found.add(name);
            }
        }
        Collections.sort(found);
        var ordered = new LinkedHashSet<String>();
        for (String table : found) place(table, ordered, new LinkedHashSet<>());
        return List.copyOf(ordered);
    }

    private void place(String table, Set<String> ordered, Set<String> above) throws SQLException {
        if (ordered.contains(table)) return;
        if (!above.add(table)) throw new AssertionError("tables that name each other in a circle: " + above);
        var named = new ArrayList<String>();
        try (var keys = to.getMetaData().getImportedKeys(null, to.getSchema(), table)) {
            while (keys.next()) named.add(keys.getString("PKTABLE_NAME"));
        }
        for (String other : named) if (!other.equals(table)) place(other, ordered, above);
        above.remove(table);
        ordered.add(table);
    }

    private void copy(String table) throws SQLException {
        var columns = new ArrayList<String>();
        var types = new ArrayList<Integer>();
        // PostgreSQL knows which columns are booleans; SQLite keeps them as numbers.
        try (var statement = to.createStatement();
                var rows = statement.executeQuery("select * from " + table + " where 1 = 0")) {
            var about = rows.getMetaData();
            for (int column = 1; column <= about.getColumnCount(); column++) {
                columns.add(about.getColumnName(column));
                types.add(about.getColumnType(column));
            }
        }
        String names = String.join(", ", columns);
        String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
        try (var reading = from.createStatement();
                var writing = to.prepareStatement("insert into " + table + " (" + names + ") values (" + marks + ")")) {
            reading.setFetchSize(ROWS_AT_ONCE);
            try (var rows = reading.executeQuery("select " + names + " from " + table)) {
                int waiting = 0;
                while (rows.next()) {
                    for (int column = 1; column <= columns.size(); column++)
                        set(writing, column, rows, types.get(column - 1));
                    writing.addBatch();
                    if (++waiting == ROWS_AT_ONCE) {
                        writing.executeBatch();
                        waiting = 0;
                    }
                }
                if (waiting > 0) writing.executeBatch();
            }
        }
    }

    private static void set(PreparedStatement to, int column, ResultSet from, int type) throws SQLException {
        switch (type) {
            case Types.BOOLEAN, Types.BIT -> to.setBoolean(column, from.getBoolean(column));
            case Types.BIGINT, Types.INTEGER, Types.SMALLINT -> to.setLong(column, from.getLong(column));
            case Types.VARCHAR, Types.CLOB, Types.LONGVARCHAR -> to.setString(column, from.getString(column));
            default -> throw new AssertionError("a column of a type that no migration uses: " + type);
        }
        if (from.wasNull()) to.setNull(column, type);
    }
}
