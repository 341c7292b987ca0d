package dev.hob.web.api.json;

import java.util.List;
import java.util.Optional;

/// Several files that one commit is to change, in order.
public record ChangeFiles(
        @Most(1_000) List<File> files,
        @Most(65_536) Optional<String> message,

        @Most(200) @Says("What the commit builds on; the default branch when left out")
        Optional<String> branch,

        @Most(200) @Says("The branch that the commit makes") Optional<String> newBranch,
        Optional<CommitIdentity> author,
        Optional<CommitIdentity> committer,
        Optional<CommitDates> dates) {

    /// One of them.
    public record File(
            @OneOf({"create", "update", "delete", "upload"}) @Says("upload: create or update")
            String operation,

            @Most(4_096) String path,
            @Says("Base64; not for delete") Optional<String> content,

            @Most(40) @Says("The blob that the caller saw; needed to update and to delete")
            Optional<String> sha,

            @Most(4_096) @Says("Where the file was, when it is to move")
            Optional<String> fromPath) {}
}
