package dev.hob.cli.issue;

import dev.hob.cli.remote.Json;
import java.time.Instant;
import java.util.List;

/// An issue as Markdown with front matter. The same issue gives the same bytes.
final class Markdown {
    private Markdown() {}

    static String of(Issue issue, List<Issue.Comment> comments) {
        var text = new StringBuilder("---\n");
        field(text, "number", Long.toString(issue.number()));
        field(text, "title", quoted(issue.title()));
        field(text, "state", issue.state());
        field(text, "author", quoted(issue.author()));
        field(text, "labels", quoted(issue.labelNames()));
        field(text, "milestone", issue.milestone().map(Markdown::quoted).orElse("null"));
        field(text, "assignees", quoted(issue.assignees()));
        field(text, "created", issue.created().toString());
        field(text, "updated", issue.updated().toString());
        field(text, "closed", issue.closed().map(Instant::toString).orElse("null"));
        field(text, "url", quoted(issue.url()));
        text.append("---\n\n# ").append(issue.title().replaceAll("\\s+", " ")).append('\n');
        paragraph(text, issue.body());
        for (var comment : comments) {
            text.append("\n---\n\n**")
                    .append(comment.author())
                    .append("**, ")
                    .append(comment.created())
                    .append('\n');
            paragraph(text, comment.body());
        }
        return text.toString();
    }

    private static void paragraph(StringBuilder text, String body) {
        String kept = body.replace("\r\n", "\n").strip();
        if (!kept.isEmpty()) text.append('\n').append(kept).append('\n');
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append('\n');
    }

    /// A string of JSON is one of YAML, whatever is in it.
    private static String quoted(String text) {
        return new Json.Text(text).compact();
    }

    private static String quoted(List<String> texts) {
        return "[" + String.join(", ", texts.stream().map(Markdown::quoted).toList()) + "]";
    }
}
