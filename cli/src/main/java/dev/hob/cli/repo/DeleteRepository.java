package dev.hob.cli.repo;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Errand;
import dev.hob.cli.remote.Json;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob repo delete`. It must be named: what cannot be taken back is not guessed from a folder.
@Command(name = "delete", description = "Deletes a repository for good, with all that is in it.")
final class DeleteRepository extends Errand {
    @Parameters(paramLabel = "OWNER/NAME")
    String name = "";

    @Option(names = "--yes", description = "Asks nothing.")
    boolean yes;

    DeleteRepository(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        var place = desk().place(Optional.of(name), Optional.empty(), node());
        place.account();
        try (var client = Client.of(place.node(), place.login())) {
            var repository = Repository.of(client.get(place.api("")).must("repository " + place.path()));
            confirm(
                    yes,
                    repository.path() + " at " + place.node()
                            + " and all that is in it will be gone. Type its name to delete it: ",
                    repository.path());
            client.delete(place.api("")).must("repository " + place.path());
            if (asJson()) tell(Json.fields().with("deleted", repository.path()));
            else screen().out(repository.path() + " is deleted");
            return 0;
        }
    }
}
