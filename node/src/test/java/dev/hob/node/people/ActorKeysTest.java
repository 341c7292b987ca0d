package dev.hob.node.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.keys.KeyException;
import dev.hob.keys.MasterKey;
import dev.hob.keys.RsaKey;
import dev.hob.node.db.Database;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.db.Engine;
import dev.hob.node.db.OnEachDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActorKeysTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z"));
    private static final byte[] WORD = "an activity".getBytes(UTF_8);

    @TempDir
    Path folder;

    private MasterKey master() {
        return MasterKey.open(folder.resolve("master.key"));
    }

    @OnEachDatabase
    void each_actor_has_keys_of_its_own_and_keeps_them(Engine engine) {
        try (var database = engine.open(folder)) {
            var keys = new ActorKeys(database, master(), CLOCK);
            var rsa = keys.rsa("person:1");
            var assertion = keys.assertion("person:1");
            assertThat(keys.rsa("repository:1").publicPem()).isNotEqualTo(rsa.publicPem());
            assertThat(keys.assertion("repository:1").publicKey()).isNotEqualTo(assertion.publicKey());

            var again = new ActorKeys(database, master(), CLOCK);
            assertThat(again.rsa("person:1").publicPem()).isEqualTo(rsa.publicPem());
            assertThat(again.assertion("person:1").publicKey()).isEqualTo(assertion.publicKey());
            assertThat(RsaKey.verify(
                            rsa.publicPem(), WORD, again.rsa("person:1").sign(WORD)))
                    .isTrue();
        }
    }

    @OnEachDatabase
    void who_asks_at_once_gets_the_same_key(Engine engine) throws Exception {
        try (var database = engine.open(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Two caches: what one process cannot see of another, as it stands between two threads.
            var one = new ActorKeys(database, master(), CLOCK);
            var two = new ActorKeys(database, master(), CLOCK);
            Callable<String> first = () -> one.rsa(ActorKeys.NODE).publicPem();
            Callable<String> second = () -> two.rsa(ActorKeys.NODE).publicPem();
            var a = threads.submit(first);
            var b = threads.submit(second);
            assertThat(a.get()).isEqualTo(b.get());
        }
    }

    @OnEachDatabase
    void rotated_keys_are_others_and_the_old_ones_are_nowhere(Engine engine) {
        try (var database = engine.open(folder)) {
            var keys = new ActorKeys(database, master(), CLOCK);
            var rsa = keys.rsa("person:1");
            var assertion = keys.assertion("person:1");
            var bystander = keys.rsa("person:2");
            keys.rotate("person:1");
            assertThat(keys.rsa("person:1").publicPem()).isNotEqualTo(rsa.publicPem());
            assertThat(keys.assertion("person:1").publicKey()).isNotEqualTo(assertion.publicKey());
            assertThat(keys.rsa("person:2").publicPem()).isEqualTo(bystander.publicPem());
            var again = new ActorKeys(database, master(), CLOCK);
            assertThat(again.rsa("person:1").publicPem())
                    .isEqualTo(keys.rsa("person:1").publicPem());
            assertThat(rows(database)).isEqualTo(3); // The bystander never asked for a key of proofs.
        }
    }

    @Test
    void a_new_master_key_opens_them_and_a_foreign_one_does_not() {
        try (var database = Database.open(DatabaseConfig.sqlite(folder.resolve("hob.db")))) {
            var pem = new ActorKeys(database, master(), CLOCK).rsa("person:1").publicPem();
            var next = MasterKey.rotate(folder.resolve("master.key"));
            assertThat(new Custody(database, next, CLOCK).reseal()).isEqualTo(1);
            var alone = MasterKey.retireOld(folder.resolve("master.key"));
            assertThat(new ActorKeys(database, alone, CLOCK).rsa("person:1").publicPem())
                    .isEqualTo(pem);

            var foreign = new ActorKeys(database, MasterKey.open(folder.resolve("other.key")), CLOCK);
            assertThatThrownBy(() -> foreign.rsa("person:1")).isInstanceOf(KeyException.class);
        }
    }

    @Test
    void a_backup_has_them_and_they_are_not_in_the_clear() {
        try (var database = Database.open(DatabaseConfig.sqlite(folder.resolve("hob.db")))) {
            var keys = new ActorKeys(database, master(), CLOCK);
            var pem = keys.rsa("person:1").publicPem();
            var did = keys.assertion("person:1").publicKey();
            database.snapshotTo(folder.resolve("copy.db"));
            try (var copy = Database.open(DatabaseConfig.sqlite(folder.resolve("copy.db")))) {
                var restored = new ActorKeys(copy, master(), CLOCK);
                assertThat(restored.rsa("person:1").publicPem()).isEqualTo(pem);
                assertThat(restored.assertion("person:1").publicKey()).isEqualTo(did);
                assertThat(sealed(copy)).allMatch(text -> text.startsWith("v1."));
            }
        }
    }

    private static int rows(Database database) {
        return database.read(handle -> handle.createQuery("select count(*) from actor_key")
                .mapTo(Integer.class)
                .one());
    }

    private static java.util.List<String> sealed(Database database) {
        return database.read(handle -> handle.createQuery("select sealed from actor_key")
                .mapTo(String.class)
                .list());
    }
}
