package dev.hob.web.issue;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.people.Person;
import dev.hob.web.html.Form;
import dev.hob.web.html.Visit;
import dev.hob.web.issue.IssueTemplate.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/// A new issue: which template, and what to say.
public final class NewIssuePages {
    private final Node node;
    private final Finding finding;
    private final Prose prose;
    private final Choosing choosing;
    private final IssuePages pages;
    private final Templates templates;
    private final Resembling resembling;

    NewIssuePages(
            Node node,
            Finding finding,
            Prose prose,
            Choosing choosing,
            IssuePages pages,
            Templates templates,
            Resembling resembling) {
        this.node = node;
        this.finding = finding;
        this.prose = prose;
        this.choosing = choosing;
        this.pages = pages;
        this.templates = templates;
        this.resembling = resembling;
    }

    /// The templates to choose from; where there are none, the form.
    public void choose(Visit visit) {
        var here = finding.speaker(visit);
        var offered = templates.of(here.repo());
        if (offered.templates().isEmpty() && offered.contacts().isEmpty()) {
            visit.go(here.list() + "/new?template=");
            return;
        }
        visit.showScripted(
                200,
                "issues/choose.jte",
                text("issues.new-issue") + " · " + here.repo().path(),
                Map.of(
                        "repo",
                        finding.head(here),
                        "list",
                        here.list(),
                        "offered",
                        offered,
                        "problems",
                        here.member() ? offered.problems() : List.of()));
    }

    /// The form, with what the address wants in it.
    public void blank(Visit visit) {
        var here = finding.speaker(visit);
        var offered = templates.of(here.repo());
        var wanted = visit.query("template");
        boolean choice = !offered.templates().isEmpty() || !offered.contacts().isEmpty();
        boolean said = visit.query("body").isPresent() || visit.query("title").isPresent();
        if (wanted.isEmpty() && choice && !said) {
            visit.go(here.list() + "/new/choose");
            return;
        }
        var template = template(offered, wanted.orElse(""));
        String title = visit.query("title").orElse(template.title());
        String body = visit.query("body").orElse(template.body());
        var labels = new LinkedHashSet<>(template.labels());
        visit.query("labels").ifPresent(some -> labels.addAll(List.of(some.split(",", -1))));
        labels.removeIf(String::isBlank);
        var form = new Form(Map.of("title", title, "body", body), Map.of());
        var filled = Filled.fresh(template, id -> visit.query(id).map(List::of).orElse(List.of()));
        var chosen = new Choices.Chosen(labels, Set.copyOf(template.assignees()), "", Set.of());
        // What a template begins a title with resembles nothing.
        show(here, 200, template, form, filled, chosen, Optional.empty(), List.of());
    }

    private static IssueTemplate template(IssueTemplate.Offered offered, String file) {
        return offered.templates().stream()
                .filter(it -> it.file().equals(file))
                .findFirst()
                .orElse(IssueTemplate.BLANK);
    }

    private void show(
            Here here,
            int status,
            IssueTemplate template,
            Form form,
            Filled filled,
            Choices.Chosen chosen,
            Optional<String> preview,
            List<Resembling.Line> similar) {
        var visit = here.visit();
        var look = prose.look(visit.viewer(), here.repo(), here.repo().defaultBranch());
        var words = new HashMap<Integer, String>();
        for (int i = 0; i < template.fields().size(); i++)
            if (template.fields().get(i) instanceof Field.Words(String text)) words.put(i, look.html(text));
        var values = new HashMap<String, Object>();
        values.put("repo", finding.head(here));
        values.put("list", here.list());
        values.put("template", template);
        values.put("form", form);
        values.put("filled", filled);
        values.put("words", words);
        values.put("preview", preview);
        values.put("looks", resembling.looks());
        values.put("similar", similar);
        values.put("choices", choosing.of(here, chosen, false));
        visit.showScripted(
                status,
                "issues/new.jte",
                text("issues.new-issue") + " · " + here.repo().path(),
                values);
    }

    /// The form as it was typed, with what the new issue resembles.
    private void again(
            Here here,
            int status,
            IssueTemplate template,
            Form form,
            Filled filled,
            Choices.Chosen chosen,
            Optional<String> preview) {
        var similar = resembling.of(here, form.value("title"), form.value("body"));
        show(here, status, template, form, filled, chosen, preview, similar);
    }

    /// Opens it.
    public void create(Visit visit) {
        var here = finding.speaker(visit);
        var by = Finding.person(here);
        var template = template(templates.of(here.repo()), visit.field("template"));
        var filled = Filled.of(template, id -> visit.chosen(Filled.PREFIX + id).stream()
                .map(it -> it.replace("\r\n", "\n"))
                .toList());
        String title = visit.field("title").strip();
        String typed = visit.text("body");
        var chosen = Choices.Chosen.of(visit);
        var form = new Form(Map.of("title", title, "body", typed), Map.of());
        String body = template.isForm() ? filled.text(template) : typed;
        if (!visit.field("preview").isEmpty()) {
            again(here, 200, template, form, filled, chosen, Optional.of(pages.preview(here, body)));
            return;
        }
        if (!visit.field("similar").isEmpty()) {
            again(here, 200, template, form, filled, chosen, Optional.empty());
            return;
        }
        var wrong = new HashMap<>(filled.objections(template));
        if (title.isEmpty()) wrong.put("title", text("issues.needs-a-title"));
        if (!wrong.isEmpty()) {
            again(here, 422, template, form.wrong(wrong), filled, chosen, Optional.empty());
            return;
        }
        var files = Uploads.of(visit);
        var people = new ArrayList<Person>();
        if (here.member())
            for (String name : chosen.assignees()) node.people().find(name).ifPresent(people::add);
        var opening = new Issues.Opening(
                title, Uploads.named(body, files), here.member() ? chosen.labels() : Set.of(), people, files);
        var answer = node.tracking().issues().open(here.repo(), by, opening);
        var refusal = Finding.refusal(answer);
        if (refusal.isPresent() || !(answer instanceof Answer.Done(var id))) {
            String told = refusal.map(Answer.Refused::told).orElseGet(() -> text("issues.did-not-work"));
            String field = field(refusal.map(Answer.Refused::field).orElse(Answer.Field.WHOLE), template);
            again(here, 422, template, form.wrong(field, told), filled, chosen, Optional.empty());
            return;
        }
        after(here, by, id, template, chosen);
        visit.go(here.page(node.tracking().reading().byId(here.rid(), id).orElseThrow()));
    }

    /// Beside which field it is told what is wrong.
    private static String field(Answer.Field field, IssueTemplate template) {
        return switch (field) {
            case TITLE -> "title";
            case LABELS -> "labels";
            case ASSIGNEES -> "assignees";
            case FILES -> "files";
            default -> template.isForm() ? "files" : "body";
        };
    }

    /// What a member chose besides; and the labels of the template, which the project gives to whoever uses it.
    private void after(Here here, Person by, ObjectId id, IssueTemplate template, Choices.Chosen chosen) {
        if (here.member()) {
            if (chosen.goal().isPresent()) node.tracking().trackers().setMilestone(here.repo(), by, id, chosen.goal());
            return;
        }
        if (template.labels().isEmpty()) return;
        node.people().byId(here.repo().ownerId()).ifPresent(owner -> node.tracking()
                .issues()
                .label(here.repo(), owner, id, template.labels(), List.of()));
    }
}
