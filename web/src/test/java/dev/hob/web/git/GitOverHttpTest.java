package dev.hob.web.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.Change;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The real git client against a node's git routes.
class GitOverHttpTest {
    @TempDir
    Path data;

    @TempDir
    Path work;

    private GitServer server;

    @BeforeEach
    void start() {
        server = new GitServer(data);
        server.person("alice");
        server.person("mallory");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path tea() throws IOException {
        var tea = work.resolve("tea");
        server.git(work, "init", "-q", "tea");
        commit(tea, "leaves", "green\n");
        server.git(tea, "tag", "-a", "-m", "first", "v1");
        server.git(tea, "remote", "add", "origin", server.urlFor("alice", "alice/tea.git"));
        return tea;
    }

    private void commit(Path where, String file, String text) throws IOException {
        Files.writeString(where.resolve(file), text);
        server.git(where, "add", "-A");
        server.git(where, "commit", "-q", "-m", "Change " + file);
    }

    private void fsck() {
        assertThat(server.git(server.storage("alice", "tea"), "fsck", "--full", "--strict"))
                .doesNotContain("missing")
                .doesNotContain("error");
        assertThat(server.node
                        .refs()
                        .examine(server.node
                                .repos()
                                .find("alice", "tea")
                                .orElseThrow()
                                .repo()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2"})
    void what_is_pushed_comes_back_under_every_protocol(String version) throws IOException {
        var tea = tea();
        server.git(tea, "-c", "protocol.version=" + version, "push", "-q", "origin", "main", "v1");
        server.git(
                work, "-c", "protocol.version=" + version, "clone", "-q", server.urlFor("alice", "alice/tea"), "back");
        var back = work.resolve("back");
        assertThat(server.git(back, "rev-parse", "HEAD", "v1")).isEqualTo(server.git(tea, "rev-parse", "HEAD", "v1"));
        assertThat(server.git(back, "fsck", "--full", "--strict")).doesNotContain("error");
        fsck();
    }

    @Test
    void shallow_partial_and_incremental_fetches_bring_what_they_ask_for() throws IOException {
        var tea = tea();
        for (int i = 0; i < 10; i++) commit(tea, "leaves", "cup " + i + "\n");
        server.git(tea, "push", "-q", "origin", "main");
        String url = server.urlFor("alice", "alice/tea.git");

        server.git(work, "clone", "-q", "--depth=2", url, "shallow");
        assertThat(server.git(work.resolve("shallow"), "rev-list", "--count", "HEAD")
                        .strip())
                .isEqualTo("2");
        server.git(work.resolve("shallow"), "fetch", "-q", "--unshallow");
        assertThat(server.git(work.resolve("shallow"), "rev-list", "--count", "HEAD")
                        .strip())
                .isEqualTo("11");

        for (String filter : new String[] {"blob:none", "blob:limit=3", "tree:0"}) {
            String folder = filter.replaceAll("\\W", "");
            server.git(work, "clone", "-q", "--filter=" + filter, "--no-checkout", url, folder);
            assertThat(server.git(work.resolve(folder), "rev-list", "--objects", "--missing=print", "HEAD"))
                    .as(filter)
                    .contains("?");
            server.git(work.resolve(folder), "checkout", "-q", "main");
        }

        commit(tea, "leaves", "another\n");
        server.git(tea, "push", "-q", "origin", "main");
        server.git(work.resolve("shallow"), "pull", "-q");
        assertThat(Files.readString(work.resolve("shallow/leaves"))).isEqualTo("another\n");
        fsck();
    }

    @Test
    void force_delete_and_atomic_pushes_do_all_or_what_they_may() throws IOException {
        var tea = tea();
        server.git(tea, "push", "-q", "origin", "main", "main:refs/heads/side", "v1");
        server.git(tea, "commit", "-q", "--amend", "-m", "Again");
        assertThat(server.tryGit(tea, "push", "origin", "main").out()).contains("rejected");
        server.git(tea, "push", "-q", "--force", "origin", "main");
        server.git(tea, "push", "-q", "origin", ":side");
        assertThat(server.git(tea, "ls-remote", "origin"))
                .contains("refs/tags/v1^{}")
                .doesNotContain("side");

        var refused = server.tryGit(tea, "push", "--atomic", "origin", "main:refs/heads/fine", "main:refs/rad/id");
        assertThat(refused.code()).isNotZero();
        assertThat(refused.out()).contains("only branches and tags");
        assertThat(server.git(tea, "ls-remote", "origin")).doesNotContain("fine");

        assertThat(server.tryGit(tea, "push", "origin", "main:refs/heads/main/sub")
                        .out())
                .contains("clashes");
        fsck();
    }

    @Test
    void namespaces_and_identity_are_listed_only_when_asked_for() throws IOException {
        var tea = tea();
        server.git(tea, "push", "-q", "origin", "main");
        assertThat(server.git(tea, "ls-remote", "origin"))
                .doesNotContain("rad")
                .doesNotContain("cobs")
                .doesNotContain("namespaces");

        server.git(tea, "fetch", "-q", "origin", "refs/rad/id:refs/seen/id");

        assertThat(server.git(tea, "rev-parse", "refs/seen/id"))
                .isEqualTo(server.git(server.storage("alice", "tea"), "rev-parse", "refs/rad/id"));
    }

    @Test
    void what_no_ref_leads_to_is_not_given_out() throws IOException {
        var tea = tea();
        server.git(tea, "push", "-q", "origin", "main");
        String gone = server.git(server.storage("alice", "tea"), "commit-tree", "-m", "gone", "main^{tree}")
                .strip();

        var stolen = server.tryGit(tea, "fetch", "origin", gone);

        assertThat(stolen.code()).isNotZero();
        assertThat(stolen.out()).contains("not valid");
    }

    @Test
    void a_first_push_with_another_branch_makes_it_the_default_one() throws IOException {
        var tea = tea();
        server.git(tea, "push", "-q", "origin", "main:refs/heads/trunk");
        server.git(work, "clone", "-q", server.urlFor("alice", "alice/tea"), "back");
        assertThat(server.git(work.resolve("back"), "branch", "--show-current").strip())
                .isEqualTo("trunk");
    }

    @Test
    void an_empty_repository_can_be_cloned() {
        server.node.refs().create(server.node.people().find("alice").orElseThrow(), "cup", false, "", "main");
        assertThat(server.git(work, "clone", server.url("", "alice/cup"), "cup"))
                .contains("empty repository");
    }

    @Test
    void each_push_is_one_line_in_the_log() throws IOException {
        var tea = tea();
        server.git(tea, "push", "-q", "origin", "main", "v1");
        commit(tea, "leaves", "black\n");
        server.git(tea, "push", "-q", "origin", "main");
        var moves = server.node.log().after(0, 100).stream()
                .map(dev.hob.node.log.Entry::change)
                .filter(Change.RefsMoved.class::isInstance)
                .toList();
        assertThat(moves).hasSize(2);
        assertThat(((Change.RefsMoved) moves.getFirst()).moves()).hasSize(2);
    }

    @Test
    void what_is_not_offered_is_refused_in_words() throws IOException {
        var tea = tea();
        for (int i = 0; i < 3; i++) commit(tea, "leaves", "cup " + i + "\n");
        server.git(tea, "push", "-q", "origin", "main");
        server.git(work, "clone", "-q", "--depth=1", server.urlFor("alice", "alice/tea"), "shallow");
        var refused = server.tryGit(work.resolve("shallow"), "-c", "protocol.version=2", "fetch", "--deepen=1");
        assertThat(refused.code()).isNotZero();
        assertThat(refused.out()).contains("use --depth").doesNotContain("500");
    }

    @Test
    void what_a_killed_push_left_aside_is_gone_after_the_next_start() throws IOException {
        server.git(tea(), "push", "-q", "origin", "main");
        Files.writeString(server.node.storage().aside().resolve("half-a-pack"), "PACK");
        server.close();
        server = new GitServer(data);
        try (var folders = Files.list(data.resolve("storage"))) {
            assertThat(folders.toList()).containsExactly(server.storage("alice", "tea"));
        }
        fsck();
    }

    @Test
    void thousands_of_refs_arrive_at_once() throws IOException {
        var tea = tea();
        String head = server.git(tea, "rev-parse", "HEAD").strip();
        var packed = new StringBuilder("# pack-refs with: peeled fully-peeled sorted \n");
        for (int i = 10_000; i < 12_000; i++)
            packed.append(head).append(" refs/heads/b").append(i).append('\n');
        Files.writeString(tea.resolve(".git/packed-refs"), packed.toString());
        server.git(tea, "push", "-q", "origin", "refs/heads/*:refs/heads/*");
        assertThat(server.git(tea, "ls-remote", "--heads", "origin").lines().count())
                .isEqualTo(2_001);
        fsck();
    }

    @Test
    void many_clients_push_and_clone_at_once() throws Exception {
        var tea = tea();
        server.git(tea, "push", "-q", "origin", "main");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var jobs = IntStream.range(0, 32)
                    .<Callable<String>>mapToObj(i -> () -> i % 2 == 0
                            ? server.git(tea, "push", "-q", "origin", "main:refs/heads/topic" + i)
                            : server.git(work, "clone", "-q", server.urlFor("alice", "alice/tea"), "copy" + i))
                    .toList();
            for (var done : threads.invokeAll(jobs)) done.get();
        }
        assertThat(server.git(tea, "ls-remote", "--heads", "origin").lines().count())
                .isEqualTo(17);
        fsck();
    }

    private HttpResponse<String> get(String path, Optional<String> basic) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url("", path)));
        basic.ifPresent(pair -> request.header(
                "Authorization",
                "Basic "
                        + java.util.Base64.getEncoder()
                                .encodeToString(pair.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void a_private_repository_and_none_at_all_answer_alike() throws Exception {
        server.git(tea(), "push", "-q", "origin", "main");
        for (String service : new String[] {"git-upload-pack", "git-receive-pack"}) {
            String there = "alice/tea.git/info/refs?service=" + service;
            String nowhere = "alice/nothing.git/info/refs?service=" + service;
            var stranger = Optional.of("mallory:" + GitServer.PASSWORD);
            assertThat(get(there, Optional.empty()).statusCode()).isEqualTo(401);
            assertThat(get(nowhere, Optional.empty()).statusCode()).isEqualTo(401);
            assertThat(get(there, Optional.empty()).body())
                    .isEqualTo(get(nowhere, Optional.empty()).body());
            assertThat(get(there, stranger).statusCode()).isEqualTo(404);
            assertThat(get(nowhere, stranger).statusCode()).isEqualTo(404);
            assertThat(get(there, stranger).body())
                    .isEqualTo(get(nowhere, stranger).body());
        }
        var wrong = get("alice/tea.git/info/refs?service=git-upload-pack", Optional.of("alice:wrong"));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    void a_token_does_what_its_scopes_repositories_and_time_allow() throws Exception {
        var tea = tea();
        server.git(tea, "push", "-q", "origin", "main");
        var alice = server.node.people().find("alice").orElseThrow();
        var repo = server.node.repos().find("alice", "tea").orElseThrow().repo();
        var other = ((dev.hob.node.repo.Repos.Creation.Created)
                        server.node.refs().create(alice, "other", true, "", "main"))
                .repo();

        String reading = token(alice, "reading", new Grant(EnumSet.of(Scope.READ_REPOSITORY), Optional.empty()));
        server.git(work, "clone", "-q", server.url(reading + ":x", "alice/tea"), "read");
        assertThat(server.tryGit(tea, "push", server.url("alice:" + reading, "alice/tea"), "main:refs/heads/x")
                        .out())
                .contains("403");

        String elsewhere = token(
                alice, "elsewhere", new Grant(EnumSet.of(Scope.WRITE_REPOSITORY), Optional.of(Set.of(other.id()))));
        assertThat(server.tryGit(work, "clone", server.url("alice:" + elsewhere, "alice/tea"), "no")
                        .out())
                .contains("not found");

        String here =
                token(alice, "here", new Grant(EnumSet.of(Scope.WRITE_REPOSITORY), Optional.of(Set.of(repo.id()))));
        server.git(tea, "push", "-q", server.url("alice:" + here, "alice/tea"), "main:refs/heads/x");
        assertThat(server.node.tokens().revoke(alice, "here")).isTrue();
        assertThat(server.tryGit(tea, "push", server.url("alice:" + here, "alice/tea"), "main:refs/heads/y")
                        .out())
                .contains("Authentication failed");
    }

    private String token(dev.hob.node.people.Person person, String name, Grant grant) {
        var creation = server.node
                .tokens()
                .create(person, name, grant, Optional.of(Instant.now().plusSeconds(600)));
        return ((AccessTokens.Creation.Created) creation).secret().text();
    }

    @Test
    void a_broken_pack_leaves_nothing_behind() throws Exception {
        var tea = tea();
        server.git(tea, "push", "-q", "origin", "main");
        String head = server.git(tea, "rev-parse", "HEAD").strip();
        byte[][] packs = {
            "PACK".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            "PACK\0\0\0\2\0\0\0\7garbage that is no object at all"
                    .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
            new byte[0],
        };
        for (byte[] pack : packs) {
            String command = "0".repeat(40) + " " + "1".repeat(40) + " refs/heads/evil\0 report-status\n";
            var body = new java.io.ByteArrayOutputStream();
            body.writeBytes(String.format("%04x%s0000", command.length() + 4, command)
                    .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            body.writeBytes(pack);
            var request = HttpRequest.newBuilder(URI.create(server.url("", "alice/tea/git-receive-pack")))
                    .header("Content-Type", "application/x-git-receive-pack-request")
                    .header(
                            "Authorization",
                            "Basic "
                                    + java.util.Base64.getEncoder()
                                            .encodeToString(("alice:" + GitServer.PASSWORD)
                                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                    .build();
            try (var client = HttpClient.newHttpClient()) {
                var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.body()).contains("unpack").doesNotContain("unpack ok");
            }
        }
        assertThat(server.git(tea, "ls-remote", "origin")).contains(head).doesNotContain("evil");
        try (var folders = Files.list(data.resolve("storage"))) {
            assertThat(folders.toList()).containsExactly(server.storage("alice", "tea"));
        }
        fsck();
    }
}
