package dev.hob.web.issue;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.issue.IssueQuery;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.web.html.Chips;
import dev.hob.web.html.Faces;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Issues of all repositories that somebody has to do with: what waits for them, and a list to look through.
public final class MyIssues {
    private static final int PROJECTS_MAX = 300;
    private static final int WAITING_MAX = 6;
    private static final List<String> MINE = List.of("assignee:@me", "mentions:@me", "author:@me");

    private final Node node;
    private final Finding finding;

    MyIssues(Node node, Finding finding) {
        this.node = node;
        this.finding = finding;
    }

    /// A few issues that wait for somebody for one reason.
    ///
    /// @param url all of them
    public record Waiting(String why, List<IssueLine> lines, int count, String url) {
        public Waiting {
            lines = List.copyOf(lines);
        }
    }

    /// What waits for somebody: their tasks, what they were called to, what they opened.
    public List<Waiting> waiting(Visit visit, Person person) {
        var lines =
                new IssueLines(node, new Faces(node.people()), visit.page("").now());
        var waiting = new ArrayList<Waiting>();
        for (String mine : MINE) {
            String text = IssueQuery.OPEN.text() + " " + mine;
            var query = IssueQuery.parse(text).of(person.name());
            var places = places(visit, node.tracking().reading().projects(query, PROJECTS_MAX));
            if (places.isEmpty()) continue;
            var rids = List.copyOf(places.keySet());
            var found = node.tracking().reading().list(rids, query, 0, WAITING_MAX);
            if (found.isEmpty()) continue;
            waiting.add(new Waiting(
                    why(mine),
                    lines.of(places, found),
                    node.tracking().reading().counts(rids, query).open(),
                    Urls.query("/issues", "q", text)));
        }
        return waiting;
    }

    private static String why(String mine) {
        return switch (mine) {
            case "assignee:@me" -> text("issues.your-tasks");
            case "mentions:@me" -> text("issues.you-are-mentioned");
            default -> text("issues.you-opened");
        };
    }

    /// Those of some projects that the reader may see, and through which repository.
    private Map<RepoId, Repo> places(Visit visit, Iterable<RepoId> rids) {
        var places = new LinkedHashMap<RepoId, Repo>();
        for (var rid : rids)
            if (places.size() < PROJECTS_MAX)
                finding.place(visit.viewer(), rid).ifPresent(repo -> places.put(rid, repo));
        return places;
    }

    /// The list of all, with the same box to look for some.
    public void list(Visit visit) {
        var person = visit.signedIn();
        String typed = visit.query("q")
                .orElse(IssueQuery.OPEN.text() + " assignee:@me")
                .strip();
        var query = IssueQuery.parse(typed);
        var asked = query.of(person.name());
        int page = ListPages.page(visit);
        var places = places(visit, all(person, asked));
        var rids = List.copyOf(places.keySet());
        var reading = node.tracking().reading();
        var found = reading.list(rids, asked, (page - 1) * ListPages.PAGE, ListPages.PAGE + 1);
        var lines = new IssueLines(
                        node, new Faces(node.people()), visit.page("").now())
                .of(places, found.stream().limit(ListPages.PAGE).toList());
        var values = new HashMap<String, Object>();
        values.put("typed", typed);
        values.put("query", query);
        values.put("counts", reading.counts(rids, asked));
        values.put(
                "openUrl",
                Urls.query("/issues", "q", query.withOpen(Optional.of(true)).text()));
        values.put(
                "closedUrl",
                Urls.query("/issues", "q", query.withOpen(Optional.of(false)).text()));
        values.put("lines", lines);
        values.put("looks", looks(typed));
        values.put("number", page);
        values.put("previous", page == 1 ? "" : paged(typed, page - 1));
        values.put("next", found.size() > ListPages.PAGE ? paged(typed, page + 1) : "");
        values.put(
                "style",
                Chips.url(lines.stream().flatMap(line -> line.chips().stream()).toList()));
        visit.showScripted(200, "issues/mine.jte", text("word.issues"), values);
    }

    private static String paged(String typed, int page) {
        return Urls.query("/issues", "q", typed, "page", page == 1 ? "" : String.valueOf(page));
    }

    private static List<Choice> looks(String typed) {
        var looks = new ArrayList<Choice>();
        for (String mine : MINE) {
            String text = IssueQuery.OPEN.text() + " " + mine;
            looks.add(new Choice(why(mine), Urls.query("/issues", "q", text), text.equals(typed)));
        }
        String all = IssueQuery.OPEN.text();
        looks.add(new Choice(text("word.all"), Urls.query("/issues", "q", all), all.equals(typed)));
        return looks;
    }

    /// Projects of a person's own, those they were let into, and those where they have a part in an issue.
    private LinkedHashSet<RepoId> all(Person person, IssueQuery asked) {
        var rids = new LinkedHashSet<RepoId>();
        node.repos().ownedBy(person).stream().filter(Repo::isProject).forEach(repo -> rids.add(repo.rid()));
        node.repos().sharedWith(person).stream().filter(Repo::isProject).forEach(repo -> rids.add(repo.rid()));
        String name = person.name();
        boolean about = asked.author().equals(Optional.of(name))
                || asked.assignee().equals(Optional.of(name))
                || asked.mentions().equals(Optional.of(name));
        if (about) rids.addAll(node.tracking().reading().projects(asked, PROJECTS_MAX));
        return rids;
    }
}
