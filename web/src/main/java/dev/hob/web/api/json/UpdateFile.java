package dev.hob.web.api.json;

import java.util.Optional;

/// Other bytes for a file.
public record UpdateFile(
        @Says("Base64") String content,

        @Most(40) @Says("The blob that the caller saw; without it, the file must not be there yet")
        Optional<String> sha,

        @Most(500) @Says("Where the file was, when it is to move")
        Optional<String> fromPath,

        @Most(65_536) Optional<String> message,

        @Most(200) @Says("What the commit builds on; the default branch when left out")
        Optional<String> branch,

        @Most(200) @Says("The branch that the commit makes") Optional<String> newBranch,
        Optional<CommitIdentity> author,
        Optional<CommitIdentity> committer,
        Optional<CommitDates> dates) {}
