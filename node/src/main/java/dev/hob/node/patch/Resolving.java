package dev.hob.node.patch;

import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.Decisions;
import dev.hob.node.code.DraftObjects;
import dev.hob.node.code.MergeWays;
import dev.hob.node.code.Merging;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Means;
import dev.hob.node.language.Messages;
import dev.hob.node.patch.SourceBranches.Way;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevWalk;

/// Brings what came onto the target meanwhile into the branch that a pull request comes from, with what people decide
/// where the two contradict each other. Shared between threads.
public final class Resolving {
    private final Means means;
    private final Storage storage;
    private final Refs refs;
    private final PatchReading reading;
    private final SourceBranches sources;
    private final Updates updates;
    private final Decisions decisions = new Decisions();

    Resolving(Means means, Storage storage, Refs refs, PatchReading reading, SourceBranches sources, Updates updates) {
        this.means = means;
        this.storage = storage;
        this.refs = refs;
        this.reading = reading;
        this.sources = sources;
        this.updates = updates;
    }

    /// The two that are merged.
    ///
    /// @param head of the branch that the pull request comes from
    /// @param onto of the branch that it is for
    public record Pair(ObjectId head, ObjectId onto) {}

    /// What somebody may decide.
    public sealed interface Task {
        /// They may.
        ///
        /// @param names of the two branches, that of the pull request first
        record Open(Pair pair, Merging.Names names, Decisions.Found found) implements Task {}

        /// They may not; `told` says why.
        record Closed(Answer.Reason reason, String told) implements Task {}
    }

    /// What somebody decided.
    ///
    /// @param pair what they saw
    /// @param texts the whole text of each file
    public record Wish(Pair pair, Map<CodePath, String> texts, String message) {
        public Wish {
            texts = Map.copyOf(texts);
        }
    }

    /// What came of it.
    public sealed interface Outcome {
        /// The branch has both now, and offers it.
        record Resolved(ObjectId head) implements Outcome {}

        /// Something is wrong with what was decided about a file.
        record Wrong(CodePath path, String told) implements Outcome {}

        /// One of the branches is not what they saw, or there is something else to decide.
        record Moved() implements Outcome {}

        /// It is not done.
        record Refused(Answer.Reason reason, String told) implements Outcome {}
    }

    /// Why somebody cannot decide about any of it; empty when they may.
    public Optional<String> objection(Repo repo, Person by, Patch patch) {
        return switch (way(repo, by, patch)) {
            case Way.Open _ -> Optional.empty();
            case Way.Closed(var _, String told) -> Optional.of(told);
        };
    }

    private Way way(Repo repo, Person by, Patch patch) {
        return switch (sources.way(by, patch)) {
            case Way.Open open
            when Updates.isElsewhere(repo, open) ->
                new Way.Closed(
                        Answer.Reason.INVALID,
                        Messages.text(
                                "patch.source-is-in-another-folder", open.repo().path()));
            case Way way -> way;
        };
    }

    /// How the two branches are called.
    private static Merging.Names names(Repo repo, Way.Open way, String target) {
        return new Merging.Names(Heads.name(repo, way.repo(), way.branch()), target);
    }

    /// What somebody may decide about a pull request.
    public Task task(Repo repo, Person by, Patch patch) {
        return switch (way(repo, by, patch)) {
            case Way.Closed(var reason, String told) -> new Task.Closed(reason, told);
            case Way.Open open -> {
                String target = Patches.target(repo, patch);
                var onto = refs.view(repo).refs().get(Constants.R_HEADS + target);
                if (onto == null)
                    yield new Task.Closed(Answer.Reason.MISSING, Messages.text("patch.branch-is-gone", target));
                var pair = new Pair(open.tip(), onto);
                var names = names(repo, open, target);
                try (var repository = storage.open(repo.rid());
                        var drafts = DraftObjects.over(repository)) {
                    yield new Task.Open(pair, names, decisions.look(drafts, pair.head(), pair.onto(), names));
                }
            }
        };
    }

    /// The message of the merge that nobody wrote another for, as git words it.
    public static String usual(Merging.Names names) {
        // Behind the fork, if there is one; no branch has a colon.
        String branch = names.ours().substring(names.ours().indexOf(':') + 1);
        return "Merge branch '" + names.theirs() + "' into " + branch;
    }

    /// Merges the two. Whoever may push to the branch. That the target went on meanwhile does no harm: what is merged
    /// is a part of it.
    public Outcome resolve(Repo repo, Person by, ObjectId id, Wish wish) {
        var patch = reading.find(repo.rid(), id);
        if (patch.isEmpty())
            return new Outcome.Refused(Answer.Reason.MISSING, Messages.text("patch.no-such-pull-request"));
        return switch (way(repo, by, patch.get())) {
            case Way.Closed(var reason, String told) -> new Outcome.Refused(reason, told);
            case Way.Open open -> resolve(repo, by, patch.get(), open, wish);
        };
    }

    private Outcome resolve(Repo repo, Person by, Patch patch, Way.Open way, Wish wish) {
        String target = Patches.target(repo, patch);
        var onto = refs.view(repo).refs().get(Constants.R_HEADS + target);
        if (onto == null || !way.tip().equals(wish.pair().head())) return new Outcome.Moved();
        var signer = Commits.Signer.of(by);
        var ident = new PersonIdent(signer.name(), signer.email(), means.clock().instant(), ZoneOffset.UTC);
        var wording = new MergeWays.Wording(ident, ident, wish.message());
        var lease = storage.lease(repo.rid()).readLock();
        lease.lock();
        try (var repository = storage.open(repo.rid());
                var walk = new RevWalk(repository);
                var drafts = DraftObjects.over(repository)) {
            if (!isPart(walk, wish.pair().onto(), onto)) return new Outcome.Moved();
            var names = names(repo, way, target);
            return switch (decisions.merge(drafts, way.tip(), wish.pair().onto(), names, wish.texts(), wording)) {
                case Decisions.Outcome.Wrong(var path, String told) -> new Outcome.Wrong(path, told);
                case Decisions.Outcome.Other _ -> new Outcome.Moved();
                case Decisions.Outcome.Merged(var commit) -> {
                    drafts.keep(commit); // The rules of the branch are asked about what is there.
                    yield switch (updates.moved(repo, by, patch.id(), way, commit)) {
                        case Updates.Outcome.Updated(var head) -> new Outcome.Resolved(head);
                        case Updates.Outcome.Stale _ -> new Outcome.Moved();
                        case Updates.Outcome.Refused(var reason, String told) -> new Outcome.Refused(reason, told);
                        case Updates.Outcome.Same _, Updates.Outcome.Conflicts _ ->
                            throw new AssertionError("a branch moves, or does not");
                    };
                }
            };
        } catch (CorruptObjectException e) {
            return new Outcome.Refused(Answer.Reason.INVALID, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new StorageException("cannot merge " + target + " into " + way.branch(), e);
        } finally {
            lease.unlock();
        }
    }

    /// Whether a commit was the tip of a branch at some time, or stood below it.
    private static boolean isPart(RevWalk walk, ObjectId seen, ObjectId tip) throws IOException {
        try {
            return walk.isMergedInto(walk.parseCommit(seen), walk.parseCommit(tip));
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return false; // Anybody may send anything.
        }
    }
}
