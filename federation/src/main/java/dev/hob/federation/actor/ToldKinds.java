package dev.hob.federation.actor;

import dev.hob.node.db.Database;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.repo.Repo;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// What the owner of a repository wants its followers told. Shared between threads.
public final class ToldKinds {
    /// What can be told.
    public enum Kind {
        RELEASES,
        ISSUES,
        PULLS,
        COMMENTS,
        STATES,
        PUSHES
    }

    private final Database database;

    public ToldKinds(Database database) {
        this.database = database;
    }

    /// What is told of a repository: everything, until its owner says otherwise.
    public Set<Kind> of(Repo repo) {
        var chosen = new HashMap<String, Boolean>();
        database.read(handle -> handle.createQuery("select kind, is_told from told_kind where repository = :repository")
                        .bind("repository", repo.id().value())
                        .map((row, _) -> java.util.Map.entry(row.getString("kind"), row.getBoolean("is_told")))
                        .list())
                .forEach(entry -> chosen.put(entry.getKey(), entry.getValue()));
        var told = EnumSet.noneOf(Kind.class);
        for (var kind : Kind.values()) if (chosen.getOrDefault(kind.name(), true)) told.add(kind);
        return told;
    }

    /// The owner says what is told from now on.
    public void choose(Repo repo, Set<Kind> told) {
        database.writing(handle -> {
            for (var kind : Kind.values()) handle.execute("""
                        insert into told_kind (repository, kind, is_told)
                        values (?, ?, ?)
                        on conflict (repository, kind) do update set is_told = excluded.is_told""", repo.id().value(), kind.name(), told.contains(kind));
        });
    }

    /// Nothing is kept of a repository that is gone.
    public void clear(Handle handle, RepositoryId id) {
        handle.execute("delete from told_kind where repository = ?", id.value());
    }
}
