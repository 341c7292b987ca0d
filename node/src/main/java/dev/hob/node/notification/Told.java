package dev.hob.node.notification;

import dev.hob.node.issue.Participants;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.People;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/// Who is told of a change, and why: never those who made it, and never those who may not see it. A new kind of change
/// that concerns people is one more arm here. Shared between threads.
final class Told {
    /// Of more people than these only the first are told.
    static final int PEOPLE_MAX = 1_000;

    private static final int LATER_MAX = 200;

    private static final Set<String> REVIEWS = Set.of("review", "approved", "rejected");

    private final Log log;
    private final People people;
    private final Repos repos;
    private final Access access;
    private final Participants participants;
    private final Subscriptions subscriptions;

    Told(Log log, People people, Repos repos, Access access, Participants participants, Subscriptions subscriptions) {
        this.log = log;
        this.people = people;
        this.repos = repos;
        this.access = access;
        this.participants = participants;
        this.subscriptions = subscriptions;
    }

    /// A line for somebody.
    ///
    /// @param firstOnly whether it is none for whoever was told of the issue before
    record Line(
            String person,
            RepositoryId repository,
            RepoId rid,
            ObjectId issue,
            Reason reason,
            Entry entry,
            boolean firstOnly) {
        Line withReason(Reason other) {
            return new Line(person, repository, rid, issue, other, entry, firstOnly);
        }
    }

    /// What a change does to the lines that are there.
    sealed interface Effect {
        /// There are more.
        record More(List<Line> lines) implements Effect {
            public More {
                lines = List.copyOf(lines);
            }
        }

        /// Nobody hears of a repository any more.
        record Without(RepositoryId repository, RepoId rid) implements Effect {}

        /// Somebody hears of nothing any more.
        record Left(String person) implements Effect {}
    }

    /// What some changes do, in their order. Who has a part in an issue is asked when they are read; whoever has spoken
    /// since is not told of what was there before, unless it calls them.
    List<Effect> of(List<Entry> entries) {
        if (entries.isEmpty()) return List.of();
        var all = entries.stream().map(this::of).toList();
        var effects = new ArrayDeque<Effect>();
        var spoken = new HashSet<Spoken>();
        // Whoever spoke while these were read has a part in it already.
        for (var later : log.after(entries.getLast().position(), LATER_MAX))
            Spoken.by(later).ifPresent(spoken::add);
        for (int i = all.size() - 1; i >= 0; i--) {
            effects.addFirst(without(all.get(i), spoken));
            Spoken.by(entries.get(i)).ifPresent(spoken::add);
        }
        return List.copyOf(effects);
    }

    private record Spoken(String person, String rid, String issue) {
        static Optional<Spoken> by(Entry entry) {
            if (!(entry.origin() instanceof Origin.Here(String by))) return Optional.empty();
            return switch (entry.change()) {
                case Change.IssueCommented it -> Optional.of(new Spoken(by, it.rid(), it.issue()));
                case Change.IssueChanged it
                when REVIEWS.contains(it.what()) -> Optional.of(new Spoken(by, it.rid(), it.issue()));
                default -> Optional.empty();
            };
        }
    }

    private static Effect without(Effect effect, Set<Spoken> spoken) {
        if (!(effect instanceof Effect.More(var lines)) || spoken.isEmpty()) return effect;
        return new Effect.More(lines.stream()
                .filter(line -> line.reason() == Reason.MENTIONED
                        || line.reason() == Reason.ASSIGNED
                        || !spoken.contains(new Spoken(
                                line.person(), line.rid().value(), line.issue().name())))
                .toList());
    }

