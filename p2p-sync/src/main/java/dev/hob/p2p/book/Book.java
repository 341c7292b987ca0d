package dev.hob.p2p.book;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.protocol.Fact;
import dev.hob.p2p.protocol.Input;
import dev.hob.p2p.protocol.Input.Decision;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Oid;
import dev.hob.p2p.wire.Timestamp;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What this node remembers of its peers and was told about them. Facts are written a little later, decisions at once.
/// Shared between threads.
public final class Book implements AutoCloseable {
    /// How many repositories the operator may have decided about.
    public static final int SEEDED_MAX = 100_000;

    /// How many nodes the operator may follow or block.
    public static final int POLICIES_MAX = 10_000;

    /// How many private repositories may be asked for in somebody's name.
    public static final int WORDS_MAX = 10_000;

    private static final int MANNERS_MAX = 10_000;
    private static final String NONE = "none";

    /// What the operator decided about a node.
    public enum Policy {
        /// Its work is wanted.
        FOLLOW,
        /// Nothing of it is.
        BLOCK
    }

    /// A node that something was decided about.
    ///
    /// @param alias what the operator calls it; may be empty
    public record Decided(DidKey node, Policy policy, String alias) {}

    /// What was decided about a repository: the scope in which it is kept, or that it is not.
    public record Choice(Optional<Scope> scope) {}

    /// Where a peer stands with our signed refs of a repository.
    public record Synced(DidKey node, Oid head, Timestamp at) {}

    private final Database database;
    private final InstantSource clock;
    private final FactWriter facts;

    public Book(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.facts = new FactWriter(database);
    }

    /// Begins to write by itself.
    public void start() {
        facts.start();
    }

    /// Remembers a fact, soon.
    public void keep(Fact fact) {
        facts.keep(fact);
    }

    /// Writes what was to be remembered, now.
    public void flush() {
        facts.flush();
    }

    /// All that is remembered, for a protocol that starts.
    ///
    /// @param here repositories that are here: each is kept, in all its namespaces, unless the operator decided
    public Input.Started remembered(Collection<RepoId> here) {
        return database.read(handle -> new Input.Started(
                decisions(handle, here),
                Facts.announcements(handle),
                Facts.routes(handle),
                Facts.peers(handle),
                Facts.penalties(handle)));
    }

    private static List<Decision> decisions(Handle handle, Collection<RepoId> here) {
        var decisions = new ArrayList<Decision>();
        var seeded = seeded(handle);
        here.stream()
                .filter(repository -> !seeded.containsKey(repository))
                .forEach(repository -> decisions.add(new Input.Seeded(repository, Scope.ALL)));
        seeded.forEach((repository, scope) -> decisions.add(decision(repository, scope)));
        words(handle).forEach(word -> decisions.add(new Input.Introduced(word.repository, word.node)));
        decided(handle)
                .forEach(one -> decisions.add(
                        switch (one.policy) {
                            case FOLLOW -> new Input.Followed(one.node);
                            case BLOCK -> new Input.Blocked(one.node);
                        }));
        return decisions;
    }

    private static Decision decision(RepoId repository, Optional<Scope> scope) {
        return scope.<Decision>map(wanted -> new Input.Seeded(repository, wanted))
                .orElseGet(() -> new Input.Unseeded(repository));
    }

    /// What the operator decided about repositories: the scope in which one is kept, or that it is not.
    public Map<RepoId, Optional<Scope>> seeded() {
        return database.read(Book::seeded);
    }

    private static Map<RepoId, Optional<Scope>> seeded(Handle handle) {
        var seeded = new LinkedHashMap<RepoId, Optional<Scope>>();
        handle.createQuery("select repository, scope from seeding order by repository limit :max")
                .bind("max", SEEDED_MAX)
                .map((row, _) -> Map.entry(new RepoId(row.getString("repository")), scope(row.getString("scope"))))
                .forEach(row -> seeded.put(row.getKey(), row.getValue()));
        return seeded;
    }

    /// What the operator decided about one of them; empty when nothing.
    public Optional<Choice> decision(RepoId repository) {
        return database.read(handle -> handle.createQuery("select scope from seeding where repository = :repository")
                .bind("repository", repository.value())
                .mapTo(String.class)
                .findOne()
                .map(text -> new Choice(scope(text))));
    }

    private static Optional<Scope> scope(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(Scope.valueOf(text.toUpperCase(Locale.ROOT)));
    }

    /// Keeps a repository in a scope, or no longer. Says why not, if it cannot be.
    public Optional<String> seed(RepoId repository, Optional<Scope> scope) {
        String text = scope.map(one -> one.name().toLowerCase(Locale.ROOT)).orElse(NONE);
        return database.write(handle -> {
            if (count(handle, "seeding") >= SEEDED_MAX && !seeded(handle).containsKey(repository))
                return Optional.of(Messages.text("book.repositories-max"));
            if (scope.isEmpty()) handle.execute("delete from word_for_node where repository = ?", repository.value());
            handle.execute("""
                    insert into seeding (repository, scope)
                    values (?, ?)
                    on conflict (repository) do update set scope = excluded.scope""", repository.value(), text);
            return Optional.<String>empty();
        });
    }

    private record Word(RepoId repository, DidKey node) {}

    private static List<Word> words(Handle handle) {
        return handle.createQuery("select repository, node from word_for_node order by repository, node limit :max")
                .bind("max", WORDS_MAX)
                .map((row, _) -> new Word(new RepoId(row.getString("repository")), DidKey.parse(row.getString("node"))))
                .list();
    }

