package dev.hob.cli.issue;

import dev.hob.cli.remote.Deed;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.RepositoryErrand;
import dev.hob.cli.remote.Unable;
import dev.hob.cli.remote.Unreachable;
import picocli.CommandLine.Option;

/// A command that writes to issues: at the node, or signed into a clone that has fetched them.
abstract class WritingErrand extends RepositoryErrand {
    @Option(names = "--offline", description = "Signs it into this clone; `hob issue push` brings it to the node.")
    boolean offline;

    WritingErrand(Desk desk) {
        super(desk);
    }

    @Override
    public final Integer call() {
        try {
            return offline ? write(place()) : super.call();
        } catch (Unable e) {
            if (e instanceof Unreachable || e.getCause() instanceof Unreachable)
                throw new Unable(
                        e.getMessage() + "\nIn a clone with `hob issue fetch`, --offline writes it there for later.",
                        e);
            throw e;
        }
    }

    /// What it does in the clone, and the exit status.
    abstract int write(Place place);

    /// Does something in the clone; gives the issue as it is then.
    final Json sign(Place place, Deed deed) {
        return desk().write(
                        place.login()
                                .orElseThrow(() -> new Unable(
                                        "nobody is logged in at " + place.node() + ": hob login " + place.node())),
                        deed);
    }

    /// Says what became of an issue in the clone.
    final void tellOffline(Json json, String what) {
        var issue = Issue.of(json);
        if (asJson()) tell(issue.json());
        else screen().out(issue.called() + " " + what + ", in this clone; `hob issue push` brings it to the node");
    }
}
