package dev.hob.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Issues;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.search.embed.WordsEmbedder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing of a private repository is ever found, counted or named for one who may not see it, whatever they ask.
class LeakTest {
    private static final List<String> QUESTIONS = List.of(
            "zanzibar",
            "\"zanzibar\"",
            "\"zan\"",
            "/zan.ibar/",
            "/.*/",
            "/./",
            "symbol:zanzibar",
            "symbol:z",
            "zanzibar spices where",
            "where do we grind the zanzibar spices",
            "path:zanzibar",
            "path:*",
            "lang:python",
            "lang:python path:z is:code",
            "repo:alice/secret",
            "repo:alice/*",
            "repo:*",
            "repo:secret \"zanzibar\"",
            "repo:alice/secret rev:spices grind",
            "repo:alice/secret rev:main",
            "rev:spices \"zan\"",
            "-repo:tea",
            "-lang:java",
            "-path:nothing",
            "is:code",
            "is:commit",
            "is:commit zanzibar",
            "is:issue",
            "is:issue zanzibar",
            "is:comment",
            "is:open",
            "is:closed",
            "\"zanzibar\" is:issue is:commit is:comment is:code is:pr");

    @TempDir
    Path folder;

    private Ground ground;
    private Repo secret;
    private Repo open;

    @BeforeEach
    void open() {
        ground = new Ground(folder, Optional.of(new WordsEmbedder()));
        var alice = ground.house.alice();
        secret = ground.repository(alice, "secret", true);
        open = ground.repository(alice, "tea", false);
        ground.push(secret, Map.of("zanzibar/spices.py", "def zanzibar():\n    return 'grind spices'\n"), "Zanzibar");
        var spices = ground.house.node.refs().view(secret).headId().orElseThrow();
        ground.house.move(secret, new RefMove("refs/heads/spices", RefMove.ABSENT, spices.name()));
        ground.push(open, Map.of("tea.py", "def pour():\n    return 'tea leaf'\n"), "Pour");
        ground.house.node.tracking().issues().open(secret, alice, Issues.Opening.of("Zanzibar", "zanzibar spices"));
        ground.house.node.tracking().issues().open(open, alice, Issues.Opening.of("Cup", "A cup"));
        ground.await();
    }

    @AfterEach
    void close() {
        ground.close();
    }

    /// All who may not see it, each by another reason.
    private Map<String, Viewer> strangers() {
        var alice = ground.house.alice();
        var strangers = new LinkedHashMap<String, Viewer>();
        strangers.put("anybody", Viewer.ANYONE);
        strangers.put("mallory", Viewer.of(ground.house.person("mallory")));
        var elsewhere = new Grant(Scope.everything(), Optional.of(Set.of(open.id())));
        strangers.put("alice with a token for another repository", new Viewer(Optional.of(alice), elsewhere));
        var other = new Grant(Set.of(Scope.READ_USER), Optional.empty());
        strangers.put("alice with a token for something else", new Viewer(Optional.of(alice), other));
        var nothing = new Grant(Scope.everything(), Optional.of(Set.<RepositoryId>of()));
        strangers.put("alice with a token for nothing", new Viewer(Optional.of(alice), nothing));
        return strangers;
    }

    private void nothingFor(String who, Viewer viewer) {
        for (String question : QUESTIONS) {
            var found = ground.find(viewer, question);
            String all = found.toString().toLowerCase(java.util.Locale.ROOT);
            assertThat(all).as(who + " asks " + question).doesNotContain("zanzibar", "secret", "spices", "grind");
            assertThat(found.total())
                    .as(who + " asks " + question)
                    .isEqualTo(found.kinds().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(found.repositories().getOrDefault("alice/tea", 0));
        }
    }

    @Test
    void strangers_find_nothing_of_it() {
        strangers().forEach(this::nothingFor);
    }

    @Test
    void the_owner_and_whoever_was_let_in_find_it() {
        var bob = ground.house.person("bob");
        nothingFor("bob", Viewer.of(bob));
        ground.house.node.edits().addCollaborator(secret, ground.house.alice(), bob, Right.READ);
        for (var viewer : List.of(Viewer.of(ground.house.alice()), Viewer.of(bob))) {
            for (String question :
                    List.of("zanzibar", "\"zanzibar\"", "symbol:zanzibar", "path:zanzibar", "repo:secret"))
                assertThat(ground.find(viewer, question).repositories())
                        .as(question)
                        .containsKey("alice/secret");
            assertThat(ground.find(viewer, "is:issue zanzibar").total()).isEqualTo(1);
        }
        ground.house.node.edits().removeCollaborator(secret, ground.house.alice(), bob);
        nothingFor("bob, put out again", Viewer.of(bob));
    }

    @Test
    void a_token_for_issues_finds_issues_and_a_token_for_code_finds_code() {
        var alice = Optional.of(ground.house.alice());
        var issues = new Viewer(alice, new Grant(Set.of(Scope.READ_ISSUE), Optional.empty()));
        assertThat(ground.find(issues, "\"zanzibar\" case:no").kinds()).containsOnlyKeys("issue");
        var code = new Viewer(alice, new Grant(Set.of(Scope.READ_REPOSITORY), Optional.empty()));
        assertThat(ground.find(code, "\"zanzibar\" case:no").kinds()).containsOnlyKeys("code", "commit");
    }

    @Test
    void what_turns_private_is_gone_at_once_and_what_turns_public_is_there_at_once() {
        var edits = ground.house.node.edits();
        edits.setPrivate(secret, ground.house.alice(), false);
        assertThat(ground.find(Viewer.ANYONE, "\"zanzibar\"").total()).isPositive();
        edits.setPrivate(ground.house.node.repos().byId(secret.id()).orElseThrow(), ground.house.alice(), true);
        strangers().forEach(this::nothingFor);
    }

    @Test
    void what_was_deleted_is_gone_for_everybody() {
        ground.house.node.repos().delete(secret, ground.house.alice());
        nothingFor("alice, before it is read", Viewer.of(ground.house.alice()));
        ground.await();
        nothingFor("alice", Viewer.of(ground.house.alice()));
    }

    @Test
    void vectors_find_nothing_of_it_either() throws InterruptedException {
        for (int i = 0;
                i < 600
                        && ground.find(Viewer.of(ground.house.alice()), "grinding some spices for tea")
                                .hits()
                                .isEmpty();
                i++) Thread.sleep(100);
        for (int i = 0; i < 200 && ground.search.vectors().orElseThrow().done() < 2; i++) Thread.sleep(100);
        assertThat(ground.search.vectors().orElseThrow().done()).isGreaterThanOrEqualTo(2);
        strangers().forEach(this::nothingFor);
    }
}
