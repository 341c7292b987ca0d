package dev.hob.web.issue;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Limits;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.Reactions;
import dev.hob.node.issue.TalkReading;
import dev.hob.web.html.Chip;
import dev.hob.web.html.Chips;
import dev.hob.web.html.Faces;
import dev.hob.web.html.Form;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Tasks;
import dev.hob.web.html.Visit;
import dev.hob.web.html.Who;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One issue: what it is, all that was said and done, and forms for whoever may say and do more.
public final class IssuePages {
    /// How many lines of a talk a page has.
    static final int LINES = 200;

    /// Of a form's values: whose names were ticked in it, one a line.
    static final String TICKED = "ticked";

    private static final int SIDE_MAX = 200;
    private static final int THREADED_MAX = 2_000;

    private final Node node;
    private final Finding finding;
    private final Prose prose;
    private final ListPages lists;
    private final PullLooks pulls;
    private final Resembling resembling;
    private final Pieces pieces = new Pieces();

    IssuePages(Node node, Finding finding, Prose prose, ListPages lists, PullLooks pulls, Resembling resembling) {
        this.resembling = resembling;
        this.node = node;
        this.finding = finding;
        this.prose = prose;
        this.lists = lists;
        this.pulls = pulls;
    }

    /// The issue or the pull request of a number, at its own address; the beginning of an id leads there.
    public void issue(Visit visit) {
        var here = finding.reader(visit);
        var issue = finding.find(here);
        if (issue.isPresent() && !visit.context().path().equals(address(here, issue.get()))) {
            String query = visit.context().queryString();
            visit.go(here.page(issue.get()) + (query == null ? "" : "?" + query));
        } else if (issue.isPresent()) {
            looked(here, issue.get());
            show(here, issue.get(), 200, answering(here, issue.get()), Optional.empty());
        } else visit.go(here.page(finding.byId(here).orElseThrow(Stop::notFound)));
    }

    /// Its path as a request says it.
    private static String address(Here here, Issue issue) {
        String path = here.visit().context().path();
        String kind = issue.isPatch() ? "pulls" : "issues";
        return path.replaceFirst("/(issues|pulls)/[0-9a-f]+/?$", "/" + kind + "/" + issue.path());
    }

    /// What is shown is read, unless a browser only wants it at hand.
    private void looked(Here here, Issue issue) {
        String purpose = Optional.ofNullable(here.visit().context().header("Sec-Purpose"))
                .orElse("");
        long head = node.log().head();
        if (!purpose.startsWith("prefetch"))
            here.person().ifPresent(person -> node.notifications().looked(person, issue.rid(), issue.id(), head));
    }

    /// A form that begins with what is answered.
    private Form answering(Here here, Issue issue) {
        String to = here.visit().query("answer").orElse("");
        if (here.person().isEmpty() || !to.matches("[0-9a-f]{13,40}")) return Form.EMPTY;
        var found = node.tracking().talks().comment(here.rid(), to);
        if (found.isEmpty() || !found.get().issue().equals(issue.id())) return Form.EMPTY;
        var line = found.get().line();
        if (!(line.what() instanceof Line.What.Said(var comment)) || comment.isEmpty()) return Form.EMPTY;
        String quote = quote(comment.get().body());
        return new Form(Map.of("body", quote, "answer", line.entry().name()), Map.of());
    }

    private static String quote(String body) {
        var out = new StringBuilder();
        body.strip().lines().limit(40).forEach(line -> out.append("> ")
                .append(line)
                .append('\n'));
        return out.append('\n').toString();
    }

    /// The page on which a comment is.
    public void comment(Visit visit) {
        var here = finding.reader(visit);
        var issue = finding.issue(here);
        visit.go(place(here, issue, visit.part("id")));
    }

