package dev.hob.node.people;

import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Where else people of here are at home: accounts on other servers that are theirs, too, so that they may move here
/// from there, and the one that they have moved to. Shared between threads.
public final class Residences {
    /// How many one person has.
    public static final int EACH_MAX = 10;

    private final Database database;
    private final Log log;
    private final InstantSource clock;

    Residences(Database database, Log log, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /// The addresses of accounts elsewhere that are a person's, too, the first one first.
    public List<String> of(Person person) {
        return database.read(handle -> handle.createQuery(
                        "select actor from residence where person = :person and not moved order by at, actor")
                .bind("person", person.id())
                .mapTo(String.class)
                .list());
    }

    /// The address of the account that a person has moved to.
    public Optional<String> moved(Person person) {
        return database.read(
                handle -> handle.createQuery("select actor from residence where person = :person and moved")
                        .bind("person", person.id())
                        .mapTo(String.class)
                        .findFirst());
    }

    /// Another account elsewhere is theirs, too. Says why not, if that cannot be.
    public Optional<String> add(Person person, String actor) {
        return changed(handle -> {
            int count = handle.createQuery("select count(*) from residence where person = :person")
                    .bind("person", person.id())
                    .mapTo(Integer.class)
                    .one();
            if (count >= EACH_MAX) return Optional.of(Messages.text("people.residences-max", EACH_MAX));
            handle.execute("""
                    insert into residence (person, actor, moved, at)
                    values (?, ?, ?, ?)
                    on conflict (person, actor) do nothing""", person.id(), actor, false, clock.millis());
            append(handle, person, new Change.PersonDescribed(person.id()));
            return Optional.<String>empty();
        });
    }

    /// It is not any more; also when they had moved there.
    public void remove(Person person, String actor) {
        changed(handle -> {
            int rows = handle.execute("delete from residence where person = ? and actor = ?", person.id(), actor);
            if (rows > 0) append(handle, person, new Change.PersonDescribed(person.id()));
            return rows;
        });
    }

    /// They are there from now on, and nowhere else; whoever follows them is told.
    public void move(Person person, String actor) {
        changed(handle -> {
            handle.execute("delete from residence where person = ? and (moved or actor = ?)", person.id(), actor);
            handle.execute(
                    "insert into residence (person, actor, moved, at) values (?, ?, ?, ?)",
                    person.id(),
                    actor,
                    true,
                    clock.millis());
            append(handle, person, new Change.PersonMoved(person.id(), actor));
            return actor;
        });
    }

    private void append(Handle handle, Person person, Change change) {
        log.append(handle, new Origin.Here(person.id()), change);
    }

    private <T> T changed(Function<Handle, T> change) {
        T answer = database.write(change);
        log.announce();
        return answer;
    }
}
