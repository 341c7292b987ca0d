package dev.hob.web.issue;

import dev.hob.node.issue.Issue;
import dev.hob.web.html.Chip;
import dev.hob.web.html.Tasks;
import dev.hob.web.html.Who;
import java.util.List;
import java.util.Optional;

/// An issue in a list.
///
/// @param path of the repository through which the reader sees it
/// @param overdue whether it should have been done by now
public record IssueLine(
        Issue issue,
        String path,
        String url,
        List<Chip> chips,
        Who author,
        List<Who> assignees,
        Optional<String> milestone,
        Optional<Tasks> tasks,
        boolean overdue) {
    public IssueLine {
        chips = List.copyOf(chips);
        assignees = List.copyOf(assignees);
    }
}
