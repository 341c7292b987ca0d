package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Credentials that are wrong, over, or do not reach so far; and what a stranger learns of a private repository: not
/// even that it is there.
class CredentialsTest {
    private static final String READ = "/info/refs?service=git-upload-pack";
    private static final String WRITE = "/info/refs?service=git-receive-pack";

    @TempDir
    static Path folder;

    private static Served node;
    private static String alice;
    private static String reader;
    private static String narrow;
    private static String limited;
    private static String bob;
    private static int addresses;

    @BeforeAll
    static void start() throws IOException {
        // Each test may come from an address of its own, since wrong ones are counted by address.
        node = Served.start(folder.resolve("data"), Map.of("HOB_HTTP_TRUSTED_PROXIES", "127.0.0.1"));
        node.account("alice", "--admin");
        node.account("bob");
        alice = apiToken("alice", "all");
        reader = apiToken("alice", "read:repository");
        narrow = apiToken("alice", "read:user");
        bob = apiToken("bob", "all");
        var git = Git.init(folder.resolve("tea"), 2);
        git.commit("README.md", "tea");
        for (String name : List.of("veiledpot", "public"))
            git.ok("push", "-q", node.remote("alice", alice, "alice/" + name), "main", "main:refs/heads/side");
        var shown = api("PATCH", "/api/v1/repos/alice/public", "{\"private\":false}", token(alice));
        assertThat(shown.status()).as(shown.body()).isEqualTo(200);
        limited = node.token("alice", "write:repository", "--repo", "alice/public");
    }

    @AfterAll
    static void all_is_well_after_it() throws IOException {
        try (var served = node) {
            Wholeness.check(served);
        }
    }

    private static String apiToken(String name, String scope) throws IOException {
        var made = api(
                "POST",
                "/api/v1/users/" + name + "/tokens",
                "{\"name\":\"t" + System.nanoTime() + "\",\"scopes\":[\"" + scope + "\"]}",
                Wire.basic(name, Served.PASSWORD));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.body().replaceAll("(?s).*\"sha1\":\"([^\"]+)\".*", "$1");
    }

    private static String token(String secret) {
        return "Authorization: token " + secret;
    }

    private static String from(int address) {
        return "X-Forwarded-For: 198.51.100." + address;
    }

    private static Wire.Answer api(String method, String path, String body, String... headers) throws IOException {
        try (var wire = Wire.open(node.url)) {
            byte[] bytes = body.getBytes(UTF_8);
            var all = new ArrayList<>(List.of(headers));
            all.add("Content-Length: " + bytes.length);
            all.add("Content-Type: application/json");
            wire.send(Wire.head(method, path, all.toArray(String[]::new)));
            wire.send(bytes);
            return wire.answer();
        }
    }

    private static int status(String path, String... headers) throws IOException {
        return Wire.ask(node.url, "GET", path, headers).status();
    }

    @Test
    void a_wrong_password_or_token_is_401_and_does_not_say_what_is_wrong() throws IOException {
        int address = ++addresses;
        for (String path : List.of("/alice/veiledpot.git" + READ, "/alice/public.git" + READ, "/api/v1/user")) {
            var bodies = new ArrayList<String>();
            for (String who : List.of(
                    Wire.basic("alice", "wrong"), Wire.basic("nobody", "wrong"), Wire.basic("alice", "hob_wrong"))) {
                var answer = Wire.ask(node.url, "GET", path, who, from(address));
                assertThat(answer.status()).as(path + who).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate")).startsWith("Basic");
                bodies.add(answer.body());
            }
            assertThat(bodies).containsOnly(bodies.getFirst());
        }
        for (String odd : List.of(
                "Basic", "Basic !!!", "Basic YWxpY2U=", "Digest x", "Bearer", "Bearer ", "Basic " + "x".repeat(5_000)))
            assertThat(status("/alice/public.git" + READ, "Authorization: " + odd, from(++addresses)))
                    .as(odd)
                    .isEqualTo(401);
    }

