package dev.hob.node.git;

import java.nio.file.Path;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.ObjectId;

/// A pack of a repository's own that holds all that its canonical branches and tags reached when it was written, and
/// nothing else, kind by kind: what a full clone may be given verbatim while they still reach it.
///
/// @param tips what the branches and tags pointed at
record BasePack(String name, Path file, PackLayout layout, Set<ObjectId> tips, PackIndex index) {
    BasePack {
        tips = Set.copyOf(tips);
    }
}
