package dev.hob.cli;

import dev.hob.keys.DidKey;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.net.Peers;
import dev.hob.p2p.protocol.Input;
import dev.hob.p2p.protocol.Standing;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.PeerTarget;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob peer …`: the other nodes that this one meets.
@Command(name = "peer", description = "Other nodes: connect, disconnect, list, block, unblock.")
final class PeerCommands implements Group {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(45);

    static CommandLine line(Terminal terminal, Ground ground) {
        return new CommandLine(new PeerCommands())
                .addSubcommand(new Connect(terminal, ground))
                .addSubcommand(new Disconnect(terminal, ground))
                .addSubcommand(new ListAll(terminal, ground))
                .addSubcommand(new Block(terminal, ground))
                .addSubcommand(new Unblock(terminal, ground));
    }

    /// The peers of a node that runs.
    static Peers running(House house) {
        return house.peers()
                .orElseThrow(() -> new CommandException(
                        house.serving()
                                ? "this node meets no peers: set p2p.address, or start it with --p2p HOST:PORT"
                                : "the node does not run: start it with `hob serve`"));
    }

    static DidKey nid(String text) {
        return PeerTarget.nid(text)
                .orElseThrow(() -> new CommandException("a node is named by its id, z6Mk…, not " + text));
    }

    static PeerTarget target(String text) {
        return PeerTarget.parse(text)
                .orElseThrow(() -> new CommandException("a peer is named NID@HOST:PORT, not " + text));
    }

    /// Connects, and says why not, if it cannot be.
    static void connect(Peers peers, PeerTarget target, boolean persistent) {
        var told = await(peers.connect(target.peer(), target.address(), persistent), CONNECT_MAX)
                .orElse(Optional.of("it did not answer in time"));
        told.ifPresent(why -> {
            throw new CommandException("cannot connect with " + target.peer().nid() + ": " + why);
        });
    }

    /// Waits for an answer; empty when it takes too long.
    static <T> Optional<T> await(CompletableFuture<T> answer, Duration max) {
        try {
            return Optional.of(answer.get(max.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        } catch (ExecutionException e) {
            throw new CommandException("the peers do not answer: " + e.getCause(), e);
        }
    }

    @Command(name = "connect", description = "Connects with a node, and stays connected.")
    static final class Connect extends Act {
        @Parameters(paramLabel = "NID@HOST:PORT")
        String target = "";

        @Option(names = "--once", description = "Does not connect again when the connection breaks.")
        boolean once;

        Connect(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var peer = target(target);
            var peers = running(house);
            connect(peers, peer, !once);
            peers.standing().present().stream()
                    .filter(present -> present.peer().equals(peer.peer()))
                    .forEach(present -> terminal.out(line(present)));
            return 0;
        }
    }

    private static String line(Standing.Present present) {
        return String.join(
                "\t",
                present.peer().nid(),
                present.address().toString(),
                present.link() == Link.OUTBOUND ? "out" : "in",
                present.proven() ? "tls" : "plain",
                present.alias().map(Object::toString).orElse("-"),
                present.agent().map(Object::toString).orElse("-"));
    }

    @Command(name = "disconnect", description = "Ends the connection with a node, and connects with it no more.")
    static final class Disconnect extends Act {
        @Parameters(paramLabel = "NID")
        String nid = "";

        Disconnect(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            running(house).disconnect(nid(nid));
            return 0;
        }
    }

    @Command(name = "list", description = "Lists connected peers: id, address, out or in, tls or plain, alias, agent.")
    static final class ListAll extends Act {
        @Option(names = "--known", description = "Lists those who announced themselves: id, alias, agent, addresses.")
        boolean known;

        private static final int KNOWN_MAX = 5_000;

        ListAll(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var peers = running(house);
            if (known)
                peers.known(KNOWN_MAX)
                        .forEach(peer -> terminal.out(String.join(
                                "\t",
                                peer.node().nid(),
                                peer.alias().value(),
                                peer.agent().value(),
                                String.join(
                                        ",",
                                        peer.addresses().stream()
                                                .map(one -> one.address().toString())
                                                .toList()))));
            else peers.standing().present().forEach(present -> terminal.out(line(present)));
            return 0;
        }
    }

    @Command(name = "block", description = "Has nothing to do with a node: no connection, nothing of its work.")
    static final class Block extends Act {
        @Parameters(paramLabel = "NID")
        String nid = "";

        Block(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var node = nid(nid);
            house.book().decide(node, Book.Policy.BLOCK, Optional.empty()).ifPresent(told -> {
                throw new CommandException(told);
            });
            house.peers().ifPresent(peers -> peers.decided(new Input.Blocked(node)));
            return 0;
        }
    }

    @Command(name = "unblock", description = "Forgives a node.")
    static final class Unblock extends Act {
        @Parameters(paramLabel = "NID")
        String nid = "";

        Unblock(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var node = nid(nid);
            if (!house.book().undecide(node, Book.Policy.BLOCK)) throw new CommandException(nid + " is not blocked");
            house.peers().ifPresent(peers -> peers.decided(new Input.Unblocked(node)));
            return 0;
        }
    }
}
