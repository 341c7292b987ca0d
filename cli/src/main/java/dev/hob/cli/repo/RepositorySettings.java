package dev.hob.cli.repo;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Paper;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob repo settings`.
@Command(name = "settings", description = "Changes what a repository says of itself; without options shows it.")
final class RepositorySettings extends NamedErrand {
    @Option(names = "--name", paramLabel = "NAME", description = "Another name; links to the old one still lead here.")
    Optional<String> to = Optional.empty();

    @Option(
            names = {"-d", "--description"},
            paramLabel = "TEXT")
    Optional<String> description = Optional.empty();

    @Option(names = "--default-branch", paramLabel = "BRANCH")
    Optional<String> branch = Optional.empty();

    @Option(names = "--public", description = "Everybody may see it, with all its history.")
    boolean isPublic;

    @Option(names = "--private", description = "Only its members may see it.")
    boolean isPrivate;

    @Option(names = "--yes", description = "Asks nothing.")
    boolean yes;

    RepositorySettings(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        if (isPublic && isPrivate) throw misused("say --public or --private, not both");
        var place = place();
        var fields = Json.fields()
                .withGiven("name", to)
                .withGiven("description", description)
                .withGiven("default_branch", branch);
        if (isPublic || isPrivate) fields = fields.with("private", isPrivate);
        try (var client = Client.of(place.node(), place.login())) {
            var repository = Repository.of(client.get(place.api("")).must("repository " + place.path()));
            if (!fields.all().isEmpty()) {
                place.account();
                if (isPublic && repository.isPrivate())
                    confirm(
                            yes,
                            "All history of " + repository.path() + " becomes public. Type its name to go on: ",
                            repository.path());
                repository = Repository.of(client.patch(place.api(""), fields).must("repository " + place.path()));
            }
            if (asJson()) tell(repository.json());
            else repository.show(new Paper(screen()));
            return 0;
        }
    }
}
