package dev.hob.node.code;

import dev.hob.node.code.Mailmap.Identity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/// Who wrote a history, the most first; merges are not counted. Somebody is who they are by their e-mail address, and
/// by what the project's `.mailmap` says. Immutable.
///
/// @param top those with the most commits
/// @param people how many there are in all
/// @param commits how many commits they have
/// @param weeks how many of them each week has
/// @param whole whether the history was counted to its end
public record Contributors(
        List<Contributor> top, int people, int commits, SortedMap<Week, Integer> weeks, boolean whole) {
    /// A history without commits.
    public static final Contributors NOBODY = new Contributors(List.of(), 0, 0, new TreeMap<>(), true);

    private static final int TOP = 100;
    private static final int NAMES_MAX = 8;

    public Contributors {
        top = List.copyOf(top);
        weeks = Collections.unmodifiableSortedMap(weeks);
    }

    /// Somebody who wrote commits.
    ///
    /// @param names what their commits call them
    /// @param newest their newest commit
    /// @param weeks how many commits they have in each
    public record Contributor(
            String name, Set<String> names, int commits, ObjectId newest, SortedMap<Week, Integer> weeks) {
        public Contributor {
            names = Set.copyOf(names);
            weeks = Collections.unmodifiableSortedMap(weeks);
        }
    }

    /// One of them, being put together.
    private static final class Draft {
        private String name = "";
        private final Set<String> names = new LinkedHashSet<>();
        private final SortedMap<Week, Integer> weeks = new TreeMap<>();
        private ObjectId newest = ObjectId.zeroId();
        private int time = Integer.MIN_VALUE;
        private int commits;

        void add(Counted.Author author, Identity proper, Week week, int count) {
            commits += count;
            weeks.merge(week, count, Integer::sum);
            if (names.size() < NAMES_MAX) names.add(author.identity().name());
            if (author.time() <= time) return;
            // They are called as in their newest commit.
            time = author.time();
            name = proper.name();
            newest = author.newest();
        }

        Contributor done() {
            return new Contributor(name, names, commits, newest, weeks);
        }
    }

    static Contributors of(Counted counted, Mailmap mailmap, Optional<Week> since) {
        var propers = new HashMap<Identity, Identity>();
        var drafts = new HashMap<String, Draft>();
        var weeks = new TreeMap<Week, Integer>();
        counted.forEach((author, week, commits) -> {
            if (since.isPresent() && week.compareTo(since.get()) < 0) return;
            weeks.merge(week, commits, Integer::sum);
            var proper = propers.computeIfAbsent(author.identity(), mailmap::proper);
            drafts.computeIfAbsent(key(proper), _ -> new Draft()).add(author, proper, week, commits);
        });
        var all = new ArrayList<>(drafts.values());
        all.sort(Comparator.comparingInt((Draft it) -> it.commits).reversed().thenComparing(it -> it.name));
        return new Contributors(
                all.stream().limit(TOP).map(Draft::done).toList(),
                all.size(),
                weeks.values().stream().mapToInt(Integer::intValue).sum(),
                weeks,
                counted.isWhole());
    }

    /// Who leaves their address out goes by their name.
    private static String key(Identity who) {
        return (who.email().isBlank() ? who.name() : who.email()).toLowerCase(Locale.ROOT);
    }
}
