package dev.hob.web.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Right;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can go wrong in each form of a repository's settings, and that nothing typed is lost.
class RepoSettingsTest {
    private static final String SETTINGS = "/alice/tea/settings";

    @TempDir
    Path data;

    private RepoHouse house;
    private Person bob;

    @BeforeEach
    void open() throws Exception {
        house = new RepoHouse(data);
        bob = house.person("bob");
        house.pushText("main", "Begin", Map.of("README.md", "# Tea\n"));
        house.pushText("topic/<i>", "Go on", Map.of("README.md", "# Teas\n"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private HttpResponse<String> asAlice(String path, String... fields) throws Exception {
        return house.post("alice", SETTINGS + path, fields);
    }

    /// Refused beside a field, with what was typed still there.
    private static void refused(HttpResponse<String> answer, String field, String told, String... typed) {
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("id=\"e-" + field + "\">" + told);
        for (String text : typed) assertThat(answer.body()).contains(text);
    }

    private static void done(HttpResponse<String> answer, String to) {
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(it -> assertThat(it).endsWith(to));
    }

    @Test
    void a_name_must_be_one_and_free() throws Exception {
        house.repository("pot", false);
        refused(asAlice("", "name", "no name", "description", "Leaves"), "name", "", "value=\"no name\"");
        refused(asAlice("", "name", "pot", "description", "Leaves"), "name", "There is a repository of the name pot");
        refused(
                asAlice("", "name", "tea", "description", "x".repeat(2_001)),
                "description",
                "A description has at most");
        done(asAlice("", "name", "chai", "description", "Leaves & more"), "/alice/chai/settings");
        assertThat(house.page("alice", "/alice/chai")).contains("Leaves &amp; more");
        done(house.post("alice", "/alice/chai/settings", "name", "chai", "description", ""), "/alice/chai/settings");
        var moved = house.get("alice", "/alice/tea/src/branch/main/README.md");
        assertThat(moved.statusCode()).isEqualTo(302);
        assertThat(moved.headers().firstValue("Location"))
                .hasValueSatisfying(it -> assertThat(it).endsWith("/alice/chai/src/branch/main/README.md"));
    }

    @Test
    void its_topics_are_words() throws Exception {
        refused(
                asAlice("", "name", "tea", "description", "", "topics", "green <tea>"),
                "topics",
                "A topic has 1 to 35",
                "value=\"green &lt;tea");
        done(asAlice("", "name", "tea", "description", "", "topics", " Green, tea\tgreen "), "/alice/tea/settings");
        assertThat(house.node.topics().of(house.tea)).containsExactly("green", "tea");
        assertThat(house.page("alice", SETTINGS)).contains("value=\"green tea\"");
        done(asAlice("", "name", "tea", "description", "", "topics", ""), "/alice/tea/settings");
        assertThat(house.node.topics().of(house.tea)).isEmpty();
    }

    @Test
    void the_default_branch_is_one_of_those_that_are_there() throws Exception {
        assertThat(house.page("alice", SETTINGS)).contains("<option value=\"topic/&lt;i>\">topic/&lt;i&gt;</option>");
        refused(asAlice("/branch", "branch", "nowhere"), "branch", "There is no branch of that name.");
        refused(asAlice("/branch", "branch", ""), "branch", "There is no branch of that name.");
        done(asAlice("/branch", "branch", "topic/<i>"), "/alice/tea/settings#branch");
        assertThat(house.now().defaultBranch()).isEqualTo("topic/<i>");
        assertThat(house.page("", "/alice/tea")).contains("Teas");
    }

    @Test
    void who_may_see_it_changes_only_when_that_is_meant() throws Exception {
        refused(asAlice("/visibility", "visibility", "private"), "sure", "Tick the box");
        assertThat(house.now().isPrivate()).isFalse();
        done(asAlice("/visibility", "visibility", "private", "sure", "yes"), "#visibility");
        assertThat(house.now().isPrivate()).isTrue();
        assertThat(house.get("", "/alice/tea").statusCode()).isEqualTo(404);
        assertThat(house.page("alice", SETTINGS)).contains("Made public, everyone sees it with its whole history");
        done(asAlice("/visibility", "visibility", "private"), "#visibility");
        done(asAlice("/visibility", "visibility", "public", "sure", "yes"), "#visibility");
        assertThat(house.get("", "/alice/tea").statusCode()).isEqualTo(200);
    }

    @Test
    void people_are_let_in_changed_and_let_out() throws Exception {
        refused(
                asAlice("/people", "person", "nobody", "right", "write"),
                "person",
                "There is no account",
                "value=\"nobody\"");
        refused(asAlice("/people", "person", "alice", "right", "write"), "person", "alice owns it");
        assertThat(asAlice("/people", "person", "bob", "right", "own").statusCode())
                .isEqualTo(422);
        disabled("gone");
        refused(asAlice("/people", "person", "gone", "right", "read"), "person", "There is no account");
        done(asAlice("/people", "person", " Bob ", "right", "read"), "#people");
        assertThat(house.node.repos().collaborators(house.tea)).containsEntry("bob", Right.READ);
        assertThat(house.get("bob", SETTINGS).statusCode()).isEqualTo(403);
        done(asAlice("/people", "person", "bob", "right", "admin"), "#people");
        assertThat(house.page("bob", SETTINGS)).contains("Take bob out").doesNotContain("Hand it over");
        done(house.post("bob", SETTINGS + "/people/remove", "person", "bob"), "/");
        assertThat(house.node.repos().collaborators(house.tea)).isEmpty();
        assertThat(asAlice("/people/remove", "person", "nobody").statusCode()).isEqualTo(404);
    }

    private void disabled(String name) {
        house.node.people().disable(house.person(name), true);
    }

    @Test
    void it_is_handed_over_when_both_want_it() throws Exception {
        refused(
                asAlice("/transfer", "owner", "nobody", "transfer", "tea"),
                "owner",
                "There is no account",
                "value=\"tea\"");
        refused(
                asAlice("/transfer", "owner", "bob", "transfer", "pot"),
                "transfer",
                "That is not its name",
                "value=\"bob\"");
        refused(asAlice("/transfer", "owner", "alice", "transfer", "tea"), "owner", "alice owns it already");
        asAlice("/visibility", "visibility", "private", "sure", "yes");
        assertThat(house.get("bob", "/alice/tea/transfer").statusCode()).isEqualTo(404);
        done(asAlice("/transfer", "owner", "bob", "transfer", "tea"), "#transfer");
        assertThat(house.page("alice", SETTINGS)).contains("/alice/tea/transfer", "Take the offer back");
        assertThat(house.page("bob", "/alice/tea/transfer")).contains("<b>alice</b> offers you <b>tea</b>");
        assertThat(house.get("bob", "/alice/tea").statusCode())
                .as("an offer shows nothing else")
                .isEqualTo(404);
        house.person("carol");
        assertThat(house.get("carol", "/alice/tea/transfer").statusCode()).isEqualTo(404);
        assertThat(house.post("carol", "/alice/tea/transfer", "answer", "accept")
                        .statusCode())
                .isEqualTo(404);

        done(asAlice("/transfer/withdraw"), "#transfer");
        assertThat(house.post("bob", "/alice/tea/transfer", "answer", "accept").statusCode())
                .isEqualTo(404);
        asAlice("/transfer", "owner", "bob", "transfer", "tea");
        done(house.post("bob", "/alice/tea/transfer", "answer", "decline"), "/");
        assertThat(house.node.transferOffers().of(house.tea)).isEmpty();

        asAlice("/transfer", "owner", "bob", "transfer", "tea");
        done(house.post("bob", "/alice/tea/transfer", "answer", "accept"), "/bob/tea");
        assertThat(house.page("bob", "/bob/tea")).contains("Tea");
        assertThat(house.get("alice", "/alice/tea").headers().firstValue("Location"))
                .hasValueSatisfying(it -> assertThat(it).endsWith("/bob/tea"));
        assertThat(house.get("alice", "/bob/tea/settings").statusCode())
                .as("the old owner writes on")
                .isEqualTo(403);
        assertThat(house.node.refs().examine(house.now())).isEmpty();
    }

    @Test
    void a_name_that_the_new_owner_has_already_keeps_it_where_it_is() throws Exception {
        house.node.refs().create(bob, "tea", false, "", "main");
        asAlice("/transfer", "owner", "bob", "transfer", "tea");
        var answer = house.post("bob", "/alice/tea/transfer", "answer", "accept");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("bob has a repository of the name tea already.", "role=\"alert\"");
        assertThat(house.now().owner()).isEqualTo("alice");
    }

    @Test
    void deleting_takes_its_name() throws Exception {
        refused(asAlice("/delete", "confirm", "pot"), "confirm", "That is not its name.", "value=\"pot\"");
        assertThat(house.get("", "/alice/tea").statusCode()).isEqualTo(200);
        asAlice("/transfer", "owner", "bob", "transfer", "tea");
        done(asAlice("/delete", "confirm", "tea"), "/alice");
        assertThat(house.get("", "/alice/tea").statusCode()).isEqualTo(404);
    }

    @Test
    void nobody_else_changes_anything() throws Exception {
        house.node.edits().addCollaborator(house.tea, house.alice, bob, Right.WRITE);
        for (String path : List.of(
                "",
                "/branch",
                "/visibility",
                "/people",
                "/people/remove",
                "/transfer",
                "/transfer/withdraw",
                "/delete")) {
            assertThat(house.post("bob", SETTINGS + path, "name", "x", "confirm", "tea", "sure", "yes")
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(house.post("", SETTINGS + path, "name", "x", "confirm", "tea")
                            .statusCode())
                    .as(path)
                    .isEqualTo(401);
            assertThat(house.send("alice", SETTINGS + path, "forged", "name", "x", "confirm", "tea")
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        house.node.edits().setPrivate(house.tea, house.alice, true);
        house.node.edits().removeCollaborator(house.tea, house.alice, bob);
        assertThat(house.post("bob", SETTINGS, "name", "x").statusCode()).isEqualTo(404);
        assertThat(house.now().name()).isEqualTo("tea");
    }

    @Test
    void an_administrator_who_does_not_own_it_gives_nothing_away() throws Exception {
        house.node.edits().addCollaborator(house.tea, house.alice, bob, Right.ADMIN);
        assertThat(house.post("bob", SETTINGS + "/transfer", "owner", "bob", "transfer", "tea")
                        .statusCode())
                .isEqualTo(403);
        assertThat(house.node.transferOffers().of(house.tea)).isEmpty();
    }

    @Test
    void branches_are_made_and_deleted_by_who_may_write() throws Exception {
        String branches = "/alice/tea/branches";
        refused(house.post("alice", branches, "name", "", "from", "main"), "name", "A branch needs a name.");
        refused(
                house.post("alice", branches, "name", "a..b", "from", "main"),
                "name",
                "That is no name",
                "value=\"a..b\"");
        refused(
                house.post("alice", branches, "name", "main", "from", "main"),
                "name",
                "There is a branch of that name");
        refused(house.post("alice", branches, "name", "main/x", "from", "main"), "name", "Its name clashes");
        refused(
                house.post("alice", branches, "name", "x", "from", "nowhere"),
                "from",
                "There is no such branch",
                "value=\"x\"");
        refused(house.post("alice", branches, "name", "x", "from", "1".repeat(40)), "from", "There is no such branch");
        done(house.post("alice", branches, "name", "x/y", "from", "main"), "/alice/tea/src/branch/x/y");
        String head = house.node.refs().view(house.tea).headId().orElseThrow().name();
        done(house.post("alice", branches, "name", "z", "from", head), "/alice/tea/src/branch/z");
        assertThat(house.post("alice", branches + "/delete", "name", "main").statusCode())
                .isEqualTo(409);
        assertThat(house.post("alice", branches + "/delete", "name", "nowhere").statusCode())
                .isEqualTo(404);
        done(house.post("alice", branches + "/delete", "name", "x/y"), branches);
        assertThat(house.page("", branches)).contains(">z</a>").doesNotContain("x/y", "Delete");
        for (String who : List.of("", "bob"))
            assertThat(house.post(who, branches + "/delete", "name", "z").statusCode())
                    .isIn(401, 403);
        house.move(new RefMove("refs/tags/v1", RefMove.ABSENT, head));
        done(house.post("alice", "/alice/tea/tags/delete", "name", "v1"), "/alice/tea/tags");
        assertThat(house.node.refs().view(house.tea).refs()).doesNotContainKey("refs/tags/v1");
    }
}
