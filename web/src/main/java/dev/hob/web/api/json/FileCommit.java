package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;

/// The commit that was written.
public record FileCommit(
        String url,
        String sha,
        Instant created,
        String htmlUrl,
        Commit.Person author,
        Commit.Person committer,
        List<Commit.Meta> parents,
        String message,
        Commit.Meta tree) {}
