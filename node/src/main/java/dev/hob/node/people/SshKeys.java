package dev.hob.node.people;

import dev.hob.keys.KeyException;
import dev.hob.keys.SshPublicKey;
import dev.hob.node.db.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The SSH public keys on accounts: whose signature a commit carries. Shared between threads.
public final class SshKeys {
    private static final int KEYS_MAX = 100;
    private static final int TITLE_CHARACTERS_MAX = 255;

    /// A key on an account.
    public record Added(String id, String title, SshPublicKey key, Instant added) {}

    /// What came of adding one.
    public sealed interface Addition {
        record Kept(Added key) implements Addition {}

        record Refused(String told) implements Addition {}
    }

    private final Database database;
    private final People people;
    private final InstantSource clock;

    public SshKeys(Database database, People people, InstantSource clock) {
        this.database = database;
        this.people = people;
        this.clock = clock;
    }

    /// Adds a line as `authorized_keys` has it. A key belongs to one account only.
    public Addition add(Person person, String title, String line) {
        if (title.isBlank() || title.length() > TITLE_CHARACTERS_MAX)
            return new Addition.Refused("A key's title has 1 to " + TITLE_CHARACTERS_MAX + " characters.");
        SshPublicKey key;
        try {
            key = SshPublicKey.parse(line);
        } catch (KeyException _) {
            return new Addition.Refused("That is not an SSH public key of a known type.");
        }
        if (of(person).size() >= KEYS_MAX) return new Addition.Refused("An account has at most " + KEYS_MAX + " keys.");
        var added = new Added(UUID.randomUUID().toString(), title, key, Instant.ofEpochMilli(clock.millis()));
        int rows = database.write(handle -> handle.execute(
                """
                insert into ssh_key (id, person, title, line, fingerprint, added)
                values (?, ?, ?, ?, ?, ?)
                on conflict (fingerprint) do nothing""",
                added.id(),
                person.id(),
                title,
                key.line(),
                key.fingerprint(),
                added.added().toEpochMilli()));
        return rows == 1 ? new Addition.Kept(added) : new Addition.Refused("This key is on an account already.");
    }

    /// The keys of a person, oldest first.
    public List<Added> of(Person person) {
        return database.read(handle -> handle.createQuery("""
                        select id, title, line, added
                          from ssh_key
                         where person = :person
                         order by added, id""")
                .bind("person", person.id())
                .map((row, _) -> new Added(
                        row.getString("id"),
                        row.getString("title"),
                        SshPublicKey.parse(row.getString("line")),
                        Instant.ofEpochMilli(row.getLong("added"))))
                .list());
    }

    /// Whose key this is.
    public Optional<Person> ownerOf(SshPublicKey key) {
        return database.read(handle -> handle.createQuery("select person from ssh_key where fingerprint = :fingerprint")
                        .bind("fingerprint", key.fingerprint())
                        .mapTo(String.class)
                        .findOne())
                .flatMap(people::byId);
    }

    /// Takes a key off an account; whether it was there.
    public boolean remove(Person person, String id) {
        return database.write(
                        handle -> handle.execute("delete from ssh_key where person = ? and id = ?", person.id(), id))
                == 1;
    }
}
