package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.RefMove;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// A node that is killed again and again while four people push to two repositories and a fifth makes, describes and
/// deletes others. Whenever it is ready again, everything in its folder is compared with what it had acknowledged.
final class Campaign implements AutoCloseable {
    private static final int REPOSITORIES = 2;
    private static final int PUSHERS = 4;
    private static final int KILLED = 137;
    private static final int LOOKS_MAX = 50;
    private static final int LOOK_MILLIS = 200;
    private static final Duration TIDY_WITHIN = Duration.ofSeconds(60);

    private final Path folder;
    private final Path data;
    private final String token;
    private final Maker maker;
    private final Tally tally = new Tally();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Pusher> everybody = new ArrayList<>();
    private List<Pusher> pushers = List.of();
    private int turns;

    Campaign(Path folder) throws IOException {
        this.folder = folder;
        this.data = folder.resolve("data");
        Files.createDirectory(folder.resolve("copies"));
        Served.hob(data, Served.PASSWORD, "user", "create", "alice", "--email", "a@example.org", "--password-stdin")
                .ok();
        this.token = Served.hob(data, "", "token", "create", "alice", "--scopes", "write:repository")
                .ok();
        this.maker = new Maker(token);
    }

    Tally tally() {
        return tally;
    }

    /// Gives the pushers new repositories, which their first pushes make.
    void turnToFreshRepositories() throws IOException {
        turns++;
        var next = new ArrayList<Pusher>();
        for (int i = 0; i < PUSHERS; i++)
            next.add(new Pusher(
                    folder.resolve("work-" + turns + "-" + i), "tea-" + turns + "-" + i % REPOSITORIES, "p" + i));
        pushers = List.copyOf(next);
        everybody.addAll(next);
    }

    /// Lets a node die when it comes to a point for the so-manieth time. That may be while it boots, when it finishes
    /// what the kill before left.
    void killAt(String point, int passes, String story) throws IOException, InterruptedException {
        Served node;
        try {
            node = Served.start(data, "-Dhob.kill=" + point + ":" + passes);
        } catch (Served.Died died) {
            assertThat(died.status()).as(story).isEqualTo(KILLED);
            tally.killed(point, openIntents(), true);
            return;
        }
        try (node) {
            examine(story + ", before", pushers);
            var working = work(node);
            assertThat(node.waitFor()).as(story).isEqualTo(KILLED);
            finish(working);
        }
        tally.killed(point, openIntents(), false);
    }

    /// Kills a node after a while.
    void killAfter(String name, int millis, String story) throws IOException, InterruptedException {
        try (var node = Served.start(data)) {
            examine(story + ", before", pushers);
            var working = work(node);
            Thread.sleep(millis);
            node.kill();
            finish(working);
        }
        tally.killed(name, openIntents(), false);
    }

    /// Examines everything that was ever made, by the doctor too.
    void end(String story) throws IOException, InterruptedException {
        try (var node = Served.start(data)) {
            examine(story, everybody);
            node.hob("", "doctor", "--deep").ok();
            for (var pusher : everybody)
                assertThat(Remains.below(listed(node, pusher.repo), "refs/"))
                        .as(story)
                        .containsAllEntriesOf(Remains.below(pusher.state(), "refs/"));
        }
        for (var pusher : everybody) tally.acknowledged(pusher.acknowledged());
    }

    private Map<String, String> listed(Served node, String repo) {
        var refs = new TreeMap<String, String>();
        new Git(folder, 2)
                .ok("ls-remote", "--refs", node.remote("alice", token, "alice/" + repo))
                .lines()
                .forEach(line -> refs.put(line.substring(41), line.substring(0, 40)));
        return refs;
    }

    private List<Future<?>> work(Served node) {
        var working = new ArrayList<Future<?>>();
        for (var pusher : pushers)
            working.add(threads.submit(
                    () -> pusher.run(node, node.remote("alice", token, "alice/" + pusher.repo), () -> false)));
        working.add(threads.submit(() -> maker.run(node, () -> false)));
        return working;
    }

    private static void finish(List<Future<?>> working) throws InterruptedException {
        for (var future : working) {
            try {
                future.get();
            } catch (ExecutionException e) {
                throw new AssertionError("somebody who worked met what must not be", e.getCause());
            }
        }
    }

    private int openIntents() throws IOException {
        return Remains.openIntents(data, folder.resolve("copies"));
    }

