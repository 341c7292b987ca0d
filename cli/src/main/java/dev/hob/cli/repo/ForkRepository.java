package dev.hob.cli.repo;

import dev.hob.cli.remote.Answer;
import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob repo fork`.
@Command(
        name = "fork",
        description = "Forks a repository into your account: a place of your own to push to, and to offer from.")
final class ForkRepository extends NamedErrand {
    @Option(names = "--fork-name", paramLabel = "NAME", description = "What it is called (default: the same).")
    Optional<String> forkName = Optional.empty();

    @Option(names = "--private", description = "Only you and those you name see it; it is copied.")
    boolean isPrivate;

    @Option(names = "--default-branch-only", description = "Begins it with the default branch alone.")
    boolean onlyDefault;

    @Option(names = "--clone", description = "Clones it; the remote 'upstream' leads to what was forked.")
    boolean clones;

    @Option(
            names = "--add-remotes",
            description = "In a clone: 'origin' leads to the fork then, and 'upstream' to what was forked.")
    boolean remotes;

    ForkRepository(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        if (clones && remotes) throw new Unable("either a new clone (--clone), or remotes in this one (--add-remotes)");
        var place = place();
        String account = place.account();
        var fields = Json.fields()
                .with("private", isPrivate)
                .with("default_branch_only", onlyDefault)
                .withGiven("name", forkName);
        try (var client = Client.of(place.node(), place.login())) {
            var fork = Repository.of(
                    switch (client.post(place.api("/forks"), fields)) {
                        case Answer.Refused refused when refused.status() == 409 -> throw new Unable(refused.told());
                        case Answer answer -> answer.must("repository " + place.path());
                    });
            var clone = new GitClone(desk(), place.node());
            if (clones) {
                clone.of(fork.path(), Optional.empty(), List.of());
                clone.upstream(fork.path().substring(account.length() + 1), place.path());
            }
            if (remotes) clone.turn(fork.path(), place.path());
            if (asJson()) tell(fork.json());
            else screen().out(Text.line(fork.url()));
            return 0;
        }
    }
}
