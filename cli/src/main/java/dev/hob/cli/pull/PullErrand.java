package dev.hob.cli.pull;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.GitCall;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.RepositoryErrand;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/// A command on one pull request: the one that is named, or that of the branch on which somebody stands.
abstract class PullErrand extends RepositoryErrand {
    @Parameters(
            index = "0",
            paramLabel = "PULL",
            arity = "0..1",
            converter = PullNumber.Reader.class,
            description = "Its number (default: the open one from this branch).")
    Optional<PullNumber> number = Optional.empty();

    PullErrand(Desk desk) {
        super(desk);
    }

    @Override
    protected final int run(Place place, Client client) {
        check();
        var pulls = new Pulls(place, client);
        return on(pulls, number.map(it -> pulls.pull(it.value())).orElseGet(() -> ofBranch(pulls)));
    }

    /// What can be wrong before anything is asked of the node.
    void check() {}

    /// What it does, and the exit status.
    abstract int on(Pulls pulls, Pull pull);

    private Pull ofBranch(Pulls pulls) {
        String branch = new GitCall(screen())
                .ask("branch", "--show-current")
                .orElseThrow(() -> misused("say which: the number of a pull request"));
        return pulls.from(branch)
                .or(() -> pulls.place().login().flatMap(it -> pulls.from(it.account() + ":" + branch)))
                .map(it -> pulls.pull(it.number()))
                .orElseThrow(
                        () -> new Unable("no open pull request comes from " + Text.line(branch) + ": say its number"));
    }

    /// Says what became of it.
    final void tell(Pull pull, String what) {
        if (asJson()) tell(pull.json());
        else screen().out("#" + pull.number() + " " + what);
    }
}
