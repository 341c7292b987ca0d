package dev.hob.node.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path folder;

    private static int settings(Handle handle) {
        return handle.createQuery("select count(*) from setting")
                .mapTo(Integer.class)
                .one();
    }

    private static void set(Handle handle, String name) {
        handle.execute("insert into setting (name, value) values (?, 'x')", name);
    }

    @OnEachDatabase
    void a_write_that_throws_leaves_nothing_behind(Engine engine) {
        try (var database = engine.open(folder)) {
            assertThatThrownBy(() -> database.writing(handle -> {
                        set(handle, "half");
                        throw new IllegalStateException("on purpose");
                    }))
                    .hasMessage("on purpose");

            assertThat(database.read(DatabaseTest::settings)).isZero();
        }
    }

    @OnEachDatabase
    void what_was_written_is_there_after_opening_again(Engine engine) {
        var config = engine.config(folder);
        try (var database = Database.open(config)) {
            database.writing(handle -> set(handle, "kept"));
        }

        try (var database = Database.open(config)) {
            assertThat(database.read(DatabaseTest::settings)).isEqualTo(1);
        }
    }

    @OnEachDatabase
    void many_who_write_and_read_at_once_all_get_their_turn(Engine engine) throws Exception {
        try (var database = engine.open(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var jobs = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 64; i++) {
                String name = "n" + i;
                jobs.add(() -> {
                    database.writing(handle -> set(handle, name));
                    return database.read(DatabaseTest::settings);
                });
            }

            for (var done : threads.invokeAll(jobs)) assertThat(done.get()).isPositive();
            assertThat(database.read(DatabaseTest::settings)).isEqualTo(64);
        }
    }

    @OnEachDatabase
    void a_failing_statement_is_a_failure_of_the_database(Engine engine) {
        try (var database = engine.open(folder)) {
            assertThatThrownBy(() -> database.read(handle -> handle.execute("select nonsense")))
                    .isInstanceOf(DatabaseException.class);
        }
    }

    @Test
    void a_snapshot_is_a_database_of_its_own() {
        Path copy = folder.resolve("copy.db");
        try (var database = Engine.SQLITE.open(folder)) {
            database.writing(handle -> set(handle, "before"));
            database.snapshotTo(copy);
            database.writing(handle -> set(handle, "after"));
        }

        try (var snapshot = Database.open(DatabaseConfig.sqlite(copy))) {
            assertThat(snapshot.read(DatabaseTest::settings)).isEqualTo(1);
        }
    }

    @Test
    void an_url_of_another_kind_is_refused() {
        assertThatThrownBy(() -> DatabaseConfig.postgres("jdbc:oracle:thin")).hasMessageContaining("db.url");
    }
}
