package dev.hob.cli.pull;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Editor;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import dev.hob.cli.remote.Writing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `hob pr comment`.
@Command(name = "comment", description = "Says something about a pull request; without --body in your editor.")
final class CommentOnPull extends PullErrand {
    @Mixin
    Writing writing = new Writing();

    CommentOnPull(Desk desk) {
        super(desk);
    }

    @Override
    int on(Pulls pulls, Pull pull) {
        pulls.place().account();
        var given = writing.given(screen());
        if (given.isPresent()) {
            told(pull, pulls.comment(pull.number(), given.get()));
            return 0;
        }
        var draft = new Editor(screen())
                .edit("comment", "", "A comment on #" + pull.number() + ", in Markdown: " + Text.line(pull.title()));
        try {
            told(pull, pulls.comment(pull.number(), draft.text()));
        } catch (Unable e) {
            throw draft.kept(e);
        }
        draft.sent();
        return 0;
    }

    private void told(Pull pull, Json comment) {
        if (asJson())
            tell(Json.fields()
                    .with("id", comment.number("id").orElse(0))
                    .with("author", Pull.login(comment, "user"))
                    .with("created", Pull.time(comment, "created_at").toString())
                    .with("body", comment.text("body").orElse("")));
        else screen().out("#" + pull.number() + " has your comment");
    }
}
