package dev.hob.cli.issue;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Deed;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob issue close` and `hob issue reopen`.
abstract class EndIssue extends WritingErrand {
    private final State to;

    @Parameters(paramLabel = "NUMBER", arity = "1..*", converter = IssueNumber.Reader.class)
    List<IssueNumber> numbers = List.of();

    @Option(
            names = {"-c", "--comment"},
            paramLabel = "TEXT",
            description = "Says something with it.")
    Optional<String> comment = Optional.empty();

    private EndIssue(Desk desk, State to) {
        super(desk);
        this.to = to;
    }

    @Command(name = "close", description = "Closes issues.")
    static final class Close extends EndIssue {
        @Option(
                names = {"-r", "--reason"},
                paramLabel = "REASON",
                description = "One of ${COMPLETION-CANDIDATES}.")
        Optional<Reason> reason = Optional.empty();

        Close(Desk desk) {
            super(desk, State.CLOSED);
        }

        @Override
        Deed deed(String issue) {
            return new Deed.Close(issue, !reason.equals(Optional.of(Reason.NOT_PLANNED)));
        }

        @Override
        Json.Fields change() {
            return super.change().withGiven("state_reason", reason.map(Reason::toString));
        }
    }

    @Command(name = "reopen", description = "Opens closed issues again.")
    static final class Reopen extends EndIssue {
        Reopen(Desk desk) {
            super(desk, State.OPEN);
        }

        @Override
        Deed deed(String issue) {
            return new Deed.Reopen(issue);
        }
    }

    /// Why an issue is closed, as the API has it.
    enum Reason {
        COMPLETED,
        NOT_PLANNED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    abstract Deed deed(String issue);

    Json.Fields change() {
        return Json.fields().with("state", to.toString());
    }

    @Override
    int write(Place place) {
        var done = new ArrayList<Json>();
        for (var number : numbers) {
            comment.ifPresent(text -> sign(place, new Deed.Comment(number.text(), text)));
            var json = sign(place, deed(number.text()));
            done.add(Issue.of(json).json());
            if (!asJson()) tellOffline(json, "is " + to);
        }
        if (asJson()) tell(new Json.Items(done));
        return 0;
    }

    @Override
    protected int run(Place place, Client client) {
        place.account();
        var issues = new Issues(place, client);
        var done = new ArrayList<Json>();
        for (var number : numbers) {
            comment.ifPresent(text -> issues.comment(number.value(), text));
            var issue = issues.change(number.value(), change());
            done.add(issue.json());
            if (!asJson()) screen().out("#" + issue.number() + " is " + issue.state());
        }
        if (asJson()) tell(new Json.Items(done));
        return 0;
    }
}
