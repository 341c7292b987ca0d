package dev.hob.web.patch;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.Commit;
import dev.hob.node.code.Diffs;
import dev.hob.node.issue.Answer;
import dev.hob.node.patch.Heads;
import dev.hob.node.patch.Patches;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Form;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.issue.Choices;
import dev.hob.web.issue.Choosing;
import dev.hob.web.issue.Filled;
import dev.hob.web.issue.Finding;
import dev.hob.web.issue.Here;
import dev.hob.web.issue.IssueHouse;
import dev.hob.web.issue.IssuePages;
import dev.hob.web.issue.IssueTemplate;
import dev.hob.web.issue.IssueTemplate.Field;
import dev.hob.web.issue.Prose;
import dev.hob.web.issue.Templates;
import dev.hob.web.render.RichDiffs;
import dev.hob.web.render.RichFiles;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// What one branch has that another has not, and the form that makes a pull request of it.
public final class ComparePages {
    private static final int COMMITS_MAX = 250;
    private static final int BRANCHES_MAX = 300;

    private final Node node;
    private final Finding finding;
    private final IssuePages pages;
    private final Templates templates;
    private final Choosing choosing;
    private final Prose prose;
    private final Diffs diffs;
    private final ComparedPages any;
    private final RichDiffs rich;

    ComparePages(Node node, IssueHouse issues, Diffs diffs, ComparedPages any, RichDiffs rich) {
        this.node = node;
        this.any = any;
        this.rich = rich;
        this.finding = issues.finding();
        this.pages = issues.pages();
        this.templates = issues.templates();
        this.choosing = issues.choosing();
        this.prose = issues.prose();
        this.diffs = diffs;
    }

    /// The form as somebody has it before them.
    ///
    /// @param preview how the text will look, when that was asked for
    private record Sheet(
            IssueTemplate template, Form form, Filled filled, Choices.Chosen chosen, Optional<String> preview) {
        Sheet wrong(Map<String, String> told) {
            return new Sheet(template, form.wrong(told), filled, chosen, Optional.empty());
        }

        Sheet wrong(String field, String told) {
            return wrong(Map.of(field, told));
        }
    }

    /// What lies between them.
    ///
    /// @param told why there is nothing to ask for; empty when there is something
    /// @param before the commit that both have and that the changes are counted from
    /// @param rich files that are wanted as what they are for
    private record Between(
            List<Commit> commits,
            Optional<Diffs.Diff> diff,
            String before,
            Optional<Heads.Head> head,
            Map<Integer, RichDiffs.Look> rich,
            String told) {
        static Between nothing(String told) {
            return new Between(List.of(), Optional.empty(), "", Optional.empty(), Map.of(), told);
        }
    }

    /// Which two to compare: of any kind when the address says `any`, else two branches.
    public void choose(Visit visit) {
        var fork = finding.fork(visit);
        if (fork.isPresent()) {
            String head = visit.query("head").orElse(fork.get().defaultBranch());
            visit.go(atProject(visit, fork.get()) + "/compare?head="
                    + Urls.path(fork.get().path() + ":" + head));
            return;
        }
        var here = finding.reader(visit);
        var asked = Comparison.parted(
                visit.query("base").orElse("").strip(),
                visit.query("head").orElse("").strip());
        if (!asked.base().isEmpty() && !asked.head().isEmpty()) visit.go(asked.address(here.home()));
        else if (visit.query("any").isPresent()) any.choose(here, asked);
        else {
            String base = asked.base().isEmpty() ? here.repo().defaultBranch() : asked.base();
            show(here, 200, Comparison.parted(base, asked.head()), Optional.empty());
        }
    }

    /// The two that the address names. Two branches become a pull request; whatever else has commits, and two branches
    /// with two dots, is only shown.
    public void compare(Visit visit) {
        var asked = Comparison.of(visit.part("rest"));
        var fork = finding.fork(visit);
        if (fork.isPresent()) {
            String head = Urls.path(fork.get().path() + ":" + asked.head());
            String base = asked.base().isEmpty() ? "" : Urls.path(asked.base()) + asked.dots();
            visit.go(atProject(visit, fork.get()) + "/compare/" + base + head);
            return;
        }
        var here = finding.reader(visit);
        if (asked.base().isEmpty()) {
            visit.go(asked.withBase(here.repo().defaultBranch()).address(here.home()));
            return;
        }
        var head = head(here, asked.head())
                .filter(_ -> asked.parted() && branches(here).contains(asked.base()));
        if (head.isEmpty()) {
            any.show(here, asked);
            return;
        }
        String name = Heads.name(here.repo(), head.get().repo(), head.get().branch());
        show(here, 200, Comparison.parted(asked.base(), name), Optional.empty());
    }

