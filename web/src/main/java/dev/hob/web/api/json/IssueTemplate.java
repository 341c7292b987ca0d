package dev.hob.web.api.json;

import java.util.List;

/// How a repository wants an issue to be written.
public record IssueTemplate(
        String name,
        String title,
        String about,
        List<String> labels,
        List<String> assignees,
        @Says("Always empty") String ref,
        @Says("What the text begins with; empty for a form") String content,
        @Says("The fields of a form; none for a text") List<IssueFormField> body,
        @Says("Where it is on the default branch") String fileName) {}