    private Effect of(Entry entry) {
        return switch (entry.change()) {
            case Change.IssueOpened it ->
                told(entry, it.repository(), it.rid(), it.issue(), Heard.ALL, it.issue(), it.issue());
            case Change.IssueCommented it ->
                told(entry, it.repository(), it.rid(), it.issue(), Heard.ALL, it.comment(), "");
            case Change.IssueChanged it ->
                switch (it.what()) {
                    case "closed", "reopened" -> told(entry, it.repository(), it.rid(), it.issue(), Heard.ALL, "", "");
                    // A member's new issue gets both its labels and its assignees by one operation behind the first.
                    case "assignees", "labels" ->
                        told(entry, it.repository(), it.rid(), it.issue(), Heard.CALLED, "", it.entry());
                    // A word of a review or a revision may call people, as a comment's.
                    case "review", "approved", "rejected", "revision" ->
                        told(entry, it.repository(), it.rid(), it.issue(), Heard.ALL, it.entry(), "");
                    case "merge", "automerge", "ready" ->
                        told(entry, it.repository(), it.rid(), it.issue(), Heard.ALL, "", "");
                    case "reviewer" -> told(entry, it.repository(), it.rid(), it.issue(), Heard.CALLED, "", it.entry());
                    case "edit" -> told(entry, it.repository(), it.rid(), it.issue(), Heard.NEW, "", "");
                    default -> nothing(); // The issue's own history tells the rest.
                };
            case Change.RepositoryDeleted it ->
                new Effect.Without(new RepositoryId(it.repository()), new RepoId(it.rid()));
            case Change.PersonDeleted it -> new Effect.Left(it.person());
            // Whoever wants to know reads what happened lately.
            case Change.RepositoryCreated _,
                    Change.RepositoryForked _,
                    Change.RepositoryDetached _,
                    Change.NamespaceCleared _,
                    Change.StatusReported _,
                    Change.ReleasePublished _,
                    Change.ReleaseChanged _,
                    Change.RefsMoved _,
                    Change.RepositoryRenamed _,
                    Change.RepositoryDescribed _,
                    Change.RepositoryMoved _,
                    Change.VisibilityChanged _,
                    Change.RepositoryTransferred _,
                    Change.RepositoryStarred _,
                    Change.RepositoryUnstarred _,
                    Change.PersonCreated _,
                    Change.PersonDescribed _,
                    Change.PersonMoved _ -> nothing();
        };
    }

    private static Effect nothing() {
        return new Effect.More(List.of());
    }

    /// Who hears of one change.
    private enum Heard {
        /// Those who are subscribed, and whoever it calls.
        ALL,
        /// Only whoever it calls.
        CALLED,
        /// Whoever is called by name now and was never told of the issue: a text was changed.
        NEW
    }

    /// @param said the text that may call people; empty for none
    /// @param assigning the operation that may make it somebody's task, or ask them for a review; empty for none
    private Effect told(
            Entry entry, String repository, String project, String object, Heard heard, String said, String assigning) {
        var found = repos.byId(new RepositoryId(repository));
        if (found.isEmpty()) return nothing();
        var repo = found.get();
        var rid = new RepoId(project);
        var issue = ObjectId.fromString(object);
        var called = called(rid, issue, heard, said, assigning);
        if (called.isEmpty() && heard != Heard.ALL) return nothing();
        var standings = subscriptions.all(rid, issue);
        if (standings.isEmpty()) return nothing();
        var reasons = new LinkedHashMap<String, Reason>();
        called.forEach((id, reason) -> {
            if (!(standings.get().of(id) instanceof Subscription.Ignores)) reasons.put(id, reason);
        });
        if (heard == Heard.ALL)
            for (String id : standings.get().anybody())
                if (standings.get().of(id) instanceof Subscription.Hears(var reason, var _))
                    reasons.putIfAbsent(id, reason);
        return new Effect.More(lines(entry, repo, rid, issue, reasons, heard == Heard.NEW));
    }

    private Map<String, Reason> called(RepoId rid, ObjectId issue, Heard heard, String said, String assigning) {
        var called = new LinkedHashMap<String, Reason>();
        if (!assigning.isEmpty()) {
            for (String id : assigned(rid, issue, assigning)) called.put(id, Reason.ASSIGNED);
            for (String id : participants.asked(rid, ObjectId.fromString(assigning)))
                called.put(id, Reason.REVIEW_REQUESTED);
        }
        if (!said.isEmpty())
            for (String id : participants.called(rid, ObjectId.fromString(said)))
                called.putIfAbsent(id, Reason.MENTIONED);
        if (heard == Heard.NEW) for (String id : participants.mentioned(rid, issue)) called.put(id, Reason.MENTIONED);
        return called;
    }

    /// What an issue is opened with is no line of its history.
    private Set<String> assigned(RepoId rid, ObjectId issue, String entry) {
        if (!entry.equals(issue.name())) return participants.assigned(rid, ObjectId.fromString(entry));
        return participants.tasked(rid, issue);
    }

    private List<Line> lines(
            Entry entry, Repo repo, RepoId rid, ObjectId issue, Map<String, Reason> reasons, boolean firstOnly) {
        if (entry.origin() instanceof Origin.Here(String by)) reasons.remove(by);
        var lines = new ArrayList<Line>();
        for (var person : people.inOrder(List.copyOf(reasons.keySet()))) {
            var reason = reasons.get(person.id());
            boolean may = !person.disabled() && access.may(Viewer.of(person), Right.READ, repo);
            if (reason != null && may && lines.size() < PEOPLE_MAX)
                lines.add(new Line(person.id(), repo.id(), rid, issue, reason, entry, firstOnly));
        }
        return lines;
    }
}
