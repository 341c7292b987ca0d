package dev.hob.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.db.Database;
import dev.hob.node.db.Engine;
import dev.hob.node.db.OnEachDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private static void write(Database database, Log log, int count) {
        for (int i = 0; i < count; i++)
            database.writing(
                    handle -> log.append(handle, new Origin.Here("alice"), new Change.RepositoryDescribed("tea")));
        log.announce();
    }

    /// Notes each position that it reads in a table that is there anyway.
    private static Function<List<Entry>, Consumer<Handle>> noting() {
        return entries -> handle -> entries.forEach(entry ->
                handle.execute("insert into setting (name, value) values (?, '')", "read " + entry.position()));
    }

    private static int noted(Database database) {
        return database.read(handle -> handle.createQuery("select count(*) from setting where name like 'read %'")
                .mapTo(Integer.class)
                .one());
    }

    @OnEachDatabase
    void each_entry_is_read_once_over_restarts(Engine engine) {
        try (var database = engine.open(folder)) {
            var log = new Log(database, InstantSource.system());
            write(database, log, 250);
            try (var reader = new LogReader("notes", database, log, noting())) {
                reader.start();
                assertThat(reader.await(LONG)).isTrue();
                assertThat(noted(database)).isEqualTo(250);
                write(database, log, 1);
                assertThat(reader.await(LONG)).isTrue();
            }
            write(database, log, 20);
            try (var reader = new LogReader("notes", database, log, noting())) {
                assertThat(reader.await(Duration.ofMillis(1)))
                        .as("it has not begun")
                        .isFalse();
                reader.start();
                assertThat(reader.await(LONG)).isTrue();
            }
            assertThat(noted(database)).isEqualTo(271);
        }
    }

    @OnEachDatabase
    void beginning_again_forgets_and_reads_everything(Engine engine) {
        try (var database = engine.open(folder)) {
            var log = new Log(database, InstantSource.system());
            write(database, log, 150);
            try (var reader = new LogReader("notes", database, log, noting())) {
                reader.start();
                assertThat(reader.await(LONG)).isTrue();
                reader.again(handle -> handle.execute("delete from setting"));
                assertThat(noted(database)).isEqualTo(150);
            }
        }
    }

    @OnEachDatabase
    void a_failure_is_tried_again_and_only_what_never_works_is_passed_over(Engine engine) {
        try (var database = engine.open(folder)) {
            var log = new Log(database, InstantSource.system());
            write(database, log, 5);
            var once = new AtomicInteger();
            Function<List<Entry>, Consumer<Handle>> failing = entries -> {
                for (var entry : entries) {
                    if (entry.position() == 2 && once.incrementAndGet() == 1) throw new IllegalStateException("once");
                    if (entry.position() == 4) throw new IllegalStateException("always");
                }
                return noting().apply(entries);
            };
            try (var reader = new LogReader("notes", database, log, failing)) {
                reader.start();
                assertThat(reader.await(LONG)).isTrue();
            }
            assertThat(noted(database)).as("all but the fourth").isEqualTo(4);
        }
    }
}
