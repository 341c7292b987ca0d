package dev.hob.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.PatchState;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Namespaces;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.node.repo.Storage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Forks as people meet them in pages, and that nothing of one is to be had through another: by page, raw file,
/// archive, API or git.
class ForkPagesTest {
    private static final String WORD = "xylophone";

    @TempDir
    Path data;

    @TempDir
    Path work;

    private Site site;
    private Person alice;
    private Person bob;
    private Repo tea;
    private Guest bobs;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(data);
        site.node.pulls().branches().start();
        alice = site.person("alice");
        bob = site.person("bob");
        site.person("mallory");
        tea = site.repository(alice, "tea", false, "Leaves");
        site.pushText(tea, "main", "Begin", Map.of("pot", "one\ntwo\n"));
        bobs = site.guest("bob");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static String ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String gone(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isIn(302, 303);
        return Guest.location(answer).orElseThrow();
    }

    private Repo at(String owner, String name) {
        return site.node.repos().find(owner, name).map(Repos.Found::repo).orElseThrow();
    }

    private Repo forked(String... fields) throws Exception {
        assertThat(gone(bobs.post("/alice/tea/fork", fields))).isEqualTo("/bob/tea");
        return at("bob", "tea");
    }

    private Repo forked() throws Exception {
        return forked("name", "tea", "description", "Mine", "visibility", "public", "branches", "all");
    }

    private Optional<ObjectId> tip(Repo repo, String branch) {
        return Optional.ofNullable(site.node.refs().view(repo).refs().get("refs/heads/" + branch));
    }

    @Test
    void somebody_forks_by_the_button_and_finds_their_way_back() throws Exception {
        assertThat(ok(bobs.get("/alice/tea"))).contains("href=\"/alice/tea/fork\"", "0 forks");
        assertThat(ok(bobs.get("/alice/tea/fork"))).contains("It will be bob/name.", "Only <b>main</b>");
        forked();
        assertThat(ok(bobs.get("/bob/tea")))
                .contains(
                        "forked from <a href=\"/alice/tea\">alice/tea</a>",
                        "This branch is where alice/tea main is.",
                        "href=\"/alice/tea/issues\"",
                        "href=\"/alice/tea/pulls\"");
        assertThat(ok(bobs.get("/alice/tea"))).contains("Your fork", "1 fork\"");
        assertThat(ok(site.guest().get("/alice/tea/forks"))).contains("href=\"/bob/tea\"");
        assertThat(gone(bobs.get("/alice/tea/fork"))).isEqualTo("/bob/tea");
        assertThat(ok(site.guest().get("/bob"))).contains("/bob/tea");
        assertThat(ok(site.guest().get("/bob/tea/activity"))).contains("forked");
        assertThat(ok(bobs.get("/bob/tea/settings"))).contains("Make it a project of its own");
        var again = bobs.post("/alice/tea/fork", "name", "other");
        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(again.body()).contains("You have bob/tea already", "value=\"other\"");
        var owner = site.guest("alice");
        assertThat(ok(owner.get("/alice/tea/fork"))).contains("This is yours already");
        assertThat(site.guest().get("/alice/tea/fork").statusCode()).isIn(302, 303);
    }

    @Test
    void a_name_that_is_taken_is_told_beside_the_field() throws Exception {
        site.repository(bob, "tea", true, "");
        var answer = bobs.post("/alice/tea/fork", "name", "tea", "description", "Kept", "branches", "default");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("bob has a repository of the name tea already.", "value=\"Kept\"");
    }

