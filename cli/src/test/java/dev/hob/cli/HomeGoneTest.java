package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.keys.OpenSshKey;
import dev.hob.node.repo.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A project outlives the node on which it began: from a Hob and a real node that keep it, a newcomer clones, reads,
/// says something and offers a change, and whoever has the delegate's key merges.
class HomeGoneTest {
    private static final String SCOPES = "write:repository,write:issue,write:user";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @AutoClose
    private final Land land = Land.here();

    @BeforeAll
    static void need() {
        Radicle.programs();
    }

    @Test
    void what_two_others_keep_goes_on_without_its_home() throws Exception {
        var key = folder.resolve("alice.key");
        try (var bob = Radicle.make(folder, "bob", land.among()).start();
                var carol = Radicle.make(folder, "carol", land.among()).start();
                var harbour = Served.among(land.among(), folder.resolve("harbour"))) {
            String rid;
            String owner;
            var data = folder.resolve("home");
            try (var home = Served.among(land.among(), data)) {
                home.account("alice");
                String token = home.token("alice", SCOPES);
                home.ask(token, "POST", "/user/repos", "{\"name\":\"tea\",\"private\":false}");
                var tea = Git.init(folder.resolve("tea"), 2);
                tea.commit("lid.txt", "shut\n");
                tea.ok("push", "-q", home.remote("alice", token, "alice/tea"), "main");
                home.ask(token, "POST", "/repos/alice/tea/issues", "{\"title\":\"It leaks\",\"body\":\"A lot.\"}");
                rid = home.rid(token, "alice/tea");
                owner = home.hob("a passphrase", "keys", "export", "alice", key.toString(), "--passphrase-stdin")
                        .ok()
                        .replace("did:key:", "");
                bob.connect(home.nid, home.dialled);
                bob.rad("seed", rid, "--scope", "all").ok();
                harbour.hob("", "seed", rid, "--from", home.nid + "@" + home.dialled)
                        .ok();
                harbour.hob("", "peer", "connect", bob.nid() + "@" + bob.address())
                        .ok();
                Soon.holds("all of it", () -> bob.issues(rid).contains("It leaks"), home, harbour, bob);
            }
            Storage.remove(data);

            // A newcomer with the real programs.
            carol.connect(bob.nid(), bob.address());
            var work = Files.createDirectories(folder.resolve("at-carols")).resolve("tea");
            carol.rad(work.getParent(), "clone", rid, "--scope", "all", "--seed", bob.nid())
                    .ok();
            assertThat(Files.readString(work.resolve("lid.txt"))).isEqualTo("shut\n");
            assertThat(carol.issues(rid)).contains("It leaks");
            String leaks = carol.issueId(rid, "It leaks");
            carol.rad("issue", "comment", leaks, "--repo", rid, "--message", "So does mine.")
                    .ok();
            Soon.holds("her comment", () -> issue(harbour, owner).contains("So does mine."), harbour, bob, carol);
            carol.git(work, "checkout", "-q", "-b", "handle").ok();
            Files.writeString(work.resolve("handle.txt"), "long\n");
            carol.git(work, "add", "-A").ok();
            carol.git(work, "commit", "-q", "-m", "A longer handle").ok();
            carol.git(work, "push", "-q", "rad", "HEAD:refs/patches").ok();
            Soon.holds(
                    "her patch",
                    () -> harbour.page("/" + owner + "/tea/pulls").contains("A longer handle"),
                    harbour,
                    bob,
                    carol);

            // A newcomer with an account on the Hob.
            harbour.account("erin");
            String erin = harbour.token("erin", SCOPES);
            harbour.ask(erin, "POST", "/repos/" + owner + "/tea/forks", "{}");
            var fork = Git.clone(folder.resolve("at-erins"), 2, harbour.remote("erin", erin, "erin/tea"));
            fork.ok("checkout", "-q", "-b", "spout");
            fork.commit("spout.txt", "wide\n");
            fork.ok("push", "-q", "origin", "spout");
            String offer = "{\"title\":\"A wider spout\",\"head\":\"erin:spout\",\"base\":\"main\"}";
            assertThat(harbour.ask(erin, "POST", "/repos/" + owner + "/tea/pulls", offer))
                    .contains("A wider spout");
            harbour.ask(
                    erin,
                    "POST",
                    "/repos/" + owner + "/tea/issues/" + number(harbour, erin, owner, "issues", "It leaks")
                            + "/comments",
                    "{\"body\":\"Mine as well.\"}");
            Soon.holds(
                    "what she did",
                    () -> carol.rad("patch", "list", "--repo", rid).out().contains("A wider spout")
                            && carol.rad("issue", "show", leaks, "--repo", rid)
                                    .out()
                                    .contains("Mine as well."),
                    harbour,
                    bob,
                    carol);

            // The delegate comes back somewhere else.
            harbour.account("alice");
            String token = harbour.token("alice", SCOPES);
            harbour.hob("a passphrase", "keys", "import", "alice", key.toString(), "--passphrase-stdin")
                    .ok();
            harbour.hob("", "keys", "resume", "alice").ok();
            for (String title : new String[] {"A longer handle", "A wider spout"}) {
                String number = number(harbour, token, "alice", "pulls", title);
                assertThat(harbour.ask(
                                token, "POST", "/repos/alice/tea/pulls/" + number + "/merge", "{\"Do\":\"merge\"}"))
                        .isEmpty();
            }
            Soon.holds(
                    "the merges",
                    () -> {
                        String merged = carol.rad("patch", "list", "--merged", "--repo", rid)
                                .out();
                        return merged.contains("A longer handle") && merged.contains("A wider spout");
                    },
                    harbour,
                    bob,
                    carol);
            carol.git(work, "checkout", "-q", "main").ok();
            carol.git(work, "pull", "-q", "rad", "main").ok();
            assertThat(work.resolve("handle.txt")).exists();
            assertThat(work.resolve("spout.txt")).exists();
            assertThat(harbour.hob("", "doctor").ok()).contains("all is well");
        }
    }

