package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Text;
import picocli.CommandLine.Command;

/// `hob follow @name@host`.
@Command(name = "follow", description = "Follows somebody, or a repository, of another server.")
final class Follow extends TargetErrand {
    Follow(Desk desk) {
        super(desk);
    }

    @Override
    int run(Client client) {
        var answer = client.post("/federation/follow", sent()).must();
        if (asJson()) tell(answer);
        else
            screen().out(Text.line(answer.text("handle").orElse(target)) + ": "
                    + Text.line(answer.text("state").orElse("asked")) + "\n"
                    + Text.line(answer.text("url").orElse("")));
        return 0;
    }
}
