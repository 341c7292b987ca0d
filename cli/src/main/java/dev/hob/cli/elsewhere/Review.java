package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Writing;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hob elsewhere review URL`.
@Command(name = "review", description = "Says what you think of a pull request of another server.")
final class Review extends TargetErrand {
    private static final Pattern REMARK = Pattern.compile("(?s)([^=]+):([1-9]\\d{0,7})=(.+)");

    @Option(
            names = {"-a", "--approve"},
            description = "It is good.")
    boolean approve;

    @Option(
            names = {"-r", "--request-changes"},
            description = "It must be changed first.")
    boolean changes;

    @Option(
            names = {"-c", "--comment"},
            description = "Neither, but a word about it.")
    boolean comment;

    @Mixin
    Writing writing = new Writing();

    @Option(
            names = "--remark",
            paramLabel = "FILE:LINE=TEXT",
            description = "A word about a line of the new file, such as a/b.c:3='Why?'; may be repeated.")
    List<String> remarks = List.of();

    Review(Desk desk) {
        super(desk);
    }

    @Override
    int run(Client client) {
        int said = (approve ? 1 : 0) + (changes ? 1 : 0) + (comment ? 1 : 0);
        if (said != 1) throw misused("say one of --approve, --request-changes and --comment");
        var answer = client.post(
                        "/federation/reviews",
                        sent().with("event", approve ? "APPROVED" : changes ? "REQUEST_CHANGES" : "COMMENT")
                                .withGiven("body", writing.given(screen()))
                                .with(
                                        "comments",
                                        remarks.stream().map(this::remark).toList()))
                .must();
        if (asJson()) tell(answer);
        else
            screen().out("it is on its way; what becomes of it: "
                    + Text.line(answer.text("html_url").orElse("")));
        return 0;
    }

    private Json.Fields remark(String text) {
        var match = REMARK.matcher(text);
        if (!match.matches()) throw misused("a remark is FILE:LINE=TEXT, not " + Text.line(text));
        return Json.fields()
                .with("path", match.group(1))
                .with("new_position", Long.parseLong(match.group(2)))
                .with("body", match.group(3));
    }
}
