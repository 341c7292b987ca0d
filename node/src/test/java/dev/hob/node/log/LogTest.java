package dev.hob.node.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.node.db.Database;
import dev.hob.node.db.Engine;
import dev.hob.node.db.OnEachDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Origin ALICE = new Origin.Here("alice");
    private static final RepositoryId TEA = RepositoryId.random(new Random(1));
    private static final RepoId RID = RepoId.of(new byte[20]);

    @TempDir
    Path folder;

    private static Log log(Database database) {
        return new Log(database, InstantSource.fixed(NOON));
    }

    private static Change described(String repository) {
        return new Change.RepositoryDescribed(repository);
    }

    @OnEachDatabase
    void what_was_appended_is_read_back_in_order(Engine engine) {
        try (var database = engine.open(folder)) {
            var log = log(database);
            var moved = new Change.RefsMoved(
                    TEA.value(), RID.value(), List.of(new RefMove("refs/heads/main", RefMove.ABSENT, "1".repeat(40))));
            var actor = new Origin.Actor("https://far.example/u/bob");
            long first = database.write(handle -> log.append(handle, actor, moved));
            long second = database.write(handle -> log.append(handle, new Origin.Peer("z6Mk"), described("tea")));

            assertThat(log.after(0, 10))
                    .containsExactly(
                            new Entry(first, NOON, actor, moved),
                            new Entry(second, NOON, new Origin.Peer("z6Mk"), described("tea")));
            assertThat(log.after(first, 10)).extracting(Entry::position).containsExactly(second);
            assertThat(log.after(0, 1)).hasSize(1);
            assertThat(log.head()).isEqualTo(second);
        }
    }

    @OnEachDatabase
    void a_change_of_a_transaction_that_failed_is_not_in_the_log(Engine engine) {
        try (var database = engine.open(folder)) {
            var log = log(database);
            assertThatThrownBy(() -> database.writing(handle -> {
                        log.append(handle, ALICE, described("tea"));
                        throw new IllegalStateException("on purpose");
                    }))
                    .hasMessage("on purpose");

            assertThat(log.after(0, 10)).isEmpty();
            assertThat(log.head()).isZero();
        }
    }

    @OnEachDatabase
    void appending_at_once_gives_each_its_own_position(Engine engine) throws Exception {
        try (var database = engine.open(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var log = log(database);
            var jobs = new ArrayList<Callable<Long>>();
            for (int i = 0; i < 50; i++)
                jobs.add(() -> database.write(handle -> log.append(handle, ALICE, described("tea"))));
            for (var job : threads.invokeAll(jobs)) job.get();

            assertThat(log.after(0, 100))
                    .extracting(Entry::position)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 50).boxed().toList());
        }
    }

    @OnEachDatabase
    void a_cursor_stays_where_it_was_and_never_moves_back(Engine engine) {
        var database = engine.open(folder);
        try (database) {
            var cursor = log(database).cursor("search");
            assertThat(cursor.load()).isZero();
            cursor.advance(7);

            assertThat(log(database).cursor("search").load()).isEqualTo(7);
            assertThat(log(database).cursor("outbox").load()).isZero();
            assertThatThrownBy(() -> cursor.advance(6)).isInstanceOf(AssertionError.class);
        }
    }

    @OnEachDatabase
    void waiting_ends_when_something_happens_and_when_the_time_is_over(Engine engine) throws Exception {
        try (var database = engine.open(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var log = log(database);
            long announced = log.announced();
            log.await(announced, Duration.ofMillis(5));
            var waiting = threads.submit(() -> {
                log.await(announced, Duration.ofSeconds(30));
                return log.head();
            });
            database.writing(handle -> log.append(handle, ALICE, described("tea")));
            log.announce();

            assertThat(waiting.get()).isEqualTo(1);
        }
    }

    @OnEachDatabase
    void an_intent_is_open_until_what_came_of_it_is_in_the_log(Engine engine) {
        try (var database = engine.open(folder)) {
            var intents = new Intents(database);
            var moves = List.of(new RefMove("refs/heads/main", "1".repeat(40), RefMove.ABSENT));
            var draft =
                    Intent.moving(TEA, RID, ALICE, moves, Optional.empty(), Optional.of("https://far.example/1"), NOON);
            var intent = intents.open(draft);

            assertThat(new Intents(database).open()).containsExactly(intent);
            assertThat(intent.moves().getFirst().deletes()).isTrue();

            database.writing(handle -> intents.close(handle, intent.id()));
            assertThat(intents.open()).isEmpty();
            var renamed = new Change.RepositoryRenamed(TEA.value(), "tea", "chai");
            var change = intents.open(Intent.changing(TEA, RID, ALICE, Optional.of(renamed), NOON));
            assertThat(new Intents(database).open()).containsExactly(change);
            database.writing(handle -> intents.close(handle, change.id()));
            assertThatThrownBy(() -> database.writing(handle -> intents.close(handle, intent.id())))
                    .isInstanceOf(AssertionError.class);
        }
    }
}
