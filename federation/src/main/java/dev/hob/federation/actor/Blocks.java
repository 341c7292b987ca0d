package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Whom elsewhere people of here want to hear nothing of, and whom the node hears not at all. What a person decides
/// counts for themselves and for the repositories that are theirs. Shared between threads.
public final class Blocks {
    /// How many one person may block, and the node.
    public static final int EACH_MAX = 1_000;

    /// Of what somebody said who is not heard.
    public static final String TOLD = "Whoever did it is not heard here.";

    private static final String EVERYBODY = new Local.Instance().key();

    private final Database database;
    private final Followers followers;
    private final InstantSource clock;

    public Blocks(Database database, Followers followers, InstantSource clock) {
        this.database = database;
        this.followers = followers;
        this.clock = clock;
    }

    /// Somebody who is not heard.
    ///
    /// @param handle as they were called when that was decided
    public record Blocked(Id actor, String handle, Instant since) {}

    /// Somebody of here wants to hear nothing of an actor, who follows them and theirs no more. Says why not, if that
    /// cannot be.
    public Optional<String> add(Person person, Id actor, String handle) {
        return database.write(
                tx -> add(tx, Local.PERSON + person.id(), actor, handle).or(() -> {
                    followers.dismiss(tx, person, actor);
                    return Optional.empty();
                }));
    }

    /// Nobody here wants to.
    public Optional<String> addForAll(Id actor, String handle) {
        return database.write(tx -> add(tx, EVERYBODY, actor, handle).or(() -> {
            followers.forget(tx, actor);
            return Optional.empty();
        }));
    }

    private Optional<String> add(Handle tx, String local, Id actor, String handle) {
        int count = tx.createQuery("select count(*) from blocked_actor where local = :local")
                .bind("local", local)
                .mapTo(Integer.class)
                .one();
        if (count >= EACH_MAX) return Optional.of(Messages.text("actor.blocked-max", EACH_MAX));
        tx.execute("""
                insert into blocked_actor (local, actor, handle, at)
                values (?, ?, ?, ?)
                on conflict (local, actor) do nothing""", local, actor.value(), handle, clock.millis());
        return Optional.empty();
    }

    /// They are heard again; whether they were not.
    public boolean remove(Person person, Id actor) {
        return remove(Local.PERSON + person.id(), actor);
    }

    /// The same for all.
    public boolean removeForAll(Id actor) {
        return remove(EVERYBODY, actor);
    }

    private boolean remove(String local, Id actor) {
        return database.write(tx ->
                        tx.execute("delete from blocked_actor where local = ? and actor = ?", local, actor.value()))
                > 0;
    }

    /// Whom a person does not want to hear of, the latest first.
    public List<Blocked> of(Person person) {
        return list(Local.PERSON + person.id());
    }

    /// Whom nobody here hears.
    public List<Blocked> ofAll() {
        return list(EVERYBODY);
    }

    private List<Blocked> list(String local) {
        return database.read(tx -> tx.createQuery("""
                        select actor, handle, at
                          from blocked_actor
                         where local = :local
                         order by at desc, actor
                         limit :max""")
                .bind("local", local)
                .bind("max", EACH_MAX)
                .map((row, _) -> new Blocked(
                        new Id(row.getString("actor")),
                        row.getString("handle"),
                        Instant.ofEpochMilli(row.getLong("at"))))
                .list());
    }

    /// Whether nobody here hears an actor.
    public boolean everywhere(Id actor) {
        return any(List.of(EVERYBODY), actor);
    }

    /// Whether somebody of here does not hear an actor; of a repository, whether its owner does not.
    public boolean of(Local local, Id actor) {
        return switch (local) {
            case Local.Instance _ -> everywhere(actor);
            case Local.Account account -> any(List.of(EVERYBODY, account.key()), actor);
            case Local.Project(var repo) -> any(List.of(EVERYBODY, Local.PERSON + repo.ownerId()), actor);
        };
    }

    private boolean any(List<String> locals, Id actor) {
        return database.read(
                tx -> tx.createQuery("select 1 from blocked_actor where actor = :actor and local in (<locals>) limit 1")
                        .bind("actor", actor.value())
                        .bindList("locals", locals)
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent());
    }
}
