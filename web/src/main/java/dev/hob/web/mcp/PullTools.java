package dev.hob.web.mcp;

import dev.hob.node.Node;
import dev.hob.node.code.Differences;
import dev.hob.node.code.Diffs;
import dev.hob.node.issue.Issue;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.Patches;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.web.api.Code;
import dev.hob.web.api.json.OneOf;
import dev.hob.web.api.json.Says;
import dev.hob.web.html.Faces;
import dev.hob.web.html.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `list_pull_requests`, `read_pull_request` and `pull_request_diff`.
final class PullTools {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FILES_MAX = 100;

    private final Node node;
    private final Code code;
    private final Talk talk;

    PullTools(Node node, Code code) {
        this.node = node;
        this.code = code;
        this.talk = new Talk(node);
    }

    List<Tool> tools() {
        // What is offered is code, and what is said of it is talk.
        var needs = Set.of(Scope.READ_REPOSITORY, Scope.READ_ISSUE);
        return List.of(
                Tool.reading(
                        "list_pull_requests",
                        "List pull requests",
                        "Lists the pull requests of a repository, the newest first.",
                        List.of(
                                Asked.REPOSITORY,
                                IssueTools.STATE,
                                IssueTools.query(),
                                Paging.FROM,
                                Paging.limit(IssueTools.LISTED, IssueTools.LISTED_MAX)),
                        needs,
                        Listed.class,
                        this::list),
                Tool.reading(
                        "read_pull_request",
                        "Read a pull request",
                        "Tells what a pull request says, which files it changes, and its comments, reviews and remarks at"
                                + " lines, the first one first. pull_request_diff tells the changes themselves.",
                        List.of(
                                Asked.REPOSITORY,
                                Asked.NUMBER,
                                Paging.FROM,
                                Paging.limit(IssueTools.COMMENTS, IssueTools.COMMENTS_MAX)),
                        needs,
                        Read.class,
                        this::read),
                Tool.reading(
                        "pull_request_diff",
                        "Read what a pull request changes",
                        "Tells what a pull request changes, as a diff; long ones are cut and say how to go on.",
                        List.of(Asked.REPOSITORY, Asked.NUMBER, DiffText.PATH, DiffText.FROM),
                        needs,
                        Changes.class,
                        this::diff));
    }

    record Listed(String repository, List<One> pullRequests, int from, int total, List<String> notUnderstood) {}

    record One(
            IssueTools.One about,

            @OneOf({"draft", "open", "closed", "merged"}) String state,

            @Says("The branch that it is for") String target,

            String base,

            @Says("The newest commit that it offers") String head,

            @Says("A commit; empty before it is merged") String mergedAs) {}

    record Read(
            String repository,
            One pullRequest,
            String body,
            int filesChanged,
            List<File> files,
            List<Talk.Said> talk,
            int from,
            int total) {}

    record File(String path, String change, int added, int removed) {}

    record Changes(String repository, String number, String base, String head, DiffText.Shape changes) {}

    /// Its project, which must be seen for code and for talk.
    private static Repo project(Asked asked) {
        var repo = asked.project(Scope.READ_REPOSITORY);
        if (!asked.isSeen(repo, Scope.READ_ISSUE)) throw new AssertionError("a token without a scope it needs");
        return repo;
    }

    private Told<Listed> list(Asked asked) {
        var repo = project(asked);
        var paging = Paging.of(asked.arguments());
        var query = IssueTools.asked(asked, true);
        var reading = node.tracking().reading();
        var issues = reading.list(repo.rid(), query, paging.from(), paging.limit());
        int total = IssueTools.total(query, reading.counts(repo.rid(), query));
        var patches = node.pulls()
                .reading()
                .find(repo.rid(), issues.stream().map(Issue::id).toList());
        var faces = met(issues);
        var shown = new ArrayList<One>();
        for (var issue : issues)
            Optional.ofNullable(patches.get(issue.id())).ifPresent(it -> shown.add(one(asked, repo, issue, it, faces)));
        var text = new StringBuilder("%d of %d pull requests of %s.\n".formatted(shown.size(), total, repo.path()));
        for (String strange : IssueTools.notUnderstood(query))
            text.append("Not understood:\n").append(Plain.quoted(strange));
        for (var one : shown) text.append('\n').append(line(one));
        return new Told<>(
                text + paging.below(issues.size(), total),
                new Listed(repo.path(), shown, paging.from(), total, IssueTools.notUnderstood(query)));
    }

