package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/// Which commit last touched each path: what `git log -1 -- path` says, for every path of a tip at once.
///
/// The index of a commit follows from those of its parents: an entry that a parent already has is that parent's, any
/// other is the commit's own. Unchanged folders are shared, so a commit costs what it changed, and a push only its
/// new commits. Pages ask [#ready] and never wait for a walk; the push's afterwork calls [#learn].
public final class LastCommits {
    private static final int TIPS_MAX = 500;

    private final Cache<ObjectId, Folder> tips =
            Caffeine.newBuilder().maximumSize(TIPS_MAX).build();

    private record Folder(ObjectId tree, Map<String, Line> lines) {}

    private record Line(
            ObjectId id, int mode, ObjectId last, @Nullable Folder folder) {}

    /// The last commit of each name in a folder; empty when this tip was not learnt yet.
    public Optional<Map<String, ObjectId>> ready(ObjectId tip, CodePath path) {
        Folder folder = tips.getIfPresent(tip);
        if (folder == null) return Optional.empty();
        if (!path.isRoot()) {
            for (String name : path.value().split("/", -1)) {
                var line = folder.lines().get(name);
                if (line == null || line.folder() == null) return Optional.empty();
                folder = line.folder();
            }
        }
        var found = new HashMap<String, ObjectId>();
        folder.lines().forEach((name, line) -> found.put(name, line.last()));
        return Optional.of(found);
    }

    /// Learns a tip, going on from whatever tips of its history are known.
    public void learn(Repository repository, ObjectId tip) {
        if (tips.getIfPresent(tip) != null) return;
        try (var walk = new RevWalk(repository);
                var reader = repository.newObjectReader()) {
            var known = new HashMap<ObjectId, Folder>();
            var waiting = new HashMap<ObjectId, Integer>();
            for (var commit : missing(walk, tip, known, waiting)) {
                var parents = new Folder[commit.getParentCount()];
                for (int i = 0; i < parents.length; i++) {
                    var parent = known.get(commit.getParent(i));
                    if (parent == null) throw new AssertionError("a parent comes before its child");
                    parents[i] = parent;
                }
                known.put(commit.copy(), folder(reader, commit.getTree(), commit.copy(), parents));
                for (var parent : commit.getParents()) {
                    // The last child has been made: nobody asks for this parent any more.
                    if (waiting.merge(parent, -1, Integer::sum) == 0) known.remove(parent);
                }
            }
            var learnt = known.get(tip);
            if (learnt != null) tips.put(tip.copy(), learnt);
        } catch (IOException e) {
            throw new CodeException("cannot index the history of " + tip.name(), e);
        }
    }

    /// The commits to index, parents first: a walk in depth that turns back at tips that are known.
    private Iterable<RevCommit> missing(
            RevWalk walk, ObjectId tip, Map<ObjectId, Folder> known, Map<ObjectId, Integer> waiting)
            throws IOException {
        walk.setRetainBody(false);
        var found = new LinkedHashSet<RevCommit>();
        var path = new ArrayDeque<RevCommit>();
        path.push(walk.parseCommit(tip));
        while (!path.isEmpty()) {
            var commit = path.peek();
            if (found.contains(commit)) {
                path.pop(); // By another way.
                continue;
            }
            int before = path.size();
            for (var parent : commit.getParents()) {
                if (found.contains(parent) || known.containsKey(parent)) continue;
                var folder = tips.getIfPresent(parent);
                if (folder != null) known.put(parent, folder);
                else path.push(walk.parseCommit(parent));
            }
            if (path.size() > before) continue;
            path.pop();
            found.add(commit);
            for (var parent : commit.getParents()) waiting.merge(parent, 1, Integer::sum);
        }
        return found;
    }

    private static Folder folder(ObjectReader reader, ObjectId tree, ObjectId commit, Folder... parents)
            throws IOException {
        if (parents.length > 0 && parents[0].tree().equals(tree)) return parents[0];
        var lines = new LinkedHashMap<String, Line>();
        var parser = new CanonicalTreeParser();
        for (parser.reset(reader, tree); !parser.eof(); parser.next(1)) {
            String name = parser.getEntryPathString();
            var id = parser.getEntryObjectId();
            int mode = parser.getEntryRawMode();
            lines.put(name, line(reader, name, id, mode, commit, parents));
        }
        return new Folder(tree.copy(), Map.copyOf(lines));
    }

    private static Line line(
            ObjectReader reader, String name, ObjectId id, int mode, ObjectId commit, Folder... parents)
            throws IOException {
        boolean isTree = FileMode.TREE.equals(mode);
        ObjectId last = commit;
        for (int i = 0; i < parents.length; i++) {
            var before = parents[i].lines().get(name);
            if (before == null || before.mode() != mode || !before.id().equals(id)) continue;
            // A name inside may be the same in an earlier parent although the folder is not: git follows that one.
            if (i == 0 || !isTree) return before;
            last = before.last();
            break;
        }
        if (!isTree) return new Line(id, mode, last, null);
        var inside = new java.util.ArrayList<Folder>();
        for (var parent : parents) {
            var before = parent.lines().get(name);
            if (before != null && before.folder() != null) inside.add(before.folder());
        }
        return new Line(id, mode, last, folder(reader, id, commit, inside.toArray(Folder[]::new)));
    }
}