    /// Compares a node that is ready and idle with what was acknowledged.
    private void examine(String story, List<Pusher> about) throws IOException, InterruptedException {
        try (var remains = new Remains(data)) {
            assertThat(remains.intents()).as(story + ": open intents").isZero();
            assertThat(leftovers(remains)).as(story + ": left over").isEmpty();
            var rows = remains.repositories();
            assertThat(remains.folders())
                    .as(story + ": folders")
                    .containsExactlyInAnyOrderElementsOf(
                            rows.stream().map(row -> row.rid().folder()).toList());
            examineMade(remains, rows, story);
            var pushes = remains.pushes();
            for (var row : rows) {
                var here = about.stream()
                        .filter(pusher -> pusher.repo.equals(row.name()))
                        .toList();
                if (!here.isEmpty())
                    examine(remains, row, here, pushes.getOrDefault(row.id(), List.of()), story + ", " + row.name());
            }
            for (var pusher : about)
                if (rows.stream().noneMatch(row -> row.name().equals(pusher.repo)))
                    assertThat(pusher.accept(Map.of()))
                            .as(story + ": " + pusher.repo)
                            .contains(List.of());
        }
    }

    /// What the node's own maintenance works with goes again; what stays belongs to a dead one.
    private static List<String> leftovers(Remains remains) throws IOException, InterruptedException {
        var staying = new ArrayList<>(remains.leftovers());
        for (int i = 0; i < LOOKS_MAX && !staying.isEmpty(); i++) {
            Thread.sleep(LOOK_MILLIS);
            staying.retainAll(remains.leftovers());
        }
        return staying;
    }

    /// Repositories that were made and deleted: there or not as was said, and once in the log.
    private void examineMade(Remains remains, List<Remains.Row> rows, String story) {
        var shown = new TreeMap<String, String>();
        var told = remains.lines("repository.described");
        for (var row : rows) {
            if (!row.name().startsWith("made-")) continue;
            shown.put(row.name(), row.description());
            String about = story + ", " + row.name();
            assertThat(told.getOrDefault(row.id(), 0L))
                    .as(about + ": described")
                    .isEqualTo(row.description().isEmpty() ? 0 : 1);
            assertThat(remains.project(row).path("description").asText())
                    .as(about + ": identity")
                    .isEqualTo(row.description());
            assertThat(remains.signed(row)).as(about).isEqualTo(remains.owned(row));
        }
        assertThat(maker.objection(shown)).as(story).isEmpty();
        var created = remains.lines("repository.created");
        var deleted = remains.lines("repository.deleted");
        assertThat(created.values()).as(story + ": made once").allMatch(count -> count == 1);
        assertThat(deleted.values()).as(story + ": deleted once").allMatch(count -> count == 1);
        var expected = new TreeSet<>(deleted.keySet());
        for (var row : rows)
            assertThat(expected.add(row.id())).as(story + ": deleted and there").isTrue();
        assertThat(created.keySet()).as(story + ": made").containsExactlyInAnyOrderElementsOf(expected);
    }

    /// Maintenance looks at each folder a moment after a start, and replaces packs file by file.
    private static List<String> garbage(Remains remains, Remains.Row row) {
        long end = System.nanoTime() + TIDY_WITHIN.toNanos();
        var garbage = remains.garbage(row.rid());
        while (!garbage.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            garbage = remains.garbage(row.rid());
        }
        return garbage;
    }

    private void examine(
            Remains remains, Remains.Row row, List<Pusher> here, List<List<RefMove>> pushes, String story) {
        var owned = remains.owned(row);
        assertThat(remains.signed(row)).as(story + ": signed").isEqualTo(owned);
        var shown = Remains.shown(remains.refs(row.rid()));
        assertThat(shown).as(story + ": canonical").isEqualTo(Remains.shown(owned));
        assertThat(Remains.fold(pushes)).as(story + ": by the log").isEqualTo(shown);
        assertThat(garbage(remains, row)).as(story).isEmpty();

        var expected = new ArrayList<List<RefMove>>();
        for (var pusher : here) {
            var mine = new TreeMap<>(shown);
            mine.keySet().removeIf(name -> !pusher.owns(name));
            boolean waited = pusher.awaitsAnswer();
            var answered = pusher.accept(mine);
            assertThat(answered)
                    .as(story + ": " + pusher.prefix + " is shown " + mine + " and had " + pusher.story())
                    .isPresent();
            if (waited) tally.unanswered(pusher.keptUnanswered());
            answered.orElseThrow().forEach(push -> expected.add(push.moves()));
        }
        assertThat(pushes).as(story + ": the log").containsExactlyInAnyOrderElementsOf(expected);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        maker.close();
        everybody.forEach(Pusher::close);
    }
}
