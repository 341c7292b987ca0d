package dev.hob.cli.pull;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.GitCall;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob pr checkout`: an ordinary `git fetch` of what is offered, into a branch.
@Command(
        name = "checkout",
        description = {
            "Brings what a pull request offers into a branch of this clone, and goes there.",
            "Done again, it brings what came meanwhile."
        })
final class CheckoutPull extends PullErrand {
    @Option(
            names = {"-b", "--branch"},
            paramLabel = "NAME",
            description = "What to call the branch (default: pull-NUMBER).")
    Optional<String> branch = Optional.empty();

    @Option(names = "--force", description = "Takes back what the branch has and the pull request has not.")
    boolean force;

    CheckoutPull(Desk desk) {
        super(desk);
    }

    @Override
    void check() {
        if (number.isEmpty()) throw misused("say which: the number of a pull request");
    }

    @Override
    int on(Pulls pulls, Pull pull) {
        var place = Optional.of(pulls.place());
        var git = new GitCall(screen());
        String from = desk().remoteTo(pulls.place()).orElse(pulls.place().cloneUrl());
        String name = branch.orElse("pull-" + pull.number());
        git.must(place, List.of("fetch", "--quiet", "--", from, "refs/pull/" + pull.number() + "/head"));
        boolean there = git.ask("rev-parse", "--verify", "--quiet", "refs/heads/" + name)
                .isPresent();
        if (!there || force) {
            git.must(Optional.empty(), List.of("switch", "--quiet", there ? "-C" : "-c", name, "FETCH_HEAD"));
        } else {
            // Going to the branch forgets nothing of what was fetched: it is named by its id.
            String commit = git.ask("rev-parse", "FETCH_HEAD").orElse(pull.commit());
            git.must(Optional.empty(), List.of("switch", "--quiet", name));
            int status = git.run(Optional.empty(), List.of("merge", "--quiet", "--ff-only", commit))
                    .status();
            if (status != 0)
                throw new Unable("the branch " + Text.line(name)
                        + " has commits that the pull request has not; --force takes them back");
        }
        if (asJson()) tell(pull.json().with("branch", name));
        else screen().out("#" + pull.number() + " is on the branch " + Text.line(name));
        return 0;
    }
}
