package dev.hob.node.log;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is about to be done to a repository, written down before git is touched, so that a boot after a crash can
/// finish it or drop it. There are three kinds:
///
/// - with *moves*: branches and tags that move together, and with them an operation that says so and its *change*;
/// - without, while the repository exists: its row changed, its identity must follow, and the log tell the *change*;
/// - without, while there is no such repository in that folder: its folder is not there yet, or not any more;
/// where
/// others live in the folder, the *change* names the namespace that is to show nothing, or it is the project's
/// end.
public record Intent(
        long id,
        RepositoryId repository,
        RepoId rid,
        Origin origin,
        List<RefMove> moves,
        List<Change> changes,
        Optional<String> activity,
        Instant at) {
    public Intent {
        moves = List.copyOf(moves);
        changes = List.copyOf(changes);
    }

    /// The one change, of an intent that has no more.
    public Optional<Change> change() {
        return changes.stream().findFirst();
    }

    /// One that moves refs and has no id yet.
    public static Intent moving(
            RepositoryId repository,
            RepoId rid,
            Origin origin,
            List<RefMove> moves,
            Optional<Change> change,
            Optional<String> activity,
            Instant at) {
        return new Intent(0, repository, rid, origin, moves, change.stream().toList(), activity, at);
    }

    /// One that moves no refs and has no id yet.
    public static Intent changing(
            RepositoryId repository, RepoId rid, Origin origin, Optional<Change> change, Instant at) {
        return new Intent(0, repository, rid, origin, List.of(), change.stream().toList(), Optional.empty(), at);
    }

    Intent withId(long given) {
        return new Intent(given, repository, rid, origin, moves, changes, activity, at);
    }
}
