package dev.hob.cli.repo;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Errand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob repo clone`.
@Command(name = "clone", description = "Clones a repository, and lets git use your login in it.")
final class CloneRepository extends Errand {
    @Parameters(index = "0", paramLabel = "OWNER/NAME", description = "Or its URL.")
    String name = "";

    @Parameters(index = "1", paramLabel = "FOLDER", arity = "0..1")
    Optional<String> folder = Optional.empty();

    @Option(names = "--depth", paramLabel = "COUNT", description = "Only the last commits.")
    Optional<Integer> depth = Optional.empty();

    @Option(
            names = {"-b", "--branch"},
            paramLabel = "BRANCH",
            description = "Which branch to check out.")
    Optional<String> branch = Optional.empty();

    CloneRepository(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        var place = desk().place(Optional.of(name), Optional.empty(), node());
        try (var client = Client.of(place.node(), place.login())) {
            var repository = Repository.of(client.get(place.api("")).must("repository " + place.path()));
            var more = new ArrayList<String>();
            depth.ifPresent(count -> more.add("--depth=" + count));
            branch.ifPresent(name -> more.add("--branch=" + name));
            new GitClone(desk(), place.node()).of(repository.path(), folder, List.copyOf(more));
            if (asJson()) tell(repository.json());
            return 0;
        }
    }
}
