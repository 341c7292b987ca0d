package dev.hob.node.db;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The one door to SQL. The same statements run on SQLite (write-ahead log, one writer, many readers) and on
/// PostgreSQL. Shared between threads. Opening it brings the schema up to date.
public final class Database implements AutoCloseable {
    /// Where the migrations that ran are noted.
    static final String HISTORY = "schema_history";

    private static final int BUSY_MILLIS_MAX = 10_000;
    private static final int CACHE_KIBIBYTES = 4_096;

    private final boolean postgres;
    private final Connections readers;
    private final Connections writers;
    private final Jdbi read;
    private final Jdbi write;
    /// SQLite has one writer: waiting here, in order, is kinder than its own busy loop.
    private final Optional<ReentrantLock> turn;

    private Database(boolean postgres, Connections readers, Connections writers) {
        this.postgres = postgres;
        this.readers = readers;
        this.writers = writers;
        this.read = Jdbi.create(readers);
        this.write = Jdbi.create(writers);
        this.turn = postgres ? Optional.empty() : Optional.of(new ReentrantLock(true));
    }

    /// Opens the database and runs the migrations that it lacks.
    ///
    /// @throws DatabaseException when it cannot be reached, or its schema is newer or was changed by hand
    public static Database open(DatabaseConfig config) {
        try {
            return config.isPostgres() ? openPostgres(config) : openSqlite(config);
        } catch (RuntimeException e) {
            throw new DatabaseException("cannot open the database " + withoutQuery(config.url()), e);
        }
    }

    /// A URL may carry a password behind its question mark.
    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    private static Database openSqlite(DatabaseConfig config) {
        String jdbc = "jdbc:" + config.url();
        migrate(sqlite(jdbc, false));
        var writers = new Connections(sqlite(jdbc, false), 1, false);
        var readers = new Connections(sqlite(jdbc, true), config.readersMax(), false);
        return new Database(false, readers, writers);
    }

    private static SQLiteDataSource sqlite(String url, boolean readOnly) {
        var settings = new SQLiteConfig();
        settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
        settings.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        settings.enforceForeignKeys(true);
        settings.setBusyTimeout(BUSY_MILLIS_MAX);
        settings.setCacheSize(-CACHE_KIBIBYTES);
        settings.setTransactionMode(
                readOnly ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
        var source = new SQLiteDataSource(settings);
        source.setUrl(url);
        return source;
    }

    private static Database openPostgres(DatabaseConfig config) {
        var source = new org.postgresql.ds.PGSimpleDataSource();
        source.setUrl(config.url());
        config.user().ifPresent(source::setUser);
        config.password().ifPresent(secret -> source.setPassword(secret.text()));
        migrate(source);
        int most = config.readersMax();
        return new Database(true, new Connections(source, most, true), new Connections(source, most, true));
    }

    private static void migrate(DataSource source) {
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:dev/hob/node/db/migration")
                    .table(HISTORY)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DatabaseException("cannot bring the database's schema up to date", e);
        }
    }

    /// Runs some reading. It sees one state of the database within one statement.
    public <T> T read(Function<Handle, T> work) {
        return guarded(() -> read.withHandle(work::apply));
    }

    /// Runs some writing as one transaction: all of it is kept, or, when it throws, none.
    public <T> T write(Function<Handle, T> work) {
        if (turn.map(ReentrantLock::isHeldByCurrentThread).orElse(false))
            throw new AssertionError("a write within a write would wait for itself");
        turn.ifPresent(ReentrantLock::lock);
        try {
            return guarded(() -> write.inTransaction(work::apply));
        } finally {
            turn.ifPresent(ReentrantLock::unlock);
        }
    }

    /// [#write] without an answer.
    public void writing(Consumer<Handle> work) {
        write(handle -> {
            work.accept(handle);
            return true;
        });
    }

    private static <T> T guarded(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            throw new DatabaseException("the database failed: " + e.getMessage(), e);
        }
    }

    /// Whether this is a PostgreSQL server.
    public boolean isPostgres() {
        return postgres;
    }

    /// Writes a consistent copy to a new SQLite file while work goes on.
    public void snapshotTo(Path file) {
        if (postgres) {
            try (var copy = open(DatabaseConfig.sqlite(file))) {
                copyTo(copy);
            }
        } else {
            guarded(() -> read.withHandle(handle -> handle.execute("vacuum into ?", file.toString())));
        }
    }

    /// Writes all that is here, as it is at one moment, into a database in which nothing has happened yet.
    ///
    /// @throws DatabaseException also when something has
    public void copyTo(Database other) {
        var moment = postgres ? TransactionIsolationLevel.REPEATABLE_READ : TransactionIsolationLevel.SERIALIZABLE;
        guarded(() -> read.inTransaction(moment, from -> {
            other.writing(to -> {
                if (hasHistory(to)) throw new DatabaseException("the other database is in use already");
                try {
                    new TableCopy(from.getConnection(), to.getConnection()).all();
                } catch (SQLException e) {
                    throw new DatabaseException("cannot copy the database: " + e.getMessage(), e);
                }
            });
            return true;
        }));
    }

    private static boolean hasHistory(Handle handle) {
        return handle.createQuery("select position > 0 or exists (select 1 from person) from log_head")
                .mapTo(Boolean.class)
                .one();
    }

    @Override
    public void close() {
        readers.close();
        writers.close();
    }
}
