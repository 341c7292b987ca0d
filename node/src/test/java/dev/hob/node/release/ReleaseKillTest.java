package dev.hob.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.refs.House;
import dev.hob.node.refs.KillCampaign;
import dev.hob.node.refs.Victim;
import dev.hob.node.repo.Finding;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process in which releases are made, at named points and at random moments: no release without its tag, no
/// tag without the release that it was made for, no file whose bytes are not all there, and nothing lost that was
/// acknowledged.
class ReleaseKillTest {
    private static final List<String> POINTS =
            List.of("objects", "intent", "refs", "ref", "signed", "log", Victim.RANDOM, Victim.RANDOM);
    private static final int PASSES_MAX = 40;
    private static final int PAGE = 50;

    @TempDir
    Path folder;

    private final Set<String> said = new HashSet<>();
    private int told;
    private int open;

    @Test
    void a_release_is_there_with_its_tag_and_files_or_not_at_all() throws Exception {
        String kills = new KillCampaign(Publishers.class, POINTS, PASSES_MAX).run(folder, this::look);
        System.out.println(kills + ", " + told + " releases acknowledged, " + open + " intents left open");
    }

    private void look(KillCampaign.Kill kill) throws IOException {
        if (kill.fresh()) said.clear();
        var lines = kill.lines().stream()
                .filter(line -> line.matches("(draft|published|more|deleted) v[0-9a-f-]{36}"))
                .toList();
        said.addAll(lines);
        told += (int) lines.stream().filter(it -> it.startsWith("published")).count();
        open += Victim.openIntents(kill.data());
        examine(kill.data(), said, kill.story());
    }

    private static void examine(Path data, Set<String> said, String story) throws IOException {
        try (var house = new House(data)) {
            var repo = house.repository("tea");
            var node = house.node;
            assertThat(node.intents().open()).as(story).isEmpty();
            var found = releases(house, repo);
            var tags = node.refs().view(repo).below(Constants.R_TAGS);
            for (var release : found.values()) {
                String told = story + ", " + release.tag();
                assertThat(tags.containsKey(Constants.R_TAGS + release.tag()))
                        .as(told + ": a draft has no tag yet, what is published has one")
                        .isEqualTo(!release.draft());
                assertThat(release.assets()).as(told).extracting(Asset::name).contains("a.bin");
                for (var asset : release.assets())
                    assertThat(bytes(house, repo, asset))
                            .as(told + " " + asset.name())
                            .isEqualTo(Publishers.bytes(release.tag(), asset.name()));
            }
            for (String line : said) {
                String tag = line.substring(line.indexOf(' ') + 1);
                if (line.startsWith("deleted")) {
                    assertThat(found).as(story + ": " + line).doesNotContainKey(tag);
                    continue;
                }
                // What was not acknowledged any more may have come about all the same.
                boolean mayBeGone = said.contains("published " + tag);
                if (!found.containsKey(tag)) {
                    assertThat(mayBeGone && tags.containsKey(Constants.R_TAGS + tag))
                            .as(story + ": " + line + " is lost")
                            .isTrue();
                    continue;
                }
                if (!line.startsWith("draft"))
                    assertThat(found.get(tag).draft()).as(story + ": " + line).isFalse();
                if (line.startsWith("more"))
                    assertThat(found.get(tag).assets())
                            .as(story + ": " + line)
                            .extracting(Asset::name)
                            .containsExactlyInAnyOrder("a.bin", "b.bin");
            }
            // A tag is made with its release, and stays when that is taken back.
            var without = new ArrayList<String>();
            for (String ref : tags.keySet()) {
                String tag = ref.substring(Constants.R_TAGS.length());
                if (!found.containsKey(tag) && !said.contains("published " + tag)) without.add(tag);
            }
            assertThat(without).as(story + ": tags without a release").isEmpty();
            // What keeps the files of a draft goes after the draft has; `hob doctor` takes what is left.
            assertThat(node.publishing().cache().examine(repo))
                    .as(story + ": in git")
                    .extracting(Finding::what)
                    .isSubsetOf("files are kept for drafts of releases that are gone");
            node.publishing().cache().rebuild(repo);
            assertThat(node.publishing().cache().examine(repo))
                    .as(story + ": mended")
                    .isEmpty();
            node.lateSigning().flush();
            assertThat(node.refs().examine(repo)).as(story + ": signed").isEmpty();
        }
    }

    private static Map<String, Release> releases(House house, Repo repo) {
        var found = new HashMap<String, Release>();
        var reading = house.node.publishing().reading();
        for (long from = 0; ; from += PAGE) {
            var page = reading.page(repo.rid(), ReleaseReading.Asked.ALL, from, PAGE);
            if (page.isEmpty()) return found;
            for (var release : page)
                assertThat(found.put(release.tag(), release))
                        .as("one release of a tag")
                        .isNull();
        }
    }

    private static byte[] bytes(House house, Repo repo, Asset asset) throws IOException {
        var read = new ArrayList<byte[]>();
        boolean there = house.node
                .publishing()
                .releases()
                .take(repo, asset, false, (content, _) -> read.add(content.readAllBytes()));
        assertThat(there).as(asset.name() + " is there").isTrue();
        return read.getFirst();
    }
}
