package dev.hob.cli.repo;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Paper;
import picocli.CommandLine.Command;

/// `hob repo show`.
@Command(name = "show", description = "Shows what a repository says of itself.")
final class ShowRepository extends NamedErrand {
    ShowRepository(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        var place = place();
        try (var client = Client.of(place.node(), place.login())) {
            var repository = Repository.of(client.get(place.api("")).must("repository " + place.path()));
            if (asJson()) tell(repository.json());
            else repository.show(new Paper(screen()));
            return 0;
        }
    }
}
