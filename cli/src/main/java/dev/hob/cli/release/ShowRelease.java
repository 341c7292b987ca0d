package dev.hob.cli.release;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Paper;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.RepositoryErrand;
import dev.hob.cli.remote.Style;
import dev.hob.cli.remote.Text;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `hob release show`.
@Command(name = "show", description = "Shows a release, its notes and its files.")
final class ShowRelease extends RepositoryErrand {
    @Parameters(arity = "0..1", paramLabel = "TAG", description = "Which one (default: the latest).")
    Optional<String> tag = Optional.empty();

    ShowRelease(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        var release = new Releases(place, client).find(tag);
        if (asJson()) tell(release.json());
        else show(release, new Paper(screen()));
        return 0;
    }

    private static void show(Release release, Paper paper) {
        for (String line : paper.wrapped(Text.line(release.name()))) paper.print(paper.styled(line, Style.STRONG));
        paper.print("");
        paper.fact("tag", release.tag());
        paper.fact("state", release.state());
        paper.fact(release.draft() ? "begun" : "published", release.day() + " by " + release.author());
        paper.fact("page", release.url());
        if (!release.notes().isBlank()) {
            paper.print("");
            paper.prose(release.notes());
        }
        if (release.assets().isEmpty()) return;
        paper.print("");
        for (var asset : release.assets()) {
            paper.print(Text.line(asset.name()) + paper.styled("  " + asset.size() + " bytes", Style.QUIET));
            asset.sha256().ifPresent(it -> paper.print(paper.styled("  sha256 " + Text.line(it), Style.QUIET)));
        }
    }
}
