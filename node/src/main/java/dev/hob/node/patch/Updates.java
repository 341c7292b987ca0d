package dev.hob.node.patch;

import dev.hob.node.code.Conflict;
import dev.hob.node.code.DraftObjects;
import dev.hob.node.code.MergeWays;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Means;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/// Brings what came onto the target meanwhile into the branch that a pull request comes from, when that is a branch of
/// this node. Shared between threads.
public final class Updates {
    /// In which way.
    public enum Style {
        /// A merge commit on the branch.
        MERGE,
        /// Its commits anew on top of the target.
        REBASE
    }

    /// What came of it.
    public sealed interface Outcome {
        /// The branch is there now, and offered.
        record Updated(ObjectId head) implements Outcome {}

        /// It had everything already.
        record Same() implements Outcome {}

        /// People have to decide.
        record Conflicts(List<Conflict> conflicts) implements Outcome {
            public Conflicts {
                conflicts = List.copyOf(conflicts);
            }
        }

        /// It is not done; `told` says why, for the one who asked.
        record Refused(Answer.Reason reason, String told) implements Outcome {}

        /// Somebody else moved the branch.
        record Stale(String told) implements Outcome {}
    }

    private final Means means;
    private final Storage storage;
    private final Repos repos;
    private final Refs refs;
    private final PatchReading reading;
    private final Patches patches;
    private final LentBranches lent;
    private final MergeWays ways = new MergeWays();

    Updates(
            Means means,
            Storage storage,
            Repos repos,
            Refs refs,
            PatchReading reading,
            Patches patches,
            LentBranches lent) {
        this.lent = lent;
        this.means = means;
        this.storage = storage;
        this.repos = repos;
        this.refs = refs;
        this.reading = reading;
        this.patches = patches;
    }

    /// The branch that is brought up to date.
    private record Branch(Repo repo, String name, ObjectId tip) {
        String ref() {
            return Constants.R_HEADS + name;
        }
    }

    /// Does so. Whoever may write to that branch.
    public Outcome update(Repo repo, Person by, ObjectId id, Style style) {
        var found = reading.find(repo.rid(), id);
        if (found.isEmpty()) return refused(Answer.Reason.MISSING, "There is no such pull request.");
        var patch = found.get();
        if (!patch.state().issue().isOpen()) return refused(Answer.Reason.INVALID, "It is closed.");
        var branch = branch(patch);
        if (isElsewhere(repo, patch))
            return refused(
                    Answer.Reason.INVALID,
                    "It comes from a fork in a folder of its own: bring that up to date, and it offers the rest by itself.");
        if (branch.isEmpty())
            return refused(
                    Answer.Reason.INVALID,
                    "It does not come from a branch that is here: whoever offered it brings it up to date.");
        boolean may = means.isMember(branch.get().repo(), by)
                || lent.has(by, branch.get().repo(), branch.get().name());
        if (!may) return refused(Answer.Reason.FORBIDDEN, "Only who may write to its branch updates it.");
        if (!branch.get().tip().equals(patch.head()))
            return new Outcome.Stale("Its branch has other commits by now. Look at them first.");
        String target = Patches.target(repo, patch);
        var onto = refs.view(repo).refs().get(Constants.R_HEADS + target);
        if (onto == null) return refused(Answer.Reason.MISSING, "The branch " + target + " is gone.");
        return made(repo, by, id, branch.get(), target, onto, style);
    }

    private static Outcome refused(Answer.Reason reason, String told) {
        return new Outcome.Refused(reason, told);
    }

    /// Another folder has objects of its own.
    private boolean isElsewhere(Repo repo, Patch patch) {
        return patch.source()
                .flatMap(it -> repos.byId(it.repository()))
                .filter(from -> !from.rid().equals(repo.rid()))
                .isPresent();
    }

    /// What came by `refs/for` has a topic in the place of a branch, and so none of that name.
    private Optional<Branch> branch(Patch patch) {
        var source = patch.source();
        if (source.isEmpty()) return Optional.empty();
        return repos.byId(source.get().repository()).flatMap(from -> Optional.ofNullable(refs.view(from)
                        .refs()
                        .get(Constants.R_HEADS + source.get().branch()))
                .map(tip -> new Branch(from, source.get().branch(), tip)));
    }

    private Outcome made(Repo repo, Person by, ObjectId id, Branch branch, String target, ObjectId onto, Style style) {
        var lease = storage.lease(repo.rid()).readLock();
        lease.lock();
        try (var repository = storage.open(repo.rid());
                var drafts = DraftObjects.over(repository)) {
            var ident = new PersonIdent(by.name(), by.email(), means.clock().instant(), ZoneOffset.UTC);
            var outcome =
                    switch (style) {
                        case MERGE -> {
                            String message = "Merge branch '" + target + "' into " + branch.name() + "\n";
                            var wording = new MergeWays.Wording(ident, ident, message);
                            yield ways.merge(drafts, branch.tip(), onto, wording);
                        }
                        case REBASE -> ways.rebase(drafts, onto, branch.tip(), ident);
                    };
            return switch (outcome) {
                case MergeWays.Outcome.Merged(var commit) -> {
                    if (commit.equals(branch.tip())) yield new Outcome.Same();
                    drafts.keep(commit);
                    yield moved(repo, by, id, branch, commit);
                }
                case MergeWays.Outcome.NothingToMerge _ -> new Outcome.Same();
                case MergeWays.Outcome.Conflicts(var conflicts, var _) -> new Outcome.Conflicts(conflicts);
                case MergeWays.Outcome.NotFastForward _ -> throw new AssertionError("nobody asked for that");
                case MergeWays.Outcome.Unrelated _ ->
                    refused(Answer.Reason.INVALID, "The two have no history in common.");
                case MergeWays.Outcome.TooLarge(var told) -> refused(Answer.Reason.INVALID, told);
            };
        } catch (IOException e) {
            throw new StorageException(
                    "cannot update " + branch.name() + " of " + branch.repo().path(), e);
        } finally {
            lease.unlock();
        }
    }

    private Outcome moved(Repo repo, Person by, ObjectId id, Branch branch, ObjectId commit) {
        var move = new RefMove(branch.ref(), branch.tip().name(), commit.name());
        var verdict = refs.move(branch.repo(), new Origin.Here(by.id()), List.of(move), () -> {}, Optional.empty());
        return switch (verdict) {
            case Refs.Verdict.Moved _ -> {
                // The log is followed for the same; who asked wants to see it now.
                var _ = patches.revise(repo, by, id, "", commit);
                yield new Outcome.Updated(commit);
            }
            case Refs.Verdict.Stale _ -> new Outcome.Stale("Somebody else moved the branch. Look at it first.");
            case Refs.Verdict.Refused(var _, var told) -> refused(Answer.Reason.FORBIDDEN, told);
            case Refs.Verdict.Forbidden(var _, var told) -> refused(Answer.Reason.FORBIDDEN, told);
        };
    }
}
