package dev.hob.node.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Who owns what a pull request changes, by the file of the branch that it is for. Shared between threads.
final class Owners {
    private static final int KEPT_MAX = 1_000;
    /// Of the paths of one line so many are told.
    private static final int PATHS_MAX = 100;

    private record Pair(RepoId rid, ObjectId onto, ObjectId head) {}

    private final Members members;
    /// Which lines decide about what changes; the same whenever it is asked.
    private final Cache<Pair, Map<CodeOwners.Line, List<String>>> lines =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

    Owners(Members members) {
        this.members = members;
    }

    /// Files that one line of the file of owners decides about, and who owns them: those of the named who may write.
    ///
    /// @param paths of the changed files, at least one
    public record Group(CodeOwners.Line line, List<Person> people, List<String> paths) {
        public Group {
            people = List.copyOf(people);
            paths = List.copyOf(paths);
        }
    }

    /// The file of owners of a branch, if it has one that can be read.
    static Optional<CodeOwners> file(ObjectReader objects, ObjectId commit) throws IOException {
        try (var walk = new RevWalk(objects)) {
            var tree = walk.parseCommit(commit).getTree();
            for (String place : CodeOwners.PLACES) {
                try (var found = TreeWalk.forPath(objects, place, tree)) {
                    if (found == null || found.getFileMode(0).getObjectType() != Constants.OBJ_BLOB) continue;
                    var blob = objects.open(found.getObjectId(0), Constants.OBJ_BLOB);
                    if (blob.getSize() > CodeOwners.BYTES_MAX) return Optional.empty();
                    return Optional.of(CodeOwners.parse(new String(blob.getBytes(), UTF_8)));
                }
            }
        }
        return Optional.empty();
    }

    /// The owners of what changes between a branch and a head, line by line; without those whose owners nobody knows.
    List<Group> of(Repo repo, ObjectReader objects, ObjectId onto, ObjectId head) throws IOException {
        var pair = new Pair(repo.rid(), onto.copy(), head.copy());
        var known = lines.getIfPresent(pair);
        var byLine = known != null ? known : lines(objects, onto, head);
        lines.put(pair, byLine);
        var groups = new ArrayList<Group>();
        byLine.forEach((line, paths) -> {
            var people = line.owners().stream()
                    .flatMap(word -> members.owner(repo, word).stream())
                    .distinct()
                    .toList();
            if (!people.isEmpty()) groups.add(new Group(line, people, paths));
        });
        return groups;
    }

    private static Map<CodeOwners.Line, List<String>> lines(ObjectReader objects, ObjectId onto, ObjectId head)
            throws IOException {
        var file = file(objects, onto);
        if (file.isEmpty()) return Map.of();
        var byLine = new LinkedHashMap<CodeOwners.Line, List<String>>();
        for (String path : Brought.paths(objects, Brought.fork(objects, onto, head), head)) {
            var line = file.get().line(path).filter(it -> !it.owners().isEmpty());
            if (line.isEmpty()) continue;
            var paths = byLine.computeIfAbsent(line.get(), _ -> new ArrayList<>());
            if (paths.size() < PATHS_MAX) paths.add(path);
        }
        return byLine;
    }
}
