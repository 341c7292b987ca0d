package dev.hob.node.code;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.Paths;

/// A folder of a commit with the commit that last touched each name in it, in git's order. Immutable.
record DatedFolder(ObjectId tree, List<Entry> entries) {
    static final Inside NOTHING = new Inside.Nothing();

    DatedFolder {
        entries = List.copyOf(entries);
    }

    /// The entry of a name that leads to a folder.
    Optional<Entry> inner(byte[] name) {
        return entries.stream()
                .filter(entry -> !(entry.inside() instanceof Inside.Nothing) && Arrays.equals(entry.name, name))
                .findFirst();
    }

    /// A name: what it is now, and which commit made it so. Immutable, as nobody writes to the bytes of its name.
    static final class Entry {
        private final byte[] name;
        private final int mode;
        private final ObjectId id;
        private final ObjectId last;
        private final Inside inside;

        Entry(byte[] name, int mode, ObjectId id, ObjectId last, Inside inside) {
            this.name = name;
            this.mode = mode;
            this.id = id;
            this.last = last;
            this.inside = inside;
        }

        /// The bytes of its name, which git takes for UTF-8 and does not check.
        byte[] name() {
            return name;
        }

        int mode() {
            return mode;
        }

        ObjectId id() {
            return id;
        }

        ObjectId last() {
            return last;
        }

        Inside inside() {
            return inside;
        }

        /// The same, with what lies within it at another place.
        Entry at(Inside place) {
            return new Entry(name, mode, id, last, place);
        }

        /// Where it stands in git's order, in which a folder sorts as if a slash ended its name, beside another name.
        int compareTo(byte[] other, int end, int otherMode) {
            return Paths.compare(name, 0, name.length, mode, other, 0, end, otherMode);
        }

        /// Whether it is still the same: a file or folder of these bytes.
        boolean holds(int otherMode, byte[] buffer, int offset) {
            return mode == otherMode && id.compareTo(buffer, offset) == 0;
        }
    }

    /// What lies within an entry.
    sealed interface Inside {
        /// It is no folder.
        record Nothing() implements Inside {}

        /// A folder that has just been made.
        record Here(DatedFolder folder) implements Inside {}

        /// A folder that is written down at this place of its repository's file.
        record At(long place) implements Inside {}
    }
}
