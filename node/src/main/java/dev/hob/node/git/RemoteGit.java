package dev.hob.node.git;

import dev.hob.node.issue.Answer;
import dev.hob.node.language.Messages;
import dev.hob.node.outside.Outside;
import dev.hob.node.refs.Intake;
import dev.hob.node.refs.PeerRefs;
import dev.hob.node.refs.RefNames;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// Brings commits that somebody offers on another server into a project's folder: aside first, and into it only once
/// they were looked at as those of a push are. Shared between threads.
public final class RemoteGit {
    /// Whoever waits for others' servers leaves room for those who do not.
    private static final int AT_ONCE_MAX = 2;

    private static final Duration WHOLE = Duration.ofMinutes(2);
    private static final Duration WHOLE_CLONE = Duration.ofMinutes(30);
    private static final int HAVES_MAX = 256;
    /// How far back a fork may stand whose other commits are known here.
    private static final int BACK_MAX = 1 << 15;

    private final Storage storage;
    private final Refs refs;
    private final PeerRefs peers;
    private final Outside outside;
    private final ReceiveLimits limits;
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);

    public RemoteGit(Storage storage, Refs refs, PeerRefs peers, Outside outside) {
        this(storage, refs, peers, outside, ReceiveLimits.USUAL.forTalk());
    }

    RemoteGit(Storage storage, Refs refs, PeerRefs peers, Outside outside, ReceiveLimits limits) {
        this.storage = storage;
        this.refs = refs;
        this.peers = peers;
        this.outside = outside;
        this.limits = limits;
    }

    /// What somebody offers.
    ///
    /// @param url of the repository, as one clones it
    /// @param ref the whole name of the branch there
    /// @param head the commit that is offered; else the one at which the branch is
    public record Wanted(URI url, String ref, Optional<ObjectId> head) {}

    /// What came of it.
    public sealed interface Outcome {
        /// The commits are here, and this was done with them.
        record Brought(Answer answer) implements Outcome {}

        /// They do not come; `told` may be shown to a stranger.
        record Refused(String told) implements Outcome {}

        /// They cannot be had now.
        record Later(String told) implements Outcome {}
    }

    /// Brings commits, and does something with the newest; until that is done nobody takes them away.
    ///
    /// @param met whether a place may be asked, also when one leads to another
    public Outcome bring(Repo project, Wanted wanted, Predicate<URI> met, Function<ObjectId, Answer> work) {
        if (!places.tryAcquire()) return new Outcome.Later(Messages.text("git.others-are-being-fetched"));
        try (var intake = peers.begin(project.rid())) {
            if (intake.isFresh()) return new Outcome.Refused(Messages.text("refs.repository-is-gone"));
            if (!storage.hasRoom()) return new Outcome.Later(Messages.text("git.no-room-for-more"));
            return bring(project, wanted, met, intake, work);
        } catch (SmartHttp.Failed e) {
            return e.mayPass() ? new Outcome.Later(e.told()) : new Outcome.Refused(e.told());
        } catch (IOException e) {
            throw new StorageException("cannot keep what was fetched for " + project.path(), e);
        } finally {
            places.release();
        }
    }

    /// What a repository elsewhere shows, or why it cannot be seen.
    public sealed interface Looked {
        /// @param refs branches and tags by their whole names
        /// @param main the branch that it begins with, by its short name
        record Shown(SortedMap<String, ObjectId> refs, String main) implements Looked {}

        record Refused(String told) implements Looked {}

        record Later(String told) implements Looked {}
    }

    /// Looks what a repository elsewhere shows; what cannot have its name here is left out.
    public Looked look(URI url, Predicate<URI> met) {
        try {
            var there = new SmartHttp(outside, url, met, WHOLE_CLONE);
            there.open();
            var shown = there.shown();
            var refs = new TreeMap<>(shown.refs());
            refs.keySet().removeIf(ref -> RefNames.objection(ref).isPresent());
            var main = shown.main().filter(refs::containsKey).or(() -> refs.keySet().stream()
                    .filter(ref -> ref.startsWith(Constants.R_HEADS))
                    .findFirst());
            return main.isEmpty()
                    ? new Looked.Refused(Messages.text("git.no-branches-at", url))
                    : new Looked.Shown(refs, main.get().substring(Constants.R_HEADS.length()));
        } catch (SmartHttp.Failed e) {
            return e.mayPass() ? new Looked.Later(e.told()) : new Looked.Refused(e.told());
        }
    }

    /// What is done with commits that are here now.
    @FunctionalInterface
    public interface Work {
        Answer run() throws IOException;
    }

    /// Brings what a repository has not got of all that some refs elsewhere lead to, and does something with it.
    public Outcome bringAll(Repo into, URI url, Set<ObjectId> tips, Predicate<URI> met, Work work) {
        try (var intake = peers.begin(into.rid())) {
            if (intake.isFresh()) return new Outcome.Refused(Messages.text("refs.repository-is-gone"));
            if (!storage.hasRoom()) return new Outcome.Later(Messages.text("git.no-room-for-more"));
            var there = new SmartHttp(outside, url, met, WHOLE_CLONE);
            there.open();
            var packs = new PeerPacks(intake, storage, ReceiveLimits.USUAL);
            var known = intake.known();
            var wanted = new HashSet<>(tips);
            wanted.removeAll(known);
            if (!wanted.isEmpty()) there.pack(wanted, haves(into, intake.all()), packs);
            var lease = storage.lease(into.rid()).readLock();
            lease.lock();
            try {
                if (packs.missing(tips, known).isPresent())
                    return new Outcome.Refused(Messages.text("git.fetched-has-holes"));
                var hidden = unshown(into, intake, tips);
                if (hidden.isPresent()) return new Outcome.Refused(hidden.get());
                intake.join();
                return new Outcome.Brought(work.run());
            } finally {
                lease.unlock();
            }
        } catch (SmartHttp.Failed e) {
            return e.mayPass() ? new Outcome.Later(e.told()) : new Outcome.Refused(e.told());
        } catch (IOException e) {
            throw new StorageException("cannot keep what was fetched for " + into.path(), e);
        }
    }

    private Outcome bring(
            Repo project, Wanted wanted, Predicate<URI> met, Intake intake, Function<ObjectId, Answer> work)
            throws IOException {
        var there = new SmartHttp(outside, wanted.url(), met, WHOLE);
        there.open();
        var tip = there.tip(wanted.ref());
        if (tip.isEmpty()) return new Outcome.Refused(Messages.text("git.no-such-ref-at", wanted.ref(), wanted.url()));
        var packs = new PeerPacks(intake, storage, limits);
        var known = intake.known();
        if (!known.contains(tip.get())) there.pack(Set.of(tip.get()), haves(project, intake.all()), packs);
        var lease = storage.lease(project.rid()).readLock();
        lease.lock();
        try {
            var head = wanted.head().orElse(tip.get());
            var wrong = objection(project, intake, tip.get(), head);
            if (wrong.isEmpty() && packs.missing(List.of(tip.get()), known).isPresent())
                wrong = Optional.of(Messages.text("git.fetched-has-holes"));
            if (wrong.isPresent()) return new Outcome.Refused(wrong.get());
            intake.join();
            return new Outcome.Brought(work.apply(head));
        } finally {
            lease.unlock();
        }
    }

    private Optional<String> objection(Repo project, Intake intake, ObjectId tip, ObjectId head) throws IOException {
        try (var walk = new RevWalk(intake.all())) {
            var newest = walk.parseCommit(tip);
            if (!head.equals(tip) && !walk.isMergedInto(walk.parseCommit(head), newest))
                return Optional.of(Messages.text("git.branch-leads-there-no-more", head.name()));
        } catch (MissingObjectException _) {
            return Optional.of(Messages.text("git.branch-does-not-lead-there", head.name()));
        } catch (IncorrectObjectTypeException _) {
            return Optional.of(Messages.text("git.offered-is-no-commit"));
        }
        return unshown(project, intake, Set.of(tip));
    }

    /// Where others live in the folder, nobody takes what is theirs by naming it.
    private Optional<String> unshown(Repo project, Intake intake, Set<ObjectId> tips) throws IOException {
        if (!refs.forking().isShared(project)) return Optional.empty();
        var hidden = new Unshown(intake.all(), intake.packs(), refs.view(project));
        for (var tip : tips) {
            var found = hidden.behind(tip);
            if (found.isPresent())
                return Optional.of(Messages.text(
                        "git.repository-does-not-show", found.get().name()));
        }
        return Optional.empty();
    }

    /// What is here that the other side may have too: the tips of what the project shows, and older commits of its
    /// default branch at growing distances, for forks stand behind it.
    private List<ObjectId> haves(Repo project, Repository repository) throws IOException {
        var view = refs.view(project).refs();
        var haves = new LinkedHashSet<ObjectId>();
        var main = view.get(Constants.R_HEADS + project.defaultBranch());
        if (main != null) {
            try (var walk = new RevWalk(repository)) {
                var commit = walk.parseCommit(main);
                for (int back = 0; back < BACK_MAX; back++) {
                    if ((back & (back - 1)) == 0) haves.add(commit.copy());
                    if (commit.getParentCount() == 0) break;
                    commit = walk.parseCommit(commit.getParent(0));
                }
            }
        }
        var all = new ArrayList<>(haves);
        view.values().stream()
                .filter(id -> !haves.contains(id))
                .distinct()
                .limit(HAVES_MAX)
                .forEach(all::add);
        return all;
    }
}
