package dev.hob.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The life of pull requests as Gitea's clients meet it; what came of it is looked at with the real git.
class PullApiTest {
    private static final String PULLS = "/repos/alice/tea/pulls";

    @TempDir
    Path data;

    @TempDir
    Path work;

    private ApiServer server;
    private Repo tea;
    private Path clone;
    private String alice;
    private String will;
    private String mallory;

    @BeforeEach
    void open() throws Exception {
        server = new ApiServer(data);
        tea = server.empty("tea", false);
        server.node.edits().addCollaborator(tea, server.alice, server.will, Right.WRITE);
        server.node.pulls().branches().start();
        alice = server.token(server.alice);
        will = server.token(server.will);
        mallory = server.token(server.mallory);
        clone = work.resolve("tea");
        git(work, "init", "-q", "-b", "main", clone.toString());
        git(clone, "config", "user.name", "Will");
        git(clone, "config", "user.email", "will@example.org");
        commit("leaf.txt", "one\ntwo\nthree\nfour\nfive\n", "Begin");
        git(clone, "remote", "add", "origin", remote(server.will));
        git(clone, "push", "-q", "origin", "main");
        git(clone, "switch", "-q", "-c", "brew");
        commit("leaf.txt", "one\nTWO\nTHREE\nfour\nfive\n", "Shout\n\nLouder.");
        commit("pot.txt", "pot\n", "Add a pot");
        git(clone, "push", "-q", "origin", "brew");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String remote(Person person) {
        return server.web.localUrl().toString().replace("://", "://" + person.name() + ":" + password() + "@")
                + "/alice/tea.git";
    }

    private static String password() {
        return ApiServer.PASSWORD.replace(" ", "%20");
    }

    private static String git(Path where, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_CONFIG_GLOBAL", "/dev/null"));
        var process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + out).isZero();
        return out.strip();
    }

    private void commit(String path, String text, String message) throws Exception {
        Files.writeString(clone.resolve(path), text);
        git(clone, "add", path);
        git(clone, "commit", "-q", "-m", message);
    }

    private String id(String name) throws Exception {
        return git(clone, "rev-parse", name);
    }

    private static List<String> all(JsonNode list, String field) {
        var found = new ArrayList<String>();
        list.forEach(it -> found.add(it.path(field).asText()));
        return found;
    }

    private JsonNode opened(String by, String head, String title) {
        return server.post(
                        PULLS,
                        by,
                        "{\"head\":\"" + head + "\",\"base\":\"main\",\"title\":\"" + title + "\",\"body\":\"Why?\"}")
                .is(201)
                .json();
    }

    private JsonNode pull(long number) {
        return server.get(PULLS + "/" + number, "").is(200).json();
    }

    @Test
    void what_is_asked_for_from_a_branch_is_told_in_gitea_s_shape() throws Exception {
        var made = opened(mallory, "brew", "[WIP] Brew");
        assertThat(made.path("title").asText()).isEqualTo("Brew");
        assertThat(made.path("draft").booleanValue()).isTrue();
        assertThat(made.path("user").path("login").asText()).isEqualTo("mallory");
        assertThat(made.path("head").path("ref").asText()).isEqualTo("brew");
        assertThat(made.path("head").path("label").asText()).isEqualTo("brew");
        assertThat(made.path("head").path("sha").asText()).isEqualTo(id("brew"));
        assertThat(made.path("head").path("repo").path("full_name").asText()).isEqualTo("alice/tea");
        assertThat(made.path("base").path("ref").asText()).isEqualTo("main");
        assertThat(made.path("base").path("sha").asText()).isEqualTo(id("main"));
        assertThat(made.path("base").path("repo_id"))
                .isEqualTo(made.path("base").path("repo").path("id"));
        assertThat(made.path("merge_base").asText()).isEqualTo(id("main"));
        assertThat(made.path("mergeable").booleanValue()).isTrue();
        assertThat(made.path("merged").booleanValue()).isFalse();
        assertThat(made.path("additions").intValue()).isEqualTo(3);
        assertThat(made.path("deletions").intValue()).isEqualTo(2);
        assertThat(made.path("changed_files").intValue()).isEqualTo(2);
        assertThat(made.path("html_url").asText()).endsWith("/alice/tea/pulls/1");
        assertThat(made.path("diff_url").asText()).endsWith("/alice/tea/pulls/1.diff");

        server.post(PULLS, mallory, "{\"head\":\"brew\",\"base\":\"main\",\"title\":\"Again\"}")
                .is(409);
        server.post(PULLS, mallory, "{\"head\":\"main\",\"base\":\"main\",\"title\":\"Itself\"}")
                .is(422);
        server.post(PULLS, mallory, "{\"head\":\"none\",\"base\":\"main\",\"title\":\"None\"}")
                .is(404);
        server.post(PULLS, mallory, "{\"head\":\"brew\",\"base\":\"none\",\"title\":\"None\"}")
                .is(404);
        assertThat(server.get(PULLS + "/main/brew", "")
                        .is(200)
                        .json()
                        .path("number")
                        .intValue())
                .isEqualTo(1);
        server.get(PULLS + "/brew/main", "").is(404);
        server.get(PULLS + "/2", "").is(404);

        var issue = server.get("/repos/alice/tea/issues/1", "").is(200).json();
        assertThat(issue.path("pull_request").path("draft").booleanValue()).isTrue();
        assertThat(issue.path("pull_request").path("html_url").asText()).endsWith("/pulls/1");
        server.post("/repos/alice/tea/issues", alice, "{\"title\":\"Cold\"}").is(201);
        server.get(PULLS + "/2", "").is(404);
        server.call("PATCH", PULLS + "/1", will, "{\"draft\":false,\"title\":\"Brew it\",\"body\":\"Now\"}")
                .is(201);
        assertThat(pull(1).path("draft").booleanValue()).isFalse();
        assertThat(pull(1).path("title").asText()).isEqualTo("Brew it");
        assertThat(pull(1).path("body").asText()).isEqualTo("Now");
        server.call("PATCH", PULLS + "/1", server.token(server.rita), "{\"title\":\"No\"}")
                .is(403);
        server.call("PATCH", PULLS + "/1", mallory, "{\"state\":\"closed\"}").is(201);
        assertThat(pull(1).path("state").asText()).isEqualTo("closed");
        server.post(PULLS + "/1/merge", will, "{\"Do\":\"merge\"}").is(405);
        server.call("PATCH", PULLS + "/1", mallory, "{\"state\":\"open\"}").is(201);
        assertThat(pull(1).path("state").asText()).isEqualTo("open");
    }

