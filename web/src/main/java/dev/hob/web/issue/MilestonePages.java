package dev.hob.web.issue;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.Milestone;
import dev.hob.web.html.Chips;
import dev.hob.web.html.Faces;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The milestones of a repository, and how near each is.
public final class MilestonePages {
    private static final int ID_DIGITS = 13;

    private final Node node;
    private final Finding finding;
    private final Prose prose;

    MilestonePages(Node node, Finding finding, Prose prose) {
        this.node = node;
        this.finding = finding;
        this.prose = prose;
    }

    /// A milestone on a page.
    ///
    /// @param html its description
    public record Goal(Milestone milestone, String url, String html, int percent, boolean overdue) {}

    private Goal goal(Here here, Milestone milestone) {
        int all = milestone.openIssues() + milestone.closedIssues();
        var look = prose.look(here.visit().viewer(), here.repo(), here.repo().defaultBranch());
        return new Goal(
                milestone,
                url(here, milestone),
                milestone.description().isBlank() ? "" : look.html(milestone.description()),
                all == 0 ? 0 : milestone.closedIssues() * 100 / all,
                milestone.open()
                        && milestone
                                .due()
                                .filter(here.visit().page("").now()::isAfter)
                                .isPresent());
    }

    private static String url(Here here, Milestone milestone) {
        return here.home() + "/milestones/" + milestone.id().name().substring(0, ID_DIGITS);
    }

    /// All of them, open or closed.
    public void list(Visit visit) {
        var here = finding.reader(visit);
        boolean open = !visit.query("state").equals(Optional.of("closed"));
        var all = node.tracking().tracked().milestones(here.rid());
        var values = new HashMap<String, Object>();
        values.put("repo", finding.head(here));
        values.put("home", here.home());
        values.put("list", here.list());
        values.put("open", open);
        values.put("openCount", (int) all.stream().filter(Milestone::open).count());
        values.put("closedCount", (int) all.stream().filter(it -> !it.open()).count());
        values.put(
                "goals",
                all.stream()
                        .filter(it -> it.open() == open)
                        .map(it -> goal(here, it))
                        .toList());
        values.put("member", here.member());
        visit.showScripted(
                200,
                "issues/milestones.jte",
                text("issues.milestones") + " · " + here.repo().path(),
                values);
    }

    private Milestone find(Here here) {
        String id = here.visit().part("id");
        if (!id.matches("[0-9a-f]{7,40}")) throw Stop.notFound();
        return node.tracking().tracked().milestones(here.rid()).stream()
                .filter(it -> it.id().name().startsWith(id))
                .findFirst()
                .orElseThrow(Stop::notFound);
    }

    /// One of them, and its issues.
    public void one(Visit visit) {
        var here = finding.reader(visit);
        var milestone = find(here);
        boolean open = !visit.query("state").equals(Optional.of("closed"));
        int page = ListPages.page(visit);
        var query = IssueQuery.OPEN
                .withOpen(Optional.of(open))
                .withMilestone(Optional.of(milestone.title()))
                .withSort(IssueQuery.Sort.UPDATED);
        var found = node.tracking().reading().list(here.rid(), query, (page - 1) * ListPages.PAGE, ListPages.PAGE + 1);
        var lines = new IssueLines(
                        node, new Faces(node.people()), visit.page("").now())
                .of(here.repo(), found.stream().limit(ListPages.PAGE).toList());
        String url = url(here, milestone);
        String state = open ? "" : "closed";
        var values = new HashMap<String, Object>();
        values.put("repo", finding.head(here));
        values.put("home", here.home());
        values.put("list", here.list());
        values.put("goal", goal(here, milestone));
        values.put("open", open);
        values.put("lines", lines);
        values.put("member", here.member());
        values.put("all", Urls.query(here.list(), "q", query.text()));
        values.put("start", page == 1 ? "" : Urls.query(url, "state", state));
        values.put(
                "next",
                found.size() > ListPages.PAGE
                        ? Optional.of(Urls.query(url, "state", state, "page", String.valueOf(page + 1)))
                        : Optional.empty());
        values.put(
                "style",
                Chips.url(lines.stream().flatMap(line -> line.chips().stream()).toList()));
        visit.showScripted(
                200,
                "issues/milestone.jte",
                milestone.title() + " · " + here.repo().path(),
                values);
    }

