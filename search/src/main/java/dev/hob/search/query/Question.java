package dev.hob.search.query;

import dev.hob.search.index.Kind;
import dev.hob.search.index.Wanted;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What somebody typed into the box: `lang:java repo:alice/* path:src symbol:Foo /re.*gex/ "exact words" is:issue`, and
/// words or a sentence. Immutable.
///
/// @param repositories of one of these, as `owner/name` with stars, or as a name
/// @param kinds of these only; of all when empty
/// @param open issues and pull requests that are open, or are not
/// @param revision files as they are on this branch or tag of one repository, by its name, whole or short
/// @param wanted what must be there to the letter
/// @param symbols names of what is defined
/// @param words the rest
/// @param strange what could not be understood, in words for whoever typed it
public record Question(
        List<String> repositories,
        List<String> notRepositories,
        Set<Kind> kinds,
        List<String> languages,
        List<String> notLanguages,
        List<String> paths,
        List<String> notPaths,
        Optional<Boolean> open,
        Optional<String> revision,
        List<Wanted> wanted,
        List<String> symbols,
        String words,
        List<String> strange) {
    public Question {
        repositories = List.copyOf(repositories);
        notRepositories = List.copyOf(notRepositories);
        kinds = Set.copyOf(kinds);
        languages = List.copyOf(languages);
        notLanguages = List.copyOf(notLanguages);
        paths = List.copyOf(paths);
        notPaths = List.copyOf(notPaths);
        wanted = List.copyOf(wanted);
        symbols = List.copyOf(symbols);
        strange = List.copyOf(strange);
    }

    /// Whether it asks for nothing and narrows to nothing.
    public boolean isEmpty() {
        return words.isEmpty() && wanted.isEmpty() && symbols.isEmpty() && !narrows();
    }

    private boolean narrows() {
        return !repositories.isEmpty()
                || !notRepositories.isEmpty()
                || !kinds.isEmpty()
                || !languages.isEmpty()
                || !notLanguages.isEmpty()
                || !paths.isEmpty()
                || !notPaths.isEmpty()
                || open.isPresent()
                || revision.isPresent();
    }
}
