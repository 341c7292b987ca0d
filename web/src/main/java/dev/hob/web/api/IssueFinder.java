package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.cob.Comment;
import dev.hob.node.issue.Handles;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueReading;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.TalkReading;
import dev.hob.node.people.Person;
import dev.hob.web.html.Stop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

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
}
