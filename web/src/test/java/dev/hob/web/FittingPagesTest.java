package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who opens a pull request is told who knows what it changes, and why.
class FittingPagesTest {
    @TempDir
    Path data;

    @AutoClose
    private Site site;

    private Repo tea;
    private Guest bobs;

    @BeforeEach
    void open() throws Exception {
        site = Site.searched(data);
        Person alice = site.person("alice");
        tea = site.repository(alice, "tea", false, "");
        for (String name : new String[] {"bob", "carol"}) {
            site.node.edits().addCollaborator(tea, alice, site.person(name), Right.WRITE);
        }
        site.pushText(tea, "main", "Begin", Map.of("kettle.c", "1\n", "cup.c", "1\n"));
        site.pushText(tea, "main", "Boil", Map.of("kettle.c", "2\n", "cup.c", "1\n"));
        bobs = site.guest("bob");
    }

    private void offer(String branch, String kettle, String title) throws Exception {
        site.pushText(tea, branch, title, Map.of("kettle.c", kettle, "cup.c", "1\n"));
        var answer = bobs.post("/alice/tea/pulls", "base", "main", "head", branch, "title", title, "body", title);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(site.search.orElseThrow().indexer().await(Duration.ofSeconds(60)))
                .isTrue();
    }

    private static String words(String page) {
        return page.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
    }

    @Test
    void who_changed_the_files_and_who_reviewed_the_like_are_offered_and_can_be_asked() throws Exception {
        offer("early", "3\n", "The kettle whistles too early");
        String page = bobs.get("/alice/tea/pulls/1").body();
        assertThat(words(page))
                .contains("Who knows it + alice wrote 2 of the last 2 commits to these files")
                .doesNotContain("+ carol");
        assertThat(words(site.guest().get("/alice/tea/pulls/1").body())).doesNotContain("Who knows it");

        var reviewed = site.guest("carol")
                .post("/alice/tea/pulls/1/review", "verdict", "accept", "body", "Fine.", "revision", "1");
        assertThat(reviewed.statusCode()).isEqualTo(303);
        assertThat(words(bobs.get("/alice/tea/pulls/1").body())).contains("carol approved");

        offer("late", "4\n", "The kettle whistles too late");
        assertThat(words(bobs.get("/alice/tea/pulls/2").body()))
                .contains("+ carol reviewed #1, which is like it", "+ alice wrote 2 of the last 2 commits");
        assertThat(bobs.post("/alice/tea/pulls/2/reviewers", "reviewer", "carol")
                        .statusCode())
                .isEqualTo(303);
        assertThat(words(bobs.get("/alice/tea/pulls/2").body()))
                .contains("carol is asked", "+ alice")
                .doesNotContain("+ carol");
    }
}
