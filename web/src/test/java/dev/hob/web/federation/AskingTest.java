package dev.hob.web.federation;

import static dev.hob.web.Federated.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Issues;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.web.Federated;
import dev.hob.web.Guest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A question that is taken to the servers of those whom somebody follows.
class AskingTest {

    @TempDir
    Path folder;

    private Federated there;
    private Federated here;
    private Person alice;
    private Repo tea;
    private Person reader;
    private Guest luke;

    @BeforeEach
    void open() throws Exception {
        there = Federated.searched(folder.resolve("there"));
        here = Federated.searched(folder.resolve("here"));
        alice = there.person("alice");
        tea = there.repository(alice, "tea", "Leaves & water");
        said(tea, "Cloves of zanzibar <b>", "Where are they?");
        var secret = there.node.refs().create(alice, "secret", true, "", "main");
        said(((Repos.Creation.Created) secret).repo(), "Hidden zanzibar", "Nobody shall know.");
        reader = here.person("luke");
        luke = here.guest("luke");
        assertThat(there.search.orElseThrow().indexer().await(Duration.ofSeconds(60)))
                .isTrue();
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private void said(Repo repo, String title, String body) {
        there.node.tracking().issues().open(repo, alice, Issues.Opening.of(title, body));
    }

    private void follows() throws Exception {
        var answer = luke.post(
                "/-/elsewhere/follow",
                "actor",
                "http://" + there.host + "/r/" + tea.id().value(),
                "follow",
                "yes");
        assertThat(answer.statusCode()).isEqualTo(303);
        until("followed", () -> here.federation.across().asking().hasWhom(reader));
    }

    @Test
    void what_is_public_there_is_found_and_what_is_not_is_not() throws Exception {
        assertThat(luke.get("/search?q=zanzibar").body()).doesNotContain("Ask the servers");
        follows();
        assertThat(luke.get("/search?q=zanzibar").body())
                .contains("Ask the servers of those you follow")
                .doesNotContain(">Elsewhere</h2>");
        String body = far(luke).body();
        assertThat(body)
                .contains(
                        "One place on " + there.host,
                        "href=\"http://" + there.host + "/alice/tea/issues/1\"",
                        "Cloves of zanzibar &lt;b&gt;")
                .doesNotContain("Hidden", "secret");
        assertThat(luke.get("/search?q=zanzibar&far=yes").body())
                .as("a link asks nobody")
                .doesNotContain("Elsewhere</h2>");
        assertThat(far(here.guest()).statusCode())
                .as("strangers send nobody's questions")
                .isIn(303, 401);
        assertThat(luke.forged("", "/search", "q", "zanzibar").statusCode()).isEqualTo(403);
    }

    @Test
    void a_server_that_is_away_is_named_and_holds_nobody_up() throws Exception {
        follows();
        there.close();
        String body = far(luke).body();
        assertThat(body).contains("No answer from " + there.host);
        there = Federated.searched(folder.resolve("again"));
    }

    @Test
    void nobody_asks_without_end() throws Exception {
        follows();
        int status = 200;
        for (int i = 0; i < 200 && status == 200; i++) status = far(luke).statusCode();
        assertThat(status).isEqualTo(429);
    }

    private static HttpResponse<String> far(Guest guest) throws Exception {
        return guest.post("/search", "q", "zanzibar");
    }
}
