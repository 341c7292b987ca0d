package dev.hob.node.patch;

import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// Deletes the branch that a pull request came from, once it is of no more use. Shared between threads.
public final class Leaving {
    private final Refs refs;
    private final Access access;
    private final PatchReading reading;
    private final Heads heads;

    Leaving(Refs refs, Access access, PatchReading reading, Heads heads) {
        this.refs = refs;
        this.access = access;
        this.reading = reading;
        this.heads = heads;
    }

    /// The branch that it comes from, while it is there and somebody may see it.
    public Optional<Heads.Head> branch(Viewer viewer, Patch patch) {
        return patch.source().flatMap(heads::of).filter(it -> access.may(viewer, Right.READ, it.repo()));
    }

    /// The same, if they may delete it: it has nothing else, and no other pull request wants it.
    public Optional<Heads.Head> ready(Viewer viewer, Repo project, Patch patch) {
        return branch(viewer, patch)
                .filter(head -> access.may(viewer, Right.WRITE, head.repo())
                        && !head.branch().equals(head.repo().defaultBranch())
                        && patch.head().equals(head.tip())
                        && reading.from(project.rid(), head.source()).stream()
                                .allMatch(it -> it.id().equals(patch.id())));
    }

    /// Deletes it, if that may be; whether it is gone now.
    public boolean leave(Repo project, Person by, Patch patch) {
        var head = ready(Viewer.of(by), project, patch);
        if (head.isEmpty()) return false;
        var move = new RefMove(
                Constants.R_HEADS + head.get().branch(), patch.head().name(), RefMove.ABSENT);
        var verdict = refs.move(head.get().repo(), new Origin.Here(by.id()), List.of(move), () -> {}, Optional.empty());
        return verdict instanceof Refs.Verdict.Moved;
    }
}
