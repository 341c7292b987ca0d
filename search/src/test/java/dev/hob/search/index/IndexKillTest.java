package dev.hob.search.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.IssueReading;
import dev.hob.node.refs.KillCampaign;
import dev.hob.node.refs.Victim;
import dev.hob.node.repo.Repo;
import dev.hob.search.Ground;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process in which much is pushed and indexed, at named points and at random moments; then the index goes on
/// and has what is there, and nothing else.
class IndexKillTest {
    private static final List<String> POINTS =
            List.of("index-replace", "index-state", "index-keep", "index-kept", Victim.RANDOM);

    @TempDir
    Path folder;

    private int goneOn;

    @Test
    void the_index_is_right_after_a_kill_and_not_made_again() throws Exception {
        var campaign = new KillCampaign(
                Pushers.class, POINTS, point -> point.equals("index-replace") ? 400 : 12, 100, 6_000, 10);
        System.out.println(campaign.run(folder, this::look) + ", " + goneOn + " went on from a whole index");
    }

    private void look(KillCampaign.Kill kill) throws IOException {
        if (kill.lines().contains("complete")) {
            try (var index = Index.open(kill.data().resolve("search"))) {
                assertThat(index.place().complete()).as(kill.story()).isTrue();
                goneOn++;
            }
        }
        try (var ground = new Ground(kill.data())) {
            ground.await();
            var repo = ground.house.repository("tea");
            assertThat(ground.search.indexer().examine(repo)).as(kill.story()).isEmpty();
            compare(ground, repo, kill.story());
            compareBranch(ground, repo, kill.story());
        }
    }

    /// What is found on the other branch is what is there.
    private static void compareBranch(Ground ground, Repo repo, String story) throws IOException {
        var view = ground.house.node.refs().view(repo);
        var tip = view.refs().get(Pushers.BRANCH);
        if (tip == null) return;
        var files = files(ground, repo, tip);
        var revisions = ground.search.indexer().revisions();
        var revision = new Revision(Pushers.BRANCH);
        for (int i = 0; ; i++) {
            try (var look = ground.search.index().look(new Patience(Duration.ofMinutes(1)))) {
                var standing = revisions.standing(look, repo, view, revision);
                if (standing instanceof Revisions.Standing.Whole(var overlay)) {
                    var visible = new Visible(Set.of(repo.id()), Set.of());
                    var indexed = new TreeMap<String, String>();
                    for (var unit : look.all(Narrowing.to(visible).at(overlay), 1_000_000))
                        assertThat(indexed.put(unit.path(), look.text(unit).orElse("")))
                                .as(story + ": once on the branch")
                                .isNull();
                    assertThat(indexed).as(story + ": on the branch").isEqualTo(files);
                    return;
                }
                assertThat(i).as(story + ": " + standing).isLessThan(600);
                assertThat(revisions.ask(repo, revision, standing)).isTrue();
            }
            revisions.await(Duration.ofMillis(100));
        }
    }

    private static TreeMap<String, String> files(Ground ground, Repo repo, ObjectId commit) throws IOException {
        var files = new TreeMap<String, String>();
        try (var repository = ground.house.node.storage().open(repo.rid());
                var walk = new RevWalk(repository);
                var tree = new TreeWalk(repository)) {
            tree.setRecursive(true);
            tree.addTree(walk.parseCommit(commit).getTree());
            while (tree.next())
                files.put(
                        tree.getPathString(),
                        new String(repository.open(tree.getObjectId(0)).getBytes(), UTF_8));
        }
        return files;
    }

    private static void compare(Ground ground, Repo repo, String story) throws IOException {
        var files = new TreeMap<String, String>();
        var commits = new HashSet<String>();
        try (var repository = ground.house.node.storage().open(repo.rid());
                var walk = new RevWalk(repository)) {
            var head = ground.house.node.refs().view(repo).headId();
            if (head.isPresent()) {
                files.putAll(files(ground, repo, head.get()));
                walk.markStart(walk.parseCommit(head.get()));
                for (var each : walk) commits.add(each.name());
            }
        }
        var visible = new Visible(Set.of(repo.id()), Set.of(repo.id()));
        var indexed = new TreeMap<String, String>();
        var indexedCommits = new HashSet<String>();
        int issues = 0;
        int comments = 0;
        try (var look = ground.search.index().look(new Patience(Duration.ofMinutes(1)))) {
            for (var unit : look.all(Narrowing.to(visible), 1_000_000)) {
                switch (unit.kind()) {
                    case CODE ->
                        assertThat(indexed.put(unit.path(), look.text(unit).orElse("")))
                                .as(story + ": once")
                                .isNull();
                    case COMMIT ->
                        assertThat(indexedCommits.add(unit.path()))
                                .as(story + ": once")
                                .isTrue();
                    case ISSUE, PULL -> issues++;
                    case COMMENT -> comments++;
                }
            }
            // Pieces belong to the files that are there.
            for (String word : List.of("tea", "cup", "pour"))
                for (var unit : look.named(Narrowing.to(visible), word, 1_000))
                    assertThat(files.get(unit.path()))
                            .as(story + ": " + unit.path())
                            .contains("def " + unit.name() + "(");
        }
        assertThat(indexed).as(story).isEqualTo(files);
        assertThat(indexedCommits).as(story + ": commits").isEqualTo(commits);
        var reading = ground.house.node.tracking().reading();
        int there = 0;
        for (int from = 0; ; from += IssueReading.LIST_MAX) {
            var page = reading.list(
                    repo.rid(), IssueQuery.parse("").withPatches(Optional.empty()), from, IssueReading.LIST_MAX);
            there += page.size();
            if (page.size() < IssueReading.LIST_MAX) break;
        }
        assertThat(issues).as(story + ": issues").isEqualTo(there);
        assertThat(comments).as(story + ": comments").isLessThanOrEqualTo(there);
    }
}
