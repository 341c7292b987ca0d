package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Answer;
import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Errand;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import dev.hob.cli.remote.Writing;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Changes something of one's own on another server, or takes it back: what is said by its address or id, what was
/// opened by its address there.
abstract class Reword extends Errand {
    private static final Pattern SAID = Pattern.compile("(?:.*/(?:comments|written)/)?([0-9a-f]{20})");

    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description =
                    "Of a comment, remark or review its address or id, as: hob elsewhere written --json says them;"
                            + " of an issue or pull request its address there.")
    String target = "";

    private Reword(Desk desk) {
        super(desk);
    }

    @Override
    public final Integer call() {
        var at = desk().node(node());
        var login = desk().logins().at(at);
        if (login.isEmpty()) throw new Unable("nobody is logged in at " + at + ": hob login " + at);
        try (var client = Client.of(at, login)) {
            run(client);
            return 0;
        }
    }

    abstract void run(Client client);

    /// Where a comment, a remark or a review is changed; empty when it is something else.
    final Optional<String> said() {
        var said = SAID.matcher(target);
        return said.matches() ? Optional.of("/federation/written/" + said.group(1)) : Optional.empty();
    }

    /// `hob elsewhere edit TARGET`.
    @Command(
            name = "edit",
            description = "Says a comment, a remark or a review of yours on another server in other words, or asks for"
                    + " another title or text of an issue or pull request that you opened there.")
    static final class Edit extends Reword {
        @Option(
                names = {"-t", "--title"},
                paramLabel = "TEXT",
                description = "Of an issue or pull request.")
        Optional<String> title = Optional.empty();

        @Mixin
        Writing writing = new Writing();

        Edit(Desk desk) {
            super(desk);
        }

        @Override
        void run(Client client) {
            var said = said();
            var answer = (said.isPresent() ? said(client, said.get()) : opened(client)).must();
            if (asJson()) tell(answer);
            else
                screen().out("it is on its way: "
                        + Text.line(answer.text("html_url").orElse("")));
        }

        private Answer said(Client client, String path) {
            if (title.isPresent()) throw misused("a comment, a remark or a review has no title");
            String body = writing.given(screen()).orElseThrow(() -> misused("say --body TEXT"));
            return client.patch(path, Json.fields().with("body", body));
        }

        private Answer opened(Client client) {
            var body = writing.given(screen());
            if (title.isEmpty() && body.isEmpty()) throw misused("say --title TEXT or --body TEXT");
            var changes = Json.fields()
                    .with("target", target)
                    .withGiven("title", title)
                    .withGiven("body", body);
            return client.post("/federation/edits", changes);
        }
    }

    /// `hob elsewhere delete TARGET`.
    @Command(
            name = "delete",
            description = "Takes a comment or a remark of yours on another server back, or the words of a review.")
    static final class Delete extends Reword {
        Delete(Desk desk) {
            super(desk);
        }

        @Override
        void run(Client client) {
            String path = said().orElseThrow(() ->
                    misused("a comment, a remark or a review is named by its address, or its id of 20 characters"));
            client.delete(path).must();
            if (asJson()) tell(Json.fields().with("deleted", true));
            else screen().out("taken back; whoever has it is told");
        }
    }
}