    private Faces met(List<Issue> issues) {
        var faces = talk.faces();
        var keys = new ArrayList<>(issues.stream().map(Issue::author).toList());
        for (var issue : issues) keys.addAll(issue.assignees());
        faces.meet(keys);
        return faces;
    }

    private static One one(Asked asked, Repo repo, Issue issue, Patch patch, Faces faces) {
        String state =
                switch (patch.state()) {
                    case DRAFT -> "draft";
                    case OPEN -> "open";
                    case ARCHIVED -> "closed";
                    case MERGED -> "merged";
                };
        return new One(
                IssueTools.one(asked, repo, issue, faces),
                state,
                Plain.line(Patches.target(repo, patch), Asked.NAME_SHOWN_MAX),
                patch.base().name(),
                patch.head().name(),
                patch.merged().map(it -> it.commit().name()).orElse(""));
    }

    private static String line(One one) {
        var about = one.about();
        String labels = about.labels().isEmpty() ? "" : " [" + String.join(", ", about.labels()) + "]";
        return "%s, %s, %d comments, updated %s, head %s\n"
                        .formatted(about.number(), one.state(), about.comments(), about.updated(), one.head())
                + Plain.quoted(about.title() + labels + " by " + about.author() + ", for " + one.target());
    }

    private record Pull(Issue issue, Patch patch) {}

    private Pull pull(Asked asked, Repo repo) {
        var issue = asked.issue(repo);
        return node.pulls()
                .reading()
                .find(repo.rid(), issue.id())
                .map(it -> new Pull(issue, it))
                .orElseThrow(
                        () -> new Stop(404, IssueTools.number(issue) + " is an issue: read_issue tells what it says."));
    }

    private Told<Read> read(Asked asked) {
        var repo = project(asked);
        var pull = pull(asked, repo);
        var faces = met(List.of(pull.issue()));
        var one = one(asked, repo, pull.issue(), pull.patch(), faces);
        String body = talk.description(pull.issue());
        var part = talk.part(pull.issue(), faces, Paging.of(asked.arguments()));
        Optional<Differences.Summary> summary;
        try (var opened = code.open(repo)) {
            summary = code.differences()
                    .between(opened.git(), pull.patch().base(), pull.patch().head());
        }
        var files = summary.map(Differences.Summary::files).orElse(List.of()).stream()
                .limit(FILES_MAX)
                .map(PullTools::file)
                .toList();
        int changed = summary.map(Differences.Summary::filesChanged).orElse(0);
        var text = new StringBuilder(
                "Pull request of " + repo.path() + ", " + one.about().page() + "\n" + line(one));
        if (!one.mergedAs().isEmpty())
            text.append("Merged as ").append(one.mergedAs()).append(".\n");
        text.append("\nIt says:\n").append(Plain.quoted(body));
        text.append("\nIt changes ").append(changed).append(" files:\n");
        for (var file : files)
            text.append(Plain.quoted(
                    "%s %s (+%d -%d)".formatted(file.change(), file.path(), file.added(), file.removed())));
        if (files.size() < changed)
            text.append("and ").append(changed - files.size()).append(" more\n");
        text.append('\n')
                .append(part.total())
                .append(" comments, reviews and revisions.\n")
                .append(part.text());
        return new Told<>(
                text.toString(),
                new Read(repo.path(), one, Plain.shown(body), changed, files, part.said(), part.from(), part.total()));
    }

    private static File file(Differences.File file) {
        return new File(
                Plain.line(file.path(), 200),
                file.change().name().toLowerCase(Locale.ROOT),
                file.added(),
                file.removed());
    }

    private Told<Changes> diff(Asked asked) {
        var repo = project(asked);
        var pull = pull(asked, repo);
        var patch = pull.patch();
        var diff = code.diffs()
                .between(repo, patch.base(), patch.head(), Diffs.Spaces.COUNT, PATIENCE)
                .orElseThrow(() -> new Stop(503, "That is still being compared: ask again in a moment."));
        try (var opened = code.open(repo)) {
            var shown = DiffText.of(code, opened, diff, asked.arguments());
            String number = IssueTools.number(pull.issue());
            String head = "Pull request %s of %s, from %s to %s.\n"
                    .formatted(
                            number,
                            repo.path(),
                            patch.base().name(),
                            patch.head().name());
            return new Told<>(
                    head + shown.text(),
                    new Changes(
                            repo.path(),
                            number,
                            patch.base().name(),
                            patch.head().name(),
                            shown.shape()));
        }
    }
}
