package dev.hob.cli.issue;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Deed;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Editor;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import dev.hob.cli.remote.Writing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `hob issue comment`.
@Command(name = "comment", description = "Says something about an issue; without --body in your editor.")
final class CommentOnIssue extends WritingErrand {
    @Parameters(paramLabel = "NUMBER", converter = IssueNumber.Reader.class)
    IssueNumber number = IssueNumber.NONE;

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

    @Override
    int write(Place place) {
        var given = writing.given(screen());
        if (given.isPresent()) {
            tellOffline(sign(place, new Deed.Comment(number.text(), given.get())), "has your comment");
            return 0;
        }
        var draft = new Editor(screen()).edit("comment", "", "A comment on " + number.text() + ", in Markdown.");
        try {
            tellOffline(sign(place, new Deed.Comment(number.text(), draft.text())), "has your comment");
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
