package dev.hob.cli.pull;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Family;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `hob pr …`.
@Command(name = "pr", description = "Pull requests: create, list, show, checkout, diff, review, merge, and more.")
public final class PullCommands extends Family {
    private static final List<Member> MEMBERS = List.of(
            new Member("create", CreatePull::new),
            new Member("list", ListPulls::new),
            new Member("offered", ListOffered::new),
            new Member("show", ShowPull::new),
            new Member("checkout", CheckoutPull::new),
            new Member("diff", DiffPull::new),
            new Member("review", ReviewPull::new),
            new Member("comment", CommentOnPull::new),
            new Member("merge", MergePull::new),
            new Member("update", UpdatePull::new),
            new Member("close", EndPull.Close::new),
            new Member("reopen", EndPull.Reopen::new));

    private PullCommands() {}

    public static CommandLine line(Desk desk, Optional<String> next) {
        return line(new PullCommands(), MEMBERS, desk, next);
    }
}
