package dev.hob.node.refs;

import dev.hob.node.repo.Namespaces;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/// Which names a client may give to a branch or a tag. Refs that are there keep theirs.
public final class RefNames {
    private RefNames() {}

    /// Why a full name (`refs/heads/…`, `refs/tags/…`) cannot be given, in words for the one who asked.
    public static Optional<String> objection(String ref) {
        if (!ref.startsWith(Constants.R_HEADS) && !ref.startsWith(Constants.R_TAGS))
            return Optional.of("only branches and tags can be pushed here");
        if (Namespaces.isOffered(ref)) return Optional.of("names of that form are kept for what pull requests offer");
        boolean looksLikeAnother = ref.equals(Constants.R_HEADS + Constants.HEAD)
                || ref.startsWith(Constants.R_HEADS + "-")
                || ref.startsWith(Constants.R_TAGS + "-");
        if (looksLikeAnother) return Optional.of("git would take that name for HEAD or for an option");
        if (!Repository.isValidRefName(ref)) return Optional.of("that is no name for a ref");
        return Optional.empty();
    }
}
