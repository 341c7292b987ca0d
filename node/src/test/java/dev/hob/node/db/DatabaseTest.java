package dev.hob.node.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /// A node that stops interrupts all its followers in the middle of their reading, on a machine with few processors.
    @OnEachDatabase
    void readers_that_are_interrupted_end(Engine engine) throws Exception {
        try (var database = engine.open(folder)) {
            for (int round = 0; round < 20; round++) {
                var threads = new ArrayList<Thread>();
                for (int i = 0; i < 40; i++) threads.add(Thread.startVirtualThread(() -> readOn(database)));
                Thread.sleep(50);
                threads.forEach(Thread::interrupt);
                for (var thread : threads)
                    assertThat(thread.join(Duration.ofSeconds(20)))
                            .as("round " + round)
                            .isTrue();
                assertThat(database.read(DatabaseTest::settings)).isZero();
            }
        }
    }

    private static void readOn(Database database) {
        try {
            while (!Thread.currentThread().isInterrupted()) database.read(DatabaseTest::settings);
        } catch (DatabaseException e) {
            assertThat(Thread.currentThread().isInterrupted()).as(e.toString()).isTrue();
        }
    }

    @OnEachDatabase
    void a_failing_statement_is_a_failure_of_the_database(Engine engine) {
        try (var database = engine.open(folder)) {
            assertThatThrownBy(() -> database.read(handle -> handle.execute("select nonsense")))
                    .isInstanceOf(DatabaseException.class);
        }
    }

    @OnEachDatabase
    void everything_travels_by_a_snapshot_into_any_database(Engine engine) {
        Path copy = folder.resolve("copy.db");
        try (var database = Engine.SQLITE.open(folder)) {
            database.writing(DatabaseTest::fill);
            database.snapshotTo(copy);
        }
        var config =
                engine == Engine.SQLITE ? DatabaseConfig.sqlite(folder.resolve("other.db")) : engine.config(folder);
        Path back = folder.resolve("back.db");
        try (var file = Database.open(DatabaseConfig.sqlite(copy));
                var other = Database.open(config)) {
            file.copyTo(other);
            assertThat(other.read(DatabaseTest::told)).isEqualTo(file.read(DatabaseTest::told));
            assertThatThrownBy(() -> file.copyTo(other)).hasMessageContaining("in use already");
            other.snapshotTo(back);
        }
        try (var database = Database.open(DatabaseConfig.sqlite(back))) {
            assertThat(database.read(DatabaseTest::told))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("alice", "fine=true");
            assertThat(database.read(DatabaseTest::settings)).isEqualTo(2_500);
        }
    }

    private static void fill(Handle handle) {
        handle.execute("""
                insert into person (id, name, email, display_name, admin, disabled, deleted, did, password, created)
                values ('1', 'alice', 'a@example.org', 'Ålice', true, false, false, 'did:key:z6Mk', null, 99)""");
        handle.execute("insert into web_session (token_hash, person, csrf, expires) values ('h', '1', 'c', 1)");
        for (int i = 0; i < 2_500; i++) set(handle, "n" + i);
    }

    private static List<String> told(Handle handle) {
        return handle.createQuery("""
                        select p.name, p.display_name, p.admin and not p.disabled as fine, p.password, p.created, s.csrf
                          from person p
                          join web_session s on s.person = p.id""")
                .map((row, _) -> row.getString("name") + row.getString("display_name") + " fine="
                        + row.getBoolean("fine") + row.getString("password") + row.getLong("created")
                        + row.getString("csrf"))
                .list();
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
