package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// An issue, or a pull request, as lists show it.
///
/// @param id the object's id, the same on every node
/// @param isPatch whether it is a pull request
/// @param number as the project's home gave it
/// @param updated when anything happened last
/// @param comments how many there are, without the description
/// @param labels by name
/// @param assignees whose task it is
/// @param locked why nobody but members may speak, when so; may be empty text
public record Issue(
        RepoId rid,
        ObjectId id,
        boolean isPatch,
        long number,
        String title,
        IssueState state,
        DidKey author,
        Instant created,
        Instant updated,
        Optional<Instant> closed,
        int comments,
        List<String> labels,
        List<DidKey> assignees,
        Optional<ObjectId> milestone,
        Optional<Instant> pinned,
        Optional<String> locked,
        Optional<Instant> due) {
    public Issue {
        labels = List.copyOf(labels);
        assignees = List.copyOf(assignees);
    }

    /// How it is called: by its number, or by its id where its project's home gave it none.
    public String handle() {
        return Handles.shown(number, id);
    }

    /// The same from outside its repository.
    public String handle(String repository) {
        return Handles.shown(repository, number, id);
    }

    /// How an address names it.
    public String path() {
        return Handles.path(number, id);
    }
}