    @Test
    void a_fork_catches_up_and_says_when_it_cannot() throws Exception {
        var fork = forked();
        site.pushText(tea, "main", "More", Map.of("pot", "one\ntwo\nthree\n"));
        assertThat(ok(bobs.get("/bob/tea"))).contains("1 commit behind alice/tea main", "Sync fork");
        assertThat(ok(site.guest("mallory").get("/bob/tea")))
                .contains("1 commit behind")
                .doesNotContain("Sync fork");
        assertThat(site.guest("mallory").post("/bob/tea/sync", "branch", "main").statusCode())
                .isEqualTo(403);
        gone(bobs.post("/bob/tea/sync", "branch", "main"));
        assertThat(tip(fork, "main")).isEqualTo(tip(tea, "main"));
        gone(bobs.post("/bob/tea/sync", "branch", "main"));
        site.pushText(fork, "main", "Bob's", Map.of("pot", "one\ntwo\nthree\n", "cup", "1\n"));
        site.pushText(tea, "main", "Alice's", Map.of("pot", "four\n"));
        assertThat(ok(bobs.get("/bob/tea")))
                .contains("1 commit ahead of, 1 commit behind alice/tea main", "Compare and open pull request")
                .doesNotContain("Sync fork");
        assertThat(bobs.post("/bob/tea/sync", "branch", "main").statusCode()).isEqualTo(409);
    }

    @Test
    void a_private_fork_catches_up_too() throws Exception {
        var fork = forked("name", "tea", "visibility", "private", "branches", "default");
        assertThat(fork.rid()).isNotEqualTo(tea.rid());
        var more = site.pushText(tea, "main", "More", Map.of("pot", "one\ntwo\nthree\n"));
        assertThat(ok(bobs.get("/bob/tea"))).contains("1 commit behind alice/tea main");
        gone(bobs.post("/bob/tea/sync", "branch", "main"));
        assertThat(tip(fork, "main")).contains(more);
        assertThat(ok(bobs.get("/bob/tea/src/branch/main/pot"))).contains("three");
        assertThat(site.guest().get("/bob/tea").statusCode()).isEqualTo(404);
        assertThat(ok(site.guest().get("/alice/tea"))).contains("0 forks");
        assertThat(ok(site.guest().get("/alice/tea/forks"))).doesNotContain("/bob/tea");
    }

    @Test
    void issues_of_a_fork_are_those_of_its_project() throws Exception {
        forked();
        site.node.tracking().issues().open(tea, alice, dev.hob.node.issue.Issues.Opening.of("It leaks", ""));
        assertThat(gone(bobs.get("/bob/tea/issues/1"))).isEqualTo("/alice/tea/issues/1");
        assertThat(gone(bobs.get("/bob/tea/pulls"))).isEqualTo("/alice/tea/pulls");
        for (String path : List.of("/issues/1/lock", "/issues/1/title", "/labels", "/milestones"))
            assertThat(bobs.post("/bob/tea" + path, "title", "Mine", "name", "x", "color", "000000", "on", "yes")
                            .statusCode())
                    .as("bob decides nothing in alice's project: " + path)
                    .isIn(403, 404);
        assertThat(ok(bobs.get("/issues?q=is:open"))).doesNotContain("It leaks", "/bob/tea/issues");
        gone(bobs.post("/bob/tea/settings/leave"));
        assertThat(at("bob", "tea").isProject()).isTrue();
        assertThat(ok(bobs.get("/bob/tea/issues"))).doesNotContain("It leaks");
    }

