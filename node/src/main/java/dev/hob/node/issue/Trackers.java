package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Acting;
import dev.hob.node.cob.Operation;
import dev.hob.node.db.Database;
import dev.hob.node.issue.Answer.Field;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.FoldCache;
import dev.hob.node.refs.Signer;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;

/// What members say about a project's issues beside the issues: labels' looks, milestones, pins, locks, due days and
/// dependencies. Signed as issues are, into an object of a type of ours. Shared between threads.
public final class Trackers {
    public static final int LABELS_MAX = 500;
    public static final int MILESTONES_MAX = 500;
    public static final int PINNED_MAX = 3;
    public static final int DEPENDENCIES_MAX = 50;
    public static final int REVIEWERS_MAX = 50;
    private static final int TEXT_CHARACTERS_MAX = 10_000;
    private static final int TITLE_CHARACTERS_MAX = 100;

    private final Database database;
    private final Means means;
    private final Folds folds;

    Trackers(Database database, Means means, Folds folds) {
        this.database = database;
        this.means = means;
        this.folds = folds;
    }

    /// Makes a label known, or changes how it looks.
    public Answer describeLabel(Repo repo, Person by, Label label) {
        var objection = labelObjection(label);
        if (objection.isPresent()) return objection.get();
        return act(repo, by, fold -> {
            if (label.equals(fold.labels().get(label.name()))) return new Plan.Nothing();
            if (fold.labels().size() >= LABELS_MAX && !fold.labels().containsKey(label.name()))
                return new Plan.No(Answer.invalid(Messages.text("issue.described-labels-max", LABELS_MAX)));
            return new Plan.Do(new TrackerAction.DescribeLabel(label.name(), label.color(), label.description()));
        });
    }

    /// Why a label cannot be so, if it cannot.
    Optional<Answer> labelObjection(Label label) {
        var objection = Answer.objection(Field.NAME, Limits.labels(List.of(label.name())));
        if (objection.isPresent()) return objection;
        if (!label.color().matches("[0-9a-f]{6}"))
            return Optional.of(Answer.invalid(Field.COLOR, Messages.text("issue.colour-is-six-digits")));
        if (label.description().length() > TITLE_CHARACTERS_MAX * 2)
            return Optional.of(Answer.invalid(Field.DESCRIPTION, Messages.text("issue.description-is-too-long")));
        return Optional.empty();
    }

    /// Forgets how a label looks; issues that carry it keep it.
    public Answer forgetLabel(Repo repo, Person by, String name) {
        return act(
                repo,
                by,
                fold -> fold.labels().containsKey(name)
                        ? new Plan.Do(new TrackerAction.ForgetLabel(name))
                        : new Plan.Nothing());
    }

    /// Makes a milestone; the answer's entry is its id.
    public Answer makeMilestone(Repo repo, Person by, String title, String description, Optional<Instant> due) {
        var objection = milestoneObjection(title, description);
        if (objection.isPresent()) return objection.get();
        return act(repo, by, fold -> {
            if (fold.milestones().size() >= MILESTONES_MAX)
                return new Plan.No(Answer.invalid(Messages.text("issue.milestones-max", MILESTONES_MAX)));
            return new Plan.Do(new TrackerAction.MakeMilestone(title.strip(), description, due));
        });
    }

    /// Changes a milestone; closes and opens it.
    public Answer changeMilestone(
            Repo repo,
            Person by,
            ObjectId milestone,
            String title,
            String description,
            Optional<Instant> due,
            boolean open) {
        var objection = milestoneObjection(title, description);
        if (objection.isPresent()) return objection.get();
        return act(repo, by, fold -> {
            var goal = fold.milestones().get(milestone);
            if (goal == null) return new Plan.No(Answer.missing(Messages.text("issue.no-such-milestone")));
            boolean same = goal.title().equals(title.strip())
                    && goal.description().equals(description)
                    && goal.due().equals(due)
                    && goal.open() == open;
            return same
                    ? new Plan.Nothing()
                    : new Plan.Do(new TrackerAction.ChangeMilestone(milestone, title.strip(), description, due, open));
        });
    }

    /// Takes a milestone away; its issues stay.
    public Answer forgetMilestone(Repo repo, Person by, ObjectId milestone) {
        return act(
                repo,
                by,
                fold -> fold.milestones().containsKey(milestone)
                        ? new Plan.Do(new TrackerAction.ForgetMilestone(milestone))
                        : new Plan.No(Answer.missing(Messages.text("issue.no-such-milestone"))));
    }

    private static Optional<Answer> milestoneObjection(String title, String description) {
        if (title.isBlank())
            return Optional.of(Answer.invalid(Field.TITLE, Messages.text("issue.milestone-needs-a-title")));
        if (title.length() > TITLE_CHARACTERS_MAX)
            return Optional.of(Answer.invalid(
                    Field.TITLE, Messages.text("issue.milestone-title-characters-max", TITLE_CHARACTERS_MAX)));
        if (description.length() > TEXT_CHARACTERS_MAX)
            return Optional.of(Answer.invalid(
                    Field.DESCRIPTION,
                    Messages.text("issue.milestone-description-characters-max", TEXT_CHARACTERS_MAX)));
        return Optional.empty();
    }

