package dev.hob.web.api.json;

import java.util.Optional;

/// A file that is to be there.
public record CreateFile(
        @Says("Base64") String content,
        @Most(65_536) Optional<String> message,

        @Most(200) @Says("What the commit builds on; the default branch when left out")
        Optional<String> branch,

        @Most(200) @Says("The branch that the commit makes") Optional<String> newBranch,
        Optional<CommitIdentity> author,
        Optional<CommitIdentity> committer,
        Optional<CommitDates> dates) {}
