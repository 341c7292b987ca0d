package dev.hob.web.peers;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.book.Book.Policy;
import dev.hob.p2p.net.Peers;
import dev.hob.p2p.protocol.Elsewhere;
import dev.hob.p2p.protocol.Input;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.KnownPeer;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.protocol.Standing;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.PeerTarget;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// What this node's pages and its API know of its peers, and do with them. A node may meet none: then [#silent]
/// says so, and nothing else is asked. Shared between threads.
public final class Neighbours {
    /// How many nodes that announced themselves are told of.
    public static final int KNOWN_MAX = 5_000;

    private static final Duration CONNECT_MAX = Duration.ofSeconds(20);
    private static final Duration FETCH_MAX = Duration.ofSeconds(20);
    private static final Duration HOLDERS_MAX = Duration.ofMillis(200);
    private static final String OFF = "This node meets no peers: its setting p2p.address is off.";
    private static final String BEGINS = "This node still looks at what it keeps. It meets its peers in a moment.";

    private final Node node;
    private final Optional<Peers> peers;

    /// @param peers whom it meets, if it meets any
    public Neighbours(Node node, Optional<Peers> peers) {
        this.node = node;
        this.peers = peers;
    }

    /// Whether it meets peers at all.
    public boolean meets() {
        return peers.isPresent();
    }

    /// Why nobody can be asked about peers now; empty when somebody can.
    public Optional<String> silent() {
        if (peers.isEmpty()) return Optional.of(OFF);
        return peers.get().hasBegun() ? Optional.empty() : Optional.of(BEGINS);
    }

    private Peers met() {
        return peers.orElseThrow(() -> new AssertionError("nobody asked whether peers are met"));
    }

    private Book book() {
        return met().book();
    }

    /// This node's id.
    public DidKey self() {
        return node.custody().nodeKey().publicKey();
    }

    /// What it calls itself among peers.
    public Optional<Alias> alias() {
        return peers.map(Peers::alias);
    }

    /// Where it listens.
    public Optional<Address> listens() {
        return peers.flatMap(Peers::address);
    }

    /// Where it told others to dial it.
    public List<Address> announces() {
        return peers.map(Peers::announcedAddresses).orElse(List.of());
    }

    /// How it stands with others; alone as long as it is silent.
    public Standing standing() {
        return silent().isPresent() ? Standing.ALONE : met().standing();
    }

    /// The nodes that announced themselves, the latest first.
    public List<KnownPeer> known() {
        return met().known(KNOWN_MAX);
    }

    // Who has what.

    /// A node that has a repository, and how far it is.
    ///
    /// @param alias what it calls itself, if it has said so
    /// @param same how many namespaces stand there as they do here
    /// @param here how many there are here
    public record Copy(DidKey node, Optional<Alias> alias, int same, int here, boolean connected) {
        /// Whether it has all that is here.
        public boolean whole() {
            return here > 0 && same == here;
        }
    }

    /// Who else has a repository: the connected first, and of those the farthest.
    public List<Copy> copies(RepoId rid) {
        var connected = connected();
        return met().copies(rid).stream()
                .map(copy -> new Copy(
                        copy.node(), alias(copy.node()), copy.same(), copy.here(), connected.contains(copy.node())))
                .sorted((one, other) -> one.connected() == other.connected()
                        ? Integer.compare(other.same(), one.same())
                        : Boolean.compare(other.connected(), one.connected()))
                .toList();
    }

    private Collection<DidKey> connected() {
        return standing().present().stream().map(Standing.Present::peer).collect(Collectors.toSet());
    }

    /// Who else has each of some repositories; nothing when that cannot be said at once.
    public Map<RepoId, List<DidKey>> having(Collection<RepoId> rids) {
        return silent().isPresent() ? Map.of() : met().holders(rids, HOLDERS_MAX);
    }

