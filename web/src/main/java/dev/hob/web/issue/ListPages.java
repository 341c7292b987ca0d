package dev.hob.web.issue;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.IssueState;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Chip;
import dev.hob.web.html.Chips;
import dev.hob.web.html.Faces;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/// The list of a repository's issues: looked for in words, changed many at once, and looks that a person keeps.
public final class ListPages {
    static final int PAGE = 25;
    private static final int PAGES_MAX = 4_000;
    private static final int MENU_MAX = 60;

    private final Node node;
    private final Finding finding;

    ListPages(Node node, Finding finding) {
        this.node = node;
        this.finding = finding;
    }

    /// The list of issues. Who asks for pull requests is led to theirs.
    public void list(Visit visit) {
        var here = finding.reader(visit);
        var asked = visit.query("q").map(IssueQuery::parse).filter(it -> it.patches()
                .orElse(false));
        if (asked.isPresent()) visit.go(url(here, asked.get()));
        else show(here, false, 200, Form.EMPTY);
    }

    /// The list of pull requests.
    public void pulls(Visit visit) {
        show(finding.reader(visit), true, 200, Form.EMPTY);
    }

    private void show(Here here, boolean pulls, int status, Form form) {
        var visit = here.visit();
        String typed = typed(visit, form);
        var query = IssueQuery.parse(typed).withPatches(Optional.of(pulls));
        String list = pulls ? here.pulls() : here.list();
        var asked = here.person().map(it -> query.of(it.name())).orElse(query);
        int page = page(visit);
        var reading = node.tracking().reading();
        var tracked = node.tracking().tracked();
        var counts = reading.counts(here.rid(), asked);
        var found = reading.list(here.rid(), asked, (page - 1) * PAGE, PAGE + 1);
        boolean first = page == 1;
        boolean plain = query.withPatches(IssueQuery.OPEN.patches()).equals(IssueQuery.OPEN);
        var lines =
                new IssueLines(node, new Faces(node.people()), visit.page("").now());
        var shown = lines.of(here.repo(), found.stream().limit(PAGE).toList());
        var pinned = first && plain ? lines.of(here.repo(), pinned(here, pulls)) : List.<IssueLine>of();
        var known = lines.known(here.rid());
        var values = new HashMap<String, Object>();
        values.put("repo", finding.head(here));
        values.put("form", form);
        values.put("list", list);
        values.put("pulls", pulls);
        values.put("typed", typed);
        values.put("plain", plain);
        values.put("query", query);
        values.put("counts", counts);
        values.put("openUrl", url(here, query.withOpen(Optional.of(true))));
        values.put("closedUrl", url(here, query.withOpen(Optional.of(false))));
        values.put("lines", shown);
        values.put("pinned", pinned);
        values.put("menus", menus(here, query, known));
        values.put(
                "views",
                pulls
                        ? List.of()
                        : here.person().map(it -> views(here, it, typed)).orElse(List.of()));
        values.put("style", Chips.url(chips(shown, pinned)));
        values.put("member", here.member());
        values.put("picked", java.util.Set.copyOf(visit.chosen("pick")));
        values.put("number", page);
        values.put("previous", first ? "" : paged(list, typed, page - 1));
        values.put("next", found.size() > PAGE && page < PAGES_MAX ? paged(list, typed, page + 1) : "");
        if (here.member()) {
            values.put(
                    "labels",
                    known.keySet().stream()
                            .sorted(String.CASE_INSENSITIVE_ORDER)
                            .toList());
            values.put("people", people(here.repo()));
            values.put("milestones", tracked.milestoneTitles(here.rid()));
        } else {
            values.put("labels", List.of());
            values.put("people", List.of());
            values.put("milestones", Map.of());
        }
        String title = (pulls ? text("word.pull-requests") : text("word.issues")) + " · "
                + here.repo().path();
        visit.showScripted(status, "issues/list.jte", title, values);
    }

    private List<Issue> pinned(Here here, boolean pulls) {
        return node.tracking().reading().pinned(here.rid()).stream()
                .filter(issue -> issue.isPatch() == pulls)
                .toList();
    }

    private static List<Chip> chips(List<IssueLine> some, List<IssueLine> more) {
        return Stream.concat(some.stream(), more.stream())
                .flatMap(line -> line.chips().stream())
                .toList();
    }

