package dev.hob.p2p.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DidKey;
import dev.hob.keys.MasterKey;
import dev.hob.node.Node;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.wire.RefsAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;

/// A node among others, with people on it, that gives and fetches.
final class Shore implements AutoCloseable {
    /// The fixture's project, as real programs wrote it.
    static final RepoId ACME = new RepoId("rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5");

    private final Path folder;
    private final FetchLimits limits;
    Node node;
    Optional<Pipe> last = Optional.empty();
    Optional<UploadService.Served> served = Optional.empty();

    Shore(Path folder) {
        this(folder, FetchLimits.USUAL);
    }

    Shore(Path folder, FetchLimits limits) {
        this.folder = folder;
        this.limits = limits;
        this.node = open();
    }

    private Node open() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        var config = new DatabaseConfig("sqlite:" + folder.resolve("hob.db"), Optional.empty(), Optional.empty(), 4);
        return Node.open(folder, config, MasterKey.open(folder.resolve("master.key")), InstantSource.system());
    }

    /// As after a crash.
    void reopen() {
        node.close();
        node = open();
    }

    DidKey nid() {
        return node.custody().nodeKey().publicKey();
    }

    Person person(String name) {
        return node.people().find(name).orElseGet(() -> {
            var made = node.people().create(name, name + "@example.org", Optional.empty(), false);
            return ((People.Creation.Created) made).person();
        });
    }

    Repo repository(String owner, String name, boolean isPrivate) {
        var made = node.refs().create(person(owner), name, isPrivate, "", "main");
        return ((Repos.Creation.Created) made).repo();
    }

    Repo repo(RepoId rid) {
        return node.repos().project(rid).orElseThrow();
    }

    /// Puts the fixture into the storage.
    void acme() throws Exception {
        var tar = folder.resolve("acme.tar.gz");
        try (var in = Shore.class.getResourceAsStream("/radicle/storage-acme.tar.gz")) {
            Files.copy(java.util.Objects.requireNonNull(in), tar);
        }
        var unpacked = Files.createDirectory(folder.resolve("unpacked"));
        var process = new ProcessBuilder("tar", "xzf", tar.toString(), "-C", unpacked.toString()).start();
        assertThat(process.waitFor()).isZero();
        try (var found = Files.list(unpacked)) {
            Files.move(
                    found.filter(Files::isDirectory).findFirst().orElseThrow(),
                    node.storage().path(ACME));
        }
        node.seeds().adopt(ACME);
    }

    ObjectId commit(RepoId rid, String text, ObjectId... parents) throws IOException {
        try (var repository = node.storage().open(rid);
                var inserter = repository.newObjectInserter()) {
            var tree = new TreeFormatter();
            tree.append(
                    "text",
                    FileMode.REGULAR_FILE,
                    inserter.insert(Constants.OBJ_BLOB, text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(tree));
            commit.setParentIds(parents);
            var ident = new PersonIdent(
                    "Alice", "alice@example.org", Instant.ofEpochSecond(1_700_000_000L), ZoneOffset.UTC);
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            commit.setMessage(text);
            var id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    void push(Repo repo, RefMove... moves) {
        var verdict =
                node.refs().move(repo, new Origin.Here(repo.ownerId()), List.of(moves), () -> {}, Optional.empty());
        assertThat(verdict).isInstanceOf(Refs.Verdict.Moved.class);
    }

    ObjectId issue(Repo repo, String by, String title) {
        var answer = node.tracking().issues().open(repo, person(by), Issues.Opening.of(title, "It is so."));
        return ((Answer.Done) answer).entry();
    }

    ObjectId comment(Repo repo, String by, ObjectId issue, String body) {
        var answer = node.tracking().issues().comment(repo, person(by), issue, body, Optional.empty(), List.of());
        return ((Answer.Done) answer).entry();
    }

    void git(RepoId rid, String... arguments) throws Exception {
        var command =
                new ArrayList<>(List.of("git", "-C", node.storage().path(rid).toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
    }

    /// All that is signed here of a repository.
    SortedMap<String, ObjectId> signed(RepoId rid) {
        return node.peerRefs().signed().of(rid).orElseThrow().refs();
    }

    RefsAt head(RepoId rid, DidKey key) {
        var at = java.util.Objects.requireNonNull(
                node.peerRefs().signed().heads(rid).get(key));
        return new RefsAt(key, dev.hob.p2p.wire.Oid.parse(at.name()));
    }

    /// Where it is noted which pack clones are given.
    Path base(RepoId rid) {
        return node.storage().path(rid).resolve("hob/base-pack.json");
    }

    /// The names of all packs.
    List<String> packs(RepoId rid) throws IOException {
        try (var files = Files.list(node.storage().path(rid).resolve("objects/pack"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".pack"))
                    .toList();
        }
    }

    boolean has(RepoId rid, ObjectId id) throws IOException {
        try (var repository = node.storage().open(rid)) {
            return repository.getObjectDatabase().has(id);
        }
    }

    /// The refs as git has them.
    SortedMap<String, ObjectId> stored(RepoId rid) throws IOException {
        var refs = new TreeMap<String, ObjectId>();
        try (var repository = node.storage().open(rid)) {
            for (var ref : repository.getRefDatabase().getRefs())
                if (ref.getObjectId() != null)
                    refs.put(ref.getName(), ref.getObjectId().copy());
        }
        return refs;
    }

    Outcome fetch(Shore from, RepoId rid, RefsAt... wanted) {
        return fetch(from, wish(from, rid, true, Scope.ALL, wanted));
    }

    static Wish wish(Shore from, RepoId rid, boolean proven, Scope scope, RefsAt... wanted) {
        return new Wish(rid, from.nid(), proven, List.of(wanted), scope, Set.of(), Set.of(), Optional.empty());
    }

    Outcome fetch(Shore from, Wish wish) {
        var pipe = new Pipe();
        last = Optional.of(pipe);
        var server = new UploadService(from.node, _ -> true, from.nid(), InstantSource.system());
        var serving = CompletableFuture.supplyAsync(
                () -> server.serve(pipe.server(), nid(), wish.proven()),
                run -> Thread.ofVirtual().start(run));
        var outcome = fetcher().fetch(pipe.client(), wish);
        try {
            served = Optional.of(serving.get());
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
        return outcome;
    }

    Fetcher fetcher() {
        return new Fetcher(node.peerRefs(), node.storage(), limits, "git/2.39.5");
    }

    Outcome.Brought fetched(Shore from, RepoId rid, RefsAt... wanted) {
        var outcome = fetch(from, rid, wanted);
        assertThat(outcome).as(() -> "served " + served).isInstanceOf(Outcome.Brought.class);
        return (Outcome.Brought) outcome;
    }

    /// What the log says that peers have brought.
    List<Change> brought() {
        return node.log().after(0, 10_000).stream()
                .filter(entry -> entry.origin() instanceof Origin.Peer)
                .map(Entry::change)
                .filter(change -> !(change instanceof Change.RepositoryCreated))
                .toList();
    }

    /// Nothing is half-way, left over, or seen by nobody's signature.
    void isAtRest() throws IOException {
        assertThat(node.intents().open()).isEmpty();
        try (var files = Files.list(folder.resolve("storage"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".")))
                    .isEmpty();
        }
    }

    @Override
    public void close() {
        node.close();
    }
}
