package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/// Commits, newest first, a page at a time.
///
/// A page is addressed by the last commit of the one before. What a walk still had open at that point is remembered for
/// a while, so that going on costs one page; when it was forgotten, it is looked for from the tip, in the background.
/// Shared between threads.
public final class History {
    private static final int PAGE_MAX = 100;
    private static final int OPEN_IDS_MAX = 200_000;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long CACHED_CHARACTERS_MAX = 4 * 1024 * 1024;
    private static final Comparator<RevCommit> NEWEST_FIRST =
            Comparator.comparingInt(RevCommit::getCommitTime).reversed().thenComparing(RevCommit::name);

    private final Storage storage;
    private final Walkers walkers;
    private final Cache<Key, Frontier> frontiers = Caffeine.newBuilder()
            .maximumWeight(OPEN_IDS_MAX)
            .weigher((Key _, Frontier frontier) -> 5 + frontier.open().size())
            .build();

    /// Commits of folders that were looked at. A repository's own, so that nobody learns what another one holds.
    private final Cache<Place, Commit> commits = Caffeine.newBuilder()
            .maximumWeight(CACHED_CHARACTERS_MAX)
            .weigher((Place _, Commit commit) ->
                    400 + commit.subject().length() + commit.body().length())
            .build();

    private record Key(ObjectId tip, ObjectId after) {}

    /// Where a walk goes on behind a commit.
    ///
    /// @param found false when the tip does not reach that commit
    private record Frontier(List<ObjectId> open, boolean found) {
        Frontier {
            open = List.copyOf(open);
        }
    }

    private record Place(String folder, ObjectId commit) {}

    /// What comes of asking for a page.
    public sealed interface Asked {
        /// Some commits, and whether more follow after the last of them.
        record Page(List<Commit> commits, boolean more) implements Asked {
            public Page {
                commits = List.copyOf(commits);
            }
        }

        /// The tip does not reach the commit that it should come after, or is none.
        record Nowhere() implements Asked {}

        /// The way to it is long, and still being walked.
        record NotYet() implements Asked {}
    }

    History(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    /// One commit.
    public Optional<Commit> commit(Repository repository, ObjectId id) {
        var place = new Place(repository.getIdentifier(), id.copy());
        var known = commits.getIfPresent(place);
        if (known != null) return Optional.of(known);
        try (var walk = new RevWalk(repository)) {
            var commit = Commit.of(walk.parseCommit(id));
            commits.put(place, commit);
            return Optional.of(commit);
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CodeException("cannot read the commit " + id.name(), e);
        }
    }

    /// The newest commit that two have in common, of several the one that is found first.
    public Optional<ObjectId> common(Repository repository, ObjectId one, ObjectId other) {
        try (var walk = new RevWalk(repository)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(one));
            walk.markStart(walk.parseCommit(other));
            return Optional.ofNullable(walk.next()).map(ObjectId::copy);
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CodeException("cannot compare " + one.name() + " with " + other.name(), e);
        }
    }

    /// What a head has and a base has not, the oldest first; of more than `max` the newest.
    public List<Commit> between(Repository repository, ObjectId base, ObjectId head, int max) {
        try (var walk = new RevWalk(repository)) {
            walk.sort(RevSort.TOPO);
            walk.sort(RevSort.COMMIT_TIME_DESC, true);
            walk.markStart(walk.parseCommit(head));
            walk.markUninteresting(walk.parseCommit(base));
            var found = new ArrayList<Commit>();
            for (var next = walk.next(); next != null && found.size() < max; next = walk.next())
                found.add(Commit.of(next));
            return found.reversed();
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return List.of();
        } catch (IOException e) {
            throw new CodeException("cannot walk from " + base.name() + " to " + head.name(), e);
        }
    }

    /// The commits reachable from the tip that come after one of them, or the first ones.
    public Asked page(Repo repo, Repository repository, ObjectId tip, Optional<ObjectId> after, int size) {
        var from = Optional.of(new Frontier(List.of(tip), true));
        if (after.isPresent()) {
            var key = new Key(tip.copy(), after.get().copy());
            if (frontiers.getIfPresent(key) == null && !walkers.await(key, () -> find(repo, key), PATIENCE))
                return new Asked.NotYet();
            from = Optional.ofNullable(frontiers.getIfPresent(key)).filter(Frontier::found);
        }
        return from.map(frontier -> page(repository, tip, frontier, Math.clamp(size, 1, PAGE_MAX)))
                .orElseGet(Asked.Nowhere::new);
    }

    private Asked page(Repository repository, ObjectId tip, Frontier from, int max) {
        try (var walk = new RevWalk(repository)) {
            var queue = new PriorityQueue<>(NEWEST_FIRST);
            var seen = new HashSet<RevCommit>();
            for (var id : from.open()) add(walk, queue, seen, id);
            var commits = new ArrayList<Commit>();
            while (commits.size() < max && !queue.isEmpty()) {
                var next = take(walk, queue, seen);
                walk.parseBody(next);
                commits.add(Commit.of(next));
            }
            if (!queue.isEmpty()) remember(new Key(tip.copy(), commits.getLast().id()), queue);
            return new Asked.Page(commits, !queue.isEmpty());
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return new Asked.Nowhere();
        } catch (IOException e) {
            throw new CodeException("cannot walk the commits of " + tip.name(), e);
        }
    }

    private void remember(Key key, PriorityQueue<RevCommit> queue) {
        frontiers.put(key, new Frontier(queue.stream().map(ObjectId::copy).toList(), true));
    }

    /// Walks from the tip to the commit after which a page begins.
    private void find(Repo repo, Key key) {
        try (var repository = storage.open(repo.rid());
                var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            var queue = new PriorityQueue<>(NEWEST_FIRST);
            var seen = new HashSet<RevCommit>();
            add(walk, queue, seen, key.tip());
            while (!queue.isEmpty()) {
                if (!take(walk, queue, seen).equals(key.after())) continue;
                remember(key, queue);
                return;
            }
            frontiers.put(key, new Frontier(List.of(), false));
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            frontiers.put(key, new Frontier(List.of(), false));
        } catch (IOException e) {
            throw new CodeException("cannot walk the commits of " + key.tip().name(), e);
        }
    }

    private static RevCommit take(RevWalk walk, PriorityQueue<RevCommit> queue, HashSet<RevCommit> seen)
            throws IOException {
        var next = queue.remove();
        for (var parent : next.getParents()) add(walk, queue, seen, parent);
        return next;
    }

    private static void add(RevWalk walk, PriorityQueue<RevCommit> queue, HashSet<RevCommit> seen, ObjectId id)
            throws IOException {
        var commit = walk.lookupCommit(id);
        if (!seen.add(commit)) return;
        walk.parseHeaders(commit);
        queue.add(commit);
    }
}