    /// How many others have each of some repositories; nothing when that cannot be said at once.
    public Map<RepoId, Integer> holders(Collection<RepoId> rids) {
        return having(rids).entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .size()));
    }

    /// What a node calls itself, if it has said so.
    public Optional<Alias> alias(DidKey node) {
        return met().known(node).map(KnownPeer::alias);
    }

    /// The repositories that others say they have, that are not here and not wanted either, at most so many: what most
    /// of them have comes first.
    public List<Elsewhere> elsewhere(int max) {
        var decided = book().seeded();
        return met().elsewhere(KNOWN_MAX).stream()
                .filter(it ->
                        !decided.containsKey(it.repository()) && !node.storage().has(it.repository()))
                .limit(max)
                .toList();
    }

    /// How many others have a repository; empty when that cannot be said at once.
    public OptionalInt holders(Repo repo) {
        var count = holders(List.of(repo.rid())).get(repo.rid());
        return count == null ? OptionalInt.empty() : OptionalInt.of(count);
    }

    // What is kept.

    /// A public project that is here, and in which scope it is kept in step with others; not at all when that is what
    /// was decided.
    public record Kept(Repo repo, Optional<Scope> scope) {}

    /// How many public projects are here.
    public int keptCount() {
        return node.repos().countPublicProjects();
    }

    /// Public projects that are here, the latest changed first.
    public List<Kept> kept(long from, int max) {
        return node.repos().publicProjects("", Optional.empty(), true, from, max).stream()
                .map(repo -> new Kept(
                        repo,
                        book().decision(repo.rid()).map(Book.Choice::scope).orElse(Optional.of(Scope.ALL))))
                .toList();
    }

    /// What was decided about a repository, and whether it is here.
    public record Wish(RepoId rid, Optional<Scope> scope, boolean here) {
        /// The scope in a word.
        public String word() {
            return scope.map(Neighbours::word).orElse("none");
        }
    }

    /// A scope as people write it.
    public static String word(Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }

    /// All that was decided about repositories.
    public List<Wish> wishes() {
        return book().seeded().entrySet().stream()
                .map(entry -> new Wish(
                        entry.getKey(), entry.getValue(), node.storage().has(entry.getKey())))
                .toList();
    }

    /// Whether a repository is kept.
    public boolean isKept(RepoId rid) {
        return met().isKept(rid);
    }

    /// Whether a repository is kept, or was decided about.
    public boolean concerns(RepoId rid) {
        return isKept(rid) || book().decision(rid).isPresent();
    }

    /// Keeps a repository. Says why not, if it cannot be.
    public Optional<String> seed(RepoId rid, Scope scope) {
        return met().seed(rid, scope);
    }

    /// Keeps a private repository, for which a node is asked in the name of somebody of this one. Says why not, if it
    /// cannot be.
    public Optional<String> seedInName(RepoId rid, Scope scope, DidKey from, Person person) {
        return met().seedInName(rid, scope, from, person.key());
    }

    /// Keeps a repository no longer. Says why not, if it cannot be.
    public Optional<String> unseed(RepoId rid) {
        return met().unseed(rid);
    }

    // What is brought.

    /// How a fetch went, or that it still goes on.
    public enum Went {
        CLONED,
        FETCHED,
        CURRENT,
        FAILED,
        RUNNING
    }

    /// What came from one peer.
    ///
    /// @param namespaces how many are newer now
    /// @param why it failed; empty when it did not
    public record Brought(DidKey from, Went went, int namespaces, String why) {
        static Brought of(DidKey from, Outcome outcome) {
            return switch (outcome) {
                case Outcome.Brought(var updated, boolean cloned) ->
                    new Brought(
                            from,
                            cloned ? Went.CLONED : updated.isEmpty() ? Went.CURRENT : Went.FETCHED,
                            updated.size(),
                            "");
                case Outcome.Failed(var _, String why) -> new Brought(from, Went.FAILED, 0, why);
            };
        }
    }

    /// Fetches a repository from all connected peers that say they have it. What takes longer than a page may goes on
    /// without being waited for.
    public List<Brought> sync(RepoId rid) {
        if (!isKept(rid)) return List.of(); // Nobody would answer.
        var here = new HashSet<>(connected());
        var running = new LinkedHashMap<DidKey, CompletableFuture<Outcome>>();
        for (var peer : met().seedsOf(rid)) if (here.contains(peer)) running.put(peer, met().fetch(rid, peer));
        long end = System.nanoTime() + FETCH_MAX.toNanos();
        return running.entrySet().stream()
                .map(entry -> answer(entry.getValue(), Duration.ofNanos(Math.max(0, end - System.nanoTime())))
                        .map(outcome -> Brought.of(entry.getKey(), outcome))
                        .orElseGet(() -> new Brought(entry.getKey(), Went.RUNNING, 0, "")))
                .toList();
    }

    // Whom it has to do with.

    /// Connects with a peer. Says why not, if it cannot be.
    ///
    /// @param persistent whether to connect again whenever it breaks
    public Optional<String> connect(PeerTarget target, boolean persistent) {
        return answer(met().connect(target.peer(), target.address(), persistent), CONNECT_MAX)
                .orElse(Optional.of("it did not answer in time"));
    }

    /// A connected peer.
    public Optional<Standing.Present> present(DidKey peer) {
        return standing().present().stream()
                .filter(it -> it.peer().equals(peer))
                .findFirst();
    }

    /// Ends the connection with a peer and dials it no more; whether there was one, or should have been.
    public boolean disconnect(DidKey peer) {
        var standing = standing();
        boolean there = present(peer).isPresent()
                || standing.dialling().containsKey(peer)
                || book().persistent().containsKey(peer);
        if (there) met().disconnect(peer);
        return there;
    }

    /// The nodes that something was decided about.
    public List<Book.Decided> decided() {
        return book().decided();
    }

    /// Has nothing to do with a node. Says why not, if it cannot be.
    public Optional<String> block(DidKey peer) {
        return decide(peer, Policy.BLOCK, Optional.empty(), new Input.Blocked(peer));
    }

    /// Wants a node's work. Says why not, if it cannot be.
    public Optional<String> follow(DidKey peer, Optional<Alias> alias) {
        return decide(peer, Policy.FOLLOW, alias, new Input.Followed(peer));
    }

    private Optional<String> decide(DidKey peer, Policy policy, Optional<Alias> alias, Input.Decision decision) {
        var refused = book().decide(peer, policy, alias);
        if (refused.isEmpty()) met().decided(decision);
        return refused;
    }

    /// Takes a decision about a node back; whether it was in force.
    public boolean undecide(DidKey peer, Policy policy) {
        if (!book().undecide(peer, policy)) return false;
        met().decided(
                        switch (policy) {
                            case FOLLOW -> new Input.Unfollowed(peer);
                            case BLOCK -> new Input.Unblocked(peer);
                        });
        return true;
    }

    private static <T> Optional<T> answer(CompletableFuture<T> answer, Duration max) {
        try {
            return Optional.of(answer.get(max.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a peer was waited for", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the peers do not answer", e);
        }
    }
}
