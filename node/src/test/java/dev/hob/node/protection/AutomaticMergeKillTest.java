package dev.hob.node.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.IssueReading;
import dev.hob.node.issue.PatchState;
import dev.hob.node.patch.Patch;
import dev.hob.node.refs.House;
import dev.hob.node.refs.KillCampaign;
import dev.hob.node.refs.Victim;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process in which merges wait for a check, at named points and at random moments. After the next start every
/// one whose check went well is merged, once; every other that was asked for still waits; and nothing is merged whose
/// check did not say so.
class AutomaticMergeKillTest {
    private static final List<String> POINTS =
            List.of("intent", "refs", "log", "objects", "ref", "head", Victim.RANDOM, Victim.RANDOM);
    private static final int PASSES_MAX = 60;

    @TempDir
    Path folder;

    private final Set<String> said = new HashSet<>();
    private int asked;
    private int good;
    private int late;

    @Test
    void what_was_asked_for_comes_about_once_whenever_the_process_ends() throws Exception {
        String kills = new KillCampaign(Waiters.class, POINTS, PASSES_MAX).run(folder, this::look);
        System.out.println(kills + ", " + asked + " merges asked for, " + good + " of them ready before a kill, " + late
                + " merged after the next start");
    }

    private void look(KillCampaign.Kill kill) throws IOException {
        if (kill.fresh()) said.clear();
        var lines = kill.lines().stream()
                .filter(line -> line.matches("(asked|good|bad) [0-9a-f]{40}"))
                .toList();
        said.addAll(lines);
        asked += (int) lines.stream().filter(it -> it.startsWith("asked")).count();
        good += (int) lines.stream().filter(it -> it.startsWith("good")).count();
        late += examine(kill.data(), said, kill.story());
    }

    /// How many were merged only now.
    private static int examine(Path data, Set<String> said, String story) throws IOException {
        try (var house = new House(data)) {
            var repo = house.repository("tea");
            var node = house.node;
            assertThat(node.intents().open()).as(story).isEmpty();
            int before = merged(house, repo).size();
            node.protection().automatic().catchUp();
            for (var patch : all(house, repo)) {
                String id = patch.id().name();
                boolean good = node.protection().statuses().newest(repo, patch.head()).stream()
                        .anyMatch(it -> it.context().equals(Waiters.CHECK) && it.state() == StatusState.SUCCESS);
                boolean waits =
                        node.protection().automatic().of(repo, patch.id()).isPresent();
                boolean isMerged = patch.state() == PatchState.MERGED;
                String told = story + ", " + id;
                if (said.contains("good " + id))
                    assertThat(good).as(told + ": the report is kept").isTrue();
                if (said.contains("bad " + id))
                    assertThat(isMerged).as(told + ": its check failed").isFalse();
                if (isMerged) {
                    assertThat(good)
                            .as(told + ": nothing is merged before its check")
                            .isTrue();
                    assertThat(waits)
                            .as(told + ": what is merged waits no more")
                            .isFalse();
                }
                if (said.contains("asked " + id)) {
                    assertThat(isMerged)
                            .as(told + ": merged, since its check is good")
                            .isEqualTo(good);
                    assertThat(waits)
                            .as(told + ": waits, since it is not merged")
                            .isEqualTo(!isMerged);
                }
            }
            var now = merged(house, repo);
            assertThat(merges(house, repo)).as(story + ": on the branch").containsExactlyInAnyOrderElementsOf(now);
            assertThat(node.tracking().cache().examine(repo))
                    .as(story + ": in git")
                    .isEmpty();
            node.lateSigning().flush();
            assertThat(node.refs().examine(repo)).as(story + ": signed").isEmpty();
            return now.size() - before;
        }
    }

    private static List<Patch> all(House house, Repo repo) {
        var found = new ArrayList<Patch>();
        for (int from = 0; ; from += IssueReading.LIST_MAX) {
            var page = house.node
                    .tracking()
                    .reading()
                    .list(repo.rid(), IssueQuery.parse("is:pr sort:oldest"), from, IssueReading.LIST_MAX);
            if (page.isEmpty()) return found;
            for (var issue : page)
                found.add(house.node
                        .pulls()
                        .reading()
                        .find(repo.rid(), issue.id())
                        .orElseThrow());
        }
    }

    private static List<String> merged(House house, Repo repo) {
        return all(house, repo).stream()
                .flatMap(it -> it.merged().stream())
                .map(it -> it.commit().name())
                .toList();
    }

    /// The merge commits of the branch, which are its own line.
    private static List<String> merges(House house, Repo repo) throws IOException {
        var found = new ArrayList<String>();
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
