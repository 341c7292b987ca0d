package dev.hob.cli.issue;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.RepositoryErrand;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `hob issue import`.
@Command(
        name = "import",
        description = {
            "Reads what `hob issue export --json` wrote.",
            "Done again, it skips what is there already and adds what was missing."
        })
final class ImportIssues extends RepositoryErrand {
    private static final long FILE_BYTES_MAX = 512L * 1024 * 1024;

    @Parameters(paramLabel = "FILE", description = "The document; - reads standard input.")
    String file = "";

    ImportIssues(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        place.account();
        var incoming = new Incoming(new Issues(place, client), read(), screen());
        var outcome = incoming.bring();
        if (asJson()) tell(outcome.json());
        else
            screen().out(outcome.imported() + " issues and " + outcome.comments() + " comments came, "
                    + outcome.skipped() + " issues were here already");
        return 0;
    }

    private Exported read() {
        try {
            return Exported.of(Json.read(bytes()))
                    .orElseThrow(() -> new Unable(Text.line(file) + " is no document of `hob issue export --json`"));
        } catch (Json.Malformed e) {
            throw new Unable(Text.line(file) + " is no JSON: " + Text.line(String.valueOf(e.getMessage())), e);
        }
    }

    private byte[] bytes() {
        if (file.equals("-")) return screen().input().getBytes(StandardCharsets.UTF_8);
        var path = screen().path(file);
        try {
            if (Files.size(path) > FILE_BYTES_MAX)
                throw new Unable(path + " is longer than " + FILE_BYTES_MAX / 1024 / 1024 + " MiB");
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new Unable("cannot read " + path, e);
        }
    }
}
