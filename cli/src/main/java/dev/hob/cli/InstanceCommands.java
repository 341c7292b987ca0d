package dev.hob.cli;

import dev.hob.federation.remote.InstanceRules;
import dev.hob.federation.remote.Rule;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob instance …`: how other servers are met. A node that runs knows it within seconds.
@Command(name = "instance", description = "Other servers: list, block, limit, allow, forget, only-listed.")
final class InstanceCommands implements Group {
    static CommandLine line(Terminal terminal, Ground ground) {
        return new CommandLine(new InstanceCommands())
                .addSubcommand(new ListAll(terminal, ground))
                .addSubcommand(new Block(terminal, ground))
                .addSubcommand(new Limit(terminal, ground))
                .addSubcommand(new Allow(terminal, ground))
                .addSubcommand(new Forget(terminal, ground))
                .addSubcommand(new OnlyListed(terminal, ground));
    }

    private static InstanceRules rules(House house) {
        return new InstanceRules(house.node().database(), Assembly.CLOCK);
    }

    private static String word(Rule rule) {
        return switch (rule) {
            case OPEN -> "allowed";
            case SILENCED -> "limited";
            case NO_MEDIA -> "no media";
            case BLOCKED -> "blocked";
        };
    }

    @Command(name = "list", description = "Lists what was decided: host, how it is met, since when, why.")
    static final class ListAll extends Act {
        ListAll(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var rules = rules(house);
            rules.list()
                    .forEach(one -> terminal.out(String.join(
                            "\t", one.host(), word(one.rule()), one.since().toString(), one.reason())));
            if (rules.onlyListed()) terminal.err("hob: only the servers listed as other than blocked are met");
            return 0;
        }
    }

    /// Decides about a host and all below it.
    abstract static class Decide extends Act {
        @Parameters(paramLabel = "HOST", description = "A server's name; what is below it is meant too.")
        String host = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "For whoever asks later.")
        String reason = "";

        Decide(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        abstract Rule rule();

        @Override
        int run(House house) {
            rules(house).set(host, rule(), reason).ifPresent(told -> {
                throw new CommandException(told);
            });
            return 0;
        }
    }

    @Command(name = "block", description = "Neither asks nor answers a server.")
    static final class Block extends Decide {
        Block(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        Rule rule() {
            return Rule.BLOCKED;
        }
    }

    @Command(name = "limit", description = "Shows what a server says only to who asked for it; followers need leave.")
    static final class Limit extends Decide {
        @Option(names = "--media", description = "Limits its pictures and files only.")
        boolean media;

        Limit(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        Rule rule() {
            return media ? Rule.NO_MEDIA : Rule.SILENCED;
        }
    }

    @Command(name = "allow", description = "Meets a server as any other, also below one that is blocked.")
    static final class Allow extends Decide {
        Allow(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        Rule rule() {
            return Rule.OPEN;
        }
    }

    @Command(name = "forget", description = "Takes back what was decided about a server.")
    static final class Forget extends Act {
        @Parameters(paramLabel = "HOST")
        String host = "";

        Forget(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            if (!rules(house).unset(host)) throw new CommandException("nothing was decided about " + host);
            return 0;
        }
    }

    @Command(
            name = "only-listed",
            description = "Meets only servers that are listed (on), or all but the blocked (off).")
    static final class OnlyListed extends Act {
        @Parameters(paramLabel = "on|off")
        String state = "";

        OnlyListed(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            switch (state.toLowerCase(Locale.ROOT)) {
                case "on" -> rules(house).onlyListed(true);
                case "off" -> rules(house).onlyListed(false);
                default -> throw new CommandException("on or off, not " + state);
            }
            return 0;
        }
    }
}