    @Test
    void who_knows_what_it_changes_is_suggested_to_those_who_may_ask() throws Exception {
        opened(mallory, "brew", "Brew");
        String suggested = PULLS + "/1/reviewers/suggested";
        var fits = server.get(suggested, mallory).is(200).json();
        assertThat(fits).hasSize(1);
        assertThat(fits.path(0).path("user").path("login").asText()).isEqualTo("will");
        assertThat(fits.path(0).path("reason").asText()).isEqualTo("wrote the last commit to these files");
        assertThat(fits.path(0).path("commits").intValue()).isEqualTo(1);
        assertThat(fits.path(0).path("commits_looked_at").intValue()).isEqualTo(1);
        assertThat(fits.path(0).path("reviewed")).isEmpty();
        assertThat(server.get(suggested, alice).is(200).json()).isEqualTo(fits);
        assertThat(server.get(suggested, server.token(server.alice, Set.of(Scope.READ_REPOSITORY)))
                        .is(200)
                        .json())
                .isEqualTo(fits);
        server.get(suggested, server.token(server.rita)).is(403);
        server.get(suggested, "").is(401);
        server.get(PULLS + "/2/reviewers/suggested", alice).is(404);

        server.post(PULLS + "/1/requested_reviewers", mallory, "{\"reviewers\":[\"will\"]}")
                .is(201);
        assertThat(server.get(suggested, mallory).is(200).json())
                .as("who is asked already")
                .isEmpty();
        server.call("DELETE", PULLS + "/1/requested_reviewers", mallory, "{\"reviewers\":[\"will\"]}")
                .is(204);
        assertThat(server.get(suggested, mallory).is(200).json()).isEqualTo(fits);
        server.call("PATCH", PULLS + "/1", mallory, "{\"state\":\"closed\"}").is(201);
        assertThat(server.get(suggested, mallory).is(200).json()).isEmpty();
    }

    @Test
    void lists_are_narrowed_sorted_and_cut_into_pages() throws Exception {
        git(clone, "switch", "-q", "-c", "next", "main");
        commit("next.txt", "n\n", "Next");
        git(clone, "push", "-q", "origin", "next", "main:old");
        long bug = server.post("/repos/alice/tea/labels", alice, "{\"name\":\"bug\",\"color\":\"#FF0000\"}")
                .is(201)
                .json()
                .path("id")
                .longValue();
        long one = server.post("/repos/alice/tea/milestones", alice, "{\"title\":\"One\"}")
                .is(201)
                .json()
                .path("id")
                .longValue();
        opened(mallory, "brew", "Brew");
        server.post(
                        PULLS,
                        will,
                        ("{\"head\":\"next\",\"base\":\"main\",\"title\":\"Next\",\"labels\":[%d],\"milestone\":%d,"
                                        + "\"assignees\":[\"alice\"],\"reviewers\":[\"alice\"],"
                                        + "\"due_date\":\"2030-01-01T00:00:00Z\"}")
                                .formatted(bug, one))
                .is(201);
        assertThat(titles("")).containsExactly("Next", "Brew");
        assertThat(titles("?sort=oldest")).containsExactly("Brew", "Next");
        assertThat(titles("?poster=mallory")).containsExactly("Brew");
        assertThat(titles("?labels=" + bug)).containsExactly("Next");
        assertThat(titles("?labels=bug&labels=none")).isEmpty();
        assertThat(titles("?milestone=" + one)).containsExactly("Next");
        assertThat(titles("?base_branch=main")).hasSize(2);
        server.call("PATCH", PULLS + "/1", mallory, "{\"base\":\"old\"}").is(201);
        assertThat(titles("?base_branch=old")).containsExactly("Brew");
        assertThat(titles("?state=closed")).isEmpty();
        var page = server.get(PULLS + "?limit=1&page=2", "").is(200);
        assertThat(page.header("X-Total-Count")).isEqualTo("2");
        assertThat(page.header("Link")).contains("rel=\"prev\"");
        assertThat(all(page.json(), "title")).containsExactly("Brew");
        assertThat(page.json().path(0).has("additions")).isFalse();
        var next = pull(2);
        assertThat(all(next.path("requested_reviewers"), "login")).containsExactly("alice");
        assertThat(all(next.path("assignees"), "login")).containsExactly("alice");
        assertThat(next.path("milestone").path("title").asText()).isEqualTo("One");
        assertThat(next.path("due_date").asText()).startsWith("2030-01-01");
        assertThat(all(
                        server.get("/repos/issues/search?review_requested=true", alice)
                                .is(200)
                                .json(),
                        "title"))
                .containsExactly("Next");
        server.get(PULLS + "?poster=nobody", "").is(404);
        server.get(PULLS + "?sort=odd", "").is(422);
    }

    private List<String> titles(String query) {
        return all(server.get(PULLS + query, "").is(200).json(), "title");
    }

