package dev.hob.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.web.api.Operation.Parameter;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every status that the published document names is given: for each operation a request is made that provokes it, and
/// the answer is held against the document. What cannot be provoked has no place in the document.
class EveryStatusTest {
    private static final String TOPIC_TOO_LONG = "t".repeat(36);
    private static final int RACES_MAX = 10;

    @TempDir
    static Path data;

    @TempDir
    static Path other;

    private static ApiServer server;
    private static Map<String, Operation> operations;
    private static Set<String> documented;
    private static Repo tea;
    private static int made;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.among(data);
        operations = server.operations().stream().collect(Collectors.toMap(Operation::id, it -> it));
        documented = published();
        tea = withIssues();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// What the document says, as a client reads it: operations and the statuses of each.
    private static Set<String> published() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.web.localUrl() + "/api/v1/openapi.json"))
                .build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        var pairs = new TreeSet<String>();
        for (var path : new ObjectMapper().readTree(answer.body()).path("paths"))
            for (var operation : path)
                operation
                        .path("responses")
                        .fieldNames()
                        .forEachRemaining(status ->
                                pairs.add(operation.path("operationId").textValue() + " " + status));
        return pairs;
    }

    private static Repo withIssues() {
        var repo = server.filled("leaf" + made++, false);
        server.issues(repo);
        server.pulls(repo);
        return repo;
    }

    @Test
    void every_status_that_the_document_names_is_given() throws Exception {
        successes();
        again();
        nonsense();
        strangers();
        forbidden();
        missing();
        tooLarge();
        invalid();
        unchanged();
        clashes();
        races();
        var alone = alone();
        limits();
        impatient();
        stopping();
        assertThat(documented).hasSizeGreaterThan(operations.size() * 5);
        var given = new TreeSet<>(server.given());
        given.addAll(alone);
        assertThat(given).containsExactlyInAnyOrderElementsOf(documented);
    }

    private static boolean names(Rows.Row row, int status) {
        return documented.contains(row.id() + " " + status);
    }

    private static String owner(Rows.Row row) {
        if (row.id().equals("createFork")) return server.token(server.mallory); // Nobody forks what is theirs.
        if (row.door() == Rows.Door.NODE) return server.token(server.keeper);
        return row.door() == Rows.Door.PASSWORD ? server.basic(server.alice) : server.token(server.alice);
    }

    private static String path(Rows.Row row) {
        return Rows.path(server, row, Optional.of(server.alice), tea);
    }

    private static ApiServer.Answer call(Rows.Row row, String path, String credentials, String... headers) {
        if (row.method().equals("POST") && path.endsWith("/assets"))
            return server.upload(path, credentials, "other.txt", "other\n");
        return server.call(row.method(), path, credentials, Rows.body(server, row, Optional.of(server.alice)), headers);
    }

    /// Each does what it is for.
    private static void successes() {
        for (var row : Rows.TABLE) {
            if (row.id().equals("userDeleteAccessToken"))
                server.node
                        .tokens()
                        .create(server.alice, "old", dev.hob.node.people.Grant.EVERYTHING, Optional.empty());
            if (row.id().equals("repoCancelScheduledAutoMerge")) server.waits(tea);
            if (row.id().equals("repoMergeUpstream")) server.upstream(tea);
            call(row, path(row), owner(row)).is(row.status());
            if (row.changes() && row.inRepository()) tea = withIssues();
        }
    }

    /// 200 instead of 201: it is so already.
    private static void again() {
        for (var row : Rows.TABLE) {
            if (row.status() != 201 || !names(row, 200)) continue;
            call(row, path(row), owner(row));
            call(row, path(row), owner(row)).is(200);
        }
    }

    /// 400: an address that is no address.
    private static void nonsense() throws IOException {
        for (var row : Rows.TABLE)
            assertThat(raw(row.method(), path(row).replaceAll("\\?.*", "") + ";%zz", owner(row), 0))
                    .as(row.id())
                    .isEqualTo(400);
    }

    /// 401: credentials that are none.
    private static void strangers() {
        for (var row : Rows.TABLE) call(row, path(row), "Nothing of ours").is(401);
    }

    /// 403: a token that lacks the scope, or somebody else's password.
    private static void forbidden() {
        for (var row : Rows.TABLE) {
            if (!names(row, 403)) continue;
            var needed = operations.get(row.id()).scope();
            if (needed.isEmpty())
                call(row, path(row), server.basic(server.mallory)).is(403);
            else
                call(row, path(row), server.token(server.alice, lacking(needed.get())))
                        .is(403);
        }
    }

    private static Set<Scope> lacking(Scope needed) {
        var scopes = EnumSet.complementOf(EnumSet.of(Scope.ALL));
        scopes.removeIf(it -> needed.isIn(Set.of(it)));
        return scopes;
    }

    /// 404: nothing there.
    private static void missing() {
        for (var row : Rows.TABLE) {
            if (!names(row, 404)) continue;
            String path = row.inRepository()
                    ? path(row).replace("/" + tea.name(), "/nothing")
                    : path(row)
                            .replace("/users/alice", "/users/nobody")
                            .replaceAll("(/written/)\\w+", "$1nothing")
                            .replaceAll("(/threads/)\\d+", "$1999999999")
                            .replaceAll("(/devices/)did:.*", "$1nobody")
                            .replaceAll("(/(?:peers|followed|blocked)/)z6Mk\\w+", "$1nobody")
                            .replaceAll("(/seeds/)rad:\\w+", "$1nothing")
                            .replaceAll("(/instances/)[^/]+", "$1_nothing_")
                            .replaceAll("(/(?:held|reports)/)\\d+", "$1999999999")
                            .replaceAll("(/federation/pulls/)\\w+", "$1nothing");
            call(row, path, owner(row)).is(404);
        }
    }

    /// 413: more than the operation takes, or gives.
    private static void tooLarge() throws IOException {
        for (var row : Rows.TABLE) {
            if (!names(row, 413) || row.id().equals("GetBlob")) continue;
            long length = operations.get(row.id()).bodyBytesMax() + 1L;
            assertThat(raw(row.method(), path(row), owner(row), length))
                    .as(row.id())
                    .isEqualTo(413);
        }
        String large = "x".repeat((int) GitOperations.BLOB_BYTES_MAX + 1);
        server.write(tea, "main", "large.txt", large);
        try (var inserter = new ObjectInserter.Formatter()) {
            String id =
                    inserter.idFor(Constants.OBJ_BLOB, large.getBytes(UTF_8)).name();
            server.get("/repos/" + tea.path() + "/git/blobs/" + id, server.token(server.alice))
                    .is(413);
        }
    }

    /// 422: what cannot be read, in the query or in the body.
    private static void invalid() {
        for (var row : Rows.TABLE) {
            if (!names(row, 422)) continue;
            var operation = operations.get(row.id());
            String path = path(row);
            if (operation.body().isPresent())
                server.call(row.method(), path, owner(row), "{").is(422);
            else if (operation.file().isPresent())
                server.call(row.method(), path, owner(row), "{}").is(422);
            else if (!operation.parameters().isEmpty())
                server.call(row.method(), path.replaceAll("\\?.*", "") + wrong(operation), owner(row), "")
                        .is(422);
        }
        String owner = server.token(server.alice);
        server.call("PUT", "/repos/" + tea.path() + "/topics/" + TOPIC_TOO_LONG, owner, "")
                .is(422);
    }

    private static String wrong(Operation operation) {
        return operation.parameters().stream()
                .map(it -> it.name() + "=" + (it.kind() == Parameter.Kind.TEXT ? "%00" : "wrong"))
                .collect(Collectors.joining("&", "?", ""));
    }

    /// 304: what the caller has already.
    private static void unchanged() {
        for (var row : Rows.TABLE) {
            if (!names(row, 304)) continue;
            String tag = call(row, path(row), owner(row)).is(200).header("ETag");
            call(row, path(row), owner(row), "If-None-Match", tag).is(304);
        }
    }

    /// 409: what is there already, or is not as the caller thinks.
    private static void clashes() {
        String owner = server.token(server.alice);
        String at = "/repos/" + tea.path();
        server.post("/user/repos", owner, "{\"name\":\"" + tea.name() + "\"}").is(409);
        server.post(at + "/forks", owner, "{}").is(409);
        server.post("/user/repos", owner, "{\"name\":\"no-fork\",\"auto_init\":true}")
                .is(201);
        server.post("/repos/alice/no-fork/merge-upstream", owner, "{\"branch\":\"main\"}")
                .is(409);
        server.post(at + "/branches", owner, "{\"new_branch_name\":\"side\"}").is(409);
        server.post(at + "/tags", owner, "{\"tag_name\":\"v1\"}").is(409);
        server.call("DELETE", at + "/tags/r1", owner, "").is(409);
        server.post(at + "/releases", owner, "{\"tag_name\":\"r1\"}").is(409);
        long release =
                server.get(at + "/releases/tags/r1", owner).json().path("id").asLong();
        server.call("PATCH", at + "/releases/" + release, owner, "{\"tag_name\":\"r2\"}")
                .is(409);
        pullClashes(at, owner);
        waiting(owner);
        server.get("/repos/" + server.empty("nothing-pushed", false).path() + "/commits", owner)
                .is(409);
    }

    /// 201: what is merged later.
    private static void waiting(String owner) {
        var held = withIssues();
        server.waits(held);
        var row = Rows.TABLE.stream()
                .filter(it -> it.id().equals("repoMergePullRequest"))
                .findFirst()
                .orElseThrow();
        String merge = Rows.path(server, row, Optional.of(server.alice), held);
        server.post(merge, owner, "{\"Do\":\"squash\",\"merge_when_checks_succeed\":true}")
                .is(201);
        server.post(merge, owner, "{\"Do\":\"squash\"}").is(405);
    }

    /// 405 and 409: pull requests that cannot be merged as they are.
    private static void pullClashes(String at, String owner) {
        server.post(at + "/pulls", owner, "{\"head\":\"spout\",\"base\":\"main\",\"title\":\"Again\"}")
                .is(409);
        var lid = server.post(at + "/pulls", owner, "{\"head\":\"lid\",\"base\":\"main\",\"title\":\"A lid\"}")
                .is(201);
        String pull = at + "/pulls/" + lid.json().path("number").asLong();
        server.post(pull + "/merge", owner, "{\"Do\":\"manually-merged\"}").is(405);
        server.write(tea, "main", "lid.txt", "another\n");
        server.post(pull + "/merge", owner, "{\"Do\":\"merge\"}").is(409);
        server.post(pull + "/update", owner, "").is(409);
        var said = server.post(pull + "/reviews", owner, "{\"event\":\"COMMENT\",\"body\":\"Hm\"}")
                .is(200);
        server.post(pull + "/reviews/" + said.json().path("id").asLong() + "/undismissals", owner, "")
                .is(422);
    }

    /// 409: another moves what a caller has looked at, before they act.
    private static void races() throws Exception {
        var rows = Rows.TABLE.stream().collect(Collectors.toMap(Rows.Row::id, it -> it));
        for (String id : List.of("repoDeleteBranch", "repoRenameBranch"))
            race(rows.get(id), 1, repo -> server.write(repo, "side", "b", "b\n"));
        race(rows.get("repoDeleteTag"), 1, EveryStatusTest::withoutTag);
        // A commit is written anew on what others pushed, but not for ever.
        for (String id : List.of("repoChangeFiles", "repoCreateFile", "repoUpdateFile", "repoDeleteFile"))
            race(rows.get(id), 4, repo -> server.write(repo, "main", "other" + made++, "b\n"));
    }

    private static Object withoutTag(Repo repo) {
        var tag = server.node.refs().view(repo).refs().get("refs/tags/v1");
        return server.node.commits().remove(repo, server.alice, "refs/tags/v1", tag);
    }

    private static void race(Rows.Row row, int times, Function<Repo, Object> other) throws Exception {
        for (int i = 1; i <= RACES_MAX; i++) {
            var repo = server.filled("race" + made++, false);
            String path = Rows.path(server, row, Optional.of(server.alice), repo);
            var lock = server.node.storage().lock(repo.rid());
            CompletableFuture<ApiServer.Answer> late;
            lock.lock();
            try {
                late = CompletableFuture.supplyAsync(() -> call(row, path, owner(row)));
                for (int turn = 0; turn < times; turn++) {
                    Thread.sleep(100L * i); // Until it has looked, and waits for this thread.
                    other.apply(repo);
                    lock.unlock();
                    lock.lock(); // The lock is fair: the other had its turn.
                }
            } finally {
                lock.unlock();
            }
            if (late.get(30, TimeUnit.SECONDS).status() == 409) return;
        }
        fail(row.id() + " never came too late");
    }

    /// 409: what is asked of a node that meets neither peers nor other servers; what it answered.
    private static Set<String> alone() {
        try (var alone = new ApiServer(other)) {
            alone.filled(tea.name(), false);
            String keeper = alone.token(alone.keeper);
            for (var row : Rows.TABLE) {
                if (!Api.isOurs(row.path()) || !names(row, 409)) continue;
                var body = Rows.body(server, row, Optional.of(server.alice));
                String by = row.inRepository() ? alone.token(alone.alice) : keeper;
                alone.call(row.method(), path(row), by, body).is(409);
            }
            return alone.given();
        }
    }

    /// 422: there are as many as there can be, or none of the name.
    private static void limits() {
        String owner = server.token(server.alice);
        String issues = "/repos/" + tea.path() + "/issues";
        server.call("DELETE", issues + "/1/labels/nothing", owner, "").is(422);
        var answer = server.post(issues + "/1/pin", owner, "");
        for (int i = 0; answer.status() != 422; i++) {
            assertThat(i).as("pinned issues").isLessThan(100);
            var issue = server.post(issues, owner, "{\"title\":\"Above all\"}").is(201);
            answer = server.post(issues + "/" + issue.json().path("number").asLong() + "/pin", owner, "");
        }
    }

    /// 429: too many wrong tokens from one address.
    private static void impatient() {
        for (int i = 0; server.get("/version", "token hob_wrong" + i).status() != 429; i++)
            assertThat(i).as("wrong tokens").isLessThan(1_000);
        for (var row : Rows.TABLE) call(row, path(row), "token hob_wrong").is(429);
    }

    /// 503: the node is stopping, and waits for somebody who has not sent all yet.
    private static void stopping() throws Exception {
        try (var slow = new Socket(
                server.web.localUrl().getHost(), server.web.localUrl().getPort())) {
            var paths = Rows.TABLE.stream().collect(Collectors.toMap(Rows.Row::id, EveryStatusTest::path));
            send(slow, "POST", "/user/repos", server.token(server.alice), 100);
            var url = server.web.localUrl();
            untilTwoAreInside(url);
            var ended = CompletableFuture.supplyAsync(() -> server.web.stop(Duration.ofSeconds(60)));
            for (var row : Rows.TABLE) {
                if (row.equals(Rows.TABLE.getFirst())) untilItStops(url);
                call(row, paths.get(row.id()), "").is(503);
            }
            slow.shutdownOutput();
            ended.get(60, TimeUnit.SECONDS);
        }
    }

    /// The slow one, and whoever asks.
    private static void untilTwoAreInside(URI url) throws Exception {
        var client = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(URI.create(url + "/metrics")).build();
        for (int i = 0; i < 100; i++) {
            String metrics =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            if (metrics.contains("hob_http_running 2.0")) return;
            Thread.sleep(50);
        }
        fail("nobody comes in");
    }

    private static void untilItStops(URI url) throws Exception {
        var client = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(URI.create(url + "/healthz")).build();
        for (int i = 0; i < 100; i++) {
            if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 503) return;
            Thread.sleep(50);
        }
        fail("it does not stop");
    }

    /// Sends a request as no library would, and answers its status.
    private static int raw(String method, String path, String credentials, long length) throws IOException {
        try (var socket = new Socket(
                server.web.localUrl().getHost(), server.web.localUrl().getPort())) {
            socket.setSoTimeout(20_000);
            send(socket, method, path, credentials, length);
            return server.told(
                    method, path.replaceAll(";.*", ""), socket.getInputStream().readAllBytes());
        }
    }

    private static void send(Socket socket, String method, String path, String credentials, long length)
            throws IOException {
        socket.getOutputStream()
                .write(
                        "%s %s HTTP/1.1\r\nHost: here\r\nAuthorization: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                                .formatted(method, Api.address(path), credentials, length)
                                .getBytes(UTF_8));
        socket.getOutputStream().flush();
    }
}
