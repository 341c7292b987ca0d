package dev.hob.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.log.Change;
import dev.hob.node.patch.Patches;
import dev.hob.node.patch.Source;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.protection.StatusState;
import dev.hob.node.protection.Statuses;
import dev.hob.node.refs.Forking;
import dev.hob.node.release.Wish;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.node.repo.Watches;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A fork of a private repository, and the repository, for everybody: who belongs to the one sees nothing of the other.
/// `alice` owns the project, `will` writes to it, `rita` reads it and has the fork, `carl` was let into the fork alone,
/// `mallory` into nothing, and somebody has no name. By pages, forms, API, git, feeds, search and notifications.
class ForkSecretsTest {
    /// What only the fork has.
    private static final String FORKED = "xylophone";
    /// What only the project has.
    private static final String PROJECTED = "zeppelin";

    @TempDir
    Path data;

    @TempDir
    Path work;

    private Site site;
    private final Map<String, Guest> guests = new LinkedHashMap<>();
    private final Map<String, String> tokens = new HashMap<>();
    private Person alice;
    private Person rita;
    private Repo tea;
    private Repo fork;
    private ObjectId projects;
    private ObjectId forks;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(data);
        alice = site.person("alice");
        rita = site.person("rita");
        var will = site.person("will");
        var carl = site.person("carl");
        var mallory = site.person("mallory");
        tea = site.repository(alice, "tea", true, PROJECTED);
        site.pushText(tea, "main", "Begin", Map.of("pot", "one\n"));
        site.node.edits().addCollaborator(tea, alice, rita, Right.READ);
        site.node.edits().addCollaborator(tea, alice, will, Right.WRITE);
        var rights = site.node.refs().forking();
        var made = rights.fork(now("alice", "tea"), rita, new Forking.Wish("tea", FORKED, true, false));
        assertThat(made).isInstanceOf(Repos.Creation.Created.class);
        fork = now("rita", "tea");
        assertThat(fork.isPrivate()).isTrue();
        site.node.edits().addCollaborator(fork, rita, carl, Right.READ);
        for (var person : List.of(alice, will, carl, mallory)) {
            site.node.watches().wish(tea, person, Watches.Wish.WATCHING);
            site.node.watches().wish(fork, person, Watches.Wish.WATCHING);
        }
        projects = filled(tea, alice, PROJECTED);
        forks = filled(fork, rita, FORKED);
        for (String name : List.of("alice", "will", "rita", "carl", "mallory")) guests.put(name, site.guest(name));
        guests.put("", site.guest());
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Repo now(String owner, String name) {
        return site.node.repos().find(owner, name).map(Repos.Found::repo).orElseThrow();
    }

    private Guest guest(String name) {
        return Optional.ofNullable(guests.get(name)).orElseThrow();
    }

