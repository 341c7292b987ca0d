package dev.hob.cli.issue;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Editor;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.RepositoryErrand;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `hob issue comment`.
@Command(name = "comment", description = "Says something about an issue; without --body in your editor.")
final class CommentOnIssue extends RepositoryErrand {
    @Parameters(paramLabel = "NUMBER", converter = IssueNumber.Reader.class)
    IssueNumber number = new IssueNumber(0);

    @Mixin
    Writing writing = new Writing();

    CommentOnIssue(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        var given = writing.given(screen());
        place.account();
        var issues = new Issues(place, client);
        if (given.isPresent()) {
            told(issues.comment(number.value(), given.get()));
            return 0;
        }
        var issue = issues.issue(number.value());
        var draft = new Editor(screen())
                .edit("comment", "", "A comment on #" + issue.number() + ", in Markdown: " + Text.line(issue.title()));
        try {
            told(issues.comment(number.value(), draft.text()));
        } catch (Unable e) {
            throw draft.kept(e);
        }
        draft.sent();
        return 0;
    }

    private void told(Issue.Comment comment) {
        if (asJson()) tell(comment.json());
        else screen().out("#" + number.value() + " has your comment");
    }
}
