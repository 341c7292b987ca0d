package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Opinion;
import dev.hob.cli.remote.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `hob elsewhere review URL`.
@Command(name = "review", description = "Says what you think of a pull request of another server.")
final class Review extends TargetErrand {
    @Mixin
    Opinion opinion = new Opinion();

    Review(Desk desk) {
        super(desk);
    }

    @Override
    int run(Client client) {
        opinion.wrong().ifPresent(told -> {
            throw misused(told);
        });
        var answer = client.post(
                        "/federation/reviews",
                        sent().with("event", opinion.event())
                                .withGiven("body", opinion.body(screen()))
                                .with(
                                        "comments",
                                        opinion.remarks().stream()
                                                .map(this::remark)
                                                .toList()))
                .must();
        if (asJson()) tell(answer);
        else
            screen().out("it is on its way; what becomes of it: "
                    + Text.line(answer.text("html_url").orElse("")));
        return 0;
    }

    private Json.Fields remark(Opinion.Remark remark) {
        return Json.fields()
                .with("path", remark.path())
                .with("start_line", remark.first())
                .with("new_position", remark.last())
                .with("body", remark.text());
    }
}