    /// Asks a node for a private repository in somebody's name from now on. Says why not, if it cannot be.
    public Optional<String> word(RepoId repository, DidKey node, DidKey person) {
        return database.write(handle -> {
            if (count(handle, "word_for_node") >= WORDS_MAX)
                return Optional.of(Messages.text("book.private-repositories-max"));
            handle.execute("""
                    insert into word_for_node (repository, node, person)
                    values (?, ?, ?)
                    on conflict (repository, node) do update set person = excluded.person""", repository.value(), node.nid(), person.nid());
            return Optional.<String>empty();
        });
    }

    /// In whose name a node is asked for a private repository.
    public Optional<DidKey> word(RepoId repository, DidKey node) {
        return database.read(handle -> handle.createQuery(
                        "select person from word_for_node where repository = :repository and node = :node")
                .bind("repository", repository.value())
                .bind("node", node.nid())
                .mapTo(String.class)
                .findOne()
                .map(DidKey::parse));
    }

    private static int count(Handle handle, String table) {
        return handle.createQuery("select count(*) from " + table)
                .mapTo(Integer.class)
                .one();
    }

    /// The nodes that something was decided about.
    public List<Decided> decided() {
        return database.read(Book::decided);
    }

    private static List<Decided> decided(Handle handle) {
        return handle.createQuery("select node, policy, alias from peer_policy order by policy, node limit :max")
                .bind("max", POLICIES_MAX)
                .map((row, _) -> new Decided(
                        DidKey.parse(row.getString("node")),
                        Policy.valueOf(row.getString("policy").toUpperCase(Locale.ROOT)),
                        row.getString("alias")))
                .list();
    }

    /// Follows or blocks a node. Says why not, if it cannot be.
    public Optional<String> decide(DidKey node, Policy policy, Optional<Alias> alias) {
        return database.write(handle -> {
            if (count(handle, "peer_policy") >= POLICIES_MAX) return Optional.of(Messages.text("book.decided-max"));
            handle.execute(
                    """
                    insert into peer_policy (node, policy, alias)
                    values (?, ?, ?)
                    on conflict (node) do update set policy = excluded.policy, alias = excluded.alias""",
                    node.nid(),
                    policy.name().toLowerCase(Locale.ROOT),
                    alias.map(Alias::value).orElse(""));
            return Optional.<String>empty();
        });
    }

    /// Takes a decision back; whether it was in force.
    public boolean undecide(DidKey node, Policy policy) {
        return database.write(handle -> handle.execute(
                        "delete from peer_policy where node = ? and policy = ?",
                        node.nid(),
                        policy.name().toLowerCase(Locale.ROOT)))
                > 0;
    }

    /// Whom the operator wants to stay connected with.
    public Map<DidKey, Address> persistent() {
        return database.read(handle -> {
            var persistent = new LinkedHashMap<DidKey, Address>();
            handle.createQuery("select node, address from persistent_peer order by added, node")
                    .map((row, _) -> Map.entry(row.getString("node"), row.getString("address")))
                    .forEach(row -> Address.parse(row.getValue())
                            .ifPresent(address -> persistent.put(DidKey.parse(row.getKey()), address)));
            return persistent;
        });
    }

    /// Stays connected with a peer, after a restart too.
    public void persist(DidKey node, Address address) {
        database.writing(handle -> handle.execute("""
                insert into persistent_peer (node, address, added)
                values (?, ?, ?)
                on conflict (node) do update set address = excluded.address""", node.nid(), address.toString(), clock.millis()));
    }

    /// No longer does.
    public void letGo(DidKey node) {
        database.writing(handle -> handle.execute("delete from persistent_peer where node = ?", node.nid()));
    }

    /// How peers were last spoken with: true in TLS, false in clear.
    public Map<DidKey, Boolean> manners() {
        return database.read(handle -> {
            var manners = new LinkedHashMap<DidKey, Boolean>();
            handle.createQuery("select node, tls from peer_manner order by since limit :max")
                    .bind("max", MANNERS_MAX)
                    .map((row, _) -> Map.entry(DidKey.parse(row.getString("node")), row.getBoolean("tls")))
                    .forEach(row -> manners.put(row.getKey(), row.getValue()));
            return manners;
        });
    }

    /// Notes how a peer was spoken with.
    public void spoke(DidKey node, boolean tls) {
        database.writing(handle -> {
            handle.execute("""
                    insert into peer_manner (node, tls, since)
                    values (?, ?, ?)
                    on conflict (node) do update set tls = excluded.tls, since = excluded.since""", node.nid(), tls, clock.millis());
            int tooMany = count(handle, "peer_manner") - MANNERS_MAX;
            if (tooMany > 0)
                handle.execute(
                        "delete from peer_manner where node in (select node from peer_manner order by since limit ?)",
                        tooMany);
        });
    }

    /// Which peers have our signed refs of a repository, the latest first.
    public List<Synced> synced(RepoId repository, int max) {
        return database.read(handle -> handle.createQuery("""
                        select node, head, announced
                          from peer_sync
                         where repository = :repository
                         order by announced desc
                         limit :max""")
                .bind("repository", repository.value())
                .bind("max", max)
                .map((row, _) -> new Synced(
                        DidKey.parse(row.getString("node")),
                        Oid.parse(row.getString("head")),
                        new Timestamp(row.getLong("announced"))))
                .list());
    }

    /// Writes what waits.
    @Override
    public void close() {
        facts.close();
    }
}
