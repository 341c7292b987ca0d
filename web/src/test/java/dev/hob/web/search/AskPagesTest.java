package dev.hob.web.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.search.answer.Answers;
import dev.hob.search.answer.ChatServer;
import dev.hob.web.Guest;
import dev.hob.web.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskPagesTest {
    @TempDir
    Path data;

    private ChatServer model;
    private Site site;
    private Person alice;
    private Repo tea;

    @BeforeEach
    void open() throws Exception {
        model = new ChatServer();
        site = site(data.resolve("asked"), Optional.of(model));
    }

    private Site site(Path folder, Optional<ChatServer> chat) throws Exception {
        var opened = chat.map(
                        it -> Site.answering(folder, new Answers(new Answers.Model(it.url(), "m", Optional.empty()))))
                .orElseGet(() -> Site.searched(folder));
        alice = opened.person("alice");
        tea = opened.repository(alice, "tea", false, "");
        opened.pushText(
                tea, "main", "Tea", Map.of("Kettle.java", "class Kettle {\n    void whistles() { steam(); }\n}\n"));
        assertThat(opened.search.orElseThrow().indexer().await(Duration.ofSeconds(60)))
                .isTrue();
        return opened;
    }

    @AfterEach
    void close() {
        site.close();
        model.close();
    }

    @Test
    void an_answer_names_where_it_comes_from_and_runs_nothing() throws Exception {
        model.words = List.of("It <b>", "whistles</b> [", "1", "] and [7].");
        String body = asked(site.guest("alice"), "where does it whistle");
        assertThat(body)
                .contains(
                        "It &lt;b&gt;whistles&lt;/b&gt; <a class=\"cited\" href=\"/alice/tea/src/branch/main/Kettle.java#L2\">[1]</a>"
                                + " and [7].",
                        "Kettle.java:2",
                        "may be wrong",
                        "</html>");
        assertThat(model.asked.getFirst().toString()).contains("void whistles()");
    }

    private static String asked(Guest guest, String question) throws Exception {
        var answer = guest.postFrom("/alice/tea/ask", "/alice/tea/ask", "q", question);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void a_model_sees_nothing_that_the_asker_may_not_see() throws Exception {
        var secret = site.repository(alice, "secret", true, "");
        site.pushText(secret, "main", "Secret", Map.of("Hidden.java", "class Hidden { void whistles() {} }\n"));
        assertThat(site.search.orElseThrow().indexer().await(Duration.ofSeconds(60)))
                .isTrue();
        site.person("bob");
        var bob = site.guest("bob");
        model.words = List.of("No.");
        for (String question : List.of("whistles", "whistles repo:alice/secret", "\" repo:alice/secret whistles"))
            asked(bob, question);
        assertThat(model.asked.toString()).doesNotContain("Hidden");
        assertThat(bob.get("/alice/secret/ask").statusCode()).isEqualTo(404);
    }

    @Test
    void strangers_do_not_ask_and_people_not_without_end() throws Exception {
        assertThat(site.guest().get("/alice/tea/ask").statusCode()).isIn(303, 401);
        assertThat(model.asked).isEmpty();
        model.words = List.of("Yes.");
        var guest = site.guest("alice");
        for (int i = 0; i < 30; i++) asked(guest, "whistles");
        assertThat(guest.postFrom("/alice/tea/ask", "/alice/tea/ask", "q", "whistles")
                        .statusCode())
                .isEqualTo(429);
        assertThat(model.asked).hasSize(30);
    }

    @Test
    void a_model_that_breaks_off_leaves_a_whole_page() throws Exception {
        model.status = 500;
        assertThat(asked(site.guest("alice"), "whistles")).contains("The chat model", "Kettle.java", "</html>");
        model.status = 200;
        assertThat(asked(site.guest("alice"), "qqxyzzy")).contains("Nothing here is about that.");
    }

    @Test
    void without_a_model_the_nearest_passages_are_shown() throws Exception {
        try (var plain = site(data.resolve("plain"), Optional.empty())) {
            assertThat(asked(plain.guest("alice"), "whistles"))
                    .contains("No chat model is configured", "Kettle.java:2");
        }
    }
}
