package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole life of an issue, by page, by API, by command line, and offline in a clone followed by a push; each read
/// again from git by somebody who knows nothing of us ([OutsideReader]).
class WholeLifeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Served node;
    private Launched alice;
    private Launched bob;
    private final Map<String, String> tokens = new TreeMap<>();

    private Served serve() throws IOException {
        node = Served.start(folder.resolve("data"), Served.SEARCHED);
        return node;
    }

    private Launched person(String name) throws IOException {
        var person = Launched.in(folder.resolve(name));
        node.account(name);
        person.hob(folder, Served.PASSWORD, "login", node.url.toString(), "--account", name, "--password-stdin")
                .ok();
        tokens.put(name, login(person).path("token").textValue());
        return person;
    }

    private static JsonNode login(Launched person) throws IOException {
        return JSON.readTree(person.home().resolve(".config/hob/logins.json").toFile())
                .path("logins")
                .path(0);
    }

    private static String device(Launched person) throws IOException {
        return login(person).path("device").path("did").textValue().replace("did:key:", "");
    }

    private JsonNode api(String who, String method, String path, String body, int status) throws IOException {
        String[] headers = {"Authorization: token " + tokens.get(who), "Content-Type: application/json"};
        var answer = method.equals("POST")
                ? Wire.post(node.url, "/api/v1" + path, body.getBytes(UTF_8), headers)
                : method.equals("GET")
                        ? Wire.ask(node.url, "GET", "/api/v1" + path, headers)
                        : send(method, "/api/v1" + path, body, headers);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private Wire.Answer send(String method, String path, String body, String... headers) throws IOException {
        var all = new ArrayList<>(List.of(headers));
        all.add("Content-Length: " + body.length());
        try (var wire = Wire.open(node.url)) {
            wire.send(Wire.head(method, path, all.toArray(String[]::new)));
            wire.send(body.getBytes(UTF_8));
            return wire.answer();
        }
    }

    /// Fills in a form as a browser does, without a script.
    private final class Page {
        private final String cookie;

        Page(String who) throws IOException {
            this.cookie = "Cookie: hob_session=" + node.session(who);
        }

        void post(String page, String path, String... fields) throws IOException {
            String html = Wire.ask(node.url, "GET", page, cookie).body();
            String csrf = html.replaceFirst("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
            var form = new StringBuilder("csrf=" + csrf);
            for (int i = 0; i < fields.length; i += 2)
                form.append('&').append(fields[i]).append('=').append(URLEncoder.encode(fields[i + 1], UTF_8));
            var answer = Wire.post(
                    node.url,
                    path,
                    form.toString().getBytes(UTF_8),
                    cookie,
                    "Content-Type: application/x-www-form-urlencoded");
            assertThat(answer.status()).as(answer.toString()).isEqualTo(303);
        }
    }

    private String nid(String name) throws IOException {
        return api(name, "GET", "/users/" + name, "", 200)
                .path("did")
                .textValue()
                .replace("did:key:", "");
    }

    /// What happened to an issue, each act with whose key signed it, in the order in which it was built.
    private static List<String> story(List<OutsideReader.Entry> entries, Map<String, String> names) {
        var told = new ArrayList<String>();
        for (var entry : entries)
            for (var action : entry.actions()) {
                String what = action.path("type").textValue();
                String detail = action.has("body")
                        ? action.path("body").textValue()
                        : action.has("title")
                                ? action.path("title").textValue()
                                : action.has("state")
                                        ? action.path("state").path("status").textValue()
                                        : action.has("labels")
                                                ? action.path("labels").toString()
                                                : "";
                told.add(names.getOrDefault(entry.nid(), entry.nid()) + " " + what + " " + detail);
            }
        return told;
    }

    private OutsideReader outside() throws IOException {
        try (var folders = Files.list(node.data.resolve("storage"))) {
            return new OutsideReader(
                    folders.filter(it -> it.getFileName().toString().startsWith("z"))
                            .findFirst()
                            .orElseThrow());
        }
    }

    @Test
    void an_issue_lives_by_four_ways_and_git_proves_each() throws IOException, GeneralSecurityException {
        try (var _ = serve()) {
            alice = person("alice");
            bob = person("bob");
            alice.hob(folder, "", "repo", "create", "tea", "--public", "--readme", "--clone")
                    .ok();
            bob.hob(folder, "", "repo", "clone", "alice/tea", "bobs").ok();
            var clone = folder.resolve("bobs");
            api("alice", "POST", "/repos/alice/tea/labels", "{\"name\":\"bug\",\"color\":\"#ee0000\"}", 201);

            byPage();
            byApi();
            byCommand(clone);
            String offline = offline(clone);

            node.hob("", "doctor").ok();
            var names = Map.of(nid("alice"), "alice", nid("bob"), "bob", device(bob), "bob's computer");
            var outside = outside();
            var issues = outside.issues();
            assertThat(issues).hasSize(4);
            var stories = new TreeMap<String, List<String>>();
            issues.values()
                    .forEach(entries -> stories.put(
                            entries.getFirst().actions().getFirst().path("body").textValue(), story(entries, names)));
            assertThat(stories.get("by page"))
                    .containsExactly(
                            "bob comment by page",
                            "bob edit Opened on a page",
                            "alice comment Really?",
                            "bob edit Named on a page",
                            "alice label [\"bug\"]",
                            "bob comment Yes.",
                            "bob lifecycle closed",
                            "bob lifecycle open");
            assertThat(stories.get("by api"))
                    .containsExactly(
                            "bob comment by api",
                            "bob edit Opened by a program",
                            "alice comment Really?",
                            "bob edit Named by a program",
                            "alice label [\"bug\"]",
                            "bob lifecycle closed",
                            "bob lifecycle open");
            assertThat(stories.get("by command"))
                    .containsExactly(
                            "bob comment by command",
                            "bob edit Opened by a command",
                            "alice comment Really?",
                            "bob edit Named by a command",
                            "alice label [\"bug\"]",
                            "bob lifecycle closed",
                            "bob lifecycle open");
            assertThat(stories.get("offline"))
                    .containsExactly(
                            "bob's computer comment offline",
                            "bob's computer edit Opened on a train",
                            "bob's computer edit Named on a train",
                            "bob's computer comment.edit offline, edited",
                            "bob's computer comment Yes.",
                            "bob's computer lifecycle closed",
                            "bob's computer lifecycle open",
                            "alice comment Really?",
                            "alice label [\"bug\"]",
                            "bob's computer comment Back on a train.");
            assertThat(issues.get(offline)).as("under its own id").isNotNull();
            assertThat(outside.signedNamespaces()).contains(nid("alice"), nid("bob"), device(bob));
        }
    }

    private void byPage() throws IOException {
        var bobs = new Page("bob");
        var alices = new Page("alice");
        String issue = "/alice/tea/issues/1";
        bobs.post("/alice/tea/issues/new", "/alice/tea/issues", "title", "Opened on a page", "body", "by page");
        alices.post(issue, issue + "/comment", "body", "Really?");
        bobs.post(issue, issue + "/title", "title", "Named on a page");
        alices.post(issue, issue + "/labels", "label", "bug");
        bobs.post(issue, issue + "/comment", "body", "Yes.", "then", "solved");
        bobs.post(issue, issue + "/comment", "then", "open");
    }

    private void byApi() throws IOException {
        String issue = "/repos/alice/tea/issues/2";
        api("bob", "POST", "/repos/alice/tea/issues", "{\"title\":\"Opened by a program\",\"body\":\"by api\"}", 201);
        api("alice", "POST", issue + "/comments", "{\"body\":\"Really?\"}", 201);
        api("bob", "PATCH", issue, "{\"title\":\"Named by a program\"}", 201);
        api("alice", "POST", issue + "/labels", "{\"labels\":[\"bug\"]}", 200);
        api("bob", "PATCH", issue, "{\"state\":\"closed\"}", 201);
        api("bob", "PATCH", issue, "{\"state\":\"open\"}", 201);
    }

    private void byCommand(Path clone) {
        bob.hob(clone, "", "issue", "create", "-t", "Opened by a command", "-b", "by command")
                .ok();
        alice.hob(clone, "", "issue", "comment", "3", "-b", "Really?").ok();
        bob.hob(clone, "", "issue", "edit", "3", "-t", "Named by a command").ok();
        alice.hob(clone, "", "issue", "label", "3", "bug").ok();
        bob.hob(clone, "", "issue", "close", "3").ok();
        bob.hob(clone, "", "issue", "reopen", "3").ok();
    }

    /// Gives the issue's id.
    private String offline(Path clone) throws IOException {
        assertThat(bob.hob(clone, "", "issue", "comment", "1", "-b", "x", "--offline")
                        .failed())
                .contains("hob issue fetch");
        bob.hob(clone, "", "issue", "fetch").ok();
        var opened = JSON.readTree(
                bob.hob(clone, "", "issue", "create", "-t", "Opened on a train", "-b", "offline", "--offline", "--json")
                        .ok());
        String id = opened.path("id").textValue();
        String name = id.substring(0, 7);
        assertThat(bob.hob(clone, "", "issue", "edit", name, "-t", "Named on a train", "--offline")
                        .ok())
                .isEqualTo(name + " is changed, in this clone; `hob issue push` brings it to the node");
        bob.hob(clone, "", "issue", "edit", name, "-b", "offline, edited", "--offline")
                .ok();
        bob.hob(clone, "", "issue", "close", name, "-c", "Yes.", "--offline").ok();
        bob.hob(clone, "", "issue", "reopen", name, "--offline").ok();
        assertThat(bob.hob(clone, "", "issue", "label", name, "bug", "--offline")
                        .failed())
                .contains("Only delegates of the project may label issues");
        assertThat(bob.hob(clone, "", "issue", "list", "--offline").ok()).contains(name + "  Named on a train");
        assertThat(bob.hob(clone, "", "issue", "show", name, "--offline").ok()).contains("offline, edited");
        assertThat(bob.hob(clone, "", "issue", "show", name).failed()).contains("--offline");

        assertThat(bob.hob(clone, "", "issue", "push").ok()).isEqualTo("the node has what you wrote on one issue");
        assertThat(bob.hob(clone, "", "issue", "push").ok()).isEqualTo("there is nothing that the node does not have");
        var shown = api("alice", "GET", "/repos/alice/tea/issues/4", "", 200);
        assertThat(shown.path("title").textValue()).isEqualTo("Named on a train");
        assertThat(shown.path("body").textValue()).isEqualTo("offline, edited");
        assertThat(shown.path("user").path("login").textValue()).isEqualTo("bob");
        assertThat(Wire.ask(node.url, "GET", "/alice/tea/issues/4").body()).contains("Named on a train");

        api("alice", "POST", "/repos/alice/tea/issues/4/comments", "{\"body\":\"Really?\"}", 201);
        api("alice", "POST", "/repos/alice/tea/issues/4/labels", "{\"labels\":[\"bug\"]}", 200);
        fetchUntilNumbered(clone);
        bob.hob(clone, "", "issue", "comment", "4", "-b", "Back on a train.", "--offline")
                .ok();
        // Git's own push does as well.
        String own = "refs/namespaces/" + device(bob) + "/*";
        bob.git(clone, "push", "-q", "origin", own + ":" + own).ok();
        assertThat(api("alice", "GET", "/repos/alice/tea/issues/4", "", 200)
                        .path("comments")
                        .intValue())
                .isEqualTo(3);
        return id;
    }

    /// Numbers come to git in batches, a moment after the issues.
    private void fetchUntilNumbered(Path clone) {
        for (int i = 0; i < 60; i++) {
            bob.hob(clone, "", "issue", "fetch").ok();
            if (bob.hob(clone, "", "issue", "list", "--offline").ok().contains("#4  Named on a train")) return;
        }
        throw new AssertionError("the issue has no number in git");
    }

    @Test
    void two_clones_of_one_computer_and_a_node_that_is_away() throws IOException, InterruptedException {
        try (var _ = serve()) {
            alice = person("alice");
            bob = person("bob");
            alice.hob(folder, "", "repo", "create", "tea", "--public", "--readme")
                    .ok();
            bob.hob(folder, "", "issue", "create", "-t", "It leaks", "-b", "", "--repo", "alice/tea")
                    .ok();
            var one = folder.resolve("one");
            var two = folder.resolve("two");
            for (var clone : List.of(one, two)) {
                bob.hob(folder, "", "repo", "clone", "alice/tea", clone.toString())
                        .ok();
                bob.hob(clone, "", "issue", "fetch").ok();
            }
            String id = JSON.readTree(bob.hob(one, "", "issue", "list", "--offline", "--json")
                            .ok())
                    .path(0)
                    .path("id")
                    .textValue();
            bob.hob(one, "", "issue", "comment", id, "-b", "In one.", "--offline")
                    .ok();
            bob.hob(two, "", "issue", "comment", id, "-b", "In two.", "--offline")
                    .ok();
            bob.hob(one, "", "issue", "push").ok();
            assertThat(bob.hob(two, "", "issue", "push").failed()).contains("hob issue fetch");
            bob.hob(two, "", "issue", "fetch").ok();
            assertThat(bob.hob(two, "", "issue", "show", id, "--offline").ok())
                    .as("nothing that was written is lost by a fetch")
                    .contains("In one.", "In two.");
            bob.hob(two, "", "issue", "push").ok();
            bob.hob(one, "", "issue", "fetch").ok();
            assertThat(bob.hob(one, "", "issue", "show", id, "--offline").ok()).contains("In one.", "In two.");
            assertThat(api("bob", "GET", "/repos/alice/tea/issues/1/comments", "", 200))
                    .hasSize(2);
            node.hob("", "doctor").ok();

            bob.hob(one, "", "issue", "comment", id, "-b", "Never mind.", "--offline")
                    .ok();
            bob.hob(one, "", "issue", "drop", id, "--yes").ok();
            assertThat(bob.hob(one, "", "issue", "show", id, "--offline").ok()).doesNotContain("Never mind.");
            assertThat(bob.hob(one, "", "issue", "push").ok()).contains("there is nothing");

            node.stop();
            node.waitFor();
            assertThat(bob.hob(one, "", "issue", "comment", "1", "-b", "Away.").failed())
                    .contains("nothing listens")
                    .contains("--offline writes it there");
            bob.hob(one, "", "issue", "comment", id, "-b", "Away.", "--offline").ok();
            assertThat(bob.hob(one, "", "issue", "show", id, "--offline").ok()).contains("Away.");
        }
    }

    @Test
    void logging_out_takes_the_computers_key_away() throws IOException {
        try (var _ = serve()) {
            alice = person("alice");
            String before = device(alice);
            String url = node.url.toString();
            assertThat(api("alice", "GET", "/user/devices", "", 200)
                            .path(0)
                            .path("did")
                            .textValue())
                    .isEqualTo("did:key:" + before);
            alice.hob(folder, Served.PASSWORD, "login", url, "--account", "alice", "--password-stdin")
                    .ok();
            assertThat(device(alice)).as("one key for each computer").isEqualTo(before);
            assertThat(new Page("alice").cookie).isNotEmpty();
            assertThat(Wire.ask(node.url, "GET", "/settings/keys", new Page("alice").cookie)
                            .body())
                    .contains("did:key:" + before)
                    .contains("hob on ");
            alice.hob(folder, Served.PASSWORD, "logout", url, "--password-stdin")
                    .ok();
            alice.hob(folder, Served.PASSWORD, "login", url, "--account", "alice", "--password-stdin")
                    .ok();
            tokens.put("alice", login(alice).path("token").textValue());
            assertThat(device(alice)).isNotEqualTo(before);
            assertThat(api("alice", "GET", "/user/devices", "", 200)).hasSize(1);
        }
    }
}
