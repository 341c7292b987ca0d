package dev.hob.search.index;

import dev.hob.node.log.RepositoryId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// To what a question is narrowed, beside what may be seen.
///
/// @param repositories those only
/// @param notRepositories none of those
/// @param kinds those only; empty for every kind
/// @param languages one of these, by name without case
/// @param notLanguages none of these
/// @param paths each must be part of the path, or fit it where it has a star
/// @param notPaths none may
/// @param open issues and pull requests that are open, or are not
/// @param at files as they are at another commit than the default branch's
public record Narrowing(
        Visible visible,
        Optional<Set<RepositoryId>> repositories,
        Set<RepositoryId> notRepositories,
        Set<Kind> kinds,
        List<String> languages,
        List<String> notLanguages,
        List<String> paths,
        List<String> notPaths,
        Optional<Boolean> open,
        Optional<Overlay> at) {
    public Narrowing {
        repositories = repositories.map(Set::copyOf);
        notRepositories = Set.copyOf(notRepositories);
        kinds = Set.copyOf(kinds);
        languages = List.copyOf(languages);
        notLanguages = List.copyOf(notLanguages);
        paths = List.copyOf(paths);
        notPaths = List.copyOf(notPaths);
    }

    /// By nothing else.
    public static Narrowing to(Visible visible) {
        return new Narrowing(
                visible,
                Optional.empty(),
                Set.of(),
                Set.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /// The same for some kinds.
    public Narrowing of(Set<Kind> some) {
        return new Narrowing(
                visible, repositories, notRepositories, some, languages, notLanguages, paths, notPaths, open, at);
    }

    /// The same for files as an overlay has them, and nothing else.
    public Narrowing at(Overlay overlay) {
        return new Narrowing(
                visible,
                repositories,
                notRepositories,
                Set.of(Kind.CODE),
                languages,
                notLanguages,
                paths,
                notPaths,
                open,
                Optional.of(overlay));
    }
}
