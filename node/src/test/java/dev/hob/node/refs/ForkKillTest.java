package dev.hob.node.refs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that makes forks and lets them go, at named points and at random moments: no half fork after
/// a boot, and what was told is so.
class ForkKillTest {
    private static final List<String> POINTS = List.of(
            "fork intent",
            "fork refs",
            "fork signed",
            "fork log",
            "copy objects",
            "copy folder",
            "copy log",
            "detached",
            "cleared",
            "deletion",
            "gone",
            Victim.RANDOM);
    private static final int PASSES_MAX = 6;

    @TempDir
    Path folder;

    private int told;
    private int open;

    @Test
    void a_fork_is_there_or_not_at_all() throws Exception {
        var campaign = new KillCampaign(Forkers.class, POINTS, _ -> PASSES_MAX, 1_000, 4_000, 12);
        String kills = campaign.run(folder, this::look);
        System.out.println(kills + ", " + told + " deeds told, " + open + " intents left open");
    }

    private void look(KillCampaign.Kill kill) throws IOException {
        told += kill.lines().size();
        open += Victim.openIntents(kill.data());
        examine(kill.data(), kill.lines(), kill.story());
    }

    private static void examine(Path data, List<String> lines, String story) throws IOException {
        var made = new HashSet<String>();
        var gone = new HashSet<String>();
        for (String line : lines) {
            String id = line.substring(line.indexOf(' ') + 1);
            if (line.startsWith("made ")) made.add(id);
            if (line.startsWith("gone ")) gone.add(id);
        }
        try (var house = new House(data)) {
            var node = house.node;
            assertThat(node.intents().open()).as(story).isEmpty();
            node.lateSigning().flush();
            var all = node.repos().all();
            var ids = all.stream().map(repo -> repo.id().value()).collect(Collectors.toSet());
            assertThat(ids).as(story + ": deleted").noneMatch(gone::contains);
            made.removeAll(gone);
            // Only the last of them may have been on its way out.
            assertThat(made.stream().filter(id -> !ids.contains(id)).count())
                    .as(story + ": made and not there")
                    .isLessThanOrEqualTo(1);
            assertThat(node.storage().all())
                    .as(story + ": folders")
                    .containsExactlyInAnyOrderElementsOf(
                            all.stream().map(repo -> repo.rid()).collect(Collectors.toSet()));
            for (var repo : all) {
                assertThat(node.refs().examine(repo)).as(story).isEmpty();
                assertThat(node.namespaceCheck().examine(repo)).as(story).isEmpty();
                var shown = node.repos().of(repo.rid()).stream()
                        .map(it -> Repos.namespace(it.namespace()))
                        .toList();
                try (var git = node.storage().open(repo.rid())) {
                    for (var ref : git.getRefDatabase().getRefsByPrefix(Repos.NAMESPACES))
                        if (ref.getName().contains("/refs/heads/"))
                            assertThat(shown)
                                    .as(story + ": " + ref.getName() + " is of no repository")
                                    .anyMatch(ref.getName()::startsWith);
                }
                assertThat(node.repos().of(repo.rid()).stream()
                                .map(it -> it.isPrivate())
                                .distinct()
                                .count())
                        .as(story + ": one folder, one visibility")
                        .isEqualTo(1);
            }
        }
    }
}
