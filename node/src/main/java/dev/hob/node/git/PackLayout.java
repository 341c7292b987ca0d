package dev.hob.node.git;

import java.util.Objects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.storage.pack.PackStatistics;
import org.jspecify.annotations.Nullable;

/// Where the kinds of objects end in a pack that was written kind by kind, or where a pack of any order ends.
///
/// @param history after the commits and tags; none where kinds are mixed
/// @param trees after the trees; none where kinds are mixed
/// @param all after the last object, before the trailer
record PackLayout(@Nullable Cut history, @Nullable Cut trees, Cut all) {
    /// A pack begins with its signature, its version and how many objects follow (gitformat-pack).
    static final int HEADER_BYTES = 12;

    static final int TRAILER_BYTES = 20;

    /// A point in a pack: how many objects and bytes are before it, the header included.
    record Cut(long objects, long bytes) {
        private Cut and(PackStatistics.ObjectType kind) {
            return new Cut(objects + kind.getObjects(), bytes + kind.getBytes());
        }
    }

    /// The layout of what was just written.
    static PackLayout of(PackStatistics written) {
        var history = new Cut(0, HEADER_BYTES)
                .and(written.byObjectType(Constants.OBJ_COMMIT))
                .and(written.byObjectType(Constants.OBJ_TAG));
        var trees = history.and(written.byObjectType(Constants.OBJ_TREE));
        return new PackLayout(history, trees, trees.and(written.byObjectType(Constants.OBJ_BLOB)));
    }

    /// The layout of a pack whose kinds are mixed.
    static PackLayout mixed(StoredPack pack, long objects) {
        return new PackLayout(null, null, new Cut(objects, pack.bytes() - TRAILER_BYTES));
    }

    /// Whether the kinds of objects come one after the other.
    boolean isSorted() {
        return history != null && trees != null;
    }

    /// How far an extent reaches; only all of it where kinds are mixed.
    Cut upTo(Extent extent) {
        return Objects.requireNonNull(
                switch (extent) {
                    case HISTORY -> history;
                    case TREES -> trees;
                    case ALL -> all;
                });
    }
}
