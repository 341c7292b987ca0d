package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Writing;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hob elsewhere issue @owner.name@host`.
@Command(name = "issue", description = "Opens an issue in a repository of another server.")
final class OpenIssue extends TargetErrand {
    @Option(
            names = {"-t", "--title"},
            paramLabel = "TEXT",
            required = true)
    String title = "";

    @Mixin
    Writing writing = new Writing();

    OpenIssue(Desk desk) {
        super(desk);
    }

    @Override
    int run(Client client) {
        Optional<String> body = writing.given(screen());
        var answer = client.post(
                        "/federation/issues", sent().with("title", title).withGiven("body", body))
                .must();
        if (asJson()) tell(answer);
        else
            screen().out("it is on its way; what becomes of it: "
                    + Text.line(answer.text("html_url").orElse("")));
        return 0;
    }
}
