package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.cob.Comment;
import dev.hob.node.issue.Handles;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueReading;
import dev.hob.node.issue.Label;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.Milestone;
import dev.hob.node.issue.TalkReading;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Stop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/// Finds what parts of a path and fields of a body name: issues by their number, comments by theirs, people by name.
/// Shared between threads.
final class IssueFinder {
    private final Node node;
    private final IssueReading reading;
    private final TalkReading talks;

    IssueFinder(Node node) {
        this.node = node;
        this.reading = node.tracking().reading();
        this.talks = node.tracking().talks();
    }

    /// The issue of `/issues/{index}/…`.
    Issue issue(Call call) {
        return issue(call, call.numbered("index"));
    }

    Issue issue(Call call, long number) {
        return reading.find(call.repo().rid(), number)
                .orElseThrow(() -> new Stop(404, "issue does not exist [index: " + number + "]"));
    }

    /// What an issue says first.
    Line description(Issue issue) {
        return talks.history(issue.rid(), issue.id(), -1, 1).stream()
                .filter(line -> line.entry().equals(issue.id()))
                .findFirst()
                .orElseThrow(Call::missing);
    }

    /// The comment of `/issues/comments/{id}/…`; one that was taken back is not there.
    IssueShapes.Said comment(Call call) {
        var found = talks.comment(call.repo().rid(), Handles.prefix(call.numbered("id")))
                .orElseThrow(Call::missing);
        return said(call, found);
    }

    IssueShapes.Said said(Call call, TalkReading.Found found) {
        var issue = reading.byId(call.repo().rid(), found.issue()).orElseThrow(Call::missing);
        Comment comment = IssueShapes.comment(found.line()).orElseThrow(Call::missing);
        return new IssueShapes.Said(issue, found.line(), comment);
    }

    /// People by their names; 422 for a name that is nobody's, since it came in a body.
    List<Person> people(Collection<String> names) {
        var people = new ArrayList<Person>();
        for (String name : names)
            people.add(node.people()
                    .find(name)
                    .orElseThrow(() -> new Stop(422, "Assignee does not exist: [name: " + name + "]")));
        return people;
    }

    /// Names that were given one by one or together.
    static Set<String> names(Optional<String> one, Optional<List<String>> some) {
        var names = new LinkedHashSet<>(some.orElse(List.of()));
        one.filter(it -> !it.isEmpty()).ifPresent(names::add);
        return names;
    }

    /// The names of labels by their numbers; one that there is none of is passed over.
    List<String> labels(Call call, List<Long> numbers) {
        if (numbers.isEmpty()) return List.of();
        return node.tracking().tracked().labels(call.repo().rid()).stream()
                .filter(it -> numbers.contains(it.number()))
                .map(Label::name)
                .toList();
    }

    /// A milestone by its number; 0 is none.
    Optional<ObjectId> milestone(Call call, long number) {
        if (number == 0) return Optional.empty();
        return Optional.of(node.tracking().tracked().milestones(call.repo().rid()).stream()
                .filter(it -> it.number() == number)
                .findFirst()
                .map(Milestone::id)
                .orElseThrow(() -> new Stop(422, "[milestone]: there is none of this number")));
    }

    /// Whether the caller decides about what others have opened.
    boolean isMember(Call call, Scope scope) {
        return node.access().may(call.viewer(), Right.WRITE, call.repo(), scope);
    }
}
