package dev.hob.node.repo;

import dev.hob.node.db.Database;
import dev.hob.node.log.Change;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The repositories that people have marked with a star, for everyone to see. Shared between threads.
public final class Stars {
    /// How far a list of what somebody starred goes.
    public static final int LISTED_MAX = 2_000;

    /// So many of those elsewhere can give one repository a star.
    public static final int ELSEWHERE_MAX = 100_000;

    private final Database database;
    private final Log log;
    private final People people;
    private final InstantSource clock;

    public Stars(Database database, Log log, People people, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.people = people;
        this.clock = clock;
    }

    /// How a repository stands with everyone, and with one reader.
    public record Standing(int count, boolean mine) {}

    /// Gives a star. Once is enough: a second one changes nothing.
    public void give(Repo repo, Person by) {
        boolean given = database.write(handle -> {
            int rows = handle.createUpdate("""
                            insert into star (repository, person, at)
                            select id, :person, :at from repository where id = :repository
                            on conflict (repository, person) do nothing""")
                    .bind("repository", repo.id().value())
                    .bind("person", by.id())
                    .bind("at", clock.millis())
                    .execute();
            if (rows > 0)
                log.append(
                        handle,
                        new Origin.Here(by.id()),
                        new Change.RepositoryStarred(repo.id().value()));
            return rows > 0;
        });
        if (given) log.announce();
    }

    /// Takes a star back, if there is one.
    public void takeBack(Repo repo, Person by) {
        boolean taken = database.write(handle -> {
            int rows = handle.execute(
                    "delete from star where repository = ? and person = ?",
                    repo.id().value(),
                    by.id());
            if (rows > 0)
                log.append(
                        handle,
                        new Origin.Here(by.id()),
                        new Change.RepositoryUnstarred(repo.id().value()));
            return rows > 0;
        });
        if (taken) log.announce();
    }

    /// Gives a star in the name of somebody of elsewhere. A repository has at most [#ELSEWHERE_MAX] of these.
    ///
    /// @param actor their address
    public void give(Repo repo, String actor) {
        boolean given = database.write(handle -> {
            int rows = handle.createUpdate("""
                            insert into remote_star (repository, actor, at)
                            select id, :actor, :at
                              from repository
                             where id = :repository
                               and (select count(*) from remote_star s where s.repository = :repository) < :max
                            on conflict (repository, actor) do nothing""")
                    .bind("repository", repo.id().value())
                    .bind("actor", actor)
                    .bind("at", clock.millis())
                    .bind("max", ELSEWHERE_MAX)
                    .execute();
            if (rows > 0)
                log.append(
                        handle,
                        new Origin.Actor(actor),
                        new Change.RepositoryStarred(repo.id().value()));
            return rows > 0;
        });
        if (given) log.announce();
    }

    /// Takes such a star back, if there is one.
    public void takeBack(Repo repo, String actor) {
        boolean taken = database.write(handle -> {
            int rows = handle.execute(
                    "delete from remote_star where repository = ? and actor = ?",
                    repo.id().value(),
                    actor);
            if (rows > 0)
                log.append(
                        handle,
                        new Origin.Actor(actor),
                        new Change.RepositoryUnstarred(repo.id().value()));
            return rows > 0;
        });
        if (taken) log.announce();
    }

    /// Takes back all that somebody of elsewhere has given, who is gone.
    public void takeBackAll(Handle handle, String actor) {
        handle.execute("delete from remote_star where actor = ?", actor);
    }

    /// Who elsewhere gave a repository a star, the latest first.
    public List<String> giversElsewhere(Repo repo, long skipped, int max) {
        return database.read(handle -> handle.createQuery("""
                        select actor
                          from remote_star
                         where repository = :repository
                         order by at desc, actor
                         limit :max offset :skipped""")
                .bind("repository", repo.id().value())
                .bind("max", Math.min(max, LISTED_MAX))
                .bind("skipped", skipped)
                .mapTo(String.class)
                .list());
    }

    /// How a repository stands; for nobody, only with everyone.
    public Standing of(Repo repo, Optional<Person> reader) {
        return database.read(handle -> handle.createQuery("""
                        select count(*) + (select count(*) from remote_star where repository = :repository) as stars,
                               coalesce(max(case when person = :reader then 1 else 0 end), 0) as mine
                          from star
                         where repository = :repository""")
                .bind("repository", repo.id().value())
                .bind("reader", reader.map(Person::id).orElse(""))
                .map((row, _) -> new Standing(row.getInt("stars"), row.getInt("mine") > 0))
                .one());
    }

    /// How many stars some repositories have; one without any is left out.
    public Map<RepositoryId, Integer> counts(Collection<Repo> repos) {
        if (repos.isEmpty()) return Map.of();
        var counts = new HashMap<RepositoryId, Integer>();
        database.read(handle -> handle.createQuery("""
                                select repository, count(*) as stars
                                  from (select repository from star where repository in (<ids>)
                                         union all
                                        select repository from remote_star where repository in (<ids>)) as given
                                 group by repository""")
                        .bindList(
                                "ids",
                                repos.stream().map(repo -> repo.id().value()).toList())
                        .map((row, _) -> Map.entry(new RepositoryId(row.getString("repository")), row.getInt("stars")))
                        .list())
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    /// Some of those who gave a repository a star, the latest first.
    public List<Person> givers(Repo repo, long skipped, int max) {
        return people.inOrder(database.read(handle -> handle.createQuery("""
                        select person
                          from star
                         where repository = :repository
                         order by at desc, person
                         limit :max offset :skipped""")
                .bind("repository", repo.id().value())
                .bind("max", max)
                .bind("skipped", skipped)
                .mapTo(String.class)
                .list()));
    }

    /// What somebody gave stars to, the latest first, seen or not.
    public List<Repo> by(Person person) {
        return database.read(handle -> handle.createQuery(Repos.SELECT + """
                                 join star s on s.repository = r.id
                                where s.person = :person
                                order by s.at desc, r.id
                                limit :max""")
                .bind("person", person.id())
                .bind("max", LISTED_MAX)
                .map(Repos::row)
                .list());
    }
}
