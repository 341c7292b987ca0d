package dev.hob.node.code;

import dev.hob.node.language.Messages;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.CopiedObjects;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// How a fork stands to what it is a fork of, and its branches brought up to date with that. Whoever calls has
/// asked whether the reader may see both. Shared between threads.
public final class Upstream {
    /// When somebody pushes to the fork in the meantime, it is tried again so many times.
    private static final int ATTEMPTS_MAX = 4;

    private final Storage storage;
    private final Refs refs;
    private final Distances distances;

    public Upstream(Storage storage, Refs refs, Distances distances) {
        this.storage = storage;
        this.refs = refs;
        this.distances = distances;
    }

    /// How a branch of a fork stands to one of its parent.
    ///
    /// @param branch the parent's, by its short name
    public record Standing(String branch, Distances.Distance distance) {}

    /// What came of bringing a branch up to date.
    public sealed interface Synced {
        /// It is where the parent's is now.
        record Moved(ObjectId to) implements Synced {}

        /// It has all that the parent's has.
        record Same() implements Synced {}

        /// It has commits that the parent's has not: somebody must merge the two.
        record Diverged(String told) implements Synced {}

        record Refused(String told) implements Synced {}
    }

    /// The parent's branch that one of a fork goes by: of the same name, or else the default one.
    public String counterpart(Repo parent, String branch) {
        return refs.view(parent).refs().containsKey(Constants.R_HEADS + branch) ? branch : parent.defaultBranch();
    }

    /// How a branch stands, as far as that is counted after so long.
    public Optional<Standing> of(Repo fork, Repo parent, String branch, Duration patience) {
        String other = counterpart(parent, branch);
        var tip = refs.view(fork).refs().get(Constants.R_HEADS + branch);
        var base = refs.view(parent).refs().get(Constants.R_HEADS + other);
        if (tip == null || base == null) return Optional.empty();
        return distances
                .between(() -> storage.joined(fork.rid(), parent.rid()), base, tip, patience)
                .map(distance -> new Standing(other, distance));
    }

    /// Moves a branch of a fork to where the parent's is, if it has nothing of its own.
    public Synced sync(Repo fork, Repo parent, Person by, String branch) {
        String other = counterpart(parent, branch);
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            var synced = once(fork, parent, by, branch, other);
            if (synced.isPresent()) return synced.get();
        }
        return new Synced.Refused(Messages.text("code.others-push-all-the-while"));
    }

    /// Makes a branch of a fork where one of its parent's is.
    ///
    /// @param other the parent's, by its short name
    public Synced begin(Repo fork, Repo parent, Person by, String branch, String other) {
        return once(fork, parent, by, branch, other)
                .orElseGet(() -> new Synced.Refused(Messages.text("code.branch-is-there-already", branch)));
    }

    /// Empty when somebody else moved the branch in the meantime.
    private Optional<Synced> once(Repo fork, Repo parent, Person by, String branch, String other) {
        String ref = Constants.R_HEADS + branch;
        var leases = List.of(
                storage.lease(parent.rid()).readLock(),
                storage.lease(fork.rid()).readLock());
        leases.forEach(lease -> lease.lock());
        try {
            var to = refs.view(parent).refs().get(Constants.R_HEADS + other);
            if (to == null)
                return Optional.of(new Synced.Refused(Messages.text("code.no-branch-in", other, parent.path())));
            var there = refs.view(fork).refs();
            var from = Optional.ofNullable(there.get(ref));
            try (var joined = storage.joined(fork.rid(), parent.rid())) {
                if (from.isPresent() && reaches(joined, from.get(), to)) return Optional.of(new Synced.Same());
                if (from.isPresent() && !reaches(joined, to, from.get()))
                    return Optional.of(new Synced.Diverged(
                            Messages.text("code.branches-have-diverged", branch, other, parent.path())));
            }
            var move = new RefMove(ref, from.map(ObjectId::name).orElse(RefMove.ABSENT), to.name());
            var verdict = refs.move(
                    fork,
                    new Origin.Here(by.id()),
                    List.of(move),
                    () -> fetch(fork, parent, to, there.values()),
                    Optional.empty());
            return switch (verdict) {
                case Refs.Verdict.Moved _ -> Optional.of(new Synced.Moved(to));
                case Refs.Verdict.Stale _ -> Optional.empty();
                case Refs.Verdict.Refused(var _, String told) -> Optional.of(new Synced.Refused(told));
                case Refs.Verdict.Forbidden(var _, String told) -> Optional.of(new Synced.Refused(told));
            };
        } catch (IOException e) {
            throw new CodeException("cannot compare " + fork.path() + " with " + parent.path(), e);
        } finally {
            leases.forEach(lease -> lease.unlock());
        }
    }

    private static boolean reaches(Repository repository, ObjectId tip, ObjectId commit) throws IOException {
        try (var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            return walk.isMergedInto(walk.parseCommit(commit), walk.parseCommit(tip));
        }
    }

    /// Lets a fork with a folder of its own have what the parent's branch has.
    ///
    /// @param there what the fork shows
    private void fetch(Repo fork, Repo parent, ObjectId to, Collection<ObjectId> there) throws IOException {
        if (fork.rid().equals(parent.rid())) return;
        var aside = storage.aside();
        try (var from = storage.open(parent.rid());
                var into = storage.open(fork.rid())) {
            var known = new HashSet<ObjectId>();
            for (var id : there) if (from.getObjectDatabase().has(id)) known.add(id);
            CopiedObjects.copy(from, into, Set.of(to), known, aside);
        } finally {
            Storage.remove(aside);
        }
    }
}
