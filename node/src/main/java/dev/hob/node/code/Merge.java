package dev.hob.node.code;

import dev.hob.node.language.Sentence;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/// What came of merging two commits.
public sealed interface Merge {
    /// Nothing is in the way; the tree has both.
    record Clean(ObjectId tree) implements Merge {}

    /// People have to decide.
    ///
    /// @param tree what could be merged, with marks where it could not
    record Conflicting(ObjectId tree, List<Conflict> conflicts) implements Merge {
        public Conflicting {
            conflicts = List.copyOf(conflicts);
        }
    }

    /// The two have no history in common.
    record Unrelated() implements Merge {}

    /// It costs more than a merge may.
    record TooLarge(Sentence told) implements Merge {}
}
