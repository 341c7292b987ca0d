package dev.hob.node.people;

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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Links that work once: to sign up (as the first administrator or by invitation), or to set a new password.
/// Only a hash is kept. Shared between threads.
public final class OneTimeLinks {
    private static final Duration LIFE = Duration.ofDays(7);
    private static final int OPEN_MAX = 20;
    private static final int LISTED_MAX = 500;
    private static final int NOTE_CHARACTERS_MAX = 100;
    private static final String INVITATION = "select id, admin, made_by, note, expires from one_time_link ";

    /// What a link is good for.
    public sealed interface Purpose {
        /// Making an account.
        record SignUp(boolean admin) implements Purpose {}

        /// Setting a new password for an account, by its id.
        record Reset(String person) implements Purpose {}
    }

    /// A link to sign up that nobody has used yet; `madeBy` is an account's id, or nothing when the operator made it.
    public record Invitation(String id, boolean admin, Optional<String> madeBy, String note, Instant expires) {}

    /// What came of making an invitation.
    public sealed interface Inviting {
        /// The only time that the secret is shown.
        record Made(Secret secret) implements Inviting {}

        record Refused(String told) implements Inviting {}
    }

    /// What came of showing a link.
    public sealed interface Check {
        record Good(Purpose purpose) implements Check {}

        /// There is no such link, or not any more.
        record Wrong() implements Check {}

        /// Too many wrong ones from there.
        record Slow(Duration after) implements Check {}
    }

    private final Attempts attempts = new Attempts();
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

    private void insert(Handle handle, Secret secret, String purpose, Optional<String> person, boolean admin) {
        insert(handle, secret, purpose, person, admin, Optional.empty(), "");
    }

    private void insert(
            Handle handle,
            Secret secret,
            String purpose,
            Optional<String> person,
            boolean admin,
            Optional<String> madeBy,
            String note) {
        handle.execute(
                """
                insert into one_time_link (token_hash, purpose, person, admin, expires, id, made_by, note)
                values (?, ?, ?, ?, ?, ?, ?, ?)""",
                Tokens.hash(secret),
                purpose,
                person.orElse(null),
                admin,
                clock.instant().plus(LIFE).toEpochMilli(),
                UUID.randomUUID().toString(),
                madeBy.orElse(null),
                note);
    }

    /// A link to sign up, made by somebody who may hand out a few at a time. The note reminds them whom it is for.
    public Inviting invite(Person by, boolean admin, String note) {
        if (note.length() > NOTE_CHARACTERS_MAX)
            return new Inviting.Refused(Messages.text("people.note-characters-max", NOTE_CHARACTERS_MAX));
        var secret = Tokens.fresh("", random);
        return database.write(handle -> {
            handle.execute("delete from one_time_link where expires < ?", clock.millis());
            int open = handle.createQuery("select count(*) from one_time_link where made_by = :by")
                    .bind("by", by.id())
                    .mapTo(Integer.class)
                    .one();
            if (open >= OPEN_MAX) return new Inviting.Refused(Messages.text("people.invitations-max", open));
            insert(handle, secret, "signup", Optional.empty(), admin, Optional.of(by.id()), note);
            return new Inviting.Made(secret);
        });
    }

    /// The open invitations of the whole node, those that last longest first.
    public List<Invitation> invitations() {
        return database.read(handle -> handle.createQuery(INVITATION + """
                                 where purpose = 'signup' and expires > :now
                                 order by expires desc, id
                                 limit :max""")
                .bind("now", clock.millis())
                .bind("max", LISTED_MAX)
                .map(OneTimeLinks::row)
                .list());
    }

    /// The open invitations that somebody made.
    public List<Invitation> invitationsOf(Person by) {
        return invitations().stream()
                .filter(it -> it.madeBy().equals(Optional.of(by.id())))
                .toList();
    }

    private static Invitation row(ResultSet row, StatementContext context) throws SQLException {
        return new Invitation(
                row.getString("id"),
                row.getBoolean("admin"),
                Optional.ofNullable(row.getString("made_by")),
                row.getString("note"),
                Instant.ofEpochMilli(row.getLong("expires")));
    }

    /// Takes an invitation back; whether it was still open.
    public boolean withdraw(String id) {
        return database.write(
                        handle -> handle.execute("delete from one_time_link where purpose = 'signup' and id = ?", id))
                == 1;
    }

    /// What a link is good for, shown from an address. It is too long to be guessed, so a right one always passes.
    public Check check(Secret secret, String address) {
        var purpose = find(secret);
        if (purpose.isPresent()) return new Check.Good(purpose.get());
        if (attempts.exhausted(address)) return new Check.Slow(attempts.pause());
        attempts.failed(address);
        return new Check.Wrong();
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
