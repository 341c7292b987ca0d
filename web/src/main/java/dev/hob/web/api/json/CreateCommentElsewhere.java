package dev.hob.web.api.json;

/// An answer to something of another server.
public record CreateCommentElsewhere(
        @Most(2048) @Says("The address of what is answered: an issue, a pull request, a comment, a release or a post")
        String target,

        @Most(65_536) @Says("In Markdown") String body) {}
