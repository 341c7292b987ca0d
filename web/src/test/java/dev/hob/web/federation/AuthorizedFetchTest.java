package dev.hob.web.federation;

import static dev.hob.web.Federated.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.federation.across.Across;
import dev.hob.federation.across.Found;
import dev.hob.federation.remote.Fetched;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.vocab.Id;
import dev.hob.node.repo.Repo;
import dev.hob.web.Federated;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that shows its documents only to whoever says who they are.
class AuthorizedFetchTest {
    private static final String DOCUMENT = "application/activity+json";

    @TempDir
    Path folder;

    private Federated shut;
    private Federated other;
    private Repo tea;

    @BeforeEach
    void open() {
        shut = new Federated(folder.resolve("shut"), true);
        other = new Federated(folder.resolve("other"), true);
        tea = shut.repository(shut.person("alice"), "tea", "");
    }

    @AfterEach
    void close() {
        other.close();
        shut.close();
    }

    private HttpResponse<String> asked(String path, String accept) throws Exception {
        return shut.guest().get(path, "Accept", accept);
    }

    private String at() {
        return "/r/" + tea.id().value();
    }

    @Test
    void who_does_not_sign_sees_no_document() throws Exception {
        for (String path :
                new String[] {"/u/alice", at(), at() + "/followers", at() + "/outbox", "/alice", "/alice/tea"}) {
            var answer = asked(path, DOCUMENT);
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.body()).contains("signs the request").doesNotContain("publicKey");
        }
        // A signature that nobody made is none.
        var forged = shut.guest()
                .get(
                        "/u/alice",
                        "Accept",
                        DOCUMENT,
                        "Date",
                        "Tue, 03 Mar 2020 08:00:00 GMT",
                        "Signature",
                        "keyId=\"http://" + other.host + "/actor#main-key\",headers=\"(request-target) host date\","
                                + "algorithm=\"rsa-sha256\",signature=\"AAAA\"");
        assertThat(forged.statusCode()).isEqualTo(401);
    }

    @Test
    void the_node_itself_pages_and_names_are_for_everybody() throws Exception {
        assertThat(asked("/actor", DOCUMENT).statusCode()).isEqualTo(200);
        assertThat(asked("/alice/tea", "text/html").statusCode()).isEqualTo(200);
        assertThat(asked("/u/alice", "text/html").statusCode()).isEqualTo(303);
        assertThat(asked("/.well-known/webfinger?resource=acct:alice@" + shut.host, "application/jrd+json")
                        .statusCode())
                .isEqualTo(200);
        assertThat(asked("/nodeinfo/2.1", "application/json").statusCode()).isEqualTo(200);
    }

    @Test
    void two_such_nodes_read_each_other_and_one_that_is_shut_out_does_not() throws Exception {
        var luke = other.person("luke");
        String id = "http://" + shut.host + at();
        assertThat(other.federation.across().finder().of(new Id(id))).isInstanceOf(Found.Actor.class);
        assertThat(other.federation.remote().fetch(new Id(id + "/followers"))).isInstanceOf(Fetched.Found.class);
        var guest = other.guest("luke");
        guest.post("/-/elsewhere/follow", "actor", id, "follow", "yes");
        until("followed", () -> other.federation.across().abroad().following().count(Across.local(luke)) == 1);

        shut.federation.rules().set("127.0.0.1", Rule.BLOCKED, "Too loud");
        assertThat(other.federation.remote().fetch(new Id(id))).isInstanceOf(Fetched.Missing.class);
    }
}
