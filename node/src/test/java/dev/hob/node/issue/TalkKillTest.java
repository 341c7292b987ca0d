package dev.hob.node.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.Change;
import dev.hob.node.refs.House;
import dev.hob.node.refs.KillCampaign;
import dev.hob.node.refs.Victim;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process in which sixteen people talk, at named points and at random moments, and looks at what is left.
class TalkKillTest {
    private static final List<String> POINTS = List.of("objects", "intent", "ref", "log", "signed", Victim.RANDOM);
    private static final int PASSES_MAX = 60;

    @TempDir
    Path folder;

    private final Set<String> acknowledged = new HashSet<>();
    private final Map<String, Integer> open = new HashMap<>();
    private int told;

    @Test
    void what_was_acknowledged_is_there_once_after_a_kill() throws Exception {
        var campaign =
                new KillCampaign(Talkers.class, POINTS, point -> point.equals("signed") ? 3 : PASSES_MAX, 1, 1_500, 20);
        String kills = campaign.run(folder, this::look);
        System.out.println(kills + ", " + told + " operations acknowledged, open intents by point: " + open);
    }

    private void look(KillCampaign.Kill kill) {
        if (kill.fresh()) acknowledged.clear();
        var lines = kill.lines().stream()
                .filter(line -> line.matches("(issue|comment) [0-9a-f]{40}"))
                .toList();
        acknowledged.addAll(lines);
        told += lines.size();
        open.merge(kill.point(), examine(kill.data(), acknowledged, kill.story()), Integer::sum);
    }

    /// Opens what is left as a boot does and compares. Gives how many intents were open.
    private static int examine(Path data, Set<String> acknowledged, String story) {
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
