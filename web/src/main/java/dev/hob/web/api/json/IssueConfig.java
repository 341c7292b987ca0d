package dev.hob.web.api.json;

import java.util.List;

/// Which issues a repository wants.
public record IssueConfig(
        @Says("Whether one may be written without a template")
        boolean blankIssuesEnabled,

        List<ContactLink> contactLinks) {

    /// A place elsewhere to ask.
    public record ContactLink(String name, String url, String about) {}
}
