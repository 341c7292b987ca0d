package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The real git client against a real node: every transport feature, and what must be refused.
class GitInteropTest {
    private static final int CLIENTS = 32;
    private static final int REFS_MANY = 10_000;

    @TempDir
    static Path folder;

    private static Served node;
    private static String token;

    @BeforeAll
    static void start() throws IOException {
        node = Served.start(folder.resolve("data"));
        node.account("alice", "--admin");
        node.account("bob");
        token = node.token("alice", "write:repository");
    }

    @AfterAll
    static void the_doctor_is_content_after_all_of_it() throws InterruptedException {
        try {
            node.hob("", "doctor", "--deep").ok();
        } finally {
            node.close();
        }
    }

    private static String remote(String name) {
        return node.remote("alice", token, "alice/" + name);
    }

    /// A repository with five commits on main, a branch and an annotated tag, pushed.
    private static Git pushed(String name, int protocol) throws IOException {
        var git = Git.init(folder.resolve(name), protocol);
        for (int i = 1; i <= 5; i++) git.commit("src/file" + i + ".txt", ("line " + i + "\n").repeat(200 * i));
        git.ok("tag", "-a", "v1", "-m", "the first");
        git.ok("branch", "side", "HEAD~2");
        git.ok("remote", "add", "origin", remote(name));
        git.ok("push", "-q", "origin", "main", "side", "v1");
        return git;
    }

    private static String refs(Git git) {
        return git.ok("ls-remote", "origin");
    }

