package dev.hob.node.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/// Those who are known only by an actor's address. Each has a key of their own, which grows from one secret of this
/// node and the address: whatever they say here is signed by it, and it can be found again from nothing but the two.
/// Shared between threads.
public final class RemoteAuthors {
    /// Longer than any address in use.
    public static final int ADDRESS_CHARACTERS_MAX = 2048;

    private static final int NAME_CHARACTERS_MAX = 100;
    private static final int HANDLE_CHARACTERS_MAX = 300;
    private static final int KEYS_KEPT_MAX = 10_000;
    private static final String SELECT = "select did, actor, handle, name, page, icon, seen from remote_author ";

    private final Database database;
    private final Custody custody;
    private final InstantSource clock;
    private final Cache<String, SigningKey> grown =
            Caffeine.newBuilder().maximumSize(KEYS_KEPT_MAX).build();

    public RemoteAuthors(Database database, Custody custody, InstantSource clock) {
        this.database = database;
        this.custody = custody;
        this.clock = clock;
    }

    /// What another server says of somebody.
    ///
    /// @param handle `user@host`
    /// @param name empty when they do not say
    public record Said(String actor, String handle, String name, Optional<String> page, Optional<String> icon) {
        public Said {
            if (actor.isEmpty() || actor.length() > ADDRESS_CHARACTERS_MAX)
                throw new IllegalArgumentException("not an actor's address");
        }
    }

    /// The key that signs for an actor.
    public SigningKey signingKey(String actor) {
        return grown.get(actor, it -> custody.remoteSecret().grow("hob remote author " + it));
    }

    /// Knows somebody from now on, or knows better how they are called.
    public RemoteAuthor meet(Said said) {
        var author = new RemoteAuthor(
                signingKey(said.actor()).publicKey(),
                said.actor(),
                cut(said.handle(), HANDLE_CHARACTERS_MAX),
                cut(said.name(), NAME_CHARACTERS_MAX),
                said.page().filter(RemoteAuthors::isAddress),
                said.icon().filter(RemoteAuthors::isAddress),
                Instant.ofEpochMilli(clock.millis()));
        database.writing(handle -> handle.execute(
                """
                insert into remote_author (did, actor, handle, name, page, icon, seen)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (did) do update
                   set handle = excluded.handle, name = excluded.name, page = excluded.page, icon = excluded.icon,
                       seen = excluded.seen""",
                author.key().nid(),
                author.actor(),
                author.handle(),
                author.name(),
                author.page().orElse(""),
                author.icon().orElse(""),
                author.seen().toEpochMilli()));
        return author;
    }

    /// Only web addresses are links.
    private static boolean isAddress(String text) {
        return text.length() <= ADDRESS_CHARACTERS_MAX && (text.startsWith("https://") || text.startsWith("http://"));
    }

    /// One line, without what could be mistaken for something else.
    private static String cut(String text, int max) {
        var line = new StringBuilder();
        text.strip()
                .codePoints()
                .filter(character -> KeyNames.isShown(character))
                .limit(max)
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    /// Who an actor is, if they were met.
    public Optional<RemoteAuthor> of(String actor) {
        return database.read(handle -> handle.createQuery(SELECT + "where actor = :actor")
                .bind("actor", actor)
                .map(RemoteAuthors::row)
                .findOne());
    }

    /// Whose key this is.
    public Optional<RemoteAuthor> of(DidKey key) {
        return Optional.ofNullable(of(List.of(key)).get(key));
    }

    /// Whose keys these are; those of nobody are left out.
    public Map<DidKey, RemoteAuthor> of(Collection<DidKey> keys) {
        if (keys.isEmpty()) return Map.of();
        var found = new HashMap<DidKey, RemoteAuthor>();
        database.read(handle -> handle.createQuery(SELECT + "where did in (<keys>)")
                        .bindList(
                                "keys",
                                keys.stream().map(DidKey::nid).distinct().toList())
                        .map(RemoteAuthors::row)
                        .list())
                .forEach(author -> found.put(author.key(), author));
        return found;
    }

    /// The same by the addresses of their actors.
    public Map<String, RemoteAuthor> byActors(Collection<String> actors) {
        if (actors.isEmpty()) return Map.of();
        var found = new HashMap<String, RemoteAuthor>();
        database.read(handle -> handle.createQuery(SELECT + "where actor in (<actors>)")
                        .bindList("actors", actors.stream().distinct().toList())
                        .map(RemoteAuthors::row)
                        .list())
                .forEach(author -> found.put(author.actor(), author));
        return found;
    }

    private static RemoteAuthor row(ResultSet row, StatementContext context) throws SQLException {
        return new RemoteAuthor(
                DidKey.parse(row.getString("did")),
                row.getString("actor"),
                row.getString("handle"),
                row.getString("name"),
                Optional.of(row.getString("page")).filter(page -> !page.isEmpty()),
                Optional.of(row.getString("icon")).filter(icon -> !icon.isEmpty()),
                Instant.ofEpochMilli(row.getLong("seen")));
    }
}
