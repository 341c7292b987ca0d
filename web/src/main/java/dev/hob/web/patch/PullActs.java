package dev.hob.web.patch;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.PatchState;
import dev.hob.node.patch.Applying;
import dev.hob.node.patch.Merges;
import dev.hob.node.patch.Patch;
import dev.hob.node.people.Person;
import dev.hob.node.protection.AutomaticMerges;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.issue.Choosing;
import dev.hob.web.issue.Finding;
import dev.hob.web.issue.Here;
import dev.hob.web.issue.IssuePages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// What the forms of a pull request's page do, beside those that an issue has too.
public final class PullActs {
    private static final Pattern PICK = Pattern.compile("([0-9a-f]{40})\\.(\\d{1,2})");

    private final Node node;
    private final Finding finding;
    private final IssuePages pages;
    private final Choosing choosing;

    PullActs(Node node, Finding finding, IssuePages pages, Choosing choosing) {
        this.choosing = choosing;
        this.node = node;
        this.finding = finding;
        this.pages = pages;
    }

    /// The pull request that the path names.
    static Issue pull(Finding finding, Here here) {
        var issue = finding.issue(here);
        if (!issue.isPatch()) throw Stop.notFound();
        return issue;
    }

    private Patch patch(Here here, Issue issue) {
        return node.pulls().reading().find(here.rid(), issue.id()).orElseThrow(Stop::notFound);
    }

    private void settle(Here here, Issue issue, Form form, String field, Answer answer) {
        var objection = Finding.objection(answer);
        if (objection.isPresent()) wrong(here, issue, form, field, objection.get());
        else here.visit().go(here.page(issue));
    }

    private void wrong(Here here, Issue issue, Form form, String field, String told) {
        pages.show(here, issue, 422, form.wrong(field, told), Optional.empty());
    }

    /// Merges it, and deletes its branch if that was asked for.
    public void merge(Visit visit) {
        var here = finding.member(visit);
        var issue = pull(finding, here);
        var by = Finding.person(here);
        String word = visit.field("way");
        String message = visit.text("message");
        boolean anyway = visit.field("anyway").equals("yes");
        var form = new Form(
                Map.of("way", word, "message", message, "leave", visit.field("leave"), "anyway", anyway ? "yes" : ""),
                Map.of());
        var way = way(word);
        if (way.isEmpty()) {
            wrong(here, issue, form, "merge", text("pulls.choose-how-to-merge"));
            return;
        }
        var wish = new Merges.Wish(way.get(), message, seen(visit), anyway);
        switch (node.pulls().merges().merge(here.repo(), by, issue.id(), wish)) {
            case Merges.Outcome.Merged _ -> {
                if (visit.field("leave").equals("yes"))
                    node.pulls().leaving().leave(here.repo(), by, patch(here, issue));
                visit.go(here.page(issue), Notice.MERGED);
            }
            case Merges.Outcome.Conflicts _ -> wrong(here, issue, form, "merge", text("pulls.contradict-by-now"));
            case Merges.Outcome.Stale(String told) -> wrong(here, issue, form, "merge", told);
            case Merges.Outcome.Missing(String told) -> wrong(here, issue, form, "merge", told);
            case Merges.Outcome.Refused(var reason, String told) -> {
                if (reason == Answer.Reason.MISSING) throw new Stop(404, told);
                if (reason == Answer.Reason.FORBIDDEN) throw new Stop(403, told);
                wrong(here, issue, form, "merge", told);
            }
        }
    }

