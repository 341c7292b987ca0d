package dev.hob.node.people;

import dev.hob.keys.DidKey;
import dev.hob.keys.GrowingSecret;
import dev.hob.keys.MasterKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.db.Database;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jdbi.v3.core.Handle;

/// The private keys that this node holds for its people and for itself, each sealed by the master key. Shared.
public final class Custody {
    private static final String NODE = "node";
    private static final String REMOTE_AUTHORS = "remote authors";

    private final Database database;
    private final MasterKey master;
    private final InstantSource clock;
    private final WaitingKeys waiting;
    private final SecureRandom random = new SecureRandom();
    /// Unsealing costs a query; keys in use are few.
    private final ConcurrentMap<DidKey, SigningKey> opened = new ConcurrentHashMap<>();

    public Custody(Database database, MasterKey master, InstantSource clock) {
        this.database = database;
        this.master = master;
        this.clock = clock;
        this.waiting = new WaitingKeys(database, clock);
    }

    /// Those of the keys that must not sign everywhere yet.
    public WaitingKeys waiting() {
        return waiting;
    }

    /// Makes a key and keeps it, within the caller's transaction.
    SigningKey create(Handle handle) {
        var key = SigningKey.generate(random);
        keep(handle, key.publicKey().nid(), key.seed());
        return key;
    }

    /// Gives up a key that nobody got, within the transaction that made it.
    void drop(Handle handle, DidKey key) {
        handle.execute("delete from held_key where name = ?", key.nid());
    }

    private void keep(Handle handle, String name, byte[] secret) {
        handle.execute("""
                insert into held_key (name, sealed, added)
                values (?, ?, ?)""", name, master.seal(secret, context(name)), clock.millis());
    }

    /// Takes in a key that a person brings and makes it theirs; it waits before it signs in public. Says why not, if it
    /// cannot be.
    public Optional<String> adopt(Person person, SigningKey key) {
        String nid = key.publicKey().nid();
        return database.write(handle -> {
            var holder = handle.createQuery("select id from person where did = :did")
                    .bind("did", nid)
                    .mapTo(String.class)
                    .findOne();
            if (holder.isPresent() && !holder.get().equals(person.id()))
                return Optional.of("This key belongs to another account.");
            int devices = handle.createQuery("select count(*) from device_key where did = :did")
                    .bind("did", nid)
                    .mapTo(Integer.class)
                    .one();
            if (devices > 0) return Optional.of("This key is a device's, and signs there.");
            boolean held = handle.createQuery("select name from held_key where name = :name")
                    .bind("name", nid)
                    .mapTo(String.class)
                    .findOne()
                    .isPresent();
            if (held && holder.isPresent()) return Optional.of("This key is held here already.");
            int signedOtherwise = handle.createQuery(
                            "select count(*) from repository where owner = :owner and did <> :did")
                    .bind("owner", person.id())
                    .bind("did", nid)
                    .mapTo(Integer.class)
                    .one();
            if (signedOtherwise > 0)
                return Optional.of(person.name() + " owns " + signedOtherwise
                        + " repositories that another key signs: a key can be brought in only before the first.");
            if (!held) keep(handle, nid, key.seed());
            handle.execute("update person set did = ? where id = ?", nid, person.id());
            waiting.begin(handle, key.publicKey(), WaitingKeys.Reason.IMPORTED);
            return Optional.<String>empty();
        });
    }

    private static String context(String name) {
        return "signing key " + name;
    }

    /// The private half of a public key, when it is held here.
    public Optional<SigningKey> signingKey(DidKey key) {
        var known = opened.get(key);
        if (known != null) return Optional.of(known);
        var found = find(key.nid());
        found.ifPresent(k -> {
            if (!k.publicKey().equals(key)) throw new AssertionError("the key kept as " + key + " is another");
            opened.put(key, k);
        });
        return found;
    }

    private Optional<SigningKey> find(String name) {
        return sealed(name).map(kept -> SigningKey.ofSeed(master.open(kept, context(name))));
    }

    private Optional<String> sealed(String name) {
        return database.read(handle -> handle.createQuery("select sealed from held_key where name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne());
    }

    /// The node's own key, made on the first call.
    public synchronized SigningKey nodeKey() {
        return find(NODE).orElseGet(() -> {
            var key = SigningKey.generate(random);
            database.writing(handle -> keep(handle, NODE, key.seed()));
            return key;
        });
    }

    /// What the keys of remote authors grow from, made on the first call and never again: with another, everybody would
    /// be somebody else.
    synchronized GrowingSecret remoteSecret() {
        return sealed(REMOTE_AUTHORS)
                .map(kept -> GrowingSecret.of(master.open(kept, context(REMOTE_AUTHORS))))
                .orElseGet(() -> {
                    var secret = GrowingSecret.fresh(random);
                    database.writing(handle -> keep(handle, REMOTE_AUTHORS, secret.bytes()));
                    return secret;
                });
    }

    /// Seals everything again with the newest master key, the keys of actors too, and says how many secrets that were.
    public int reseal() {
        return database.write(handle -> {
            int count = ActorKeys.reseal(handle, master);
            var rows = handle.createQuery("select name, sealed from held_key")
                    .mapToMap(String.class)
                    .list();
            for (var row : rows) {
                String name = row.get("name");
                String kept = row.get("sealed");
                if (name == null || kept == null) throw new AssertionError("held_key has no nulls");
                if (master.isCurrent(kept)) continue;
                handle.execute(
                        "update held_key set sealed = ? where name = ?",
                        master.seal(master.open(kept, context(name)), context(name)),
                        name);
                count++;
            }
            return count;
        });
    }
}
