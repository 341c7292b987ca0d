package dev.hob.web.patch;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.patch.Patch;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.web.issue.Alike;
import dev.hob.web.issue.Choosing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Finds who knows what a pull request changes: who changed the same files lately, and who reviewed others that are
/// about the like. Shared between threads.
public final class Fitting {
    /// Whoever comes later finds it ready.
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private static final int OFFERED_MAX = 3;
    /// One review of the like is worth so many commits to the same files.
    private static final int REVIEW_WORTH = 5;

    private final Node node;
    private final Alike alike;

    public Fitting(Node node, Alike alike) {
        this.node = node;
        this.alike = alike;
    }

    /// Somebody who could review it.
    ///
    /// @param commits how many they wrote of the last ones to the files that it changes
    /// @param looked how many those last ones are
    /// @param reviewed the handles of pull requests like it of which they have given their opinion
    public record Fit(Person person, int commits, int looked, List<String> reviewed) {
        public Fit {
            reviewed = List.copyOf(reviewed);
        }

        int worth() {
            return commits + REVIEW_WORTH * reviewed.size();
        }

        /// Why, in the reader's language.
        public String because() {
            var reasons = new ArrayList<String>();
            if (commits > 0) reasons.add(text("pulls.changed-these-files", commits, looked));
            if (!reviewed.isEmpty()) reasons.add(text("pulls.reviewed-the-like", String.join(", ", reviewed)));
            return String.join("; ", reasons);
        }
    }

    /// What is known of one.
    private static final class Known {
        private final Person person;
        private final List<String> reviewed = new ArrayList<>();
        private int commits;

        Known(Person person) {
            this.person = person;
        }
    }

    /// Those who belong to the project, are not asked yet and have not said what they think; the fittest first.
    ///
    /// @param viewer somebody who sees the project's pull requests
    public List<Fit> of(Viewer viewer, Repo repo, Issue issue, Patch patch) {
        var known = askable(repo, issue);
        if (known.isEmpty()) return List.of();
        int looked = commits(repo, patch, known);
        reviews(repo, known, alike.pulls(viewer, repo, issue));
        return known.values().stream()
                .map(it -> new Fit(it.person, it.commits, looked, it.reviewed))
                .filter(it -> it.worth() > 0)
                .sorted(Comparator.comparingInt(Fit::worth).reversed().thenComparing(it -> it.person()
                        .name()))
                .limit(OFFERED_MAX)
                .toList();
    }

    private Map<String, Known> askable(Repo repo, Issue issue) {
        Map<String, Known> known = new HashMap<>();
        for (String name : Choosing.reviewers(node, repo, node.people().byKey(issue.author()), List.of()))
            node.people().find(name).ifPresent(person -> known.put(person.id(), new Known(person)));
        var reading = node.pulls().reading();
        var spoken = new HashSet<>(reading.opinions(repo.rid(), issue.id()).keySet());
        spoken.addAll(reading.asked(repo.rid(), List.of(issue.id())).getOrDefault(issue.id(), List.of()));
        node.people().byKeys(spoken).values().forEach(person -> known.remove(person.id()));
        return known;
    }

    private int commits(Repo repo, Patch patch, Map<String, Known> known) {
        var lately = node.reading().fileAuthors().soon(repo, patch.base(), patch.head(), PATIENCE);
        if (lately.isEmpty()) return 0;
        Map<String, Known> byEmail = new HashMap<>();
        for (var each : known.values()) byEmail.put(each.person.email().toLowerCase(Locale.ROOT), each);
        for (var author : lately.get().authors()) {
            var somebody = byEmail.get(author.email());
            if (somebody != null) somebody.commits += author.commits();
        }
        return lately.get().commits();
    }

    private void reviews(Repo repo, Map<String, Known> known, List<Issue> alike) {
        for (var other : alike) {
            var keys = node.pulls().reading().opinions(repo.rid(), other.id()).keySet();
            node.people().byKeys(keys).values().stream()
                    .map(Person::id)
                    .distinct()
                    .flatMap(id -> Stream.ofNullable(known.get(id)))
                    .forEach(somebody -> somebody.reviewed.add(other.handle()));
        }
    }
}
