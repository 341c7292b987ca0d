package dev.hob.node.code;

import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Follower;
import dev.hob.node.log.Log;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps [LastCommits] in step with pushes: it follows the log and learns each branch that moved. A page that comes
/// before the index waits for a moment at most, and is shown without it otherwise.
public final class CodeIndex implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CodeIndex.class);
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private final LastCommits lastCommits = new LastCommits();
    private final Map<ObjectId, FutureTask<Void>> learning = new ConcurrentHashMap<>();
    private final Repos repos;
    private final Storage storage;
    private final Follower follower;

    public CodeIndex(Log log, Repos repos, Storage storage) {
        this.follower = new Follower("code-index", log, this::learn);
        this.repos = repos;
        this.storage = storage;
    }

    /// Begins to follow the log.
    public void start() {
        follower.start();
    }

    /// The last commit of each name in a folder of a commit; empty while that is still being worked out.
    @SuppressWarnings("ReferenceEquality") // The very task that this call made, not an equal one.
    public Optional<Map<String, ObjectId>> lastCommits(Repo repo, ObjectId tip, CodePath path) {
        var ready = lastCommits.ready(tip, path);
        if (ready.isPresent()) return ready;
        var mine = new FutureTask<Void>(() -> learn(repo, tip), null);
        var task = learning.computeIfAbsent(tip.copy(), _ -> mine);
        if (task == mine) Thread.ofVirtual().name("code-index-" + tip.name()).start(mine);
        try {
            task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            LOG.warn("cannot index {} of {}", tip.name(), repo.path(), e.getCause());
            return Optional.empty();
        }
        return lastCommits.ready(tip, path);
    }

    private void learn(Repo repo, ObjectId tip) {
        try (var repository = storage.open(repo.rid())) {
            lastCommits.learn(repository, tip);
        } finally {
            learning.remove(tip);
        }
    }

    private void learn(Entry entry) {
        if (entry.change() instanceof Change.RefsMoved moved) learn(moved);
    }

    private void learn(Change.RefsMoved moved) {
        var repo = repos.byId(new RepositoryId(moved.repository()));
        if (repo.isEmpty()) return;
        for (RefMove move : moved.moves()) {
            if (move.deletes() || !move.ref().equals("refs/heads/" + repo.get().defaultBranch())) continue;
            lastCommits(repo.get(), ObjectId.fromString(move.after()), CodePath.ROOT);
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
