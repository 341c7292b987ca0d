package dev.hob.node.refs;

import dev.hob.node.language.Messages;
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
            return Optional.of(Messages.text("refs.only-branches-and-tags"));
        if (Namespaces.isOffered(ref)) return Optional.of(Messages.text("refs.name-is-for-pull-requests"));
        boolean looksLikeAnother = ref.equals(Constants.R_HEADS + Constants.HEAD)
                || ref.startsWith(Constants.R_HEADS + "-")
                || ref.startsWith(Constants.R_TAGS + "-");
        if (looksLikeAnother) return Optional.of(Messages.text("refs.name-looks-like-another"));
        if (!Repository.isValidRefName(ref)) return Optional.of(Messages.text("refs.no-name-for-a-ref"));
        return Optional.empty();
    }
}
