package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Acting;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Graph;
import dev.hob.node.refs.Surroundings;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;

/// A project's tracker while its entries are told to it: only delegates speak, and what is not known is refused.
/// Mutable; for one thread at a time.
final class TrackerFold implements Graph.Subject {
    /// The type of such objects.
    static final String TYPE = "dev.hob.tracker";

    /// What is said of one issue.
    static final class About {
        Optional<ObjectId> milestone = Optional.empty();
        Optional<Instant> pinned = Optional.empty();
        Optional<String> locked = Optional.empty();
        Optional<Instant> due = Optional.empty();
        final SortedSet<ObjectId> dependsOn = new TreeSet<>();
        /// Who is asked for a review, by DID, and how many versions of reviews they had given before.
        final SortedMap<String, Long> reviewers = new TreeMap<>();
        /// Reviews that count no more.
        final SortedMap<ObjectId, Dismissal> dismissals = new TreeMap<>();
        final List<Line> lines = new ArrayList<>();
    }

    /// That a review counts no more, up to one of its versions.
    record Dismissal(long version, String reason) {}

    /// One line of an issue's history.
    record Line(ObjectId entry, DidKey author, Optional<DidKey> acting, Instant at, TrackerAction action) {}

    /// A milestone as far as it is said here.
    record Goal(
            ObjectId id,
            String title,
            String description,
            boolean open,
            Optional<Instant> due,
            Instant created,
            Instant updated,
            Optional<Instant> closed) {}

    private final Surroundings context;
    private final SortedMap<String, Label> labels = new TreeMap<>();
    private final LinkedHashMap<ObjectId, Goal> milestones = new LinkedHashMap<>();
    private final Map<ObjectId, About> issues = new HashMap<>();

    TrackerFold(Surroundings context) {
        this.context = context;
    }

    @Override
    public boolean begin(Entry root) throws IOException {
        return apply(root);
    }

    @Override
    public boolean apply(Entry entry) throws IOException {
        var author = entry.author().orElseThrow();
        var document = context.document(entry);
        if (document.isEmpty() || !document.get().delegates().contains(author)) return false;
        var actions = new ArrayList<TrackerAction>();
        for (var json : entry.actions()) {
            var action = TrackerAction.parse(json);
            if (action.isEmpty()) return false;
            actions.add(action.get());
        }
        var acting = context.acting(entry).map(Acting::did);
        for (var action : actions) perform(entry, author, acting, action);
        return true;
    }

    private void perform(Entry entry, DidKey author, Optional<DidKey> acting, TrackerAction action) {
        switch (action) {
            case TrackerAction.DescribeLabel(var name, var color, var description) ->
                labels.put(name, new Label(name, color, description));
            case TrackerAction.ForgetLabel(var name) -> labels.remove(name);
            case TrackerAction.MakeMilestone(var title, var description, var due) ->
                milestones.put(
                        entry.id(),
                        new Goal(entry.id(), title, description, true, due, entry.at(), entry.at(), Optional.empty()));
            case TrackerAction.ChangeMilestone(var id, var title, var description, var due, var open) ->
                milestones.computeIfPresent(
                        id,
                        (_, goal) -> new Goal(
                                id,
                                title,
                                description,
                                open,
                                due,
                                goal.created(),
                                entry.at(),
                                open ? Optional.empty() : goal.closed().or(() -> Optional.of(entry.at()))));
            case TrackerAction.ForgetMilestone(var id) -> {
                milestones.remove(id);
                issues.values().stream()
                        .filter(about -> about.milestone.equals(Optional.of(id)))
                        .forEach(about -> about.milestone = Optional.empty());
            }
            case TrackerAction.SetMilestone(var issue, var milestone) -> {
                var known = milestone.filter(milestones::containsKey);
                about(issue, entry, author, acting, action).milestone = known;
            }
            case TrackerAction.Pin(var issue, var active) ->
                about(issue, entry, author, acting, action).pinned =
                        active ? Optional.of(entry.at()) : Optional.empty();
            case TrackerAction.Lock(var issue, var active, var reason) ->
                about(issue, entry, author, acting, action).locked = active ? Optional.of(reason) : Optional.empty();
            case TrackerAction.SetDue(var issue, var due) -> about(issue, entry, author, acting, action).due = due;
            case TrackerAction.Depend(var issue, var on, var active) -> {
                var about = about(issue, entry, author, acting, action);
                if (active) about.dependsOn.add(on);
                else about.dependsOn.remove(on);
            }
            case TrackerAction.AskReview(var issue, var reviewer, var given, var active) -> {
                var about = about(issue, entry, author, acting, action);
                if (active && isDid(reviewer)) about.reviewers.put(reviewer, given);
                else about.reviewers.remove(reviewer);
            }
            case TrackerAction.DismissReview(var issue, var review, var version, var active, var reason) -> {
                var about = about(issue, entry, author, acting, action);
                if (active) about.dismissals.put(review, new Dismissal(version, reason));
                else about.dismissals.remove(review);
            }
        }
    }

    private static boolean isDid(String text) {
        try {
            DidKey.parse(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false; // Another node's word, which nothing here can show.
        }
    }

    private About about(ObjectId issue, Entry entry, DidKey author, Optional<DidKey> acting, TrackerAction action) {
        var about = issues.computeIfAbsent(issue, _ -> new About());
        about.lines.add(new Line(entry.id(), author, acting, entry.at(), action));
        return about;
    }

    SortedMap<String, Label> labels() {
        return Collections.unmodifiableSortedMap(labels);
    }

    Map<ObjectId, Goal> milestones() {
        return Collections.unmodifiableMap(milestones);
    }

    Map<ObjectId, About> issues() {
        return Collections.unmodifiableMap(issues);
    }
}
