package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// One key, one writer: a node that came back from a backup, and one to which a key was brought, go on from what the
/// key has signed elsewhere, so that no real node ever sees two histories of one key.
class OneKeyTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @AutoClose
    private final Land land = Land.here();

    private Git tea;

    @BeforeAll
    static void need() {
        Radicle.programs();
    }

    @BeforeEach
    void work() throws IOException {
        tea = Git.init(folder.resolve("tea"), 2);
    }

    private String published(Served hob, String token) throws IOException {
        hob.ask(token, "POST", "/user/repos", "{\"name\":\"tea\",\"private\":false}");
        push(hob, token, "first");
        return hob.rid(token, "alice/tea");
    }

    private String push(Served hob, String token, String text) throws IOException {
        String commit = tea.commit("kettle.txt", text + "\n");
        tea.ok("push", "-q", hob.remote("alice", token, "alice/tea"), "main");
        return commit;
    }

    /// What is said to who pushes in vain.
    private String refused(Served hob, String token, String text) throws IOException {
        tea.commit("kettle.txt", text + "\n");
        String told = tea.call("push", "-q", hob.remote("alice", token, "alice/tea"), "main")
                .failed();
        tea.ok("reset", "-q", "--hard", "HEAD~1");
        return told;
    }

    private static void comes(Radicle to, String rid, String commit, Logged... nodes) throws Exception {
        Soon.holds(
                commit + " at " + to.alias,
                () -> Files.isDirectory(to.storage(rid)) // What it is told to seed it fetches in its own time.
                        && to.git(to.storage(rid), "rev-parse", "refs/heads/main")
                                .out()
                                .contains(commit),
                nodes);
    }

    private static boolean sawTwoHistories(Radicle node) throws IOException {
        return Files.readString(node.log()).contains("diverg");
    }

    @Test
    void an_old_backup_goes_on_from_what_peers_have() throws Exception {
        var data = folder.resolve("hob");
        var backup = folder.resolve("backup");
        try (var bob = Radicle.make(folder, "bob", land.among()).start()) {
            String token;
            String rid;
            String second;
            var place = land.among();
            try (var hob = Served.among(place, data)) {
                hob.account("alice");
                token = hob.token("alice", "write:repository,write:issue,write:user");
                rid = published(hob, token);
                bob.connect(hob.nid, hob.dialled);
                bob.rad("seed", rid, "--scope", "all").ok();
                hob.hob("", "backup", backup.toString()).ok();
                // A week of work that is in no backup.
                hob.ask(token, "POST", "/repos/alice/tea/issues", "{\"title\":\"It leaks\",\"body\":\"Still.\"}");
                second = push(hob, token, "second");
                comes(bob, rid, second, hob, bob);
                Soon.holds("the issue", () -> bob.issues(rid).contains("It leaks"), hob, bob);
            }
            Storage.remove(data);
            bob.kill();

            Served.hob(data, "", "restore", backup.toString()).ok();
            try (var hob = Served.among(place, data)) {
                assertThat(hob.page("/alice/tea/issues")).doesNotContain("It leaks");
                assertThat(refused(hob, token, "too early")).contains("was restored from a backup");
                assertThat(hob.hob("", "keys", "resume").failed()).contains("nobody is connected", "--alone");

                bob.start();
                bob.connect(hob.nid, hob.dialled);
                Soon.holds(
                        "somebody to ask", () -> hob.hob("", "keys", "resume").status() == 0, hob, bob);
                assertThat(hob.page("/alice/tea/issues")).contains("It leaks");
                assertThat(hob.ask(token, "GET", "/repos/alice/tea/branches/main", ""))
                        .contains(second);
                String third = push(hob, token, "third");
                comes(bob, rid, third, hob, bob);
                hob.ask(token, "POST", "/repos/alice/tea/issues", "{\"title\":\"No more\",\"body\":\"At last.\"}");
                Soon.holds("the next issue", () -> bob.issues(rid).contains("No more"), hob, bob);
                assertThat(sawTwoHistories(bob)).isFalse();
                assertThat(hob.hob("", "doctor").ok()).contains("all is well");
            }
        }
    }

    @Test
    void a_key_that_was_brought_elsewhere_signs_there_alone() throws Exception {
        var key = folder.resolve("alice.key");
        try (var bob = Radicle.make(folder, "bob", land.among()).start();
                var old = Served.among(land.among(), folder.resolve("old"));
                var young = Served.among(land.among(), folder.resolve("young"))) {
            old.account("alice");
            young.account("alice");
            String tokenThere = old.token("alice", "write:repository,write:issue,write:user");
            String token = young.token("alice", "write:repository,write:issue,write:user");
            String rid = published(old, tokenThere);
            bob.connect(old.nid, old.dialled);
            bob.connect(young.nid, young.dialled);
            bob.rad("seed", rid, "--scope", "all").ok();

            old.hob("", "keys", "export", "alice", key.toString()).ok();
            young.hob("", "keys", "import", "alice", key.toString()).ok();
            young.hob("", "seed", rid, "--from", old.nid + "@" + old.dialled).ok();
            assertThat(refused(young, token, "too early")).contains("was brought in from a file");
            String second = push(old, tokenThere, "second");
            comes(bob, rid, second, old, young, bob);
            Soon.holds(
                    "the second here",
                    () -> young.ask(token, "GET", "/repos/alice/tea/branches/main", "")
                            .contains(second),
                    old,
                    young,
                    bob);

            young.hob("", "keys", "resume", "alice").ok();
            String third = push(young, token, "third");
            comes(bob, rid, third, old, young, bob);
            Soon.holds(
                    "the old node to see it",
                    () -> old.hob("", "doctor").ok().contains("was seen to have signed on another node"),
                    old,
                    young,
                    bob);
            assertThat(refused(old, tokenThere, "too late")).contains("was seen to have signed on another node");
            String fourth = push(young, token, "fourth");
            comes(bob, rid, fourth, old, young, bob);
            Soon.holds(
                    "the old node to follow",
                    () -> old.ask(tokenThere, "GET", "/repos/alice/tea/branches/main", "")
                            .contains(fourth),
                    old,
                    young,
                    bob);
            assertThat(sawTwoHistories(bob)).isFalse();
        }
    }

    /// What the real node says when an operator insists: else the tests above would look for words that never come.
    @Test
    void two_who_sign_alone_are_seen() throws Exception {
        var key = folder.resolve("alice.key");
        var data = folder.resolve("young");
        try (var bob = Radicle.make(folder, "bob", land.among()).start();
                var old = Served.among(land.among(), folder.resolve("old"))) {
            old.account("alice");
            String tokenThere = old.token("alice", "write:repository,write:issue,write:user");
            String rid = published(old, tokenThere);
            bob.connect(old.nid, old.dialled);
            bob.rad("seed", rid, "--scope", "all").ok();
            old.hob("", "keys", "export", "alice", key.toString()).ok();
            String token;
            var place = land.among();
            try (var young = Served.among(place, data)) {
                young.account("alice");
                token = young.token("alice", "write:repository,write:issue,write:user");
                young.hob("", "keys", "import", "alice", key.toString()).ok();
                young.hob("", "seed", rid, "--from", old.nid + "@" + old.dialled)
                        .ok();
                young.hob("", "peer", "disconnect", old.nid).ok();
            }
            try (var young = Served.start(data)) {
                young.hob("", "keys", "resume", "alice", "--alone").ok();
                push(young, token, "one");
                tea.ok("reset", "-q", "--hard", "HEAD~1");
            }
            comes(bob, rid, push(old, tokenThere, "another"), old, bob);
            try (var young = Served.among(place, data)) {
                bob.connect(young.nid, young.dialled);
                Soon.holds("two histories", () -> sawTwoHistories(bob), old, young, bob);
            }
        }
    }
}
