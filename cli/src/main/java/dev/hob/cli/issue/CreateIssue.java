package dev.hob.cli.issue;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Deed;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Editor;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Unable;
import dev.hob.cli.remote.Writing;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hob issue create`.
@Command(name = "create", description = "Opens an issue; without --body in your editor.")
final class CreateIssue extends WritingErrand {
    @Option(
            names = {"-t", "--title"},
            paramLabel = "TEXT")
    Optional<String> title = Optional.empty();

    @Mixin
    Writing writing = new Writing();

    @Option(
            names = {"-l", "--label"},
            paramLabel = "LABEL",
            split = ",",
            description = "May be repeated.")
    List<String> labels = List.of();

    @Option(
            names = {"-a", "--assignee"},
            paramLabel = "ACCOUNT",
            split = ",",
            description = "Who does it; @me is you. May be repeated.")
    List<String> assignees = List.of();

    @Option(
            names = {"-m", "--milestone"},
            paramLabel = "TITLE")
    Optional<String> milestone = Optional.empty();

    CreateIssue(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        var body = writing.given(screen());
        if (body.isPresent() && title.isEmpty()) throw misused("say --title TEXT");
        place.account();
        var issues = new Issues(place, client);
        // What may be refused is asked before anybody writes a text.
        var common = Json.fields()
                .with("labels", Issues.ids(issues.labels(labels)))
                .withTexts("assignees", assignees.stream().map(issues::person).toList());
        if (milestone.isPresent())
            common = common.with("milestone", issues.milestone(milestone.get()).id());
        if (body.isPresent()) {
            told(issues.create(common.with("title", title.orElse("")).with("body", body.get())));
        } else {
            var draft = new Editor(screen()).edit("issue", title.orElse(""), advice(place));
            try {
                told(issues.create(fields(draft.text(), common)));
            } catch (Unable e) {
                throw draft.kept(e);
            }
            draft.sent();
        }
        return 0;
    }

    @Override
    int write(Place place) {
        if (!assignees.isEmpty() || milestone.isPresent())
            throw misused(
                    "who does it and milestones are for the node: leave out --assignee, --milestone or --offline");
        var body = writing.given(screen());
        if (body.isPresent() && title.isEmpty()) throw misused("say --title TEXT");
        if (body.isPresent()) {
            opened(sign(place, new Deed.Open(title.orElse(""), body.get(), labels)));
            return 0;
        }
        var draft = new Editor(screen()).edit("issue", title.orElse(""), advice(place));
        try {
            var fields = fields(draft.text(), Json.fields());
            opened(sign(
                    place,
                    new Deed.Open(
                            fields.text("title").orElse(""), fields.text("body").orElse(""), labels)));
        } catch (Unable e) {
            throw draft.kept(e);
        }
        draft.sent();
        return 0;
    }

    private void opened(Json issue) {
        tellOffline(issue, "is open");
    }

    private static String advice(Place place) {
        return "A new issue in " + place.path() + " at " + place.node()
                + ".\nThe first line is its title; below it, what it is about, in Markdown. An empty text opens nothing.";
    }

    /// The first line is the title.
    static Json.Fields fields(String text, Json.Fields common) {
        int end = text.indexOf('\n');
        String first = end < 0 ? text : text.substring(0, end);
        return common.with("title", first.replaceFirst("\\A#+ ", "").strip())
                .with("body", end < 0 ? "" : text.substring(end).strip());
    }

    private void told(Issue issue) {
        boolean passedOver = issue.labels().size() < labels.size()
                || issue.assignees().size() < assignees.size()
                || (milestone.isPresent() && issue.milestone().isEmpty());
        if (passedOver)
            screen().err("hob: labels, milestone and who does it are for members to say, and were left out");
        if (asJson()) tell(issue.json());
        else screen().out(issue.url());
    }
}
