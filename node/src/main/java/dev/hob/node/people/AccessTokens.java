package dev.hob.node.people;

import dev.hob.keys.Secret;
import dev.hob.keys.Tokens;
import dev.hob.node.db.Database;
import dev.hob.node.db.DatabaseException;
import dev.hob.node.language.Messages;
import dev.hob.node.log.RepositoryId;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Personal access tokens: for git, the API and scripts. Only a hash is kept. Shared between threads.
public final class AccessTokens {
    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
    private static final String PREFIX = "hob_";
    private static final int NAME_CHARACTERS_MAX = 255;
    private static final int TOKENS_MAX = 1_000;
    /// How exactly a token's last use is kept: often enough to be useful, seldom enough not to write on every
    /// request.
    private static final Duration USED_WITHIN = Duration.ofMinutes(10);

    /// A token as its owner sees it: never the token itself.
    public record Token(
            String id,
            String person,
            String name,
            String lastEight,
            Grant grant,
            Instant created,
            Optional<Instant> expires,
            Optional<Instant> used) {}

    /// What came of asking for one.
    public sealed interface Creation {
        /// The only time that the secret is shown.
        record Created(Token token, Secret secret) implements Creation {}

        /// What of it is wrong.
        enum Field {
            NAME,
            SCOPES,
            EXPIRY
        }

        /// @param field what to put right
        record Refused(Field field, String told) implements Creation {}
    }

    /// What came of showing one.
    public sealed interface Check {
        record Known(Person person, Grant grant) implements Check {}

        /// Unknown, revoked or expired, or its owner is disabled.
        record Wrong() implements Check {}

        record Slow(Duration after) implements Check {}
    }

    private final Database database;
    private final People people;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Attempts attempts = new Attempts();

    public AccessTokens(Database database, People people, InstantSource clock) {
        this.database = database;
        this.people = people;
        this.clock = clock;
    }

    /// Makes a token under a name that the person has not used yet.
    public Creation create(Person person, String name, Grant grant, Optional<Instant> expires) {
        if (name.isBlank() || name.length() > NAME_CHARACTERS_MAX)
            return new Creation.Refused(
                    Creation.Field.NAME, Messages.text("people.token-name-characters", NAME_CHARACTERS_MAX));
        if (grant.scopes().isEmpty())
            return new Creation.Refused(Creation.Field.SCOPES, Messages.text("people.token-needs-a-scope"));
        if (expires.isPresent() && !expires.get().isAfter(clock.instant()))
            return new Creation.Refused(Creation.Field.EXPIRY, Messages.text("people.token-expires-in-the-future"));
        if (count(person) >= TOKENS_MAX)
            return new Creation.Refused(Creation.Field.NAME, Messages.text("people.tokens-max", TOKENS_MAX));
        var secret = Tokens.fresh(PREFIX, random);
        String text = secret.text();
        var token = new Token(
                UUID.randomUUID().toString(),
                person.id(),
                name,
                text.substring(text.length() - 8),
                grant,
                Instant.ofEpochMilli(clock.millis()),
                expires,
                Optional.empty());
        int rows = database.write(handle -> handle.execute(
                """
                insert into access_token
                    (id, person, name, token_hash, last_eight, scopes, limited_to, created, expires)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (person, name) do nothing""",
                token.id(),
                person.id(),
                name,
                Tokens.hash(secret),
                token.lastEight(),
                grant.scopes().stream().map(Scope::text).sorted().collect(Collectors.joining(" ")),
                grant.limitedTo()
                        .map(ids -> ids.stream().map(RepositoryId::value).collect(Collectors.joining(" ")))
                        .orElse(null),
                token.created().toEpochMilli(),
                expires.map(Instant::toEpochMilli).orElse(null)));
        return rows == 1
                ? new Creation.Created(token, secret)
                : new Creation.Refused(Creation.Field.NAME, Messages.text("people.token-is-there-already", name));
    }

    /// Whose token this is and how far it reaches, asked from an address. A token is too long to be guessed, so a right
    /// one always passes: others behind the same address must not shut its owner out.
    public Check check(Secret secret, String address) {
        String hash = Tokens.hash(secret);
        var token = database.read(handle -> handle.createQuery("""
                        select id, person, name, last_eight, scopes, limited_to, created, expires, used
                          from access_token
                         where token_hash = :hash
                           and revoked is null
                           and (expires is null or expires > :now)""")
                .bind("hash", hash)
                .bind("now", clock.millis())
                .map(AccessTokens::row)
                .findOne());
        var person = token.flatMap(t -> people.byId(t.person())).filter(p -> !p.disabled());
        if (token.isEmpty() || person.isEmpty()) {
            if (attempts.exhausted(address)) return new Check.Slow(attempts.pause());
            attempts.failed(address);
            return new Check.Wrong();
        }
        touch(token.get());
        return new Check.Known(person.get(), token.get().grant());
    }

    private void touch(Token token) {
        var now = clock.instant();
        if (token.used().map(u -> u.plus(USED_WITHIN).isAfter(now)).orElse(false)) return;
        try {
            database.writing(handle ->
                    handle.execute("update access_token set used = ? where id = ?", now.toEpochMilli(), token.id()));
        } catch (DatabaseException e) {
            // It is only told to its owner. Reading must go on when the disk is full.
            LOG.warn("cannot note that a token was used", e);
        }
    }

    /// The living tokens of a person, by name.
    public List<Token> of(Person person) {
        return database.read(handle -> handle.createQuery("""
                        select id, person, name, last_eight, scopes, limited_to, created, expires, used
                          from access_token
                         where person = :person and revoked is null
                         order by name""")
                .bind("person", person.id())
                .map(AccessTokens::row)
                .list());
    }

    private int count(Person person) {
        return database.read(handle -> handle.createQuery(
                        "select count(*) from access_token where person = :person and revoked is null")
                .bind("person", person.id())
                .mapTo(Integer.class)
                .one());
    }

    /// Ends a token, by its id or its name; whether there was one.
    public boolean revoke(Person person, String idOrName) {
        // Its name becomes free again; the row stays to say when it ended.
        return database.write(handle -> handle.execute("""
                        update access_token
                           set revoked = ?, name = name || ' ' || id
                         where person = ? and revoked is null and (id = ? or name = ?)""", clock.millis(), person.id(), idOrName, idOrName)) > 0;
    }

    private static Token row(ResultSet row, StatementContext context) throws SQLException {
        Set<Scope> scopes = Arrays.stream(row.getString("scopes").split(" "))
                .map(word -> Scope.of(word).orElseThrow(() -> new AssertionError("unknown scope " + word)))
                .collect(Collectors.toSet());
        Optional<Set<RepositoryId>> limitedTo = Optional.ofNullable(row.getString("limited_to"))
                .map(ids -> Arrays.stream(ids.split(" ")).map(RepositoryId::new).collect(Collectors.toSet()));
        return new Token(
                row.getString("id"),
                row.getString("person"),
                row.getString("name"),
                row.getString("last_eight"),
                new Grant(scopes, limitedTo),
                Instant.ofEpochMilli(row.getLong("created")),
                instant(row, "expires"),
                instant(row, "used"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
