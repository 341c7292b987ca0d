package dev.hob.cli;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Seeds;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.net.Peers;
import dev.hob.p2p.protocol.Input;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.PeerTarget;
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
            refuse(
                    person.isPresent()
                            ? peers.seedInName(
                                    repository, wanted, source.orElseThrow().peer(), person.get())
                            : peers.seed(repository, wanted));
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

        @Option(
                names = "--forget",
                description = "Deletes what is here of it, too, unless people of this node wrote in it.")
        boolean forget;

        @Option(names = "--anyway", description = "With --forget: deletes also what people of this node wrote in it.")
        boolean anyway;

        Unseed(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var repository = rid(rid);
            if (anyway && !forget) throw new CommandException("--anyway goes with --forget");
            var before = house.book().decision(repository);
            var whole = forget ? whole(house, repository) : Optional.<Long>empty();
            decide(house, repository, Optional.empty());
            if (!forget) return 0;
            return switch (house.node().seeds().forget(repository, anyway)) {
                case Seeds.Forgetting.Forgotten(boolean folderStays) -> {
                    String stays = "; the folder stays, since forks of people of this node live in it";
                    terminal.out(repository + " is forgotten" + (folderStays ? stays : ""));
                    yield 0;
                }
                case Seeds.Forgetting.Kept(var whose) -> {
                    // What was written must be given to others, or it stays here alone.
                    decide(house, repository, before(before));
                    terminal.err("hob: " + repository + " is kept as before: " + String.join(", ", whose)
                            + " of this node wrote in it, and " + who(whole));
                    terminal.err("hob: send it with `hob sync " + repository
                            + "`, or delete it with --anyway: then nobody can bring back what only this node has");
                    yield 1;
                }
                case Seeds.Forgetting.Missing() -> {
                    if (!house.node().storage().has(repository)) {
                        terminal.out(repository + " is not here");
                        yield 0;
                    }
                    decide(house, repository, before(before));
                    terminal.err("hob: " + repository + " is people's of this node: they delete it in its settings");
                    yield 1;
                }
            };
        }

        /// In which scope it was kept: all that is here is, unless something was decided.
        private static Optional<Scope> before(Optional<Book.Choice> decision) {
            return decision.map(Book.Choice::scope).orElse(Optional.of(Scope.ALL));
        }

        private static void decide(House house, RepoId repository, Optional<Scope> wanted) {
            if (house.peers().isEmpty()) {
                refuse(house.book().seed(repository, wanted));
                return;
            }
            var peers = PeerCommands.running(house);
            refuse(wanted.map(scope -> peers.seed(repository, scope)).orElseGet(() -> peers.unseed(repository)));
        }

        /// How many nodes say that they have all that is here; empty when nobody can be asked.
        private static Optional<Long> whole(House house, RepoId repository) {
            return house.peers().filter(Peers::hasBegun).map(peers -> peers.copies(repository).stream()
                    .filter(copy -> copy.here() > 0 && copy.same() == copy.here())
                    .count());
        }

        private static String who(Optional<Long> whole) {
            if (whole.isEmpty()) return "nobody can be asked now who else has it";
            long nodes = whole.get();
            if (nodes == 0) return "no other node says that it has all of it";
            return nodes == 1
                    ? "1 other node says that it has all of it"
                    : nodes + " other nodes say that they have all of it";
        }
    }

    @Command(name = "follow", description = "Wants somebody's work, also where a repository is kept for few.")
    static final class Follow extends Act {
        @Parameters(
                paramLabel = "NID",
                arity = "0..1",
                description = "Nobody: lists who is followed and blocked. With @name@host or an address, your account"
                        + " follows somebody of another server.")
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
