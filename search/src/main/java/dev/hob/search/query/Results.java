package dev.hob.search.query;

import dev.hob.node.log.RepositoryId;
import dev.hob.search.index.Patience;
import dev.hob.search.index.Revision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// An answer, or a page of it. All that is in it, counts included, may be seen by who asked.
///
/// @param total how many were found
/// @param complete whether there are no more than those
/// @param kinds how many of each, the most first; so are those that follow
/// @param strange what of the question was not understood
/// @param notices what became of the branch or tag that it names
/// @param only the repository that was asked, if it was exactly one
/// @param revision the branch or tag of it that was searched, if not the default branch
public record Results(
        List<Hit> hits,
        int total,
        boolean complete,
        Map<String, Integer> kinds,
        Map<String, Integer> languages,
        Map<String, Integer> repositories,
        List<String> strange,
        List<Notice> notices,
        Optional<RepositoryId> only,
        Optional<Revision> revision,
        Duration waited) {
    public Results {
        hits = List.copyOf(hits);
        strange = List.copyOf(strange);
        notices = List.copyOf(notices);
    }

    /// For who waited for nothing.
    public static Results none(Patience patience) {
        return new Results(
                List.of(),
                0,
                false,
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                patience.waited());
    }

    /// All that who asked should know of their question, as sentences.
    public List<String> told() {
        return Stream.concat(strange.stream(), notices.stream().map(Notice::told))
                .toList();
    }
}
