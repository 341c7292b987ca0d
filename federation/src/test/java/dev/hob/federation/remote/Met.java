package dev.hob.federation.remote;

import dev.hob.federation.signature.SecretKey;
import dev.hob.federation.vocab.Id;
import dev.hob.keys.RsaKey;
import dev.hob.node.db.Database;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.outside.AddressRange;
import dev.hob.node.outside.Outside;
import dev.hob.node.outside.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// This node's side of the package, with loopback addresses allowed and a clock in the test's hand.
final class Met implements AutoCloseable {
    /// Making one takes a while; who they are does not matter.
    static final RsaKey KEY = RsaKey.generate();

    static final RsaKey OTHER_KEY = RsaKey.generate();
    static final Signer INSTANCE = new Signer(new Id("http://127.0.0.9/actor#main-key"), new SecretKey.Rsa(KEY));

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));
    final InstantSource clock = now::get;
    final Database database;
    final Outside outside;
    final InstanceRules rules;
    final Remote remote;
    final RemoteKeys keys;
    final RemoteActors actors;

    Met(Path folder) {
        database = Database.open(DatabaseConfig.sqlite(folder.resolve("hob.db")));
        var allowed = List.of(AddressRange.of("127.0.0.0/8").orElseThrow());
        outside = new Outside(new Policy(true, allowed, "Hob/test (+http://127.0.0.9/)"), clock);
        rules = new InstanceRules(database, clock);
        remote = new Remote(outside, rules, INSTANCE, clock);
        keys = new RemoteKeys(database, remote, clock);
        actors = new RemoteActors(database, remote, rules, keys, clock);
    }

    void later(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    @Override
    public void close() {
        outside.close();
        database.close();
    }
}
