package dev.hob.web.issue;

import dev.hob.node.issue.Issue;
import dev.hob.node.patch.Patch;
import dev.hob.web.html.Chip;
import dev.hob.web.html.Tasks;
import dev.hob.web.html.Who;
import java.util.List;
import java.util.Optional;

/// An issue in a list.
///
/// @param path of the repository through which the reader sees it
/// @param patch what a pull request has besides
/// @param into the branch that it is for, when that is not the default one
/// @param overdue whether it should have been done by now
public record IssueLine(
        Issue issue,
        Optional<Patch> patch,
        String into,
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
