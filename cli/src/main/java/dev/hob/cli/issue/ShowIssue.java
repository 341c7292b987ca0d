package dev.hob.cli.issue;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Paper;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Style;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `hob issue show`.
@Command(name = "show", description = "Shows an issue and what was said.")
final class ShowIssue extends ReadingErrand {
    private static final int ID_CHARACTERS_MIN = 7;

    @Parameters(paramLabel = "NUMBER", converter = IssueNumber.Reader.class)
    IssueNumber number = IssueNumber.NONE;

    ShowIssue(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        var issues = new Issues(place, client);
        var issue = issues.issue(number.value());
        List<Issue.Comment> comments = issue.commentCount() == 0 ? List.of() : issues.comments(issue.number());
        told(issue, comments);
        return 0;
    }

    @Override
    int read(List<Json> issues) {
        var json = issues.stream()
                .filter(it -> String.valueOf(it.number("number").orElse(0)).equals(number.text()))
                .findFirst()
                .or(() -> issues.stream()
                        .filter(it -> number.text().length() >= ID_CHARACTERS_MIN
                                && it.text("id").orElse("").startsWith(number.text()))
                        .findFirst())
                .orElseThrow(() -> new Unable("this clone has no issue " + number.text()));
        told(Issue.of(json), comments(json));
        return 0;
    }

    private void told(Issue issue, List<Issue.Comment> comments) {
        if (asJson()) tell(issue.json(comments));
        else show(issue, comments, new Paper(screen()));
    }

    static void show(Issue issue, List<Issue.Comment> comments, Paper paper) {
        for (String line : paper.wrapped(Text.line(issue.title()) + "  " + issue.called()))
            paper.print(paper.styled(line, Style.STRONG));
        paper.print("");
        paper.fact(
                "state",
                issue.state() + issue.closed().map(it -> " on " + Issue.day(it)).orElse(""));
        paper.fact("opened", Issue.day(issue.created()) + " by " + issue.author());
        paper.fact("labels", String.join(", ", issue.labelNames()));
        paper.fact("assigned", String.join(", ", issue.assignees()));
        paper.fact("milestone", issue.milestone().orElse(""));
        paper.fact("page", issue.url());
        if (!issue.body().isBlank()) {
            paper.print("");
            paper.prose(issue.body());
        }
        for (var comment : comments) {
            paper.print("");
            paper.print(paper.styled(
                    "── " + Text.cut(Text.line(comment.author()), 40) + ", " + Issue.day(comment.created()),
                    Style.QUIET));
            paper.print("");
            paper.prose(comment.body());
        }
    }
}
