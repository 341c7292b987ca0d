package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// Who changed the files lately that a series of commits changes: they know them. Shared between threads.
public final class FileAuthors {
    private static final int KEPT_MAX = 2_000;
    /// A change of more files is everybody's.
    private static final int PATHS_MAX = 200;
    /// As far back as somebody still remembers.
    private static final int COMMITS_MAX = 50;

    private static final Duration WALK_TIME_MAX = Duration.ofSeconds(10);

    private final Storage storage;
    private final Walkers walkers;
    private final Cache<Key, Lately> known =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

    /// Folders have their own, so that nobody learns what another one holds.
    private record Key(String folder, ObjectId base, ObjectId head) {}

    /// Somebody, as the project calls them.
    ///
    /// @param email in small letters
    /// @param commits how many of the last ones are theirs
    public record Author(String name, String email, int commits) {}

    /// The last commits that changed any of the files.
    ///
    /// @param authors who wrote most first
    /// @param commits how many were looked at, merges left out
    public record Lately(List<Author> authors, int commits) {
        static final Lately NOTHING = new Lately(List.of(), 0);

        public Lately {
            authors = List.copyOf(authors);
        }
    }

    FileAuthors(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    /// Who wrote the last commits up to `base` in the files that differ between it and `head`; empty while that is
    /// still being worked out after so long.
    public Optional<Lately> soon(Repo repo, ObjectId base, ObjectId head, Duration patience) {
        var key = new Key(repo.rid().value(), base.copy(), head.copy());
        var kept = Optional.ofNullable(known.getIfPresent(key));
        if (kept.isPresent()) return kept;
        walkers.await(key, () -> known.put(key, find(repo, key)), patience);
        return Optional.ofNullable(known.getIfPresent(key));
    }

    private Lately find(Repo repo, Key key) {
        try (var repository = storage.open(repo.rid());
                var walk = new RevWalk(repository)) {
            var paths = changed(walk, key);
            if (paths.isEmpty()) return Lately.NOTHING;
            walk.reset();
            walk.setRewriteParents(false);
            walk.setRevFilter(RevFilter.NO_MERGES);
            walk.setTreeFilter(AndTreeFilter.create(PathFilterGroup.createFromStrings(paths), TreeFilter.ANY_DIFF));
            walk.markStart(walk.parseCommit(key.base()));
            long end = System.nanoTime() + WALK_TIME_MAX.toNanos();
            var wrote = new ArrayList<PersonIdent>();
            while (wrote.size() < COMMITS_MAX && System.nanoTime() - end < 0) {
                var commit = walk.next();
                if (commit == null) break;
                wrote.add(commit.getAuthorIdent());
            }
            return counted(repository, key.base(), wrote);
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return Lately.NOTHING;
        } catch (IOException e) {
            throw new CodeException("cannot tell who changed what " + key.head().name() + " changes", e);
        }
    }

    /// The files that were there before; nothing when there are too many.
    private static List<String> changed(RevWalk walk, Key key) throws IOException {
        try (var trees = new TreeWalk(walk.getObjectReader())) {
            trees.setRecursive(true);
            trees.setFilter(TreeFilter.ANY_DIFF);
            trees.addTree(walk.parseCommit(key.base()).getTree());
            trees.addTree(walk.parseCommit(key.head()).getTree());
            List<String> paths = new ArrayList<>();
            while (trees.next()) {
                if (trees.getRawMode(0) == 0) continue;
                if (paths.size() == PATHS_MAX) return List.of();
                paths.add(trees.getPathString());
            }
            return paths;
        }
    }

    private static Lately counted(Repository repository, ObjectId base, List<PersonIdent> wrote) {
        var mailmap = Mailmap.of(repository, base);
        Map<String, Author> authors = new LinkedHashMap<>();
        for (var ident : wrote) {
            var proper = mailmap.proper(new Mailmap.Identity(ident.getName(), ident.getEmailAddress()));
            String email = proper.email().toLowerCase(Locale.ROOT);
            authors.merge(
                    email,
                    new Author(proper.name(), email, 1),
                    (before, _) -> new Author(before.name(), email, before.commits() + 1));
        }
        var most = authors.values().stream()
                .sorted(Comparator.comparingInt(Author::commits).reversed())
                .toList();
        return new Lately(most, wrote.size());
    }
}
