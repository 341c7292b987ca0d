package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
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
import org.eclipse.jgit.revwalk.RevWalk;

/// Commits, newest first, a page at a time.
///
/// A page is addressed by the last commit of the one before. What a walk still had open at that point is remembered
/// for a while, so that going on costs one page; when it was forgotten, the walk starts again from the tip.
public final class History {
    private static final int PAGE_MAX = 100;
    private static final int OPEN_WALKS_MAX = 2_000;
    private static final int FRONTIER_MAX = 500;
    private static final long CACHED_CHARACTERS_MAX = 4 * 1024 * 1024;
    private static final Comparator<RevCommit> NEWEST_FIRST =
            Comparator.comparingInt(RevCommit::getCommitTime).reversed().thenComparing(RevCommit::name);

    private final Cache<Key, List<ObjectId>> frontiers =
            Caffeine.newBuilder().maximumSize(OPEN_WALKS_MAX).build();

    /// Commits of folders that were looked at. A repository's own, so that nobody learns what another one holds.
    private final Cache<Place, Commit> commits = Caffeine.newBuilder()
            .maximumWeight(CACHED_CHARACTERS_MAX)
            .weigher((Place _, Commit commit) ->
                    400 + commit.subject().length() + commit.body().length())
            .build();

    private record Key(ObjectId tip, ObjectId after) {}

    private record Place(String folder, ObjectId commit) {}

    /// Some commits, and whether more follow after the last of them.
    public record Page(List<Commit> commits, boolean more) {
        public Page {
            commits = List.copyOf(commits);
        }
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

    /// The commits reachable from the tip that come after one of them, or the first ones. Empty when `after` is not
    /// among them.
    public Optional<Page> page(Repository repository, ObjectId tip, Optional<ObjectId> after, int size) {
        int max = Math.clamp(size, 1, PAGE_MAX);
        try (var walk = new RevWalk(repository)) {
            var queue = new PriorityQueue<>(NEWEST_FIRST);
            var seen = new HashSet<RevCommit>();
            boolean found = true;
            if (after.isEmpty()) {
                add(walk, queue, seen, tip);
            } else {
                var open =
                        frontiers.getIfPresent(new Key(tip.copy(), after.get().copy()));
                if (open == null) {
                    add(walk, queue, seen, tip);
                    found = skip(walk, queue, seen, after.get());
                } else {
                    for (var id : open) add(walk, queue, seen, id);
                }
            }
            if (!found) return Optional.empty();
            var commits = new ArrayList<Commit>();
            while (commits.size() < max && !queue.isEmpty()) {
                var next = take(walk, queue, seen);
                walk.parseBody(next);
                commits.add(Commit.of(next));
            }
            if (!queue.isEmpty() && queue.size() <= FRONTIER_MAX) {
                var open = queue.stream().map(ObjectId::copy).toList();
                frontiers.put(new Key(tip.copy(), commits.getLast().id()), open);
            }
            return Optional.of(new Page(commits, !queue.isEmpty()));
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CodeException("cannot walk the commits of " + tip.name(), e);
        }
    }

    private static boolean skip(RevWalk walk, PriorityQueue<RevCommit> queue, HashSet<RevCommit> seen, ObjectId after)
            throws IOException {
        walk.setRetainBody(false);
        while (!queue.isEmpty()) {
            if (take(walk, queue, seen).equals(after)) {
                walk.setRetainBody(true);
                return true;
            }
        }
        return false;
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
