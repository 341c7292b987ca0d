package dev.hob.web.issue;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.Label;
import dev.hob.web.html.Chip;
import dev.hob.web.html.Chips;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The labels of a repository: what they are called and how they look.
public final class LabelPages {
    /// A set that serves most projects, for whoever wants to begin with one.
    static final List<Label> USUAL = List.of(
            new Label("bug", "c2372e", "Something does not work as it should"),
            new Label("feature", "1f7a8c", "Something new, or more of it"),
            new Label("question", "7a5bb5", "Somebody wants to know"),
            new Label("docs", "2f6fbf", "What is written about it"),
            new Label("good first issue", "4b8b3b", "A way in for newcomers"),
            new Label("help wanted", "b7791f", "Whoever can, may take it"),
            new Label("duplicate", "8a8f98", "Told elsewhere already"),
            new Label("wontfix", "8a8f98", "It stays as it is"));

    private final Node node;
    private final Finding finding;

    LabelPages(Node node, Finding finding) {
        this.node = node;
        this.finding = finding;
    }

    /// A label in the list of all.
    ///
    /// @param described whether its looks are known, and not only that issues carry it
    public record LabelLine(Chip chip, int open, boolean described, String url) {}

    /// All of them.
    public void show(Visit visit) {
        show(finding.reader(visit), 200, Form.EMPTY);
    }

    private void show(Here here, int status, Form form) {
        var tracked = node.tracking().tracked();
        var use = tracked.labelUse(here.rid());
        var described = tracked.described(here.rid()).stream().map(Label::name).toList();
        var lines = tracked.labels(here.rid()).stream()
                .map(label -> new LabelLine(
                        Chip.of(label),
                        use.getOrDefault(label.name(), 0),
                        described.contains(label.name()),
                        Urls.query(
                                here.list(),
                                "q",
                                IssueQuery.OPEN.withLabel(label.name(), true).text())))
                .toList();
        var values = new HashMap<String, Object>();
        values.put("repo", finding.head(here));
        values.put("home", here.home());
        values.put("list", here.list());
        values.put("lines", lines);
        values.put("member", here.member());
        values.put("form", form);
        values.put("usual", described.isEmpty() ? USUAL.stream().map(Chip::of).toList() : List.of());
        var chips = new java.util.ArrayList<Chip>();
        lines.forEach(line -> chips.add(line.chip()));
        if (described.isEmpty()) USUAL.forEach(label -> chips.add(Chip.of(label)));
        values.put("style", Chips.url(chips));
        here.visit()
                .showScripted(
                        status,
                        "issues/labels.jte",
                        text("word.labels") + " · " + here.repo().path(),
                        values);
    }

    /// Makes one, or changes how one is called and looks.
    public void describe(Visit visit) {
        var here = finding.member(visit);
        var form = visit.form("name", "color", "description", "was");
        String color = form.value("color").strip().replaceFirst("^#", "").toLowerCase(Locale.ROOT);
        String before = form.value("was");
        boolean fresh = before.isEmpty();
        String typed = form.value("name").strip();
        String name = typed.isEmpty() && !fresh ? before : typed;
        boolean taken = fresh
                && node.tracking().tracked().described(here.rid()).stream()
                        .anyMatch(label -> label.name().equals(name));
        if (taken) {
            show(here, 422, form.wrong("name", text("issues.label-is-there")));
            return;
        }
        var label = new Label(name, color, form.value("description").strip());
        var refusal = Finding.refusal(
                node.tracking().labelRename().rename(here.repo(), Finding.person(here), fresh ? name : before, label));
        if (refusal.isPresent())
            show(here, 422, form.wrong(field(refusal.get()), refusal.get().told()));
        else visit.go(here.home() + "/labels");
    }

    private static String field(Answer.Refused refused) {
        return switch (refused.field()) {
            case COLOR -> "color";
            case DESCRIPTION -> "description";
            default -> "name";
        };
    }

    /// Makes the usual ones.
    public void usual(Visit visit) {
        var here = finding.member(visit);
        var there = node.tracking().tracked().described(here.rid()).stream()
                .map(Label::name)
                .toList();
        Optional<String> objection = Optional.empty();
        for (var label : USUAL) {
            if (there.contains(label.name()) || objection.isPresent()) continue;
            objection = Finding.objection(
                    node.tracking().trackers().describeLabel(here.repo(), Finding.person(here), label));
        }
        if (objection.isPresent()) show(here, 422, Form.EMPTY.wrong("name", objection.get()));
        else visit.go(here.home() + "/labels");
    }

    /// Forgets how one looks; issues that carry it keep it.
    public void forget(Visit visit) {
        var here = finding.member(visit);
        var objection = Finding.objection(
                node.tracking().trackers().forgetLabel(here.repo(), Finding.person(here), visit.field("name")));
        if (objection.isPresent()) show(here, 422, Form.EMPTY.wrong("name", objection.get()));
        else visit.go(here.home() + "/labels", Notice.SAVED);
    }
}
