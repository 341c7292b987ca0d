package dev.hob.p2p.net;

import dev.hob.node.log.Background;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Follower;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the log and lets peers know of what happened here: in under a second, and of a burst once. A start announces
/// everything as it is then, so what was logged before needs no reading. Shared between threads.
public final class Announcer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /// Of the time, at most one part in so many goes into signing; but nobody waits longer than this.
    private static final int SHARE = 4;
    private static final Duration WAIT_MAX = Duration.ofMillis(600);

    private final Runnable sign;
    private final Consumer<RepoId> changed;
    private final Function<RepositoryId, Optional<RepoId>> ridOf;
    private final Follower follower;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition some = lock.newCondition();
    private Set<RepoId> waiting = new LinkedHashSet<>();
    /// Those that are told of next; of the announcer's own thread.
    private Set<RepoId> batch = new LinkedHashSet<>();

    /// @param sign signs what waits to be signed: no peer shall see a namespace whose list is behind
    /// @param changed lets peers know
    /// @param ridOf the identity of a repository of this node
    public Announcer(Log log, Runnable sign, Consumer<RepoId> changed, Function<RepositoryId, Optional<RepoId>> ridOf) {
        this.sign = sign;
        this.changed = changed;
        this.ridOf = ridOf;
        this.follower = new Follower("p2p", log, this::read);
        this.thread = Background.thread("peer-announcer", this::run);
    }

    /// Begins.
    public void start() {
        follower.start();
        thread.start();
    }

    private void read(Entry entry) {
        if (entry.origin() instanceof Origin.Peer) return; // The fetch that brought it has told of it.
        changedBy(entry.change()).ifPresent(this::tellOf);
    }

    /// Lets peers know of a repository, soon; of one that is signed for it, in the same breath.
    public void tellOf(RepoId repository) {
        if (Thread.currentThread().equals(thread)) batch.add(repository);
        else later(repository);
    }

    private void later(RepoId repository) {
        lock.lock();
        try {
            waiting.add(repository);
            some.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Optional<RepoId> changedBy(Change change) {
        return switch (change) {
            case Change.RepositoryCreated created -> Optional.of(new RepoId(created.rid()));
            case Change.RepositoryForked forked -> Optional.of(new RepoId(forked.rid()));
            case Change.RepositoryDetached detached -> Optional.of(new RepoId(detached.after()));
            case Change.NamespaceCleared cleared -> Optional.of(new RepoId(cleared.rid()));
            case Change.RefsMoved moved -> Optional.of(new RepoId(moved.rid()));
            case Change.RepositoryDeleted deleted -> Optional.of(new RepoId(deleted.rid()));
            case Change.IssueOpened opened -> Optional.of(new RepoId(opened.rid()));
            case Change.IssueCommented commented -> Optional.of(new RepoId(commented.rid()));
            case Change.IssueChanged issue -> Optional.of(new RepoId(issue.rid()));
            case Change.StatusReported reported -> Optional.of(new RepoId(reported.rid()));
            case Change.ReleasePublished published -> Optional.of(new RepoId(published.rid()));
            case Change.ReleaseChanged release -> Optional.of(new RepoId(release.rid()));
            case Change.RepositoryRenamed renamed -> of(renamed.repository());
            case Change.RepositoryDescribed described -> of(described.repository());
            case Change.VisibilityChanged visibility -> of(visibility.repository());
            case Change.RepositoryTransferred transferred -> of(transferred.repository());
            case Change.RepositoryStarred _,
                    Change.RepositoryUnstarred _,
                    Change.RepositoryMoved _,
                    Change.PersonCreated _,
                    Change.PersonDescribed _,
                    Change.PersonMoved _,
                    Change.PersonDeleted _ -> Optional.empty();
        };
    }

    private Optional<RepoId> of(String repository) {
        return ridOf.apply(new RepositoryId(repository));
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                batch = take();
                long began = System.nanoTime();
                if (signed()) batch.forEach(this::tellSafely);
                else batch.forEach(this::later);
                long rest = (System.nanoTime() - began) * (SHARE - 1);
                TimeUnit.NANOSECONDS.sleep(Math.clamp(rest, 0, WAIT_MAX.toNanos()));
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private boolean signed() throws InterruptedException {
        try {
            sign.run();
            return true;
        } catch (RuntimeException e) {
            LOG.error("cannot sign what peers shall see; it is tried again", e);
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            return false;
        }
    }

    private void tellSafely(RepoId repository) {
        try {
            changed.accept(repository);
        } catch (RuntimeException e) {
            LOG.error("peers are not told of {}", repository, e); // One folder that fails holds up no other.
        }
    }

    private Set<RepoId> take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty()) some.await();
            var taken = waiting;
            waiting = new LinkedHashSet<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        follower.close();
        thread.interrupt();
    }
}