    @Test
    void its_delegate_carries_on_with_the_real_programs() throws Exception {
        var key = folder.resolve("alice.key");
        try (var alice = Radicle.make(folder, "alice", land.among());
                var harbour = Served.among(land.among(), folder.resolve("harbour"))) {
            String rid;
            String owner;
            try (var home = Served.among(land.among(), folder.resolve("home"))) {
                home.account("alice");
                String token = home.token("alice", SCOPES);
                home.ask(token, "POST", "/user/repos", "{\"name\":\"tea\",\"private\":false}");
                var tea = Git.init(folder.resolve("tea"), 2);
                tea.commit("lid.txt", "shut\n");
                tea.ok("push", "-q", home.remote("alice", token, "alice/tea"), "main");
                rid = home.rid(token, "alice/tea");
                owner = home.hob("", "keys", "export", "alice", key.toString())
                        .ok()
                        .replace("did:key:", "");
                harbour.hob("", "seed", rid, "--from", home.nid + "@" + home.dialled)
                        .ok();
            }
            Storage.remove(folder.resolve("home"));
            harbour.account("erin");
            String erin = harbour.token("erin", SCOPES);
            harbour.ask(erin, "POST", "/repos/" + owner + "/tea/forks", "{}");
            var fork = Git.clone(folder.resolve("at-erins"), 2, harbour.remote("erin", erin, "erin/tea"));
            fork.ok("checkout", "-q", "-b", "spout");
            fork.commit("spout.txt", "wide\n");
            fork.ok("push", "-q", "origin", "spout");
            String offer = "{\"title\":\"A wider spout\",\"head\":\"erin:spout\",\"base\":\"main\"}";
            harbour.ask(erin, "POST", "/repos/" + owner + "/tea/pulls", offer);

            alice.becomes(OpenSshKey.read(Files.readString(key), Optional.empty()));
            assertThat(alice.nid()).isEqualTo(owner);
            alice.start();
            alice.connect(harbour.nid, harbour.dialled);
            var work = Files.createDirectories(folder.resolve("at-alices")).resolve("tea");
            alice.rad(work.getParent(), "clone", rid, "--scope", "all", "--seed", harbour.nid)
                    .ok();
            String patch = alice.rad(work, "patch", "list").ok().replaceFirst("(?s).*?\\b([0-9a-f]{7,40})\\b.*", "$1");
            alice.rad(work, "patch", "checkout", patch, "--name", "theirs").ok();
            alice.git(work, "checkout", "-q", "main").ok();
            alice.git(work, "merge", "-q", "--no-ff", "-m", "Merge the spout", "theirs")
                    .ok();
            alice.git(work, "push", "-q", "rad", "main").ok();
            Soon.holds(
                    "the merge",
                    () -> harbour.page("/" + owner + "/tea/pulls?q=is:merged").contains("A wider spout")
                            && harbour.page("/" + owner + "/tea").contains("spout.txt"),
                    harbour,
                    alice);
        }
    }

    private static String issue(Served hob, String owner) throws Exception {
        String list = hob.page("/" + owner + "/tea/issues");
        var match = Pattern.compile("href=\"(/" + owner + "/tea/issues/(?:\\d+|[0-9a-f]{7,40}))\"")
                .matcher(list);
        return match.find() ? hob.page(match.group(1)) : "";
    }

    private static String number(Served hob, String token, String owner, String what, String title) throws Exception {
        var all = new ObjectMapper()
                .readTree(hob.ask(token, "GET", "/repos/" + owner + "/tea/" + what + "?state=all", ""));
        for (var one : all)
            if (one.path("title").asText().equals(title))
                return one.path("number").asText();
        throw new AssertionError("no " + title + " in " + all);
    }
}
