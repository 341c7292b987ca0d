package dev.hob.p2p.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DidKey;
import dev.hob.keys.MasterKey;
import dev.hob.node.Node;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.fetch.GitStream;
import dev.hob.p2p.protocol.Effect;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.Settings;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.RefsAt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;

/// A whole node among peers, on this machine: real sockets, database and storage. Its fetches say hello and nothing
/// more.
final class Hob implements AutoCloseable, GitWork {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final Path folder;
    final boolean plaintext;
    final String agent;
    final BlockingQueue<Effect.Fetch> fetches = new LinkedBlockingQueue<>();
    final BlockingQueue<String> hellos = new LinkedBlockingQueue<>();
    final Node node;
    final Peers peers;
    final Address address;

    Hob(Path folder, String agent, boolean plaintext) {
        try {
            this.folder = Files.createDirectories(folder);
            this.plaintext = plaintext;
            this.agent = agent;
            this.node = Node.open(
                    folder,
                    DatabaseConfig.sqlite(folder.resolve("hob.db")),
                    MasterKey.open(folder.resolve("master.key")),
                    InstantSource.system());
            var book = new Book(node.database(), InstantSource.system());
            var settings = new Settings(
                    new Alias(folder.getFileName().toString()),
                    new Agent(agent),
                    List.of(),
                    book.persistent(),
                    Optional.empty(),
                    true,
                    0,
                    Settings.INBOUND_USUAL);
            var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            this.peers = new Peers(
                    node,
                    new PeersConfig(listen, settings, plaintext, Limits.USUAL),
                    book,
                    _ -> this,
                    InstantSource.system(),
                    new SplittableRandom(1));
            this.address = peers.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DidKey nid() {
        return peers.self();
    }

    Person alice() {
        return person("alice");
    }

    Person person(String name) {
        return node.people().find(name).orElseGet(() -> {
            var made = node.people().create(name, name + "@example.org", Optional.empty(), false);
            return ((People.Creation.Created) made).person();
        });
    }

    Repo repository(String name, boolean isPrivate) {
        return ((Repos.Creation.Created) node.refs().create(alice(), name, isPrivate, "", "main")).repo();
    }

    void push(Repo repo, String message) throws IOException {
        ObjectId id;
        try (var repository = node.storage().open(repo.rid());
                var inserter = repository.newObjectInserter()) {
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(Constants.OBJ_TREE, new TreeFormatter().toByteArray()));
            var ident = new PersonIdent("Alice", "alice@example.org", Instant.ofEpochSecond(1), ZoneOffset.UTC);
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            commit.setMessage(message);
            id = inserter.insert(commit);
            inserter.flush();
        }
        var move = new RefMove("refs/heads/" + message, RefMove.ABSENT, id.name());
        node.refs().move(repo, new Origin.Here(repo.ownerId()), List.of(move), () -> {}, Optional.empty());
    }

    @Override
    public Optional<Named> serve(GitStream stream, DidKey peer, boolean proven) {
        try {
            String asked = new String(stream.in().readAllBytes(), StandardCharsets.UTF_8);
            hellos.add(asked);
            stream.out().write(("hello " + peer.nid() + " proven " + proven).getBytes(StandardCharsets.UTF_8));
            stream.out().flush();
        } catch (IOException gone) {
            hellos.add("nobody: " + gone.getMessage());
        }
        return Optional.empty();
    }

    @Override
    public Outcome fetch(GitStream stream, Effect.Fetch fetch, boolean proven) {
        fetches.add(fetch);
        try {
            stream.out().write(fetch.repository().value().getBytes(StandardCharsets.UTF_8));
            stream.out().close();
            String said = new String(stream.in().readAllBytes(), StandardCharsets.UTF_8);
            return said.equals("hello " + nid().nid() + " proven " + proven)
                    ? new Outcome.Brought(List.<RefsAt>of(), false)
                    : new Outcome.Failed(false, "it said " + said);
        } catch (IOException e) {
            return new Outcome.Failed(e instanceof GitStream.Silent, String.valueOf(e.getMessage()));
        }
    }

    Optional<String> connect(Hob other, boolean persistent) throws Exception {
        return peers.connect(other.nid(), other.address, persistent).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    boolean isWith(Hob other) {
        return peers.standing().present().stream()
                .anyMatch(present -> present.peer().equals(other.nid()));
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        var next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    static void await(BooleanSupplier what) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!what.getAsBoolean() && System.nanoTime() < deadline) Thread.sleep(10);
        assertThat(what.getAsBoolean()).isTrue();
    }

    @Override
    public void close() {
        peers.close();
        node.close();
    }
}
