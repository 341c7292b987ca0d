package dev.hob.web.mcp;

import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.IssueReading;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Limits;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.web.api.Answers;
import dev.hob.web.html.Faces;
import dev.hob.web.html.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `list_issues`, `read_issue`, `open_issue` and `comment`.
final class IssueTools {
    static final int LISTED = 20;
    static final int LISTED_MAX = 50;
    static final int COMMENTS = 20;
    static final int COMMENTS_MAX = 100;
    /// So many labels and assignees are named.
    private static final int NAMES_MAX = 10;

    static final Parameter STATE = new Parameter.Word("state", "Which ones", List.of("open", "closed", "all"));
    private static final String QUERY_SAYS = "Narrows: words that occur, label:bug -label:wontfix author:alice"
            + " assignee:alice mentions:bob milestone:1.0 no:label no:assignee sort:updated (also oldest, comments, due);"
            + " @me is the account of this token. Quotes go around values with spaces";

    private final Node node;
    private final Talk talk;

    IssueTools(Node node) {
        this.node = node;
        this.talk = new Talk(node);
    }

    List<Tool> tools() {
        var body = new Parameter.Text("body", "What to say, in Markdown", true, Limits.BODY_CHARACTERS_MAX);
        return List.of(
                Tool.reading(
                        "list_issues",
                        "List issues",
                        "Lists the issues of a repository, the newest first. For issues by what they mean, or of all"
                                + " repositories, use search with is:issue.",
                        List.of(Asked.REPOSITORY, STATE, query(), Paging.FROM, Paging.limit(LISTED, LISTED_MAX)),
                        Set.of(Scope.READ_ISSUE),
                        Listed.class,
                        this::list),
                Tool.reading(
                        "read_issue",
                        "Read an issue",
                        "Tells what an issue says, and the comments on it, the first one first.",
                        List.of(Asked.REPOSITORY, Asked.NUMBER, Paging.FROM, Paging.limit(COMMENTS, COMMENTS_MAX)),
                        Set.of(Scope.READ_ISSUE),
                        Read.class,
                        this::read),
                Tool.writing(
                        "open_issue",
                        "Open an issue",
                        "Opens an issue in the name of the account whose token this is; others see it at once, and are"
                                + " told of it. Only when the person asked for it.",
                        List.of(
                                Asked.REPOSITORY,
                                new Parameter.Text("title", "In one line", true, Limits.TITLE_CHARACTERS_MAX),
                                new Parameter.Text(
                                        "body", "What it is about, in Markdown", false, Limits.BODY_CHARACTERS_MAX)),
                        Written.class,
                        this::open),
                Tool.writing(
                        "comment",
                        "Comment",
                        "Says something about an issue or a pull request in the name of the account whose token this is;"
                                + " others see it at once, and are told of it. Only when the person asked for it.",
                        List.of(Asked.REPOSITORY, Asked.NUMBER, body),
                        Written.class,
                        this::comment));
    }

    static Parameter query() {
        return new Parameter.Text("query", QUERY_SAYS, false, 1_000);
    }

    record Listed(String repository, List<One> issues, int from, int total, List<String> notUnderstood) {}

    record One(
            String number,
            String title,
            String state,
            String author,
            List<String> labels,
            List<String> assignees,
            int comments,
            String created,
            String updated,
            String page) {}

    record Read(String repository, One issue, String body, List<Talk.Said> comments, int from, int total) {}

    record Written(String repository, String number, String page) {}

    /// What is asked for, issues or pull requests.
    static IssueQuery asked(Asked asked, boolean patches) {
        var open =
                switch (asked.arguments().word("state")) {
                    case "open" -> Optional.of(true);
                    case "closed" -> Optional.of(false);
                    default -> Optional.<Boolean>empty();
                };
        return IssueQuery.parse(asked.arguments().perhaps("query").orElse(""))
                .of(asked.person().name())
                .withPatches(Optional.of(patches))
                .withOpen(open);
    }

    /// How many a query finds.
    static int total(IssueQuery query, IssueReading.Counts counts) {
        return query.open().map(it -> it ? counts.open() : counts.closed()).orElse(counts.open() + counts.closed());
    }

    static List<String> notUnderstood(IssueQuery query) {
        return query.strange().stream().map(it -> Plain.line(it, 200)).toList();
    }

