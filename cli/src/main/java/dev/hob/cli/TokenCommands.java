package dev.hob.cli;

import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.AccessTokens.Creation;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob token …`: access tokens for git, the API and scripts.
@Command(name = "token", description = "Access tokens: create, list, revoke.")
final class TokenCommands implements Group {
    static CommandLine line(Terminal terminal, Ground ground) {
        return new CommandLine(new TokenCommands())
                .addSubcommand(new Create(terminal, ground))
                .addSubcommand(new ListAll(terminal, ground))
                .addSubcommand(new Revoke(terminal, ground));
    }

    @Command(name = "create", description = "Makes a token and prints it, the only time that it is shown.")
    static final class Create extends Act {
        @Parameters(paramLabel = "ACCOUNT")
        String account = "";

        @Option(names = "--scopes", required = true, description = "For example write:repository,read:user, or all.")
        String scopes = "";

        @Option(
                names = "--repo",
                paramLabel = "OWNER/NAME",
                description = "Limits it to this repository; may be repeated.")
        List<String> repositories = List.of();

        @Option(names = "--name", description = "What to call it (default: when it was made).")
        Optional<String> name = Optional.empty();

        @Option(
                names = "--expires",
                paramLabel = "WHEN",
                description = "A moment (2027-01-31T00:00:00Z) or a time (P30D, PT12H).")
        Optional<String> expires = Optional.empty();

        Create(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var now = Assembly.CLOCK.instant();
            Set<Scope> wanted = Arrays.stream(scopes.split(","))
                    .map(String::strip)
                    .map(word -> Scope.of(word).orElseThrow(() -> new CommandException("there is no scope " + word)))
                    .collect(Collectors.toSet());
            Optional<Set<RepositoryId>> limitedTo = repositories.isEmpty()
                    ? Optional.empty()
                    : Optional.of(repositories.stream()
                            .map(path -> repository(house, path).id())
                            .collect(Collectors.toSet()));
            var creation = house.node()
                    .tokens()
                    .create(
                            person(house, account),
                            name.orElse("made on the command line at " + now.truncatedTo(ChronoUnit.SECONDS)),
                            new Grant(wanted, limitedTo),
                            expires.map(text -> moment(text, now)));
            switch (creation) {
                case Creation.Refused(var _, String told) -> throw new CommandException(told);
                case Creation.Created created -> terminal.out(created.secret().text());
            }
            return 0;
        }

        private static Instant moment(String text, Instant now) {
            try {
                return text.startsWith("P") ? now.plus(Duration.parse(text)) : Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new CommandException("not a moment or a time: " + text, e);
            }
        }
    }

    @Command(name = "list", description = "Lists an account's tokens: id, last eight, name, scopes, expiry.")
    static final class ListAll extends Act {
        @Parameters(paramLabel = "ACCOUNT")
        String account = "";

        ListAll(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            for (var token : house.node().tokens().of(person(house, account)))
                terminal.out(String.join(
                        "\t",
                        token.id(),
                        token.lastEight(),
                        token.name(),
                        token.grant().scopes().stream()
                                .map(Scope::text)
                                .sorted()
                                .collect(Collectors.joining(",")),
                        token.expires().map(Instant::toString).orElse("never")));
            return 0;
        }
    }

    @Command(name = "revoke", description = "Ends a token at once.")
    static final class Revoke extends Act {
        @Parameters(index = "0", paramLabel = "ACCOUNT")
        String account = "";

        @Parameters(index = "1", paramLabel = "TOKEN", description = "Its id or its name.")
        String token = "";

        Revoke(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            if (!house.node().tokens().revoke(person(house, account), token))
                throw new CommandException(account + " has no token " + token);
            return 0;
        }
    }
}
