package dev.hob.node.code;

import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/// A folder of a commit with the commit that last touched each name in it. Immutable.
record DatedFolder(ObjectId tree, Map<String, Entry> entries) {
    DatedFolder {
        entries = Map.copyOf(entries);
    }

    /// A name: what it is now, and which commit made it so.
    record Entry(ObjectId id, int mode, ObjectId last, Inside inside) {}

    /// What lies within an entry.
    sealed interface Inside {
        /// It is no folder.
        record Nothing() implements Inside {}

        /// A folder that has just been made.
        record Here(DatedFolder folder) implements Inside {}

        /// A folder that is written down at this place of its repository's file.
        record At(long place) implements Inside {}
    }

    static final Inside NOTHING = new Inside.Nothing();
}
