package dev.hob.cli.release;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.RepositoryErrand;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `hob release upload`.
@Command(name = "upload", description = "Adds files to a release.")
final class UploadFiles extends RepositoryErrand {
    @Parameters(index = "0", paramLabel = "TAG")
    String tag = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE")
    List<String> files = List.of();

    UploadFiles(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        place.account();
        var sent = Releases.files(screen(), files);
        var releases = new Releases(place, client);
        releases.upload(releases.find(Optional.of(tag)), sent, screen());
        var after = releases.find(Optional.of(tag));
        if (asJson()) tell(after.json());
        else screen().out(tag + " has " + (sent.size() == 1 ? "one file" : sent.size() + " files") + " more");
        return 0;
    }
}
