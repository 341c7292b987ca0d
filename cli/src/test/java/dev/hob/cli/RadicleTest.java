package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hob among the real programs of the Radicle network: what is made on one side is there on the other, whoever made it.
class RadicleTest {
    @TempDir
    Path folder;

    @AutoClose
    private final Land land = Land.here();

    @Test
    void rad_clones_what_was_made_here_and_its_talk_travels_both_ways() throws Exception {
        try (var hob = Served.among(land.among(), folder.resolve("hob"));
                var bob = Radicle.make(folder, "bob", land.among())) {
            hob.account("alice");
            String token = hob.token("alice", "write:repository,write:issue,write:user");
            var tea = Git.init(folder.resolve("tea"), 2);
            tea.commit("kettle.txt", "on\n");
            hob.ask(token, "POST", "/user/repos", "{\"name\":\"tea\",\"private\":false}");
            tea.ok("push", "-q", hob.remote("alice", token, "alice/tea"), "main");
            String rid = hob.rid(token, "alice/tea");
            hob.ask(token, "POST", "/repos/alice/tea/issues", "{\"title\":\"It leaks\",\"body\":\"At the spout.\"}");

            bob.start();
            bob.connect(hob.nid, hob.dialled);
            var there = Files.createDirectories(folder.resolve("at-bobs"));
            bob.rad(there, "clone", rid, "--scope", "all", "--seed", hob.nid).ok();
            assertThat(Files.readString(there.resolve("tea/kettle.txt"))).isEqualTo("on\n");
            assertThat(new Git(bob.storage(rid), 2).ok("fsck", "--strict")).isEmpty();
            assertThat(bob.rad("inspect", rid, "--sigrefs").ok()).endsWith(" parent");
            assertThat(bob.rad("inspect", rid, "--identity").ok()).contains("\"tea\"");
            assertThat(bob.rad("issue", "list", "--repo", rid).ok()).contains("It leaks");

            // What is pushed here is there.
            String second = tea.commit("kettle.txt", "off\n");
            tea.ok("push", "-q", hob.remote("alice", token, "alice/tea"), "main");
            Soon.holds(
                    () -> bob.git(bob.storage(rid), "rev-parse", "refs/heads/main")
                            .out()
                            .contains(second),
                    hob,
                    bob);

            // What he says there is here.
            bob.rad("issue", "open", "--repo", rid, "--title", "It sings", "--description", "In the morning.")
                    .ok();
            Soon.holds(
                    () -> hob.ask(token, "GET", "/repos/alice/tea/issues?state=all", "")
                            .contains("It sings"),
                    hob,
                    bob);
            assertThat(hob.ask(token, "GET", "/repos/alice/tea/issues?state=all", ""))
                    .contains("In the morning.");
            // And what is said here of it is there.
            hob.ask(token, "POST", "/repos/alice/tea/issues/2/comments", "{\"body\":\"Let it.\"}");
            String sings = bob.issueId(rid, "It sings");
            Soon.holds(
                    () -> bob.rad("issue", "show", sings, "--repo", rid).out().contains("Let it."), hob, bob);
        }
    }

