package dev.hob.cli.pull;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Opinion;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `hob pr review`.
@Command(name = "review", description = "Says what you think of a pull request.")
final class ReviewPull extends PullErrand {
    @Mixin
    Opinion opinion = new Opinion();

    ReviewPull(Desk desk) {
        super(desk);
    }

    @Override
    void check() {
        opinion.wrong().ifPresent(told -> {
            throw misused(told);
        });
    }

    private static Json.Fields remark(Opinion.Remark remark) {
        return Json.fields()
                .with("path", remark.path())
                .with("start_line", remark.first())
                .with("new_position", remark.last())
                .with("body", remark.text());
    }

    @Override
    int on(Pulls pulls, Pull pull) {
        pulls.place().account();
        // Of what was seen, and not of what is offered meanwhile.
        var review = pulls.post(
                pull.number(),
                "/reviews",
                Json.fields()
                        .with("event", opinion.event())
                        .with("body", opinion.body(screen()).orElse(""))
                        .with("commit_id", pull.commit())
                        .with(
                                "comments",
                                opinion.remarks().stream()
                                        .map(ReviewPull::remark)
                                        .toList()));
        String became = opinion.approves()
                ? "has your approval"
                : opinion.wantsChanges() ? "must be changed, you say" : "has your word";
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
