package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// What an account wrote on another server, and what became of it.
public record WrittenElsewhere(
        String id,

        @OneOf({"issue", "comment", "review", "remark", "close", "reopen", "edit", "act"})
        String kind,

        @Says("The address of whoever is asked to take it") String at,

        @Says("Their handle; left out when they are not known any more")
        Optional<String> handle,

        @Says("Of the issue, or of what the comment is about; of an edit what it shall be")
        Optional<String> title,

        String body,

        @OneOf({"asked", "accepted", "rejected"}) @Says("Of a comment accepted when it was seen to be shown there")
        String state,

        @Says("Why they do not want it, if they said so") Optional<String> reason,

        @Says("The address there of the issue or pull request, once there is one")
        Optional<String> issue,

        @Says("The address of the comment or remark, or of what a review says as a whole")
        Optional<String> comment,

        @Says("Of a remark the review that it went with, by its id")
        Optional<String> review,

        @Says("Of a remark the file") Optional<String> path,
        @Says("Of a remark its first line, from 1") Optional<Long> startLine,
        @Says("Of a remark its last line") Optional<Long> line,

        @OneOf({"LEFT", "RIGHT"}) @Says("Of a remark whether of the old file or the new one")
        Optional<String> side,

        Instant createdAt,
        @Says("When it was changed last") Optional<Instant> updatedAt,
        @Says("Where to ask what became of it") String url,
        @Says("The page of this node") String htmlUrl) {}
