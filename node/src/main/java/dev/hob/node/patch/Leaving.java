package dev.hob.node.patch;

import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.refs.RefView;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// Deletes the branch that a pull request came from, once it is of no more use. Shared between threads.
public final class Leaving {
    private final Refs refs;
    private final PatchReading reading;

    Leaving(Refs refs, PatchReading reading) {
        this.refs = refs;
        this.reading = reading;
    }

    /// The branch of this repository that it comes from, while it is there.
    public static Optional<String> branch(Repo repo, RefView view, Patch patch) {
        return patch.source()
                .filter(it -> it.repository().equals(repo.id()))
                .map(Source::branch)
                .filter(it -> view.refs().containsKey(Constants.R_HEADS + it));
    }

    /// Whether a branch has nothing else, and no other pull request wants it.
    public boolean may(Repo repo, RefView view, Patch patch, String branch) {
        if (branch.equals(repo.defaultBranch())) return false;
        boolean same = patch.head().equals(view.refs().get(Constants.R_HEADS + branch));
        boolean wanted = patch.source().stream()
                .flatMap(it -> reading.from(repo.rid(), it).stream())
                .anyMatch(it -> !it.id().equals(patch.id()));
        return same && !wanted;
    }

    /// Deletes it, if that may be; whether it is gone now. The caller has asked whether they may write.
    public boolean leave(Repo repo, Person by, Patch patch) {
        var view = refs.view(repo);
        var branch = branch(repo, view, patch).filter(it -> may(repo, view, patch, it));
        if (branch.isEmpty()) return false;
        var move = new RefMove(Constants.R_HEADS + branch.get(), patch.head().name(), RefMove.ABSENT);
        var verdict = refs.move(repo, new Origin.Here(by.id()), List.of(move), () -> {}, Optional.empty());
        return verdict instanceof Refs.Verdict.Moved;
    }
}
