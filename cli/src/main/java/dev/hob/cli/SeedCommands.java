package dev.hob.cli;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.net.Peers;
import dev.hob.p2p.protocol.Input;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.wire.Alias;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What this node keeps of others, and whose work: `hob seed`, `unseed`, `follow`, `unfollow` and `sync`.
final class SeedCommands {
    private static final Duration FETCH_MAX = Duration.ofHours(1);
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);

    private SeedCommands() {}

    static void addTo(CommandLine line, Terminal terminal, Ground ground) {
        line.addSubcommand(new Seed(terminal, ground))
                .addSubcommand(new Unseed(terminal, ground))
                .addSubcommand(new Follow(terminal, ground))
                .addSubcommand(new Unfollow(terminal, ground))
                .addSubcommand(new Sync(terminal, ground));
    }

    private static RepoId rid(String text) {
        return PeerTarget.rid(text)
                .orElseThrow(() -> new CommandException("a repository of the network is named rad:z…, not " + text));
    }

    private static void refuse(Optional<String> told) {
        told.ifPresent(why -> {
            throw new CommandException(why);
        });
    }

    /// Fetches, and tells every two seconds that it still does; whether it went well.
    static boolean fetch(Peers peers, RepoId repository, DidKey from, Terminal terminal) {
        var answer = peers.fetch(repository, from);
        var began = Assembly.CLOCK.instant();
        Optional<Outcome> outcome = PeerCommands.await(answer, TELL_EVERY);
        while (outcome.isEmpty()) {
            var since = Duration.between(began, Assembly.CLOCK.instant());
            if (since.compareTo(FETCH_MAX) > 0)
                throw new CommandException("fetching " + repository + " takes more than an hour; it goes on");
            terminal.err("hob: fetching " + repository + " from " + from.nid() + " for " + since.toSeconds() + " s");
            outcome = PeerCommands.await(answer, TELL_EVERY);
        }
        return switch (outcome.get()) {
            case Outcome.Brought(var updated, boolean cloned) -> {
                String what = cloned ? "cloned" : updated.isEmpty() ? "up to date" : "fetched";
                terminal.out(String.join("\t", repository.value(), from.nid(), what, updated.size() + " namespaces"));
                yield true;
            }
            case Outcome.Failed failed -> {
                terminal.err("hob: cannot fetch " + repository + " from " + from.nid() + ": " + failed.why());
                yield false;
            }
        };
    }

    @Command(name = "seed", description = "Keeps a repository of the network: fetches it, and gives it to others.")
    static final class Seed extends Act {
        @Parameters(paramLabel = "RID")
        String rid = "";

        @Option(
                names = "--scope",
                defaultValue = "all",
                description = "Whose work: everybody's (all, the default), or that of its delegates and whom this node"
                        + " follows (followed).")
        String scope = "";

        @Option(
                names = "--from",
                paramLabel = "NID@HOST:PORT",
                description = "A node that has it, and to stay connected with.")
        Optional<String> from = Optional.empty();

        @Option(
                names = "--as",
                paramLabel = "ACCOUNT",
                description = "Asks for a private repository in the name of an account here whose key may have it;"
                        + " with --from.")
        Optional<String> as = Optional.empty();

        Seed(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var repository = rid(rid);
            var wanted =
                    switch (scope) {
                        case "all" -> Scope.ALL;
                        case "followed" -> Scope.FOLLOWED;
                        default -> throw new CommandException("a scope is all or followed, not " + scope);
                    };
            var source = from.map(PeerCommands::target);
            var person = as.map(name -> person(house, name).key());
            if (person.isPresent() && source.isEmpty()) throw new CommandException("--as goes with --from");
            if (house.peers().isEmpty()) {
                if (source.isPresent()) PeerCommands.running(house);
                refuse(house.book().seed(repository, Optional.of(wanted)));
                terminal.out(repository + " will be kept when this node meets peers");
                return 0;
            }
            var peers = PeerCommands.running(house);
            refuse(peers.seed(repository, wanted));
            person.ifPresent(key ->
                    refuse(peers.askInName(repository, source.orElseThrow().peer(), key)));
            source.ifPresent(target -> PeerCommands.connect(peers, target, true));
            var sources =
                    source.map(target -> List.of(target.peer())).orElseGet(() -> peers.presentSeedsOf(repository));
            for (var one : sources) if (fetch(peers, repository, one, terminal)) return 0;
            if (!sources.isEmpty()) return 1;
            terminal.out(repository + " will be fetched when a node that has it is met");
            return 0;
        }
    }

    @Command(name = "unseed", description = "Keeps a repository no longer: it is announced and fetched no more.")
    static final class Unseed extends Act {
        @Parameters(paramLabel = "RID")
        String rid = "";

        Unseed(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var repository = rid(rid);
            refuse(
                    house.peers().isPresent()
                            ? PeerCommands.running(house).unseed(repository)
                            : house.book().seed(repository, Optional.empty()));
            return 0;
        }
    }

    @Command(name = "follow", description = "Wants somebody's work, also where a repository is kept for few.")
    static final class Follow extends Act {
        @Parameters(paramLabel = "NID", arity = "0..1", description = "Nobody: lists who is followed and blocked.")
        Optional<String> nid = Optional.empty();

        @Option(names = "--alias", description = "What to call them.")
        Optional<String> alias = Optional.empty();

        Follow(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            if (nid.isEmpty()) {
                house.book()
                        .decided()
                        .forEach(one -> terminal.out(String.join(
                                "\t",
                                one.node().nid(),
                                one.policy() == Book.Policy.FOLLOW ? "followed" : "blocked",
                                one.alias().isEmpty() ? "-" : one.alias())));
                return 0;
            }
            var node = PeerCommands.nid(nid.get());
            refuse(house.book().decide(node, Book.Policy.FOLLOW, alias.map(Follow::alias)));
            house.peers().ifPresent(peers -> peers.decided(new Input.Followed(node)));
            return 0;
        }

        private static Alias alias(String text) {
            try {
                return new Alias(text);
            } catch (IllegalArgumentException e) {
                throw new CommandException(String.valueOf(e.getMessage()), e);
            }
        }
    }

    @Command(name = "unfollow", description = "Wants somebody's work no longer.")
    static final class Unfollow extends Act {
        @Parameters(paramLabel = "NID")
        String nid = "";

        Unfollow(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var node = PeerCommands.nid(nid);
            if (!house.book().undecide(node, Book.Policy.FOLLOW)) throw new CommandException(nid + " is not followed");
            house.peers().ifPresent(peers -> peers.decided(new Input.Unfollowed(node)));
            return 0;
        }
    }

    @Command(name = "sync", description = "Fetches what connected peers have, and says who has what is here.")
    static final class Sync extends Act {
        private static final int SHOWN_MAX = 100;

        @Parameters(paramLabel = "RID", arity = "0..1", description = "Nothing: everything that is kept here.")
        Optional<String> rid = Optional.empty();

        Sync(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var peers = PeerCommands.running(house);
            boolean all = true;
            for (var repository : repositories(house)) {
                for (var from : peers.presentSeedsOf(repository)) all &= fetch(peers, repository, from, terminal);
                peers.copies(repository).stream()
                        .limit(SHOWN_MAX)
                        .forEach(copy -> terminal.out(line(repository, copy)));
            }
            return all ? 0 : 1;
        }

        private static String line(RepoId repository, Peers.Copy copy) {
            return String.join(
                    "\t",
                    repository.value(),
                    copy.node().nid(),
                    "has",
                    copy.same() + "/" + copy.here() + " namespaces");
        }

        private List<RepoId> repositories(House house) {
            if (rid.isPresent()) return List.of(rid(rid.get()));
            var kept = new ArrayList<RepoId>();
            house.book().seeded().forEach((repository, scope) -> {
                if (scope.isPresent()) kept.add(repository);
            });
            house.node().storage().all().stream()
                    .filter(repository -> !house.book().seeded().containsKey(repository))
                    .forEach(kept::add);
            return kept;
        }
    }
}