    /// The form for a new one.
    public void blank(Visit visit) {
        showForm(finding.member(visit), 200, Form.EMPTY, Optional.empty());
    }

    /// The form to change one.
    public void edit(Visit visit) {
        var here = finding.member(visit);
        var milestone = find(here);
        var form = new Form(
                Map.of(
                        "title", milestone.title(),
                        "description", milestone.description(),
                        "due", milestone.due().map(Days::typed).orElse("")),
                Map.of());
        showForm(here, 200, form, Optional.of(milestone));
    }

    private void showForm(Here here, int status, Form form, Optional<Milestone> milestone) {
        var values = new HashMap<String, Object>();
        values.put("repo", finding.head(here));
        values.put("home", here.home());
        values.put("form", form);
        values.put("url", milestone.map(it -> url(here, it)).orElse(""));
        values.put("open", milestone.map(Milestone::open).orElse(true));
        String title = milestone
                .map(it -> text("action.edit") + " · " + it.title())
                .orElseGet(() -> text("issues.new-milestone"));
        here.visit()
                .showScripted(
                        status,
                        "issues/goalform.jte",
                        title + " · " + here.repo().path(),
                        values);
    }

    /// Makes one.
    public void create(Visit visit) {
        var here = finding.member(visit);
        var form = form(visit);
        var due = due(form);
        if (due.isEmpty()) {
            showForm(here, 422, form.wrong("due", text("issues.no-such-day")), Optional.empty());
            return;
        }
        var answer = node.tracking()
                .trackers()
                .makeMilestone(
                        here.repo(),
                        Finding.person(here),
                        form.value("title"),
                        form.value("description"),
                        due.get().day());
        var refusal = Finding.refusal(answer);
        if (refusal.isPresent())
            showForm(here, 422, form.wrong(field(refusal.get()), refusal.get().told()), Optional.empty());
        else visit.go(here.home() + "/milestones");
    }

    /// A day that was typed, or that none was.
    private record Due(Optional<Instant> day) {}

    private static Optional<Due> due(Form form) {
        try {
            return Optional.of(new Due(Days.end(form.value("due"))));
        } catch (DateTimeParseException _) {
            return Optional.empty(); // Told beside the field.
        }
    }

    private static Form form(Visit visit) {
        return new Form(
                Map.of(
                        "title", visit.field("title"),
                        "description", visit.text("description"),
                        "due", visit.field("due")),
                Map.of());
    }

    private static String field(Answer.Refused refused) {
        return refused.field() == Answer.Field.DESCRIPTION ? "description" : "title";
    }

    /// Changes one.
    public void change(Visit visit) {
        var here = finding.member(visit);
        var milestone = find(here);
        var form = form(visit);
        var due = due(form);
        if (due.isEmpty()) {
            showForm(here, 422, form.wrong("due", text("issues.no-such-day")), Optional.of(milestone));
            return;
        }
        var answer =
                change(here, milestone, form.value("title"), form.value("description"), due.get(), milestone.open());
        var refusal = Finding.refusal(answer);
        if (refusal.isPresent())
            showForm(here, 422, form.wrong(field(refusal.get()), refusal.get().told()), Optional.of(milestone));
        else visit.go(url(here, milestone));
    }

    private Answer change(Here here, Milestone milestone, String title, String description, Due due, boolean open) {
        return node.tracking()
                .trackers()
                .changeMilestone(
                        here.repo(), Finding.person(here), milestone.id(), title, description, due.day(), open);
    }

    /// Closes one, or opens it again.
    public void turn(Visit visit) {
        var here = finding.member(visit);
        var milestone = find(here);
        boolean open = visit.field("open").equals("yes");
        var answer =
                change(here, milestone, milestone.title(), milestone.description(), new Due(milestone.due()), open);
        Finding.objection(answer).ifPresent(told -> {
            throw new Stop(409, told);
        });
        visit.go(url(here, milestone));
    }

    /// Takes one away; its issues stay.
    public void forget(Visit visit) {
        var here = finding.member(visit);
        var milestone = find(here);
        Finding.objection(node.tracking().trackers().forgetMilestone(here.repo(), Finding.person(here), milestone.id()))
                .ifPresent(told -> {
                    throw new Stop(409, told);
                });
        visit.go(here.home() + "/milestones", Notice.SAVED);
    }
}
