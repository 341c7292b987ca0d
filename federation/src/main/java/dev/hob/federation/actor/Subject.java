package dev.hob.federation.actor;

import dev.hob.node.repo.Repo;
import java.util.Optional;

/// Something of this node that has an id in public. That one can be named does not say that it is there. Immutable.
public sealed interface Subject {
    /// Someone who acts.
    record Actor(Local local) implements Subject {}

    /// An issue or a pull request.
    record Ticket(Repo repo, long number) implements Subject {}

    /// What somebody said under one.
    ///
    /// @param entry the operation that is the comment
    record Comment(Repo repo, long number, String entry) implements Subject {}

    /// A published release.
    ///
    /// @param release the object's id
    record Release(Repo repo, String release) implements Subject {}

    /// That somebody pushed.
    ///
    /// @param position where the log tells of it
    record PushNote(Repo repo, long position) implements Subject {}

    /// That a ticket was closed, reopened or merged.
    ///
    /// @param position where the log tells of it
    record StateNote(Repo repo, long number, long position) implements Subject {}

    /// The repository that it belongs to, when it does.
    static Optional<Repo> repo(Subject subject) {
        return switch (subject) {
            case Actor(Local.Project(var repo)) -> Optional.of(repo);
            case Actor _ -> Optional.empty();
            case Ticket(var repo, var _) -> Optional.of(repo);
            case Comment(var repo, var _, var _) -> Optional.of(repo);
            case Release(var repo, var _) -> Optional.of(repo);
            case PushNote(var repo, var _) -> Optional.of(repo);
            case StateNote(var repo, var _, var _) -> Optional.of(repo);
        };
    }
}
