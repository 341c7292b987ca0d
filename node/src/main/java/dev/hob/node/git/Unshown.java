package dev.hob.node.git;

import dev.hob.node.refs.RefView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/// What lies in a folder and is not shown in a repository: another's that lives there too, or what was taken
/// back. A push must not make it its own by the name alone; it brings its commits, or stands on what is shown.
/// Used by one thread.
final class Unshown {
    private final Repository all;
    private final RefView view;
    private final List<PackIndex> brought = new ArrayList<>();

    /// @param all what is there, and what the push brings
    /// @param packs where its packs are
    Unshown(Repository all, Path packs, RefView view) throws IOException {
        this.all = all;
        this.view = view;
        try (var files = Files.newDirectoryStream(packs, "*.idx")) {
            for (var file : files) brought.add(PackIndex.open(file.toFile()));
        }
    }

    /// The first commit or other object that a tip leads to, and that is neither brought nor shown; empty when
    /// there is none.
    Optional<ObjectId> behind(ObjectId tip) throws IOException {
        try (var walk = new RevWalk(all)) {
            walk.setRetainBody(false);
            var object = walk.parseAny(tip);
            while (object instanceof RevTag tag) {
                if (!isBrought(tag) && !isTip(tag)) return Optional.of(tag.copy());
                object = walk.parseAny(tag.getObject());
            }
            if (!(object instanceof RevCommit commit))
                return isBrought(object) || isTip(object) ? Optional.empty() : Optional.of(object.copy());
            var open = new ArrayDeque<>(List.of(commit));
            var seen = new HashSet<ObjectId>();
            var stands = new ArrayList<RevCommit>();
            while (!open.isEmpty()) {
                var next = open.pop();
                if (!seen.add(next)) continue;
                if (isBrought(next)) for (var parent : next.getParents()) open.push(walk.parseCommit(parent));
                else if (!isTip(next)) stands.add(next);
            }
            return stands.isEmpty() ? Optional.empty() : unreached(walk, stands);
        }
    }

    private Optional<ObjectId> unreached(RevWalk walk, List<RevCommit> stands) throws IOException {
        var starters = new ArrayList<RevCommit>();
        for (var id : new HashSet<>(view.refs().values()))
            if (walk.peel(walk.parseAny(id)) instanceof RevCommit start) starters.add(start);
        return walk.getObjectReader()
                .createReachabilityChecker(walk)
                .areAllReachable(stands, starters.stream())
                .map(ObjectId::copy);
    }

    private boolean isBrought(ObjectId id) {
        return brought.stream().anyMatch(index -> index.hasObject(id));
    }

    private boolean isTip(ObjectId id) {
        return view.refs().containsValue(id) || view.peeled().containsValue(id);
    }
}