    /// What is in the search box: open issues, if nothing was asked for.
    private static String typed(Visit visit, Form form) {
        String typed = form.values().containsKey("q")
                ? form.value("q")
                : visit.query("q").orElse(IssueQuery.OPEN.text());
        return typed.strip();
    }

    static int page(Visit visit) {
        String page = visit.query("page").orElse("1");
        return page.matches("[1-9]\\d{0,3}") ? Math.min(Integer.parseInt(page), PAGES_MAX) : 1;
    }

    private static String url(Here here, IssueQuery query) {
        String list = query.patches().orElse(false) ? here.pulls() : here.list();
        // Nothing asked for is another thing than nothing typed, which asks for what is open.
        return query.text().isEmpty() ? list + "?q=" : Urls.query(list, "q", query.text());
    }

    private static String paged(String list, String typed, int page) {
        return Urls.query(list, "q", typed, "page", page == 1 ? "" : String.valueOf(page));
    }

    /// Menus that change one thing of what was asked for, and keep the rest.
    private Map<String, List<Choice>> menus(Here here, IssueQuery query, Map<String, Chip> known) {
        var menus = new LinkedHashMap<String, List<Choice>>();
        var labels = new ArrayList<Choice>();
        known.keySet().stream()
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .limit(MENU_MAX)
                .forEach(name -> {
                    boolean chosen = query.labels().contains(name);
                    labels.add(new Choice(name, url(here, query.withLabel(name, !chosen)), chosen));
                });
        if (!labels.isEmpty()) menus.put(text("issues.label"), labels);
        var milestones = new ArrayList<Choice>();
        node.tracking().tracked().milestoneTitles(here.rid()).values().stream()
                .distinct()
                .limit(MENU_MAX)
                .forEach(title -> {
                    boolean chosen = query.milestone().equals(Optional.of(title));
                    var other = chosen ? Optional.<String>empty() : Optional.of(title);
                    milestones.add(new Choice(title, url(here, query.withMilestone(other)), chosen));
                });
        if (!milestones.isEmpty()) menus.put(text("word.milestone"), milestones);
        menus.put(text("issues.author"), someone(here, query, query.author(), "author"));
        menus.put(text("issues.assignee"), someone(here, query, query.assignee(), "assignee"));
        var orders = new ArrayList<Choice>();
        for (var sort : IssueQuery.Sort.values())
            orders.add(new Choice(order(sort), url(here, query.withSort(sort)), query.sort() == sort));
        menus.put(text("issues.sort"), orders);
        return menus;
    }

    private List<Choice> someone(Here here, IssueQuery query, Optional<String> now, String what) {
        var choices = new ArrayList<Choice>();
        var names = new LinkedHashSet<String>();
        here.person().ifPresent(_ -> names.add("@me"));
        names.addAll(people(here.repo()));
        now.ifPresent(names::add);
        for (String name : names) {
            boolean chosen = now.equals(Optional.of(name));
            var other = chosen ? Optional.<String>empty() : Optional.of(name);
            var asked = what.equals("author") ? query.withAuthor(other) : query.withAssignee(other);
            choices.add(new Choice(name.equals("@me") ? text("issues.me") : name, url(here, asked), chosen));
        }
        return choices;
    }

    private static String order(IssueQuery.Sort sort) {
        return switch (sort) {
            case NEWEST -> text("issues.newest-first");
            case OLDEST -> text("issues.oldest-first");
            case UPDATED -> text("issues.latest-change-first");
            case LEAST_UPDATED -> text("issues.longest-untouched-first");
            case COMMENTS -> text("issues.most-talked-about");
            case LEAST_COMMENTS -> text("issues.least-talked-about");
            case CLOSED -> text("issues.latest-closed-first");
            case DUE -> text("issues.next-due-first");
        };
    }

    /// Those who work on a repository, by name.
    List<String> people(Repo repo) {
        return Stream.concat(
                        Stream.of(repo.owner()),
                        node.repos().collaborators(repo).entrySet().stream()
                                .filter(it -> it.getValue() != Right.READ)
                                .map(Map.Entry::getKey)
                                .sorted())
                .distinct()
                .limit(MENU_MAX)
                .toList();
    }

