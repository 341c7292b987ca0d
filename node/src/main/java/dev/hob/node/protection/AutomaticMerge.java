package dev.hob.node.protection;

import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.patch.Merges;
import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;

/// A pull request that somebody wants to be merged as soon as nothing is missing any more.
///
/// @param person who wants it, by account
/// @param head the commits that are meant
/// @param leaves whether its branch is deleted then
public record AutomaticMerge(
        RepoId rid,
        ObjectId patch,
        RepositoryId repository,
        String person,
        Merges.Way way,
        String message,
        ObjectId head,
        boolean leaves,
        Instant at) {}
