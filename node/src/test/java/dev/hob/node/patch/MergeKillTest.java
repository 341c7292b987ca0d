package dev.hob.node.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.IssueReading;
import dev.hob.node.issue.PatchState;
import dev.hob.node.refs.House;
import dev.hob.node.refs.KillCampaign;
import dev.hob.node.refs.Victim;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process in which pull requests are merged, at named points and at random moments: no branch has moved
/// without the operation that says so, and none says so without the branch.
class MergeKillTest {
    private static final List<String> POINTS =
            List.of("objects", "intent", "refs", "ref", "signed", "head", "log", Victim.RANDOM);
    private static final int PASSES_MAX = 40;

    @TempDir
    Path folder;

    private final Map<String, String> acknowledged = new HashMap<>();
    private int told;
    private int open;

    @Test
    void a_merge_is_there_with_its_record_or_not_at_all() throws Exception {
        String kills = new KillCampaign(Mergers.class, POINTS, PASSES_MAX).run(folder, this::look);
        System.out.println(kills + ", " + told + " merges acknowledged, " + open + " intents left open");
    }

    private void look(KillCampaign.Kill kill) throws IOException {
        if (kill.fresh()) acknowledged.clear();
        var lines = kill.lines().stream()
                .filter(line -> line.matches("[0-9a-f]{40} [0-9a-f]{40}"))
                .toList();
        for (String line : lines) acknowledged.put(line.substring(0, 40), line.substring(41));
        told += lines.size();
        open += Victim.openIntents(kill.data());
        examine(kill.data(), acknowledged, kill.story());
    }

    private static void examine(Path data, Map<String, String> acknowledged, String story) throws IOException {
        try (var house = new House(data)) {
            var repo = house.repository("tea");
            var node = house.node;
            assertThat(node.intents().open()).as(story).isEmpty();
            var merged = new HashMap<String, String>();
            for (int from = 0; ; from += IssueReading.LIST_MAX) {
                var page = node.tracking()
                        .reading()
                        .list(repo.rid(), IssueQuery.parse("is:pr sort:oldest"), from, IssueReading.LIST_MAX);
                if (page.isEmpty()) break;
                for (var issue : page) {
                    var patch =
                            node.pulls().reading().find(repo.rid(), issue.id()).orElseThrow();
                    assertThat(patch.merged().isPresent()).as(story).isEqualTo(patch.state() == PatchState.MERGED);
                    patch.merged()
                            .ifPresent(it ->
                                    merged.put(issue.id().name(), it.commit().name()));
                }
            }
            assertThat(merged).as(story + ": acknowledged").containsAllEntriesOf(acknowledged);
            assertThat(merges(house)).as(story + ": on the branch").isEqualTo(new HashSet<>(merged.values()));
            assertThat(node.tracking().cache().examine(repo))
                    .as(story + ": in git")
                    .isEmpty();
            node.lateSigning().flush();
            assertThat(node.refs().examine(repo)).as(story + ": signed").isEmpty();
        }
    }

    /// The merge commits of the branch, which are its own line.
    private static Set<String> merges(House house) throws IOException {
        var repo = house.repository("tea");
        var found = new HashSet<String>();
        var tip = house.node.refs().view(repo).headId();
        if (tip.isEmpty()) return found;
        try (var git = house.node.storage().open(repo.rid());
                var walk = new RevWalk(git)) {
            for (ObjectId at = tip.get(); ; ) {
                var commit = walk.parseCommit(at);
                if (commit.getParentCount() == 2) found.add(commit.name());
                if (commit.getParentCount() == 0) return found;
                at = commit.getParent(0);
            }
        }
    }
}