    @Test
    void files_commits_and_texts_are_what_git_has() throws Exception {
        opened(will, "brew", "Brew");
        var files = server.get(PULLS + "/1/files", "").is(200).json();
        assertThat(all(files, "filename")).containsExactly("leaf.txt", "pot.txt");
        assertThat(all(files, "status")).containsExactly("changed", "added");
        assertThat(files.path(0).path("changes").intValue()).isEqualTo(4);
        String raw = files.path(1).path("raw_url").asText().replaceFirst(".*/api/v1", "");
        assertThat(server.get(raw, "").is(200).text()).isEqualTo("pot\n");
        assertThat(server.get(PULLS + "/1/files?limit=1", "").is(200).header("X-Total-Count"))
                .isEqualTo("2");
        assertThat(all(server.get(PULLS + "/1/commits", "").is(200).json(), "sha"))
                .containsExactly(git(clone, "log", "--format=%H", "main..brew").split("\n"));
        Files.write(
                work.resolve("x.diff"),
                server.get(PULLS + "/1.diff", "").is(200).response().body());
        Files.write(
                work.resolve("x.patch"),
                server.get(PULLS + "/1.patch", "").is(200).response().body());
        server.get(PULLS + "/1.zip", "").is(404);
        git(clone, "switch", "-q", "-c", "again", "main");
        git(clone, "apply", "--index", work.resolve("x.diff").toString());
        assertThat(git(clone, "write-tree")).isEqualTo(id("brew^{tree}"));
        git(clone, "reset", "-q", "--hard");
        git(clone, "am", "-q", work.resolve("x.patch").toString());
        assertThat(git(clone, "log", "--format=%s%n%b", "main..again"))
                .isEqualTo(git(clone, "log", "--format=%s%n%b", "main..brew"));
        assertThat(id("again^{tree}")).isEqualTo(id("brew^{tree}"));
    }

    @Test
    void each_way_of_merging_leaves_the_history_that_it_promises() throws Exception {
        for (String way : List.of("merge", "squash", "rebase", "rebase-merge", "fast-forward-only")) {
            git(clone, "fetch", "-q", "origin");
            git(clone, "switch", "-q", "-c", way, "origin/main");
            commit(way + "-a.txt", "a\n", way + " a");
            commit(way + "-b.txt", "b\n", way + " b");
            git(clone, "push", "-q", "origin", way);
            if (!way.equals("fast-forward-only")) {
                // The branch is somewhere else by the time.
                git(clone, "switch", "-q", "--detach", "origin/main");
                commit("beside-" + way, "b\n", "beside " + way);
                git(clone, "push", "-q", "origin", "HEAD:main");
            }
            String before = id("HEAD");
            long number = opened(will, way, "All of " + way).path("number").longValue();
            String path = PULLS + "/" + number;
            server.get(path + "/merge", "").is(404);
            server.post(
                            path + "/merge",
                            will,
                            "{\"Do\":\"" + way + "\",\"head_commit_id\":\"" + before.replaceAll(".", "0") + "\"}")
                    .is(409);
            server.post(
                            path + "/merge",
                            will,
                            "{\"Do\":\"" + way + "\",\"MergeTitleField\":\"Take " + way
                                    + "\",\"MergeMessageField\":\"All of it.\",\"head_commit_id\":\"" + id(way)
                                    + "\",\"delete_branch_after_merge\":true}")
                    .is(200);
            server.get(path + "/merge", "").is(204);
            git(clone, "fetch", "-q", "--prune", "origin");
            var merged = pull(number);
            assertThat(merged.path("merged").booleanValue()).isTrue();
            assertThat(merged.path("state").asText()).isEqualTo("closed");
            assertThat(merged.path("merge_commit_sha").asText()).isEqualTo(id("origin/main"));
            assertThat(merged.path("merged_by").path("login").asText()).isEqualTo("will");
            assertThat(merged.path("head").path("ref").asText()).isEqualTo("refs/pull/" + number + "/head");
            assertThat(git(clone, "branch", "-r")).doesNotContain("origin/" + way + "\n");
            String subjects = git(
                    clone,
                    "log",
                    "--format=%s",
                    "origin/main",
                    "--not",
                    way.equals("fast-forward-only") ? before + "~2" : before);
            switch (way) {
                case "merge" -> {
                    assertThat(subjects.lines()).containsExactlyInAnyOrder("Take merge", "merge b", "merge a");
                    assertThat(git(clone, "log", "-1", "--format=%P", "origin/main"))
                            .isEqualTo(before + " " + id(way));
                    assertThat(git(clone, "log", "-1", "--format=%b", "origin/main"))
                            .isEqualTo("All of it.");
                }
                case "squash" -> assertThat(subjects).isEqualTo("Take squash");
                case "rebase" -> assertThat(subjects.lines()).containsExactly("rebase b", "rebase a");
                case "rebase-merge" ->
                    assertThat(subjects.lines())
                            .containsExactlyInAnyOrder("Take rebase-merge", "rebase-merge b", "rebase-merge a");
                default -> assertThat(id("origin/main")).isEqualTo(id(way));
            }
            assertThat(git(clone, "show", "origin/main:" + way + "-b.txt")).isEqualTo("b");
            server.post(path + "/merge", will, "{\"Do\":\"merge\"}").is(405);
        }
    }

    @Test
    void conflicts_are_told_by_file_and_solved_on_the_branch() throws Exception {
        git(clone, "switch", "-q", "main");
        commit("leaf.txt", "one\ntwo!\nthree\nfour\nfive\n", "Whisper");
        git(clone, "push", "-q", "origin", "main");
        var made = opened(will, "brew", "Brew");
        assertThat(made.path("mergeable").booleanValue()).isFalse();
        for (String act : List.of("/1/merge", "/1/update", "/1/update?style=rebase"))
            assertThat(server.post(
                                    PULLS + act,
                                    will,
                                    act.contains("merge") && !act.contains("update") ? "{\"Do\":\"merge\"}" : "")
                            .is(409)
                            .json()
                            .path("message")
                            .asText())
                    .contains("leaf.txt");
        git(clone, "switch", "-q", "brew");
        commit("leaf.txt", "one\ntwo\nthree\nfour\nFIVE\n", "Later");
        git(clone, "push", "-q", "origin", "brew");
        eventually(1, id("brew"));
        assertThat(pull(1).path("mergeable").booleanValue()).isTrue();
        assertThat(pull(1).path("revisions").intValue()).isEqualTo(2);
    }

    private void eventually(long number, String head) throws Exception {
        for (int i = 0; i < 200; i++) {
            if (pull(number).path("head").path("sha").asText().equals(head)) return;
            Thread.sleep(50);
        }
        throw new AssertionError("it never offered " + head);
    }

