package dev.hob.cli.issue;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.RepositoryErrand;
import java.util.List;
import picocli.CommandLine.Option;

/// A command that only reads issues: from the node, or from a clone that has fetched them.
abstract class ReadingErrand extends RepositoryErrand {
    @Option(names = "--offline", description = "Reads what `hob issue fetch` brought into this clone.")
    boolean offline;

    ReadingErrand(Desk desk) {
        super(desk);
    }

    @Override
    public final Integer call() {
        return offline ? read(desk().fetchedIssues()) : super.call();
    }

    /// What it does with what the clone has, and the exit status.
    abstract int read(List<Json> issues);

    static List<Issue.Comment> comments(Json issue) {
        return issue.items("comment_list").stream().map(Issue.Comment::of).toList();
    }
}
