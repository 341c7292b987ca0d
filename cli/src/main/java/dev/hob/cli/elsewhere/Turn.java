package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Text;
import picocli.CommandLine.Command;

/// Closes an issue or a pull request of one's own on another server, or opens it again.
abstract class Turn extends TargetErrand {
    private final String path;

    private Turn(Desk desk, String path) {
        super(desk);
        this.path = path;
    }

    @Override
    final int run(Client client) {
        var answer = client.post(path, sent()).must();
        if (asJson()) tell(answer);
        else
            screen().out("asked; what becomes of it: "
                    + Text.line(answer.text("html_url").orElse("")));
        return 0;
    }

    /// `hob elsewhere close URL`.
    @Command(name = "close", description = "Closes an issue or a pull request that you opened on another server.")
    static final class Close extends Turn {
        Close(Desk desk) {
            super(desk, "/federation/close");
        }
    }

    /// `hob elsewhere reopen URL`.
    @Command(name = "reopen", description = "Opens one again that you closed there.")
    static final class Reopen extends Turn {
        Reopen(Desk desk) {
            super(desk, "/federation/reopen");
        }
    }
}
