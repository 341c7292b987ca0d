package dev.hob.cli.pull;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Columns;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Errand;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Paper;
import dev.hob.cli.remote.Style;
import dev.hob.cli.remote.Unable;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/// `hob pr offered`.
@Command(name = "offered", description = "Lists what you have offered to other servers, and what became of it.")
final class ListOffered extends Errand {
    private static final int LISTED_MAX = 100;

    ListOffered(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        var at = desk().node(node());
        var login = desk().logins().at(at);
        if (login.isEmpty()) throw new Unable("nobody is logged in at " + at + ": hob login " + at);
        try (var client = Client.of(at, login)) {
            var listed = client.list("/federation/pulls", Map.of(), LISTED_MAX, _ -> true);
            if (asJson()) tell(new Json.Items(listed.items()));
            else show(listed.items());
            return 0;
        }
    }

    private void show(List<Json> offered) {
        var columns =
                Columns.none().upTo(8, Style.QUIET).rest().upTo(40, Style.QUIET).upTo(60, Style.QUIET);
        for (var pull : offered)
            columns.row(List.of(
                    said(pull, "state"),
                    said(pull, "title"),
                    said(pull, "to"),
                    pull.text("url").or(() -> pull.text("told")).orElse("")));
        columns.show(new Paper(screen()));
        if (offered.isEmpty()) screen().err("hob: you have offered nothing to other servers");
    }

    private static String said(Json pull, String name) {
        return pull.text(name).orElse("");
    }
}
