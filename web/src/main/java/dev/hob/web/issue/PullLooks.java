package dev.hob.web.issue;

import dev.hob.node.issue.Issue;
import dev.hob.web.html.Faces;
import java.util.List;

/// Knows what stands on a pull request's pages and on no issue's.
public interface PullLooks {
    /// What does, for one reader.
    PullLook of(Here here, Issue issue, Faces faces);

    /// Whom the reader could ask for a review, the fittest first; nobody where they may not ask.
    List<PullLook.Fit> fits(Here here, Issue issue, PullLook look);
}
