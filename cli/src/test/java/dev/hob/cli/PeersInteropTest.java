package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.cli.ServeCommand.Running;
import dev.hob.keys.DidKey;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.People;
import dev.hob.node.refs.Refs.Verdict;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.p2p.net.Peers;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.protocol.Standing;
import dev.hob.p2p.wire.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A Hob and the real `radicle-node`, on a line between them.
class PeersInteropTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Running hob() {
        return Running.start(
                folder.resolve("hob"),
                Map.of(),
                Map.of(
                        Setting.HTTP_ADDRESS,
                        "127.0.0.1:0",
                        Setting.P2P_ADDRESS,
                        "127.0.0.1:0",
                        Setting.P2P_PEERS,
                        "0"));
    }

    private static Peers peers(Running hob) {
        return hob.house().peers().orElseThrow();
    }

    private static Repo repository(Running hob, String name, boolean isPrivate) {
        var people = hob.house().node().people();
        var alice = people.find("alice").orElseGet(() -> ((People.Creation.Created)
                        people.create("alice", "alice@example.org", Optional.empty(), false))
                .person());
        return ((Repos.Creation.Created) hob.house().node().refs().create(alice, name, isPrivate, "", "main")).repo();
    }

    private static void await(String what, Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.call() && System.nanoTime() < end) Thread.sleep(50);
        assertThat(holds.call()).as(what).isTrue();
    }

    private static Optional<Standing.Present> present(Running hob) {
        return peers(hob).standing().present().stream().findFirst();
    }

    private static boolean isConnected(Radicle rad) throws IOException {
        var sessions = rad.tell(Map.of("command", "sessions"));
        return sessions.toString().contains("\"connected\"");
    }

    @Test
    void the_real_node_dials_us_and_learns_what_we_have() throws Exception {
        try (var rad = Radicle.make(folder, "rad").start();
                var hob = hob()) {
            var tea = repository(hob, "tea", false);
            var diary = repository(hob, "diary", true);
            rad.connect(
                    peers(hob).self().nid(), peers(hob).address().orElseThrow().toString());

            await("it is here", () -> present(hob).isPresent());
            var there = present(hob).orElseThrow();
            assertThat(there.peer().nid()).isEqualTo(rad.nid());
            assertThat(there.proven()).isFalse();
            await(
                    "it has introduced itself",
                    () -> present(hob).orElseThrow().agent().isPresent());
            await("it knows that we have tea", () -> seeds(rad, tea)
                    .contains(peers(hob).self().nid()));
            assertThat(seeds(rad, diary)).doesNotContain(peers(hob).self().nid());

            peers(hob).disconnect(there.peer());
            await("it notices at once", () -> !isConnected(rad));
        }
    }

    private static String seeds(Radicle rad, Repo repo) throws IOException {
        return rad.tell(Map.of("command", "seedsFor", "rid", repo.rid().value(), "namespaces", List.of()))
                .toString();
    }

    private static String head(Running hob, RepoId rid) throws IOException {
        try (var repository = hob.house().node().storage().open(rid)) {
            var main = repository.exactRef("refs/heads/main");
            return main == null ? "" : String.valueOf(main.getObjectId().name());
        }
    }

    @Test
    void what_is_here_is_cloned_by_the_real_one_and_followed() throws Exception {
        try (var rad = Radicle.make(folder, "rad").start();
                var hob = hob()) {
            var tea = repository(hob, "tea", false);
            push(hob, tea, "main", "one");
            rad.connect(
                    peers(hob).self().nid(), peers(hob).address().orElseThrow().toString());
            await("it knows that we have tea", () -> seeds(rad, tea)
                    .contains(peers(hob).self().nid()));
            rad.rad(
                            folder,
                            "clone",
                            tea.rid().value(),
                            "--seed",
                            peers(hob).self().nid(),
                            "--timeout",
                            "30s")
                    .ok();
            assertThat(folder.resolve("tea/one")).exists();

            push(hob, tea, "main", "two");
            String tip = head(hob, tea.rid());
            await("our push is there", () -> rad.git(rad.storage(tea.rid().value()), "rev-parse", "refs/heads/main")
                    .toString()
                    .contains(tip));
        }
    }

    /// A commit with one more file on a branch.
    private static void push(Running hob, Repo repo, String branch, String file) throws IOException {
        var node = hob.house().node();
        String ref = "refs/heads/" + branch;
        String before;
        String after;
        try (var repository = node.storage().open(repo.rid());
                var inserter = repository.newObjectInserter()) {
            var parent = Optional.ofNullable(repository.exactRef(ref));
            before = parent.map(it -> it.getObjectId().name()).orElse(RefMove.ABSENT);
            var tree = new TreeFormatter();
            tree.append(file, FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, file.getBytes(UTF_8)));
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(tree));
            parent.ifPresent(it -> commit.setParentId(it.getObjectId()));
            var ident = new PersonIdent("Alice", "alice@example.org", Instant.ofEpochSecond(1), ZoneOffset.UTC);
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            commit.setMessage(file);
            after = inserter.insert(commit).name();
            inserter.flush();
        }
        var moved = node.refs()
                .move(
                        repo,
                        new Origin.Here(repo.ownerId()),
                        List.of(new RefMove(ref, before, after)),
                        () -> {},
                        Optional.empty());
        assertThat(moved).isInstanceOf(Verdict.Moved.class);
    }

    @Test
    void we_dial_the_real_node_though_it_knows_no_tls() throws Exception {
        try (var rad = Radicle.make(folder, "rad").start();
                var hob = hob()) {
            var nid = DidKey.parse(rad.nid());
            var where = Address.parse(rad.address()).orElseThrow();
            assertThat(peers(hob).connect(nid, where, false).get(30, TimeUnit.SECONDS))
                    .isEmpty();
            await(
                    "it has introduced itself",
                    () -> present(hob).orElseThrow().agent().isPresent());
            await("it sees us", () -> isConnected(rad));

            rad.kill();
            await("we notice at once", () -> present(hob).isEmpty());
        }
    }

    @Test
    void a_repository_that_it_has_is_found_there() throws Exception {
        try (var rad = Radicle.make(folder, "rad")) {
            var work = folder.resolve("acme");
            Files.createDirectories(work);
            rad.git(work, "init", "-q", "-b", "main").ok();
            Files.writeString(work.resolve("README.md"), "# Acme\n");
            rad.git(work, "add", ".").ok();
            rad.git(work, "commit", "-q", "-m", "first").ok();
            rad.rad(
                            work,
                            "init",
                            "--name",
                            "acme",
                            "--description",
                            "things",
                            "--default-branch",
                            "main",
                            "--public",
                            "--no-confirm")
                    .ok();
            var rid = new RepoId(rad.rad(work, ".").ok().strip());
            rad.start();
            try (var hob = hob()) {
                peers(hob).seed(rid, Scope.ALL);
                var nid = DidKey.parse(rad.nid());
                peers(hob)
                        .connect(nid, Address.parse(rad.address()).orElseThrow(), true)
                        .get(30, TimeUnit.SECONDS);
                await("it says that it has it", () -> peers(hob).seedsOf(rid).contains(nid));
                await("it is here", () -> hob.house().node().storage().has(rid));
                await(
                        "it is a repository of this node",
                        () -> hob.house().node().repos().project(rid).isPresent());

                // Live: a push there is here soon.
                Files.writeString(work.resolve("README.md"), "# Acme\nmore\n");
                rad.git(work, "commit", "-q", "-a", "-m", "second").ok();
                rad.git(work, "push", "-q", "rad", "main").ok();
                String tip = rad.git(work, "rev-parse", "main").ok().strip();
                await("the push is here", () -> head(hob, rid).equals(tip));
            }
        }
    }
}
