package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Family;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `hob elsewhere …`, and the words beside it.
@Command(
        name = "elsewhere",
        description =
                "On other servers: issue, comment, edit, delete, review, close, reopen, invite, dismiss, work, accept, join,"
                        + " leave, do, following, starred, written, heard.")
public final class ElsewhereCommands extends Family {
    private static final List<Member> MEMBERS = List.of(
            new Member("issue", OpenIssue::new),
            new Member("comment", Comment::new),
            new Member("edit", Reword.Edit::new),
            new Member("delete", Reword.Delete::new),
            new Member("review", Review::new),
            new Member("close", Turn.Close::new),
            new Member("reopen", Turn.Reopen::new),
            new Member("invite", WorkCommands.Invite::new),
            new Member("dismiss", WorkCommands.Dismiss::new),
            new Member("work", Listing.Work::new),
            new Member("accept", WorkCommands.Accept::new),
            new Member("join", WorkCommands.Join::new),
            new Member("leave", WorkCommands.Leave::new),
            new Member("do", WorkCommands.Do::new),
            new Member("following", Listing.Followed::new),
            new Member("starred", Listing.Starred::new),
            new Member("written", Listing.Wrote::new),
            new Member("heard", Listing.Heard::new));

    private ElsewhereCommands() {}

    public static CommandLine line(Desk desk, Optional<String> next) {
        return line(new ElsewhereCommands(), MEMBERS, desk, next);
    }

    /// `hob follow`.
    public static CommandLine follow(Desk desk) {
        return new CommandLine(new Follow(desk));
    }

    /// `hob unfollow`.
    public static CommandLine unfollow(Desk desk) {
        return new CommandLine(new Unfollow(desk));
    }

    /// `hob star`.
    public static CommandLine star(Desk desk) {
        return new CommandLine(new Star(desk));
    }

    /// `hob unstar`.
    public static CommandLine unstar(Desk desk) {
        return new CommandLine(new Unstar(desk));
    }
}
