package dev.hob.p2p.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.KillCampaign;
import dev.hob.node.refs.Victim;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that fetches, at named points and at random moments: what it had told to be here is here, and
/// everything that is here is whole. `-Dhob.kills=100` makes it a campaign.
class FetchKillTest {
    private static final List<String> POINTS = List.of(
            "peer fresh",
            "peer intent",
            "peer placed",
            "adopted",
            "peer adopted",
            "peer objects",
            "ref",
            "peer refs",
            "peer log",
            Victim.RANDOM);
    private static final int PASSES_MAX = 4;
    private static final int MILLIS_MIN = 1_000;
    private static final int MILLIS_MAX = 4_000;
    private static final int KILLS_FOR_EACH_FOLDER = 10;

    @TempDir
    Path folder;

    private int told;

    @Test
    void what_was_fetched_is_here_whole() throws Exception {
        var campaign = new KillCampaign(
                FetchKillTest.class, POINTS, _ -> PASSES_MAX, MILLIS_MIN, MILLIS_MAX, KILLS_FOR_EACH_FOLDER);
        String kills = campaign.run(folder, this::look);
        System.out.println(kills + ", " + told + " fetches told");
    }

    private void look(KillCampaign.Kill kill) throws IOException {
        var lines = kill.lines().stream()
                .filter(line -> line.startsWith("fetched "))
                .toList();
        told += lines.size();
        examine(kill.data(), lines, kill.story());
    }

    private static void examine(Path data, List<String> lines, String story) throws IOException {
        try (var hearth = new Shore(data.resolve("hearth"));
                var harbour = new Shore(data.resolve("harbour"))) {
            harbour.isAtRest();
            for (var rid : harbour.node.storage().all()) {
                assertThat(harbour.node.repos().project(rid)).as(story).isPresent();
                // Every list that is shown was signed once, and names exactly the refs that are there.
                var shown = harbour.signed(rid);
                var stored = harbour.stored(rid);
                stored.keySet().removeIf(name -> !name.startsWith("refs/namespaces/"));
                shown.keySet().forEach(name -> assertThat(name.equals("refs/rad/id") || stored.containsKey(name))
                        .as(story + ": " + name)
                        .isTrue());
                stored.forEach((name, id) ->
                        assertThat(shown.get(name)).as(story + ": " + name).isEqualTo(id));
                var view = harbour.node.refs().view(harbour.repo(rid));
                var owner = "refs/namespaces/" + harbour.repo(rid).namespace().nid() + "/";
                view.refs().forEach((name, id) -> assertThat(shown.get(owner + name))
                        .as(story + name)
                        .isEqualTo(id));
            }
            for (String line : lines) {
                String[] words = line.split(" ");
                var rid = new RepoId(words[1]);
                assertThat(harbour.node.storage().has(rid))
                        .as(story + ": " + line)
                        .isTrue();
                try (var repository = harbour.node.storage().open(rid)) {
                    assertThat(repository.getObjectDatabase().has(ObjectId.fromString(words[2])))
                            .as(story + ": " + line)
                            .isTrue();
                }
            }
            // And it goes on.
            for (var repo : hearth.node.repos().all()) {
                harbour.fetched(hearth, repo.rid());
                assertThat(harbour.signed(repo.rid())).as(story).isEqualTo(hearth.signed(repo.rid()));
                assertThat(harbour.node.refs().view(harbour.repo(repo.rid())).refs())
                        .as(story)
                        .isEqualTo(hearth.node.refs().view(repo).refs());
            }
        }
    }

    /// Changes things at the hearth and fetches them, until it is killed.
    public static void main(String[] arguments) throws Exception {
        var data = Path.of(arguments[0]);
        try (var hearth = new Shore(data.resolve("hearth"));
                var harbour = new Shore(data.resolve("harbour"))) {
            System.out.println("ready");
            for (int round = 0; ; round++) {
                var repo = made(hearth, round);
                for (int change = 0; change < 3; change++) {
                    var tip = changed(hearth, repo, change);
                    harbour.fetch(hearth, repo.rid());
                    System.out.println("fetched " + repo.rid() + " " + tip.name());
                }
            }
        }
    }

    private static Repo made(Shore hearth, int round) throws IOException {
        var repo = hearth.repository("alice", "tea-" + System.nanoTime() + "-" + round, false);
        var first = hearth.commit(repo.rid(), "first");
        hearth.push(repo, new RefMove("refs/heads/main", RefMove.ABSENT, first.name()));
        hearth.issue(repo, "bob", "Too hot");
        return hearth.repo(repo.rid());
    }

    private static ObjectId changed(Shore hearth, Repo repo, int change) throws IOException {
        var before = hearth.node.refs().view(repo).headId().orElseThrow();
        var after = hearth.commit(repo.rid(), "change " + change, before);
        hearth.push(
                repo,
                new RefMove("refs/heads/main", before.name(), after.name()),
                new RefMove("refs/heads/side-" + change, RefMove.ABSENT, before.name()));
        hearth.issue(repo, "bob", "Too cold " + change);
        return after;
    }
}
