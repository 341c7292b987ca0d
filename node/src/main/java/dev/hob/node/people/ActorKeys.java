package dev.hob.node.people;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.hob.keys.MasterKey;
import dev.hob.keys.RsaKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.db.Database;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/// The keys with which this node's actors speak to other instances, each sealed by the master key: one of RSA for
/// requests and one of Ed25519 for proofs. Neither is a key that signs repositories, so both may be replaced. Made when
/// first asked for. Shared between threads.
///
/// An actor is named by what never changes: `node`, `person:<id>` or `repository:<id>`.
public final class ActorKeys {
    /// The actor that is this node.
    public static final String NODE = "node";

    private static final int OPENED_MAX = 2_000;
    private static final String RSA = "rsa";
    private static final String ED25519 = "ed25519";

    private final Database database;
    private final MasterKey master;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    /// Unsealing costs a query, and reading an RSA key more. Each key is made, or forgotten, by one thread at a time.
    private final LoadingCache<String, RsaKey> rsa;

    private final LoadingCache<String, SigningKey> assertions;

    public ActorKeys(Database database, MasterKey master, InstantSource clock) {
        this.database = database;
        this.master = master;
        this.clock = clock;
        this.rsa = Caffeine.newBuilder()
                .maximumSize(OPENED_MAX)
                .build(actor ->
                        RsaKey.ofPkcs8(kept(actor, RSA, () -> RsaKey.generate().pkcs8())));
        this.assertions = Caffeine.newBuilder()
                .maximumSize(OPENED_MAX)
                .build(actor -> SigningKey.ofSeed(
                        kept(actor, ED25519, () -> SigningKey.generate(random).seed())));
    }

    /// The key that signs requests. Not to be asked for within a transaction that writes: it may have to be made, which
    /// takes about a tenth of a second.
    public RsaKey rsa(String actor) {
        return rsa.get(actor);
    }

    /// The key that makes proofs. Not to be asked for within a transaction that writes.
    public SigningKey assertion(String actor) {
        return assertions.get(actor);
    }

    /// Replaces both keys of an actor. Others believe the new ones once they have read the actor again.
    public void rotate(String actor) {
        byte[] fresh = RsaKey.generate().pkcs8();
        byte[] seed = SigningKey.generate(random).seed();
        database.writing(handle -> {
            handle.execute("delete from actor_key where actor = ?", actor);
            keep(handle, actor, RSA, fresh);
            keep(handle, actor, ED25519, seed);
        });
        rsa.invalidate(actor);
        assertions.invalidate(actor);
    }

    /// What is kept, or what is made now; when two make one at once, both get the same.
    private byte[] kept(String actor, String kind, Supplier<byte[]> making) {
        var sealed = database.read(handle -> sealed(handle, actor, kind));
        if (sealed.isPresent()) return open(actor, kind, sealed.get());
        byte[] fresh = making.get();
        return database.write(handle -> {
            keep(handle, actor, kind, fresh);
            return open(actor, kind, sealed(handle, actor, kind).orElseThrow());
        });
    }

    private static Optional<String> sealed(Handle handle, String actor, String kind) {
        return handle.createQuery("select sealed from actor_key where actor = :actor and kind = :kind")
                .bind("actor", actor)
                .bind("kind", kind)
                .mapTo(String.class)
                .findOne();
    }

    private void keep(Handle handle, String actor, String kind, byte[] secret) {
        handle.execute("""
                insert into actor_key (actor, kind, sealed, added)
                values (?, ?, ?, ?)
                on conflict (actor, kind) do nothing""", actor, kind, master.seal(secret, context(actor, kind)), clock.millis());
    }

    private byte[] open(String actor, String kind, String sealed) {
        return master.open(sealed, context(actor, kind));
    }

    private static String context(String actor, String kind) {
        return "actor key " + kind + " " + actor;
    }

    /// Seals everything again with the newest master key and says how many secrets that were.
    static int reseal(Handle handle, MasterKey master) {
        int count = 0;
        var rows = handle.createQuery("select actor, kind, sealed from actor_key")
                .map((row, _) -> new Kept(row.getString("actor"), row.getString("kind"), row.getString("sealed")))
                .list();
        for (var row : rows) {
            if (master.isCurrent(row.sealed)) continue;
            String context = context(row.actor, row.kind);
            handle.execute(
                    "update actor_key set sealed = ? where actor = ? and kind = ?",
                    master.seal(master.open(row.sealed, context), context),
                    row.actor,
                    row.kind);
            count++;
        }
        return count;
    }

    private record Kept(String actor, String kind, String sealed) {}
}
