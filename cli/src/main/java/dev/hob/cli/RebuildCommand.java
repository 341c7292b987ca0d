package dev.hob.cli;

import dev.hob.search.index.Index;
import java.time.Duration;
import picocli.CommandLine.Command;

/// `hob rebuild`: makes again what is only a cache.
@Command(name = "rebuild", description = "Makes again what can be made again from what is kept.")
final class RebuildCommand extends Act {
    RebuildCommand(Terminal terminal, Ground ground) {
        super(terminal, ground);
    }

    @Override
    int run(House house) {
        var began = Assembly.CLOCK.instant();
        int count = 0;
        long issues = 0;
        int releases = 0;
        var repositories = new Progress(terminal, "repositories read again");
        var progress = new Progress(terminal, "issues made again");
        for (var repo : house.node().repos().all()) {
            house.node().refs().view(repo);
            long before = issues;
            // Forks that are namespaces share their project's.
            if (repo.isProject()) {
                if (repo.isSeeded()) house.node().seeds().adopt(repo.rid());
                issues += house.node().tracking().cache().rebuild(repo, done -> progress.at(before + done));
                house.node().tracking().guestCheck().mend(repo);
                house.node().protection().rules().rebuild(repo);
                releases += house.node().publishing().cache().rebuild(repo);
            }
            repositories.at(++count);
        }
        long millis =
                Math.max(1, Duration.between(began, Assembly.CLOCK.instant()).toMillis());
        terminal.out(count + " repositories, " + issues + " issues in " + millis + " ms (" + issues * 1_000 / millis
                + " issues a second)");
        terminal.out(releases + " releases");
        terminal.out(house.node().activity().rebuild() + " events");
        terminal.out(house.node().notifications().rebuild() + " notifications");
        house.search()
                .ifPresentOrElse(
                        search -> {
                            search.indexer().again();
                            terminal.out("the search index is made again in the background");
                        },
                        () -> {
                            // A folder that is served without being searched has no index open either.
                            Index.forget(Assembly.searchFolder(house));
                            terminal.out("the search index is made again by the next serve");
                        });
        return 0;
    }
}
