package dev.hob.node.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.Change;
import dev.hob.node.refs.House;
import dev.hob.node.refs.Victim;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process in which sixteen people talk, at named points and at random moments, and looks at what is left.
/// `-Dhob.kills=100` makes it a campaign, `-Dhob.seed=…` repeats one.
class TalkKillTest {
    private static final List<String> POINTS = List.of("objects", "intent", "ref", "log", "signed", Victim.RANDOM);
    private static final int PASSES_MAX = 60;
    private static final int MILLIS_MAX = 1_500;
    private static final int KILLS_FOR_EACH_FOLDER = 20;

    @TempDir
    Path folder;

    @Test
    void what_was_acknowledged_is_there_once_after_a_kill() throws Exception {
        int kills = Integer.getInteger("hob.kills", POINTS.size());
        long seed = Long.getLong("hob.seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        var acknowledged = new HashSet<String>();
        var open = new HashMap<String, Integer>();
        int told = 0;
        for (int kill = 0; kill < kills; kill++) {
            var data = folder.resolve("data-" + kill / KILLS_FOR_EACH_FOLDER);
            if (kill % KILLS_FOR_EACH_FOLDER == 0) acknowledged.clear();
            String point = POINTS.get(kill % POINTS.size());
            int passes = random.nextInt(1, point.equals("signed") ? 3 : PASSES_MAX);
            String story = "seed " + seed + ", kill " + kill + " at " + point + ":" + passes;
            var lines = Victim.work(Talkers.class, data, point, passes, random.nextInt(1, MILLIS_MAX), story).stream()
                    .filter(line -> line.matches("(issue|comment) [0-9a-f]{40}"))
                    .toList();
            acknowledged.addAll(lines);
            told += lines.size();
            int intents = examine(data, acknowledged, story);
            open.merge(point, intents, Integer::sum);
        }
        System.out.println("seed " + seed + ": " + kills + " kills, " + told
                + " operations acknowledged, open intents by point: " + open);
    }

    /// Opens what is left as a boot does and compares. Gives how many intents were open.
    private static int examine(Path data, java.util.Set<String> acknowledged, String story) {
        int intents = Victim.openIntents(data);
        try (var house = new House(data)) {
            var repo = house.repository("tea");
            var node = house.node;
            assertThat(node.intents().open()).as(story).isEmpty();
            Map<String, Integer> logged = new HashMap<>();
            long position = 0;
            for (var entries = node.log().after(0, 1_000);
                    !entries.isEmpty();
                    entries = node.log().after(position, 1_000)) {
                for (var entry : entries) {
                    position = entry.position();
                    switch (entry.change()) {
                        case Change.IssueOpened change -> logged.merge("issue " + change.issue(), 1, Integer::sum);
                        case Change.IssueCommented change ->
                            logged.merge("comment " + change.comment(), 1, Integer::sum);
                        default -> {}
                    }
                }
            }
            assertThat(logged.values()).as(story + ": once each").allMatch(count -> count == 1);
            assertThat(logged.keySet()).as(story + ": in the log").containsAll(acknowledged);
            var said = new HashSet<String>();
            var reading = node.tracking().reading();
            var talks = node.tracking().talks();
            var numbers = new HashSet<Long>();
            for (int from = 0; ; from += IssueReading.LIST_MAX) {
                var page = reading.list(repo.rid(), IssueQuery.parse("sort:oldest"), from, IssueReading.LIST_MAX);
                if (page.isEmpty()) break;
                for (var issue : page) {
                    said.add("issue " + issue.id().name());
                    assertThat(numbers.add(issue.number())).as(story).isTrue();
                    talks.history(repo.rid(), issue.id(), 0, 100_000)
                            .forEach(line -> said.add("comment " + line.entry().name()));
                }
            }
            assertThat(said).as(story + ": in the rows").isEqualTo(logged.keySet());
            assertThat(node.tracking().cache().examine(repo))
                    .as(story + ": in git")
                    .isEmpty();
            node.lateSigning().flush();
            assertThat(node.refs().examine(repo)).as(story + ": signed").isEmpty();
        }
        return intents;
    }
}