    @Test
    void a_branch_is_brought_up_to_date_by_a_merge_or_anew() throws Exception {
        opened(mallory, "brew", "Brew");
        git(clone, "switch", "-q", "main");
        commit("base.txt", "b\n", "Base");
        git(clone, "push", "-q", "origin", "main");
        server.post(PULLS + "/1/update", mallory, "").is(403);
        server.post(PULLS + "/1/update", will, "").is(200);
        git(clone, "fetch", "-q", "origin");
        assertThat(pull(1).path("head").path("sha").asText()).isEqualTo(id("origin/brew"));
        assertThat(git(clone, "log", "-1", "--format=%s", "origin/brew")).isEqualTo("Merge branch 'main' into brew");
        assertThat(git(clone, "log", "-1", "--format=%P", "origin/brew")).isEqualTo(id("brew") + " " + id("main"));
        server.post(PULLS + "/1/update", will, "").is(200);
        git(clone, "push", "-q", "-f", "origin", "brew");
        eventually(1, id("brew"));
        server.post(PULLS + "/1/update?style=rebase", will, "").is(200);
        git(clone, "fetch", "-q", "origin");
        assertThat(git(clone, "log", "--format=%s", "main..origin/brew").lines())
                .containsExactly("Add a pot", "Shout");
        assertThat(git(clone, "merge-base", "main", "origin/brew")).isEqualTo(id("main"));
        assertThat(pull(1).path("head").path("sha").asText()).isEqualTo(id("origin/brew"));
    }

    @Test
    void what_is_pushed_for_a_branch_can_be_read_though_no_branch_has_it() throws Exception {
        git(clone, "push", "-q", "origin", "HEAD:refs/for/main/pot", "-o", "title=A pot");
        var pull = pull(1);
        assertThat(pull.path("title").asText()).isEqualTo("A pot");
        assertThat(pull.path("head").path("ref").asText()).isEqualTo("refs/pull/1/head");
        git(clone, "push", "-q", "origin", ":brew");
        git(clone, "fetch", "-q", "origin", "pull/1/head");
        assertThat(id("FETCH_HEAD")).isEqualTo(pull.path("head").path("sha").asText());
        for (var file : server.get(PULLS + "/1/files", "").is(200).json()) {
            server.get(file.path("contents_url").asText().replaceFirst(".*/api/v1", ""), "")
                    .is(200);
            server.get(file.path("raw_url").asText().replaceFirst(".*/api/v1", ""), "")
                    .is(200);
        }
        server.get("/repos/alice/tea/contents?ref=refs/pull/1/head", "").is(200);
        assertThat(server.post(PULLS + "/1/update", will, "")
                        .is(422)
                        .json()
                        .path("message")
                        .asText())
                .contains("does not come from a branch");
        server.post(PULLS + "/1/merge", will, "{\"Do\":\"squash\"}").is(200);
        git(clone, "fetch", "-q", "origin");
        assertThat(git(clone, "log", "-1", "--format=%s", "origin/main")).isEqualTo("A pot (#1)");
    }

    @Test
    void what_stands_on_one_another_is_told_as_a_stack() throws Exception {
        git(clone, "switch", "-q", "-c", "pour", "brew");
        commit("cup.txt", "cup\n", "Add a cup");
        git(clone, "switch", "-q", "-c", "drink", "pour");
        commit("sip.txt", "sip\n", "Sip");
        git(clone, "switch", "-q", "-c", "beside", "main");
        commit("beside.txt", "b\n", "Beside");
        git(clone, "push", "-q", "origin", "pour", "drink", "beside");
        opened(will, "beside", "Beside");
        assertThat(pull(1).path("stack").isNull()).isTrue();
        opened(will, "brew", "Brew");
        for (var upper : Map.of("pour", "brew").entrySet())
            server.post(
                            PULLS,
                            mallory,
                            "{\"head\":\"" + upper.getKey() + "\",\"base\":\"" + upper.getValue()
                                    + "\",\"title\":\"Pour\"}")
                    .is(201);
        server.post(PULLS, will, "{\"head\":\"drink\",\"base\":\"pour\",\"title\":\"Drink\"}")
                .is(201);
        var told = new ArrayList<String>();
        for (var it : server.get(PULLS + "?sort=oldest", "").is(200).json()) {
            var stack = it.path("stack");
            assertThat(stack)
                    .as("lists and single ones tell the same")
                    .isEqualTo(pull(it.path("number").longValue()).path("stack"));
            if (stack.isNull()) continue;
            told.add(
                    it.path("number").intValue() + ": " + stack.path("position").intValue() + " of "
                            + stack.path("size").intValue());
            assertThat(stack.path("number").intValue()).isEqualTo(2);
            assertThat(stack.path("id").longValue())
                    .isEqualTo(pull(2).path("id").longValue());
            assertThat(stack.path("base").path("ref").asText()).isEqualTo("main");
            assertThat(stack.path("base").path("sha").asText()).isEqualTo(id("main"));
        }
        assertThat(told).containsExactly("2: 1 of 3", "3: 2 of 3", "4: 3 of 3");
        server.post(PULLS + "/2/merge", will, "{\"Do\":\"merge\"}").is(200);
        eventuallyStacked();
        assertThat(pull(2).path("stack").isNull()).isTrue();
        assertThat(pull(4).path("stack").path("position").intValue()).isEqualTo(2);
    }

    /// What stood on the merged one goes on to where that went.
    private void eventuallyStacked() throws Exception {
        for (int tries = 0; tries < 100; tries++) {
            var stack = pull(4).path("stack");
            if (stack.path("size").intValue() == 2 && stack.path("number").intValue() == 3) return;
            Thread.sleep(100);
        }
        assertThat(pull(4).path("stack").toString()).isEqualTo("a stack of two");
    }

