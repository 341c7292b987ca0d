package dev.hob.node.patch;

import dev.hob.node.code.Conflict;
import dev.hob.node.code.DraftObjects;
import dev.hob.node.code.MergeWays;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Means;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.patch.SourceBranches.Way;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
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
    private final Refs refs;
    private final PatchReading reading;
    private final Patches patches;
    private final SourceBranches sources;
    private final MergeWays ways = new MergeWays();

    Updates(Means means, Storage storage, Refs refs, PatchReading reading, Patches patches, SourceBranches sources) {
        this.means = means;
        this.storage = storage;
        this.refs = refs;
        this.reading = reading;
        this.patches = patches;
        this.sources = sources;
    }

    /// Does so. Whoever may write to that branch.
    public Outcome update(Repo repo, Person by, ObjectId id, Style style) {
        var found = reading.find(repo.rid(), id);
        if (found.isEmpty()) return refused(Answer.Reason.MISSING, Messages.text("patch.no-such-pull-request"));
        var patch = found.get();
        if (!patch.state().issue().isOpen()) return refused(Answer.Reason.INVALID, Messages.text("patch.is-closed"));
        return switch (sources.way(by, patch)) {
            case Way.Closed(var reason, String told) -> refused(reason, told);
            case Way.Open branch -> update(repo, by, patch, branch, style);
        };
    }

    private Outcome update(Repo repo, Person by, Patch patch, Way.Open branch, Style style) {
        if (isElsewhere(repo, branch))
            return refused(Answer.Reason.INVALID, Messages.text("patch.fork-in-another-folder"));
        if (!branch.tip().equals(patch.head()))
            return new Outcome.Stale(Messages.text("patch.source-has-other-commits"));
        String target = Patches.target(repo, patch);
        var onto = refs.view(repo).refs().get(Constants.R_HEADS + target);
        if (onto == null) return refused(Answer.Reason.MISSING, Messages.text("patch.branch-is-gone", target));
        return made(repo, by, patch.id(), branch, target, onto, style);
    }

    private static Outcome refused(Answer.Reason reason, String told) {
        return new Outcome.Refused(reason, told);
    }

    /// Another folder has objects of its own.
    static boolean isElsewhere(Repo repo, Way.Open branch) {
        return !branch.repo().rid().equals(repo.rid());
    }

    private Outcome made(
            Repo repo, Person by, ObjectId id, Way.Open branch, String target, ObjectId onto, Style style) {
        var lease = storage.lease(repo.rid()).readLock();
        lease.lock();
        try (var repository = storage.open(repo.rid());
                var drafts = DraftObjects.over(repository)) {
            var ident = new PersonIdent(by.name(), by.email(), means.clock().instant(), ZoneOffset.UTC);
            var outcome =
                    switch (style) {
                        case MERGE -> {
                            String message = "Merge branch '" + target + "' into " + branch.branch() + "\n";
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
                    refused(Answer.Reason.INVALID, Messages.text("patch.nothing-in-common"));
                case MergeWays.Outcome.TooLarge(var told) -> refused(Answer.Reason.INVALID, told);
            };
        } catch (IOException e) {
            throw new StorageException(
                    "cannot update " + branch.branch() + " of " + branch.repo().path(), e);
        } finally {
            lease.unlock();
        }
    }

    /// Moves the branch, if it still is where it was, and offers what it has now.
    Outcome moved(Repo repo, Person by, ObjectId id, Way.Open branch, ObjectId commit) {
        var move = new RefMove(branch.ref(), branch.tip().name(), commit.name());
        var verdict = refs.move(branch.repo(), new Origin.Here(by.id()), List.of(move), () -> {}, Optional.empty());
        return switch (verdict) {
            case Refs.Verdict.Moved _ -> {
                // The log is followed for the same; who asked wants to see it now.
                var _ = patches.revise(repo, by, id, "", commit);
                yield new Outcome.Updated(commit);
            }
            case Refs.Verdict.Stale _ -> new Outcome.Stale(Messages.text("patch.somebody-moved-the-branch"));
            case Refs.Verdict.Refused(var _, var told) -> refused(Answer.Reason.FORBIDDEN, told);
            case Refs.Verdict.Forbidden(var _, var told) -> refused(Answer.Reason.FORBIDDEN, told);
        };
    }
}
