package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/// In which languages a project is written, by the names of its files; prose and data are not counted, nor what was
/// copied in from elsewhere. Each folder is counted once, so a push costs what it changed. Shared between threads.
public final class Languages {
    private static final int FOLDERS_MAX = 50_000;
    private static final int DEPTH_MAX = 100;
    private static final Set<String> FROM_ELSEWHERE =
            Set.of("node_modules", "bower_components", "vendor", "third_party", "third-party", "thirdparty");

    private record Asked(ObjectId tree) {}

    private final Storage storage;
    private final Walkers walkers;
    private final Cache<ObjectId, Map<String, Long>> folders =
            Caffeine.newBuilder().maximumSize(FOLDERS_MAX).build();

    Languages(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    /// The bytes in each language at a commit, the most first.
    public Map<String, Long> of(Repository repository, ObjectId commit) {
        try (var walk = new RevWalk(repository)) {
            return sorted(count(walk.getObjectReader(), walk.parseCommit(commit).getTree(), 0));
        } catch (IOException e) {
            throw new CodeException("cannot count the languages of " + commit.name(), e);
        }
    }

    /// The bytes in each language at a commit; none while they are still being counted after so long.
    public Optional<Map<String, Long>> soon(Repo repo, Repository repository, ObjectId commit, Duration patience) {
        try (var walk = new RevWalk(repository)) {
            var tree = walk.parseCommit(commit).getTree().copy();
            if (folders.getIfPresent(tree) == null) walkers.await(new Asked(tree), () -> count(repo, commit), patience);
            return Optional.ofNullable(folders.getIfPresent(tree)).map(Languages::sorted);
        } catch (IOException e) {
            throw new CodeException("cannot read " + commit.name(), e);
        }
    }

    private static Map<String, Long> sorted(Map<String, Long> counted) {
        var sorted = new LinkedHashMap<String, Long>();
        counted.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private void count(Repo repo, ObjectId commit) {
        try (var repository = storage.open(repo.rid())) {
            of(repository, commit);
        }
    }

    /// The language with the most bytes at a commit.
    public Optional<String> main(Repository repository, ObjectId commit) {
        return of(repository, commit).keySet().stream().findFirst();
    }

    private Map<String, Long> count(ObjectReader reader, ObjectId tree, int depth) throws IOException {
        var known = folders.getIfPresent(tree);
        if (known != null) return known;
        var bytes = new HashMap<String, Long>();
        var parser = new CanonicalTreeParser();
        for (parser.reset(reader, tree); !parser.eof(); parser.next(1)) {
            var mode = parser.getEntryFileMode();
            String name = parser.getEntryPathString();
            if (mode.equals(FileMode.TREE)) {
                if (depth < DEPTH_MAX && !FROM_ELSEWHERE.contains(name))
                    count(reader, parser.getEntryObjectId(), depth + 1)
                            .forEach((language, more) -> bytes.merge(language, more, Long::sum));
            } else if (mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE)) {
                var language = language(name);
                if (language.isEmpty()) continue;
                long size = reader.getObjectSize(parser.getEntryObjectId(), Constants.OBJ_BLOB);
                if (size > 0) bytes.merge(language.get(), size, Long::sum);
            }
        }
        var counted = Map.copyOf(bytes);
        folders.put(tree.copy(), counted);
        return counted;
    }

    /// The language that a file's name stands for.
    public Optional<String> language(String name) {
        return LanguageNames.of(name);
    }
}
