package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Errand;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import dev.hob.cli.remote.Writing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Changes a comment of one's own on another server, or takes it back.
abstract class Reword extends Errand {
    private static final String ID = "[0-9a-f]{20}";

    @Parameters(
            index = "0",
            paramLabel = "COMMENT",
            description = "Its address or id, as: hob elsewhere written --json says them.")
    String comment = "";

    private Reword(Desk desk) {
        super(desk);
    }

    @Override
    public final Integer call() {
        String id = comment.substring(comment.lastIndexOf('/') + 1);
        if (!id.matches(ID)) throw misused("a comment is named by its address, or its id of 20 characters");
        var at = desk().node(node());
        var login = desk().logins().at(at);
        if (login.isEmpty()) throw new Unable("nobody is logged in at " + at + ": hob login " + at);
        try (var client = Client.of(at, login)) {
            run(client, "/federation/written/" + id);
            return 0;
        }
    }

    abstract void run(Client client, String path);

    /// `hob elsewhere edit COMMENT`.
    @Command(name = "edit", description = "Says a comment of yours on another server in other words.")
    static final class Edit extends Reword {
        @Mixin
        Writing writing = new Writing();

        Edit(Desk desk) {
            super(desk);
        }

        @Override
        void run(Client client, String path) {
            String body = writing.given(screen()).orElseThrow(() -> misused("say --body TEXT"));
            var answer = client.patch(path, Json.fields().with("body", body)).must();
            if (asJson()) tell(answer);
            else
                screen().out("it is on its way: "
                        + Text.line(answer.text("html_url").orElse("")));
        }
    }

    /// `hob elsewhere delete COMMENT`.
    @Command(name = "delete", description = "Takes a comment of yours on another server back.")
    static final class Delete extends Reword {
        Delete(Desk desk) {
            super(desk);
        }

        @Override
        void run(Client client, String path) {
            client.delete(path).must();
            if (asJson()) tell(Json.fields().with("deleted", true));
            else screen().out("taken back; whoever has it is told");
        }
    }
}
