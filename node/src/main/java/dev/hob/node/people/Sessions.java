package dev.hob.node.people;

import dev.hob.keys.Secret;
import dev.hob.keys.Tokens;
import dev.hob.node.db.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Who is signed in with a browser. Only the hash of a cookie is kept. Shared between threads.
public final class Sessions {
    /// How long a session lasts.
    public static final Duration LIFE = Duration.ofDays(30);

    private final Database database;
    private final People people;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public Sessions(Database database, People people, InstantSource clock) {
        this.database = database;
        this.people = people;
        this.clock = clock;
    }

    /// Opens a session; the answer is the cookie's value. Old ones are swept out on the way.
    public Secret open(Person person) {
        var cookie = Tokens.fresh("", random);
        database.writing(handle -> {
            handle.execute("delete from web_session where expires < ?", clock.millis());
            handle.execute(
                    """
                    insert into web_session (token_hash, person, csrf, expires)
                    values (?, ?, ?, ?)""",
                    Tokens.hash(cookie),
                    person.id(),
                    Tokens.fresh("", random).text(),
                    clock.instant().plus(LIFE).toEpochMilli());
        });
        return cookie;
    }

    /// The session of a cookie, while it lasts and its account is not disabled.
    public Optional<Session> find(Secret cookie) {
        record Row(String person, String csrf) {}
        return database.read(handle -> handle.createQuery("""
                                select person, csrf
                                  from web_session
                                 where token_hash = :hash and expires > :now""")
                        .bind("hash", Tokens.hash(cookie))
                        .bind("now", clock.millis())
                        .map((row, _) -> new Row(row.getString("person"), row.getString("csrf")))
                        .findOne())
                .flatMap(row ->
                        people.byId(row.person()).filter(p -> !p.disabled()).map(p -> new Session(p, row.csrf())));
    }

    /// Ends a session.
    public void close(Secret cookie) {
        database.writing(handle -> handle.execute("delete from web_session where token_hash = ?", Tokens.hash(cookie)));
    }
}