    private List<Choice> views(Here here, Person person, String typed) {
        return node.tracking().views().of(person, here.rid()).stream()
                .map(view -> new Choice(
                        view.name(),
                        Urls.query(here.list(), "q", view.query()),
                        view.query().equals(typed)))
                .toList();
    }

    /// Keeps a look under a name.
    public void keep(Visit visit) {
        var here = finding.speaker(visit);
        var form = visit.form("name", "q");
        var objection =
                node.tracking().views().keep(Finding.person(here), here.rid(), form.value("name"), form.value("q"));
        if (objection.isPresent()) show(here, false, 422, form.wrong("name", objection.get()));
        else visit.go(Urls.query(here.list(), "q", form.value("q").strip()));
    }

    /// Forgets a look.
    public void forget(Visit visit) {
        var here = finding.speaker(visit);
        node.tracking().views().forget(Finding.person(here), here.rid(), visit.field("name"));
        visit.go(here.list());
    }

    /// Does one thing to all issues that were ticked.
    public void bulk(Visit visit) {
        bulk(visit, false);
    }

    /// Does one thing to all pull requests that were ticked.
    public void bulkPulls(Visit visit) {
        bulk(visit, true);
    }

    private void bulk(Visit visit, boolean pulls) {
        var here = finding.member(visit);
        var by = Finding.person(here);
        var form = visit.form("q", "do", "label", "assignee", "milestone");
        var issues = new ArrayList<Issue>();
        for (String number : visit.chosen("pick")) {
            if (!number.matches("[1-9]\\d{0,8}") || issues.size() >= 4 * PAGE) continue;
            node.tracking()
                    .reading()
                    .find(here.rid(), Long.parseLong(number))
                    .filter(issue -> issue.isPatch() == pulls)
                    .ifPresent(issues::add);
        }
        if (issues.isEmpty()) {
            show(
                    here,
                    pulls,
                    422,
                    form.wrong(
                            "bulk",
                            pulls ? text("issues.tick-pull-requests-first") : text("issues.tick-issues-first")));
            return;
        }
        for (var issue : issues) {
            var objection = change(here, by, issue, form);
            if (objection.isPresent()) {
                show(here, pulls, 422, form.wrong("bulk", objection.get()));
                return;
            }
        }
        visit.go(Urls.query(pulls ? here.pulls() : here.list(), "q", form.value("q")), Notice.SAVED);
    }

    private Optional<String> change(Here here, Person by, Issue one, Form form) {
        var issues = finding.acts(one);
        var issue = one.id();
        var repo = here.repo();
        String label = form.value("label");
        String what = form.value("do").toLowerCase(Locale.ROOT);
        return switch (what) {
            case "close" -> Finding.objection(issues.turn(repo, by, issue, IssueState.SOLVED));
            case "drop" -> Finding.objection(issues.turn(repo, by, issue, IssueState.CLOSED));
            case "reopen" -> Finding.objection(issues.turn(repo, by, issue, IssueState.OPEN));
            case "label", "unlabel" -> {
                if (label.isBlank()) yield Optional.of(text("issues.choose-a-label"));
                boolean on = what.equals("label");
                yield Finding.objection(issues.label(
                        repo, by, issue, on ? List.of(label) : List.of(), on ? List.of() : List.of(label)));
            }
            case "assign", "unassign" -> {
                var person = node.people().find(form.value("assignee").strip());
                if (person.isEmpty()) yield Optional.of(text("issues.choose-somebody"));
                boolean on = what.equals("assign");
                yield Finding.objection(issues.assign(
                        repo,
                        by,
                        issue,
                        on ? List.of(person.get()) : List.of(),
                        on ? List.of() : List.of(person.get().key())));
            }
            case "milestone" -> milestone(here, by, issue, form.value("milestone"));
            default -> Optional.of(text("issues.choose-what-to-do"));
        };
    }

    private Optional<String> milestone(Here here, Person by, ObjectId issue, String id) {
        if (!id.isEmpty() && !ObjectId.isId(id)) return Optional.of(text("issues.choose-a-milestone"));
        var milestone = id.isEmpty() ? Optional.<ObjectId>empty() : Optional.of(ObjectId.fromString(id));
        Answer answer = node.tracking().trackers().setMilestone(here.repo(), by, issue, milestone);
        return Finding.objection(answer);
    }
}
