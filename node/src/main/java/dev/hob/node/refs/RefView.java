package dev.hob.node.refs;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// What an ordinary client sees of a repository at one moment: branches and tags, and which branch is the default.
/// Immutable, so a reader sees all of a push or nothing of it.
///
/// @param generation tells two views of a repository apart; rises with each change
/// @param refs full names (`refs/heads/…`, `refs/tags/…`) to object ids
/// @param peeled what each annotated tag finally points at
public record RefView(
        long generation, SortedMap<String, ObjectId> refs, Map<String, ObjectId> peeled, String defaultBranch) {
    public RefView {
        refs = Collections.unmodifiableSortedMap(refs);
        peeled = Map.copyOf(peeled);
    }

    /// The full name of the default branch, whether it exists yet or not.
    public String head() {
        return Constants.R_HEADS + defaultBranch;
    }

    /// The commit of the default branch; none in an empty repository.
    public Optional<ObjectId> headId() {
        return Optional.ofNullable(refs.get(head()));
    }

    /// Whether nothing was pushed yet.
    public boolean isEmpty() {
        return refs.isEmpty();
    }

    /// The refs below a prefix.
    public SortedMap<String, ObjectId> below(String prefix) {
        return refs.subMap(prefix, prefix + Character.MAX_VALUE);
    }
}
