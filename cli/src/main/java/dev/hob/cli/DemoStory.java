package dev.hob.cli;

import static dev.hob.cli.DemoPerson.OURS;
import static dev.hob.cli.DemoPerson.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Repo;
import dev.hob.p2p.net.Peers;
import dev.hob.p2p.protocol.Scope;
import dev.hob.web.html.Urls;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What is played: bob meets alice's repository, and what he made becomes a part of it. Nobody has an account on both
/// nodes. Used by one thread.
final class DemoStory implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FILE = "steep.txt";
    private static final String PULL = "/repos/alice/tea/pulls/2";

    private final DemoStage stage;
    private final Terminal terminal;
    private final CountDownLatch ended;
    private final DemoPerson alice;
    private final DemoPerson bob;
    /// How bob calls her repository, and where it is.
    private final String handle;

    private final String address;
    private int step;

    DemoStory(DemoStage stage, Terminal terminal, CountDownLatch ended) {
        this.stage = stage;
        this.terminal = terminal;
        this.ended = ended;
        this.alice = new DemoPerson(stage.hers(), ended);
        this.bob = new DemoPerson(stage.his(), ended);
        this.handle = "@alice.tea@" + stage.hers().url().getAuthority();
        this.address = alice.at("/alice/tea");
    }

    /// Plays all of it, or until somebody ends it.
    void tell() throws IOException, InterruptedException {
        try {
            opens();
            follows();
            issue();
            fork();
            offer();
            review();
            revision();
            merge();
            copy();
        } catch (DemoPerson.EndedException _) {
            terminal.err("Ended.");
        }
    }

    /// A step: what happens, and where to look at it.
    private void told(String what, String link) {
        step++;
        terminal.out("%2d  %s%n    %s".formatted(step, what, link));
    }

    private String text(String id) {
        return bob.at(Urls.query("/-/elsewhere/text", "it", id));
    }

    private void opens() throws IOException, InterruptedException {
        alice.does(
                "/user/repos",
                fields().put("name", "tea")
                        .put("description", "All about tea")
                        .put("auto_init", true)
                        .put("private", false));
        told("alice has a repository on her node.", address);
        // A look makes it known; whoever comes by the search box does the same.
        bob.does(OURS + "/star", target(address));
        told("bob finds it from his node, and gives it a star.", bob.at("/" + Urls.path(handle)));
    }

    private static ObjectNode target(String what) {
        return fields().put("target", what);
    }

    private void follows() throws IOException, InterruptedException {
        bob.does(OURS + "/follow", target(handle));
        bob.awaits(
                "he may follow",
                OURS + "/following",
                it -> it.path(0).path("state").asText().equals("accepted"));
        told("He follows it: what happens there comes to him.", bob.at("/-/elsewhere/following"));
    }

    private void issue() throws IOException, InterruptedException {
        bob.does(
                OURS + "/issues", target(handle).put("title", "Tea is weak").put("body", "It *is*, after one minute."));
        alice.awaits("the issue is there", "/repos/alice/tea/issues", it -> it.size() == 1);
        alice.does("/repos/alice/tea/issues/1/comments", fields().put("body", "How long do you steep it?"));
        String issue = bob.awaits(
                        "it was taken",
                        OURS + "/written",
                        it -> it.path(0).path("state").asText().equals("accepted"))
                .path(0)
                .path("issue")
                .asText();
        bob.awaits("he hears of it", OURS + "/heard", it -> says(it, "How long do you steep it?"));
        told("He opens an issue there, and alice answers.", alice.at("/alice/tea/issues/1"));
        told("He reads the answer at home.", text(issue));
    }

    private static boolean says(JsonNode heard, String text) {
        return heard.toString().contains(text);
    }

    private void fork() throws IOException, InterruptedException {
        bob.does(OURS + "/forks", fields().put("from", handle));
        bob.awaits("the fork is whole", OURS + "/forks/bob/tea", it -> it.path("state")
                .asText()
                .equals("done"));
        bob.writes(FILE, "five minutes\n", "steep", true, "Steep it for five minutes");
        told("He forks it to his node, and writes on a branch.", bob.at("/bob/tea/src/branch/steep"));
    }

    private String offered = "";

    private void offer() throws IOException, InterruptedException {
        offered = OURS + "/pulls/"
                + bob.does(
                                OURS + "/pulls",
                                fields().put("repository", "bob/tea")
                                        .put("head", "steep")
                                        .put("title", "Steep it for five minutes")
                                        .put("body", "Closes #1"))
                        .path("id")
                        .asText();
        bob.awaits("it was taken", offered, it -> it.path("state").asText().equals("open"));
        told(
                "He offers the branch to her repository: a pull request, under his name at his node.",
                alice.at("/alice/tea/pulls/2"));
        told("What became of what he offered is listed at home.", bob.at("/-/elsewhere/offered"));
    }

    private void review() throws IOException, InterruptedException {
        String head = alice.sees(PULL).path("head").path("sha").asText();
        var review = fields().put("event", "REQUEST_CHANGES")
                .put("body", "That is rather long.")
                .put("commit_id", head);
        review.putArray("comments")
                .addObject()
                .put("path", FILE)
                .put("new_position", 1)
                .put("body", "Would four do?");
        alice.does(PULL + "/reviews", review);
        var heard = bob.awaits("he hears of the review", OURS + "/heard", it -> says(it, "Would four do?"));
        told("alice reviews it, and asks for a change.", alice.at("/alice/tea/pulls/2/files"));
        String remark = "";
        for (var line : heard)
            if (says(line, "Would four do?")) remark = line.path("id").asText();
        bob.does(OURS + "/comments", target(remark).put("body", "It would."));
        bob.awaits(
                "his answer was taken",
                OURS + "/written",
                it -> it.path(0).path("state").asText().equals("accepted"));
        told("He reads her remark at home, and answers it.", text(remark));
    }

    private void revision() throws IOException, InterruptedException {
        String sha = bob.sees("/repos/bob/tea/contents/" + FILE + "?ref=steep")
                .path("sha")
                .asText();
        var change = fields().put("content", "Zm91ciBtaW51dGVzCg==")
                .put("sha", sha)
                .put("branch", "steep")
                .put("message", "Four minutes");
        bob.does("PUT", "/repos/bob/tea/contents/" + FILE, change);
        String head = bob.sees("/repos/bob/tea/branches/steep")
                .path("commit")
                .path("id")
                .asText();
        alice.awaits(
                "the new commit is there",
                PULL,
                it -> it.path("head").path("sha").asText().equals(head));
        told("He pushes to his branch: the pull request has a new revision.", alice.at("/alice/tea/pulls/2/revisions"));
    }

    private void merge() throws IOException, InterruptedException {
        alice.does(PULL + "/merge", fields().put("Do", "merge"));
        bob.awaits("he hears that it is merged", offered, it -> it.path("state")
                .asText()
                .equals("merged"));
        alice.awaits("the issue is closed", "/repos/alice/tea/issues/1", it -> it.path("state")
                .asText()
                .equals("closed"));
        told("alice merges it, and the issue is closed with it.", alice.at("/alice/tea/src/branch/main/" + FILE));
        told("bob hears of that, too.", bob.at("/-/elsewhere"));
    }

    /// The same commits by the other road, from peer to peer.
    private void copy() throws IOException, InterruptedException {
        var here = stage.his().running().house();
        var there = stage.hers().running().house();
        if (here.peers().isEmpty() || there.peers().isEmpty())
            throw new AssertionError("both nodes have been told to meet peers");
        var rid = new RepoId(alice.sees("/repos/alice/tea").path("rid").asText());
        keep(here.peers().get(), there.peers().get(), rid);
        long end = System.nanoTime() + PATIENCE.toNanos();
        var kept = kept(here, rid);
        while (kept.isEmpty() && System.nanoTime() < end && ended.getCount() > 0) {
            TimeUnit.MILLISECONDS.sleep(100);
            kept = kept(here, rid);
        }
        if (kept.isEmpty()) throw new CommandException("bob's node never got a copy of alice/tea");
        told(
                "bob's node keeps a whole copy of alice/tea, fetched from peer to peer: it stays when hers is gone.",
                bob.at("/" + Urls.path(kept.get().path())));
    }

    private static Optional<Repo> kept(House house, RepoId rid) {
        return house.node().repos().project(rid);
    }

    private static void keep(Peers here, Peers there, RepoId rid) throws InterruptedException {
        try {
            var address = there.address().orElseThrow(() -> new AssertionError("it listens"));
            here.connect(there.self(), address, true)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .ifPresent(told -> {
                        throw new CommandException("the nodes do not meet as peers: " + told);
                    });
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandException("the nodes do not meet as peers: " + e.getMessage(), e);
        }
        here.seed(rid, Scope.ALL).ifPresent(told -> {
            throw new CommandException(told);
        });
    }

    @Override
    public void close() {
        alice.close();
        bob.close();
    }
}
