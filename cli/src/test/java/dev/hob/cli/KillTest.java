package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a node while it is pushed to, at named points and at random moments, and looks at what is left.
/// `-Dhob.kills=200` makes it a campaign, `-Dhob.seed=…` repeats one.
class KillTest {
    private static final int PUSHERS = 3;
    private static final List<String> POINTS = List.of("intent", "objects", "refs", "log", "answer");

    @TempDir
    Path folder;

    @Test
    void what_was_acknowledged_is_there_after_a_kill() throws IOException, InterruptedException {
        int kills = Integer.getInteger("hob.kills", 7);
        long seed = Long.getLong("hob.seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        var data = folder.resolve("data");
        var told = new LinkedHashMap<String, Integer>();
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        Served.hob(data, Served.PASSWORD, "user", "create", "alice", "--email", "a@example.org", "--password-stdin")
                .ok();
        String token = Served.hob(data, "", "token", "create", "alice", "--scopes", "write:repository")
                .ok();
        var gits = new ArrayList<Git>();
        for (int i = 0; i < PUSHERS; i++) {
            gits.add(Git.init(folder.resolve("work" + i), 2));
            gits.get(i).commit("first.txt", "first " + i);
        }
        for (int kill = 0; kill < kills; kill++) {
            String point =
                    kill % (POINTS.size() + 1) < POINTS.size() ? POINTS.get(kill % (POINTS.size() + 1)) : "random";
            String[] options = point.equals("random")
                    ? new String[0]
                    : new String[] {"-Dhob.kill=" + point + ":" + random.nextInt(1, 7)};
            String story = "seed " + seed + ", kill " + kill + " at " + String.join("", options) + point;
            var node = Served.start(data, options);
            var dead = new AtomicBoolean();
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < PUSHERS; i++) {
                int pusher = i;
                threads.add(Thread.ofVirtual()
                        .start(() -> push(node, gits.get(pusher), token, pusher, acknowledged, dead)));
            }
            if (point.equals("random")) {
                Thread.sleep(random.nextInt(100, 1500));
                node.kill();
            } else assertThat(node.waitFor()).as(story).isEqualTo(137);
            dead.set(true);
            for (var thread : threads) thread.join();
            told.merge(point, 1, Integer::sum);

            try (var after = Served.start(data)) {
                after.hob("", "doctor").ok();
                for (int i = 0; i < PUSHERS; i++) examine(after, gits.get(i), token, i, acknowledged, story);
            }
        }
        System.out.println(
                "killed, by point: " + told + ", seed " + seed + ", pushes acknowledged: " + acknowledged.size());
    }

    private static String path(int pusher) {
        return "alice/work" + pusher;
    }

    private static void push(
            Served node, Git git, String token, int pusher, Map<String, String> acknowledged, AtomicBoolean dead) {
        for (int n = 0; n < 200 && !dead.get(); n++) {
            try {
                String commit = git.commit("n.txt", "push " + System.nanoTime());
                String branch = "refs/heads/b" + commit.substring(0, 12);
                if (git.call(
                                        "push",
                                        "-q",
                                        "--atomic",
                                        node.remote("alice", token, path(pusher)),
                                        commit + ":refs/heads/main",
                                        commit + ":" + branch)
                                .status()
                        == 0) {
                    acknowledged.put(path(pusher) + " " + branch, commit);
                    acknowledged.put(path(pusher), commit);
                } else if (!node.handle().isAlive()) return;
            } catch (IOException e) {
                throw new AssertionError("cannot commit", e);
            }
        }
    }

    private static void examine(
            Served node, Git git, String token, int pusher, Map<String, String> acknowledged, String story) {
        var listing = git.call("ls-remote", node.remote("alice", token, path(pusher)));
        if (!acknowledged.containsKey(path(pusher)) && listing.status() != 0) return; // The first push did not arrive.
        var refs = listing.ok();
        acknowledged.forEach((key, commit) -> {
            if (key.startsWith(path(pusher) + " "))
                assertThat(refs).as(story).contains(commit + "\t" + key.substring(key.indexOf(' ') + 1));
        });
        // An atomic push moved main and a branch of its own: half of it must never be seen.
        refs.lines()
                .filter(line -> line.endsWith("\trefs/heads/main"))
                .map(line -> line.substring(0, 40))
                .forEach(main -> assertThat(refs).as(story).contains(main + "\trefs/heads/b" + main.substring(0, 12)));
    }
}
