package dev.hob.node.log;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is about to be done to a repository, written down before git is touched, so that a boot after a crash can
/// finish it or drop it. While it is open and there is no such repository, its folder is not there yet or not any
/// more: so creating and deleting one are intents too, without moves.
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
