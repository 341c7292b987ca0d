package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a node while it is pushed to and while repositories are made, described and deleted, at named points and at
/// random moments, and looks at what is left. `-Dhob.kills=200` makes it a campaign, `-Dhob.seed=…` repeats one.
class KillTest {
    /// Where a process can die (see `Probe`), and at which pass of the point at the latest.
    private record Point(String name, int passes) {}

    /// Milliseconds instead of passes.
    private static final Point RANDOM = new Point("random", 2_500);

    private static final List<Point> POINTS = List.of(
            new Point("intent", 6),
            new Point("pack", 12),
            new Point("objects", 6),
            new Point("ref", 24),
            new Point("signed", 6),
            new Point("log", 6),
            new Point("answer", 6),
            new Point("fresh", 3),
            new Point("folder", 3),
            new Point("edit", 3),
            new Point("identity", 3),
            new Point("deletion", 3),
            new Point("gone", 3),
            RANDOM);
    private static final int KILLS_FOR_EACH_SET_OF_REPOSITORIES = 24;

    @TempDir
    Path folder;

    @Test
    void what_was_acknowledged_is_there_after_a_kill_and_nothing_half_done() throws IOException, InterruptedException {
        int kills = Integer.getInteger("hob.kills", POINTS.size());
        long seed = Long.getLong("hob.seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        try (var campaign = new Campaign(folder)) {
            for (int kill = 0; kill < kills; kill++) {
                var point = POINTS.get(kill % POINTS.size());
                int passes = random.nextInt(1, point.passes() + 1);
                String story = "seed " + seed + ", kill " + kill + " at " + point.name() + ":" + passes;
                if (kill % KILLS_FOR_EACH_SET_OF_REPOSITORIES == 0) campaign.turnToFreshRepositories();
                if (point.equals(RANDOM)) campaign.killAfter(point.name(), passes, story);
                else campaign.killAt(point.name(), passes, story);
            }
            campaign.end("seed " + seed + ", at the end");
            System.out.println(campaign.tally().report(seed));
            assertThat(campaign.tally().kills()).isEqualTo(kills);
        }
    }
}
