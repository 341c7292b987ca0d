package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Writing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `hob elsewhere comment URL`.
@Command(name = "comment", description = "Answers an issue, a comment or a post of another server.")
final class Comment extends TargetErrand {
    @Mixin
    Writing writing = new Writing();

    Comment(Desk desk) {
        super(desk);
    }

    @Override
    int run(Client client) {
        String body = writing.given(screen()).orElseThrow(() -> misused("say --body TEXT"));
        var answer =
                client.post("/federation/comments", sent().with("body", body)).must();
        if (asJson()) tell(answer);
        else
            screen().out("it is on its way: "
                    + Text.line(answer.text("html_url").orElse("")));
        return 0;
    }
}
