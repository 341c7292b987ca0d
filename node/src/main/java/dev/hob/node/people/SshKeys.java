package dev.hob.node.people;

import dev.hob.keys.KeyException;
import dev.hob.keys.SshPublicKey;
import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The SSH public keys on accounts: whose signature a commit carries. Shared between threads.
public final class SshKeys {
    private static final int KEYS_MAX = 100;
    private static final int TITLE_CHARACTERS_MAX = 255;
    private static final int RSA_BITS_MIN = 2048;

    /// A key on an account.
    public record Added(String id, String title, SshPublicKey key, Instant added) {}

    /// What came of adding one.
    public sealed interface Addition {
        record Kept(Added key) implements Addition {}

        /// The key was not taken; `told` may be shown to whoever brought it.
        record Refused(String told) implements Addition {}

        /// The title was not taken.
        record Untitled(String told) implements Addition {}
    }

    private final Database database;
    private final People people;
    private final InstantSource clock;

    public SshKeys(Database database, People people, InstantSource clock) {
        this.database = database;
        this.people = people;
        this.clock = clock;
    }

    /// Adds a line as `authorized_keys` has it, under a title or else under its own comment. A key belongs to one
    /// account only.
    public Addition add(Person person, String title, String line) {
        var objection = objection(line);
        if (objection.isPresent()) return new Addition.Refused(objection.get());
        SshPublicKey key;
        try {
            key = SshPublicKey.parse(line);
        } catch (KeyException _) {
            return new Addition.Refused(Messages.text("people.no-ssh-key"));
        }
        int bits = key.rsaBits().orElse(RSA_BITS_MIN);
        if (bits < RSA_BITS_MIN)
            return new Addition.Refused(Messages.text("people.rsa-key-is-too-weak", bits, RSA_BITS_MIN));
        String name = title.isBlank() ? key.comment().strip() : title.strip();
        if (name.isEmpty()) return new Addition.Untitled(Messages.text("people.ssh-key-needs-a-title"));
        if (name.length() > TITLE_CHARACTERS_MAX)
            return new Addition.Untitled(Messages.text("people.ssh-key-title-characters-max", TITLE_CHARACTERS_MAX));
        var keys = of(person);
        var twin = keys.stream().filter(other -> other.key().equals(key)).findFirst();
        if (twin.isPresent())
            return new Addition.Refused(
                    Messages.text("people.ssh-key-is-yours-already", twin.get().title()));
        if (keys.size() >= KEYS_MAX) return new Addition.Refused(Messages.text("people.ssh-keys-max", KEYS_MAX));
        var added = new Added(UUID.randomUUID().toString(), name, key, Instant.ofEpochMilli(clock.millis()));
        int rows = database.write(handle -> handle.execute(
                """
                insert into ssh_key (id, person, title, line, fingerprint, added)
                values (?, ?, ?, ?, ?, ?)
                on conflict (fingerprint) do nothing""",
                added.id(),
                person.id(),
                name,
                key.line(),
                key.fingerprint(),
                added.added().toEpochMilli()));
        return rows == 1 ? new Addition.Kept(added) : new Addition.Refused(Messages.text("people.ssh-key-is-anothers"));
    }

    private static Optional<String> objection(String line) {
        if (line.contains("PRIVATE KEY")) return Optional.of(Messages.text("people.private-half-of-a-key"));
        if (line.isBlank()) return Optional.of(Messages.text("people.paste-a-public-key"));
        if (line.strip().lines().count() > 1) return Optional.of(Messages.text("people.paste-one-key"));
        if (line.strip().startsWith("ssh-dss")) return Optional.of(Messages.text("people.dsa-key-is-too-weak"));
        return Optional.empty();
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
