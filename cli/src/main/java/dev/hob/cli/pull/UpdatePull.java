package dev.hob.cli.pull;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob pr update`.
@Command(name = "update", description = "Brings a pull request's branch up to date with the one that it is for.")
final class UpdatePull extends PullErrand {
    @Option(
            names = {"-r", "--rebase"},
            description = "Its commits anew, instead of a merge commit.")
    boolean rebase;

    UpdatePull(Desk desk) {
        super(desk);
    }

    @Override
    int on(Pulls pulls, Pull pull) {
        pulls.place().account();
        pulls.post(pull.number(), "/update?style=" + (rebase ? "rebase" : "merge"), Json.fields());
        var after = pulls.pull(pull.number());
        tell(
                after,
                after.commit().equals(pull.commit())
                        ? "was up to date"
                        : "has what " + Text.line(pull.base()) + " has");
        return 0;
    }
}
