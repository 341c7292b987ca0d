package dev.hob.web.api.json;

import java.util.List;
import java.util.Optional;

/// What somebody thinks of a pull request of another server.
public record CreateReviewElsewhere(
        @Most(2048) @Says("The address of the pull request") String target,

        @OneOf({"APPROVED", "REQUEST_CHANGES", "COMMENT"}) String event,

        @Most(65_536) @Says("In Markdown; an approval, or a review with comments, may have none")
        Optional<String> body,

        @Most(50) Optional<List<Remark>> comments) {

    /// A word about some lines.
    public record Remark(
            @Most(4_096) String path,
            @Most(65_536) String body,
            @Says("Its last line in the new file, from 1") Optional<Long> newPosition,
            @Says("Its last line in the old file, from 1") Optional<Long> oldPosition,

            @Says("Its first line, in the same file; the last one when left out")
            Optional<Long> startLine) {}
}
