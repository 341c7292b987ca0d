package dev.hob.cli;

import picocli.CommandLine.Command;

/// `hob rebuild`: makes again what is only a cache.
@Command(name = "rebuild", description = "Makes again what can be made again from what is kept.")
final class RebuildCommand extends Act {
    RebuildCommand(Terminal terminal, Ground ground) {
        super(terminal, ground);
    }

    @Override
    int run(House house) {
        int count = 0;
        var progress = new Progress(terminal, "repositories read again");
        for (var repo : house.node().repos().all()) {
            house.node().refs().view(repo);
            progress.at(++count);
        }
        long events = house.node().activity().rebuild();
        terminal.out(count + " repositories, " + events + " events");
        return 0;
    }
}
