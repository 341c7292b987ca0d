package dev.hob.node.code;

import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Follower;
import dev.hob.node.log.Log;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps [LastCommits] in step with pushes: it follows the log and learns each default branch that moved, and whatever
/// else a page asks for, in the background. A page that comes before the index waits for a moment at most, and is shown
/// without it otherwise.
public final class CodeIndex implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CodeIndex.class);
    private static final Duration PATIENCE = Duration.ofMillis(600);
    /// More at once would only take the processor from those who read and push.
    private static final int LEARNING_MAX = 2;

    private static final int WAITING_MAX = 1_000;
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final LastCommits lastCommits;
    private final Map<Tip, FutureTask<Void>> learning = new ConcurrentHashMap<>();
    /// Threads of the machine, not virtual ones: a walk never waits, so it would keep the few carriers from the pages.
    private final ThreadPoolExecutor learners;
    private final Repos repos;
    private final Refs refs;
    private final Storage storage;
    private final Follower follower;
    private final Thread first;

    private record Tip(RepoId rid, ObjectId commit) {}

    /// @param cache the node's folder for what can be made again
    public CodeIndex(Log log, Repos repos, Refs refs, Storage storage, Path cache) {
        this.lastCommits = new LastCommits(cache);
        this.follower = new Follower("code-index", log, this::learn);
        this.first = Thread.ofVirtual().name("code-index-first").unstarted(this::first);
        this.learners = new ThreadPoolExecutor(
                LEARNING_MAX,
                LEARNING_MAX,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform()
                        .name("code-index-", 0)
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .factory());
        learners.allowCoreThreadTimeOut(true);
        this.repos = repos;
        this.refs = refs;
        this.storage = storage;
    }

    /// Begins to follow the log. When the cache is gone, it is made again in the background.
    public void start() {
        follower.start();
        first.start();
    }

    private void first() {
        boolean begun = lastCommits.begun();
        lastCommits.bound();
        if (begun) return;
        for (var repo : repos.all()) {
            if (Thread.currentThread().isInterrupted()) return;
            try {
                refs.view(repo).headId().ifPresent(head -> await(repo, head, Duration.ofHours(1)));
            } catch (StorageException e) {
                LOG.warn("cannot index {}", repo.path(), e);
            }
        }
    }

    /// The last commit of each name in a folder of a commit; empty while that is still being worked out.
    public Optional<Map<String, ObjectId>> lastCommits(Repo repo, ObjectId tip, CodePath path) {
        return known(repo, tip, path).map(LastCommits.Known::last);
    }

    /// What is known of a folder of a commit; empty while that is still being worked out.
    public Optional<LastCommits.Known> known(Repo repo, ObjectId tip, CodePath path) {
        var ready = lastCommits.ready(repo.rid(), tip, path);
        if (ready.isPresent()) return ready;
        await(repo, tip, PATIENCE);
        return lastCommits.ready(repo.rid(), tip, path);
    }

    @SuppressWarnings("ReferenceEquality") // The very task that this call made, not an equal one.
    private void await(Repo repo, ObjectId tip, Duration patience) {
        var key = new Tip(repo.rid(), tip.copy());
        var mine = new FutureTask<Void>(() -> learn(key), null);
        var task = learning.computeIfAbsent(key, _ -> mine);
        try {
            if (task == mine) learners.execute(mine);
            task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            learning.remove(key);
            LOG.debug("{} of {} is not indexed now", tip.name(), repo.path(), e);
        } catch (TimeoutException e) {
            LOG.debug("{} of {} is still being indexed", tip.name(), repo.path());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("cannot index {} of {}", tip.name(), repo.path(), e.getCause());
        }
    }

    private void learn(Tip tip) {
        try (var repository = storage.open(tip.rid())) {
            // What cannot be kept would be worked out again for each reader.
            if (storage.hasRoom()) lastCommits.learn(tip.rid(), repository, tip.commit());
        } catch (IOException e) {
            throw new CodeException("cannot tell whether the disk has room", e);
        } finally {
            learning.remove(tip);
        }
    }

    private void learn(Entry entry) {
        switch (entry.change()) {
            case Change.RefsMoved moved -> learn(moved);
            case Change.RepositoryDeleted deleted -> {
                var rid = new RepoId(deleted.rid());
                if (!storage.has(rid)) lastCommits.forget(rid);
            }
            default -> {
                // Nothing else moves a branch.
            }
        }
    }

    private void learn(Change.RefsMoved moved) {
        var repo = repos.byId(new RepositoryId(moved.repository()));
        if (repo.isEmpty()) return;
        for (RefMove move : moved.moves()) {
            if (move.deletes() || !move.ref().equals("refs/heads/" + repo.get().defaultBranch())) continue;
            await(repo.get(), ObjectId.fromString(move.after()), PATIENCE);
        }
    }

    @Override
    public void close() {
        follower.close();
        first.interrupt();
        learners.shutdownNow();
    }
}
