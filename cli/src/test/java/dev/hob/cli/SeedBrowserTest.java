package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.MasterKey;
import dev.hob.node.Node;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.People;
import dev.hob.node.repo.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A repository that a peer has brought, as people meet it: in a real browser, and for who looks after the node.
class SeedBrowserTest {
    private static final RepoId ACME = new RepoId("rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5");
    private static final String HOME = "/z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX/acme";
    private static final String ISSUE = HOME + "/issues/f31be653b1d9032048d21901e5697a5f45e7e72f";
    private static final String PATCH = HOME + "/pulls/27b782e4b735350c140649e8949222bc6d0851c8";

    @TempDir
    Path folder;

    /// A data folder that holds it, at rest.
    private Path brought() throws Exception {
        var data = Files.createDirectories(folder.resolve("data"));
        var database = new DatabaseConfig("sqlite:" + data.resolve("hob.db"), Optional.empty(), Optional.empty(), 2);
        var master = MasterKey.open(data.resolve("master.key"));
        try (var node = Node.open(data, database, master, InstantSource.system())) {
            var file = folder.resolve("acme.tar.gz");
            try (var bytes =
                    Objects.requireNonNull(SeedBrowserTest.class.getResourceAsStream("/radicle/storage-acme.tar.gz"))) {
                Files.copy(bytes, file);
            }
            var tar = new ProcessBuilder(
                            "tar",
                            "-xzf",
                            file.toString(),
                            "-C",
                            data.resolve("storage").toString())
                    .inheritIO()
                    .start();
            assertThat(tar.waitFor()).isZero();
            assertThat(node.seeds().adopt(ACME)).isInstanceOf(Seeds.Adoption.Adopted.class);
        }
        return data;
    }

    @Test
    void somebody_reads_it_and_speaks_in_it() throws Exception {
        try (var served = Served.start(brought());
                var browser = Chromium.open(served.url, true)) {
            served.account("alice");
            browser.page.navigate(served.url + HOME);
            browser.unfold("Clone");
            assertThat(browser.page.locator("#clone-rad").inputValue()).isEqualTo("rad clone " + ACME.value());
            browser.look("seed-code");
            browser.page.navigate(served.url + HOME + "/issues?q=is:closed");
            browser.look("seed-issues");
            browser.page.navigate(served.url + "/explore");
            browser.look("seed-explore");
            browser.page.navigate(served.url + HOME.substring(0, HOME.lastIndexOf('/')));
            browser.look("seed-peer");

            browser.signIn("alice", ISSUE);
            browser.look("seed-issue");
            browser.page
                    .locator("form[action$='/comment'] textarea[name=body]")
                    .last()
                    .fill("Me too");
            browser.press("Comment");
            browser.page.waitForURL("**" + ISSUE + "**");
            assertThat(browser.page.locator("#talk").innerText()).contains("Me too", "bob z6Mko9hT…BiyH");
            browser.page.navigate(served.url + PATCH);
            browser.look("seed-pull");
            browser.page.navigate(served.url + "/settings/keys");
            browser.look("seed-keys");
            browser.fill("Its DID", "did:key:z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH");
            browser.fill("What you call it", "laptop");
            browser.press("Go on");
            browser.look("seed-link");
            browser.calm();
        }
    }

    /// Somebody of this node says something in it.
    private static void spoken(Path data) {
        var database = new DatabaseConfig("sqlite:" + data.resolve("hob.db"), Optional.empty(), Optional.empty(), 2);
        var master = MasterKey.open(data.resolve("master.key"));
        try (var node = Node.open(data, database, master, InstantSource.system())) {
            var made = node.people().create("carol", "carol@example.org", Optional.empty(), false);
            var carol = ((People.Creation.Created) made).person();
            var acme = node.repos().project(ACME).orElseThrow();
            assertThat(node.tracking().issues().open(acme, carol, Issues.Opening.of("It leaks", "")))
                    .isInstanceOf(Answer.Done.class);
        }
    }

    @Test
    void it_is_forgotten_unless_people_of_this_node_wrote_in_it() throws Exception {
        var data = brought();
        spoken(data);
        String rid = ACME.value();
        assertThat(Served.hob(data, "", "unseed", rid, "--anyway").err()).contains("--anyway goes with --forget");
        var kept = Served.hob(data, "", "unseed", rid, "--forget");
        assertThat(kept.status()).isEqualTo(1);
        assertThat(kept.err()).contains("kept as before: carol of this node wrote in it", "hob sync " + rid);
        assertThat(Served.hob(data, "", "doctor").ok()).contains("all is well: 1 repositories");
        assertThat(Served.hob(data, "", "unseed", rid, "--forget", "--anyway").ok())
                .isEqualTo(rid + " is forgotten");
        assertThat(Served.hob(data, "", "doctor").ok()).contains("all is well: 0 repositories");
        assertThat(Served.hob(data, "", "unseed", rid, "--forget").ok()).isEqualTo(rid + " is not here");
    }

    @Test
    void whoever_looks_after_the_node_finds_it_whole_and_keeps_it() throws Exception {
        var data = brought();
        assertThat(Served.hob(data, "", "doctor", "--deep").ok()).contains("all is well: 1 repositories");
        Served.hob(data, "", "rebuild").ok();
        assertThat(Served.hob(data, "", "doctor").ok()).contains("all is well");
        var backup = folder.resolve("backup").toString();
        Served.hob(data, "", "backup", backup).ok();
        var again = folder.resolve("again");
        Served.hob(again, "", "restore", backup).ok();
        assertThat(Served.hob(again, "", "doctor", "--deep").ok()).contains("all is well: 1 repositories");
    }
}
