package dev.hob.web.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DeviceLink;
import dev.hob.keys.SigningKey;
import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.PatchState;
import dev.hob.node.patch.Patch;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pull requests with nothing but git: pushed to `refs/for`, fetched from `refs/pull`.
class OfferPushTest {
    @TempDir
    Path data;

    @TempDir
    Path work;

    private GitServer server;
    private Person alice;
    private Repo tea;
    private Path clone;

    @BeforeEach
    void start() throws IOException {
        server = new GitServer(data);
        alice = server.person("alice");
        var bob = server.person("bob");
        tea = ((Repos.Creation.Created) server.node.refs().create(alice, "tea", false, "", "main")).repo();
        assertThat(server.node.edits().addCollaborator(tea, alice, bob, Right.WRITE))
                .isEmpty();
        clone = work.resolve("clone");
        server.git(work, "init", "-q", clone.toString());
        commit("README", "Tea\n", "Begin");
        server.git(clone, "push", "-q", server.urlFor("alice", "alice/tea.git"), "HEAD:refs/heads/main");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void commit(String file, String text, String message) throws IOException {
        Files.writeString(clone.resolve(file), text);
        server.git(clone, "add", file);
        server.git(clone, "commit", "-q", "-m", message);
    }

    private GitServer.Ran push(String who, String to, String... options) {
        var command = new java.util.ArrayList<>(List.of("push"));
        for (String option : options) command.addAll(List.of("-o", option));
        command.addAll(List.of(server.urlFor(who, "alice/tea.git"), "HEAD:" + to));
        return server.tryGit(clone, command.toArray(String[]::new));
    }

    private ObjectId head() {
        return ObjectId.fromString(server.git(clone, "rev-parse", "HEAD").strip());
    }

    private List<Patch> patches() {
        return server.node.tracking().reading().list(tea.rid(), IssueQuery.parse("is:pr sort:oldest"), 0, 100).stream()
                .map(issue -> server.node
                        .pulls()
                        .reading()
                        .find(tea.rid(), issue.id())
                        .orElseThrow())
                .toList();
    }

    @Test
    void a_push_for_a_branch_is_a_pull_request() throws IOException {
        commit("leaf", "green\n", "Add a leaf\n\nIt was missing.");
        var first = push("bob", "refs/for/main/leaf");
        assertThat(first.out()).contains("opened pull request #1 of alice/tea");
        assertThat(first.code()).isZero();
        var patch = patches().getFirst();
        assertThat(patch.head()).isEqualTo(head());
        assertThat(server.node
                        .tracking()
                        .reading()
                        .byId(tea.rid(), patch.id())
                        .orElseThrow()
                        .title())
                .isEqualTo("Add a leaf");
        assertThat(server.node
                        .tracking()
                        .talks()
                        .history(tea.rid(), patch.id(), -1, 1)
                        .getFirst()
                        .what())
                .isInstanceOfSatisfying(
                        Line.What.Said.class,
                        said -> assertThat(said.comment().orElseThrow().body()).isEqualTo("It was missing."));

        commit("leaf", "greener\n", "Greener");
        var second = push("bob", "refs/for/main", "topic=leaf");
        assertThat(second.out()).contains("updated pull request #1");
        assertThat(patches()).hasSize(1);
        assertThat(patches().getFirst().head()).isEqualTo(head());

        server.git(clone, "commit", "-q", "--amend", "-m", "Greenest");
        assertThat(push("bob", "refs/for/main/leaf").out()).contains("force-push=true");
        assertThat(push("bob", "refs/for/main/leaf", "force-push=true").code()).isZero();
        assertThat(server.node.pulls().reading().revisions(tea.rid(), patch.id()))
                .hasSize(3);

        // The same commits under another topic, and by somebody else, are another one.
        assertThat(push("alice", "refs/for/main", "topic=leaf", "title=Mine", "draft")
                        .code())
                .isZero();
        assertThat(patches()).extracting(Patch::state).containsExactly(PatchState.OPEN, PatchState.DRAFT);

        assertThat(push("bob", "refs/for/gone/leaf").out()).contains("no such branch");
        assertThat(push("bob", "refs/for/main").out()).contains("topic=<name>");
        assertThat(server.tryGit(clone, "push", server.urlFor("bob", "alice/tea.git"), ":refs/for/main/leaf")
                        .code())
                .isNotZero();
        assertThat(server.node.tracking().cache().examine(tea)).isEmpty();
    }

    @Test
    void what_is_offered_can_be_fetched_by_its_number() throws IOException {
        commit("leaf", "green\n", "Add a leaf");
        push("bob", "refs/for/main/leaf");
        var other = work.resolve("other");
        server.git(work, "clone", "-q", server.url("", "alice/tea.git"), other.toString());
        assertThat(server.git(other, "for-each-ref")).doesNotContain("pull");
        server.git(other, "fetch", "-q", "origin", "pull/1/head");
        assertThat(server.git(other, "rev-parse", "FETCH_HEAD").strip()).isEqualTo(head().name());
        assertThat(push("alice", "refs/pull/1/head").code()).isNotZero();
    }

    @Test
    void what_a_merge_would_come_to_can_be_fetched_and_tested() throws IOException {
        commit("leaf", "green\n", "Add a leaf");
        push("bob", "refs/for/main/leaf");
        var offered = head();
        server.git(clone, "reset", "-q", "--hard", "HEAD~");
        commit("stone", "grey\n", "Add a stone");
        assertThat(push("alice", "refs/heads/main").code()).isZero();
        var onto = head();
        var other = work.resolve("tester");
        server.git(work, "clone", "-q", server.url("", "alice/tea.git"), other.toString());
        server.git(other, "fetch", "-q", "origin", "pull/1/merge");
        var tried = server.git(other, "rev-parse", "FETCH_HEAD").strip();
        assertThat(server.git(other, "log", "-1", "--format=%P", tried).strip())
                .isEqualTo(onto.name() + " " + offered.name());
        assertThat(server.git(other, "ls-tree", "--name-only", tried))
                .contains("leaf")
                .contains("stone");
        server.git(other, "fetch", "-q", "origin", "+refs/pull/*:refs/pull/*");
        assertThat(server.git(other, "rev-parse", "refs/pull/1/merge").strip())
                .as("the same when it is made once more")
                .isEqualTo(tried);
        assertThat(server.git(clone, "ls-remote", server.url("", "alice/tea.git")))
                .as("nobody who does not ask sees it")
                .doesNotContain("pull");

        // Where people have to decide there is none.
        commit("leaf", "red\n", "Another leaf");
        assertThat(push("alice", "refs/heads/main").code()).isZero();
        assertThat(server.tryGit(other, "fetch", "origin", "pull/1/merge").code())
                .isNotZero();
    }

    @Test
    void a_reader_with_a_device_offers_and_moves_no_branch() throws IOException {
        var carol = server.person("carol");
        commit("leaf", "green\n", "Add a leaf");
        assertThat(push("carol", "refs/for/main/leaf").code()).isNotZero();
        assertThat(patches()).isEmpty();

        var key = SigningKey.generate(new SecureRandom());
        var nonce = server.node.devices().challenge(carol);
        byte[] word = DeviceLink.sign(key, "http://here", "carol", nonce.text());
        assertThat(server.node.devices().link(carol, "http://here", "a computer", key.publicKey(), nonce, word))
                .isInstanceOf(DeviceKeys.Linking.Linked.class);
        assertThat(push("carol", "refs/heads/main").code()).isNotZero();
        assertThat(push("carol", "refs/for/main/leaf").code()).isZero();
        assertThat(patches()).extracting(Patch::head).containsExactly(head());
        // Nobody takes over what another has offered: the same topic is another person's own.
        assertThat(push("bob", "refs/for/main/leaf").code()).isZero();
        assertThat(patches()).hasSize(2);
    }

    @Test
    void strangers_offer_nothing_to_what_they_cannot_see() throws IOException {
        server.person("mallory");
        var secret = ((Repos.Creation.Created) server.node.refs().create(alice, "secret", true, "", "main")).repo();
        server.git(clone, "push", "-q", server.urlFor("alice", "alice/secret.git"), "HEAD:refs/heads/main");
        commit("leaf", "green\n", "Add a leaf");
        var ran = server.tryGit(clone, "push", server.urlFor("mallory", "alice/secret.git"), "HEAD:refs/for/main/leaf");
        assertThat(ran.code()).isNotZero();
        assertThat(server.node.tracking().reading().counts(secret.rid(), true).open())
                .isZero();
    }
}