    @Test
    void what_a_fork_has_is_offered_to_the_project_and_followed() throws Exception {
        var fork = forked();
        site.pushText(fork, "steep", "Steep it", Map.of("pot", "one\ntwo\nthree\n"));
        assertThat(gone(bobs.get("/bob/tea/compare/main...steep")))
                .isEqualTo("/alice/tea/compare/main...bob/tea:steep");
        assertThat(ok(bobs.get("/alice/tea/compare/main...bob/tea:steep"))).contains("Steep it", "Open pull request");
        assertThat(ok(bobs.get("/alice/tea/compare/main...bob:steep"))).contains("Steep it", "<td>three</td>");
        assertThat(bobs.get("/alice/tea/compare/main...mallory:steep").statusCode())
                .isEqualTo(404);
        String page = gone(
                bobs.post("/alice/tea/pulls", "base", "main", "head", "bob:steep", "title", "Steep it", "body", ""));
        assertThat(page).isEqualTo("/alice/tea/pulls/1");
        assertThat(ok(site.guest().get(page))).contains("bob:steep");
        var second = site.pushText(fork, "steep", "Longer", Map.of("pot", "one\ntwo\nthree\nfour\n"));
        await(() -> head().equals(second));
        var owner = site.guest("alice");
        gone(owner.post(page + "/merge", "way", "merge", "head", second.name(), "message", ""));
        assertThat(site.node
                        .pulls()
                        .reading()
                        .find(tea.rid(), id())
                        .orElseThrow()
                        .state())
                .isEqualTo(PatchState.MERGED);
        assertThat(ok(owner.get(page))).as("not alice's to delete").doesNotContain("Delete the branch");
        gone(bobs.post(page + "/leave"));
        assertThat(tip(fork, "steep")).isEmpty();
    }

    private ObjectId id() {
        return site.node.tracking().reading().find(tea.rid(), 1).orElseThrow().id();
    }

    private ObjectId head() {
        return site.node.pulls().reading().find(tea.rid(), id()).orElseThrow().head();
    }

    private interface Holds {
        boolean now() throws Exception;
    }

