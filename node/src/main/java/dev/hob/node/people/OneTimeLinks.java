package dev.hob.node.people;

import dev.hob.keys.Secret;
import dev.hob.keys.Tokens;
import dev.hob.node.db.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Links that work once: to sign up (as the first administrator or by invitation), or to set a new password.
/// Only a hash is kept. Shared between threads.
public final class OneTimeLinks {
    private static final Duration LIFE = Duration.ofDays(7);

    /// What a link is good for.
    public sealed interface Purpose {
        /// Making an account.
        record SignUp(boolean admin) implements Purpose {}

        /// Setting a new password for an account, by its id.
        record Reset(String person) implements Purpose {}
    }

    private final Database database;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public OneTimeLinks(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A fresh link's secret part. A new reset link ends the older ones of that account.
    public Secret create(Purpose purpose) {
        var secret = Tokens.fresh("", random);
        database.writing(handle -> {
            handle.execute("delete from one_time_link where expires < ?", clock.millis());
            switch (purpose) {
                case Purpose.SignUp(boolean admin) -> insert(handle, secret, "signup", Optional.empty(), admin);
                case Purpose.Reset(String person) -> {
                    handle.execute("delete from one_time_link where purpose = 'reset' and person = ?", person);
                    insert(handle, secret, "reset", Optional.of(person), false);
                }
            }
        });
        return secret;
    }

    private void insert(
            org.jdbi.v3.core.Handle handle, Secret secret, String purpose, Optional<String> person, boolean admin) {
        handle.execute(
                """
                insert into one_time_link (token_hash, purpose, person, admin, expires)
                values (?, ?, ?, ?, ?)""",
                Tokens.hash(secret),
                purpose,
                person.orElse(null),
                admin,
                clock.instant().plus(LIFE).toEpochMilli());
    }

    /// What a link is good for, while it lasts.
    public Optional<Purpose> find(Secret secret) {
        return database.read(handle -> handle.createQuery("""
                        select purpose, person, admin
                          from one_time_link
                         where token_hash = :hash and expires > :now""")
                .bind("hash", Tokens.hash(secret))
                .bind("now", clock.millis())
                .<Purpose>map((row, _) -> row.getString("purpose").equals("signup")
                        ? new Purpose.SignUp(row.getBoolean("admin"))
                        : new Purpose.Reset(row.getString("person")))
                .findOne());
    }

    /// Uses a link up; whether it was still there. Of two who try at once, one wins.
    public boolean use(Secret secret) {
        return database.write(handle -> handle.execute(
                        "delete from one_time_link where token_hash = ? and expires > ?",
                        Tokens.hash(secret),
                        clock.millis()))
                == 1;
    }
}
