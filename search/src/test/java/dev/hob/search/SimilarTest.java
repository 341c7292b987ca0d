package dev.hob.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Answer;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.search.embed.WordsEmbedder;
import dev.hob.search.index.Patience;
import dev.hob.search.query.Similar;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issues that may be about the same as a new one, and for whom they are told.
class SimilarTest {
    @TempDir
    Path folder;

    private Ground ground;
    private Repo tea;
    private Repo secret;

    @BeforeEach
    void open() {
        ground = new Ground(folder);
        tea = ground.repository(ground.house.alice(), "tea", false);
        secret = ground.repository(ground.house.alice(), "secret", true);
        opened(tea, "The kettle whistles long after the water boils", "It goes on for minutes.");
        opened(tea, "Cups are chipped at the rim", "All of the blue ones.");
        opened(tea, "Sugar is missing from the list of things to buy", "");
        opened(secret, "Zanzibar cloves are sold out", "The spice of the zanzibar tea.");
        ground.push(tea, Map.of("kettle.md", "The kettle whistles long after boiling\n"), "The kettle whistles");
        ground.await();
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private ObjectId opened(Repo repo, String title, String body) {
        var answer =
                ground.house.node.tracking().issues().open(repo, ground.house.alice(), Issues.Opening.of(title, body));
        return ((Answer.Done) answer).entry();
    }

    private List<Similar> similar(Viewer viewer, Repo repo, String title, String body) {
        return ground.search.similar(viewer, repo, title, body, 5, new Patience(Search.PATIENCE));
    }

    private List<String> titles(String title) {
        return similar(Viewer.ANYONE, tea, title, "").stream()
                .map(Similar::title)
                .toList();
    }

    @Test
    void what_shares_telling_words_is_offered_with_them() {
        var found = similar(Viewer.ANYONE, tea, "Kettle whistling does not end when it boils", "");
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().title()).startsWith("The kettle whistles");
        assertThat(found.getFirst().path()).isEqualTo("1");
        assertThat(found.getFirst().open()).isTrue();
        assertThat(found.getFirst().shared()).contains("kettle", "whistling", "boils");
        assertThat(found.getFirst().like()).isFalse();
        assertThat(found.getFirst().score()).isBetween(0.0, 1.0);
    }

    @Test
    void nothing_is_offered_rather_than_something_silly() {
        assertThat(titles("Please support the new payment provider in the shop"))
                .isEmpty();
        assertThat(titles("")).isEmpty();
        assertThat(titles("the of and it is")).isEmpty();
        assertThat(titles("?!…\u0000\ud83d")).isEmpty();
        assertThat(titles("shop " + "x".repeat(100_000))).isEmpty();
        assertThat(similar(Viewer.ANYONE, tea, "Shop", "kettle ".repeat(100_000)))
                .isEmpty();
    }

    @Test
    void closed_ones_are_offered_and_what_was_taken_back_is_not() {
        var kettle = ground.house
                .node
                .tracking()
                .reading()
                .find(tea.rid(), 1)
                .orElseThrow()
                .id();
        ground.house.node.tracking().issues().turn(tea, ground.house.alice(), kettle, IssueState.SOLVED);
        ground.await();
        assertThat(similar(Viewer.ANYONE, tea, "Kettle whistles long", ""))
                .singleElement()
                .satisfies(it -> assertThat(it.open()).isFalse());
    }

    @Test
    void those_who_may_not_see_the_issues_are_told_of_none() {
        var alice = Optional.of(ground.house.alice());
        var strangers = new LinkedHashMap<String, Viewer>();
        strangers.put("anybody", Viewer.ANYONE);
        strangers.put("mallory", Viewer.of(ground.house.person("mallory")));
        var elsewhere = new Grant(Scope.everything(), Optional.of(Set.of(tea.id())));
        strangers.put("a token for another repository", new Viewer(alice, elsewhere));
        strangers.put(
                "a token for code", new Viewer(alice, new Grant(Set.of(Scope.READ_REPOSITORY), Optional.empty())));
        strangers.forEach((who, viewer) -> {
            assertThat(similar(viewer, secret, "Zanzibar cloves are sold out", "spice"))
                    .as(who)
                    .isEmpty();
            assertThat(similar(viewer, tea, "Zanzibar cloves are sold out", "spice"))
                    .as(who)
                    .isEmpty();
        });
        assertThat(similar(Viewer.of(ground.house.alice()), secret, "No cloves from Zanzibar", ""))
                .hasSize(1);
        assertThat(similar(Viewer.of(ground.house.alice()), tea, "No cloves from Zanzibar", ""))
                .isEmpty();
        var bob = ground.house.person("bob");
        ground.house.node.edits().addCollaborator(secret, ground.house.alice(), bob, Right.READ);
        assertThat(similar(Viewer.of(bob), secret, "No cloves from Zanzibar", ""))
                .hasSize(1);
        ground.house.node.edits().removeCollaborator(secret, ground.house.alice(), bob);
        assertThat(similar(Viewer.of(bob), secret, "No cloves from Zanzibar", ""))
                .isEmpty();
    }

    @Test
    void what_others_may_not_see_does_not_even_weigh() {
        double before =
                similar(Viewer.ANYONE, tea, "Kettle whistles", "").getFirst().score();
        for (int i = 0; i < 5; i++) opened(secret, "Kettle " + i, "whistles");
        ground.await();
        assertThat(similar(Viewer.ANYONE, tea, "Kettle whistles", "").getFirst().score())
                .isEqualTo(before);
    }

    @Test
    void with_vectors_what_says_the_like_is_marked(@TempDir Path further) throws InterruptedException {
        try (var other = new Ground(further, Optional.of(new WordsEmbedder()))) {
            var repo = other.repository(other.house.alice(), "tea", false);
            other.house
                    .node
                    .tracking()
                    .issues()
                    .open(repo, other.house.alice(), Issues.Opening.of("Cold tea", "It is."));
            other.await();
            var found =
                    other.search.similar(Viewer.ANYONE, repo, "Cold tea", "It is.", 5, new Patience(Search.PATIENCE));
            for (int i = 0; i < 300 && !found.stream().allMatch(Similar::like); i++) {
                Thread.sleep(50);
                found = other.search.similar(
                        Viewer.ANYONE, repo, "Cold tea", "It is.", 5, new Patience(Search.PATIENCE));
            }
            assertThat(found).singleElement().satisfies(it -> {
                assertThat(it.like()).isTrue();
                assertThat(it.shared()).contains("cold", "tea");
            });
        }
    }
}
