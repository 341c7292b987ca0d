package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Which files of a commit somebody means by a few letters of their paths. The paths of a tree never change, so they
/// are listed once and kept for a while. Shared between threads.
public final class FileNames {
    /// Of a larger tree the first ones are found.
    static final int PATHS_MAX = 200_000;

    private static final long KEPT_BYTES_MAX = 48L << 20;
    private static final int PATH_BYTES = 56;

    /// Folders have their own, so that nobody learns what another one holds.
    private record Which(String folder, ObjectId tree) {}

    private record Names(List<String> paths, boolean cut) {}

    /// What was found.
    ///
    /// @param hits best first
    /// @param matching how many there are in all
    /// @param cut whether the tree has more files than are looked through
    public record Found(List<PathMatch> hits, int matching, boolean cut) {
        public Found {
            hits = List.copyOf(hits);
        }
    }

    private final Storage storage;
    private final Walkers walkers;
    private final Cache<Which, Names> known = Caffeine.newBuilder()
            .maximumWeight(KEPT_BYTES_MAX)
            .weigher((Which _, Names names) -> 100
                    + names.paths().stream()
                            .mapToInt(it -> PATH_BYTES + it.length())
                            .sum())
            .build();

    FileNames(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    /// The best matches; of no letters the first files. Empty while the tree is still being listed after so long.
    public Optional<Found> find(Repo repo, ObjectId tree, String letters, int max, Duration patience) {
        var which = new Which(repo.rid().value(), tree.copy());
        if (known.getIfPresent(which) == null)
            walkers.await(which, () -> known.put(which, list(repo, which)), patience);
        return Optional.ofNullable(known.getIfPresent(which)).map(names -> find(names, letters, max));
    }

    private static Found find(Names names, String letters, int max) {
        var query = new PathMatch.Query(letters);
        // The worst of the best comes first, to make room for a better one.
        var best = new PriorityQueue<>(PathMatch.BEST_FIRST.reversed());
        int matching = 0;
        for (String path : names.paths()) {
            var match = query.match(path);
            if (match.isEmpty()) continue;
            matching++;
            best.add(match.get());
            if (best.size() > max) best.remove();
        }
        var hits = best.stream().sorted(PathMatch.BEST_FIRST).toList();
        return new Found(hits.stream().map(query::marked).toList(), matching, names.cut());
    }

    private Names list(Repo repo, Which which) {
        try (var repository = storage.open(repo.rid());
                var walk = new RevWalk(repository);
                var tree = new TreeWalk(repository)) {
            tree.addTree(walk.parseTree(which.tree()));
            tree.setRecursive(true);
            var paths = new ArrayList<String>();
            while (tree.next()) {
                if (tree.getFileMode(0).equals(FileMode.GITLINK)) continue;
                if (paths.size() == PATHS_MAX) return new Names(List.copyOf(paths), true);
                paths.add(tree.getPathString());
            }
            paths.sort(Comparator.naturalOrder());
            return new Names(List.copyOf(paths), false);
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return new Names(List.of(), false);
        } catch (IOException e) {
            throw new CodeException("cannot list the files of " + which.tree().name(), e);
        }
    }
}
