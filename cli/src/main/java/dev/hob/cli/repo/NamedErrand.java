package dev.hob.cli.repo;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Errand;
import dev.hob.cli.remote.Place;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A command on a repository that may be named, and is that of the clone otherwise.
abstract class NamedErrand extends Errand {
    @Parameters(
            index = "0",
            paramLabel = "OWNER/NAME",
            arity = "0..1",
            description = "Which (default: that of this clone).")
    Optional<String> name = Optional.empty();

    @Option(names = "--remote", paramLabel = "NAME", description = "Which of the clone's remotes.")
    Optional<String> remote = Optional.empty();

    NamedErrand(Desk desk) {
        super(desk);
    }

    final Place place() {
        return desk().place(name, remote, node());
    }
}
