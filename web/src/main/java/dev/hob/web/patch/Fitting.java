package dev.hob.web.patch;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.patch.Patch;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.web.html.Who;
import dev.hob.web.issue.PullLook.Fit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Finds who knows what a pull request changes: who changed the same files lately, and who reviewed others that are
/// about the like. Shared between threads.
final class Fitting {
    /// Whoever comes later finds it ready.
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private static final int OFFERED_MAX = 3;
    /// One review of the like is worth so many commits to the same files.
    private static final int REVIEW_WORTH = 5;

    private final Node node;

    Fitting(Node node) {
        this.node = node;
    }

    /// What is known of one.
    private static final class Known {
        private final Person person;
        private final List<String> reviewed = new ArrayList<>();
        private int commits;

        Known(Person person) {
            this.person = person;
        }

        int worth() {
            return commits + REVIEW_WORTH * reviewed.size();
        }
    }

    /// The fittest first.
    ///
    /// @param may the names of those who may be asked
    /// @param alike other pull requests that are about the like
    List<Fit> of(Repo repo, Patch patch, Set<String> may, List<Issue> alike) {
        Map<String, Known> known = new HashMap<>();
        for (String name : may) node.people().find(name).ifPresent(person -> known.put(person.id(), new Known(person)));
        int looked = commits(repo, patch, known);
        reviews(repo, known, alike);
        return known.values().stream()
                .filter(it -> it.worth() > 0)
                .sorted(Comparator.comparingInt(Known::worth).reversed().thenComparing(it -> it.person.name()))
                .limit(OFFERED_MAX)
                .map(it -> new Fit(Who.of(it.person), because(it, looked)))
                .toList();
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

    private static String because(Known known, int looked) {
        var reasons = new ArrayList<String>();
        if (known.commits > 0) reasons.add(text("pulls.changed-these-files", known.commits, looked));
        if (!known.reviewed.isEmpty()) reasons.add(text("pulls.reviewed-the-like", String.join(", ", known.reviewed)));
        return String.join("; ", reasons);
    }
}
