package dev.hob.cli;

import dev.hob.keys.Secret;
import dev.hob.node.people.OneTimeLinks.Purpose;
import dev.hob.node.people.People.Creation;
import dev.hob.node.people.SignUp;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob user …`: the accounts of a node.
@Command(
        name = "user",
        description = "Accounts: create, invite, list, passwd, reset-link, disable, enable, delete, sign-up.")
final class UserCommands implements Group {
    private static final int PAGE = 200;

    static CommandLine line(Terminal terminal, Ground ground) {
        return new CommandLine(new UserCommands())
                .addSubcommand(new Create(terminal, ground))
                .addSubcommand(new Invite(terminal, ground))
                .addSubcommand(new ListAll(terminal, ground))
                .addSubcommand(new Passwd(terminal, ground))
                .addSubcommand(new ResetLink(terminal, ground))
                .addSubcommand(new Disable(terminal, ground))
                .addSubcommand(new Enable(terminal, ground))
                .addSubcommand(new Delete(terminal, ground))
                .addSubcommand(new WhoMaySignUp(terminal, ground));
    }

    /// A command on one account.
    abstract static class OnAccount extends Act {
        @Parameters(paramLabel = "NAME")
        String name = "";

        OnAccount(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }
    }

    @Command(name = "create", description = "Makes an account. Without a password it prints a link to set one.")
    static final class Create extends OnAccount {
        @Option(names = "--email", required = true)
        String email = "";

        @Option(names = "--password-stdin", description = "Reads the password from standard input.")
        boolean passwordStdin;

        @Option(names = "--admin", description = "Makes an administrator.")
        boolean admin;

        Create(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            Optional<Secret> password = passwordStdin ? Optional.of(terminal.input()) : Optional.empty();
            switch (house.node().people().create(name, email, password, admin)) {
                case Creation.Refused(var _, String told) -> throw new CommandException(told);
                case Creation.Created(var person) -> {
                    if (passwordStdin) terminal.out(person.name());
                    else
                        terminal.out(house.resetLink(house.node().links().create(new Purpose.Reset(person.id())))
                                .toString());
                }
            }
            return 0;
        }
    }

    @Command(name = "invite", description = "Prints a link that makes an account, once, for whoever it is given to.")
    static final class Invite extends Act {
        @Option(names = "--admin", description = "The account will be an administrator's.")
        boolean admin;

        Invite(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var purpose = new Purpose.SignUp(admin);
            terminal.out(house.signUpLink(house.node().links().create(purpose)).toString());
            return 0;
        }
    }

    @Command(name = "list", description = "Lists accounts: name, e-mail, admin or disabled, key.")
    static final class ListAll extends Act {
        ListAll(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            String last = "";
            while (true) {
                var page = house.node().people().after(last, PAGE);
                if (page.isEmpty()) return 0;
                for (var person : page)
                    terminal.out(String.join(
                            "\t",
                            person.name(),
                            person.email(),
                            person.disabled() ? "disabled" : person.admin() ? "admin" : "user",
                            person.key().did()));
                last = page.getLast().name();
            }
        }
    }

    @Command(name = "passwd", description = "Sets a password and ends the account's sessions.")
    static final class Passwd extends OnAccount {
        @Option(names = "--password-stdin", required = true, description = "Reads the password from standard input.")
        boolean passwordStdin;

        Passwd(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            house.node()
                    .people()
                    .changePassword(person(house, name), terminal.input())
                    .ifPresent(told -> {
                        throw new CommandException(told);
                    });
            return 0;
        }
    }

    @Command(name = "reset-link", description = "Prints a link that sets a new password, once.")
    static final class ResetLink extends OnAccount {
        ResetLink(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var purpose = new Purpose.Reset(person(house, name).id());
            terminal.out(house.resetLink(house.node().links().create(purpose)).toString());
            return 0;
        }
    }

    @Command(name = "disable", description = "Shuts an account out; what it owns stays.")
    static final class Disable extends OnAccount {
        Disable(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            house.node().people().disable(person(house, name), true).ifPresent(told -> {
                throw new CommandException(told);
            });
            return 0;
        }
    }

    @Command(name = "enable", description = "Lets a disabled account in again.")
    static final class Enable extends OnAccount {
        Enable(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            house.node().people().disable(person(house, name), false).ifPresent(told -> {
                throw new CommandException(told);
            });
            return 0;
        }
    }

    @Command(name = "delete", description = "Ends an account that owns no repository. Its name is never given again.")
    static final class Delete extends OnAccount {
        Delete(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var person = person(house, name);
            house.node().delete(person).ifPresent(told -> {
                throw new CommandException(told);
            });
            return 0;
        }
    }

    @Command(name = "sign-up", description = "Says who may make an account, or chooses it, as the pages do.")
    static final class WhoMaySignUp extends Act {
        private static final String CONFIGURED = "configured";

        @Parameters(
                arity = "0..1",
                paramLabel = "POLICY",
                description = "closed, invitation, open, or configured: what the configuration says.")
        Optional<String> policy = Optional.empty();

        WhoMaySignUp(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var signUps = house.node().signUps();
            policy.ifPresent(
                    word -> signUps.choose(word.equals(CONFIGURED) ? Optional.empty() : Optional.of(of(word))));
            terminal.out(signUps.inForce(house.settings().signUp()).text());
            return 0;
        }

        private static SignUp of(String word) {
            return SignUp.of(word)
                    .orElseThrow(() -> new CommandException("a policy is closed, invitation, open or " + CONFIGURED));
        }
    }
}
