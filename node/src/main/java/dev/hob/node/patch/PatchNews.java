package dev.hob.node.patch;

import dev.hob.node.cob.Entry;
import dev.hob.node.issue.PatchState;
import dev.hob.node.log.Change;
import dev.hob.node.repo.Repo;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/// What the log says of pull requests that others have worked on elsewhere.
final class PatchNews {
    private PatchNews() {}

    /// Once for each kind of thing that an entry does.
    static List<Change> of(Repo repo, ObjectId patch, long number, Entry entry) {
        String repository = repo.id().value();
        String rid = repo.rid().value();
        String id = entry.id().name();
        if (entry.id().equals(patch)) return List.of(new Change.IssueOpened(repository, rid, id, number));
        return entry.actions().stream()
                .flatMap(json -> PatchAction.parse(json).stream())
                .map(PatchNews::word)
                .distinct()
                .map(what -> what.equals("comment")
                        ? (Change) new Change.IssueCommented(repository, rid, patch.name(), number, id)
                        : new Change.IssueChanged(repository, rid, patch.name(), number, id, what))
                .toList();
    }

    private static String word(PatchAction action) {
        return switch (action) {
            case PatchAction.Edit _ -> "title";
            case PatchAction.Label _ -> "labels";
            case PatchAction.Assign _ -> "assignees";
            case PatchAction.ChangeState(var state) -> word(state);
            case PatchAction.Merge _ -> "merge";
            case PatchAction.Revise _ -> "revision";
            case PatchAction.EditRevision _, PatchAction.EditComment _ -> "edit";
            case PatchAction.RedactRevision _, PatchAction.RedactComment _, PatchAction.RedactReview _ -> "redact";
            case PatchAction.ReactToRevision _, PatchAction.React _, PatchAction.ReactToReview _ -> "react";
            case PatchAction.Comment _ -> "comment";
            case PatchAction.Resolve _ -> "resolve";
            case PatchAction.Review _, PatchAction.EditReview _ -> "review";
        };
    }

    private static String word(PatchState state) {
        return switch (state) {
            case DRAFT -> "draft";
            case OPEN -> "reopened";
            case ARCHIVED -> "closed";
            case MERGED -> throw new AssertionError("nobody says so, it is found");
        };
    }
}
