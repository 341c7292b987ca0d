package dev.hob.node.repo;

import dev.hob.node.db.Database;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What people want to hear of, and what they want never to hear of. Whoever makes a repository, takes one over or is
/// let into one watches it, unless they said otherwise. It is nobody else's business, so the log does not tell it.
/// Shared between threads.
public final class Watches {
    /// How far a list of what somebody watches goes.
    public static final int LISTED_MAX = 2_000;

    private final Database database;
    private final People people;
    private final InstantSource clock;

    public Watches(Database database, People people, InstantSource clock) {
        this.database = database;
        this.people = people;
        this.clock = clock;
    }

    /// What somebody wants to hear of a repository.
    public enum Wish {
        /// Everything.
        WATCHING,
        /// Nothing, not even what names them.
        IGNORING,
        /// What concerns them.
        NONE
    }

    /// How many watch a repository, and what one reader wishes, and since when.
    public record Standing(int count, Wish mine, Optional<Instant> since) {}

    /// Notes what somebody wants to hear.
    public void wish(Repo repo, Person person, Wish wish) {
        database.writing(handle -> {
            switch (wish) {
                case NONE ->
                    handle.execute(
                            "delete from watch where repository = ? and person = ?",
                            repo.id().value(),
                            person.id());
                case WATCHING, IGNORING ->
                    handle.createUpdate("""
                                    insert into watch (repository, person, ignored, at)
                                    select id, :person, :ignored, :at from repository where id = :repository
                                    on conflict (repository, person) do update set ignored = excluded.ignored""")
                            .bind("repository", repo.id().value())
                            .bind("person", person.id())
                            .bind("ignored", wish == Wish.IGNORING)
                            .bind("at", clock.millis())
                            .execute();
            }
        });
    }

    /// Lets somebody watch what they have to do with from now on, unless they said something already.
    static void begin(Handle handle, RepositoryId repository, String person, long at) {
        handle.execute("""
                insert into watch (repository, person, ignored, at)
                values (?, ?, ?, ?)
                on conflict (repository, person) do nothing""", repository.value(), person, false, at);
    }

    /// How it stands with a repository; for nobody, only with everyone.
    public Standing of(Repo repo, Optional<Person> reader) {
        return database.read(handle -> {
            int count = handle.createQuery("select count(*) from watch where repository = :id and not ignored")
                    .bind("id", repo.id().value())
                    .mapTo(Integer.class)
                    .one();
            if (reader.isEmpty()) return new Standing(count, Wish.NONE, Optional.empty());
            return handle.createQuery(
                            "select ignored, at from watch where repository = :repository and person = :person")
                    .bind("repository", repo.id().value())
                    .bind("person", reader.get().id())
                    .map((row, _) -> new Standing(
                            count,
                            row.getBoolean("ignored") ? Wish.IGNORING : Wish.WATCHING,
                            Optional.of(Instant.ofEpochMilli(row.getLong("at")))))
                    .findOne()
                    .orElse(new Standing(count, Wish.NONE, Optional.empty()));
        });
    }

    /// How many watch some repositories; one that nobody watches is left out.
    public Map<RepositoryId, Integer> counts(Collection<Repo> repos) {
        if (repos.isEmpty()) return Map.of();
        var counts = new HashMap<RepositoryId, Integer>();
        database.read(handle -> handle.createQuery("""
                                select repository, count(*) as watchers
                                  from watch
                                 where repository in (<ids>) and not ignored
                                 group by repository""")
                        .bindList(
                                "ids",
                                repos.stream().map(repo -> repo.id().value()).toList())
                        .map((row, _) ->
                                Map.entry(new RepositoryId(row.getString("repository")), row.getInt("watchers")))
                        .list())
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    /// Some of those who watch a repository, the latest first. Whether they may still see it is not asked.
    public List<Person> watchers(Repo repo, long skipped, int max) {
        return people.inOrder(database.read(handle -> handle.createQuery("""
                        select person
                          from watch
                         where repository = :repository and not ignored
                         order by at desc, person
                         limit :max offset :skipped""")
                .bind("repository", repo.id().value())
                .bind("max", max)
                .bind("skipped", skipped)
                .mapTo(String.class)
                .list()));
    }

    /// What somebody watches, the latest first, seen or not.
    public List<Repo> by(Person person) {
        return database.read(handle -> handle.createQuery(Repos.SELECT + """
                                 join watch w on w.repository = r.id
                                where w.person = :person and not w.ignored
                                order by w.at desc, r.id
                                limit :max""")
                .bind("person", person.id())
                .bind("max", LISTED_MAX)
                .map(Repos::row)
                .list());
    }
}