    @Test
    void a_token_that_is_over_or_revoked_opens_nothing() throws Exception {
        String expiring = node.token("alice", "all", "--expires", "PT5S");
        long end = System.nanoTime() + 6_000_000_000L;
        String revoked = apiToken("alice", "all");
        assertThat(status("/alice/veiledpot.git" + READ, Wire.basic("alice", revoked)))
                .isEqualTo(200);
        String list = api("GET", "/api/v1/users/alice/tokens", "", Wire.basic("alice", Served.PASSWORD))
                .body();
        String id = list.replaceAll(
                "(?s).*\"id\":(\\d+),\"name\":\"[^\"]*\",\"sha1\":\"\",\"token_last_eight\":\""
                        + revoked.substring(revoked.length() - 8) + "\".*",
                "$1");
        assertThat(api("DELETE", "/api/v1/users/alice/tokens/" + id, "", Wire.basic("alice", Served.PASSWORD))
                        .status())
                .isEqualTo(204);
        Thread.sleep(Math.max(0, (end - System.nanoTime()) / 1_000_000));

        for (String gone : List.of(expiring, revoked)) {
            String address = from(++addresses);
            assertThat(status("/alice/veiledpot.git" + READ, Wire.basic("alice", gone), address))
                    .isEqualTo(401);
            assertThat(status("/alice/veiledpot.git" + WRITE, Wire.basic("alice", gone), address))
                    .isEqualTo(401);
            assertThat(status("/api/v1/user", token(gone), address)).isEqualTo(401);
        }
    }

    @Test
    void a_token_reaches_as_far_as_its_scopes_and_repositories() throws IOException {
        record Case(String secret, String path, int status) {}
        for (var it : List.of(
                new Case(reader, "/alice/veiledpot.git" + READ, 200),
                new Case(reader, "/alice/veiledpot.git" + WRITE, 403),
                new Case(reader, "/alice/fresh.git" + WRITE, 403),
                new Case(narrow, "/alice/veiledpot.git" + READ, 404),
                new Case(narrow, "/alice/veiledpot.git" + WRITE, 404),
                new Case(limited, "/alice/public.git" + WRITE, 200),
                new Case(limited, "/alice/veiledpot.git" + READ, 404),
                new Case(limited, "/alice/veiledpot.git" + WRITE, 404),
                new Case(bob, "/alice/public.git" + READ, 200),
                new Case(bob, "/alice/public.git" + WRITE, 403),
                new Case(bob, "/alice/veiledpot.git" + WRITE, 404)))
            assertThat(status(it.path, Wire.basic("x", it.secret)))
                    .as(it.toString())
                    .isEqualTo(it.status);
        assertThat(status("/api/v1/repos/alice/veiledpot", token(narrow))).isEqualTo(403);
        assertThat(status("/api/v1/repos/alice/veiledpot", token(limited))).isEqualTo(404);
        assertThat(api("PATCH", "/api/v1/repos/alice/veiledpot", "{}", token(reader))
                        .status())
                .isEqualTo(403);
        assertThat(api("POST", "/api/v1/user/repos", "{\"name\":\"x\"}", token(limited))
                        .status())
                .isEqualTo(403);
        assertThat(api("PATCH", "/api/v1/repos/alice/public", "{}", token(bob)).status())
                .isEqualTo(403);
        assertThat(api("DELETE", "/api/v1/repos/alice/public", "", token(bob)).status())
                .isEqualTo(403);
    }

    @Test
    void the_git_client_is_told_why() throws IOException {
        var git = new Git(folder.resolve("tea"), 2);
        assertThat(git.call("push", node.remote("bob", bob, "alice/public"), "main:refs/heads/x")
                        .failed())
                .contains("You may read alice/public, but not push to it.");
        assertThat(git.call("push", node.remote("alice", reader, "alice/fresh"), "main")
                        .failed())
                .contains("This token may not create repositories.");
        assertThat(git.call("push", node.remote("alice", alice, "alice/-x"), "main")
                        .failed())
                .contains("A repository's name is made of");
        assertThat(git.call("fetch", node.remote("bob", bob, "alice/veiledpot")).failed())
                .contains("not found");
    }

    @Test
    void a_right_token_passes_although_its_address_sent_many_wrong_ones() throws IOException {
        String address = from(++addresses);
        for (int i = 0; i < 12; i++) {
            int status = status("/api/v1/user", token("hob_wrong" + i), address);
            assertThat(status).isEqualTo(i < 10 ? 401 : 429);
        }

        assertThat(status("/api/v1/user", token(alice), address)).isEqualTo(200);
        assertThat(status("/alice/veiledpot.git" + WRITE, Wire.basic("alice", alice), address))
                .isEqualTo(200);
        assertThat(status("/alice/veiledpot.git" + WRITE, Wire.basic("alice", "hob_wrong"), address))
                .isEqualTo(429);
    }

    // ---- a stranger and a private repository ------------------------------------------------------------------------

    private record Request(String method, String path, String type, String body) {
        static Request get(String path) {
            return new Request("GET", path, "text/plain", "");
        }
    }