    @Test
    void a_branch_of_a_fork_that_is_lent_is_pushed_to_by_members() throws Exception {
        server.post("/repos/alice/tea/forks", mallory, "{}").is(202);
        String fork = remote(server.mallory).replace("/alice/", "/mallory/");
        git(clone, "push", "-q", fork, "brew:spout", "main:other");
        String asked = "{\"head\":\"mallory:spout\",\"base\":\"main\",\"title\":\"Spout\"}";
        server.post(PULLS, mallory, asked).is(201);
        assertThat(pull(1).path("allow_maintainer_edit").booleanValue()).isFalse();
        String wills = remote(server.will).replace("/alice/", "/mallory/");
        String ritas = remote(server.rita).replace("/alice/", "/mallory/");
        commit("will.txt", "w\n", "By will");
        String tip = id("HEAD");
        assertThat(refused(wills, "HEAD:spout")).as("not lent yet").contains("403");

        String lend = "{\"allow_maintainer_edit\":true}";
        server.call("PATCH", PULLS + "/1", alice, lend).is(403);
        server.call("PATCH", PULLS + "/1", mallory, lend).is(201);
        assertThat(pull(1).path("allow_maintainer_edit").booleanValue()).isTrue();
        assertThat(refused(wills, "HEAD:other")).contains("you may only push to spout");
        assertThat(refused(wills, "HEAD:fresh")).contains("you may only push to spout");
        assertThat(refused(wills, "HEAD:refs/tags/v1")).contains("you may only push to spout");
        assertThat(refused(wills, ":spout")).contains("it is its owner's to make and delete");
        assertThat(refused(ritas, "HEAD:spout")).as("a reader is no member").contains("403");
        git(clone, "push", "-q", wills, "HEAD:spout");
        assertThat(git(clone, "ls-remote", fork, "refs/heads/spout")).startsWith(tip);
        eventually(1, tip);
        var revised =
                server.get("/repos/alice/tea/issues/1/timeline", "").is(200).json();
        assertThat(all(revised, "type")).contains("pull_push");
        git(clone, "commit", "-q", "--amend", "-m", "By will, in other words");
        git(clone, "push", "-q", "-f", wills, "HEAD:spout");
        eventually(1, id("HEAD"));
        // Through the forge, too.
        git(clone, "switch", "-q", "main");
        commit("main.txt", "m\n", "Meanwhile");
        git(clone, "push", "-q", "origin", "main");
        server.post(PULLS + "/1/update", will, "").is(200);
        git(clone, "fetch", "-q", fork, "spout");
        assertThat(git(clone, "log", "-1", "--format=%s", "FETCH_HEAD")).startsWith("Merge branch 'main' into spout");

        // A token that reaches only the project reaches no fork of it.
        git(clone, "reset", "-q", "--hard", "FETCH_HEAD");
        commit("more.txt", "m\n", "More");
        server.call("PATCH", PULLS + "/1", mallory, "{\"allow_maintainer_edit\":false}")
                .is(201);
        assertThat(refused(wills, "HEAD:spout")).as("taken back").contains("403");
        server.call("PATCH", PULLS + "/1", mallory, lend).is(201);
        server.node.edits().removeCollaborator(tea, server.alice, server.will);
        assertThat(refused(wills, "HEAD:spout")).as("no member any more").contains("403");
        server.node.edits().addCollaborator(tea, server.alice, server.will, Right.WRITE);
        git(clone, "push", "-q", wills, "HEAD:spout");
        eventually(1, id("HEAD"));
        server.call("PATCH", PULLS + "/1", mallory, "{\"state\":\"closed\"}").is(201);
        assertThat(refused(wills, "HEAD~1:spout")).as("closed").contains("403");
        assertThat(pull(1).path("allow_maintainer_edit").booleanValue()).isFalse();
        server.call("PATCH", PULLS + "/1", mallory, "{\"state\":\"open\"}").is(201);
        server.call("PATCH", "/repos/mallory/tea", mallory, "{\"private\":true}")
                .is(200);
        assertThat(refused(wills, "HEAD~1:spout"))
                .as("a private fork is not there")
                .contains("not found");
        git(clone, "switch", "-q", "-c", "own", "main");
        commit("own.txt", "o\n", "Own");
        git(clone, "push", "-q", "origin", "own");
        long own = opened(will, "own", "Own").path("number").longValue();
        server.call("PATCH", PULLS + "/" + own, will, lend).is(422);
        assertThat(server.post(
                                PULLS,
                                will,
                                asked.replace("mallory:spout", "brew").replace("}", ",\"allow_maintainer_edit\":true}"))
                        .is(422)
                        .text())
                .contains("members push to it anyway");
    }

