package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Errand;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Unable;
import picocli.CommandLine.Parameters;

/// A command about somebody, or something, of another server.
abstract class TargetErrand extends Errand {
    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description = "A handle such as @name@host or @owner.name@host, or an address.")
    String target = "";

    TargetErrand(Desk desk) {
        super(desk);
    }

    @Override
    public final Integer call() {
        var at = desk().node(node());
        var login = desk().logins().at(at);
        if (login.isEmpty()) throw new Unable("nobody is logged in at " + at + ": hob login " + at);
        try (var client = Client.of(at, login)) {
            return run(client);
        }
    }

    /// What it does, and the exit status.
    abstract int run(Client client);

    /// The target as it is sent.
    final Json.Fields sent() {
        return Json.fields().with("target", target);
    }
}