    private static List<Request> everywhere(String name) {
        String page = "/alice/" + name;
        String api = "/api/v1/repos/alice/" + name;
        String id = "1".repeat(40);
        var all = new ArrayList<Request>();
        for (String path : List.of(
                page,
                page + "/",
                page + ".git",
                page + "/src/branch/main",
                page + "/src/branch/main/README.md",
                page + "/src/branch/nothing",
                page + "/src/tag/v1",
                page + "/src/commit/" + id,
                page + "/raw/branch/main/README.md",
                page + "/raw/branch/side/README.md",
                page + "/raw/commit/" + id + "/x",
                page + "/commits/branch/main",
                page + "/commit/" + id,
                page + "/branches",
                page + "/tags",
                page + "/settings",
                page + "/nothing/at/all",
                api,
                api + "/branches")) all.add(Request.get(path));
        for (String git : List.of(page, page + ".git")) {
            for (String service : List.of("git-upload-pack", "git-receive-pack")) {
                all.add(Request.get(git + "/info/refs?service=" + service));
                all.add(new Request("POST", git + "/" + service, "application/x-" + service + "-request", "0000"));
            }
            all.add(Request.get(git + "/info/refs"));
            all.add(Request.get(git + "/HEAD"));
            all.add(Request.get(git + "/objects/info/packs"));
        }
        for (String act : List.of("", "/visibility", "/delete"))
            all.add(new Request("POST", page + "/settings" + act, "application/x-www-form-urlencoded", "confirm=x"));
        for (String method : List.of("PATCH", "DELETE")) all.add(new Request(method, api, "application/json", "{}"));
        return all;
    }

    /// All that was answered, without what differs between any two answers and without the name that was asked for.
    private static String learnt(Request request, String name, String... headers) throws IOException {
        try (var wire = Wire.open(node.url)) {
            var all = new ArrayList<>(List.of(headers));
            all.add("Content-Type: " + request.type);
            all.add("Content-Length: " + request.body.length());
            wire.send(Wire.head(request.method, request.path, all.toArray(String[]::new)));
            wire.send(request.body.getBytes(UTF_8));
            var answer = wire.answer();
            String text = answer.status() + "\n" + String.join("\n", answer.headers()) + "\n\n" + answer.body();
            return text.replaceAll("(?m)^Date: .*$", "Date")
                    .replace(answer.header("X-Request-Id"), "REQUEST")
                    .replaceAll("hob_form=[^;]+", "hob_form=FORM")
                    .replace(name, "NAME");
        }
    }

    private static void nothingIsLearnt(String... headers) throws IOException {
        var hidden = everywhere("veiledpot");
        var absent = everywhere("absentpot");
        for (int i = 0; i < hidden.size(); i++) {
            String there = learnt(hidden.get(i), "veiledpot", headers);
            assertThat(there).as(hidden.get(i).toString()).isEqualTo(learnt(absent.get(i), "absentpot", headers));
            assertThat(there).doesNotStartWith("2").doesNotStartWith("5");
        }
    }

    @Test
    void somebody_who_did_not_sign_in_learns_nothing_of_a_private_repository() throws IOException {
        nothingIsLearnt();
        assertThat(status("/alice/veiledpot.git" + READ)).isEqualTo(401);
        assertThat(status("/alice/veiledpot")).isEqualTo(404);
        assertThat(status("/alice/veiledpot/raw/branch/main/README.md")).isEqualTo(404);
        assertThat(status("/api/v1/repos/alice/veiledpot")).isEqualTo(404);
    }

    @Test
    void a_stranger_with_an_account_learns_nothing_of_a_private_repository() throws IOException {
        nothingIsLearnt(Wire.basic("bob", bob));
        assertThat(status("/alice/veiledpot.git" + READ, Wire.basic("bob", bob)))
                .isEqualTo(404);
        assertThat(status("/api/v1/repos/alice/veiledpot", token(bob))).isEqualTo(404);
    }

    @Test
    void a_stranger_in_a_browser_learns_nothing_of_a_private_repository() throws IOException {
        nothingIsLearnt("Cookie: hob_session=" + node.session("bob"));
    }

    @Test
    void a_token_of_the_owner_that_does_not_reach_it_learns_nothing_of_a_private_repository() throws IOException {
        nothingIsLearnt(token(narrow));
        nothingIsLearnt(token(limited));
    }

    @Test
    void lists_and_searches_leave_out_what_may_not_be_seen() throws IOException {
        for (String who : List.of("X-Nobody: x", token(bob), token(limited)))
            for (String path : List.of(
                    "/api/v1/repos/search?q=",
                    "/api/v1/repos/search?q=veiled",
                    "/api/v1/users/alice/repos",
                    "/alice",
                    "/"))
                assertThat(Wire.ask(node.url, "GET", path, who).body())
                        .as(path + who)
                        .doesNotContain("alice/veiledpot");
    }
}
