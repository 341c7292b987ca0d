package dev.hob.p2p.net;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Repo;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.book.Shelf;
import dev.hob.p2p.fetch.GitStream;
import dev.hob.p2p.protocol.Because;
import dev.hob.p2p.protocol.Connection;
import dev.hob.p2p.protocol.Effect;
import dev.hob.p2p.protocol.Elsewhere;
import dev.hob.p2p.protocol.Fact;
import dev.hob.p2p.protocol.Input;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.KnownPeer;
import dev.hob.p2p.protocol.News;
import dev.hob.p2p.protocol.Protocol;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.protocol.Standing;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.Oid;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This node among its peers, running: the protocol on its thread, and the hands that do what it decides. Shared
/// between threads.
public final class Peers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
    private static final int SERVED_MAX = 32;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /// A connection as those need to know it who use it.
    private record Known(DidKey peer, Manner manner) {}

    private final DidKey self;
    private final PeersConfig config;
    private final Announcer announcer;
    private final Book book;
    private final Shelf shelf;
    private final GitWork work;
    private final Network network;
    private final Ways ways;
    private final Loop loop;
    private final Semaphore serving = new Semaphore(SERVED_MAX);
    private final Map<Connection, Known> connections = new ConcurrentHashMap<>();
    private final Map<DidKey, Address> asked = new ConcurrentHashMap<>();
    private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
    private final Waiters waiters = new Waiters();
    private final Tally tally = new Tally();
    private final Thread starting = Thread.ofVirtual().name("peers begin").unstarted(this::look);
    private volatile boolean begun;
    private volatile boolean closed;
    private volatile Optional<Address> address = Optional.empty();

    /// @param work what is done on git streams, for who wants to know whether a repository is kept
    public Peers(
            Node node,
            PeersConfig config,
            Book book,
            Function<Predicate<RepoId>, GitWork> work,
            InstantSource clock,
            RandomGenerator random) {
        var key = node.custody().nodeKey();
        this.self = key.publicKey();
        this.config = config;
        this.book = book;
        this.shelf = new Shelf(node.storage());
        this.work = work.apply(this::isKept);
        this.announcer = new Announcer(node.log(), node.lateSigning()::flush, this::changed, id -> node.repos()
                .byId(id)
                .map(Repo::rid));
        // What a key had to wait with was logged long ago.
        node.lateSigning().whenSigned(this::tellOf);
        this.ways = new Ways(book, config.plaintext());
        this.network = new Network(key, config.limits(), GitStream.SILENCE_MAX, config.plaintext(), new FromSockets());
        this.loop =
                new Loop(new Protocol(key, config.settings(), shelf, random), clock, this::carryOut, network::makeRoom);
        asked.putAll(config.settings().persistent());
    }

    /// Begins: listens, looks at what is here, remembers, and dials whom it should be connected with. The looking goes
    /// on behind it; until it is done nobody is spoken with.
    ///
    /// @return where others can dial this node
    /// @throws IOException when nobody can listen there
    public Address start() throws IOException {
        var bound = network.listen(config.listen());
        address = Optional.of(bound);
        book.start();
        announcer.start(); // before the look, so that nothing happens in between unseen
        starting.start();
        LOG.info("peers are met at {}@{}", self.nid(), bound);
        return bound;
    }

    private void look() {
        try {
            shelf.readAll();
            var remembered = book.remembered(shelf.repositories());
            remembered.peers().forEach(ways::met);
            loop.begin(remembered);
            begun = true;
        } catch (RuntimeException e) {
            if (!closed) LOG.error("no peers are met", e);
        }
    }

    /// This node's id.
    public DidKey self() {
        return self;
    }

    /// Whether it has looked at what is here, and speaks with others now. Until then nobody can ask it anything.
    public boolean hasBegun() {
        return begun && !closed;
    }

    /// What this node calls itself.
    public Alias alias() {
        return config.settings().alias();
    }

    /// Where others can dial this node, once it has started.
    public Optional<Address> address() {
        return address;
    }

    /// Where it told others to dial it.
    public List<Address> announcedAddresses() {
        return config.settings().addresses();
    }

    /// What it remembers.
    public Book book() {
        return book;
    }

    /// What happened so often.
    public Tally tally() {
        return tally;
    }

    /// How many peers are connected.
    public int connected() {
        return connections.size();
    }

    /// How many sockets are open.
    public int sockets() {
        return network.sockets();
    }

    /// Tells somebody all news, on the protocol's thread, which must not be kept.
    public void listen(Consumer<News> listener) {
        listeners.add(listener);
    }

    // What changed here.

    /// Lets peers know soon of what happened in a repository and is in no log.
    public void tellOf(RepoId repository) {
        announcer.tellOf(repository);
    }

    /// Something changed in a repository, by our own doing: looks, and lets peers know.
    private void changed(RepoId repository) {
        var difference = shelf.refresh(repository);
        boolean isNew = difference.repository() && shelf.held(repository).isPresent();
        if (isNew && book.decision(repository).isEmpty()) loop.on(new Input.Seeded(repository, Scope.ALL));
        else if (difference.repository()) loop.on(new Input.RepositoriesChanged());
        if (difference.refs()) loop.on(new Input.RefsChanged(repository));
    }

    // What the operator wants.

    /// Whether a repository is kept here, and given to whoever may have it.
    public boolean isKept(RepoId repository) {
        return book.decision(repository)
                .map(choice -> choice.scope().isPresent())
                .orElseGet(() -> shelf.held(repository).isPresent()
                        || config.settings().unasked().isPresent());
    }

    /// Keeps a repository. Says why not, if it cannot be.
    public Optional<String> seed(RepoId repository, Scope scope) {
        var refused = book.seed(repository, Optional.of(scope));
        if (refused.isEmpty()) loop.on(new Input.Seeded(repository, scope));
        return refused;
    }

    /// Keeps a private repository, for which a node is asked in the name of somebody whose key is held here. Says why
    /// not, if it cannot be.
    public Optional<String> seedInName(RepoId repository, Scope scope, DidKey node, DidKey person) {
        var refused = book.word(repository, node, person);
        if (refused.isPresent()) return refused;
        // The word first: else the node is asked without one as soon as it is there, and refuses.
        loop.on(new Input.Introduced(repository, node));
        return seed(repository, scope);
    }

    /// Keeps a repository no longer. Says why not, if it cannot be.
    public Optional<String> unseed(RepoId repository) {
        var refused = book.seed(repository, Optional.empty());
        if (refused.isEmpty()) loop.on(new Input.Unseeded(repository));
        return refused;
    }

    /// Carries a decision about a node out that is in the book already.
    public void decided(Input.Decision decision) {
        loop.on(decision);
    }

    /// Connects with a peer; empty when it stands, or why it does not.
    ///
    /// @param persistent whether to connect again whenever it breaks, if it stands once
    public CompletableFuture<Optional<String>> connect(DidKey peer, Address where, boolean persistent) {
        var answer = new CompletableFuture<Optional<String>>();
        loop.later(() -> {
            asked.put(peer, where);
            boolean here = connections.values().stream().anyMatch(known -> known.peer.equals(peer));
            if (here) answer.complete(Optional.empty());
            else waiters.connection(peer, answer);
            loop.on(new Input.Asked(peer, where, persistent));
        });
        return persistent
                ? answer.thenApplyAsync(why -> remembered(peer, where, why), Thread::startVirtualThread)
                : answer;
    }

    private Optional<String> remembered(DidKey peer, Address where, Optional<String> why) {
        if (why.isEmpty()) book.persist(peer, where);
        else if (!book.persistent().containsKey(peer)) loop.on(new Input.Dismissed(peer));
        return why;
    }

    /// Ends the connection with a peer, and dials it no more by itself.
    public void disconnect(DidKey peer) {
        book.letGo(peer);
        loop.later(() -> {
            asked.remove(peer);
            loop.on(new Input.Dismissed(peer));
        });
    }

    /// Fetches all of a repository that is wanted from a connected peer.
    public CompletableFuture<Outcome> fetch(RepoId repository, DidKey from) {
        var answer = new CompletableFuture<Outcome>();
        loop.later(() -> {
            waiters.fetch(repository, from, answer);
            loop.on(new Input.FetchAsked(repository, from));
        });
        return answer;
    }

    // How things stand.

    /// How this node stands among its peers.
    public Standing standing() {
        return now(loop.ask((protocol, _) -> protocol.standing()));
    }

    /// Who has a repository, as far as they say so.
    public List<DidKey> seedsOf(RepoId repository) {
        return now(loop.ask((protocol, _) -> protocol.seedsOf(repository)));
    }

    /// Who else has each of some repositories, as far as they say so.
    ///
    /// @return nothing at all when that cannot be said so soon
    public Map<RepoId, List<DidKey>> holders(Collection<RepoId> repositories, Duration max) {
        if (!hasBegun()) return Map.of();
        var answer = loop.ask((protocol, _) -> {
            var holders = new HashMap<RepoId, List<DidKey>>();
            for (var repository : repositories)
                holders.put(
                        repository,
                        protocol.seedsOf(repository).stream()
                                .filter(node -> !node.equals(self))
                                .toList());
            return Map.copyOf(holders);
        });
        return now(answer.completeOnTimeout(Map.of(), max.toMillis(), TimeUnit.MILLISECONDS));
    }

    /// The repositories that others say they have and this node does not, at most so many.
    public List<Elsewhere> elsewhere(int max) {
        return now(loop.ask((protocol, _) -> protocol.elsewhere(max)));
    }

    /// How far a node is with a repository, as far as it says so.
    ///
    /// @param same how many namespaces stand there as they do here
    /// @param here how many there are here
    public record Copy(DidKey node, int same, int here) {}

    /// Who else has a repository, and how far they are.
    public List<Copy> copies(RepoId repository) {
        var here = Set.copyOf(shelf.heads(repository));
        return now(loop.ask((protocol, _) -> {
            var announced = protocol.announcedOf(repository);
            return protocol.seedsOf(repository).stream()
                    .filter(node -> !node.equals(self))
                    .map(node -> new Copy(
                            node,
                            (int) announced.getOrDefault(node, List.of()).stream()
                                    .filter(here::contains)
                                    .count(),
                            here.size()))
                    .toList();
        }));
    }

    /// Connected nodes that say they have a repository.
    public List<DidKey> presentSeedsOf(RepoId repository) {
        var seeds = seedsOf(repository);
        return standing().present().stream()
                .map(Standing.Present::peer)
                .filter(seeds::contains)
                .toList();
    }

    /// Where somebody's signed refs of a repository stand with those who say so.
    public Map<DidKey, Oid> announced(RepoId repository, DidKey whose) {
        var at = new LinkedHashMap<DidKey, Oid>();
        now(loop.ask((protocol, _) -> protocol.announcedOf(repository)))
                .forEach((node, all) ->
                        all.stream().filter(one -> one.remote().equals(whose)).forEach(one -> at.put(node, one.at())));
        at.remove(self);
        return at;
    }

    /// A node that announced itself.
    public Optional<KnownPeer> known(DidKey node) {
        return now(loop.ask((protocol, _) -> protocol.known(node)));
    }

    /// The nodes that announced themselves, the latest first.
    public List<KnownPeer> known(int max) {
        return now(loop.ask((protocol, _) -> protocol.known(max)));
    }

    private static <T> T now(CompletableFuture<T> answer) {
        try {
            return answer.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the peers were asked", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the peers do not answer", e);
        }
    }

    // The hands.

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Send(var to, var message) -> network.send(to, message);
            case Effect.Dial(var peer, var where) -> dial(peer, where);
            case Effect.HangUp(var connection, var because) -> hangUp(connection, because);
            case Effect.Fetch fetch ->
                Thread.ofVirtual().name("fetch " + fetch.repository()).start(() -> fetch(fetch));
            case Effect.Keep(var fact) -> keep(fact);
            case Effect.Tell(var news) -> tell(news);
        }
    }

    private void dial(DidKey peer, Address where) {
        boolean wanted = where.equals(asked.get(peer));
        Thread.ofVirtual().name("dial " + where).start(() -> network.dial(peer, where, ways.to(peer, where, wanted)));
    }

    private void hangUp(Connection connection, Because because) {
        var known = connections.remove(connection);
        network.hangUp(connection);
        if (known == null) return;
        LOG.debug("hung up on {}: {}", known.peer, because);
        waiters.connected(known.peer, Optional.of("this node ended the connection: " + because));
    }

    private void keep(Fact fact) {
        switch (fact) {
            case Fact.Met(var peer) -> ways.met(peer);
            case Fact.Unmet(var node) -> ways.unmet(node);
            case Fact.Announced _,
                    Fact.Unannounced _,
                    Fact.Routed _,
                    Fact.Unrouted _,
                    Fact.Penalised _,
                    Fact.Synced _ -> {}
        }
        book.keep(fact);
    }

    private void tell(News news) {
        switch (news) {
            case News.Came(var peer) -> LOG.info("{} is here", peer.nid());
            case News.Went(var peer, var because) -> LOG.info("{} is gone: {}", peer.nid(), because);
            case News.Synced synced ->
                LOG.info("{} has ours of {}", synced.peer().nid(), synced.repository());
            case News.DialDeclined _, News.FetchDeclined _, News.SeedFound _, News.SeedLost _ -> {}
        }
        waiters.heard(news);
        for (var listener : listeners) listener.accept(news);
    }

    private void fetch(Effect.Fetch fetch) {
        var outcome = fetched(fetch);
        switch (outcome) {
            case Outcome.Brought(var updated, boolean cloned) -> {
                tally.brought(updated.size());
                if (cloned || !updated.isEmpty())
                    LOG.info(
                            "{} {} from {}: {} namespaces",
                            cloned ? "cloned" : "fetched",
                            fetch.repository(),
                            fetch.from().nid(),
                            updated.size());
            }
            case Outcome.Failed failed -> {
                tally.fetchFailed();
                LOG.info(
                        "cannot fetch {} from {}: {}",
                        fetch.repository(),
                        fetch.from().nid(),
                        failed.why());
            }
        }
        loop.on(new Input.Fetched(fetch.repository(), fetch.from(), outcome));
        loop.later(() -> waiters.fetched(fetch.repository(), fetch.from(), outcome));
    }

    private Outcome fetched(Effect.Fetch fetch) {
        var known = connections.get(fetch.connection());
        var stream = network.open(fetch.connection());
        if (known == null || stream.isEmpty()) return new Outcome.Failed(false, "the connection is over");
        try (var git = stream.get()) {
            var outcome = work.fetch(git, fetch, known.manner == Manner.TLS);
            shelf.refresh(fetch.repository());
            return outcome;
        } catch (RuntimeException e) {
            LOG.error("a fetch of {} failed", fetch.repository(), e);
            return new Outcome.Failed(false, "this node failed");
        }
    }

    private void serve(Connection connection, GitStream stream, DidKey peer, Manner manner) {
        try (stream) {
            work.serve(stream, peer, manner == Manner.TLS)
                    .ifPresent(named -> loop.on(new Input.Vouched(connection, named.repository(), named.person())));
        } catch (RuntimeException e) {
            LOG.error("could not serve {}", peer.nid(), e);
        } finally {
            serving.release();
        }
    }

    /// What sockets tell, as inputs.
    private final class FromSockets implements LineEvents {
        @Override
        public CompletionStage<Boolean> admits(Host host) {
            return loop.ask((protocol, now) -> protocol.admits(now, host));
        }

        @Override
        public void connected(Connection connection, DidKey peer, Address where, Link link, Manner manner) {
            connections.put(connection, new Known(peer, manner));
            if (link == Link.OUTBOUND) ways.spoke(peer, manner);
            tally.connects(link, manner);
            loop.on(new Input.Connected(connection, peer, where, link, manner == Manner.TLS));
        }

        @Override
        public void dialFailed(DidKey peer, Address where, String why) {
            LOG.debug("cannot reach {}@{}: {}", peer.nid(), where, why);
            loop.on(new Input.DialFailed(peer, where));
            loop.later(() -> waiters.connected(peer, Optional.of(why)));
        }

        @Override
        public void received(Connection from, Message message, Runnable done) {
            tally.hears();
            loop.on(new Input.Received(from, message), done);
        }

        @Override
        public void opened(Connection connection, DidKey peer, Manner manner, GitStream stream) {
            if (!serving.tryAcquire()) {
                LOG.debug("{} must wait: as many are served as this node can", peer.nid());
                stream.close();
                return;
            }
            tally.serves();
            Thread.ofVirtual().name("serve " + peer.nid()).start(() -> serve(connection, stream, peer, manner));
        }

        @Override
        public void disconnected(Connection connection, Because because, String why) {
            var known = connections.remove(connection);
            if (known != null) LOG.debug("{} is disconnected: {}", known.peer.nid(), why);
            loop.on(new Input.Disconnected(connection, because));
        }
    }

    @Override
    public void close() {
        closed = true;
        announcer.close();
        starting.interrupt();
        loop.close();
        network.close();
        book.close();
    }
}
