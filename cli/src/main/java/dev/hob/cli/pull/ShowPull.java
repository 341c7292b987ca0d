package dev.hob.cli.pull;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Paper;
import dev.hob.cli.remote.Style;
import dev.hob.cli.remote.Text;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/// `hob pr show`.
@Command(name = "show", description = "Shows a pull request, what was said, and what reviewers think.")
final class ShowPull extends PullErrand {
    private static final int NAME_WIDTH = 40;

    ShowPull(Desk desk) {
        super(desk);
    }

    /// A review with its remarks.
    private record Review(Json json, List<Json> remarks) {
        String state() {
            return json.text("state").orElse("").toLowerCase(Locale.ROOT);
        }

        Json.Fields document() {
            return Json.fields()
                    .with("id", json.number("id").orElse(0))
                    .with("author", Pull.login(json, "user"))
                    .with("state", state())
                    .with("stale", json.flag("stale"))
                    .with("dismissed", json.flag("dismissed"))
                    .with("submitted", Pull.time(json, "submitted_at").toString())
                    .with("body", json.text("body").orElse(""))
                    .with("remarks", remarks.stream().map(Review::remark).toList());
        }

        private static Json.Fields remark(Json it) {
            return Json.fields()
                    .with("id", it.number("id").orElse(0))
                    .with("author", Pull.login(it, "user"))
                    .with("path", it.text("path").orElse(""))
                    .with("start_line", it.at("start_line").orElse(new Json.Nothing()))
                    .with("line", it.at("line").orElse(new Json.Nothing()))
                    .with("side", it.text("side"))
                    .with("resolved", it.flag("resolved"))
                    .with("body", it.text("body").orElse(""));
        }
    }

    @Override
    int on(Pulls pulls, Pull pull) {
        var comments = pull.comments() == 0 ? List.<Json>of() : pulls.comments(pull.number());
        var reviews = pulls.reviews(pull.number()).stream()
                .map(it -> new Review(
                        it,
                        it.number("comments_count").orElse(0) == 0
                                ? List.of()
                                : pulls.remarks(pull.number(), it.number("id").orElse(0))))
                .toList();
        var fits =
                pull.isOpen() && pulls.place().login().isPresent() ? pulls.suggested(pull.number()) : List.<Json>of();
        if (asJson())
            tell(pull.json()
                    .with(
                            "suggested_reviewers",
                            fits.stream().map(ShowPull::fit).toList())
                    .with("comments", comments.stream().map(ShowPull::comment).toList())
                    .with("reviews", reviews.stream().map(Review::document).toList()));
        else show(pull, fits, comments, reviews, new Paper(screen()));
        return 0;
    }

    private static Json.Fields comment(Json it) {
        return Json.fields()
                .with("id", it.number("id").orElse(0))
                .with("author", Pull.login(it, "user"))
                .with("created", Pull.time(it, "created_at").toString())
                .with("updated", Pull.time(it, "updated_at").toString())
                .with("body", it.text("body").orElse(""));
    }

    private static Json.Fields fit(Json it) {
        return Json.fields()
                .with("name", Pull.login(it, "user"))
                .with("reason", it.text("reason").orElse(""));
    }

    private static void show(Pull pull, List<Json> fits, List<Json> comments, List<Review> reviews, Paper paper) {
        for (String line : paper.wrapped(Text.line(pull.title()) + "  #" + pull.number()))
            paper.print(paper.styled(line, Style.STRONG));
        paper.print("");
        String merged = pull.mergedBy().map(it -> " by " + it).orElse("");
        String clash = pull.isOpen() && !pull.mergeable() ? ", and has conflicts or is still being tried" : "";
        paper.fact("state", pull.state() + merged + clash);
        paper.fact("branches", pull.head() + " into " + pull.base());
        paper.fact("opened", Pull.day(pull.created()) + " by " + pull.author());
        if (pull.files().isPresent())
            paper.fact(
                    "changes",
                    pull.files().get() + " files, +" + pull.additions().orElse(0L) + " -"
                            + pull.deletions().orElse(0L));
        paper.fact("labels", String.join(", ", pull.labels()));
        paper.fact("assigned", String.join(", ", pull.assignees()));
        paper.fact("waits for", String.join(", ", pull.reviewers()));
        for (var fit : fits)
            paper.fact(
                    "could review",
                    Pull.login(fit, "user") + ": " + fit.text("reason").orElse(""));
        paper.fact("milestone", pull.milestone().orElse(""));
        paper.fact("page", pull.url());
        if (!pull.body().isBlank()) {
            paper.print("");
            paper.prose(pull.body());
        }
        for (var comment : comments) said(paper, comment, "created_at", "");
        for (var review : reviews) {
            String counts = review.json().flag("dismissed")
                    ? ", dismissed"
                    : review.json().flag("stale") ? ", of earlier commits" : "";
            said(paper, review.json(), "submitted_at", ": " + review.state().replace('_', ' ') + counts);
            for (var remark : review.remarks()) remark(paper, remark);
        }
    }

    private static void said(Paper paper, Json it, String time, String what) {
        paper.print("");
        paper.print(paper.styled(
                "── " + Text.cut(Text.line(Pull.login(it, "user")), NAME_WIDTH) + ", " + Pull.day(Pull.time(it, time))
                        + what,
                Style.QUIET));
        String body = it.text("body").orElse("");
        if (body.isBlank()) return;
        paper.print("");
        paper.prose(body);
    }

    private static void remark(Paper paper, Json it) {
        String path = it.text("path").orElse("");
        String where = path.isEmpty()
                ? "to the whole"
                : path + ":" + lines(it)
                        + it.text("side")
                                .filter("LEFT"::equals)
                                .map(_ -> " as it was")
                                .orElse("");
        paper.print("");
        paper.print(paper.styled(Text.line("   " + where + (it.flag("resolved") ? ", resolved" : "")), Style.QUIET));
        paper.prose(it.text("body").orElse(""));
    }

    private static String lines(Json it) {
        long last = it.number("line").orElse(0);
        long first = it.number("start_line").orElse(last);
        return first == last ? String.valueOf(last) : first + "-" + last;
    }
}
