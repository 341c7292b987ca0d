package dev.hob.cli.pull;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Columns;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Paper;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.RepositoryErrand;
import dev.hob.cli.remote.Style;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob pr list`.
@Command(name = "list", description = "Lists pull requests, those that changed last first.")
final class ListPulls extends RepositoryErrand {
    private static final int BRANCH_WIDTH = 24;

    /// Which, by whether they are done.
    enum Which {
        OPEN,
        CLOSED,
        ALL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-s", "--state"},
            paramLabel = "STATE",
            defaultValue = "open",
            description = "One of ${COMPLETION-CANDIDATES} (default: open).")
    Which state = Which.OPEN;

    @Option(
            names = {"-l", "--label"},
            paramLabel = "LABEL",
            description = "Only those that have it.")
    Optional<String> label = Optional.empty();

    @Option(
            names = {"-A", "--author"},
            paramLabel = "ACCOUNT",
            description = "Only those opened by them; @me is you.")
    Optional<String> author = Optional.empty();

    @Option(
            names = {"-B", "--base"},
            paramLabel = "BRANCH",
            description = "Only those that are for a branch.")
    Optional<String> base = Optional.empty();

    @Option(
            names = {"-L", "--limit"},
            paramLabel = "COUNT",
            defaultValue = "30",
            description = "How many at most (default: 30).")
    int limit = 30;

    ListPulls(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        if (limit < 1) throw misused("--limit is at least 1");
        var pulls = new Pulls(place, client);
        var fields = new LinkedHashMap<String, String>();
        fields.put("state", state.toString());
        fields.put("sort", "recentupdate");
        fields.put("labels", label.orElse(""));
        fields.put("poster", author.map(pulls::person).orElse(""));
        fields.put("base_branch", base.orElse(""));
        var listed = pulls.list(fields, limit);
        var found = listed.items().stream().map(Pull::of).toList();
        if (asJson())
            tell(new Json.Items(List.copyOf(found.stream().map(Pull::json).toList())));
        else show(found, listed);
        return 0;
    }

    private void show(List<Pull> found, Client.Listed listed) {
        var columns = Columns.none()
                .right(10, Style.QUIET)
                .upTo(6, Style.QUIET)
                .rest()
                .upTo(BRANCH_WIDTH, Style.QUIET)
                .upTo(10, Style.QUIET);
        for (var pull : found) {
            String state = pull.state() == Pull.State.OPEN ? "" : pull.state().toString();
            columns.row(List.of("#" + pull.number(), state, pull.title(), pull.head(), Pull.day(pull.updated())));
        }
        columns.show(new Paper(screen()));
        if (found.isEmpty()) screen().err("hob: no pull request is like that");
        else if (listed.isCut())
            screen().err("hob: " + found.size()
                    + listed.total().map(all -> " of " + all).orElse("") + "; --limit shows more");
    }
}