    /// Where a comment is that begins so.
    String place(Here here, Issue issue, String id) {
        var found = id.matches("[0-9a-f]{7,40}")
                ? node.tracking().talks().comment(here.rid(), id)
                : Optional.<TalkReading.Found>empty();
        if (found.isEmpty() || !found.get().issue().equals(issue.id())) throw Stop.notFound();
        var line = found.get().line();
        long after = line.position() / LINES * LINES - 1;
        String url = here.page(issue);
        return (after < 0 ? url : url + "?after=" + after) + "#" + Talk.anchor(line.entry());
    }

    /// The page, with one form as it was typed.
    ///
    /// @param preview how what was typed will look, when that was asked for
    public void show(Here here, Issue issue, int status, Form form, Optional<String> preview) {
        var visit = here.visit();
        long head = node.log().head(); // Before anything is read: what comes later is told to the open page.
        var talks = node.tracking().talks();
        long after = visit.query("after")
                .filter(it -> it.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .orElse(-1L);
        var history = talks.history(here.rid(), issue.id(), after, LINES);
        if (after >= 0 && history.isEmpty()) throw Stop.notFound();
        long last = history.stream().mapToLong(Line::position).max().orElse(-1);
        boolean more = history.stream().filter(line -> line.position() >= 0).count() >= LINES;
        var faces = new Faces(node.people());
        var lines = new IssueLines(node, faces, visit.page("").now());
        var known = lines.known(here.rid());
        var above = finding.head(here);
        var look = prose.look(visit.viewer(), here.repo(), above.defaultBranch());
        var pull = issue.isPatch() ? Optional.of(pulls.of(here, issue, faces)) : Optional.<PullLook>empty();
        var remarks = pull.map(it -> new Remarks(node, issue, it.patch(), pieces));
        var references = node.tracking()
                .references()
                .to(here.rid(), List.of(here.repo().path().toLowerCase(Locale.ROOT)), issue.number());
        var talk = new Talk(node, here, issue, faces, look, known, visit.page(""), remarks)
                .lines(
                        history,
                        references,
                        node.tracking().commits().of(here.rid(), issue.number()),
                        after < 0 ? Instant.EPOCH : history.getFirst().at(),
                        more ? history.getLast().at() : Instant.MAX);
        var values = new HashMap<String, Object>();
        values.put("repo", above);
        values.put("issue", issue);
        values.put("pull", pull);
        values.put("fits", pull.map(it -> pulls.fits(here, issue, it)).orElse(List.of()));
        values.put("url", here.page(issue));
        values.put("list", here.list());
        values.put("author", faces.of(issue.author()));
        values.put("lines", talk);
        values.put("gathers", TalkLine.takes(talk) > 1);
        values.put("form", form);
        values.put("preview", preview);
        values.put("signs", Reactions.OFFERED);
        values.put("signedIn", here.person().isPresent());
        values.put("mayChange", here.mayChange(issue));
        values.put("maySpeak", here.person().isPresent() && (issue.locked().isEmpty() || here.member()));
        values.put("member", here.member());
        values.put("first", after < 0);
        values.put("next", more ? here.page(issue) + "?after=" + last : "");
        values.put("live", here.page(issue) + "/live?since=" + head);
        values.put("subscription", here.person().map(it -> node.subscriptions().of(issue, it)));
        values.put("tasks", tasks(history));
        side(here, issue, faces, known, form, values);
        values.put("style", Chips.url(chips(known, issue, here, talk)));
        visit.showScripted(
                status,
                "issues/show.jte",
                issue.title() + " · " + issue.handle() + " · " + here.repo().path(),
                values);
    }

    /// What was said at lines of code of a pull request.
    public List<TalkLine.Spoken> threads(Here here, Issue issue, PullLook pull, Faces faces) {
        var look = prose.look(here.visit().viewer(), here.repo(), here.repo().defaultBranch());
        var history = node.tracking().talks().history(here.rid(), issue.id(), -1, THREADED_MAX);
        var remarks = Optional.of(new Remarks(node, issue, pull.patch(), pieces));
        return new Talk(node, here, issue, faces, look, Map.of(), here.visit().page(""), remarks).threads(history);
    }

    private static Optional<Tasks> tasks(List<Line> history) {
        return history.stream()
                .filter(line -> line.position() == 0)
                .findFirst()
                .flatMap(line -> line.what() instanceof Line.What.Said(var comment) ? comment : Optional.empty())
                .flatMap(comment -> Tasks.in(comment.body()));
    }

    /// What stands beside the talk.
    private void side(
            Here here, Issue issue, Faces faces, Map<String, Chip> known, Form form, Map<String, Object> values) {
        var reading = node.tracking().reading();
        var tracked = node.tracking().tracked();
        var titles = issue.milestone().isPresent() || here.member()
                ? tracked.milestoneTitles(here.rid())
                : Map.<org.eclipse.jgit.lib.ObjectId, String>of();
        values.put(
                "chips",
                issue.labels().stream()
                        .map(name -> IssueLines.chip(known, name))
                        .toList());
        values.put("resembling", resembling.beside(here, issue, known));
        values.put("assignees", issue.assignees().stream().map(faces::of).toList());
        values.put("milestone", issue.milestone().map(id -> Optional.ofNullable(titles.get(id))
                .orElseGet(() -> text("issues.milestone-that-is-gone"))));
        values.put(
                "milestoneUrl",
                issue.milestone()
                        .map(id -> here.home() + "/milestones/" + id.name().substring(0, 13))
                        .orElse(""));
        values.put("waitsFor", reading.dependencies(here.rid(), issue.id(), true));
        values.put("waiting", reading.dependencies(here.rid(), issue.id(), false));
        values.put("labelChoices", here.member() ? labelChoices(issue, known) : List.of());
        values.put("peopleChoices", here.member() ? peopleChoices(here, issue, faces, form) : List.of());
        values.put("milestoneChoices", here.member() ? titles : Map.of());
        values.put(
                "overdue",
                issue.state().isOpen()
                        && issue.due()
                                .filter(here.visit().page("").now()::isAfter)
                                .isPresent());
    }

    /// A label that can be put on or taken off.
    public record LabelChoice(Chip chip, boolean chosen) {}

    private static List<LabelChoice> labelChoices(Issue issue, Map<String, Chip> known) {
        var names = new LinkedHashSet<String>(issue.labels());
        known.keySet().stream().sorted(String.CASE_INSENSITIVE_ORDER).forEach(names::add);
        return names.stream()
                .limit(SIDE_MAX)
                .map(name -> new LabelChoice(
                        IssueLines.chip(known, name), issue.labels().contains(name)))
                .toList();
    }

    /// Somebody whose task it can be.
    ///
    /// @param was whether it is now
    /// @param chosen whether it is, or was just ticked in a form with something wrong in it
    public record PersonChoice(Who who, boolean was, boolean chosen) {}

    private List<PersonChoice> peopleChoices(Here here, Issue issue, Faces faces, Form form) {
        boolean wrong = form.error("assignees").isPresent();
        var ticked = List.of(form.value(TICKED).split("\n", -1));
        var choices = new LinkedHashMap<String, PersonChoice>();
        for (var key : issue.assignees()) {
            var who = faces.of(key);
            choices.put(who.name(), new PersonChoice(who, true, !wrong || ticked.contains(who.name())));
        }
        var names = new ArrayList<String>();
        here.person().ifPresent(it -> names.add(it.name()));
        names.addAll(lists.people(here.repo()));
        for (String name : names)
            if (!choices.containsKey(name) && choices.size() < SIDE_MAX)
                node.people()
                        .find(name)
                        .ifPresent(it ->
                                choices.put(name, new PersonChoice(Who.of(it), false, wrong && ticked.contains(name))));
        return List.copyOf(choices.values());
    }

    private static List<Chip> chips(Map<String, Chip> known, Issue issue, Here here, List<TalkLine> talk) {
        var inTalk = talk.stream()
                .flatMap(line -> line instanceof TalkLine.Happened happened
                        ? happened.deed().bits().stream().flatMap(bit -> bit.chip().stream())
                        : Stream.empty());
        var on = issue.labels().stream().map(name -> IssueLines.chip(known, name));
        var all = here.member() ? known.values().stream() : Stream.<Chip>empty();
        return Stream.of(inTalk, on, all).flatMap(it -> it).toList();
    }

    /// The form to change a comment, or the description.
    public void edit(Visit visit) {
        var here = finding.speaker(visit);
        var issue = finding.issue(here);
        var said = said(here, issue);
        showEdit(
                here,
                issue,
                said,
                200,
                new Form(Map.of("body", said.comment().body(), "was", said.version()), Map.of()));
    }

    /// A comment that is there.
    record Said(Line line, dev.hob.node.cob.Comment comment) {
        /// Which of its versions it is.
        String version() {
            return String.valueOf(comment.edits().size());
        }
    }

    Said said(Here here, Issue issue) {
        String id = here.visit().part("id");
        var found = id.matches("[0-9a-f]{13,40}")
                ? node.tracking().talks().comment(here.rid(), id)
                : Optional.<TalkReading.Found>empty();
        return found.filter(it -> it.issue().equals(issue.id()))
                .map(TalkReading.Found::line)
                .flatMap(line -> line.what() instanceof Line.What.Said(var comment)
                        ? comment.map(it -> new Said(line, it))
                        : Optional.<Said>empty())
                .orElseThrow(Stop::notFound);
    }

    void showEdit(Here here, Issue issue, Said said, int status, Form form) {
        boolean own = here.keys().contains(said.line().by());
        if (!own && !here.member()) throw new Stop(403, text("issues.only-author-and-members-edit"));
        var values = new HashMap<String, Object>();
        values.put("repo", finding.head(here));
        values.put("issue", issue);
        values.put("url", here.page(issue));
        values.put("list", here.list());
        values.put("id", said.line().entry().name());
        values.put("description", said.line().entry().equals(issue.id()));
        values.put(
                "files",
                said.comment().embeds().stream()
                        .map(embed -> embed.name())
                        .distinct()
                        .toList());
        values.put("form", form);
        visit(here, status, "issues/edit.jte", text("action.edit") + " · " + issue.handle(), values);
    }

    private static void visit(Here here, int status, String template, String title, Map<String, Object> values) {
        here.visit().showScripted(status, template, title + " · " + here.repo().path(), values);
    }

    /// A version of a comment.
    public record Version(Who who, Instant at, String text) {}

    /// All that a comment said before.
    public void history(Visit visit) {
        var here = finding.reader(visit);
        var issue = finding.issue(here);
        var said = said(here, issue);
        var faces = new Faces(node.people());
        var versions = said.comment().edits().reversed().stream()
                .map(edit -> new Version(faces.of(edit.author()), edit.at(), edit.body()))
                .toList();
        var values = new HashMap<String, Object>();
        values.put("repo", finding.head(here));
        values.put("issue", issue);
        values.put("url", here.page(issue));
        values.put("back", place(here, issue, said.line().entry().name()));
        values.put("versions", versions);
        visit(here, 200, "issues/history.jte", text("issues.history") + " · " + issue.handle(), values);
    }

    /// How the text will look that somebody typed.
    public void preview(Visit visit) {
        var here = finding.speaker(visit);
        visit.showPart("issues/prose.jte", Map.of("html", preview(here, visit.text("body"))));
    }

    /// How a text looks that somebody has typed.
    public String preview(Here here, String text) {
        if (text.length() > Limits.BODY_CHARACTERS_MAX) throw new Stop(413, text("issues.too-much-text"));
        if (text.isBlank()) return "";
        return prose.look(here.visit().viewer(), here.repo(), here.repo().defaultBranch())
                .html(text);
    }
}
