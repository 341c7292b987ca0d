package dev.hob.node.patch;

import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Means;
import dev.hob.node.issue.PatchState;
import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// The branches that pull requests come from, for those who may push to them. Shared between threads.
public final class SourceBranches {
    private final Means means;
    private final Repos repos;
    private final Refs refs;
    private final LentBranches lent;

    SourceBranches(Means means, Repos repos, Refs refs, LentBranches lent) {
        this.means = means;
        this.repos = repos;
        this.refs = refs;
        this.lent = lent;
    }

    /// Whether somebody can add to a pull request.
    public sealed interface Way {
        /// They can, on this branch.
        record Open(Repo repo, String branch, ObjectId tip) implements Way {
            String ref() {
                return Constants.R_HEADS + branch;
            }
        }

        /// They cannot; `told` says why.
        record Closed(Answer.Reason reason, String told) implements Way {}
    }

    /// Where what somebody adds to a pull request would go.
    public Way way(Person by, Patch patch) {
        if (patch.state() == PatchState.MERGED || patch.state() == PatchState.ARCHIVED)
            return closed(Answer.Reason.INVALID, Messages.text("patch.is-closed-nothing-is-added"));
        if (patch.source().isEmpty())
            return closed(Answer.Reason.INVALID, Messages.text("patch.commits-came-from-a-computer"));
        String branch = patch.source().get().branch();
        var repo = repos.byId(patch.source().get().repository());
        // Who may not see where it comes from learns no more than that.
        if (repo.isEmpty() || means.access().right(by, repo.get()).isEmpty())
            return closed(Answer.Reason.INVALID, Messages.text("patch.comes-from-no-branch-here"));
        if (!means.isMember(repo.get(), by) && !lent.has(by, repo.get(), branch))
            return closed(Answer.Reason.FORBIDDEN, Messages.text("patch.only-who-may-push-adds", branch));
        // What came by `refs/for` has a topic in the place of a branch, and so none of that name.
        var tip = Optional.ofNullable(refs.view(repo.get()).refs().get(Constants.R_HEADS + branch));
        return tip.<Way>map(it -> new Way.Open(repo.get(), branch, it))
                .orElseGet(() -> closed(Answer.Reason.INVALID, Messages.text("patch.comes-from-no-branch-here")));
    }

    private static Way closed(Answer.Reason reason, String told) {
        return new Way.Closed(reason, told);
    }
}
