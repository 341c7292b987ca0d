package dev.hob.node.repo;

import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Person;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Repositories that wait for a new owner to accept them. Nothing is handed over by an offer alone. Shared between
/// threads.
public final class TransferOffers {
    private static final int OFFERED_MAX = 100;

    private final Database database;
    private final Repos repos;
    private final InstantSource clock;

    public TransferOffers(Database database, Repos repos, InstantSource clock) {
        this.database = database;
        this.repos = repos;
        this.clock = clock;
    }

    /// An offer: to whom, by name, and since when.
    public record Offer(String to, Instant at) {}

    /// Offers a repository to somebody, in the place of any other offer. Says why not, if it cannot be.
    public Optional<String> offer(Repo repo, Person to) {
        if (to.id().equals(repo.ownerId())) return Optional.of(Messages.text("repo.owns-it-already", to.name()));
        if (to.disabled()) return Optional.of(Messages.text("repo.account-is-disabled", to.name()));
        if (repo.forkOf().isPresent()) return Optional.of(Messages.text("repo.fork-stays-with-its-owner"));
        if (to(to).size() >= OFFERED_MAX) return Optional.of(Messages.text("repo.offers-max", to.name()));
        database.writing(handle -> handle.execute("""
                        insert into transfer_offer (repository, person, at)
                        values (?, ?, ?)
                        on conflict (repository) do update set person = excluded.person, at = excluded.at""", repo.id().value(), to.id(), clock.millis()));
        return Optional.empty();
    }

    /// The offer that stands for a repository.
    public Optional<Offer> of(Repo repo) {
        return database.read(handle -> handle.createQuery("""
                        select p.name, o.at
                          from transfer_offer o
                          join person p on p.id = o.person
                         where o.repository = :repository
                           and not p.deleted""")
                .bind("repository", repo.id().value())
                .map((row, _) -> new Offer(row.getString("name"), Instant.ofEpochMilli(row.getLong("at"))))
                .findOne());
    }

    /// The repositories that are offered to somebody, oldest offer first.
    public List<Repo> to(Person person) {
        var ids = database.read(handle -> handle.createQuery("""
                        select repository
                          from transfer_offer
                         where person = :person
                         order by at, repository
                         limit :max""")
                .bind("person", person.id())
                .bind("max", OFFERED_MAX)
                .mapTo(String.class)
                .list());
        return ids.stream()
                .flatMap(id -> repos.byId(new RepositoryId(id)).stream())
                .toList();
    }

    /// Whether a repository is offered to somebody.
    public boolean isOffered(Repo repo, Person person) {
        return database.read(handle -> isOffered(handle, repo, person));
    }

    /// Whether a repository is offered to somebody, within a transaction.
    public boolean isOffered(Handle handle, Repo repo, Person person) {
        return handle.createQuery(
                        "select person from transfer_offer where repository = :repository and person = :person")
                .bind("repository", repo.id().value())
                .bind("person", person.id())
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    /// Takes an offer back, or declines it.
    public void end(Repo repo) {
        database.writing(handle -> handle.execute(
                "delete from transfer_offer where repository = ?", repo.id().value()));
    }

    /// Ends all that is offered to somebody who leaves.
    public void endAll(Person person) {
        database.writing(handle -> handle.execute("delete from transfer_offer where person = ?", person.id()));
    }
}