    private Told<Listed> list(Asked asked) {
        var repo = asked.project(Scope.READ_ISSUE);
        var paging = Paging.of(asked.arguments());
        var query = asked(asked, false);
        var reading = node.tracking().reading();
        var issues = reading.list(repo.rid(), query, paging.from(), paging.limit());
        int total = total(query, reading.counts(repo.rid(), query));
        var faces = met(issues);
        var shown = issues.stream().map(it -> one(asked, repo, it, faces)).toList();
        var text = new StringBuilder("%d of %d issues of %s.\n".formatted(shown.size(), total, repo.path()));
        for (String strange : notUnderstood(query))
            text.append("Not understood:\n").append(Plain.quoted(strange));
        for (var one : shown) text.append('\n').append(line(one));
        return new Told<>(
                text + paging.below(shown.size(), total),
                new Listed(repo.path(), shown, paging.from(), total, notUnderstood(query)));
    }

    private Faces met(List<Issue> issues) {
        var faces = talk.faces();
        var keys = new ArrayList<>(issues.stream().map(Issue::author).toList());
        for (var issue : issues) keys.addAll(issue.assignees());
        faces.meet(keys);
        return faces;
    }

    static One one(Asked asked, Repo repo, Issue issue, Faces faces) {
        return new One(
                number(issue),
                Plain.line(issue.title(), 500),
                issue.state() == IssueState.SOLVED
                        ? "closed as solved"
                        : issue.state().name().toLowerCase(Locale.ROOT),
                Talk.name(faces, issue.author()),
                issue.labels().stream()
                        .limit(NAMES_MAX)
                        .map(it -> Plain.line(it, 100))
                        .toList(),
                issue.assignees().stream()
                        .limit(NAMES_MAX)
                        .map(it -> Talk.name(faces, it))
                        .toList(),
                issue.comments(),
                Times.of(issue.created()),
                Times.of(issue.updated()),
                asked.page(repo, issue));
    }

    /// As [Asked#NUMBER] takes it.
    static String number(Issue issue) {
        return issue.number() > 0 ? String.valueOf(issue.number()) : issue.id().name();
    }

    private static String line(One one) {
        String beside = one.labels().isEmpty() ? "" : " [" + String.join(", ", one.labels()) + "]";
        String tasks = one.assignees().isEmpty() ? "" : ", task of " + String.join(", ", one.assignees());
        return "%s, %s, %d comments, updated %s\n".formatted(one.number(), one.state(), one.comments(), one.updated())
                + Plain.quoted(one.title() + beside + " by " + one.author() + tasks);
    }

    private Told<Read> read(Asked asked) {
        var repo = asked.project(Scope.READ_ISSUE);
        var issue = asked.issue(repo);
        if (issue.isPatch())
            throw new Stop(404, number(issue) + " is a pull request: read_pull_request tells what it says.");
        var faces = met(List.of(issue));
        var one = one(asked, repo, issue, faces);
        String body = talk.description(issue);
        var part = talk.part(issue, faces, Paging.of(asked.arguments()));
        String text = "Issue of " + repo.path() + ", " + one.page() + "\n" + line(one)
                + "\nIt says:\n" + Plain.quoted(body)
                + "\n" + part.total() + " comments.\n" + part.text();
        return new Told<>(text, new Read(repo.path(), one, Plain.shown(body), part.said(), part.from(), part.total()));
    }

    private Repo spoken(Asked asked) {
        var repo = asked.project(Scope.WRITE_ISSUE);
        if (!node.access().maySpeak(asked.viewer(), repo))
            throw new Stop(
                    403,
                    repo.away()
                            .map(it -> repo.path() + " has moved to " + it.page() + ".")
                            .orElse("This token may not write in " + repo.path() + "."));
        return repo;
    }

    private Told<Written> open(Asked asked) {
        var repo = spoken(asked);
        var opening = Issues.Opening.of(
                asked.arguments().text("title"),
                asked.arguments().perhaps("body").orElse(""));
        var id = Answers.made(node.tracking().issues().open(repo, asked.person(), opening));
        var issue = node.tracking()
                .reading()
                .byId(repo.rid(), id)
                .orElseThrow(() -> new AssertionError("an issue is not there that was just opened"));
        return written("Opened", asked, repo, issue);
    }

    private Told<Written> comment(Asked asked) {
        var repo = spoken(asked);
        var issue = asked.issue(repo);
        String body = asked.arguments().text("body");
        var _ = Answers.made(
                node.acts(issue).comment(repo, asked.person(), issue.id(), body, Optional.empty(), List.of()));
        return written("Said about", asked, repo, issue);
    }

    private static Told<Written> written(String done, Asked asked, Repo repo, Issue issue) {
        String page = asked.page(repo, issue);
        return new Told<>(
                done + " " + number(issue) + " of " + repo.path() + ": " + page + "\n",
                new Written(repo.path(), number(issue), page));
    }
}
