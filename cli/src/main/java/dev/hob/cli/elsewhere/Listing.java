package dev.hob.cli.elsewhere;

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
import picocli.CommandLine.Option;

/// A list of what has to do with other servers.
abstract class Listing extends Errand {
    private static final int NAME_WIDTH = 48;

    @Option(
            names = {"-L", "--limit"},
            paramLabel = "COUNT",
            defaultValue = "30",
            description = "How many at most (default: 30).")
    int limit = 30;

    private final String path;

    private Listing(Desk desk, String path) {
        super(desk);
        this.path = path;
    }

    /// The texts of one line: a name, a word, and more.
    abstract List<String> line(Json item);

    @Override
    public final Integer call() {
        if (limit < 1) throw misused("--limit is at least 1");
        var at = desk().node(node());
        var login = desk().logins().at(at);
        if (login.isEmpty()) throw new Unable("nobody is logged in at " + at + ": hob login " + at);
        try (var client = Client.of(at, login)) {
            var listed = client.list(path, Map.of(), limit, _ -> true);
            if (asJson()) tell(new Json.Items(listed.items()));
            else show(listed);
            return 0;
        }
    }

    private void show(Client.Listed listed) {
        var columns = Columns.none()
                .upTo(NAME_WIDTH, Style.STRONG)
                .upTo(10, Style.QUIET)
                .rest();
        for (var item : listed.items()) columns.row(line(item));
        columns.show(new Paper(screen()));
        if (listed.items().isEmpty()) screen().err("hob: there are none");
        else if (listed.isCut()) screen().err("hob: --limit shows more");
    }

    private static String text(Json item, String name, String otherwise) {
        return item.text(name).orElseGet(() -> item.text(otherwise).orElse(""));
    }

    /// `hob elsewhere following`.
    @Command(name = "following", description = "Lists whom you follow on other servers.")
    static final class Followed extends Listing {
        Followed(Desk desk) {
            super(desk, "/federation/following");
        }

        @Override
        List<String> line(Json item) {
            return List.of(text(item, "handle", "id"), text(item, "state", ""), text(item, "reason", ""));
        }
    }

    /// `hob elsewhere starred`.
    @Command(name = "starred", description = "Lists what you gave stars to on other servers.")
    static final class Starred extends Listing {
        Starred(Desk desk) {
            super(desk, "/federation/starred");
        }

        @Override
        List<String> line(Json item) {
            return List.of(text(item, "handle", "id"), "", text(item, "id", ""));
        }
    }

    /// `hob elsewhere written`.
    @Command(name = "written", description = "Lists what you wrote on other servers, and what became of it.")
    static final class Wrote extends Listing {
        Wrote(Desk desk) {
            super(desk, "/federation/written");
        }

        @Override
        List<String> line(Json item) {
            String title = item.text("title").orElseGet(() -> text(item, "kind", ""));
            return List.of(title, text(item, "state", ""), text(item, "reason", "html_url"));
        }
    }

    /// `hob elsewhere heard`.
    @Command(name = "heard", description = "Lists what came from other servers for you, the latest first.")
    static final class Heard extends Listing {
        Heard(Desk desk) {
            super(desk, "/federation/heard");
        }

        @Override
        List<String> line(Json item) {
            return List.of(text(item, "title", "excerpt"), text(item, "kind", ""), text(item, "id", ""));
        }
    }

    /// `hob move list`.
    @Command(name = "list", description = "Lists where else you and your repositories are at home.")
    static final class Moves extends Listing {
        Moves(Desk desk) {
            super(desk, "/federation/moves");
        }

        @Override
        List<String> line(Json item) {
            boolean moved = item.flag("moved");
            return List.of(
                    item.text("repository").orElse("your account"), moved ? "is now" : "was", text(item, "id", ""));
        }
    }

    /// `hob elsewhere work`.
    @Command(name = "work", description = "Lists on what of other servers you work, and were asked to.")
    static final class Work extends Listing {
        Work(Desk desk) {
            super(desk, "/federation/invitations");
        }

        @Override
        List<String> line(Json item) {
            return List.of(text(item, "handle", "id"), text(item, "state", ""), text(item, "role", ""));
        }
    }
}
