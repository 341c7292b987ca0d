package dev.hob.search.index;

import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.IssueReading;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.IssueTracking;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.repo.Repo;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.jgit.lib.ObjectId;

/// Brings a project's issues and pull requests, with what is said under them, into the index, as their rows have them:
/// what was taken back is not there. Owned by the indexer's thread.
final class Talk {
    /// The most that is taken of what is said under one issue.
    static final int COMMENTS_MAX = 1_000;
    /// The most issues and pull requests of one project.
    private static final int ISSUES_MAX = 100_000;

    private static final IssueQuery EVERYTHING = IssueQuery.parse("sort:oldest").withPatches(Optional.empty());

    private final IssueTracking tracking;
    private final Index index;
    private final BooleanSupplier between;

    Talk(IssueTracking tracking, Index index, BooleanSupplier between) {
        this.tracking = tracking;
        this.index = index;
        this.between = between;
    }

    /// Brings one up to date; one that is gone goes.
    void one(Repo project, ObjectId id) {
        tracking.reading()
                .byId(project.rid(), id)
                .ifPresentOrElse(
                        issue -> put(project, issue), () -> index.remove(Said.ownerOfIssue(project.rid(), id.name())));
    }

    /// Brings all of a project in.
    void all(Repo project) {
        for (int from = 0; from < ISSUES_MAX; from += IssueReading.LIST_MAX) {
            var issues = tracking.reading().list(project.rid(), EVERYTHING, from, IssueReading.LIST_MAX);
            issues.forEach(issue -> put(project, issue));
            if (!between.getAsBoolean()) throw new Code.Stopped();
            if (issues.size() < IssueReading.LIST_MAX) return;
        }
    }

    private void put(Repo project, Issue issue) {
        String owner = Said.ownerOfIssue(project.rid(), issue.id().name());
        index.replace(owner, conversation(project.id(), owner, issue).documents(Optional.empty()));
    }

    private Conversation conversation(RepositoryId project, String owner, Issue issue) {
        var comments = new ArrayList<Said>();
        var open = Optional.of(issue.state() == IssueState.OPEN);
        String description = "";
        for (var line : tracking.talks().history(issue.rid(), issue.id(), -1, COMMENTS_MAX)) {
            var said = line.said();
            if (said.isEmpty() || said.get().body().isBlank()) continue;
            if (line.position() == 0) {
                description = said.get().body();
                continue;
            }
            comments.add(new Said(
                    owner,
                    Kind.COMMENT,
                    project,
                    issue.path(),
                    line.entry().name(),
                    issue.title(),
                    said.get().body(),
                    open,
                    line.at()));
        }
        var kind = issue.isPatch() ? Kind.PULL : Kind.ISSUE;
        comments.addFirst(
                new Said(owner, kind, project, issue.path(), "", issue.title(), description, open, issue.updated()));
        return new Conversation(owner, comments);
    }
}
