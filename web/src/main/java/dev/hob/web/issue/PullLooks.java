package dev.hob.web.issue;

import dev.hob.node.issue.Issue;
import dev.hob.web.html.Faces;

/// Knows what stands on a pull request's pages and on no issue's.
@FunctionalInterface
public interface PullLooks {
    /// What does, for one reader.
    PullLook of(Here here, Issue issue, Faces faces);
}
