package dev.hob.node.repo;

import dev.hob.node.db.Database;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import java.util.Optional;

/// The one answer to "may they?". Shared between threads.
public final class Access {
    private final Database database;

    public Access(Database database) {
        this.database = database;
    }

    /// Whether somebody, by the way they signed in, may do so much with a repository. Who may not read it must be
    /// told what they would be told if it did not exist.
    public boolean may(Viewer viewer, Right right, Repo repo) {
        return may(viewer, right, repo, right == Right.READ ? Scope.READ_REPOSITORY : Scope.WRITE_REPOSITORY);
    }

    /// The same for what needs another scope than the repository's own, such as its issues.
    public boolean may(Viewer viewer, Right right, Repo repo, Scope scope) {
        if (right == Right.READ && !repo.isPrivate()) return true;
        return viewer.person().isPresent()
                && viewer.grant().reaches(repo.id())
                && viewer.grant().allows(scope)
                && right(viewer.person().get(), repo)
                        .map(r -> r.compareTo(right) >= 0)
                        .orElse(false);
    }

    /// Whether somebody, by the way they signed in, may speak in a repository's issues.
    public boolean maySpeak(Viewer viewer, Repo repo) {
        return viewer.person().isPresent()
                && repo.away().isEmpty()
                && viewer.grant().reaches(repo.id())
                && viewer.grant().allows(Scope.WRITE_ISSUE)
                && right(viewer.person().get(), repo).isPresent();
    }

    /// What a person may do at most, were they signed in by browser.
    public Optional<Right> right(Person person, Repo repo) {
        if (person.disabled()) return Optional.empty();
        // What has moved to another server is changed there.
        if (repo.away().isPresent()) return Optional.of(Right.READ);
        if (person.id().equals(repo.ownerId())) return Optional.of(Right.ADMIN);
        return database.read(handle -> handle.createQuery("""
                                select access
                                  from collaborator
                                 where repository = :repository and person = :person""")
                        .bind("repository", repo.id().value())
                        .bind("person", person.id())
                        .mapTo(String.class)
                        .findOne())
                .map(Right::valueOf)
                .or(() -> repo.isPrivate() ? Optional.empty() : Optional.of(Right.READ));
    }
}
