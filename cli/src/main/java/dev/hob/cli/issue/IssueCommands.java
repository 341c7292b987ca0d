package dev.hob.cli.issue;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Family;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `hob issue …`.
@Command(name = "issue", description = "Issues: create, list, show, comment, edit, close, and more.")
public final class IssueCommands extends Family {
    private static final List<Member> MEMBERS = List.of(
            new Member("create", CreateIssue::new),
            new Member("list", ListIssues::new),
            new Member("show", ShowIssue::new),
            new Member("comment", CommentOnIssue::new),
            new Member("edit", EditIssue::new),
            new Member("close", EndIssue.Close::new),
            new Member("reopen", EndIssue.Reopen::new),
            new Member("assign", AssignIssue::new),
            new Member("label", LabelIssue::new),
            new Member("export", ExportIssues::new),
            new Member("import", ImportIssues::new),
            new Member("fetch", FetchIssues::new),
            new Member("push", PushIssues::new),
            new Member("drop", DropIssue::new));

    private IssueCommands() {}

    public static CommandLine line(Desk desk, Optional<String> next) {
        return line(new IssueCommands(), MEMBERS, desk, next);
    }
}
