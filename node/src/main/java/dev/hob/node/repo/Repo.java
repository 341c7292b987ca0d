package dev.hob.node.repo;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import java.time.Instant;
import java.util.Optional;

/// A repository of this node, as in `alice/tea`: one namespace of a project (RID) under its owner's name.
///
/// @param ownerId the owner's account
/// @param owner the owner's name now
/// @param namespace the key whose refs it shows
/// @param forkOf the repository that this is a fork of, when it is a namespace of that one's folder and has no
/// identity
///     of its own; that one may be gone
/// @param forkedFrom the repository that this was copied from, when it has a folder and an identity of its own
/// @param isSeeded whether this node keeps it for others ([Seeds]): its owner is a peer and no account, and no key
///     that decides about it is held here
/// @param away where it is now, when it has moved to another server
public record Repo(
        RepositoryId id,
        RepoId rid,
        String ownerId,
        String owner,
        String name,
        DidKey namespace,
        String description,
        boolean isPrivate,
        String defaultBranch,
        Optional<RepositoryId> forkOf,
        Optional<RepositoryId> forkedFrom,
        boolean isSeeded,
        Instant created,
        Instant updated,
        Optional<Away> away) {
    /// Where a repository is that has moved to another server. What is here stays as it was, and is only read.
    ///
    /// @param actor its address for other servers
    /// @param page where people look at it
    /// @param git where git clones it
    public record Away(String actor, String page, String git) {}

    /// The same with another default branch.
    public Repo withDefaultBranch(String branch) {
        return new Repo(
                id,
                rid,
                ownerId,
                owner,
                name,
                namespace,
                description,
                isPrivate,
                branch,
                forkOf,
                forkedFrom,
                isSeeded,
                created,
                updated,
                away);
    }

    /// Whether it is the project itself, whose owner decides: it has the folder's canonical refs, issues and pull
    /// requests. A fork that is a namespace has none of these.
    public boolean isProject() {
        return forkOf.isEmpty();
    }

    /// What it is a fork of, of either kind; whoever shows that must ask whether the reader may see it.
    public Optional<RepositoryId> parent() {
        return forkOf.or(() -> forkedFrom);
    }

    /// `owner/name`.
    public String path() {
        return owner + "/" + name;
    }
}
