package dev.hob.web.issue;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.web.html.Faces;
import dev.hob.web.issue.Choices.Chosen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds out what somebody may choose. Shared between threads.
public final class Choosing {
    private static final int REVIEWERS_MAX = 100;

    private final Node node;
    private final ListPages lists;

    Choosing(Node node, ListPages lists) {
        this.node = node;
        this.lists = lists;
    }

    /// For a new issue, or for a new pull request, whose author may ask for reviews.
    public Choices of(Here here, Chosen chosen, boolean pull) {
        var reviewers = pull ? reviewers(node, here.repo(), here.person(), chosen.asked()) : List.<String>of();
        if (!here.member()) return new Choices(chosen, reviewers, List.of(), List.of(), Map.of(), false);
        var lines = new IssueLines(
                node, new Faces(node.people()), here.visit().page("").now());
        var known = lines.known(here.rid());
        var names = new LinkedHashSet<>(chosen.labels());
        known.keySet().stream().sorted(String.CASE_INSENSITIVE_ORDER).forEach(names::add);
        var people = new LinkedHashSet<String>();
        here.person().ifPresent(it -> people.add(it.name()));
        people.addAll(lists.people(here.repo()));
        people.addAll(chosen.assignees());
        return new Choices(
                chosen,
                reviewers,
                names.stream().map(name -> IssueLines.chip(known, name)).toList(),
                List.copyOf(people),
                node.tracking().tracked().milestoneTitles(here.rid()),
                true);
    }

    /// Whom somebody may ask for a review: those who belong to the project, but not who offers the change.
    ///
    /// @param besides others who are asked already
    public static List<String> reviewers(Node node, Repo repo, Optional<Person> author, Collection<String> besides) {
        String self = author.map(Person::name).orElse("");
        return Stream.of(
                        besides.stream().sorted(),
                        Stream.of(repo.owner()),
                        node.repos().collaborators(repo).keySet().stream().sorted())
                .flatMap(it -> it)
                .distinct()
                .filter(name -> !name.equals(self))
                .limit(REVIEWERS_MAX)
                .toList();
    }

    /// Accounts by their names, or what to say of the first that is none.
    public sealed interface Named {
        record Found(List<Person> people) implements Named {
            public Found {
                people = List.copyOf(people);
            }
        }

        record Unknown(String told) implements Named {}
    }

    /// Finds accounts.
    public Named named(Collection<String> names) {
        var people = new ArrayList<Person>();
        for (String name : names) {
            var person = node.people().find(name);
            if (person.isEmpty()) return new Named.Unknown(text("issues.no-such-account", name));
            people.add(person.get());
        }
        return new Named.Found(people);
    }
}
