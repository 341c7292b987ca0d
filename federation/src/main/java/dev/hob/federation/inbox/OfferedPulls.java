package dev.hob.federation.inbox;

import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import dev.hob.node.log.RepoId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;

/// From where pull requests come that others have offered from their own servers. Shared between threads.
public final class OfferedPulls {
    private static final int LOOKED_MAX = 100;

    private final Database database;
    private final InstantSource clock;

    public OfferedPulls(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A branch elsewhere.
    ///
    /// @param fork the actor of its repository
    /// @param ref its whole name there
    /// @param url where it was fetched
    public record From(Id actor, Id fork, String ref, Id url) {
        private static final String ENDING = ".git";

        /// How people read it: `forge-b.example/luke/tools:fix`.
        public String shown() {
            String path = url.path();
            String repository = path.endsWith(ENDING) ? path.substring(0, path.length() - ENDING.length()) : path;
            return url.authority() + repository + ":" + ref.substring(Constants.R_HEADS.length());
        }
    }

    /// Notes one, within a transaction.
    void note(Handle handle, RepoId rid, ObjectId patch, From from) {
        handle.execute(
                """
                insert into offered_pull (rid, patch, actor, fork, ref, clone, at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (rid, patch) do update set clone = excluded.clone""",
                rid.value(),
                patch.name(),
                from.actor().value(),
                from.fork().value(),
                from.ref(),
                from.url().value(),
                clock.millis());
    }

    /// Those that somebody offered from a branch, the latest first.
    List<ObjectId> from(RepoId rid, Id actor, Id fork, String ref) {
        return database.read(handle -> handle.createQuery("""
                        select patch
                          from offered_pull
                         where rid = :rid and actor = :actor and fork = :fork and ref = :ref
                         order by at desc, patch
                         limit :max""")
                .bind("rid", rid.value())
                .bind("actor", actor.value())
                .bind("fork", fork.value())
                .bind("ref", ref)
                .bind("max", LOOKED_MAX)
                .map((row, _) -> ObjectId.fromString(row.getString("patch")))
                .list());
    }

    /// From where a pull request comes, if it was offered from elsewhere.
    public Optional<From> of(RepoId rid, ObjectId patch) {
        return database.read(handle -> handle.createQuery(
                        "select actor, fork, ref, clone from offered_pull where rid = :rid and patch = :patch")
                .bind("rid", rid.value())
                .bind("patch", patch.name())
                .map((row, _) -> new From(
                        new Id(row.getString("actor")),
                        new Id(row.getString("fork")),
                        row.getString("ref"),
                        new Id(row.getString("clone"))))
                .findOne());
    }
}
