package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A page of what a search found. All of it, counts included, may be seen by the caller.
public record SearchFound(
        List<Hit> hits,
        @Says("How many were found") int total,

        @Says("Whether there are no more than those") boolean complete,

        @Says("How many of each kind, the most first; so are those that follow")
        Map<String, Integer> kinds,

        Map<String, Integer> languages,
        @Says("By owner/name") Map<String, Integer> repositories,

        @Says("What of the question was not understood, or cannot be answered yet, each in a sentence")
        List<String> notUnderstood,

        @Says("How long it took, in milliseconds") long waited) {
    /// A file, a commit, an issue, a pull request or a comment.
    public record Hit(
            @OneOf({"code", "commit", "issue", "pr", "comment"}) @Says("As `is:` has it in a question")
            String kind,

            @Says("As owner/name") String repository,
            @Says("Of a file") Optional<String> path,

            @Says("On which branch, or at which tag, a file is so, where the question names one")
            Optional<String> ref,

            @Says("Of a commit") Optional<String> sha,

            @Says("Of an issue, of a pull request, or of the one that a comment is under")
            Optional<Long> number,

            @Says("Of an issue, a pull request or a commit; what the best place of a file defines; may be empty")
            String title,

            @Says("In which a file is written") Optional<String> language,

            @Says("Of an issue or a pull request") @OneOf({"open", "closed"})
            Optional<String> state,

            @Says("When it was said") Optional<Instant> at,
            @Says("Of the page that shows it") String htmlUrl,
            List<Snippet> snippets,

            @Says("Other repositories that have the same file under the same path, as owner/name")
            List<String> alsoIn,

            @Says("Whether there are further lines that fit")
            boolean more) {}

    /// Some lines of a hit that stand together.
    public record Snippet(
            @Says("What they define; may be empty") String name,
            @Says("Within what that stands; may be empty") String scope,
            List<Line> lines) {}

    /// A line of a hit; a long one is cut.
    public record Line(
            @Says("Counted from 1") int number,
            String text,

            @Says("What fits; in a line around it nothing does")
            List<Span> spans) {}

    /// Some characters of a line, in UTF-16, counted from 0, without the last.
    public record Span(int from, int to) {}
}
