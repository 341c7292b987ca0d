package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import picocli.CommandLine.Command;

/// `hob unstar @owner.name@host`.
@Command(name = "unstar", description = "Takes a star of a repository of another server back.")
final class Unstar extends TargetErrand {
    Unstar(Desk desk) {
        super(desk);
    }

    @Override
    int run(Client client) {
        client.post("/federation/unstar", sent()).must();
        if (asJson()) tell(Json.fields().with("unstarred", target));
        else screen().out(Text.line(target) + " has no star of yours");
        return 0;
    }
}
