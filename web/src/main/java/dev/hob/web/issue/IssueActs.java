package dev.hob.web.issue;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueState;
import dev.hob.node.people.Person;
import dev.hob.web.html.Form;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What the forms of an issue's page do.
public final class IssueActs {
    private final Node node;
    private final Finding finding;
    private final IssuePages pages;

    IssueActs(Node node, Finding finding, IssuePages pages) {
        this.node = node;
        this.finding = finding;
        this.pages = pages;
    }

    /// Shows the page again with what was wrong, or goes on.
    private void settle(Here here, Issue issue, Form form, String field, Answer answer) {
        var objection = Finding.objection(answer);
        if (objection.isPresent()) pages.show(here, issue, 422, form.wrong(field, objection.get()), Optional.empty());
        else here.visit().go(here.page(issue));
    }

    /// Says something, closes or opens the issue, or both.
    public void comment(Visit visit) {
        var here = finding.speaker(visit);
        var by = Finding.person(here);
        var issue = finding.issue(here);
        String body = visit.text("body");
        var form = new Form(java.util.Map.of("body", body, "answer", visit.field("answer")), java.util.Map.of());
        if (!visit.field("preview").isEmpty()) {
            pages.show(here, issue, 200, form, Optional.of(pages.preview(here, body)));
            return;
        }
        var turn = state(visit.field("then"));
        var files = Uploads.of(visit);
        String where = here.page(issue);
        if (!body.isBlank() || !files.isEmpty() || turn.isEmpty()) {
            var answer = finding.acts(issue)
                    .comment(here.repo(), by, issue.id(), Uploads.named(body, files), answered(visit), files);
            var objection = Finding.objection(answer);
            if (objection.isPresent()) {
                pages.show(here, issue, 422, form.wrong("body", objection.get()), Optional.empty());
                return;
            }
            if (answer instanceof Answer.Done(var entry)) where = pages.place(here, issue, entry.name());
            var about = answered(visit)
                    .filter(_ -> issue.isPatch() && visit.field("back").equals("files"));
            if (about.isPresent())
                where = here.page(issue) + "/files?thread=" + Talk.anchor(about.get()) + "#t-"
                        + Talk.anchor(about.get());
        }
        if (turn.isPresent())
            Finding.objection(finding.acts(issue).turn(here.repo(), by, issue.id(), turn.get()))
                    .ifPresent(told -> {
                        throw new Stop(409, told);
                    });
        visit.go(where);
    }

    private static Optional<ObjectId> answered(Visit visit) {
        String answer = visit.field("answer");
        return ObjectId.isId(answer) ? Optional.of(ObjectId.fromString(answer)) : Optional.empty();
    }

    private static Optional<IssueState> state(String word) {
        return switch (word) {
            case "solved" -> Optional.of(IssueState.SOLVED);
            case "closed" -> Optional.of(IssueState.CLOSED);
            case "open" -> Optional.of(IssueState.OPEN);
            default -> Optional.empty();
        };
    }

    /// Replaces what a comment says.
    public void edit(Visit visit) {
        var here = finding.speaker(visit);
        var issue = finding.issue(here);
        var said = pages.said(here, issue);
        String body = visit.text("body");
        var form = new Form(java.util.Map.of("body", body, "was", said.version()), java.util.Map.of());
        if (!visit.field("was").equals(said.version())) {
            pages.showEdit(here, issue, said, 409, form.wrong("body", text("issues.changed-meanwhile")));
            return;
        }
        var files = Uploads.of(visit);
        var keep = new HashSet<>(visit.chosen("keep"));
        var answer = finding.acts(issue)
                .edit(
                        here.repo(),
                        Finding.person(here),
                        issue.id(),
                        said.line().entry(),
                        Uploads.named(body, files),
                        keep,
                        files);
        var objection = Finding.objection(answer);
        if (objection.isPresent()) pages.showEdit(here, issue, said, 422, form.wrong("body", objection.get()));
        else visit.go(pages.place(here, issue, said.line().entry().name()));
    }

    /// Takes a comment back.
    public void redact(Visit visit) {
        var here = finding.speaker(visit);
        var issue = finding.issue(here);
        var said = pages.said(here, issue);
        var answer = finding.acts(issue)
                .redact(
                        here.repo(),
                        Finding.person(here),
                        issue.id(),
                        said.line().entry());
        Finding.objection(answer).ifPresent(told -> {
            throw new Stop(422, told);
        });
        visit.go(pages.place(here, issue, said.line().entry().name()));
    }

    /// Puts a sign under a comment, or takes it away.
    public void react(Visit visit) {
        var here = finding.speaker(visit);
        var issue = finding.issue(here);
        var said = pages.said(here, issue);
        boolean on = !visit.field("on").equals("no");
        var answer = finding.acts(issue)
                .react(
                        here.repo(),
                        Finding.person(here),
                        issue.id(),
                        said.line().entry(),
                        visit.field("sign"),
                        on);
        Finding.objection(answer).ifPresent(told -> {
            throw new Stop(422, told);
        });
        visit.go(pages.place(here, issue, said.line().entry().name()));
    }

    /// Gives it another title.
    public void title(Visit visit) {
        var here = finding.speaker(visit);
        var issue = finding.issue(here);
        var answer = finding.acts(issue).retitle(here.repo(), Finding.person(here), issue.id(), visit.field("title"));
        settle(here, issue, visit.form("title"), "title", answer);
    }

