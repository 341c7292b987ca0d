package dev.hob.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issues as Gitea's clients meet them.
class IssueApiTest {
    private static final String ISSUES = "/repos/alice/tea/issues";

    @TempDir
    Path data;

    private ApiServer server;
    private Repo tea;
    private String alice;
    private String will;
    private String mallory;

    @BeforeEach
    void open() {
        server = new ApiServer(data);
        tea = server.empty("tea", false);
        server.node.edits().addCollaborator(tea, server.alice, server.will, Right.WRITE);
        alice = server.token(server.alice);
        will = server.token(server.will);
        mallory = server.token(server.mallory);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static List<String> all(JsonNode list, String field) {
        var found = new ArrayList<String>();
        list.forEach(it -> found.add(it.path(field).asText()));
        return found;
    }

    private JsonNode opened(String by, String title) {
        return server.post(ISSUES, by, "{\"title\":\"" + title + "\",\"body\":\"Why?\"}")
                .is(201)
                .json();
    }

    private List<String> listed(String query) {
        return all(server.get(ISSUES + query, "").is(200).json(), "title");
    }

    private long label(String name) {
        return server.post("/repos/alice/tea/labels", alice, "{\"name\":\"" + name + "\",\"color\":\"#FF0000\"}")
                .is(201)
                .json()
                .path("id")
                .longValue();
    }

    @Test
    void a_label_gets_another_name_and_issues_follow() {
        long bug = label("bug");
        label("hot");
        server.post(ISSUES, alice, "{\"title\":\"Cold\",\"labels\":[" + bug + "]}")
                .is(201);
        String path = "/repos/alice/tea/labels/" + bug;
        server.call("PATCH", path, alice, "{\"name\":\"hot\",\"color\":\"000000\"}")
                .is(422);
        var renamed = server.call("PATCH", path, alice, "{\"name\":\"defect\"}")
                .is(200)
                .json();
        assertThat(renamed.path("name").asText()).isEqualTo("defect");
        assertThat(renamed.path("color").asText()).isEqualTo("ff0000");
        server.get(path, alice).is(404);
        server.get("/repos/alice/tea/labels/" + renamed.path("id").asLong(), alice)
                .is(200);
        assertThat(all(server.get(ISSUES + "/1/labels", "").is(200).json(), "name"))
                .containsExactly("defect");
        assertThat(listed("?labels=bug")).isEmpty();
    }

    @Test
    void templates_are_told_as_gitea_tells_them() {
        String repo = "/repos/alice/tea";
        assertThat(server.get(repo + "/issue_templates", "").is(200).json()).isEmpty();
        assertThat(server.get(repo + "/issue_config", "")
                        .is(200)
                        .json()
                        .path("blank_issues_enabled")
                        .booleanValue())
                .isTrue();
        server.write(tea, "main", ".gitea/ISSUE_TEMPLATE/a_text.md", "---\nname: Idea\nabout: A wish\n---\nI wish\n");
        server.write(
                tea,
                "main",
                ".gitea/ISSUE_TEMPLATE/form.yml",
                "name: Bug\ndescription: Broken\nlabels: [bug]\nbody:\n- type: markdown\n  attributes: {value: Hello}\n"
                        + "- type: input\n  id: version\n  attributes: {label: Version}\n  validations: {required: true}\n"
                        + "- type: dropdown\n  attributes: {label: How, options: [a, b]}\n"
                        + "- type: checkboxes\n  attributes: {label: Sure, options: [{label: Yes, required: true}]}\n");
        server.write(
                tea,
                "main",
                ".gitea/ISSUE_TEMPLATE/config.yaml",
                "blank_issues_enabled: false\ncontact_links:\n- {name: Talk, url: 'https://example.org/', about: Here}\n");
        var templates = server.get(repo + "/issue_templates", "").is(200).json();
        assertThat(all(templates, "name")).containsExactly("Idea", "Bug");
        assertThat(all(templates, "file_name"))
                .containsExactly(".gitea/ISSUE_TEMPLATE/a_text.md", ".gitea/ISSUE_TEMPLATE/form.yml");
        assertThat(templates.path(0).path("content").asText()).isEqualTo("I wish\n");
        var form = templates.path(1);
        assertThat(form.path("about").asText()).isEqualTo("Broken");
        assertThat(all(form.path("body"), "type")).containsExactly("markdown", "input", "dropdown", "checkboxes");
        var version = form.path("body").path(1);
        assertThat(version.path("id").asText()).isEqualTo("version");
        assertThat(version.path("attributes").path("label").asText()).isEqualTo("Version");
        assertThat(version.path("validations").path("required").booleanValue()).isTrue();
        var config = server.get(repo + "/issue_config", "").is(200).json();
        assertThat(config.path("blank_issues_enabled").booleanValue()).isFalse();
        assertThat(all(config.path("contact_links"), "name")).containsExactly("Talk");
        assertThat(server.get(repo + "/issue_config/validate", "")
                        .is(200)
                        .json()
                        .path("valid")
                        .booleanValue())
                .isTrue();
        server.write(tea, "main", ".gitea/ISSUE_TEMPLATE/config.yml", "blank_issues_enabled: [");
        var wrong = server.get(repo + "/issue_config/validate", "").is(200).json();
        assertThat(wrong.path("valid").booleanValue()).isFalse();
        assertThat(wrong.path("message").asText()).contains("config.yml", "no YAML");
    }

    @Test
    void an_issue_is_opened_read_changed_closed_and_opened_again() {
        var made = opened(mallory, "Cold");
        assertThat(made.path("number").intValue()).isEqualTo(1);
        assertThat(made.path("state").textValue()).isEqualTo("open");
        assertThat(made.path("user").path("login").textValue()).isEqualTo("mallory");
        assertThat(made.path("user").path("type").textValue()).isEqualTo("User");
        assertThat(made.path("html_url").textValue()).endsWith("/alice/tea/issues/1");
        assertThat(made.path("repository").path("full_name").textValue()).isEqualTo("alice/tea");
        assertThat(made.path("pull_request").isNull()).isTrue();
        var changed = server.call("PATCH", ISSUES + "/1", mallory, "{\"title\":\"Too cold\",\"state\":\"closed\"}")
                .is(201)
                .json();
        assertThat(changed.path("title").textValue()).isEqualTo("Too cold");
        assertThat(changed.path("body").textValue())
                .as("what is left out stays")
                .isEqualTo("Why?");
        assertThat(changed.path("state").textValue()).isEqualTo("closed");
        assertThat(changed.path("closed_at").isNull()).isFalse();
        assertThat(server.call("PATCH", ISSUES + "/1", will, "{\"state\":\"open\"}")
                        .is(201)
                        .json()
                        .path("state")
                        .textValue())
                .isEqualTo("open");
        server.call("PATCH", ISSUES + "/1", server.token(server.rita), "{\"state\":\"closed\"}")
                .is(403);
        server.get(ISSUES + "/2", "").is(404);
        server.get(ISSUES + "/x", "").is(404);
        server.post(ISSUES, mallory, "{\"title\":\" \"}").is(422);
        server.post(ISSUES, mallory, "{\"body\":\"no title\"}").is(422);
        server.post(ISSUES, "", "{\"title\":\"Cold\"}").is(401);
    }

    @Test
    void a_list_is_filtered_as_gitea_does() {
        long bug = label("bug");
        long hot = label("hot");
        var one = server.post(
                        "/repos/alice/tea/milestones", alice, "{\"title\":\"One\",\"due_on\":\"2030-01-01T00:00:00Z\"}")
                .is(201)
                .json();
        String with = "{\"title\":\"Labelled\",\"labels\":[%d,%d],\"assignees\":[\"will\"],\"milestone\":%d}";
        var made = server.post(
                        ISSUES, alice, with.formatted(bug, hot, one.path("id").longValue()))
                .is(201)
                .json();
        assertThat(all(made.path("labels"), "name")).containsExactly("bug", "hot");
        assertThat(all(made.path("labels"), "color")).containsExactly("ff0000", "ff0000");
        assertThat(made.path("assignee").path("login").textValue()).isEqualTo("will");
        assertThat(made.path("milestone").path("title").textValue()).isEqualTo("One");
        opened(mallory, "Hello @will");
        opened(mallory, "Plain");
        server.call("PATCH", ISSUES + "/3", alice, "{\"state\":\"closed\"}").is(201);

        assertThat(listed("")).containsExactly("Hello @will", "Labelled");
        assertThat(listed("?state=closed")).containsExactly("Plain");
        assertThat(listed("?state=all&sort=oldest")).containsExactly("Labelled", "Hello @will", "Plain");
        assertThat(listed("?labels=bug,hot")).containsExactly("Labelled");
        assertThat(listed("?labels=bug,none")).isEmpty();
        assertThat(listed("?milestones=One,Two")).containsExactly("Labelled");
        assertThat(listed("?milestones=" + one.path("id").longValue())).containsExactly("Labelled");
        assertThat(listed("?milestones=None")).isEmpty();
        assertThat(listed("?created_by=mallory")).containsExactly("Hello @will");
        assertThat(listed("?assigned_by=will")).containsExactly("Labelled");
        assertThat(listed("?q=plain&state=all")).containsExactly("Plain");
        assertThat(listed("?type=pulls")).isEmpty();
        assertThat(listed("?since=2100-01-01T00:00:00Z")).isEmpty();
        assertThat(listed("?before=2100-01-01T00:00:00Z")).hasSize(2);
        server.get(ISSUES + "?created_by=nobody", "").is(404);
        server.get(ISSUES + "?state=odd", "").is(422);
        var page = server.get(ISSUES + "?state=all&limit=1&page=2", "").is(200);
        assertThat(page.header("X-Total-Count")).isEqualTo("3");
        assertThat(all(page.json(), "number")).containsExactly("2");

        assertThat(all(
                        server.get("/repos/issues/search?assigned=true", will)
                                .is(200)
                                .json(),
                        "title"))
                .containsExactly("Labelled");
        assertThat(all(
                        server.get("/repos/issues/search?created=true&state=all", mallory)
                                .is(200)
                                .json(),
                        "title"))
                .containsExactlyInAnyOrder("Hello @will", "Plain");
        assertThat(server.get("/repos/issues/search?owner=mallory", "").is(200).json())
                .isEmpty();
        server.get("/repos/issues/search?created=true", "").is(401);
        assertThat(server.get("/repos/alice/tea/milestones/One", "")
                        .is(200)
                        .json()
                        .path("open_issues")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void what_only_members_say_is_passed_over_when_others_say_it() {
        long bug = label("bug");
        var made = server.post(
                        ISSUES, mallory, "{\"title\":\"Cold\",\"labels\":[" + bug + "],\"assignees\":[\"will\"]}")
                .is(201)
                .json();
        assertThat(made.path("labels")).isEmpty();
        assertThat(made.path("assignees")).isEmpty();
        server.post(ISSUES + "/1/labels", mallory, "{\"labels\":[" + bug + "]}").is(403);
        assertThat(all(
                        server.post(ISSUES + "/1/labels", will, "{\"labels\":[" + bug + "]}")
                                .is(200)
                                .json(),
                        "name"))
                .containsExactly("bug");
        server.post(ISSUES + "/1/labels", will, "{\"labels\":[\"odd\"]}").is(422);
        server.post(ISSUES + "/1/labels", will, "{\"labels\":[{}]}").is(422);
        server.call("DELETE", ISSUES + "/1/labels/" + bug, will, "").is(204);
        assertThat(server.get(ISSUES + "/1/labels", "").is(200).json()).isEmpty();
    }

    @Test
    void comments_are_written_read_changed_and_taken_back() {
        opened(alice, "Cold");
        var said = server.post(ISSUES + "/1/comments", mallory, "{\"body\":\"Me too\"}")
                .is(201)
                .json();
        long id = said.path("id").longValue();
        assertThat(said.path("issue_url").textValue()).endsWith("/alice/tea/issues/1");
        assertThat(server.get(ISSUES + "/1", "").is(200).json().path("comments").intValue())
                .isEqualTo(1);
        assertThat(all(server.get(ISSUES + "/1/comments", "").is(200).json(), "body"))
                .containsExactly("Me too");
        assertThat(all(server.get(ISSUES + "/comments", "").is(200).json(), "body"))
                .containsExactly("Me too");
        server.call("PATCH", ISSUES + "/comments/" + id, server.token(server.rita), "{\"body\":\"No\"}")
                .is(403);
        server.call("PATCH", ISSUES + "/comments/" + id, mallory, "{\"body\":\"Me three\"}")
                .is(200);
        assertThat(server.get(ISSUES + "/comments/" + id, "")
                        .is(200)
                        .json()
                        .path("body")
                        .textValue())
                .isEqualTo("Me three");
        server.call("DELETE", ISSUES + "/comments/" + id, will, "").is(204);
        server.get(ISSUES + "/comments/" + id, "").is(404);
        assertThat(server.get(ISSUES + "/1/comments", "").is(200).json()).isEmpty();
        server.post(ISSUES + "/1/comments", mallory, "{\"body\":\" \"}").is(422);
        server.get(ISSUES + "/comments/12345", "").is(404);
    }

    @Test
    void signs_are_words_as_gitea_has_them() {
        opened(alice, "Cold");
        var put = server.post(ISSUES + "/1/reactions", mallory, "{\"content\":\"+1\"}")
                .is(201)
                .json();
        assertThat(put.path("content").textValue()).isEqualTo("+1");
        assertThat(put.path("user").path("login").textValue()).isEqualTo("mallory");
        server.post(ISSUES + "/1/reactions", alice, "{\"content\":\"🎉\"}").is(201);
        assertThat(all(server.get(ISSUES + "/1/reactions", "").is(200).json(), "content"))
                .containsExactlyInAnyOrder("+1", "hooray");
        server.post(ISSUES + "/1/reactions", alice, "{\"content\":\"nonsense\"}")
                .is(422);
        server.call("DELETE", ISSUES + "/1/reactions", mallory, "{\"content\":\"+1\"}")
                .is(204);
        assertThat(all(server.get(ISSUES + "/1/reactions", "").is(200).json(), "content"))
                .containsExactly("hooray");
    }

    @Test
    void the_timeline_tells_everything_in_giteas_words() {
        long bug = label("bug");
        var one = server.post("/repos/alice/tea/milestones", alice, "{\"title\":\"One\"}")
                .is(201)
                .json();
        opened(mallory, "Cold");
        opened(mallory, "Cool");
        server.call("PATCH", ISSUES + "/1", alice, "{\"title\":\"Too cold\"}").is(201);
        server.post(ISSUES + "/1/labels", will, "{\"labels\":[" + bug + "]}").is(200);
        server.call("PATCH", ISSUES + "/1", will, "{\"assignees\":[\"will\"]}").is(201);
        server.post(ISSUES + "/1/comments", mallory, "{\"body\":\"Thanks\"}").is(201);
        server.call(
                        "PATCH",
                        ISSUES + "/1",
                        alice,
                        "{\"milestone\":" + one.path("id").longValue() + "}")
                .is(201);
        server.post(ISSUES + "/1/deadline", alice, "{\"due_date\":\"2030-01-01T00:00:00Z\"}")
                .is(201);
        server.post(ISSUES + "/1/dependencies", alice, "{\"index\":2}").is(201);
        server.post(ISSUES + "/1/pin", alice, "").is(204);
        server.call("PUT", ISSUES + "/1/lock", alice, "{\"lock_reason\":\"too heated\"}")
                .is(204);
        server.post(ISSUES + "/1/comments", mallory, "{\"body\":\"But\"}").is(403);
        server.call("PATCH", ISSUES + "/1", alice, "{\"state\":\"closed\"}").is(201);
        var told = server.get(ISSUES + "/1/timeline", "").is(200).json();
        assertThat(all(told, "type"))
                .containsExactlyInAnyOrder(
                        "change_title",
                        "label",
                        "assignees",
                        "comment",
                        "milestone",
                        "added_deadline",
                        "add_dependency",
                        "pin",
                        "lock",
                        "close");
        for (var line : told)
            switch (line.path("type").textValue()) {
                case "label" -> {
                    assertThat(line.path("label").path("name").textValue()).isEqualTo("bug");
                    assertThat(line.path("user").path("login").textValue())
                            .as("who did it, whoever signed it")
                            .isEqualTo("will");
                }
                case "change_title" ->
                    assertThat(line.path("new_title").textValue()).isEqualTo("Too cold");
                case "milestone" ->
                    assertThat(line.path("milestone").path("title").textValue()).isEqualTo("One");
                case "assignees" ->
                    assertThat(line.path("assignee").path("login").textValue()).isEqualTo("will");
                default -> {}
            }
        assertThat(server.get(ISSUES + "/1", "")
                        .is(200)
                        .json()
                        .path("is_locked")
                        .booleanValue())
                .isTrue();
        assertThat(all(server.get(ISSUES + "/pinned", "").is(200).json(), "number"))
                .containsExactly("1");
        assertThat(all(server.get(ISSUES + "/1/dependencies", "").is(200).json(), "number"))
                .containsExactly("2");
        assertThat(all(server.get(ISSUES + "/2/blocks", "").is(200).json(), "number"))
                .containsExactly("1");
        server.post(ISSUES + "/2/dependencies", alice, "{\"index\":1}").is(422);
    }

    @Test
    void labels_and_milestones_are_kept_apart_from_issues() {
        long bug = label("bug");
        assertThat(server.get("/repos/alice/tea/labels/" + bug, "")
                        .is(200)
                        .json()
                        .path("color")
                        .textValue())
                .isEqualTo("ff0000");
        server.call("PATCH", "/repos/alice/tea/labels/" + bug, alice, "{\"description\":\"It is broken\"}")
                .is(200);
        server.call("PATCH", "/repos/alice/tea/labels/" + bug, alice, "{\"color\":\"red\"}")
                .is(422);
        server.post("/repos/alice/tea/labels", mallory, "{\"name\":\"x\",\"color\":\"#ff0000\"}")
                .is(403);
        server.call("DELETE", "/repos/alice/tea/labels/" + bug, alice, "").is(204);
        server.get("/repos/alice/tea/labels/" + bug, "").is(404);

        var one = server.post("/repos/alice/tea/milestones", alice, "{\"title\":\"One\"}")
                .is(201)
                .json();
        String path = "/repos/alice/tea/milestones/" + one.path("id").longValue();
        assertThat(server.call("PATCH", path, alice, "{\"state\":\"closed\"}")
                        .is(200)
                        .json()
                        .path("closed_at")
                        .isNull())
                .isFalse();
        assertThat(server.get("/repos/alice/tea/milestones", "").is(200).json()).isEmpty();
        assertThat(all(
                        server.get("/repos/alice/tea/milestones?state=all", "")
                                .is(200)
                                .json(),
                        "title"))
                .containsExactly("One");
        server.call("DELETE", path, alice, "").is(204);
        server.get(path, "").is(404);
    }

    @Test
    void files_are_listed_read_and_taken_away() {
        var repo = server.filled("pot", true);
        server.issues(repo);
        String issue = "/repos/alice/pot/issues/1";
        var files = server.get(issue + "/assets", alice).is(200).json();
        assertThat(all(files, "name")).containsExactly("leaf.txt");
        assertThat(files.path(0).path("size").intValue()).isEqualTo(5);
        String url = files.path(0).path("browser_download_url").textValue();
        String path = url.substring(url.indexOf("/repos/"));
        var file = server.get(path, alice).is(200);
        assertThat(file.response().body()).isEqualTo("leaf\n".getBytes(UTF_8));
        assertThat(file.header("Content-Disposition")).startsWith("attachment");
        assertThat(file.header("Content-Security-Policy")).contains("sandbox");
        server.get(path, mallory).is(404);
        server.get(path.replace("leaf.txt", "other.txt"), alice).is(404);
        var added = server.upload(issue + "/assets", alice, "stem.txt", "stem\n")
                .is(201)
                .json();
        assertThat(added.path("name").textValue()).isEqualTo("stem.txt");
        assertThat(added.path("size").intValue()).isEqualTo(5);
        assertThat(all(server.get(issue + "/assets", alice).is(200).json(), "name"))
                .containsExactly("leaf.txt", "stem.txt");
        server.upload(issue + "/assets", alice, "stem.txt", "again").is(422);
        server.upload(issue + "/assets?name=..", alice, "x", "x").is(422);
        server.post(issue + "/assets", alice, "{}").is(422);
        server.upload(issue + "/assets", alice, "large.txt", "x".repeat((8 << 20) + 1))
                .is(422);
        server.upload(issue + "/assets", alice, "huge.txt", "x".repeat(9 << 20)).is(413);
        server.call("DELETE", issue + "/assets/" + added.path("id").longValue(), alice, "")
                .is(204);
        server.call("DELETE", issue + "/assets/" + files.path(0).path("id").longValue(), alice, "")
                .is(204);
        assertThat(server.get(issue, alice).is(200).json().path("assets")).isEmpty();
        assertThat(server.get(issue, alice).is(200).json().path("body").textValue())
                .isEqualTo("Warm it");
    }

    @Test
    void an_issue_that_is_taken_back_says_nothing_more() {
        opened(mallory, "Spam");
        server.post(ISSUES + "/1/comments", mallory, "{\"body\":\"More spam\"}").is(201);
        server.call("DELETE", ISSUES + "/1", will, "").is(403);
        server.call("DELETE", ISSUES + "/1", alice, "").is(204);
        var gone = server.get(ISSUES + "/1", "").is(200).json();
        assertThat(gone.path("title").textValue()).isEqualTo("(deleted)");
        assertThat(gone.path("body").textValue()).isEqualTo("(deleted)");
        assertThat(gone.path("state").textValue()).isEqualTo("closed");
        assertThat(server.get(ISSUES + "/1/comments", "").is(200).json()).isEmpty();
    }

    @Test
    void issues_go_on_when_the_repository_says_other_things_of_itself() {
        opened(alice, "Cold");
        server.call("PUT", ISSUES + "/1/lock", alice, "{\"lock_reason\":\"too heated\"}")
                .is(204);
        server.call("PATCH", "/repos/alice/tea", alice, "{\"description\":\"Other leaves\"}")
                .is(200);
        server.post(ISSUES + "/1/comments", alice, "{\"body\":\"Still here\"}").is(201);
        server.call("PATCH", "/repos/alice/tea", alice, "{\"private\":true}").is(200);
        server.call("DELETE", ISSUES + "/1/lock", alice, "").is(204);
        server.call("PATCH", ISSUES + "/1", will, "{\"title\":\"Cool\"}").is(201);
        server.call("PUT", "/repos/alice/tea/collaborators/ada", alice, "{}").is(204);
        server.call("PATCH", "/repos/alice/tea", alice, "{\"private\":false}").is(200);
        server.post(ISSUES, mallory, "{\"title\":\"New\"}").is(201);
        server.call("DELETE", ISSUES + "/1", alice, "").is(204);
    }

    @Test
    void what_happens_to_issues_is_activity() {
        opened(mallory, "Cold");
        server.post(ISSUES + "/1/comments", alice, "{\"body\":\"Yes\"}").is(201);
        server.call("PATCH", ISSUES + "/1", alice, "{\"state\":\"closed\"}").is(201);
        assertThat(all(
                        server.get("/repos/alice/tea/activities/feeds", "")
                                .is(200)
                                .json(),
                        "op_type"))
                .containsExactly("close_issue", "comment_issue", "create_issue", "create_repo");
    }
}