    private static void await(Holds it) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!it.now()) {
            assertThat(System.nanoTime()).as("it never came").isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Test
    void a_private_fork_shows_what_it_offers_and_nothing_else() throws Exception {
        var fork = forked("name", "tea", "visibility", "private", "branches", "all");
        var secret = site.pushText(fork, "secret", WORD, Map.of("plan", WORD + "\n"));
        var offered = site.pushText(fork, "steep", "Steep it", Map.of("pot", "one\ntwo\nthree\n"));
        assertThat(site.guest("mallory")
                        .get("/alice/tea/compare/main...bob:steep")
                        .statusCode())
                .isEqualTo(404);
        for (String hidden : List.of("main..bob:steep", "main..." + secret.name(), "main...bob:" + secret.name()))
            assertThat(site.guest("mallory").get("/alice/tea/compare/" + hidden).statusCode())
                    .as(hidden)
                    .isEqualTo(404);
        assertThat(ok(bobs.get("/alice/tea/compare/main...bob:" + secret.name())))
                .contains(WORD)
                .doesNotContain("Open pull request");
        assertThat(ok(bobs.get("/alice/tea/compare/main...bob:steep"))).contains("bob/tea is private");
        String page = gone(
                bobs.post("/alice/tea/pulls", "base", "main", "head", "bob:steep", "title", "Steep it", "body", ""));
        assertThat(ok(site.guest().get(page + "/files"))).contains("three");
        assertThat(ok(site.guest().get(page))).doesNotContain("bob:steep");
        try (var repository = site.node.storage().open(tea.rid())) {
            assertThat(repository.getObjectDatabase().has(offered)).isTrue();
            assertThat(repository.getObjectDatabase().has(secret)).isFalse();
            String ref = Repos.namespace(bob.key()) + Namespaces.offered(id());
            await(() -> offered.equals(repository.resolve(ref)));
        }
        var second = site.pushText(fork, "steep", "Longer", Map.of("pot", "one\ntwo\nthree\nfour\n"));
        await(() -> head().equals(second));
        site.node.lateSigning().flush();
        assertThat(site.node.namespaceCheck().examine(tea)).isEmpty();
        assertThat(site.node.refs().view(tea).refs().values()).doesNotContain(offered, second);
    }

    @Test
    void who_offers_a_branch_lends_it_and_takes_it_back() throws Exception {
        var fork = forked();
        site.pushText(fork, "steep", "Steep it", Map.of("pot", "one\ntwo\nthree\n"));
        assertThat(ok(bobs.get("/alice/tea/compare/main...bob:steep")))
                .contains("name=\"lend\" value=\"yes\" checked", "Let members of alice/tea push to this branch");
        assertThat(ok(site.guest("mallory").get("/alice/tea/compare/main...bob:steep")))
                .as("it is not hers")
                .doesNotContain("name=\"lend\"");
        String[] asked = {"base", "main", "head", "bob:steep", "title", "Steep", "body", "", "lend", "yes"};
        String page = gone(bobs.post("/alice/tea/pulls", asked));
        assertThat(ok(bobs.get(page))).contains("Members of this project may push to it", "Let them push no more");
        assertThat(ok(site.guest().get(page)))
                .contains("Members of this project may push to it")
                .doesNotContain("Let them push no more");
        assertThat(site.guest("alice").post(page + "/lend", "lend", "no").statusCode())
                .isEqualTo(403);
        gone(bobs.post(page + "/lend", "lend", "no"));
        assertThat(ok(bobs.get(page))).contains("Let members push to it");
        assertThat(ok(site.guest().get(page))).doesNotContain("may push to it");
        site.node.edits().setPrivate(fork, bob, true);
        assertThat(ok(bobs.get(page))).as("a private fork lends nothing").doesNotContain("Let members push to it");
        var told = bobs.post(page + "/lend", "lend", "yes");
        assertThat(told.statusCode()).isEqualTo(422);
        assertThat(told.body()).contains("The fork is private");
    }

    /// Every way to ask for a commit, and a file of it, of a repository.
    private static List<String> ways(String repo, ObjectId commit) {
        String id = commit.name();
        String api = "/api/v1/repos/" + repo;
        return List.of(
                "/" + repo + "/commit/" + id,
                "/" + repo + "/src/commit/" + id,
                "/" + repo + "/src/commit/" + id + "/only",
                "/" + repo + "/raw/commit/" + id + "/only",
                "/" + repo + "/commits/commit/" + id,
                "/" + repo + "/archive/" + id + ".tar.gz",
                "/" + repo + "/archive/" + id + ".zip",
                api + "/commits?sha=" + id,
                api + "/git/commits/" + id,
                api + "/git/trees/" + id,
                api + "/contents/only?ref=" + id,
                api + "/raw/only?ref=" + id,
                api + "/archive/" + id + ".tar.gz");
    }

    private void assertOnlyIn(Repo has, Repo lacks, ObjectId commit, Guest... readers) throws Exception {
        for (var reader : readers) {
            for (String path : ways(lacks.path(), commit)) {
                var answer = reader.get(path);
                assertThat(answer.statusCode()).as(path).isIn(404, 422);
                assertThat(answer.body()).as(path).doesNotContain(WORD);
            }
            for (String path : ways(has.path(), commit))
                assertThat(reader.get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    private int git(String... words) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).directory(work.toFile());
        process.environment().put("GIT_TERMINAL_PROMPT", "0");
        process.redirectErrorStream(true).redirectOutput(work.resolve("said").toFile());
        return process.start().waitFor();
    }

    private int fetch(Repo repo, String protocol, String... what) throws Exception {
        var words = new ArrayList<>(List.of(
                "-c",
                "protocol.version=" + protocol,
                "-C",
                "clone",
                "fetch",
                "-q",
                site.web.localUrl() + "/" + repo.path() + ".git"));
        words.addAll(List.of(what));
        return git(words.toArray(String[]::new));
    }

    private boolean cloneHas(ObjectId commit) throws Exception {
        return git("-C", "clone", "cat-file", "-e", commit.name()) == 0;
    }

    @Test
    void nothing_of_one_is_to_be_had_through_another_in_the_same_folder() throws Exception {
        var fork = forked();
        var bobsOwn = site.pushText(fork, "own", WORD, Map.of("only", WORD + " of bob\n"));
        var alices = site.pushText(tea, "own", WORD, Map.of("only", WORD + " of alice\n"));
        assertThat(fork.rid()).isEqualTo(tea.rid());
        assertOnlyIn(fork, tea, bobsOwn, site.guest(), site.guest("mallory"));
        assertOnlyIn(tea, fork, alices, site.guest(), site.guest("mallory"));
        assertThat(git("init", "-q", "clone")).isZero();
        for (String protocol : List.of("0", "1", "2")) {
            assertThat(fetch(tea, protocol, bobsOwn.name())).as("v" + protocol).isNotZero();
            assertThat(fetch(fork, protocol, alices.name())).as("v" + protocol).isNotZero();
        }
        for (var repo : List.of(tea, fork)) {
            assertThat(fetch(repo, "2", "refs/heads/*:refs/" + repo.owner() + "/heads/*"))
                    .isZero();
            var other = repo.equals(tea) ? bobsOwn : alices;
            assertThat(cloneHas(other)).as("the branches of " + repo.path()).isFalse();
            assertThat(fetch(repo, "2", "refs/namespaces/*:refs/" + repo.owner() + "/namespaces/*"))
                    .isZero();
            assertThat(cloneHas(other)).as("all of " + repo.path()).isFalse();
            assertThat(git("-C", "clone", "for-each-ref", "--format=%(refname)"))
                    .isZero();
            git("-C", "clone", "update-ref", "--no-deref", "-d", "FETCH_HEAD");
            Storage.remove(work.resolve("clone/.git/refs/" + repo.owner()));
            git("-C", "clone", "reflog", "expire", "--expire=now", "--all");
            git("-C", "clone", "gc", "-q", "--prune=now");
        }
    }

    /// Pushes what names a commit and brings nothing, as no git would.
    private String claim(String who, Repo repo, String ref, ObjectId commit) throws Exception {
        String command = ObjectId.zeroId().name() + " " + commit.name() + " " + ref + "\0report-status\n";
        var body = new ByteArrayOutputStream();
        body.writeBytes("%04x%s0000".formatted(command.length() + 4, command).getBytes(UTF_8));
        byte[] pack = {'P', 'A', 'C', 'K', 0, 0, 0, 2, 0, 0, 0, 0};
        body.writeBytes(pack);
        body.writeBytes(MessageDigest.getInstance("SHA-1").digest(pack));
        var request = HttpRequest.newBuilder(
                        URI.create(site.web.localUrl() + "/" + repo.path() + ".git/git-receive-pack"))
                .header("Authorization", basic(who))
                .header("Content-Type", "application/x-git-receive-pack-request")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void nobody_makes_theirs_by_its_name_what_another_has_in_the_folder() throws Exception {
        var fork = forked();
        gone(site.guest("mallory").post("/alice/tea/fork", "name", "tea", "visibility", "public"));
        var mallorys = at("mallory", "tea");
        assertThat(mallorys.rid()).isEqualTo(fork.rid());
        var taken = site.pushText(fork, "own", WORD, Map.of("only", WORD + "\n"));
        site.move(fork, new RefMove("refs/heads/own", taken.name(), RefMove.ABSENT));
        assertThat(claim("mallory", mallorys, "refs/heads/stolen", taken))
                .contains("ng refs/heads/stolen this repository shows no " + taken.name());
        assertThat(claim("alice", tea, "refs/for/main/stolen", taken)).contains("ng refs/for/main/stolen");
        assertThat(tip(mallorys, "stolen")).isEmpty();
        var shown = tip(tea, "main").orElseThrow();
        assertThat(claim("mallory", mallorys, "refs/heads/fine", shown)).contains("ok refs/heads/fine");
    }

    @Test
    void a_fork_of_a_private_repository_is_there_for_nobody_else() throws Exception {
        site.node.edits().setPrivate(tea, alice, true);
        site.node.edits().addCollaborator(at("alice", "tea"), alice, bob, Right.READ);
        var fork = forked("name", "tea", "description", WORD);
        assertThat(fork.isPrivate()).isTrue();
        var own = site.pushText(fork, "own", WORD, Map.of("only", WORD + "\n"));
        var nobody = site.guest();
        var mallory = site.guest("mallory");
        var owner = site.guest("alice");
        var gets = site.web.gets().stream()
                .filter(it -> it.startsWith("/{owner}/{repo}") || it.startsWith("/api/v1/repos/{owner}/{repo}"))
                .map(it -> it.replace("{owner}", "bob")
                        .replace("{repo}", "tea")
                        .replace("<rest>", "main")
                        .replaceAll("\\{[a-z_]+}", "1")
                        .replaceAll("<[a-z]+>", "main"))
                .filter(it -> !it.endsWith("/info/refs"))
                .toList();
        assertThat(gets).hasSizeGreaterThan(80);
        for (var stranger : List.of(nobody, mallory, owner))
            for (String path : gets) {
                var answer = stranger.get(path);
                boolean asks = stranger == nobody && path.endsWith("/transfer");
                assertThat(answer.statusCode()).as(path).isIn(asks ? List.of(303) : List.of(404, 401));
                assertThat(answer.body()).as(path).doesNotContain(WORD);
            }
        for (String path : ways("bob/tea", own))
            assertThat(mallory.get(path).statusCode()).as(path).isEqualTo(404);
        for (String path : ways("alice/tea", own))
            assertThat(bobs.get(path).statusCode()).as(path).isIn(404, 401);
        for (String path : List.of("/explore", "/bob", "/alice/tea", "/alice/tea/forks", "/api/v1/repos/search"))
            for (var stranger : List.of(nobody, mallory, owner))
                assertThat(stranger.get(path).body()).as(path).doesNotContain(WORD, "bob/tea");
        assertThat(ok(owner.get("/alice/tea"))).as("the count tells nothing").contains("0 forks");
        site.node.edits().removeCollaborator(at("alice", "tea"), alice, bob);
        assertThat(ok(bobs.get("/bob/tea"))).doesNotContain("alice/tea");
        var api = site.guest().get("/api/v1/repos/bob/tea", "Authorization", basic("bob"));
        assertThat(ok(api)).doesNotContain("\"parent\"", "alice/tea");
    }

    private static String basic(String who) {
        return "Basic " + Base64.getEncoder().encodeToString((who + ":" + Site.PASSWORD).getBytes(UTF_8));
    }

    @Test
    void a_project_that_turns_private_says_what_becomes_of_its_forks() throws Exception {
        var fork = forked();
        var owner = site.guest("alice");
        assertThat(ok(owner.get("/alice/tea/settings"))).contains("its forks become projects of their own");
        gone(owner.post("/alice/tea/settings/visibility", "visibility", "private", "sure", "yes"));
        assertThat(site.guest().get("/alice/tea").statusCode()).isEqualTo(404);
        assertThat(ok(site.guest().get("/bob/tea"))).doesNotContain("alice/tea").contains("href=\"/bob/tea/issues\"");
        var alices = site.pushText(at("alice", "tea"), "own", WORD, Map.of("only", WORD + "\n"));
        for (String path : ways("bob/tea", alices))
            assertThat(bobs.get(path).statusCode()).as(path).isIn(404, 422);
        assertThat(at("bob", "tea").rid()).isNotEqualTo(fork.rid());
    }

    @Test
    void a_fork_outlives_its_project_and_has_no_talk() throws Exception {
        forked();
        site.node.repos().delete(tea, alice);
        assertThat(ok(bobs.get("/bob/tea"))).contains("pot").doesNotContain("/tea/issues", "alice/tea");
        assertThat(bobs.get("/bob/tea/issues").statusCode()).isEqualTo(404);
        assertThat(ok(bobs.get("/bob/tea/settings"))).contains("Leave what it was a fork of");
    }
}
