package dev.hob.node.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.keys.DeviceLink;
import dev.hob.keys.DidKey;
import dev.hob.keys.Secret;
import dev.hob.keys.Tokens;
import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// The keys that people's own computers sign with, each linked to one account by its own word. A key belongs to
/// one account for ever: a revoked one signs nothing more here, and what it has signed stays that person's.
/// Shared.
public final class DeviceKeys {
    private static final int LIVING_MAX = 50;
    private static final int KEYS_MAX = 500;
    private static final int NAME_CHARACTERS_MAX = 100;
    private static final int CHALLENGES_MAX = 10_000;
    /// Long enough to find a key's file and its passphrase.
    private static final Duration CHALLENGE_LIFE = Duration.ofMinutes(15);
    private static final String SELECT = "select did, person, name, added, revoked from device_key ";

    /// A key of a computer.
    ///
    /// @param person the account's id
    public record Device(DidKey key, String person, String name, Instant added, Optional<Instant> revoked) {}

    /// What came of linking one.
    public sealed interface Linking {
        record Linked(Device device) implements Linking {}

        /// `told` may be shown to whoever asked.
        record Refused(String told) implements Linking {}
    }

    private record Challenge(String person, Instant until) {}

    private final Database database;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Challenge> challenges =
            Caffeine.newBuilder().maximumSize(CHALLENGES_MAX).build();

    private final List<Consumer<Person>> listeners = new CopyOnWriteArrayList<>();

    public DeviceKeys(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A word for a key to sign, once and soon, for this account only.
    public Secret challenge(Person person) {
        var nonce = Tokens.fresh("", random);
        challenges.put(
                Tokens.hash(nonce), new Challenge(person.id(), clock.instant().plus(CHALLENGE_LIFE)));
        return nonce;
    }

    /// Links a key that has signed a challenge. One that is linked to this account already is so again.
    ///
    /// @param node the address that the key's holder knows this node by
    public Linking link(Person person, String node, String name, DidKey key, Secret nonce, byte[] signature) {
        return link(person, node, name, key, nonce, word -> word.holds(signature));
    }

    /// The same with a signature that `ssh-keygen -Y sign` has made.
    public Linking link(Person person, String node, String name, DidKey key, Secret nonce, String armored) {
        return link(person, node, name, key, nonce, word -> word.holds(armored));
    }

    private Linking link(
            Person person, String node, String name, DidKey key, Secret nonce, Predicate<DeviceLink> signed) {
        if (!isOpen(person, nonce)) return new Linking.Refused(Messages.text("people.challenge-is-not-open"));
        if (!signed.test(new DeviceLink(node, person.name(), key, nonce.text())))
            return new Linking.Refused(Messages.text("people.key-has-not-signed", node));
        String called = name.strip();
        boolean fine = !called.isEmpty()
                && called.length() <= NAME_CHARACTERS_MAX
                && called.chars().noneMatch(c -> c < 0x20);
        if (!fine) return new Linking.Refused(Messages.text("people.device-name", NAME_CHARACTERS_MAX));
        // Once: whoever is quicker has it.
        if (challenges.asMap().remove(Tokens.hash(nonce)) == null)
            return new Linking.Refused(Messages.text("people.challenge-is-not-open"));
        var linking = database.write(handle -> link(handle, person, called, key));
        if (linking instanceof Linking.Linked) listeners.forEach(listener -> listener.accept(person));
        return linking;
    }

    /// Tells somebody whenever the keys of a person are others than before.
    public void whenChanged(Consumer<Person> listener) {
        listeners.add(listener);
    }

    /// Whether a word is still to be signed by a key of this account.
    public boolean isOpen(Person person, Secret nonce) {
        return Optional.ofNullable(challenges.getIfPresent(Tokens.hash(nonce)))
                .filter(it -> it.person().equals(person.id()))
                .filter(it -> it.until().isAfter(clock.instant()))
                .isPresent();
    }

    private Linking link(Handle handle, Person person, String name, DidKey key) {
        var known = find(handle, key);
        if (known.isPresent()) {
            if (!known.get().person().equals(person.id()))
                return new Linking.Refused(Messages.text("people.key-is-anothers"));
            return known.get().revoked().isPresent()
                    ? new Linking.Refused(Messages.text("people.key-was-revoked"))
                    : new Linking.Linked(known.get());
        }
        boolean held = handle.createQuery("""
                        select exists (select 1 from person where did = :did)
                            or exists (select 1 from held_key where name = :did)""")
                .bind("did", key.nid())
                .mapTo(Boolean.class)
                .one();
        if (held) return new Linking.Refused(Messages.text("people.key-is-the-nodes"));
        if (count(handle, person, "and revoked is null") >= LIVING_MAX)
            return new Linking.Refused(Messages.text("people.devices-max", LIVING_MAX));
        if (count(handle, person, "") >= KEYS_MAX)
            return new Linking.Refused(Messages.text("people.devices-ever-max", KEYS_MAX));
        var device = new Device(key, person.id(), name, Instant.ofEpochMilli(clock.millis()), Optional.empty());
        handle.execute(
                "insert into device_key (did, person, name, added) values (?, ?, ?, ?)",
                key.nid(),
                person.id(),
                name,
                device.added().toEpochMilli());
        return new Linking.Linked(device);
    }

    private static int count(Handle handle, Person person, String which) {
        return handle.createQuery("select count(*) from device_key where person = :person " + which)
                .bind("person", person.id())
                .mapTo(Integer.class)
                .one();
    }

    /// The devices that may sign for a person, oldest first.
    public List<Device> of(Person person) {
        return database.read(
                handle -> handle.createQuery(SELECT + "where person = :person and revoked is null order by added, did")
                        .bind("person", person.id())
                        .map(DeviceKeys::row)
                        .list());
    }

    /// A key that is or was a device's.
    public Optional<Device> find(DidKey key) {
        return database.read(handle -> find(handle, key));
    }

    private static Optional<Device> find(Handle handle, DidKey key) {
        return handle.createQuery(SELECT + "where did = :did")
                .bind("did", key.nid())
                .map(DeviceKeys::row)
                .findOne();
    }

    /// Whether a key signs, or has signed, for a person: the account's own or a device's.
    public boolean isOf(Person person, DidKey key) {
        return person.key().equals(key)
                || find(key).filter(it -> it.person().equals(person.id())).isPresent();
    }

    /// Every key that signs, or has signed, for a person: the account's own and those of devices.
    public Set<DidKey> keysOf(Person person) {
        var keys = new HashSet<DidKey>();
        keys.add(person.key());
        database.read(handle -> handle.createQuery("select did from device_key where person = :person")
                        .bind("person", person.id())
                        .mapTo(String.class)
                        .list())
                .forEach(nid -> keys.add(DidKey.parse(nid)));
        return keys;
    }

    /// Ends a device; whether it was there.
    public boolean revoke(Person person, DidKey key) {
        boolean revoked = database.write(handle -> handle.execute(
                        "update device_key set revoked = ? where person = ? and did = ? and revoked is null",
                        clock.millis(),
                        person.id(),
                        key.nid()))
                == 1;
        if (revoked) listeners.forEach(listener -> listener.accept(person));
        return revoked;
    }

    private static Device row(ResultSet row, StatementContext context) throws SQLException {
        long revoked = row.getLong("revoked");
        boolean living = row.wasNull();
        return new Device(
                DidKey.parse(row.getString("did")),
                row.getString("person"),
                row.getString("name"),
                Instant.ofEpochMilli(row.getLong("added")),
                living ? Optional.empty() : Optional.of(Instant.ofEpochMilli(revoked)));
    }
}
