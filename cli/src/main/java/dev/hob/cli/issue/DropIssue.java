package dev.hob.cli.issue;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Deed;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.RepositoryErrand;
import dev.hob.cli.remote.Unable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob issue drop`.
@Command(
        name = "drop",
        description = {
            "Takes back what you wrote with --offline on an issue and did not push.",
            "For what the node refuses, such as a word in an issue that was locked meanwhile."
        })
final class DropIssue extends RepositoryErrand {
    @Parameters(paramLabel = "NUMBER", converter = IssueNumber.Reader.class)
    IssueNumber number = IssueNumber.NONE;

    @Option(names = "--yes", description = "Does not ask.")
    boolean yes;

    DropIssue(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        var place = place();
        var login = place.login()
                .orElseThrow(
                        () -> new Unable("nobody is logged in at " + place.node() + ": hob login " + place.node()));
        confirm(yes, "What you wrote on it here is lost. Type " + number.text() + " to go on: ", number.text());
        desk().write(login, new Deed.Drop(number.text()));
        if (asJson()) tell(Json.fields().with("dropped", number.text()));
        else screen().out("what you wrote here is taken back");
        return 0;
    }

    @Override
    protected int run(Place place, Client client) {
        throw new AssertionError("nothing is asked of the node");
    }
}