    /// Puts an issue under a milestone, or under none.
    public Answer setMilestone(Repo repo, Person by, ObjectId issue, Optional<ObjectId> milestone) {
        return about(repo, by, issue, fold -> {
            if (milestone.isPresent() && !fold.milestones().containsKey(milestone.get()))
                return new Plan.No(Answer.missing(Messages.text("issue.no-such-milestone")));
            boolean same = about(fold, issue).flatMap(it -> it.milestone).equals(milestone);
            return same ? new Plan.Nothing() : new Plan.Do(new TrackerAction.SetMilestone(issue, milestone));
        });
    }

    /// Keeps an issue above the list, or no more.
    public Answer pin(Repo repo, Person by, ObjectId issue, boolean active) {
        return about(repo, by, issue, fold -> {
            boolean now = about(fold, issue).flatMap(it -> it.pinned).isPresent();
            if (now == active) return new Plan.Nothing();
            long pinned = fold.issues().values().stream()
                    .filter(it -> it.pinned.isPresent())
                    .count();
            if (active && pinned >= PINNED_MAX)
                return new Plan.No(Answer.invalid(Messages.text("issue.pinned-max", PINNED_MAX)));
            return new Plan.Do(new TrackerAction.Pin(issue, active));
        });
    }

    /// Lets only members speak about an issue, or everybody again.
    public Answer lock(Repo repo, Person by, ObjectId issue, boolean active, String reason) {
        if (reason.length() > TITLE_CHARACTERS_MAX) return Answer.invalid(Messages.text("issue.reason-is-too-long"));
        return about(repo, by, issue, fold -> {
            var now = about(fold, issue).flatMap(it -> it.locked);
            boolean same = active ? now.equals(Optional.of(reason)) : now.isEmpty();
            return same ? new Plan.Nothing() : new Plan.Do(new TrackerAction.Lock(issue, active, reason));
        });
    }

    /// Says until when an issue should be done, or takes that back.
    public Answer setDue(Repo repo, Person by, ObjectId issue, Optional<Instant> due) {
        return about(
                repo,
                by,
                issue,
                fold -> about(fold, issue).flatMap(it -> it.due).equals(due)
                        ? new Plan.Nothing()
                        : new Plan.Do(new TrackerAction.SetDue(issue, due)));
    }

    /// Says that an issue can be done only after another of the project, or takes that back.
    public Answer depend(Repo repo, Person by, ObjectId issue, ObjectId on, boolean active) {
        if (issue.equals(on)) return Answer.invalid(Messages.text("issue.waits-not-for-itself"));
        if (active && means.reading().byId(repo.rid(), on).isEmpty())
            return Answer.missing(Messages.text("issue.no-such-issue"));
        return about(repo, by, issue, fold -> {
            var now = about(fold, issue);
            boolean there = now.isPresent() && now.get().dependsOn.contains(on);
            if (there == active) return new Plan.Nothing();
            if (active && reaches(fold, on, issue))
                return new Plan.No(Answer.invalid(Messages.text("issue.would-wait-for-each-other")));
            if (active && now.isPresent() && now.get().dependsOn.size() >= DEPENDENCIES_MAX)
                return new Plan.No(Answer.invalid(Messages.text("issue.waits-for-max", DEPENDENCIES_MAX)));
            return new Plan.Do(new TrackerAction.Depend(issue, on, active));
        });
    }

    /// Asks somebody to review a pull request, or no more. Members, and who opened it.
    ///
    /// @param given how many versions of reviews of it they have given until now
    public Answer askReview(Repo repo, Person by, ObjectId issue, DidKey reviewer, long given, boolean active) {
        boolean own = means.reading()
                .byId(repo.rid(), issue)
                .filter(it -> means.devices().isOf(by, it.author()))
                .isPresent();
        return about(repo, by, issue, own, fold -> {
            var asked = about(fold, issue).map(it -> it.reviewers);
            var before = asked.flatMap(it -> Optional.ofNullable(it.get(reviewer.did())));
            if (active ? before.equals(Optional.of(given)) : before.isEmpty()) return new Plan.Nothing();
            if (active
                    && before.isEmpty()
                    && asked.filter(it -> it.size() >= REVIEWERS_MAX).isPresent())
                return new Plan.No(Answer.invalid(Messages.text("issue.reviewers-asked-max", REVIEWERS_MAX)));
            return new Plan.Do(new TrackerAction.AskReview(issue, reviewer.did(), given, active));
        });
    }