    /// Says which labels it has.
    public void labels(Visit visit) {
        var here = finding.member(visit);
        var issue = finding.issue(here);
        var chosen = new HashSet<>(visit.chosen("label"));
        // What the form did not know of is left as it is: somebody else may have put it there meanwhile.
        var before = new HashSet<>(visit.chosen("was"));
        var added = chosen.stream().filter(it -> !before.contains(it)).toList();
        var removed = before.stream().filter(it -> !chosen.contains(it)).toList();
        var answer = finding.acts(issue).label(here.repo(), Finding.person(here), issue.id(), added, removed);
        settle(here, issue, Form.EMPTY, "labels", answer);
    }

    /// Says whose task it is.
    public void assignees(Visit visit) {
        var here = finding.member(visit);
        var issue = finding.issue(here);
        var chosen = new HashSet<>(visit.chosen("assignee"));
        var form = new Form(
                java.util.Map.of("other", visit.field("other"), IssuePages.TICKED, String.join("\n", chosen)),
                java.util.Map.of());
        String other = form.value("other").strip().replaceFirst("^@", "");
        if (!other.isEmpty()) chosen.add(other);
        var before = new HashSet<>(visit.chosen("was"));
        var added = new ArrayList<Person>();
        for (String name : chosen) {
            if (before.contains(name)) continue;
            var person = node.people().find(name);
            if (person.isEmpty()) {
                String told = text("issues.no-such-account", name);
                pages.show(here, issue, 422, form.wrong("assignees", told), Optional.empty());
                return;
            }
            added.add(person.get());
        }
        var faces = new dev.hob.web.html.Faces(node.people());
        var removed = issue.assignees().stream()
                .filter(key -> {
                    String name = faces.of(key).name();
                    return before.contains(name) && !chosen.contains(name);
                })
                .toList();
        var answer = finding.acts(issue).assign(here.repo(), Finding.person(here), issue.id(), added, removed);
        settle(here, issue, form, "assignees", answer);
    }

    /// Puts it under a milestone.
    public void milestone(Visit visit) {
        var here = finding.member(visit);
        var issue = finding.issue(here);
        String id = visit.field("milestone");
        var milestone = ObjectId.isId(id) ? Optional.of(ObjectId.fromString(id)) : Optional.<ObjectId>empty();
        var answer = node.tracking().trackers().setMilestone(here.repo(), Finding.person(here), issue.id(), milestone);
        settle(here, issue, Form.EMPTY, "milestone", answer);
    }

    /// Says until when it should be done.
    public void due(Visit visit) {
        var here = finding.member(visit);
        var issue = finding.issue(here);
        var form = visit.form("due");
        Optional<Instant> due;
        try {
            due = Days.end(form.value("due"));
        } catch (java.time.format.DateTimeParseException _) {
            pages.show(here, issue, 422, form.wrong("due", text("issues.no-such-day")), Optional.empty());
            return;
        }
        var answer = node.tracking().trackers().setDue(here.repo(), Finding.person(here), issue.id(), due);
        settle(here, issue, form, "due", answer);
    }

    /// Lets the reader hear of all that happens to it, or no more.
    public void subscribe(Visit visit) {
        var here = finding.speaker(visit);
        var issue = finding.issue(here);
        boolean on =
                switch (visit.field("subscribe")) {
                    case "yes" -> true;
                    case "no" -> false;
                    default -> throw new Stop(422, text("issues.subscribe-or-not"));
                };
        node.subscriptions().wish(issue, Finding.person(here), on);
        visit.go(here.page(issue));
    }

    /// Keeps it above the list, or no more.
    public void pin(Visit visit) {
        var here = finding.member(visit);
        var issue = finding.issue(here);
        boolean on = visit.field("on").equals("yes");
        var answer = node.tracking().trackers().pin(here.repo(), Finding.person(here), issue.id(), on);
        settle(here, issue, Form.EMPTY, "pin", answer);
    }

    /// Lets only members speak, or everybody again.
    public void lock(Visit visit) {
        var here = finding.member(visit);
        var issue = finding.issue(here);
        var form = visit.form("reason");
        boolean on = visit.field("on").equals("yes");
        var answer = node.tracking()
                .trackers()
                .lock(
                        here.repo(),
                        Finding.person(here),
                        issue.id(),
                        on,
                        form.value("reason").strip());
        settle(here, issue, form, "lock", answer);
    }

    /// Says that it waits for another, or no more.
    public void depend(Visit visit) {
        var here = finding.member(visit);
        var issue = finding.issue(here);
        var form = visit.form("on");
        String number = form.value("on").strip().replaceFirst("^#", "");
        var other = number.matches("[1-9]\\d{0,10}")
                ? node.tracking().reading().find(here.rid(), Long.parseLong(number))
                : Optional.<Issue>empty();
        if (other.isEmpty()) {
            pages.show(here, issue, 422, form.wrong("depend", text("issues.no-such-number")), Optional.empty());
            return;
        }
        boolean on = !visit.field("active").equals("no");
        var answer = node.tracking()
                .trackers()
                .depend(
                        here.repo(),
                        Finding.person(here),
                        issue.id(),
                        other.get().id(),
                        on);
        settle(here, issue, form, "depend", answer);
    }
}
