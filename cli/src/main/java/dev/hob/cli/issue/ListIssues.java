package dev.hob.cli.issue;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Columns;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Paper;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Progress;
import dev.hob.cli.remote.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob issue list`.
@Command(name = "list", description = "Lists issues, those that changed last first.")
final class ListIssues extends ReadingErrand {
    private static final int LABELS_WIDTH = 24;

    @Option(
            names = {"-s", "--state"},
            paramLabel = "STATE",
            defaultValue = "open",
            description = "One of ${COMPLETION-CANDIDATES} (default: open).")
    State state = State.OPEN;

    @Option(
            names = {"-l", "--label"},
            paramLabel = "LABEL",
            split = ",",
            description = "Only those that have it; may be repeated.")
    List<String> labels = List.of();

    @Option(
            names = {"-A", "--author"},
            paramLabel = "ACCOUNT",
            description = "Only those opened by them; @me is you.")
    Optional<String> author = Optional.empty();

    @Option(
            names = {"-a", "--assignee"},
            paramLabel = "ACCOUNT",
            description = "Only those assigned to them; @me is you.")
    Optional<String> assignee = Optional.empty();

    @Option(
            names = {"-m", "--milestone"},
            paramLabel = "TITLE",
            description = "Only those of a milestone.")
    Optional<String> milestone = Optional.empty();

    @Option(
            names = {"-S", "--search"},
            paramLabel = "WORDS",
            description = "Only those with these words.")
    Optional<String> search = Optional.empty();

    @Option(
            names = {"-L", "--limit"},
            paramLabel = "COUNT",
            defaultValue = "30",
            description = "How many at most (default: 30).")
    int limit = 30;

    ListIssues(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        if (limit < 1) throw misused("--limit is at least 1");
        var issues = new Issues(place, client);
        var fields = new LinkedHashMap<String, String>();
        fields.put("state", state.toString());
        fields.put("type", "issues");
        fields.put("sort", "recentupdate");
        fields.put("labels", String.join(",", labels));
        fields.put("created_by", author.map(issues::person).orElse(""));
        fields.put("assigned_by", assignee.map(issues::person).orElse(""));
        fields.put("milestones", milestone.orElse(""));
        fields.put("q", search.orElse(""));
        var progress = new Progress(screen(), "issues read");
        var found = issues.find(fields, limit, count -> {
            progress.at(String.valueOf(count));
            return true;
        });
        told(found);
        return 0;
    }

    @Override
    int read(List<Json> issues) {
        if (milestone.isPresent())
            throw misused("milestones are known to the node only: leave out --milestone or --offline");
        var found = issues.stream()
                .filter(this::isWanted)
                .map(Issue::of)
                .filter(this::isWanted)
                .sorted(Comparator.comparing(Issue::updated)
                        .thenComparingLong(Issue::number)
                        .reversed())
                .toList();
        var some = found.stream().limit(limit).toList();
        told(new Issues.Found(some, Optional.of((long) found.size()), some.size() < found.size()));
        return 0;
    }

    /// Whether the words occur, in whatever was said.
    private boolean isWanted(Json issue) {
        String all = issue.text("title").orElse("") + "\n" + issue.text("body").orElse("") + "\n"
                + String.join(
                        "\n", comments(issue).stream().map(Issue.Comment::body).toList());
        return Arrays.stream(search.orElse("").strip().toLowerCase(Locale.ROOT).split("\\s+"))
                .allMatch(all.toLowerCase(Locale.ROOT)::contains);
    }

    private boolean isWanted(Issue issue) {
        return (state == State.ALL || issue.open() == (state == State.OPEN))
                && issue.labelNames().containsAll(labels)
                && author.stream().allMatch(issue.author()::equals)
                && assignee.stream().allMatch(issue.assignees()::contains);
    }

    private void told(Issues.Found found) {
        if (asJson())
            tell(new Json.Items(
                    List.copyOf(found.issues().stream().map(Issue::json).toList())));
        else show(found);
    }

    private void show(Issues.Found found) {
        var columns = Columns.none().right(10, Style.QUIET);
        if (state == State.ALL) columns = columns.upTo(6, Style.QUIET);
        columns = columns.rest().upTo(LABELS_WIDTH, Style.QUIET).upTo(10, Style.QUIET);
        for (var issue : found.issues()) {
            var row = new ArrayList<>(List.of(issue.called()));
            if (state == State.ALL) row.add(issue.state());
            row.addAll(List.of(issue.title(), String.join(", ", issue.labelNames()), Issue.day(issue.updated())));
            columns.row(row);
        }
        columns.show(new Paper(screen()));
        int count = found.issues().size();
        if (count == 0) screen().err("hob: no issue is like that");
        else if (found.isCut())
            screen().err("hob: " + count
                    + found.total().map(all -> " of " + all).orElse("") + "; --limit shows more");
    }
}
