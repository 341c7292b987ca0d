package dev.hob.node;

import dev.hob.node.issue.IssueTracking;
import dev.hob.node.issue.Numbers;
import dev.hob.node.log.RepoId;
import dev.hob.node.protection.Protection;
import dev.hob.node.release.Publishing;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Seeds;
import org.jdbi.v3.core.Handle;

/// Folds all that a repository has that a peer has brought.
record SeedFolding(IssueTracking tracking, Protection protection, Publishing publishing) implements Seeds.Folding {
    @Override
    public void fold(Repo repo) {
        tracking.cache().rebuild(repo, _ -> {});
        protection.rules().rebuild(repo);
        publishing.cache().rebuild(repo);
    }

    @Override
    public void inherit(Handle handle, RepoId rid) {
        Numbers.inherit(handle, rid);
    }
}
