package dev.hob.cli.repo;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Errand;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob fork @owner.name@host`.
@Command(
        name = "fork",
        description = {
            "Forks a repository of another server into your account on your node.",
            "One of your own node is forked by: hob repo fork OWNER/NAME."
        })
final class ForkElsewhere extends Errand {
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final int LOOKS_MAX = 1_800;

    @Parameters(paramLabel = "REPOSITORY", description = "A handle (@owner.name@host), or its address.")
    String from = "";

    @Option(names = "--fork-name", paramLabel = "NAME", description = "What it is called (default: as there).")
    Optional<String> forkName = Optional.empty();

    @Option(names = "--no-wait", description = "Ends at once, and lets the node fetch.")
    boolean hurries;

    ForkElsewhere(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() {
        var at = desk().node(node());
        var login = desk().logins().at(at);
        if (login.isEmpty()) throw new Unable("nobody is logged in at " + at + ": hob login " + at);
        try (var client = Client.of(at, login)) {
            var fork = client.post(
                            "/federation/forks",
                            Json.fields().with("from", from).withGiven("name", forkName))
                    .must();
            String path =
                    fork.text("full_name").orElseThrow(() -> new Unable("the node does not say what it made of it"));
            var done = hurries ? fork : awaited(client, path, fork);
            if (state(done).equals("failed"))
                throw new Unable(
                        "cannot fork " + from + ": " + done.text("told").orElse(""));
            if (asJson()) tell(done);
            else screen().out(Text.line(at + "/" + path));
            return 0;
        }
    }

    private static String state(Json fork) {
        return fork.text("state").orElse("");
    }

    private static Json awaited(Client client, String path, Json begun) {
        var fork = begun;
        for (int i = 0; i < LOOKS_MAX && state(fork).equals("fetching"); i++) {
            try {
                Thread.sleep(BETWEEN);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return fork;
            }
            fork = client.get("/federation/forks/" + path).must();
        }
        return fork;
    }
}
