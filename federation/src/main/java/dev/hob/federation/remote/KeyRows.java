package dev.hob.federation.remote;

import dev.hob.federation.signature.KnownKey;
import dev.hob.federation.signature.PublicKey;
import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;

/// The public keys of remote actors that are kept. Shared between threads.
final class KeyRows {
    static final int KEYS_MAX = 400_000;

    private static final int KEPT_BETWEEN_PRUNINGS = 500;

    private final Database database;
    private final InstantSource clock;
    private final AtomicInteger kept = new AtomicInteger();

    KeyRows(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// These and no others are the owner's; which were before.
    List<Id> replace(Id owner, List<KnownKey> keys) {
        return database.write(handle -> {
            var before = handle.createQuery("select id from remote_key where owner = :owner")
                    .bind("owner", owner.value())
                    .mapTo(String.class)
                    .list();
            handle.execute("delete from remote_key where owner = ?", owner.value());
            for (var key : keys) keep(handle, key);
            if (kept.incrementAndGet() % KEPT_BETWEEN_PRUNINGS == 0)
                ActorRows.keepNewest(handle, "remote_key", "fetched", KEYS_MAX);
            return before.stream().map(Id::new).toList();
        });
    }

    private void keep(Handle handle, KnownKey key) {
        handle.execute("""
                insert into remote_key (id, owner, key, asserts, fetched)
                values (?, ?, ?, ?, ?)
                on conflict (id) do update set
                  owner = excluded.owner, key = excluded.key, asserts = excluded.asserts, fetched = excluded.fetched""", key.id().value(), key.owner().value(), text(key.key()), key.asserts(), clock.millis());
    }

    /// What is kept of a key and was fetched after a moment.
    Optional<KnownKey> find(Id id, Instant after) {
        return database.read(handle -> handle.createQuery(
                        "select id, owner, key, asserts from remote_key where id = :id and fetched > :after")
                .bind("id", id.value())
                .bind("after", after.toEpochMilli())
                .map((row, _) -> key(row))
                .findOne());
    }

    private static KnownKey key(ResultSet row) throws SQLException {
        String text = row.getString("key");
        var key = text.startsWith("z") ? PublicKey.ofMultibase(text) : PublicKey.ofPem(text);
        return new KnownKey(
                new Id(row.getString("id")),
                new Id(row.getString("owner")),
                key.orElseThrow(() -> new AssertionError("a key that was kept cannot be read: " + text)),
                row.getBoolean("asserts"));
    }

    private static String text(PublicKey key) {
        return switch (key) {
            case PublicKey.Ed25519(var ed25519) -> ed25519.nid();
            case PublicKey.Rsa(var rsa) ->
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(rsa.getEncoded())
                        + "\n-----END PUBLIC KEY-----";
        };
    }
}
