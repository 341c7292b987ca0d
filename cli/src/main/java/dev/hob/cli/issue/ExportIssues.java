package dev.hob.cli.issue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Progress;
import dev.hob.cli.remote.RepositoryErrand;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob issue export`.
@Command(
        name = "export",
        description =
                "Writes issues and what was said as Markdown, or with --json as a document for `hob issue import`.")
final class ExportIssues extends RepositoryErrand {
    @Parameters(
            paramLabel = "NUMBER",
            arity = "0..*",
            converter = IssueNumber.Reader.class,
            description = "Which (default: all).")
    List<IssueNumber> numbers = List.of();

    @Option(
            names = {"-s", "--state"},
            paramLabel = "STATE",
            defaultValue = "all",
            description = "One of ${COMPLETION-CANDIDATES} (default: all).")
    State state = State.ALL;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PATH",
            description = "A folder for one Markdown file an issue, or a file for JSON (default: standard output).")
    Optional<String> output = Optional.empty();

    ExportIssues(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        var issues = new Issues(place, client);
        var progress = new Progress(screen(), "issues read");
        var chosen = chosen(issues, progress);
        if (asJson()) {
            document(issues, chosen, progress);
            return 0;
        }
        var folder = output.map(screen()::path);
        folder.ifPresent(ExportIssues::make);
        int count = 0;
        for (var issue : chosen) {
            progress.at(++count + " of " + chosen.size());
            String text = Markdown.of(issue, comments(issues, issue));
            if (folder.isPresent()) write(folder.get().resolve(issue.number() + ".md"), text);
            else stream(count < chosen.size() ? text : text.stripTrailing());
        }
        if (folder.isPresent()) screen().out(chosen.size() + " issues in " + folder.get());
        return 0;
    }

    /// To a file as it is; to a terminal without what would command it.
    private void stream(String text) {
        screen().out(screen().isTerminal() ? Text.block(text) : text);
    }

    private List<Issue> chosen(Issues issues, Progress progress) {
        if (!numbers.isEmpty())
            return numbers.stream().map(it -> issues.issue(it.value())).toList();
        var fields = Map.of("state", state.toString(), "type", "issues", "sort", "oldest");
        return issues
                .find(fields, Integer.MAX_VALUE, count -> {
                    progress.at(String.valueOf(count));
                    return true;
                })
                .issues()
                .stream()
                .sorted(Comparator.comparingLong(Issue::number))
                .toList();
    }

    private static List<Issue.Comment> comments(Issues issues, Issue issue) {
        return issue.commentCount() == 0 ? List.of() : issues.comments(issue.number());
    }

    private void document(Issues issues, List<Issue> chosen, Progress progress) {
        var documents = new ArrayList<Json>();
        for (var issue : chosen) {
            progress.at(documents.size() + " of " + chosen.size());
            documents.add(issue.json(comments(issues, issue)));
        }
        var exported = new Exported(
                Exported.source(issues.place()),
                issues.labels().stream()
                        .sorted(Comparator.comparing(Issue.Label::name))
                        .<Json>map(Issue.Label::json)
                        .toList(),
                issues.milestones().stream()
                        .sorted(Comparator.comparing(Issues.Milestone::title))
                        .<Json>map(Issues.Milestone::json)
                        .toList(),
                documents);
        if (output.isPresent()) {
            var file = screen().path(output.get());
            write(file, exported.json().pretty() + "\n");
            screen().err("hob: " + documents.size() + " issues in " + file);
        } else {
            tell(exported.json());
        }
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Unable("cannot make the folder " + folder + ": " + e, e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.write(file, text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new Unable("cannot write " + file + ": " + e, e);
        }
    }
}
