package dev.hob.web.search;

import dev.hob.node.Node;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.repo.Repo;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Revision;
import dev.hob.search.query.Hit;
import dev.hob.search.query.Passage;
import dev.hob.web.html.Urls;
import java.util.Optional;

/// Where the pages are of what was found. Shared between threads.
public final class Places {
    private final Node node;

    public Places(Node node) {
        this.node = node;
    }

    /// The page of a hit, without its line.
    public String of(Hit hit) {
        return "/" + Urls.path(hit.repositoryPath())
                + within(hit.kind(), hit.path(), hit.entry(), where(hit.repository(), hit.revision()));
    }

    /// The page of a passage, at its first line.
    String of(Passage passage) {
        String page = "/" + Urls.path(passage.repositoryPath())
                + within(
                        passage.kind(),
                        passage.path(),
                        passage.entry(),
                        where(passage.repository(), passage.revision()));
        return passage.firstLine() > 0 ? page + "#L" + passage.firstLine() : page;
    }

    private static String within(Kind kind, String path, String entry, String where) {
        return switch (kind) {
            case CODE -> "/src/" + Urls.path(where + "/" + path);
            case COMMIT -> "/commit/" + path;
            case ISSUE -> "/issues/" + Urls.path(path);
            case PULL -> "/pulls/" + Urls.path(path);
            // It knows whether it stands below an issue or a pull request.
            case COMMENT -> "/issues/" + Urls.path(path) + "/comment/" + entry;
        };
    }

    /// Files are found as they are on the default branch, where no other was asked for.
    private String where(RepositoryId id, Optional<Revision> revision) {
        return revision.map(it -> it.kind() + "/" + it.name())
                .orElseGet(() -> "branch/"
                        + node.repos().byId(id).map(Repo::defaultBranch).orElse("main"));
    }
}
