package dev.hob.web.activity;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.activity.Activity;
import dev.hob.node.activity.Activity.Shelf;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Visit;
import dev.hob.web.repo.Found;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What happened lately: in one repository, by one person, or wherever the reader may look. Shared between threads.
public final class ActivityPages {
    private static final int SHOWN = 20;

    private final Node node;
    private final Found found;
    private final Sentences sentences;

    public ActivityPages(Node node, Found found) {
        this.node = node;
        this.found = found;
        this.sentences = new Sentences(node);
    }

    /// Some of it, and the id before which the rest is.
    ///
    /// @param latest whether there is nothing after it
    public record Shown(List<ActivityLine> lines, boolean latest, Optional<Long> next) {
        public Shown {
            lines = List.copyOf(lines);
        }
    }

    /// What the reader asks for: the latest, or what was before something.
    public Shown shown(Visit visit, Shelf shelf) {
        long before = visit.query("before").flatMap(ActivityPages::id).orElse(Activity.LATEST);
        var page = node.activity().before(visit.viewer(), shelf, before, SHOWN);
        return new Shown(sentences.of(page.events()), before == Activity.LATEST, page.next());
    }

    private static Optional<Long> id(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /// What happened in a repository.
    public void repository(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var view = node.refs().view(repo);
        visit.show(
                "repo/activity.jte",
                text("word.activity") + " · " + repo.path(),
                Map.of(
                        "repo",
                        found.head(visit, repo, view, "branch", view.defaultBranch()),
                        "shown",
                        shown(visit, new Shelf.In(repo))));
    }
}
