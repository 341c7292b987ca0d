package dev.hob.cli;

import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Label;
import dev.hob.node.issue.Reactions;
import dev.hob.node.issue.Verdict;
import dev.hob.node.patch.Merges;
import dev.hob.node.patch.Patches;
import dev.hob.node.patch.Source;
import dev.hob.node.people.Person;
import dev.hob.node.release.Wish;
import dev.hob.node.repo.Repo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// What people say about a project, from dice: issues, pull requests, reviews and releases, each signed by who says it.
final class DemoTalk {
    private static final int ISSUES_MAX = 40;
    private static final int PULLS_MAX = 6;
    private static final int RELEASES_MAX = 3;

    private static final List<Label> LABELS = List.of(
            new Label("bug", "d73a4a", "Something does not work"),
            new Label("feature", "2f81f7", "Something new"),
            new Label("docs", "8957e5", "Words about it"),
            new Label("good first issue", "2da44e", "For whoever is new here"),
            new Label("question", "bf8700", "Somebody wants to know"));

    private final Node node;
    private final Repo repo;
    private final Person owner;
    private final List<Person> cast;
    private final List<Person> members;
    private final SplittableRandom dice;
    private final DemoCode code;
    private final Instant today;
    private final List<ObjectId> milestones = new ArrayList<>();

    /// @param members who may write, the owner among them
    DemoTalk(Node node, Repo repo, Person owner, List<Person> others, List<Person> members, long seed, Instant today) {
        this.node = node;
        this.repo = repo;
        this.owner = owner;
        this.cast = new ArrayList<>(others);
        this.cast.add(owner);
        this.members = List.copyOf(members);
        this.dice = new SplittableRandom(seed ^ repo.name().hashCode());
        this.code = new DemoCode(dice);
        this.today = today;
    }

    /// Lets them talk; the larger a project, the more.
    void tell(DemoProject project) {
        prepare();
        int issues = Math.min(ISSUES_MAX, project.commits() / 10);
        for (int i = 0; i < issues; i++) issue();
        var refs = node.refs().view(repo).refs();
        refs.entrySet().stream()
                .filter(ref -> ref.getKey().startsWith(Constants.R_HEADS)
                        && !ref.getKey().equals(Constants.R_HEADS + "main"))
                .limit(PULLS_MAX)
                .toList()
                .forEach(ref -> pull(ref.getKey().substring(Constants.R_HEADS.length()), ref.getValue()));
        var tags = refs.keySet().stream()
                .filter(ref -> ref.startsWith(Constants.R_TAGS))
                .map(ref -> ref.substring(Constants.R_TAGS.length()))
                .toList();
        for (String tag : tags.subList(Math.max(0, tags.size() - RELEASES_MAX), tags.size())) release(tag);
    }

    private void prepare() {
        var trackers = node.tracking().trackers();
        for (var label : LABELS) done(trackers.describeLabel(repo, owner, label));
        for (String title : List.of("The next one", "Some day")) {
            var due = milestones.isEmpty() ? Optional.of(today.plus(Duration.ofDays(30))) : Optional.<Instant>empty();
            milestones.add(done(trackers.makeMilestone(repo, owner, title, "", due)));
        }
    }

    private void issue() {
        var issues = node.tracking().issues();
        String part = code.noun();
        var id = done(issues.open(repo, anybody(), Issues.Opening.of(code.subject(part), body(part))));
        if (dice.nextInt(4) > 0)
            done(issues.label(repo, owner, id, List.of(one(LABELS).name()), List.of()));
        if (dice.nextInt(3) == 0) done(issues.assign(repo, owner, id, List.of(one(members)), List.of()));
        if (dice.nextInt(3) == 0)
            done(node.tracking().trackers().setMilestone(repo, owner, id, Optional.of(one(milestones))));
        for (int i = dice.nextInt(5); i > 0; i--) {
            var said = done(issues.comment(repo, anybody(), id, code.reason(), Optional.empty(), List.of()));
            if (dice.nextInt(3) == 0) done(issues.react(repo, anybody(), id, said, one(Reactions.OFFERED), true));
        }
        if (dice.nextInt(2) == 0)
            done(issues.turn(repo, owner, id, dice.nextInt(4) == 0 ? IssueState.CLOSED : IssueState.SOLVED));
    }

    private String body(String part) {
        return code.reason() + "\n\n- [x] look at the " + part + "\n- [ ] " + code.verb() + " the " + code.noun()
                + "\n\n" + code.reason() + "\n";
    }

    private void pull(String branch, ObjectId head) {
        var patches = node.pulls().patches();
        var by = one(members);
        var source = new Source(repo.id(), branch);
        var opening =
                Patches.Opening.of(code.subject(code.noun()), body(code.noun()), "main", head, Optional.of(source));
        var id = done(patches.open(repo, by, opening));
        var reviewer =
                cast.stream().filter(it -> !it.id().equals(by.id())).findFirst().orElseThrow();
        var verdict = dice.nextInt(3) == 0 ? Verdict.REJECT : Verdict.ACCEPT;
        if (dice.nextInt(3) > 0)
            done(patches.review(repo, reviewer, id, id, code.reason(), Optional.of(verdict), List.of()));
        done(patches.comment(repo, anybody(), id, code.reason(), Optional.empty(), List.of()));
        // Two that changed the same lines do not merge: that one is left open, as it would be.
        if (verdict == Verdict.ACCEPT && dice.nextInt(2) == 0)
            node.pulls().merges().merge(repo, owner, id, new Merges.Wish(Merges.Way.MERGE, "", Optional.empty()));
    }

    private void release(String tag) {
        var releases = node.publishing().releases();
        String notes = "## What is new\n\n- " + code.subject(code.noun()) + "\n- " + code.subject(code.noun()) + "\n";
        try (var files = releases.incoming()) {
            done(releases.publish(repo, owner, Wish.of(tag, repo.name() + " " + tag, notes), files));
        }
    }

    private Person anybody() {
        return one(cast);
    }

    private <T> T one(List<T> of) {
        return of.get(dice.nextInt(of.size()));
    }

    private ObjectId done(Answer answer) {
        return switch (answer) {
            case Answer.Done(var entry) -> entry;
            case Answer.Same() -> ObjectId.zeroId();
            case Answer.Refused(var _, var _, var told) ->
                throw new CommandException("cannot fill the talk of " + repo.path() + ": " + told);
        };
    }
}
