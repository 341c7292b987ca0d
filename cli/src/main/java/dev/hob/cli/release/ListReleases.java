package dev.hob.cli.release;

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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob release list`.
@Command(name = "list", description = "Lists releases, drafts first and then the newest.")
final class ListReleases extends RepositoryErrand {
    private static final int TAG_WIDTH = 24;

    @Option(names = "--exclude-drafts", description = "Leaves out drafts.")
    boolean noDrafts;

    @Option(names = "--exclude-prereleases", description = "Leaves out pre-releases.")
    boolean noPrereleases;

    @Option(
            names = {"-L", "--limit"},
            paramLabel = "COUNT",
            defaultValue = "30",
            description = "How many at most (default: 30).")
    int limit = 30;

    ListReleases(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        if (limit < 1) throw misused("--limit is at least 1");
        var fields = new LinkedHashMap<String, String>();
        fields.put("draft", noDrafts ? "false" : "");
        fields.put("pre-release", noPrereleases ? "false" : "");
        var listed = new Releases(place, client).list(fields, limit);
        var releases = listed.items().stream().map(Release::of).toList();
        if (asJson()) {
            tell(new Json.Items(List.copyOf(releases.stream().map(Release::json).toList())));
            return 0;
        }
        var columns = Columns.none()
                .upTo(TAG_WIDTH, Style.STRONG)
                .rest()
                .upTo(11, Style.QUIET)
                .upTo(10, Style.QUIET);
        for (var release : releases)
            columns.row(List.of(
                    release.tag(),
                    release.name().equals(release.tag()) ? "" : release.name(),
                    release.state().equals("release") ? "" : release.state(),
                    release.day()));
        columns.show(new Paper(screen()));
        if (releases.isEmpty()) screen().err("hob: nothing is released in " + place.path());
        else if (listed.isCut())
            screen().err("hob: " + releases.size()
                    + listed.total().map(all -> " of " + all).orElse("") + "; --limit shows more");
        return 0;
    }
}