    private static ObjectId done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).entry();
    }

    /// Something of everything, each with the word in it.
    private ObjectId filled(Repo repo, Person owner, String word) throws Exception {
        var commit = site.pushText(repo, word, word, Map.of("only", word + "\n", "pot", "one\n"));
        var issues = site.node.tracking().issues();
        var issue = done(issues.open(repo, owner, Issues.Opening.of(word, word + " @mallory @will @carl")));
        done(issues.comment(repo, owner, issue, word + " again, @mallory", Optional.empty(), List.of()));
        var opening = new Patches.Opening(
                word,
                word + " @mallory",
                "main",
                commit,
                Optional.of(new Source(repo.id(), word)),
                false,
                List.of(),
                List.of());
        done(site.node.pulls().open(repo, owner, opening, repo));
        site.node
                .protection()
                .statuses()
                .report(repo, owner, commit, new Statuses.Report(word, StatusState.SUCCESS, "", word));
        try (var files = site.node.publishing().releases().incoming()) {
            done(site.node
                    .publishing()
                    .releases()
                    .publish(repo, owner, new Wish("v-" + word, word, "", word, word, false), files));
        }
        return commit;
    }

    /// Every page and every question to the API that is about a repository.
    private List<String> gets(String owner) {
        return site.web.gets().stream()
                .filter(it -> it.startsWith("/{owner}/{repo}")
                        || it.startsWith("/api/v1/repos/{owner}/{repo}")
                        || it.startsWith("/api/hob/v1/p2p/repos/{owner}/{repo}"))
                .map(it -> it.replace("{owner}", owner)
                        .replace("{repo}", "tea")
                        .replace("{number}", it.contains("/pulls/") ? "2" : "1")
                        .replace("{index}", it.contains("/pulls/") ? "2" : "1")
                        .replace("<rest>", "main")
                        .replaceAll("\\{[a-z_]+}", "1")
                        .replaceAll("<[a-z]+>", "main"))
                .filter(it -> !it.endsWith("/info/refs") && !it.endsWith("/live"))
                .toList();
    }

    private static List<String> ofCommit(String repo, ObjectId commit) {
        String id = commit.name();
        String api = "/api/v1/repos/" + repo;
        return List.of(
                "/" + repo + "/commit/" + id,
                "/" + repo + "/src/commit/" + id + "/only",
                "/" + repo + "/raw/commit/" + id + "/only",
                "/" + repo + "/archive/" + id + ".tar.gz",
                api + "/git/commits/" + id,
                api + "/commits/" + id + "/status",
                api + "/raw/only?ref=" + id,
                api + "/contents/only?ref=" + id);
    }

    private void assertMissing(HttpResponse<String> answer, String story) {
        boolean asks = answer.statusCode() == 303 && answer.uri().getPath().endsWith("/transfer");
        assertThat(asks ? 404 : answer.statusCode()).as(story).isIn(404, 401);
        assertThat(answer.body()).as(story).doesNotContain(FORKED, PROJECTED);
    }

    @Test
    void each_is_missing_for_those_who_belong_to_the_other() throws Exception {
        var outside = Map.of("rita", List.of("alice", "will", "mallory", ""), "alice", List.of("carl", "mallory", ""));
        for (var it : outside.entrySet()) {
            var gets = gets(it.getKey());
            assertThat(gets).hasSizeGreaterThan(90);
            for (String who : it.getValue()) {
                for (String path : gets) assertMissing(asked(who, path), who + " asks for " + path);
                for (String path : ofCommit(it.getKey() + "/tea", it.getKey().equals("rita") ? forks : projects))
                    assertMissing(asked(who, path), who + " asks for " + path);
            }
        }
        for (String who : List.of("rita", "carl"))
            for (String path : ofCommit("rita/tea", forks))
                assertThat(asked(who, path).statusCode()).as(who + path).isEqualTo(200);
        for (String who : List.of("alice", "will", "rita"))
            for (String path : ofCommit("alice/tea", projects))
                assertThat(asked(who, path).statusCode()).as(who + path).isEqualTo(200);
        // Neither is to be had through the other by those who see both.
        for (String path : ofCommit("alice/tea", forks))
            assertThat(asked("rita", path).statusCode()).as(path).isIn(404, 422);
        for (String path : ofCommit("rita/tea", projects))
            assertThat(asked("rita", path).statusCode()).as(path).isIn(404, 422);
    }

    @Test
    void forms_find_nothing_and_change_nothing() throws Exception {
        long before = site.node.log().head();
        var posts = site.web.posts().stream()
                .filter(it -> it.startsWith("/{owner}/{repo}/") && !it.contains("git-"))
                .map(it -> it.replace("{owner}", "rita")
                        .replace("{repo}", "tea")
                        .replace("{number}", it.contains("/pulls/") ? "2" : "1")
                        .replace("<rest>", "main")
                        .replaceAll("\\{[a-z_]+}", "1")
                        .replaceAll("<[a-z]+>", "main"))
                .toList();
        assertThat(posts).hasSizeGreaterThan(60);
        for (String who : List.of("alice", "will", "mallory", ""))
            for (String path : posts) {
                var answer = guest(who)
                        .post(
                                path, "title", "x", "body", "x", "name", "x", "way", "merge", "sure", "yes", "to",
                                "mallory");
                assertThat(answer.statusCode()).as(who + " sends to " + path).isIn(404, 401, 415);
                assertThat(answer.body()).as(who + " sends to " + path).doesNotContain(FORKED);
            }
        assertThat(site.node.log().after(before, 10).stream()
                        .filter(it -> !(it.change() instanceof Change.PersonCreated))
                        .toList())
                .as("what happened meanwhile")
                .isEmpty();
    }

    /// A page as somebody's browser gets it, an answer of the API to a token of theirs.
    private HttpResponse<String> asked(String who, String path) throws Exception {
        if (who.isEmpty() || !path.startsWith("/api/")) return guest(who).get(path);
        return guest("").get(path, "Authorization", token(who));
    }

    private String token(String who) {
        return tokens.computeIfAbsent(who, name -> {
            var person = site.node.people().find(name).orElseThrow();
            var made = site.node.tokens().create(person, "all", Grant.EVERYTHING, Optional.empty());
            return "token " + ((AccessTokens.Creation.Created) made).secret().text();
        });
    }

    private String fetched(String who, String repo, String what) throws Exception {
        var clone = work.resolve("clone");
        if (!clone.toFile().isDirectory()) git("init", "-q", clone.toString());
        String at = who.isEmpty() ? "" : who + ":" + Site.PASSWORD.replace(" ", "%20") + "@";
        String url = site.web.localUrl().toString().replace("://", "://" + at) + "/" + repo + ".git";
        return git("-C", clone.toString(), "fetch", "-q", url, what);
    }

    /// What git says; empty when it succeeds.
    private String git(String... words) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_CONFIG_GLOBAL", "/dev/null"));
        var process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return process.waitFor() == 0 ? "" : "failed: " + said;
    }

    @Test
    void git_gives_a_commit_to_none_who_could_not_see_it() throws Exception {
        for (String who : List.of("alice", "will", "mallory", ""))
            for (String what : List.of("main", FORKED, forks.name(), "refs/pull/2/head", "refs/tags/v-" + FORKED))
                assertThat(fetched(who, "rita/tea", what))
                        .as(who + " wants " + what)
                        .contains("failed");
        for (String who : List.of("carl", "mallory", ""))
            for (String what : List.of("main", PROJECTED, projects.name(), "refs/pull/2/head"))
                assertThat(fetched(who, "alice/tea", what))
                        .as(who + " wants " + what)
                        .contains("failed");
        for (String who : List.of("alice", "will", "rita"))
            assertThat(fetched(who, "alice/tea", forks.name())).as(who).contains("failed");
        for (String who : List.of("rita", "carl"))
            assertThat(fetched(who, "rita/tea", projects.name())).as(who).contains("failed");
        assertThat(fetched("carl", "rita/tea", forks.name())).isEmpty();
        assertThat(fetched("will", "alice/tea", projects.name())).isEmpty();
    }

    @Test
    void feeds_searches_and_notifications_tell_each_what_is_theirs() throws Exception {
        var forked = List.of("rita", "carl");
        var projected = List.of("alice", "will", "rita");
        var places = List.of(
                "/",
                "/?tab=watched",
                "/explore",
                "/explore?q=" + FORKED,
                "/explore?q=" + PROJECTED,
                "/rita",
                "/alice",
                "/rita?tab=activity",
                "/alice?tab=activity",
                "/rita.atom",
                "/alice.atom",
                "/issues",
                "/issues?q=" + FORKED,
                "/issues?q=" + PROJECTED,
                "/pulls",
                "/notifications",
                "/api/v1/repos/search?q=" + FORKED,
                "/api/v1/repos/search?q=" + PROJECTED,
                "/api/v1/repos/search?q=tea",
                "/api/v1/repos/issues/search?q=" + FORKED,
                "/api/v1/repos/issues/search?q=" + PROJECTED,
                "/api/v1/users/rita/repos",
                "/api/v1/users/alice/repos",
                "/api/v1/users/rita/activities/feeds",
                "/api/v1/users/alice/activities/feeds",
                "/api/v1/notifications?all=true",
                "/api/v1/user/subscriptions");
        for (var it : guests.entrySet()) {
            String who = it.getKey();
            for (String path : places) {
                var pages = new ArrayList<>(List.of(asked(who, path)));
                if (!who.isEmpty() && path.endsWith(".atom"))
                    pages.add(guest("").get(path, "Authorization", token(who)));
                for (var page : pages) {
                    // What somebody typed stands in the box that they typed it into.
                    String body = page.body()
                            .replace("value=\"" + FORKED + "\"", "")
                            .replace("value=\"" + PROJECTED + "\"", "");
                    String story = who + " reads " + path;
                    if (!forked.contains(who)) assertThat(body).as(story).doesNotContain("rita/tea");
                    if (!projected.contains(who)) assertThat(body).as(story).doesNotContain("alice/tea");
                    if (!forked.contains(who) && !path.contains(FORKED))
                        assertThat(body).as(story).doesNotContain(FORKED);
                    if (!projected.contains(who) && !path.contains(PROJECTED))
                        assertThat(body).as(story).doesNotContain(PROJECTED);
                }
            }
        }
        assertThat(guest("carl").get("/notifications").body()).contains(FORKED);
        assertThat(guest("will").get("/notifications").body()).contains(PROJECTED);
        assertThat(guest("rita").get("/rita.atom").body()).contains(FORKED);
        assertThat(guest("").get("/rita.atom", "Authorization", token("carl")).body())
                .contains("the pull request #2 in rita/tea");

        // Whoever is let in no more, hears no more, of what was before either.
        site.node
                .edits()
                .removeCollaborator(fork, rita, site.node.people().find("carl").orElseThrow());
        for (String path : places)
            assertThat(asked("carl", path).body().replace("value=\"" + FORKED + "\"", ""))
                    .as(path)
                    .doesNotContain("rita/tea", "/rita/tea");
        assertThat(guest("carl").get("/notifications").body()).doesNotContain(FORKED);
        assertThat(site.node.access().may(Viewer.of(alice), Right.READ, fork)).isFalse();
    }
}
