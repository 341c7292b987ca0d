package dev.hob.cli;

import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/// A command on a data folder.
abstract class Act implements Callable<Integer> {
    final Terminal terminal;
    private final Ground ground;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder (default: $HOB_DATA or ~/.local/share/hob).")
    Optional<String> data = Optional.empty();

    Act(Terminal terminal, Ground ground) {
        this.terminal = terminal;
        this.ground = ground;
    }

    @Override
    public Integer call() {
        return ground.in(folder(), this::run);
    }

    Path folder() {
        return data.map(terminal::path).orElseGet(() -> DataFolder.standard(System.getenv()));
    }

    /// What it does, once the house is open.
    abstract int run(House house);

    static Person person(House house, String name) {
        return house.node().people().find(name).orElseThrow(() -> new CommandException("there is no account " + name));
    }

    static Repo repository(House house, String path) {
        String[] parts = path.split("/", -1);
        if (parts.length != 2) throw new CommandException("a repository is named owner/name, not " + path);
        return house.node()
                .repos()
                .find(parts[0], parts[1])
                .orElseThrow(() -> new CommandException("there is no repository " + path))
                .repo();
    }
}
