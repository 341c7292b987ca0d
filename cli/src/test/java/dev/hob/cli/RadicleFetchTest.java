package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.cli.ServeCommand.Running;
import dev.hob.keys.DidKey;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Issues;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.p2p.net.Peers;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.wire.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Repositories go between a Hob and the real `radicle-node`, both ways.
class RadicleFetchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

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

    private static Person alice(Running hob) {
        var people = hob.house().node().people();
        return people.find("alice").orElseGet(() -> ((People.Creation.Created)
                        people.create("alice", "alice@example.org", Optional.empty(), false))
                .person());
    }

    private static void await(String what, Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.call() && System.nanoTime() < end) Thread.sleep(50);
        assertThat(holds.call()).as(what).isTrue();
    }

    private static ObjectId commit(Running hob, Repo repo, String text, ObjectId... parents) throws IOException {
        try (var repository = hob.house().node().storage().open(repo.rid());
                var inserter = repository.newObjectInserter()) {
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(Constants.OBJ_TREE, new TreeFormatter().toByteArray()));
            commit.setParentIds(parents);
            var ident = new PersonIdent("Alice", "alice@example.org");
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            commit.setMessage(text);
            var id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private static void push(Running hob, Repo repo, String before, ObjectId after) {
        var moves = List.of(new RefMove("refs/heads/main", before, after.name()));
        assertThat(hob.house()
                        .node()
                        .refs()
                        .move(repo, new Origin.Here(repo.ownerId()), moves, () -> {}, Optional.empty()))
                .isInstanceOf(Refs.Verdict.Moved.class);
    }

    private static void connect(Radicle rad, Running hob) throws IOException {
        rad.connect(peers(hob).self().nid(), peers(hob).address().orElseThrow().toString());
    }

    @Test
    void the_real_rad_clones_what_was_made_here_and_what_it_says_comes_back() throws Exception {
        try (var rad = Radicle.make(folder, "rad").start();
                var hob = hob()) {
            var node = hob.house().node();
            var alice = alice(hob);
            var tea = ((Repos.Creation.Created) node.refs().create(alice, "tea", false, "Hot", "main")).repo();
            var first = commit(hob, tea, "first");
            push(hob, tea, RefMove.ABSENT, first);
            var issue = ((Answer.Done)
                            node.tracking().issues().open(tea, alice, Issues.Opening.of("Too hot", "It is.")))
                    .entry();
            connect(rad, hob);

            rad.rad(
                            folder,
                            "clone",
                            tea.rid().value(),
                            "--seed",
                            peers(hob).self().nid(),
                            "--timeout",
                            "30s")
                    .ok();

            var work = folder.resolve("tea");
            assertThat(rad.git(work, "rev-parse", "HEAD").ok()).isEqualTo(first.name());
            rad.git(rad.storage(tea.rid().value()), "fsck", "--strict").ok();
            assertThat(rad.rad(work, "issue", "list").ok()).contains("Too hot");
            assertThat(rad.rad(work, "inspect", "--sigrefs").ok())
                    .contains(alice.key().nid());

            rad.rad(work, "issue", "comment", issue.name(), "--message", "I like it so.")
                    .ok();
            await("what rad says is here", () -> node.tracking()
                    .talks()
                    .history(tea.rid(), issue, 0, 100)
                    .toString()
                    .contains("I like it so."));

            var second = commit(hob, tea, "second", first);
            push(hob, node.repos().byId(tea.id()).orElseThrow(), first.name(), second);
            await("what is pushed here is there", () -> rad.git(
                            rad.storage(tea.rid().value()), "rev-parse", "refs/heads/main")
                    .ok()
                    .equals(second.name()));
        }
    }

    @Test
    void what_the_real_node_has_is_kept_here_and_what_is_said_here_comes_there() throws Exception {
        try (var rad = Radicle.make(folder, "rad")) {
            var work = Files.createDirectories(folder.resolve("acme"));
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
            rad.rad(work, "issue", "open", "--title", "Broken", "--description", "All of it")
                    .ok();
            rad.start();
            try (var hob = hob()) {
                var node = hob.house().node();
                peers(hob).seed(rid, Scope.ALL);
                var nid = DidKey.parse(rad.nid());
                peers(hob)
                        .connect(nid, Address.parse(rad.address()).orElseThrow(), true)
                        .get(30, TimeUnit.SECONDS);
                await("it is here", () -> node.repos().project(rid).isPresent());
                var acme = node.repos().project(rid).orElseThrow();
                assertThat(node.refs().view(acme).headId().map(ObjectId::name))
                        .contains(rad.git(work, "rev-parse", "HEAD").ok());
                var issues = node.tracking().reading();
                await("its issue is here", () -> find(hob, rid, "Broken").isPresent());
                var issue = find(hob, rid, "Broken").orElseThrow();
                assertThat(issues.byId(rid, issue.id())).isPresent();

                var answer = node.tracking()
                        .issues()
                        .comment(acme, alice(hob), issue.id(), "I see.", Optional.empty(), List.of());
                assertThat(answer).isInstanceOf(Answer.Done.class);
                await("what is said here is there", () -> rad.rad(
                                work, "issue", "show", issue.id().name())
                        .ok()
                        .contains("I see."));

                rad.git(work, "checkout", "-q", "-b", "better").ok();
                Files.writeString(work.resolve("README.md"), "# Acme, better\n");
                rad.git(work, "commit", "-q", "-am", "better").ok();
                rad.git(work, "push", "-q", "rad", "HEAD:refs/patches").ok();
                await(
                        "its patch is here",
                        () -> find(hob, rid, "better").filter(Issue::isPatch).isPresent());
            }
        }
    }

    private static Optional<Issue> find(Running hob, RepoId rid, String title) {
        var node = hob.house().node();
        return node.database()
                .read(handle -> handle.createQuery("select id from issue where rid = :rid and title = :title")
                        .bind("rid", rid.value())
                        .bind("title", title)
                        .mapTo(String.class)
                        .findOne())
                .flatMap(id -> node.tracking().reading().byId(rid, ObjectId.fromString(id)));
    }
}
