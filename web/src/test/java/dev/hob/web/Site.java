package dev.hob.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.federation.Federation;
import dev.hob.federation.Speaking;
import dev.hob.federation.actor.Home;
import dev.hob.federation.inbox.Limits;
import dev.hob.keys.MasterKey;
import dev.hob.keys.Secret;
import dev.hob.node.Node;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.outside.Policy;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.p2p.net.Peers;
import dev.hob.search.Search;
import dev.hob.search.answer.Answers;
import dev.hob.search.index.Retention;
import dev.hob.web.calm.Strangers;
import dev.hob.web.federation.Federating;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;

/// A node in a folder of a test that speaks HTTP on a free port.
public final class Site implements AutoCloseable {
    public static final String PASSWORD = "correct horse battery";

    public final Node node;
    public final Web web;
    /// What other servers may read, for a site that is known by a public address.
    public final Optional<Speaking> speaking;

    /// The same with what it sends and receives; nothing of it was started.
    public final Optional<Federation> federation;

    final Optional<Peers> peers;
    /// What finds things, in a site that is searched.
    public final Optional<Search> search;

    private int commits;

    private Site(Path data, HttpConfig config) {
        this(data, config, false, Optional.empty());
    }

    /// @param finding what makes its search, if it is searched
    private Site(Path data, HttpConfig config, boolean among, Optional<Function<Node, Search>> finding) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var database = new DatabaseConfig("sqlite:" + data.resolve("hob.db"), Optional.empty(), Optional.empty(), 2);
        node = Node.open(data, database, MasterKey.open(data.resolve("master.key")), InstantSource.system());
        federation = config.publicUrl()
                .flatMap(Home::of)
                .map(home -> new Federation(
                        node, home, new Policy(false, List.of(), "Hob"), Limits.USUAL, InstantSource.system()));
        speaking = federation.map(Federation::speaking);
        peers = among ? Optional.of(Met.of(node, "here")) : Optional.empty();
        search = finding.map(it -> it.apply(node));
        web = new Web(
                config,
                node,
                new Readers(
                        peers,
                        new Federating(
                                speaking,
                                Optional.empty(),
                                handle -> handle.host().equals("social.example")
                                        ? Optional.of("https://social.example/follow?it={uri}")
                                        : Optional.empty(),
                                Optional.empty(),
                                federation.map(Federation::moderation),
                                Optional.empty(),
                                federation.map(Federation::moves),
                                Optional.empty()),
                        search),
                InstantSource.system(),
                Optional.empty());
        web.start();
        peers.ifPresent(Met::start);
        search.ifPresent(Search::start);
    }

    public static Site open(Path data) {
        return new Site(data, HttpConfig.local(0));
    }

    /// One that meets peers.
    static Site among(Path data) {
        return new Site(data, HttpConfig.local(0), true, Optional.empty());
    }

    /// One that is searched, by words alone.
    public static Site searched(Path data) {
        return new Site(data, HttpConfig.local(0), false, Optional.of(node -> words(node, data)));
    }

    /// The same over HTTPS.
    static Site searched(Path data, HttpConfig.TlsFiles tls) {
        var local = HttpConfig.local(0);
        return new Site(
                data,
                new HttpConfig(
                        local.host(),
                        0,
                        Optional.empty(),
                        Optional.of(tls),
                        local.trustedProxies(),
                        local.signUp(),
                        local.patience(),
                        local.connectionsMax(),
                        local.strangers(),
                        local.asciidoc()),
                false,
                Optional.of(node -> words(node, data)));
    }

    /// The same with a chat model.
    public static Site answering(Path data, Answers answers) {
        return new Site(data, HttpConfig.local(0), false, Optional.of(node -> words(node, data)
                .answering(answers)));
    }

    private static Search words(Node node, Path data) {
        return Search.open(
                node, data.resolve("search"), Optional.empty(), Retention.usual(InstantSource.system(), List.of()));
    }

    /// One behind a proxy on this machine, that meets strangers in some way.
    static Site meeting(Path data, Strangers strangers) {
        var local = HttpConfig.local(0);
        return new Site(
                data,
                new HttpConfig(
                        local.host(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of("127.0.0.1"),
                        local.signUp(),
                        local.patience(),
                        local.connectionsMax(),
                        strangers,
                        true));
    }

    /// One that shows AsciiDoc as its source.
    public static Site plain(Path data) {
        var local = HttpConfig.local(0);
        return new Site(
                data,
                new HttpConfig(
                        local.host(),
                        0,
                        local.publicUrl(),
                        local.tls(),
                        local.trustedProxies(),
                        local.signUp(),
                        local.patience(),
                        local.connectionsMax(),
                        local.strangers(),
                        false));
    }

    /// One that is known by another address, as behind a proxy.
    public static Site called(Path data, String url) {
        var local = HttpConfig.local(0);
        return new Site(
                data,
                new HttpConfig(
                        local.host(),
                        0,
                        Optional.of(URI.create(url)),
                        Optional.empty(),
                        local.trustedProxies(),
                        local.signUp(),
                        local.patience(),
                        local.connectionsMax(),
                        local.strangers(),
                        local.asciidoc()));
    }

    public Person person(String name) {
        return person(name, false);
    }

    public Person person(String name, boolean admin) {
        var made = node.people().create(name, name + "@example.org", Optional.of(Secret.of(PASSWORD)), admin);
        return ((People.Creation.Created) made).person();
    }

    public Repo repository(Person owner, String name, boolean isPrivate, String description) {
        var made = node.refs().create(owner, name, isPrivate, description, "main");
        return ((Repos.Creation.Created) made).repo();
    }

    /// A commit of its owner's with exactly these files on a branch, on top of what is there, or of the default branch.
    public ObjectId push(Repo repo, String branch, String message, Map<String, byte[]> files) throws IOException {
        try (var repository = node.storage().open(repo.rid());
                var inserter = repository.newObjectInserter()) {
            var commit = new CommitBuilder();
            commit.setTreeId(tree(inserter, files));
            commit.setMessage(message);
            var at = Instant.ofEpochSecond(1_700_000_000L + 3600L * commits++);
            var who = new PersonIdent("Alice <b>bold</b>", "alice@example.org", at, ZoneOffset.UTC);
            commit.setAuthor(who);
            commit.setCommitter(who);
            String ref = "refs/heads/" + branch;
            var view = node.refs().view(repo);
            var before = Optional.ofNullable(view.refs().get(ref));
            before.or(view::headId).ifPresent(commit::setParentId);
            var id = inserter.insert(commit);
            inserter.flush();
            move(repo, new RefMove(ref, before.map(ObjectId::name).orElse(RefMove.ABSENT), id.name()));
            return id;
        }
    }

    private static ObjectId tree(ObjectInserter inserter, Map<String, byte[]> files) throws IOException {
        var cache = DirCache.newInCore();
        var builder = cache.builder();
        for (var file : files.entrySet()) {
            var entry = new DirCacheEntry(file.getKey());
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue()));
            builder.add(entry);
        }
        builder.finish();
        return cache.writeTree(inserter);
    }

    /// The same with texts.
    public ObjectId pushText(Repo repo, String branch, String message, Map<String, String> files) throws IOException {
        var bytes = new HashMap<String, byte[]>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(UTF_8)));
        return push(repo, branch, message, bytes);
    }

    /// Moves a branch or tag of its owner's.
    public void move(Repo repo, RefMove move) {
        var origin = new Origin.Here(repo.ownerId());
        var verdict = node.refs().move(repo, origin, List.of(move), () -> {}, Optional.empty());
        assertThat(verdict).isInstanceOf(Refs.Verdict.Moved.class);
    }

    /// Somebody with a browser of their own.
    public Guest guest() {
        return new Guest(web.localUrl());
    }

    /// The same, signed in.
    public Guest guest(String name) throws Exception {
        var guest = guest();
        guest.signIn(name, PASSWORD);
        return guest;
    }

    @Override
    public void close() {
        peers.ifPresent(Peers::close);
        web.stop(Duration.ofSeconds(2));
        federation.ifPresent(Federation::close);
        search.ifPresent(Search::close);
        node.close();
    }
}
