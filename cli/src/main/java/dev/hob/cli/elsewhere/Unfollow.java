package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import picocli.CommandLine.Command;

/// `hob unfollow @name@host`.
@Command(name = "unfollow", description = "Follows somebody, or a repository, of another server no more.")
final class Unfollow extends TargetErrand {
    Unfollow(Desk desk) {
        super(desk);
    }

    @Override
    int run(Client client) {
        client.post("/federation/unfollow", sent()).must();
        if (asJson()) tell(Json.fields().with("unfollowed", target));
        else screen().out(Text.line(target) + " is not followed");
        return 0;
    }
}