    private String refused(String remote, String what) throws Exception {
        var builder = new ProcessBuilder("git", "push", "-f", remote, what)
                .directory(clone.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_CONFIG_GLOBAL", "/dev/null"));
        var process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(out).isNotZero();
        return out;
    }

    @Test
    void what_a_fork_has_is_asked_for_and_merged() throws Exception {
        for (boolean isPrivate : List.of(false, true)) {
            var who = isPrivate ? server.rita : server.mallory;
            String name = who.name();
            String token = server.token(who);
            server.post("/repos/alice/tea/forks", token, "{}").is(202);
            if (isPrivate)
                server.call("PATCH", "/repos/" + name + "/tea", token, "{\"private\":true}")
                        .is(200);
            git(clone, "switch", "-q", "-c", "of-" + name, "origin/main");
            commit(name + ".txt", name + "\n", "By " + name);
            git(clone, "push", "-q", remote(who).replace("/alice/", "/" + name + "/"), "of-" + name);
            String head = name + ":of-" + name;
            String asked = "{\"head\":\"" + head + "\",\"base\":\"main\",\"title\":\"From a fork\"}";
            if (isPrivate) server.post(PULLS, mallory, asked).is(404);
            long number = server.post(PULLS, token, asked)
                    .is(201)
                    .json()
                    .path("number")
                    .longValue();
            assertThat(server.get(PULLS + "/main/" + head, token)
                            .is(200)
                            .json()
                            .path("head")
                            .path("repo")
                            .path("full_name")
                            .asText())
                    .isEqualTo(name + "/tea");
            assertThat(pull(number).path("head").path("repo").isNull())
                    .as("whoever may not see the fork is told nothing of it")
                    .isEqualTo(isPrivate);
            server.get(PULLS + "/" + number + ".patch", "").is(200);
            assertThat(all(
                            server.get(PULLS + "/" + number + "/files", "")
                                    .is(200)
                                    .json(),
                            "filename"))
                    .containsExactly(name + ".txt");
            server.post(PULLS + "/" + number + "/merge", will, "{\"Do\":\"rebase\"}")
                    .is(200);
            git(clone, "fetch", "-q", "origin");
            assertThat(git(clone, "show", "origin/main:" + name + ".txt")).isEqualTo(name);
        }
    }

    @Test
    void a_review_has_remarks_over_several_lines_which_are_answered_and_resolved() throws Exception {
        opened(mallory, "brew", "Brew");
        String body = """
                {"event":"REQUEST_CHANGES","body":"Too loud","commit_id":"%s","comments":[
                  {"path":"leaf.txt","body":"Both","new_position":3,"start_line":2},
                  {"path":"leaf.txt","body":"Was better","old_position":3},
                  {"path":"pot.txt","body":"A lid","line":1,"side":"RIGHT"}]}""".formatted(id("brew"));
        var review = server.post(PULLS + "/1/reviews", will, body).is(200).json();
        assertThat(review.path("state").asText()).isEqualTo("REQUEST_CHANGES");
        assertThat(review.path("official").booleanValue()).isTrue();
        assertThat(review.path("commit_id").asText()).isEqualTo(id("brew"));
        assertThat(review.path("comments_count").intValue()).isEqualTo(3);
        String path = PULLS + "/1/reviews/" + review.path("id").longValue();
        var remarks = server.get(path + "/comments", "").is(200).json();
        assertThat(all(remarks, "body")).containsExactly("Both", "Was better", "A lid");
        assertThat(all(remarks, "position")).containsExactly("3", "0", "1");
        assertThat(all(remarks, "original_position")).containsExactly("0", "3", "0");
        assertThat(remarks.path(0).path("start_line").intValue()).isEqualTo(2);
        assertThat(remarks.path(0).path("diff_hunk").asText())
                .isEqualTo("@@ -1,5 +1,5 @@\n one\n-two\n-three\n+TWO\n+THREE");
        assertThat(pull(1).path("review_comments").intValue()).isEqualTo(3);
        assertThat(pull(1).path("comments").intValue()).isZero();
        assertThat(server.get("/repos/alice/tea/issues/1/comments", "").is(200).json())
                .isEmpty();
        assertThat(server.get("/repos/alice/tea/issues/comments", "").is(200).json())
                .isEmpty();

        // A remark and a review are comments, too, for whoever has their numbers.
        long remark = remarks.path(0).path("id").longValue();
        String comment = "/repos/alice/tea/issues/comments/";
        var seen = server.get(comment + remark, "").is(200).json();
        assertThat(seen.path("pull_request_url").asText()).endsWith("/alice/tea/pulls/1");
        assertThat(seen.path("issue_url").asText()).isEmpty();
        server.call("PATCH", comment + remark, will, "{\"body\":\"Both of them\"}")
                .is(200);
        server.call("PATCH", comment + review.path("id").longValue(), will, "{\"body\":\"Much too loud\"}")
                .is(200);
        server.post(comment + remark + "/reactions", alice, "{\"content\":\"+1\"}")
                .is(201);
        server.post(comment + review.path("id").longValue() + "/reactions", alice, "{\"content\":\"heart\"}")
                .is(201);
        assertThat(server.get(path, "").is(200).json().path("body").asText()).isEqualTo("Much too loud");
        server.call("DELETE", comment + remarks.path(2).path("id").longValue(), will, "")
                .is(204);
        assertThat(all(server.get(path + "/comments", "").is(200).json(), "body"))
                .containsExactly("Both of them", "Was better");

        String one = PULLS + "/comments/" + remark;
        var reply = server.post(one + "/replies", mallory, "{\"body\":\"Quieter?\"}")
                .is(201)
                .json();
        assertThat(reply.path("in_reply_to_id").longValue()).isEqualTo(remark);
        assertThat(reply.path("path").asText()).isEqualTo("leaf.txt");
        assertThat(reply.path("position").intValue()).isEqualTo(3);
        server.post(one + "/resolve", server.token(server.rita), "").is(403);
        server.post(one + "/resolve", mallory, "").is(204);
        assertThat(server.get(path + "/comments", "")
                        .json()
                        .path(0)
                        .path("resolved")
                        .booleanValue())
                .isTrue();
        server.post(one + "/unresolve", will, "").is(204);
        server.post(PULLS + "/comments/1/resolve", will, "").is(404);

        for (String wrong : List.of(
                "{\"path\":\"none.txt\",\"body\":\"x\",\"new_position\":1}",
                "{\"path\":\"leaf.txt\",\"body\":\"x\",\"new_position\":99}",
                "{\"path\":\"leaf.txt\",\"body\":\"x\"}",
                "{\"path\":\"leaf.txt\",\"body\":\"x\",\"new_position\":2,\"start_line\":3}",
                "{\"path\":\"leaf.txt\",\"body\":\" \",\"new_position\":2}"))
            server.post(PULLS + "/1/reviews", will, "{\"event\":\"COMMENT\",\"comments\":[" + wrong + "]}")
                    .is(422);
        server.post(PULLS + "/1/reviews", will, "{\"event\":\"REQUEST_CHANGES\"}")
                .is(422);
        server.post(PULLS + "/1/reviews", mallory, "{\"event\":\"APPROVED\"}").is(422);
        server.post(
                        PULLS + "/1/reviews",
                        will,
                        "{\"event\":\"COMMENT\",\"body\":\"x\",\"commit_id\":\"" + id("main") + "\"}")
                .is(422);
    }

    @Test
    void reviews_wait_are_given_dismissed_and_asked_for() throws Exception {
        opened(mallory, "brew", "Brew");
        String reviews = PULLS + "/1/reviews";
        var pending = server.post(
                        reviews,
                        will,
                        "{\"body\":\"Hm\",\"comments\":[{\"path\":\"pot.txt\",\"body\":\"Lid?\",\"new_position\":1}]}")
                .is(200)
                .json();
        assertThat(pending.path("state").asText()).isEqualTo("PENDING");
        server.post(
                        reviews,
                        will,
                        "{\"event\":\"PENDING\",\"comments\":[{\"path\":\"leaf.txt\",\"body\":\"Why\",\"new_position\":2}]}")
                .is(200);
        String own = reviews + "/" + pending.path("id").longValue();
        assertThat(server.get(reviews, "").is(200).json()).isEmpty();
        server.get(own, mallory).is(404);
        assertThat(all(server.get(own + "/comments", will).is(200).json(), "body"))
                .containsExactly("Lid?", "Why");
        assertThat(pull(1).path("review_comments").intValue()).isZero();
        server.post(PULLS + "/1/requested_reviewers", mallory, "{\"reviewers\":[\"will\"]}")
                .is(201);
        assertThat(all(pull(1).path("requested_reviewers"), "login")).containsExactly("will");
        var wanted = server.get(reviews, "").is(200).json();
        assertThat(all(wanted, "state")).containsExactly("REQUEST_REVIEW");
        assertThat(wanted.path(0).path("user").path("login").asText()).isEqualTo("will");
        assertThat(wanted.path(0).path("official").booleanValue()).isTrue();
        assertThat(server.get(reviews + "/" + wanted.path(0).path("id").longValue(), "")
                        .is(200)
                        .json())
                .isEqualTo(wanted.path(0));
        assertThat(all(server.get(reviews, will).is(200).json(), "state")).containsExactly("REQUEST_REVIEW", "PENDING");
        var given = server.post(own, will, "{\"event\":\"APPROVED\"}").is(200).json();
        assertThat(given.path("state").asText()).isEqualTo("APPROVED");
        assertThat(given.path("body").asText()).isEqualTo("Hm");
        assertThat(given.path("comments_count").intValue()).isEqualTo(2);
        assertThat(pull(1).path("requested_reviewers")).isEmpty();
        assertThat(all(server.get(reviews, "").is(200).json(), "state")).containsExactly("APPROVED");
        server.get(own, will).is(404);
        String path = reviews + "/" + given.path("id").longValue();
        server.post(path, will, "{\"event\":\"APPROVED\"}").is(422);

        server.post(path + "/dismissals", mallory, "{\"message\":\"No\"}").is(403);
        var dismissed = server.post(path + "/dismissals", alice, "{\"message\":\"Too quick\"}")
                .is(200)
                .json();
        assertThat(dismissed.path("dismissed").booleanValue()).isTrue();
        assertThat(dismissed.path("dismissal").asText()).isEqualTo("Too quick");
        assertThat(server.post(path + "/undismissals", alice, "")
                        .is(200)
                        .json()
                        .path("dismissed")
                        .booleanValue())
                .isFalse();
        // Words alone leave the verdict as it is.
        var words = server.post(reviews, will, "{\"event\":\"COMMENT\",\"body\":\"And more\"}")
                .is(200)
                .json();
        assertThat(words.path("state").asText()).isEqualTo("APPROVED");
        assertThat(words.path("body").asText()).isEqualTo("Hm");
        assertThat(words.path("comments_count").intValue()).isEqualTo(3);
        server.post(PULLS + "/1/requested_reviewers", alice, "{\"reviewers\":[\"will\",\"alice\"]}")
                .is(201);
        assertThat(all(pull(1).path("requested_reviewers"), "login")).containsExactlyInAnyOrder("will", "alice");
        server.call("DELETE", PULLS + "/1/requested_reviewers", alice, "{\"reviewers\":[\"alice\"]}")
                .is(204);
        server.post(PULLS + "/1/requested_reviewers", alice, "{\"team_reviewers\":[\"x\"]}")
                .is(422);
        server.post(PULLS + "/1/requested_reviewers", alice, "{\"reviewers\":[\"mallory\"]}")
                .is(422);
        assertThat(all(server.get("/repos/alice/tea/reviewers", alice).is(200).json(), "login"))
                .containsExactly("alice", "will");
        server.call("DELETE", path, server.token(server.rita), "").is(403);
        server.call("DELETE", path, will, "").is(204);
        server.get(path, "").is(404);

        git(clone, "switch", "-q", "brew");
        commit("more.txt", "m\n", "More");
        server.post(reviews, will, "{\"event\":\"APPROVED\"}").is(200);
        git(clone, "push", "-q", "origin", "brew");
        eventually(1, id("brew"));
        assertThat(server.get(reviews, "").is(200).json().path(0).path("stale").booleanValue())
                .isTrue();

        var told =
                all(server.get("/repos/alice/tea/issues/1/timeline", "").is(200).json(), "type");
        assertThat(told).contains("review", "review_request", "dismiss_review", "pull_push");
    }

    @Test
    void what_happens_to_pull_requests_is_told_as_such() throws Exception {
        server.node.watches().wish(tea, server.alice, dev.hob.node.repo.Watches.Wish.WATCHING);
        opened(mallory, "brew", "Brew");
        server.post("/repos/alice/tea/issues", mallory, "{\"title\":\"Cold\"}").is(201);
        assertThat(subjects(alice, "?subject-type=pull")).containsExactly("Brew");
        assertThat(subjects(alice, "?subject-type=issue")).containsExactly("Cold");
        var subject = server.get("/notifications?subject-type=pull", alice)
                .is(200)
                .json()
                .path(0)
                .path("subject");
        assertThat(subject.path("type").asText()).isEqualTo("Pull");
        assertThat(subject.path("state").asText()).isEqualTo("open");
        assertThat(subject.path("url").asText()).endsWith(PULLS + "/1");
        assertThat(subject.path("html_url").asText()).endsWith("/alice/tea/pulls/1");
        server.post(PULLS + "/1/requested_reviewers", alice, "{\"reviewers\":[\"will\"]}")
                .is(201);
        var asked = server.get("/notifications", will).is(200).json().path(0);
        assertThat(asked.path("reason").asText()).isEqualTo("review_requested");
        server.post(PULLS + "/1/reviews", will, "{\"event\":\"APPROVED\",\"body\":\"Good, @rita\"}")
                .is(200);
        assertThat(subjects(server.token(server.rita), "")).containsExactly("Brew");
        server.post(PULLS + "/1/merge", will, "{\"Do\":\"merge\"}").is(200);
        var done = server.get("/notifications?subject-type=pull", mallory)
                .is(200)
                .json()
                .path(0);
        assertThat(done.path("subject").path("state").asText()).isEqualTo("merged");
        assertThat(done.path("reason").asText()).isEqualTo("author");
    }

    private List<String> subjects(String token, String query) {
        var found = new ArrayList<String>();
        server.get("/notifications" + query, token)
                .is(200)
                .json()
                .forEach(it -> found.add(it.path("subject").path("title").asText()));
        return found;
    }

    @Test
    void what_happens_to_pull_requests_is_activity_in_gitea_s_words() throws Exception {
        server.node.protection().automatic().start();
        opened(will, "brew", "Brew");
        String pull = PULLS + "/1";
        server.post("/repos/alice/tea/issues/1/comments", mallory, "{\"body\":\"Strong\"}")
                .is(201);
        server.post(
                        pull + "/reviews",
                        alice,
                        "{\"event\":\"REQUEST_CHANGES\",\"body\":\"Milder\",\"comments\":"
                                + "[{\"path\":\"pot.txt\",\"body\":\"Here\",\"new_position\":1}]}")
                .is(200);
        server.post(pull + "/reviews", alice, "{\"event\":\"APPROVED\"}").is(200);
        server.post(pull + "/reviews", mallory, "{\"event\":\"COMMENT\",\"body\":\"Hm\"}")
                .is(200);
        String given = pull + "/reviews/"
                + server.get(pull + "/reviews", "").json().path(0).path("id").longValue();
        server.post(given + "/dismissals", will, "{\"message\":\"Too quick\"}").is(200);
        server.post(given + "/undismissals", will, "").is(200);
        server.call("PATCH", pull, will, "{\"state\":\"closed\"}").is(201);
        server.call("PATCH", pull, will, "{\"state\":\"open\"}").is(201);
        server.call("PATCH", pull, will, "{\"draft\":true}").is(201);
        server.call("PATCH", pull, will, "{\"draft\":false}").is(201);
        server.post(pull + "/merge", alice, "{\"Do\":\"merge\"}").is(200);
        var told = new ArrayList<String>();
        for (var it : feed(""))
            if (!it.path("op_type").asText().matches("commit_repo|create_repo"))
                told.add(it.path("act_user").path("login").asText() + " "
                        + it.path("op_type").asText() + " " + it.path("content").asText());
        assertThat(told)
                .containsExactly(
                        "alice merge_pull_request 1|Brew",
                        "will pull_request_ready_for_review 1|Brew",
                        "will reopen_pull_request 1|Brew",
                        "will close_pull_request 1|Brew",
                        "will pull_review_dismissed 1|Brew",
                        "mallory comment_pull 1|Hm",
                        "alice approve_pull_request 1|",
                        "alice reject_pull_request 1|Milder",
                        "mallory comment_pull 1|Strong",
                        "will create_pull_request 1|Brew");

        String page = text("/alice/tea/activity");
        assertThat(page.replaceAll("<[^>]*>", "").replaceAll("\\s+", " "))
                .contains(
                        "alice merged the pull request #1 in alice/tea",
                        "will marked as ready the pull request #1 in",
                        "alice approved the pull request #1 in",
                        "alice asked for changes to the pull request #1 in",
                        "mallory commented on the pull request #1 in",
                        "will opened the pull request #1 in");
        assertThat(page).contains("href=\"/alice/tea/pulls/1\"").doesNotContain("/issues/1\"");
        String atom = text("/alice/tea/activity.atom");
        assertThat(atom).contains("<title>alice merged the pull request #1 in alice/tea</title>");

        server.call("PATCH", "/repos/alice/tea", alice, "{\"private\":true}").is(200);
        server.get("/repos/alice/tea/activities/feeds", "").is(404);
        for (String who : List.of("", mallory))
            for (String person : List.of("alice", "will", "mallory"))
                assertThat(server.get("/users/" + person + "/activities/feeds", who)
                                .is(200)
                                .text())
                        .doesNotContain("Brew", "Milder", "Strong");
        assertThat(text("/alice.atom") + text("/will?tab=activity")).doesNotContain("Brew", "#1");
        assertThat(feed(will)).isNotEmpty();
    }

    @Test
    void a_merge_that_was_asked_for_before_is_told_as_such() throws Exception {
        server.node.protection().automatic().start();
        server.post("/repos/alice/tea/branch_protections", alice, "{\"rule_name\":\"main\",\"required_approvals\":1}")
                .is(201);
        opened(will, "brew", "Brew");
        server.post(PULLS + "/1/merge", will, "{\"Do\":\"squash\",\"merge_when_checks_succeed\":true}")
                .is(201);
        server.post(PULLS + "/1/reviews", alice, "{\"event\":\"APPROVED\"}").is(200);
        assertThat(server.node.protection().automatic().await(Duration.ofSeconds(20)))
                .isTrue();
        assertThat(pull(1).path("merged").booleanValue()).isTrue();
        var latest =
                feed("").path(0).path("op_type").asText().equals("commit_repo") ? feed("").path(1) : feed("").path(0);
        assertThat(latest.path("op_type").asText()).isEqualTo("auto_merge_pull_request");
        assertThat(latest.path("act_user").path("login").asText()).isEqualTo("will");
    }

    private JsonNode feed(String who) {
        return server.get("/repos/alice/tea/activities/feeds", who).is(200).json();
    }

    private String text(String path) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(server.web.localUrl() + path)).build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
