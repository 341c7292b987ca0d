package dev.hob.cli.issue;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Deed;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Text;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob issue label`.
@Command(name = "label", description = "Puts labels on an issue and takes them off.")
final class LabelIssue extends WritingErrand {
    @Parameters(index = "0", paramLabel = "NUMBER", converter = IssueNumber.Reader.class)
    IssueNumber number = IssueNumber.NONE;

    @Parameters(index = "1..*", paramLabel = "LABEL", description = "What to put on it.")
    List<String> more = List.of();

    @Option(
            names = {"-r", "--remove"},
            paramLabel = "LABEL",
            split = ",",
            description = "What to take off; may be repeated.")
    List<String> fewer = List.of();

    LabelIssue(Desk desk) {
        super(desk);
    }

    @Override
    int write(Place place) {
        if (more.isEmpty() && fewer.isEmpty()) throw misused("say which: a LABEL, or --remove LABEL");
        tellOffline(sign(place, new Deed.Label(number.text(), more, fewer)), "has other labels");
        return 0;
    }

    @Override
    protected int run(Place place, Client client) {
        if (more.isEmpty() && fewer.isEmpty()) throw misused("say which: a LABEL, or --remove LABEL");
        place.account();
        var issues = new Issues(place, client);
        var added = issues.labels(more);
        var removed = issues.labels(fewer);
        issues.addLabels(number.value(), added);
        for (var label : removed) issues.removeLabel(number.value(), label);
        var issue = issues.issue(number.value());
        if (asJson()) tell(issue.json());
        else
            screen().out("#" + issue.number() + " has "
                    + (issue.labels().isEmpty() ? "no labels" : Text.line(String.join(", ", issue.labelNames()))));
        return 0;
    }
}
