package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.MasterKey;
import dev.hob.node.Node;
import dev.hob.node.cob.Evidence;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Speaker;
import dev.hob.node.people.RemoteAuthor;
import dev.hob.node.people.RemoteAuthors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What those say here who have an account on some other server, as the real `rad` sees it: a namespace like any other,
/// whose entries are by many.
class RemoteAuthorsRadicleTest {
    private static final String MIA = "https://social.example/users/mia";
    private static final String LUKE = "https://forge-b.example/u/luke";

    @TempDir
    Path folder;

    @AutoClose
    private final Land land = Land.here();

    @Test
    void rad_clones_reads_and_answers_what_remote_authors_said() throws Exception {
        var data = folder.resolve("hob");
        var place = land.among();
        try (var bob = Radicle.make(folder, "bob", land.among())) {
            String rid;
            ObjectId issue;
            try (var hob = Served.among(place, data)) {
                hob.account("alice");
                String token = hob.token("alice", "write:repository,write:issue,write:user");
                var tea = Git.init(folder.resolve("tea"), 2);
                tea.commit("kettle.txt", "on\n");
                post(hob, token, "/user/repos", "{\"name\":\"tea\",\"private\":false}");
                tea.ok("push", "-q", hob.remote("alice", token, "alice/tea"), "main");
                var match = Pattern.compile("rad:z[1-9A-HJ-NP-Za-km-z]+")
                        .matcher(Wire.ask(hob.url, "GET", "/api/v1/repos/alice/tea")
                                .body());
                assertThat(match.find()).isTrue();
                rid = match.group();
            }
            issue = said(data);
            try (var hob = Served.among(place, data)) {
                bob.start();
                bob.connect(hob.nid, hob.dialled);
                var there = Files.createDirectories(folder.resolve("at-bobs"));
                bob.rad(there, "clone", rid, "--scope", "all", "--seed", hob.nid)
                        .ok();
                assertThat(new Git(bob.storage(rid), 2).ok("fsck", "--strict")).isEmpty();
                assertThat(bob.rad("inspect", rid, "--sigrefs").ok().lines())
                        .allMatch(line -> line.endsWith(" parent"))
                        .hasSizeGreaterThanOrEqualTo(2);
                assertThat(bob.rad("issue", "list", "--repo", rid).ok()).contains("It leaks");
                String shown =
                        bob.rad("issue", "show", issue.name(), "--repo", rid).ok();
                assertThat(shown).contains("Since yesterday.", "Here too", "It is the spout");
                // He answers, it comes, and they answer him.
                bob.rad("issue", "comment", issue.name(), "--repo", rid, "--message", "Turn it round")
                        .ok();
                eventually(() -> page(hob).contains("Turn it round"), hob, bob);
            }
            again(data, issue);
            try (var hob = Served.among(place, data)) {
                // He comes back by himself.
                eventually(
                        () -> {
                            bob.rad("sync", rid, "--fetch", "--seed", hob.nid);
                            return bob.rad("issue", "show", issue.name(), "--repo", rid)
                                    .out()
                                    .contains("That helps");
                        },
                        hob,
                        bob);
                assertThat(hob.hob("", "doctor").ok()).contains("all is well");
                assertThat(hob.hob("", "rebuild").ok()).contains("1 issues");
                assertThat(page(hob)).contains("@mia@social.example", "That helps");
            }
        }
    }

    private static Node open(Path data) {
        return Node.open(
                data,
                DatabaseConfig.sqlite(data.resolve("hob.db")),
                MasterKey.open(data.resolve("master.key")),
                InstantSource.system());
    }

    private static RemoteAuthor author(Node node, String actor, String handle) {
        return node.people()
                .remote()
                .meet(new RemoteAuthors.Said(actor, handle, "", Optional.empty(), Optional.empty()));
    }

    private static Speaker.Guest by(RemoteAuthor author, int number) {
        return new Speaker.Guest(
                author,
                new Evidence(
                        author.actor() + "/" + number,
                        author.actor(),
                        Optional.of(author.actor() + "/notes/" + number),
                        "sha-256=:AAAA:",
                        author.actor() + "#main-key",
                        Instant.ofEpochSecond(1_772_532_000)));
    }

    /// An issue by one, a word of another, and alice's.
    private static ObjectId said(Path data) {
        try (var node = open(data)) {
            var tea = node.repos().find("alice", "tea").orElseThrow().repo();
            var mia = author(node, MIA, "mia@social.example");
            var luke = author(node, LUKE, "luke.with.a.very.long.name@forge-b.example");
            var issues = node.tracking().issues();
            var id = done(issues.open(tea, by(mia, 1), Issues.Opening.of("It leaks", "Since yesterday.")));
            done(issues.comment(tea, by(luke, 1), id, "Here too", Optional.empty(), List.of()));
            done(issues.comment(
                    tea,
                    node.people().find("alice").orElseThrow(),
                    id,
                    "It is the spout",
                    Optional.empty(),
                    List.of()));
            done(issues.react(tea, by(mia, 2), id, id, "👍", true));
            return id;
        }
    }

    private static void again(Path data, ObjectId issue) {
        try (var node = open(data)) {
            var tea = node.repos().find("alice", "tea").orElseThrow().repo();
            var mia = author(node, MIA, "mia@social.example");
            done(node.tracking().issues().comment(tea, by(mia, 3), issue, "That helps", Optional.empty(), List.of()));
        }
    }

    private static ObjectId done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).entry();
    }

    private static void post(Served hob, String token, String path, String body) throws IOException {
        Wire.post(
                hob.url,
                "/api/v1" + path,
                body.getBytes(UTF_8),
                "Authorization: token " + token,
                "Content-Type: application/json");
    }

    private static String page(Served hob) {
        try {
            return Wire.ask(hob.url, "GET", "/alice/tea/issues/1").body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void eventually(BooleanSupplier holds, Served hob, Radicle other) throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end)
                throw new AssertionError("it did not come; "
                        + Files.readString(hob.data.resolveSibling(hob.data.getFileName() + ".log"))
                        + Files.readString(other.log()));
            Thread.sleep(200);
        }
    }
}