    @Test
    void a_project_of_a_radicle_node_is_kept_here_and_followed() throws Exception {
        try (var hob = Served.among(land.among(), folder.resolve("hob"));
                var bob = Radicle.make(folder, "bob", land.among())) {
            hob.account("alice");
            bob.start();
            String rid = bob.project(folder.resolve("pot"));
            bob.rad("issue", "open", "--repo", rid, "--title", "Too hot", "--description", "Always.")
                    .ok();

            hob.hob("", "seed", rid, "--scope", "all", "--from", bob.nid() + "@" + bob.address())
                    .ok();
            String page = "/" + bob.nid() + "/pot";
            Soon.holds(() -> hob.page(page).contains("lid.txt"), hob, bob);
            assertThat(hob.page(page + "/issues")).contains("Too hot");
            var clone = Git.clone(folder.resolve("clone"), 2, hob.url + page + ".git");
            assertThat(Files.readString(clone.folder().resolve("lid.txt"))).isEqualTo("shut\n");

            // What somebody here says of it comes there.
            String token = hob.token("alice", "write:repository,write:issue,write:user");
            String hot = bob.issueId(rid, "Too hot");
            var said = hob.ask(token, "GET", "/repos/" + bob.nid() + "/pot/issues?state=all", "");
            String number = said.replaceFirst("(?s).*?\"number\":(\\d+).*", "$1");
            hob.ask(
                    token,
                    "POST",
                    "/repos/" + bob.nid() + "/pot/issues/" + number + "/comments",
                    "{\"body\":\"Blow on it.\"}");
            Soon.holds(() -> bob.rad("issue", "show", hot, "--repo", rid).out().contains("Blow on it."), hob, bob);

            // A patch, a review, a merge, and a push come by themselves.
            var work = folder.resolve("pot");
            bob.git(work, "checkout", "-q", "-b", "handle").ok();
            Files.writeString(work.resolve("handle.txt"), "long\n");
            bob.git(work, "add", "-A").ok();
            bob.git(work, "commit", "-q", "-m", "A longer handle").ok();
            bob.git(work, "push", "-q", "rad", "HEAD:refs/patches").ok();
            Soon.holds(() -> hob.page(page + "/pulls").contains("A longer handle"), hob, bob);
            String patch = bob.rad(work, "patch", "list").ok().replaceFirst("(?s).*?\\b([0-9a-f]{7,40})\\b.*", "$1");
            bob.rad(work, "patch", "review", patch, "--accept", "--message", "Long enough.")
                    .ok();
            Soon.holds(() -> pull(hob, page).contains("Long enough."), hob, bob);
            bob.git(work, "checkout", "-q", "main").ok();
            bob.git(work, "merge", "-q", "--no-ff", "-m", "Merge the handle", "handle")
                    .ok();
            bob.git(work, "push", "-q", "rad", "main").ok();
            Soon.holds(() -> hob.page(page + "/pulls?q=is:merged").contains("A longer handle"), hob, bob);
            Files.writeString(work.resolve("lid.txt"), "open\n");
            bob.git(work, "commit", "-q", "-a", "-m", "Open it").ok();
            bob.git(work, "push", "-q", "rad", "main").ok();
            Soon.holds(() -> hob.page(page).contains("Open it"), hob, bob);
            assertThat(hob.hob("", "doctor").ok()).contains("all is well");
        }
    }

    @Test
    void two_ends_meet_through_a_hob_between_them_and_again_after_it_was_away() throws Exception {
        var middle = land.among();
        try (var bob = Radicle.make(folder, "bob", land.among());
                var carol = Radicle.make(folder, "carol", land.among())) {
            bob.start();
            carol.start();
            String rid = bob.project(folder.resolve("cup"));
            try (var hob = Served.among(middle, folder.resolve("hob"))) {
                hob.hob("", "seed", rid, "--scope", "all", "--from", bob.nid() + "@" + bob.address())
                        .ok();
                Soon.holds(() -> hob.page("/" + bob.nid() + "/cup").contains("lid.txt"), hob, bob);
                carol.connect(hob.nid, hob.dialled);
                bob.connect(hob.nid, hob.dialled);
                carol.rad(folder, "seed", rid, "--scope", "all").ok();
                var there = Files.createDirectories(folder.resolve("at-carols"));
                carol.rad(there, "clone", rid, "--scope", "all", "--seed", hob.nid)
                        .ok();
                carol.rad("issue", "open", "--repo", rid, "--title", "It drips", "--description", "Twice.")
                        .ok();
                Soon.holds(() -> bob.rad("issue", "list", "--repo", rid).out().contains("It drips"), hob, bob, carol);
            }
            bob.rad("issue", "open", "--repo", rid, "--title", "While it was away", "--description", "Once.")
                    .ok();
            try (var hob = Served.among(middle, folder.resolve("hob"))) {
                Soon.holds(
                        () -> carol.rad("issue", "list", "--repo", rid).out().contains("While it was away"),
                        hob,
                        bob,
                        carol);
                assertThat(hob.page("/" + bob.nid() + "/cup/issues")).contains("It drips", "While it was away");
            }
        }
    }

    /// The page of the one pull request.
    private static String pull(Served hob, String page) throws Exception {
        String list = hob.page(page + "/pulls");
        var match = Pattern.compile("href=\"(" + page + "/pulls/[0-9a-f]+)\"").matcher(list);
        return match.find() ? hob.page(match.group(1)) : "";
    }
}