    /// The project that a fork belongs to, where its branches are compared.
    private String atProject(Visit visit, Repo fork) {
        return node.repos()
                .project(fork.rid())
                .filter(it -> node.access().may(visit.viewer(), Right.READ, it))
                .map(it -> "/" + Urls.path(it.path()))
                .orElseThrow(Stop::notFound);
    }

    private Optional<Heads.Head> head(Here here, String named) {
        return node.pulls().heads().find(here.visit().viewer(), here.repo(), named);
    }

    /// The branches that somebody may offer: the project's, and those of their own fork.
    private List<String> heads(Here here, Comparison pair) {
        var names = new LinkedHashSet<>(branches(here));
        here.person()
                .flatMap(person -> node.refs().forking().mine(here.repo(), person))
                .filter(fork -> !fork.id().equals(here.repo().id()))
                .ifPresent(fork -> node.refs().view(fork).below(Constants.R_HEADS).keySet().stream()
                        .map(it -> Heads.name(here.repo(), fork, it.substring(Constants.R_HEADS.length())))
                        .forEach(names::add));
        var shown = new LinkedHashSet<>(names.stream().limit(BRANCHES_MAX).toList());
        if (!pair.head().isEmpty()) shown.add(pair.head());
        return List.copyOf(shown);
    }

