package dev.hob.web.api.json;

import java.util.List;
import java.util.Optional;

/// A review that somebody gives.
public record CreatePullReview(
        @OneOf({"APPROVED", "APPROVE", "REQUEST_CHANGES", "COMMENT", "PENDING", ""})
        @Says("PENDING, or nothing: it waits until it is submitted")
        Optional<String> event,

        @Most(65_536) Optional<String> body,

        @Most(64) @Says("The commit that was looked at; what is offered now when left out")
        Optional<String> commitId,

        @Most(200) Optional<List<Remark>> comments) {

    /// A remark of it.
    public record Remark(
            @Most(4_096) @Says("Empty for none") Optional<String> path,
            @Most(65_536) String body,
            @Says("Its last line in the new file, from 1") Optional<Long> newPosition,
            @Says("Its last line in the old file, from 1") Optional<Long> oldPosition,

            @Says("Its first line, in the same file; the last one when left out")
            Optional<Long> startLine,

            @Says("The same as new_position or old_position, by side")
            Optional<Long> line,

            @OneOf({"LEFT", "RIGHT"}) Optional<String> side) {}
}