    @Test
    void the_ready_line_names_everything() {
        assertThat(node.ready)
                .contains("http=http://127.0.0.1:")
                .contains("p2p=z6Mk")
                .endsWith("data=" + node.data);
        assertThat(node.before).anyMatch(line -> line.contains("/join/"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void what_is_pushed_comes_back_whole(int protocol) throws IOException {
        var git = pushed("whole" + protocol, protocol);

        var back = Git.clone(folder.resolve("whole-back" + protocol), protocol, remote("whole" + protocol));

        back.ok("fsck", "--full", "--strict");
        assertThat(back.ok("rev-parse", "HEAD", "origin/side", "v1"))
                .isEqualTo(git.ok("rev-parse", "main", "side", "v1"));
        assertThat(back.ok("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
        assertThat(refs(git))
                .doesNotContain("refs/rad")
                .doesNotContain("refs/namespaces")
                .doesNotContain("refs/cobs");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_fetch_brings_what_is_new(int protocol) throws IOException {
        var git = pushed("fetch" + protocol, protocol);
        var back = Git.clone(folder.resolve("fetch-back" + protocol), protocol, remote("fetch" + protocol));
        String commit = git.commit("new.txt", "new");
        git.ok("push", "-q", "origin", "main");

        back.ok("fetch", "-q");
        back.ok("fetch", "-q");

        assertThat(back.ok("rev-parse", "origin/main")).isEqualTo(commit);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shallow_clones_have_what_was_asked_for_and_can_be_completed(int protocol) throws IOException {
        pushed("shallow" + protocol, protocol);

        var back = Git.clone(
                folder.resolve("shallow-back" + protocol), protocol, "--depth=2", remote("shallow" + protocol));
        assertThat(back.ok("rev-list", "--count", "HEAD")).isEqualTo("2");
        back.ok("fetch", "-q", "--depth=3");
        assertThat(back.ok("rev-list", "--count", "HEAD")).isEqualTo("3");
        back.ok("fetch", "-q", "--unshallow");
        assertThat(back.ok("rev-list", "--count", "HEAD")).isEqualTo("5");
        back.ok("fsck", "--full", "--strict");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_shallow_clone_can_exclude_a_branch_or_what_is_old(int protocol) throws IOException {
        pushed("since" + protocol, protocol);

        var excluded = Git.clone(
                folder.resolve("exclude" + protocol), protocol, "--shallow-exclude=side", remote("since" + protocol));
        assertThat(excluded.ok("rev-list", "--count", "HEAD")).isEqualTo("2");
        var since = Git.clone(
                folder.resolve("since-back" + protocol),
                protocol,
                "--shallow-since=2001-01-01",
                remote("since" + protocol));
        assertThat(since.ok("rev-list", "--count", "HEAD")).isEqualTo("5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blob:none", "tree:0", "blob:limit=1k"})
    void a_partial_clone_fetches_the_rest_when_it_is_needed(String filter) throws IOException {
        String name = "partial" + filter.replaceAll("\\W", "");
        var git = pushed(name, 2);

        var back = Git.clone(folder.resolve(name + "-back"), 2, "--no-checkout", "--filter=" + filter, remote(name));
        assertThat(back.ok("rev-list", "--objects", "--missing=print", "HEAD")).contains("?");
        back.ok("checkout", "-q", "main");
        assertThat(back.ok("rev-parse", "HEAD^{tree}")).isEqualTo(git.ok("rev-parse", "main^{tree}"));
        assertThat(back.folder().resolve("src/file5.txt")).exists();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_single_branch_comes_alone_with_its_tags(int protocol) throws IOException {
        pushed("single" + protocol, protocol);

        var back = Git.clone(
                folder.resolve("single-back" + protocol),
                protocol,
                "--single-branch",
                "--branch=side",
                remote("single" + protocol));

        assertThat(back.ok("branch", "-r")).doesNotContain("main");
        assertThat(back.ok("rev-list", "--count", "HEAD")).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void refs_can_be_forced_deleted_and_moved_together_or_not_at_all(int protocol) throws IOException {
        var git = pushed("force" + protocol, protocol);
        String old = git.ok("rev-parse", "main~1");

        assertThat(git.call("push", "origin", old + ":refs/heads/main").failed())
                .contains("rejected");
        git.ok("push", "-q", "--force", "origin", old + ":refs/heads/main");
        git.ok("push", "-q", "origin", ":side");
        assertThat(refs(git)).contains(old + "\trefs/heads/main").doesNotContain("refs/heads/side");
        var stale = git.call("push", "--atomic", "origin", "HEAD:refs/heads/fresh", "HEAD~3:refs/heads/main");
        assertThat(stale.failed()).contains("rejected");
        assertThat(refs(git)).doesNotContain("refs/heads/fresh");
        git.ok("push", "-q", "--atomic", "origin", "HEAD:refs/heads/fresh", "HEAD:refs/heads/main");
        assertThat(refs(git)).contains("refs/heads/fresh");
    }

    @Test
    void refs_are_asked_for_by_name() throws IOException {
        var git = pushed("by-name", 2);
        var trace = git.call("-c", "protocol.version=2", "ls-remote", "origin").err();
        assertThat(trace).isEmpty();
        var back = Git.init(folder.resolve("by-name-back"), 2);
        var seen = Git.run(
                back.folder(),
                Map.of("GIT_TRACE_PACKET", "1"),
                "",
                List.of("git", "fetch", "-q", "--no-tags", remote("by-name"), "main", "side"));
        assertThat(seen.err()).contains("want-ref refs/heads/main").contains("wanted-refs");
        assertThat(seen.status()).as(seen.err()).isZero();
        assertThat(back.ok("rev-parse", "FETCH_HEAD")).isEqualTo(git.ok("rev-parse", "main"));

        // All of them at once are answered by what lies ready.
        var whole = Git.clone(folder.resolve("by-name-whole"), 2, remote("by-name"));
        whole.ok("fsck", "--full", "--strict");
        assertThat(whole.ok("rev-parse", "origin/side", "v1")).isEqualTo(git.ok("rev-parse", "side", "v1"));
    }

    @Test
    void what_is_signed_is_there_for_those_who_ask_by_prefix() throws IOException {
        pushed("signed", 2);
        var back = Git.init(folder.resolve("signed-back"), 2);

        back.ok("fetch", "-q", remote("signed"), "refs/namespaces/*:refs/signed/*", "refs/rad/*:refs/rad/*");

        assertThat(back.ok("for-each-ref", "--format=%(refname)").lines())
                .anyMatch(ref -> ref.endsWith("/refs/rad/sigrefs"))
                .anyMatch(ref -> ref.endsWith("/refs/heads/main"))
                .contains("refs/rad/id");
        back.ok("fsck", "--full", "--strict");
        assertThat(back.call("fetch", "-q", node.remote("alice/signed"), "refs/rad/*:refs/stranger/*")
                        .failed())
                .contains("terminal prompts disabled");
    }

    @Test
    void push_options_are_taken() throws IOException {
        var git = pushed("options", 2);
        git.commit("more.txt", "more");

        git.ok("push", "-q", "-o", "ci.skip", "origin", "main");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void an_empty_repository_can_be_cloned(int protocol) throws IOException {
        var git = pushed("emptied" + protocol, protocol);
        git.ok("push", "-q", "origin", ":side", ":v1", ":main");

        var back = Git.clone(folder.resolve("emptied-back" + protocol), protocol, remote("emptied" + protocol));

        assertThat(back.ok("branch", "-a")).isEmpty();
    }

    @Test
    void ten_thousand_refs_are_pushed_at_once() throws IOException {
        var git = pushed("many", 2);
        String commit = git.ok("rev-parse", "HEAD");
        var lines = new StringBuilder();
        for (int i = 0; i < REFS_MANY; i++)
            lines.append("create refs/heads/many/b")
                    .append(i)
                    .append(' ')
                    .append(commit)
                    .append('\n');
        git.feed(lines.toString(), "update-ref", "--stdin").ok();

        git.ok("push", "-q", "origin", "refs/heads/many/*:refs/heads/many/*");

        assertThat(refs(git).lines().filter(l -> l.contains("refs/heads/many/")))
                .hasSize(REFS_MANY);
    }

    @Test
    void many_clients_clone_and_push_at_once_without_an_error() throws Exception {
        pushed("busy", 2);
        var work = new ArrayList<Callable<String>>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            work.add(() -> {
                var git = Git.clone(folder.resolve("busy-" + client), client % 3, remote("busy"));
                String commit = git.commit("client" + client + ".txt", "from " + client);
                git.ok("push", "-q", "origin", "HEAD:refs/heads/client" + client);
                return commit + "\trefs/heads/client" + client;
            });
        }
        try (var executor = Executors.newFixedThreadPool(CLIENTS)) {
            var expected = all(executor.invokeAll(work));
            assertThat(new Git(folder, 2).ok("ls-remote", remote("busy")).lines())
                    .containsAll(expected);
        }
    }

    @Test
    void a_repository_is_renamed_while_it_is_cloned_and_pushed_to() throws Exception {
        var git = pushed("cup", 2);
        byte[] noise = new byte[8 << 20];
        new java.util.SplittableRandom(1).nextBytes(noise);
        Files.write(git.folder().resolve("noise"), noise);
        String head = git.commit("cup.txt", "cup");
        git.ok("push", "-q", "origin", "main");
        String want = "0032want " + head + "\n00000009done\n";
        try (var cloning = Wire.open(node.url)) {
            cloning.send(Wire.head(
                    "POST",
                    "/alice/cup.git/git-upload-pack",
                    Wire.basic("alice", token),
                    "Content-Type: application/x-git-upload-pack-request",
                    "Content-Length: " + want.length()));
            cloning.send(want.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(cloning.in().read()).isEqualTo('H');

            rename("cup", "mug");
            git.commit("mug.txt", "mug");
            git.ok("push", "-q", "origin", "main");
            Git.clone(folder.resolve("cup-back"), 2, remote("mug")).ok("fsck", "--strict");

            // The first byte was read already; the pack ends with its own sum.
            byte[] answer = cloning.in().readAllBytes();
            String text = new String(answer, java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(text).startsWith("TTP/1.1 200").contains("NAK");
            assertThat(answer.length).isGreaterThan(noise.length);
        }
        var work = new ArrayList<Callable<String>>();
        for (int i = 0; i < 6; i++) {
            int client = i;
            work.add(() -> {
                var back = Git.clone(folder.resolve("mug-" + client), 2, remote("cup"));
                return back.ok("rev-parse", "HEAD");
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clones = work.stream().map(threads::submit).toList();
            for (String name : List.of("bowl", "cup", "mug", "cup")) rename("cup", name);
            assertThat(all(clones)).containsOnly(git.ok("rev-parse", "main"));
        }
    }

    /// Renames by whatever name the repository goes by now: an old name leads to it.
    private static void rename(String name, String to) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(node.url + "/api/v1/repos/alice/" + name))
                    .header("Authorization", "token " + token)
                    .method("PATCH", BodyPublishers.ofString("{\"name\":\"" + to + "\"}"))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    private static List<String> all(List<Future<String>> futures) throws InterruptedException, ExecutionException {
        var out = new ArrayList<String>();
        for (var future : futures) out.add(future.get());
        return out;
    }

    // ---- what must be refused --------------------------------------------------------------------------------------

    private static int status(String path, String... headers) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(node.url + path));
            if (headers.length > 0) request.headers(headers);
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }

    private static String[] basic(String name, String secret) {
        return new String[] {
            "Authorization",
            "Basic "
                    + java.util.Base64.getEncoder()
                            .encodeToString((name + ":" + secret).getBytes(java.nio.charset.StandardCharsets.UTF_8))
        };
    }

    @Test
    void a_private_repository_is_for_a_stranger_as_one_that_does_not_exist() throws Exception {
        pushed("hidden", 2);
        String stranger = node.token("bob", "write:repository");
        for (String service : List.of("git-upload-pack", "git-receive-pack")) {
            String there = "/alice/hidden.git/info/refs?service=" + service;
            String missing = "/alice/missing.git/info/refs?service=" + service;
            assertThat(List.of(status(there), status(missing))).containsExactly(401, 401);
            assertThat(List.of(status(there, basic("bob", stranger)), status(missing, basic("bob", stranger))))
                    .containsExactly(404, 404);
        }
    }

    @Test
    void wrong_revoked_narrow_and_foreign_credentials_are_refused() throws Exception {
        pushed("guarded", 2);
        String read = "/alice/guarded.git/info/refs?service=git-upload-pack";
        String write = "/alice/guarded.git/info/refs?service=git-receive-pack";
        assertThat(status(read, basic("alice", Served.PASSWORD))).isEqualTo(200);
        assertThat(status(read, basic("alice", "wrong"))).isEqualTo(401);
        assertThat(status(read, basic("alice", "hob_wrong"))).isEqualTo(401);
        String reader = node.token("alice", "read:repository");
        assertThat(status(read, basic("alice", reader))).isEqualTo(200);
        assertThat(status(write, basic("alice", reader))).isEqualTo(403);
        String user = node.token("alice", "read:user");
        assertThat(status(read, basic("alice", user))).isIn(403, 404);
        pushed("other", 2);
        String limited = node.token("alice", "write:repository", "--repo", "alice/other");
        assertThat(status("/alice/other.git/info/refs?service=git-receive-pack", basic("alice", limited)))
                .isEqualTo(200);
        assertThat(status(read, basic("alice", limited))).isIn(403, 404);
        node.hob("", "token", "create", "alice", "--scopes", "all", "--name", "short", "--expires", "PT1S")
                .ok();
        node.hob("", "token", "create", "alice", "--scopes", "all", "--name", "gone")
                .ok();
        node.hob("", "token", "revoke", "alice", "gone").ok();
        assertThat(node.hob("", "token", "list", "alice").ok()).doesNotContain("gone");
    }

    @Test
    void paths_that_try_tricks_lead_nowhere() throws Exception {
        for (String path : List.of(
                "/alice/..%2f..%2fhob.db/info/refs?service=git-upload-pack",
                "/../../etc/passwd",
                "/alice/%2e%2e/info/refs?service=git-upload-pack",
                "/alice/tea.git/objects/info/packs",
                "/alice/tea.git/HEAD",
                "/.%00/x/info/refs?service=git-upload-pack"))
            assertThat(status(path)).as(path).isBetween(400, 499);
    }

    @Test
    void a_name_that_git_would_not_allow_is_refused() throws Exception {
        var git = pushed("names", 2);
        String head = git.ok("rev-parse", "HEAD");
        for (String ref : List.of(
                "refs/heads/../../x",
                "refs/heads/x.lock",
                "refs/rad/sigrefs",
                "refs/namespaces/x/refs/heads/main",
                "refs/cobs/x")) assertThat(push("names", head, ref)).as(ref).doesNotContain("ok " + ref);
        assertThat(refs(git)).doesNotContain("x.lock");
    }

    /// Sends a receive-pack request by hand, with an empty pack.
    private static String push(String name, String commit, String ref) throws IOException, InterruptedException {
        String line = "0".repeat(40) + " " + commit + " " + ref + "\0report-status\n";
        byte[] head =
                ("%04x".formatted(line.length() + 4) + line + "0000").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] pack =
                java.util.HexFormat.of().parseHex("5041434b0000000200000000029d08823bd8a8eab510ad6ac75c823cfd3ed31e");
        return post(name, concat(head, pack));
    }

    private static byte[] concat(byte[] one, byte[] two) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    private static String post(String name, byte[] body) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(node.url + "/alice/" + name + ".git/git-receive-pack"))
                    .headers(basic("alice", token))
                    .header("Content-Type", "application/x-git-receive-pack-request")
                    .POST(BodyPublishers.ofByteArray(body))
                    .build();
            return client.send(request, BodyHandlers.ofString(java.nio.charset.StandardCharsets.ISO_8859_1))
                    .body();
        }
    }

    @Test
    void a_pack_that_is_damaged_cut_or_lies_leaves_nothing_behind() throws Exception {
        var git = pushed("damaged", 2);
        String before = refs(git);
        String commit = git.commit("next.txt", "next");
        var packs = git.folder().resolve("packs");
        Files.createDirectories(packs);
        String id = git.feed(
                        "main\n^main~1\n",
                        "pack-objects",
                        "--revs",
                        "-q",
                        packs.resolve("p").toString())
                .ok();
        byte[] pack = Files.readAllBytes(packs.resolve("p-" + id + ".pack"));
        String line = git.ok("rev-parse", "main~1") + " " + commit + " refs/heads/main\0report-status\n";
        byte[] head =
                ("%04x".formatted(line.length() + 4) + line + "0000").getBytes(java.nio.charset.StandardCharsets.UTF_8);

        byte[] corrupt = pack.clone();
        corrupt[pack.length / 2] ^= 0x55;
        byte[] lying = pack.clone();
        lying[11] = 99;
        for (byte[] bad : List.of(corrupt, lying, java.util.Arrays.copyOf(pack, pack.length / 2), new byte[0]))
            assertThat(post("damaged", concat(head, bad))).doesNotContain("ok refs/heads/main");
        assertThat(refs(git)).isEqualTo(before);
        git.ok("push", "-q", "origin", "main");
        assertThat(refs(git)).contains(commit);
    }

    @Test
    void a_client_that_stops_half_way_harms_nobody() throws Exception {
        var git = pushed("half", 2);
        for (int i = 0; i < 5; i++)
            try (var socket = new Socket(node.url.getHost(), node.url.getPort());
                    OutputStream out = socket.getOutputStream()) {
                out.write(("POST /alice/half.git/git-receive-pack HTTP/1.1\r\nHost: x\r\nAuthorization: "
                                + basic("alice", token)[1]
                                + "\r\nContent-Type: application/x-git-receive-pack-request\r\nContent-Length: 100000\r\n\r\n00")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
                out.flush();
            }
        git.commit("after.txt", "after");
        git.ok("push", "-q", "origin", "main");
    }
}
