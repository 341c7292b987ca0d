package dev.hob.node.log;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is about to be done to a repository's refs, written down before git is touched, so that a boot after a crash
/// can finish it or drop it.
public record Intent(
        long id,
        RepositoryId repository,
        RepoId rid,
        Origin origin,
        List<RefMove> moves,
        Optional<String> activity,
        Instant at) {
    public Intent {
        moves = List.copyOf(moves);
    }
}
