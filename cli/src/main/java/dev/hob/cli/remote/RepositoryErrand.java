package dev.hob.cli.remote;

import java.util.Optional;
import picocli.CommandLine.Option;

/// A command on one repository, that of the clone in which it is called unless another is named.
public abstract class RepositoryErrand extends Errand {
    @Option(
            names = {"-R", "--repo"},
            paramLabel = "OWNER/NAME",
            description = "Which repository (default: that of this clone).")
    Optional<String> repository = Optional.empty();

    @Option(names = "--remote", paramLabel = "NAME", description = "Which of the clone's remotes.")
    Optional<String> remote = Optional.empty();

    protected RepositoryErrand(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        var place = place();
        try (var client = Client.of(place.node(), place.login())) {
            return run(place, client);
        }
    }

    protected final Place place() {
        return desk().place(repository, remote, node());
    }

    /// What it does, and the exit status.
    protected abstract int run(Place place, Client client);
}
