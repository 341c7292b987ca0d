package dev.hob.search.query;

import dev.hob.node.log.RepositoryId;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One thing that was found, as it is shown.
///
/// @param repository by id and as `owner/name`
/// @param revision where a file was found so, if not on the default branch
/// @param path of a file; how an issue is called in an address; a commit's id
/// @param title of an issue or a commit; what the best place of a file defines, if anything
/// @param entry of a comment: its id
/// @param open whether an issue is
/// @param also other repositories that have the same file under the same path, as `owner/name`
/// @param more whether there are further lines
/// @param score only to be compared within one answer
public record Hit(
        Kind kind,
        RepositoryId repository,
        String repositoryPath,
        Optional<Revision> revision,
        String path,
        String language,
        String title,
        String entry,
        Optional<Boolean> open,
        Optional<Instant> at,
        List<Snippet> snippets,
        List<String> also,
        boolean more,
        double score) {
    public Hit {
        snippets = List.copyOf(snippets);
        also = List.copyOf(also);
    }
}
