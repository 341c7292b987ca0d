package dev.hob.cli.pull;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.RepositoryErrand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob pr close` and `hob pr reopen`.
abstract class EndPull extends RepositoryErrand {
    private final String to;

    @Parameters(paramLabel = "PULL", arity = "1..*", converter = PullNumber.Reader.class)
    List<PullNumber> numbers = List.of();

    @Option(
            names = {"-c", "--comment"},
            paramLabel = "TEXT",
            description = "Says something with it.")
    Optional<String> comment = Optional.empty();

    private EndPull(Desk desk, String to) {
        super(desk);
        this.to = to;
    }

    @Command(name = "close", description = "Closes pull requests without merging them.")
    static final class Close extends EndPull {
        Close(Desk desk) {
            super(desk, "closed");
        }
    }

    @Command(name = "reopen", description = "Opens closed pull requests again.")
    static final class Reopen extends EndPull {
        Reopen(Desk desk) {
            super(desk, "open");
        }
    }

    @Override
    protected int run(Place place, Client client) {
        place.account();
        var pulls = new Pulls(place, client);
        var done = new ArrayList<Json>();
        for (var number : numbers) {
            comment.ifPresent(text -> pulls.comment(number.value(), text));
            var pull = pulls.change(number.value(), Json.fields().with("state", to));
            done.add(pull.json());
            if (!asJson()) screen().out("#" + pull.number() + " is " + pull.state());
        }
        if (asJson()) tell(new Json.Items(done));
        return 0;
    }
}
