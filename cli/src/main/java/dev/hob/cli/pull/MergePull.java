package dev.hob.cli.pull;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Writing;
import java.util.ArrayList;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hob pr merge`.
@Command(name = "merge", description = "Merges a pull request; by a merge commit unless another way is said.")
final class MergePull extends PullErrand {
    @Option(
            names = {"-m", "--merge"},
            description = "By a merge commit.")
    boolean merge;

    @Option(
            names = {"-s", "--squash"},
            description = "As one commit.")
    boolean squash;

    @Option(
            names = {"-r", "--rebase"},
            description = "Its commits anew on top of the branch.")
    boolean rebase;

    @Option(names = "--rebase-merge", description = "The same, and a merge commit.")
    boolean rebaseMerge;

    @Option(names = "--ff-only", description = "The branch moves to its newest commit, or nothing happens.")
    boolean fastForward;

    @Option(
            names = {"-t", "--subject"},
            paramLabel = "TEXT",
            description = "First line of the commit that is made.")
    Optional<String> subject = Optional.empty();

    @Mixin
    Writing writing = new Writing();

    @Option(
            names = {"-d", "--delete-branch"},
            description = "Deletes its branch at the node, unless something else needs it.")
    boolean delete;

    MergePull(Desk desk) {
        super(desk);
    }

    @Override
    void check() {
        way();
    }

    private String way() {
        var ways = new ArrayList<String>();
        if (merge) ways.add("merge");
        if (squash) ways.add("squash");
        if (rebase) ways.add("rebase");
        if (rebaseMerge) ways.add("rebase-merge");
        if (fastForward) ways.add("fast-forward-only");
        if (ways.size() > 1) throw misused("say one way of merging it");
        return ways.isEmpty() ? "merge" : ways.getFirst();
    }

    @Override
    int on(Pulls pulls, Pull pull) {
        pulls.place().account();
        pulls.post(
                pull.number(),
                "/merge",
                Json.fields()
                        .with("Do", way())
                        .with("head_commit_id", pull.commit())
                        .with("delete_branch_after_merge", delete)
                        .withGiven("MergeTitleField", subject)
                        .withGiven("MergeMessageField", writing.given(screen())));
        tell(pulls.pull(pull.number()), "is merged into " + Text.line(pull.base()));
        return 0;
    }
}
