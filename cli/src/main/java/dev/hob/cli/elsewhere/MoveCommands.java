package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Answer;
import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Family;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob move …`: an account, or a repository, goes to another server, or came from there.
@Command(name = "move", description = "Your account, or a repository, to another server: from, to, list, withdraw.")
public final class MoveCommands extends Family {
    private static final List<Member> MEMBERS = List.of(
            new Member("from", From::new),
            new Member("to", To::new),
            new Member("list", Listing.Moves::new),
            new Member("withdraw", Withdraw::new));

    private MoveCommands() {}

    public static CommandLine line(Desk desk, Optional<String> next) {
        return line(new MoveCommands(), MEMBERS, desk, next);
    }

    /// What is sent about an account, or about a repository.
    abstract static class Moving extends TargetErrand {
        @Option(
                names = {"-R", "--repo"},
                paramLabel = "OWNER/NAME",
                description = "A repository of yours; else it is about your account.")
        Optional<String> repository = Optional.empty();

        private final String path;

        Moving(Desk desk, String path) {
            super(desk);
            this.path = path;
        }

        final Json.Fields about() {
            return sent().withGiven("repository", repository);
        }

        final Answer ask(Client client) {
            return client.post("/federation/moves/" + path, about());
        }

        final String what() {
            return repository.map(Text::line).orElse("your account");
        }
    }

    /// `hob move from @alice@old.example`.
    @Command(
            name = "from",
            description = "Says where your account, or a repository of yours, was before: that one can move here.")
    static final class From extends Moving {
        From(Desk desk) {
            super(desk, "from");
        }

        @Override
        int run(Client client) {
            var answer = ask(client).must();
            if (asJson()) tell(answer);
            else
                screen().out(what() + " was " + Text.line(answer.text("id").orElse(target)) + "\n"
                        + "now say so there: hob move to, on its own node");
            return 0;
        }
    }

    /// `hob move to @alice@new.example`.
    @Command(
            name = "to",
            description =
                    "Moves your account, or a repository of yours, to another server: its followers are sent there."
                            + " The one there must say first that it was this one.")
    static final class To extends Moving {
        To(Desk desk) {
            super(desk, "to");
        }

        @Override
        int run(Client client) {
            var answer = ask(client).must();
            if (asJson()) tell(answer);
            else
                screen().out(what() + " is now " + Text.line(answer.text("id").orElse(target))
                        + "; whoever follows is told");
            return 0;
        }
    }

    /// `hob move withdraw ADDRESS`.
    @Command(name = "withdraw", description = "Says so no more. TARGET is an address of `hob move list`.")
    static final class Withdraw extends Moving {
        Withdraw(Desk desk) {
            super(desk, "withdraw");
        }

        @Override
        int run(Client client) {
            ask(client).must();
            if (asJson()) tell(Json.fields().with("withdrawn", target));
            else screen().out(what() + " and " + Text.line(target) + " have nothing to do with each other");
            return 0;
        }
    }
}
