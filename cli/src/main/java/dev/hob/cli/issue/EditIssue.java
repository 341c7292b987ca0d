package dev.hob.cli.issue;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Deed;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Editor;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Unable;
import dev.hob.cli.remote.Writing;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob issue edit`.
@Command(name = "edit", description = "Changes title, text or milestone; without options in your editor.")
final class EditIssue extends WritingErrand {
    @Parameters(paramLabel = "NUMBER", converter = IssueNumber.Reader.class)
    IssueNumber number = IssueNumber.NONE;

    @Option(
            names = {"-t", "--title"},
            paramLabel = "TEXT")
    Optional<String> title = Optional.empty();

    @Mixin
    Writing writing = new Writing();

    @Option(
            names = {"-m", "--milestone"},
            paramLabel = "TITLE",
            description = "Puts it into a milestone; an empty one takes it out.")
    Optional<String> milestone = Optional.empty();

    EditIssue(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        var given = writing.given(screen());
        place.account();
        var issues = new Issues(place, client);
        if (title.isPresent() || given.isPresent() || milestone.isPresent()) {
            var fields = Json.fields().withGiven("title", title).withGiven("body", given);
            if (milestone.isPresent()) fields = fields.with("milestone", milestone(issues, milestone.get()));
            told(issues.change(number.value(), fields));
        } else {
            inEditor(issues);
        }
        return 0;
    }

    @Override
    int write(Place place) {
        if (milestone.isPresent()) throw misused("milestones are for the node: leave out --milestone or --offline");
        var given = writing.given(screen());
        if (title.isEmpty() && given.isEmpty()) throw misused("say --title TEXT or --body TEXT");
        tellOffline(sign(place, new Deed.Edit(number.text(), title, given)), "is changed");
        return 0;
    }

    private static long milestone(Issues issues, String title) {
        return title.isBlank() ? 0 : issues.milestone(title).id();
    }

    private void inEditor(Issues issues) {
        var before = issues.issue(number.value());
        String text = (before.title() + "\n\n" + before.body()).strip();
        var draft = new Editor(screen())
                .edit(
                        "issue-" + before.number(),
                        text,
                        "The first line is the title, the rest the text of #" + before.number() + ".");
        try {
            var now = issues.issue(number.value());
            if (!now.title().equals(before.title()) || !now.body().equals(before.body()))
                throw new Unable("somebody else changed #" + before.number() + " in the meantime");
            told(issues.change(number.value(), CreateIssue.fields(draft.text(), Json.fields())));
        } catch (Unable e) {
            throw draft.kept(e);
        }
        draft.sent();
    }

    private void told(Issue issue) {
        if (asJson()) tell(issue.json());
        else screen().out("#" + issue.number() + " is changed");
    }
}
