package dev.hob.node.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.cob.Evidence;
import dev.hob.node.cob.Graph;
import dev.hob.node.refs.Cobs;
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

/// Kills a process in which strangers' activities are done, each more than once, and looks whether each was done once.
class StrangersKillTest {
    private static final List<String> POINTS = List.of("objects", "intent", "ref", "log", "signed", Victim.RANDOM);
    private static final int PASSES_MAX = 40;

    @TempDir
    Path folder;

    private final Map<String, String> acknowledged = new HashMap<>();
    private int told;

    @Test
    void an_activity_is_done_once_although_it_is_done_again_after_a_kill() throws Exception {
        var campaign = new KillCampaign(
                Strangers.class, POINTS, point -> point.equals("signed") ? 3 : PASSES_MAX, 1, 1_500, 20);
        String kills = campaign.run(folder, this::look);
        System.out.println(kills + ", " + told + " activities acknowledged");
        assertThat(told).isPositive();
    }

    private void look(KillCampaign.Kill kill) throws Exception {
        if (kill.fresh()) acknowledged.clear();
        for (String line : kill.lines()) {
            String[] words = line.split(" ", -1);
            if (words.length != 2 || !words[1].matches("[0-9a-f]{40}")) continue; // The last may be cut.
            told++;
            var before = acknowledged.put(words[0], words[1]);
            assertThat(before == null || before.equals(words[1]))
                    .as(kill.story())
                    .isTrue();
        }
        try (var house = new House(kill.data())) {
            var repo = house.repository("tea");
            var node = house.node;
            assertThat(node.intents().open()).as(kill.story()).isEmpty();
            var entries = node.tracking().guests().entries();
            acknowledged.forEach((activity, entry) -> assertThat(
                            entries.byActivity(activity).orElseThrow().entry().name())
                    .as(kill.story())
                    .isEqualTo(entry));
            Set<String> done = new HashSet<>();
            try (var repository = node.storage().open(repo.rid());
                    var reader = repository.newObjectReader()) {
                var objects = Cobs.objects(repository, Set.of(IssueFold.TYPE)).getOrDefault(IssueFold.TYPE, Map.of());
                for (var object : objects.entrySet())
                    for (var entry : Graph.load(reader, IssueFold.TYPE, object.getKey(), object.getValue())
                            .orElseThrow()
                            .all())
                        assertThat(done.add(Evidence.read(reader, entry)
                                        .orElseThrow()
                                        .activity()))
                                .as(kill.story() + ": " + entry.id().name() + " was done once")
                                .isTrue();
            }
            assertThat(done).as(kill.story()).containsAll(acknowledged.keySet());
            assertThat(node.tracking().cache().examine(repo)).as(kill.story()).isEmpty();
            assertThat(node.tracking().guestCheck().examine(repo))
                    .as(kill.story())
                    .isEmpty();
            node.lateSigning().flush();
            assertThat(node.namespaceCheck().examine(repo)).as(kill.story()).isEmpty();
        }
    }
}
