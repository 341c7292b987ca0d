package dev.hob.cli.pull;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Writing;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hob pr review`.
@Command(name = "review", description = "Says what you think of a pull request.")
final class ReviewPull extends PullErrand {
    private static final Pattern REMARK = Pattern.compile("(?s)([^=]+):([1-9]\\d{0,7})(?:-([1-9]\\d{0,7}))?=(.+)");

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
            paramLabel = "FILE:LINES=TEXT",
            description = "A word about some lines of the new file, such as a/b.c:3-5='Why?'; may be repeated.")
    List<String> remarks = List.of();

    ReviewPull(Desk desk) {
        super(desk);
    }

    @Override
    void check() {
        int said = (approve ? 1 : 0) + (changes ? 1 : 0) + (comment ? 1 : 0);
        if (said != 1) throw misused("say one of --approve, --request-changes and --comment");
        remarks.forEach(this::remark);
    }

    private Json.Fields remark(String text) {
        var match = REMARK.matcher(text);
        if (!match.matches())
            throw misused("a remark is FILE:LINE=TEXT or FILE:FIRST-LAST=TEXT, not " + Text.line(text));
        long first = Long.parseLong(match.group(2));
        long last = match.group(3) == null ? first : Long.parseLong(match.group(3));
        return Json.fields()
                .with("path", match.group(1))
                .with("start_line", first)
                .with("new_position", last)
                .with("body", match.group(4));
    }

    @Override
    int on(Pulls pulls, Pull pull) {
        pulls.place().account();
        String event = approve ? "APPROVED" : changes ? "REQUEST_CHANGES" : "COMMENT";
        String body = writing.given(screen()).orElse("");
        // Of what was seen, and not of what is offered meanwhile.
        var review = pulls.post(
                pull.number(),
                "/reviews",
                Json.fields()
                        .with("event", event)
                        .with("body", body)
                        .with("commit_id", pull.commit())
                        .with("comments", remarks.stream().map(this::remark).toList()));
        String became = approve ? "has your approval" : changes ? "must be changed, you say" : "has your word";
        if (asJson())
            tell(Json.fields()
                    .with("id", review.number("id").orElse(0))
                    .with("number", pull.number())
                    .with("state", review.text("state").orElse("").toLowerCase(Locale.ROOT))
                    .with("commit", review.text("commit_id").orElse(""))
                    .with("remarks", review.number("comments_count").orElse(0)));
        else screen().out("#" + pull.number() + " " + became);
        return 0;
    }
}