    private static Optional<Merges.Way> way(String word) {
        return Arrays.stream(Merges.Way.values())
                .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    private static Optional<ObjectId> seen(Visit visit) {
        String head = visit.field("head");
        return ObjectId.isId(head) ? Optional.of(ObjectId.fromString(head)) : Optional.empty();
    }

    /// Merges it as soon as nothing is missing any more.
    public void later(Visit visit) {
        var here = finding.member(visit);
        var issue = pull(finding, here);
        String word = visit.field("way");
        String message = visit.text("message");
        boolean leaves = visit.field("leave").equals("yes");
        var form = new Form(Map.of("way", word, "message", message, "leave", visit.field("leave")), Map.of());
        var way = way(word);
        if (way.isEmpty()) {
            wrong(here, issue, form, "merge", text("pulls.choose-how-to-merge"));
            return;
        }
        var wish = new Merges.Wish(way.get(), message, seen(visit));
        var automatic = node.protection().automatic();
        switch (automatic.ask(here.repo(), Finding.person(here), issue.id(), wish, leaves)) {
            case AutomaticMerges.Outcome.Merged _ -> visit.go(here.page(issue), Notice.MERGED);
            case AutomaticMerges.Outcome.Waits _ -> visit.go(here.page(issue) + "#merging");
            case AutomaticMerges.Outcome.Refused(var reason, String told) -> {
                if (reason == Answer.Reason.FORBIDDEN) throw new Stop(403, told);
                wrong(here, issue, form, "merge", told);
            }
        }
    }

    /// Says that it shall not be merged by itself after all.
    public void stay(Visit visit) {
        var here = finding.member(visit);
        var issue = pull(finding, here);
        node.protection().automatic().cancel(here.repo(), Finding.person(here), issue.id());
        visit.go(here.page(issue) + "#merging");
    }

    /// Deletes the branch of one that was merged.
    public void leave(Visit visit) {
        var here = finding.speaker(visit);
        var issue = pull(finding, here);
        var patch = patch(here, issue);
        if (patch.state() != PatchState.MERGED) throw new Stop(409, text("pulls.is-not-merged"));
        if (!node.pulls().leaving().leave(here.repo(), Finding.person(here), patch))
            throw new Stop(409, text("pulls.branch-has-something-else"));
        visit.go(here.page(issue), Notice.BRANCH_DELETED);
    }

    /// Makes it a draft, or ready, or closes or opens it.
    public void state(Visit visit) {
        var here = finding.speaker(visit);
        var issue = pull(finding, here);
        var state =
                switch (visit.field("state")) {
                    case "draft" -> PatchState.DRAFT;
                    case "open" -> PatchState.OPEN;
                    case "closed" -> PatchState.ARCHIVED;
                    default -> throw new Stop(422, text("pulls.say-what-it-shall-be"));
                };
        var answer = node.pulls().patches().enter(here.repo(), Finding.person(here), issue.id(), state);
        settle(here, issue, Form.EMPTY, "state", answer);
    }

    /// Says that it is for another branch.
    public void target(Visit visit) {
        var here = finding.speaker(visit);
        var issue = pull(finding, here);
        var form = visit.form("target");
        boolean there = node.refs().view(here.repo()).refs().containsKey(Constants.R_HEADS + form.value("target"));
        if (!there) {
            wrong(here, issue, form, "target", text("pulls.no-such-branch"));
            return;
        }
        var answer =
                node.pulls().patches().retarget(here.repo(), Finding.person(here), issue.id(), form.value("target"));
        settle(here, issue, form, "target", answer);
    }

    /// Lets members push to its branch, or no more.
    public void lend(Visit visit) {
        var here = finding.speaker(visit);
        var issue = pull(finding, here);
        boolean lent = visit.field("lend").equals("yes");
        var answer = node.pulls().lent().lend(here.repo(), Finding.person(here), issue.id(), lent);
        settle(here, issue, Form.EMPTY, "lend", answer);
    }

    /// Asks people for a review, and others no more. Whoever opened it may, and members.
    public void reviewers(Visit visit) {
        var here = finding.speaker(visit);
        var issue = pull(finding, here);
        var chosen = new LinkedHashSet<>(visit.chosen("reviewer"));
        var form = visit.form("reviewer-other");
        String other = form.value("reviewer-other").strip().replaceFirst("^@", "");
        if (!other.isEmpty()) chosen.add(other);
        var before = Set.copyOf(visit.chosen("was"));
        var added = choosing.named(
                chosen.stream().filter(it -> !before.contains(it)).toList());
        var gone = choosing.named(
                before.stream().filter(it -> !chosen.contains(it)).toList());
        switch (added) {
            case Choosing.Named.Unknown(var told) -> wrong(here, issue, form, "reviewers", told);
            case Choosing.Named.Found(var people) -> {
                var by = Finding.person(here);
                var reviewers = node.pulls().reviewers();
                var answer = reviewers.ask(here.repo(), by, issue.id(), people);
                if (!(answer instanceof Answer.Refused) && gone instanceof Choosing.Named.Found(var others))
                    answer = reviewers.release(
                            here.repo(),
                            by,
                            issue.id(),
                            others.stream().map(Person::key).toList());
                settle(here, issue, form, "reviewers", answer);
            }
        }
    }

    /// Takes what reviewers suggest into the branch.
    public void apply(Visit visit) {
        var here = finding.speaker(visit);
        var issue = pull(finding, here);
        var picks = new ArrayList<Applying.Pick>();
        for (String pick : visit.chosen("pick")) {
            var named = PICK.matcher(pick);
            if (!named.matches()) throw Stop.notFound();
            picks.add(new Applying.Pick(ObjectId.fromString(named.group(1)), Integer.parseInt(named.group(2))));
        }
        var answer = node.pulls()
                .applying()
                .apply(here.repo(), Finding.person(here), issue.id(), picks, visit.text("message"));
        var form = new Form(Map.of("message", visit.text("message")), Map.of());
        var objection = Finding.objection(answer);
        if (objection.isPresent()) wrong(here, issue, form, "apply", objection.get());
        else
            visit.go(here.page(issue) + (visit.field("back").equals("files") ? "/files" : ""), Notice.SUGGESTION_TAKEN);
    }

    /// Says that what a remark asks for is done, or that it is not.
    public void resolve(Visit visit) {
        var here = finding.speaker(visit);
        var issue = pull(finding, here);
        String id = visit.field("remark");
        if (!ObjectId.isId(id)) throw Stop.notFound();
        boolean done = !visit.field("done").equals("no");
        var answer = node.pulls()
                .patches()
                .resolve(here.repo(), Finding.person(here), issue.id(), ObjectId.fromString(id), done);
        Finding.objection(answer).ifPresent(told -> {
            throw new Stop(409, told);
        });
        visit.go(here.page(issue) + "#t-c-" + id.substring(0, 13));
    }
}