    /// Says that a review counts no more, or that it counts again.
    ///
    /// @param version how often an opinion was given by it until now: a later one counts by itself
    public Answer dismissReview(
            Repo repo, Person by, ObjectId issue, ObjectId review, long version, boolean active, String reason) {
        if (reason.length() > TEXT_CHARACTERS_MAX) return Answer.invalid(Messages.text("issue.reason-is-too-long"));
        return about(repo, by, issue, fold -> {
            var now = about(fold, issue).flatMap(it -> Optional.ofNullable(it.dismissals.get(review)));
            boolean same = active ? now.filter(it -> it.version() >= version).isPresent() : now.isEmpty();
            return same
                    ? new Plan.Nothing()
                    : new Plan.Do(new TrackerAction.DismissReview(issue, review, version, active, reason));
        });
    }

    private static boolean reaches(TrackerFold fold, ObjectId from, ObjectId to) {
        var seen = new java.util.HashSet<ObjectId>();
        var waiting = new java.util.ArrayDeque<ObjectId>(List.of(from));
        while (!waiting.isEmpty()) {
            var id = waiting.remove();
            if (id.equals(to)) return true;
            if (seen.add(id)) about(fold, id).ifPresent(it -> waiting.addAll(it.dependsOn));
        }
        return false;
    }

    private static Optional<TrackerFold.About> about(TrackerFold fold, ObjectId issue) {
        return Optional.ofNullable(fold.issues().get(issue));
    }

    /// What to do, now that the tracker is known.
    private sealed interface Plan {
        record Do(TrackerAction action) implements Plan {}

        record Nothing() implements Plan {}

        record No(Answer answer) implements Plan {}
    }

    private Answer about(Repo repo, Person by, ObjectId issue, Function<TrackerFold, Plan> plan) {
        return about(repo, by, issue, false, plan);
    }

    /// @param own whether they may do so without being a member
    private Answer about(Repo repo, Person by, ObjectId issue, boolean own, Function<TrackerFold, Plan> plan) {
        if (means.reading().byId(repo.rid(), issue).isEmpty())
            return Answer.missing(Messages.text("issue.no-such-issue"));
        return act(repo, by, own, plan);
    }

    private Answer act(Repo repo, Person by, Function<TrackerFold, Plan> plan) {
        return act(repo, by, false, plan);
    }

    private Answer act(Repo repo, Person by, boolean own, Function<TrackerFold, Plan> plan) {
        if (!own && !means.isMember(repo, by)) return Answer.forbidden(Messages.text("issue.only-members-change-that"));
        return means.cobs()
                .in(repo, session -> {
                    var object = database.read(
                            handle -> SoleObjects.first(handle, session.repo().rid(), TrackerFold.TYPE));
                    var known = object.isEmpty()
                            ? Optional.<FoldCache.Kept<TrackerFold>>empty()
                            : folds.trackers().get(session, object.get());
                    var kept =
                            known.isPresent() ? known.get() : folds.trackers().fresh(session);
                    return switch (plan.apply(kept.fold())) {
                        case Plan.No(var answer) -> answer;
                        case Plan.Nothing() -> new Answer.Same();
                        case Plan.Do(var action) ->
                            store(session, by, kept, known.isPresent() ? object : Optional.empty(), action);
                    };
                })
                .orElseGet(() -> Answer.missing(Messages.text("refs.repository-is-gone")));
    }

    private Answer store(
            Cobs.Session session,
            Person by,
            FoldCache.Kept<TrackerFold> kept,
            Optional<ObjectId> object,
            TrackerAction action)
            throws IOException {
        var repo = session.repo();
        var rid = repo.rid();
        var identity = session.identity();
        var choice = Signer.choose(
                means.custody(),
                repo,
                identity.document(),
                by,
                true,
                means.clock().instant());
        if (!(choice instanceof Signer.Choice.Signs(var signer)))
            return Answer.forbidden(((Signer.Choice.Refused) choice).told());
        Map<String, byte[]> embeds = new LinkedHashMap<>();
        signer.acting().ifPresent(acting -> embeds.put(Acting.EMBED, acting.bytes()));
        var operation = new Operation(
                TrackerFold.TYPE,
                List.of(action.json()),
                embeds,
                kept.tips(),
                List.of(),
                Optional.of(identity.head()),
                "Track");
        var issue = TrackerRows.issueOf(action);
        int lines = issue.map(id -> TrackerRows.lines(kept.fold(), id)).orElse(0);
        var stored = session.store(
                signer.author(),
                new Origin.Here(by.id()),
                operation,
                object,
                entry -> issue.map(id -> new Change.IssueChanged(
                        repo.id().value(),
                        rid.value(),
                        id.name(),
                        means.reading().number(rid, id).orElse(0L),
                        entry.id().name(),
                        TrackerRows.word(action))),
                object.isEmpty() ? kept.fold()::begin : kept.fold()::apply,
                (handle, entry) -> {
                    SoleObjects.note(handle, rid, TrackerFold.TYPE, object.orElse(entry.id()));
                    TrackerRows.follow(handle, rid, kept.fold(), action, entry.id(), lines);
                });
        return stored.map(entry -> {
                    kept.grow(entry.id());
                    folds.trackers().keep(rid, object.orElse(entry.id()), kept);
                    return (Answer) new Answer.Done(entry.id());
                })
                .orElseGet(() -> Answer.forbidden(Messages.text("issue.project-refuses-that")));
    }
}