    private Set<String> branches(Here here) {
        return node.refs().view(here.repo()).below(Constants.R_HEADS).keySet().stream()
                .map(it -> it.substring(Constants.R_HEADS.length()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Between between(Here here, Comparison pair, RichFiles wanted) {
        if (pair.head().isEmpty()) return Between.nothing(text("pulls.choose-the-new-branch"));
        if (pair.head().equals(pair.base())) return Between.nothing(text("pulls.same-branch"));
        var refs = node.refs().view(here.repo()).refs();
        var base = refs.get(Constants.R_HEADS + pair.base());
        var theirs = head(here, pair.head());
        if (base == null || theirs.isEmpty()) return Between.nothing(text("pulls.no-such-branch"));
        var head = theirs.get().tip();
        try (var repository =
                node.storage().joined(here.rid(), theirs.get().repo().rid())) {
            var common = node.reading().history().common(repository, base, head);
            if (common.isEmpty()) return Between.nothing(text("pulls.nothing-in-common"));
            var commits = node.reading().history().between(repository, common.get(), head, COMMITS_MAX);
            if (commits.isEmpty()) return Between.nothing(text("pulls.has-everything", pair.base(), pair.head()));
            var diff = diffs.between(repository, common.get(), head);
            var looks = diff.map(it -> rich.of(repository, it, wanted)).orElse(Map.of());
            return new Between(commits, diff, common.get().name(), theirs, looks, "");
        }
    }

    private void show(Here here, int status, Comparison pair, Optional<Sheet> filled) {
        var wanted = RichFiles.of(here.visit());
        var between = between(here, pair, wanted);
        var offered = templates.pulls(here.repo());
        var sheet = filled.orElseGet(() -> fresh(here, pair, offered, between.commits()));
        var choices = here.person().isPresent() && between.told().isEmpty()
                ? choosing.of(here, sheet.chosen(), true)
                : Choices.NONE;
        var look = prose.look(here.visit().viewer(), here.repo(), here.repo().defaultBranch());
        var words = new HashMap<Integer, String>();
        var fields = sheet.template().fields();
        for (int i = 0; i < fields.size(); i++)
            if (fields.get(i) instanceof Field.Words(String text)) words.put(i, look.html(text));
        var values = new HashMap<String, Object>();
        values.put("repo", finding.head(here));
        values.put("base", pair.base());
        values.put("head", pair.head());
        values.put("branches", branches(here).stream().limit(BRANCHES_MAX).toList());
        values.put("heads", heads(here, pair));
        values.put("offered", offered.templates());
        values.put("problems", here.member() ? offered.problems() : List.of());
        values.put("template", sheet.template());
        values.put("filled", sheet.filled());
        values.put("words", words);
        values.put("preview", sheet.preview());
        values.put("choices", choices);
        var from = between.head().map(Heads.Head::repo).orElse(here.repo());
        boolean other = !from.id().equals(here.repo().id());
        // What only the fork has is shown there: it is not in the project yet.
        values.put("theirs", other ? finding.head(here.visit(), from) : finding.head(here));
        values.put("shows", from.isPrivate() && other);
        values.put("lendable", lendable(here, from));
        values.put("commits", between.commits());
        values.put(
                "checks",
                node.protection()
                        .statuses()
                        .tallies(
                                from, between.commits().stream().map(Commit::id).toList()));
        values.put("diff", between.diff());
        values.put("here", RichFiles.rest(here.visit(), pair.address(here.home())));
        values.put("wanted", wanted);
        values.put("rich", between.rich());
        values.put("before", between.before());
        values.put("tip", between.head().map(it -> it.tip().name()).orElse(""));
        values.put("told", between.told());
        values.put("form", sheet.form());
        values.put("list", here.list());
        values.put("pulls", here.pulls());
        values.put("there", there(here, pair));
        values.put("signedIn", here.person().isPresent());
        here.visit().scripted();
        wanted.allow(here.visit());
        here.visit()
                .show(
                        status,
                        "pulls/compare.jte",
                        text("pulls.compare-two", pair.base(), pair.head()) + " · "
                                + here.repo().path(),
                        values);
    }

    /// The address of an open pull request for just this; empty when there is none.
    private String there(Here here, Comparison pair) {
        return head(here, pair.head())
                .map(it -> node.pulls().reading().from(here.rid(), it.source()))
                .orElse(List.of())
                .stream()
                .filter(it -> Patches.target(here.repo(), it).equals(pair.base()))
                .flatMap(it -> node.tracking().reading().byId(here.rid(), it.id()).stream())
                .findFirst()
                .map(here::page)
                .orElse("");
    }

    /// The form that nobody has filled in yet: what the address wants in it, else what the template and the commits
    /// say.
    private static Sheet fresh(Here here, Comparison pair, IssueTemplate.Offered offered, List<Commit> commits) {
        var visit = here.visit();
        var template = template(offered, visit.query("template"));
        String title = visit.query("title").orElseGet(() -> template.title() + Suggested.title(pair.head(), commits));
        String body = visit.query("body").orElseGet(() -> body(template, commits));
        var labels = new LinkedHashSet<>(template.labels());
        visit.query("labels").ifPresent(some -> labels.addAll(List.of(some.split(",", -1))));
        labels.removeIf(String::isBlank);
        var chosen =
                new Choices.Chosen(here.member() ? labels : Set.of(), Set.copyOf(template.assignees()), "", Set.of());
        return new Sheet(
                template,
                new Form(Map.of("title", title, "body", body, "lend", "yes"), Map.of()),
                Filled.fresh(template, id -> visit.query(id).map(List::of).orElse(List.of())),
                chosen,
                Optional.empty());
    }

    /// The one that is asked for by its name; else the one that is meant for all.
    private static IssueTemplate template(IssueTemplate.Offered offered, Optional<String> named) {
        if (named.isPresent())
            return offered.templates().stream()
                    .filter(it -> it.file().equalsIgnoreCase(named.get()))
                    .findFirst()
                    .orElse(IssueTemplate.BLANK);
        return offered.blank() || offered.templates().isEmpty()
                ? IssueTemplate.BLANK
                : offered.templates().getFirst();
    }

    /// What the commits say of themselves, before what the template asks; the list of many would only push it down.
    private static String body(IssueTemplate template, List<Commit> commits) {
        if (commits.size() == 1) {
            String said = commits.getFirst().body();
            if (template.body().isBlank() || said.isBlank()) return said + template.body();
            return said.stripTrailing() + "\n\n" + template.body();
        }
        return template.body().isBlank() ? Suggested.body(commits) : template.body();
    }

    /// Makes the pull request.
    public void create(Visit visit) {
        var here = finding.speaker(visit);
        var by = Finding.person(here);
        var pair = Comparison.parted(visit.field("base"), visit.field("head"));
        if (!branches(here).contains(pair.base())) throw Stop.notFound();
        var head = head(here, pair.head()).orElseThrow(Stop::notFound);
        var sheet = sent(here);
        var template = sheet.template();
        String body =
                template.isForm() ? sheet.filled().text(template) : sheet.form().value("body");
        if (!visit.field("preview").isEmpty()) {
            var preview = Optional.of(pages.preview(here, body));
            show(
                    here,
                    200,
                    pair,
                    Optional.of(new Sheet(template, sheet.form(), sheet.filled(), sheet.chosen(), preview)));
            return;
        }
        String title = sheet.form().value("title");
        var wrong = new HashMap<>(sheet.filled().objections(template));
        if (title.isEmpty()) wrong.put("title", text("pulls.needs-a-title"));
        var tasked = people(here.member() ? sheet.chosen().assignees() : Set.of(), "assignees", wrong);
        var reviewers = people(sheet.chosen().asked(), "reviewers", wrong);
        reviewersObjection(here, by, reviewers).ifPresent(told -> wrong.put("reviewers", told));
        if (!wrong.isEmpty()) {
            show(here, 422, pair, Optional.of(sheet.wrong(wrong)));
            return;
        }
        var opening = new Patches.Opening(
                title,
                body,
                pair.base(),
                head.tip(),
                Optional.of(head.source()),
                visit.field("draft").equals("yes"),
                here.member() ? sheet.chosen().labels() : Set.of(),
                tasked);
        var answer = node.pulls().open(here.repo(), by, opening, head.repo());
        var refusal = Finding.refusal(answer);
        if (refusal.isPresent() || !(answer instanceof Answer.Done(var id))) {
            String told = refusal.map(Answer.Refused::told).orElseGet(() -> text("pulls.did-not-work"));
            String field = field(refusal.map(Answer.Refused::field).orElse(Answer.Field.WHOLE), template);
            show(here, 422, pair, Optional.of(sheet.wrong(field, told)));
            return;
        }
        if (visit.field("lend").equals("yes") && lendable(here, head.repo()))
            node.pulls().lent().lend(here.repo(), by, id, true);
        after(here, by, id, sheet, reviewers);
        visit.go(here.page(node.tracking().reading().byId(here.rid(), id).orElseThrow()));
    }

    private boolean lendable(Here here, Repo from) {
        return here.person()
                .filter(person ->
                        node.pulls().lent().objection(here.repo(), person, from).isEmpty())
                .isPresent();
    }

    private Sheet sent(Here here) {
        var visit = here.visit();
        var template = template(templates.pulls(here.repo()), Optional.of(visit.field("template")));
        var filled = Filled.of(template, id -> visit.chosen(Filled.PREFIX + id).stream()
                .map(it -> it.replace("\r\n", "\n"))
                .toList());
        var form = new Form(
                Map.of(
                        "title",
                        visit.field("title").strip(),
                        "body",
                        visit.text("body"),
                        "draft",
                        visit.field("draft"),
                        "lend",
                        visit.field("lend")),
                Map.of());
        return new Sheet(template, form, filled, Choices.Chosen.of(visit), Optional.empty());
    }

    private List<Person> people(Set<String> names, String field, Map<String, String> wrong) {
        return switch (choosing.named(names)) {
            case Choosing.Named.Found(var people) -> people;
            case Choosing.Named.Unknown(var told) -> {
                wrong.put(field, told);
                yield List.of();
            }
        };
    }

    /// Said before anything is made: afterwards the pull request would be there, and its reviewers not.
    private Optional<String> reviewersObjection(Here here, Person by, List<Person> reviewers) {
        for (var person : reviewers) {
            if (node.access().right(person, here.repo()).isEmpty())
                return Optional.of(text("pulls.cannot-see-this", person.name()));
            if (person.id().equals(by.id())) return Optional.of(text("pulls.nobody-reviews-their-own"));
        }
        return Optional.empty();
    }

    private static String field(Answer.Field field, IssueTemplate template) {
        return switch (field) {
            case TITLE -> "title";
            case LABELS -> "labels";
            case ASSIGNEES -> "assignees";
            default -> template.isForm() ? "title" : "body";
        };
    }

    /// What was chosen besides; and the labels of the template, which the project gives to whoever uses it.
    private void after(Here here, Person by, ObjectId id, Sheet sheet, List<Person> reviewers) {
        var repo = here.repo();
        if (!reviewers.isEmpty()) node.pulls().reviewers().ask(repo, by, id, reviewers);
        if (here.member()) {
            var goal = sheet.chosen().goal();
            if (goal.isPresent()) node.tracking().trackers().setMilestone(repo, by, id, goal);
            return;
        }
        var labels = sheet.template().labels();
        if (labels.isEmpty()) return;
        node.people()
                .byId(repo.ownerId())
                .ifPresent(owner -> node.pulls().patches().label(repo, owner, id, labels, List.of()));
    }
}
