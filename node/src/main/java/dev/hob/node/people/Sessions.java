package dev.hob.node.people;

import dev.hob.keys.Secret;
import dev.hob.keys.Tokens;
import dev.hob.node.db.Database;
import dev.hob.node.db.DatabaseException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is signed in with a browser. Only the hash of a cookie is kept. Shared between threads.
public final class Sessions {
    /// How long a session lasts.
    public static final Duration LIFE = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final int SESSIONS_MAX = 100;
    private static final int AGENT_CHARACTERS_MAX = 300;
    /// How exactly the last use is kept: often enough to be useful, seldom enough not to write on every request.
    private static final Duration USED_WITHIN = Duration.ofMinutes(10);

    /// A session as its owner sees it: when it began, when it was last used, and by which browser from which address.
    public record Open(String id, Instant created, Instant used, String agent, String address) {}

    private final Database database;
    private final People people;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public Sessions(Database database, People people, InstantSource clock) {
        this.database = database;
        this.people = people;
        this.clock = clock;
    }

    /// Opens a session for a browser at an address; the answer is the cookie's value. Sweeps out old ones on the way.
    public Secret open(Person person, String agent, String address) {
        var cookie = Tokens.fresh("", random);
        long now = clock.millis();
        database.writing(handle -> {
            handle.execute("delete from web_session where expires < ?", now);
            handle.execute("""
                    delete from web_session
                     where person = ?
                       and id not in (select id from web_session where person = ? order by used desc limit ?)""", person.id(), person.id(), SESSIONS_MAX - 1);
            handle.execute(
                    """
                    insert into web_session (token_hash, person, csrf, expires, id, created, used, agent, address)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    Tokens.hash(cookie),
                    person.id(),
                    Tokens.fresh("", random).text(),
                    clock.instant().plus(LIFE).toEpochMilli(),
                    UUID.randomUUID().toString(),
                    now,
                    now,
                    agent.substring(0, Math.min(agent.length(), AGENT_CHARACTERS_MAX)),
                    address);
        });
        return cookie;
    }

    /// The session of a cookie, while it lasts and its account is not disabled.
    public Optional<Session> find(Secret cookie) {
        record Row(String id, String person, String csrf, Instant used) {}
        return database.read(handle -> handle.createQuery("""
                                select id, person, csrf, used
                                  from web_session
                                 where token_hash = :hash and expires > :now""")
                        .bind("hash", Tokens.hash(cookie))
                        .bind("now", clock.millis())
                        .map((row, _) -> new Row(
                                row.getString("id"),
                                row.getString("person"),
                                row.getString("csrf"),
                                Instant.ofEpochMilli(row.getLong("used"))))
                        .findOne())
                .flatMap(row -> people.byId(row.person())
                        .filter(person -> !person.disabled())
                        .map(person -> {
                            touch(row.id(), row.used());
                            return new Session(row.id(), person, row.csrf());
                        }));
    }

    private void touch(String id, Instant used) {
        var now = clock.instant();
        if (used.plus(USED_WITHIN).isAfter(now)) return;
        try {
            database.writing(
                    handle -> handle.execute("update web_session set used = ? where id = ?", now.toEpochMilli(), id));
        } catch (DatabaseException e) {
            // It is only told to its owner. Reading must go on when the disk is full.
            LOG.warn("cannot note that a session was used", e);
        }
    }

    /// The sessions of a person, the last used first.
    public List<Open> of(Person person) {
        return database.read(handle -> handle.createQuery("""
                        select id, created, used, agent, address
                          from web_session
                         where person = :person and expires > :now
                         order by used desc, id
                         limit :max""")
                .bind("person", person.id())
                .bind("now", clock.millis())
                .bind("max", SESSIONS_MAX)
                .map((row, _) -> new Open(
                        row.getString("id"),
                        Instant.ofEpochMilli(row.getLong("created")),
                        Instant.ofEpochMilli(row.getLong("used")),
                        row.getString("agent"),
                        row.getString("address")))
                .list());
    }

    /// Ends a session.
    public void close(Secret cookie) {
        database.writing(handle -> handle.execute("delete from web_session where token_hash = ?", Tokens.hash(cookie)));
    }

    /// Ends one session of a person; whether there was one.
    public boolean end(Person person, String id) {
        return database.write(handle ->
                        handle.execute("delete from web_session where person = ? and id = ?", person.id(), id))
                == 1;
    }

    /// Ends every session of a person but one.
    public void endOthers(Person person, String id) {
        database.writing(
                handle -> handle.execute("delete from web_session where person = ? and id <> ?", person.id(), id));
    }
}
