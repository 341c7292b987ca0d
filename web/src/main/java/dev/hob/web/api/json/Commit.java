package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A commit.
public record Commit(
        String url,
        String sha,
        Instant created,
        String htmlUrl,
        Detail commit,

        @OrNull @Says("The account that provably wrote it: its SSH key signed it")
        Optional<User> author,

        @OrNull Optional<User> committer,
        List<Meta> parents,
        Optional<List<AffectedFile>> files,
        Optional<Stats> stats) {

    /// A commit, or another object, in short.
    public record Meta(String url, String sha, Instant created) {}

    /// Who, as the commit says, and when.
    public record Person(String name, String email, Instant date) {}

    /// What the commit itself says.
    public record Detail(
            String url,
            Person author,
            Person committer,
            String message,
            Meta tree,
            Optional<Verification> verification) {}

    /// A file that it changed.
    public record AffectedFile(
            String filename,
            @OneOf({"added", "modified", "removed"}) String status) {}

    /// How many lines it changed, against its first parent.
    public record Stats(int total, int changedFiles, int additions, int deletions) {}
}
