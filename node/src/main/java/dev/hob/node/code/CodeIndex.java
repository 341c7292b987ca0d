package dev.hob.node.code;

import dev.hob.node.log.Background;
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
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps [LastCommits] in step with pushes: it follows the log and learns each default branch that moved, and whatever
/// else a page asks for, in the background. A page that comes before the index waits for a moment at most, and is shown
/// without it otherwise.
public final class CodeIndex implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CodeIndex.class);
    private static final Duration PATIENCE = Duration.ofMillis(600);

    private final LastCommits lastCommits;
    private final Walkers learners = new Walkers("code-index");
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
        this.first = Background.thread("code-index-first", this::first);
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

    private void await(Repo repo, ObjectId tip, Duration patience) {
        var what = new Tip(repo.rid(), tip.copy());
        try {
            learners.await(what, () -> learn(what), patience);
        } catch (CodeException e) {
            LOG.warn("cannot index {} of {}", tip.name(), repo.path(), e);
        }
    }

    private void learn(Tip tip) {
        try (var repository = storage.open(tip.rid())) {
            // What cannot be kept would be worked out again for each reader.
            if (storage.hasRoom()) lastCommits.learn(tip.rid(), repository, tip.commit());
        } catch (IOException e) {
            throw new CodeException("cannot tell whether the disk has room", e);
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
        learners.close();
    }
}
