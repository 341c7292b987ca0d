package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Text;
import picocli.CommandLine.Command;

/// `hob star @owner.name@host`.
@Command(name = "star", description = "Gives a repository of another server a star.")
final class Star extends TargetErrand {
    Star(Desk desk) {
        super(desk);
    }

    @Override
    int run(Client client) {
        var answer = client.post("/federation/star", sent()).must();
        if (asJson()) tell(answer);
        else screen().out(Text.line(answer.text("handle").orElse(target)) + " has your star");
        return 0;
    }
}
