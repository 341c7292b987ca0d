package dev.hob.cli.issue;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Deed;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob issue assign`.
@Command(name = "assign", description = "Says who does it.")
final class AssignIssue extends WritingErrand {
    @Parameters(index = "0", paramLabel = "NUMBER", converter = IssueNumber.Reader.class)
    IssueNumber number = IssueNumber.NONE;

    @Parameters(index = "1..*", paramLabel = "ACCOUNT", description = "Who does it as well; @me is you.")
    List<String> more = List.of();

    @Option(
            names = {"-r", "--remove"},
            paramLabel = "ACCOUNT",
            split = ",",
            description = "Who does it no more; may be repeated.")
    List<String> fewer = List.of();

    AssignIssue(Desk desk) {
        super(desk);
    }

    @Override
    int write(Place place) {
        if (more.isEmpty() && fewer.isEmpty()) throw misused("say who: an ACCOUNT, or --remove ACCOUNT");
        tellOffline(sign(place, new Deed.Assign(number.text(), more, fewer)), "is assigned otherwise");
        return 0;
    }

    @Override
    protected int run(Place place, Client client) {
        if (more.isEmpty() && fewer.isEmpty()) throw misused("say who: an ACCOUNT, or --remove ACCOUNT");
        place.account();
        var issues = new Issues(place, client);
        var people = new LinkedHashSet<>(issues.issue(number.value()).assignees());
        for (String name : more) people.add(issues.person(name));
        for (String name : fewer) people.removeIf(issues.person(name)::equalsIgnoreCase);
        var issue = issues.change(number.value(), Json.fields().withTexts("assignees", people));
        if (!Set.copyOf(issue.assignees()).equals(Set.copyOf(people)))
            throw new Unable("only members of " + place.path() + " say who does it");
        if (asJson()) tell(issue.json());
        else
            screen().out("#" + issue.number() + " is assigned to "
                    + (issue.assignees().isEmpty() ? "nobody" : Text.line(String.join(", ", issue.assignees()))));
        return 0;
    }
}
