package dev.hob.cli.elsewhere;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// People of other servers who work on a repository, and work on repositories of other servers.
final class WorkCommands {
    private WorkCommands() {}

    abstract static class OnRepository extends TargetErrand {
        @Option(
                names = {"-R", "--repo"},
                paramLabel = "OWNER/NAME",
                required = true,
                description = "The repository here.")
        String repository = "";

        OnRepository(Desk desk) {
            super(desk);
        }

        final String path() {
            return "/federation/collaborators/" + repository;
        }
    }

    /// `hob elsewhere invite @bob@host -R alice/tea`.
    @Command(name = "invite", description = "Asks somebody of another server to work on a repository of yours.")
    static final class Invite extends OnRepository {
        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "triage (close, label, give tasks; the default) or write (merge, too).")
        Optional<String> role = Optional.empty();

        Invite(Desk desk) {
            super(desk);
        }

        @Override
        int run(Client client) {
            var answer = client.post(path(), sent().withGiven("role", role)).must();
            if (asJson()) tell(answer);
            else
                screen().out(Text.line(answer.text("handle").orElse(target)) + ": "
                        + Text.line(answer.text("state").orElse("invited")));
            return 0;
        }
    }

    /// `hob elsewhere dismiss @bob@host -R alice/tea`.
    @Command(name = "dismiss", description = "Lets somebody of another server work on a repository no more.")
    static final class Dismiss extends OnRepository {
        Dismiss(Desk desk) {
            super(desk);
        }

        @Override
        int run(Client client) {
            client.post(path() + "/dismiss", sent()).must();
            if (asJson()) tell(Json.fields().with("dismissed", target));
            else screen().out(Text.line(target) + " does not work on " + Text.line(repository));
            return 0;
        }
    }

    abstract static class Answering extends TargetErrand {
        private final String path;

        Answering(Desk desk, String path) {
            super(desk);
            this.path = path;
        }

        abstract String told(Json answer);

        @Override
        int run(Client client) {
            var answer = client.post("/federation/invitations/" + path, sent()).must();
            if (asJson()) tell(answer);
            else screen().out(told(answer));
            return 0;
        }
    }

    /// `hob elsewhere accept @alice.tea@host`.
    @Command(name = "accept", description = "Says yes to an invitation to work on a repository of another server.")
    static final class Accept extends Answering {
        Accept(Desk desk) {
            super(desk, "accept");
        }

        @Override
        String told(Json answer) {
            return Text.line(answer.text("handle").orElse(target)) + ": "
                    + Text.line(answer.text("state").orElse("asked"));
        }
    }

    /// `hob elsewhere join @alice.tea@host`.
    @Command(name = "join", description = "Asks to work on a repository of another server.")
    static final class Join extends Answering {
        Join(Desk desk) {
            super(desk, "join");
        }

        @Override
        String told(Json answer) {
            return Text.line(answer.text("handle").orElse(target)) + ": "
                    + Text.line(answer.text("state").orElse("asked"));
        }
    }

    /// `hob elsewhere leave @alice.tea@host`.
    @Command(name = "leave", description = "Says no to an invitation, or works on a repository elsewhere no more.")
    static final class Leave extends TargetErrand {
        Leave(Desk desk) {
            super(desk);
        }

        @Override
        int run(Client client) {
            client.post("/federation/invitations/leave", sent()).must();
            if (asJson()) tell(Json.fields().with("left", target));
            else screen().out("you do not work on " + Text.line(target));
            return 0;
        }
    }

    /// `hob elsewhere do close URL`.
    @Command(
            name = "do",
            description = "Closes, reopens, merges or labels an issue or pull request of another server, where you are"
                    + " let in.")
    static final class Do extends TargetErrand {
        @Parameters(index = "1", paramLabel = "ACT", description = "close, reopen, merge, label or unlabel.")
        String act = "";

        @Option(names = "--label", paramLabel = "NAME", description = "For label and unlabel.")
        Optional<String> label = Optional.empty();

        Do(Desk desk) {
            super(desk);
        }

        @Override
        int run(Client client) {
            var answer = client.post("/federation/acts", sent().with("act", act).withGiven("label", label))
                    .must();
            if (asJson()) tell(answer);
            else
                screen().out("it is on its way; what becomes of it: "
                        + Text.line(answer.text("html_url").orElse("")));
            return 0;
        }
    }
}
