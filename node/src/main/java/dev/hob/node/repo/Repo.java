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
        Instant created,
        Instant updated) {
    /// The same with another default branch.
    public Repo withDefaultBranch(String branch) {
        return new Repo(
                id, rid, ownerId, owner, name, namespace, description, isPrivate, branch, forkOf, created, updated);
    }

    /// `owner/name`.
    public String path() {
        return owner + "/" + name;
    }
}
