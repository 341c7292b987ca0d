package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/// Backups of a node at work, and what a node does that was made from an old one.
class RestoreTest {
    @TempDir
    Path folder;

    private static String create(Path data, String name) {
        return Served.hob(
                        data,
                        Served.PASSWORD,
                        "user",
                        "create",
                        name,
                        "--email",
                        name + "@example.org",
                        "--password-stdin")
                .ok();
    }

    /// Everything that a backup must keep of the repositories: every ref of each, by stock git.
    private static Map<String, Map<String, String>> refs(Path data) {
        var all = new TreeMap<String, Map<String, String>>();
        try (var remains = new Remains(data)) {
            for (var row : remains.repositories()) all.put(row.name(), remains.refs(row.rid()));
        }
        return all;
    }

    @Test
    void a_node_from_an_old_backup_is_what_it_was_and_signs_nothing_in_public_before_it_may()
            throws IOException, InterruptedException {
        var data = folder.resolve("data");
        create(data, "alice");
        create(data, "bob");
        Files.writeString(data.resolve("hob.toml"), "[people]\nsign-up = \"open\"\n");
        var backup = folder.resolve("week-old").toString();
        var git = Git.init(folder.resolve("work"), 2);
        git.commit("README.md", "# Tea\n");
        String token;
        Map<String, Map<String, String>> then;
        String people;
        try (var node = Served.start(data)) {
            token = node.token("alice", "write:repository");
            for (String name : List.of("tea", "secret"))
                git.ok("push", "-q", node.remote("alice", token, "alice/" + name), "main");
            open(node, token, "tea");
            people = node.hob("", "user", "list").ok();
            then = refs(data);
            try (var remains = new Remains(data)) {
                for (var row : remains.repositories()) preserve(remains.folder(row.rid()));
            }
            node.hob("", "backup", backup).ok();

            git.commit("README.md", "# Tea, a week later\n");
            git.ok("push", "-q", node.remote("alice", token, "alice/tea"), "main", "main:later");
            node.account("carol");
        }
        var again = folder.resolve("again");
        assertThat(Served.hob(again, "", "restore", backup).err()).contains("2 keys sign nothing");
        assertThat(refs(again)).isEqualTo(then);
        try (var remains = new Remains(again)) {
            for (var row : remains.repositories())
                assertThat(remains.folder(row.rid()).resolve("objects/pack/preserved"))
                        .as("packs that only fetches need which ran then")
                        .doesNotExist();
        }
        assertThat(again.resolve("hob.toml")).hasSameTextualContentAs(data.resolve("hob.toml"));
        assertThat(Served.hob(again, "", "doctor", "--deep").ok())
                .contains("note: the key of alice was restored from a backup", "all is well: 2 repositories");
        try (var remains = new Remains(again)) {
            for (var row : remains.repositories())
                assertThat(new Git(remains.folder(row.rid()), 2).ok("fsck", "--full", "--strict", "--no-dangling"))
                        .isEmpty();
        }
        assertThat(refs(again)).as("looking at it signs nothing").isEqualTo(then);
        try (var node = Served.start(again)) {
            assertThat(node.hob("", "user", "list").ok()).isEqualTo(people);
            String tea = node.remote("alice", token, "alice/tea");
            var refused = git.call("push", "--force", tea, "main").failed();
            assertThat(refused).contains("the key of alice was restored from a backup", "hob keys resume`");
            assertThat(refs(again)).isEqualTo(then);
            git.ok("push", "-q", node.remote("alice", token, "alice/secret"), "main");
            git.ok("push", "-q", node.remote("alice", token, "alice/new-and-private"), "main");
            assertThat(post(node, token, "{\"name\":\"public\",\"private\":false}"))
                    .contains("the key of alice");
            assertThat(send(node, token, "PATCH", "repos/alice/tea", "{\"description\":\"Leaves\"}"))
                    .contains("the key of alice was restored from a backup");
            assertThat(refs(again).get("tea")).isEqualTo(then.get("tea"));

            assertThat(node.hob("", "keys", "resume").failed()).contains("--alone");
            assertThat(node.hob("", "keys", "resume", "alice", "--alone").ok()).startsWith("1 ");
            git.ok("push", "-q", tea, "main");
            assertThat(node.hob("", "doctor").ok())
                    .contains("note: the key of bob")
                    .doesNotContain("note: the key of alice");
        }
    }

    private static void preserve(Path repository) throws IOException {
        var folder = Files.createDirectories(repository.resolve("objects/pack/preserved"));
        Files.createFile(folder.resolve("pack-" + "0".repeat(40) + ".old-pack"));
    }

    private static void open(Served node, String token, String name) throws IOException, InterruptedException {
        assertThat(send(node, token, "PATCH", "repos/alice/" + name, "{\"private\":false}"))
                .contains("\"private\":false");
    }

    private static String post(Served node, String token, String body) throws IOException, InterruptedException {
        return send(node, token, "POST", "user/repos", body);
    }

    private static String send(Served node, String token, String method, String path, String body)
            throws IOException, InterruptedException {
        try (var http = java.net.http.HttpClient.newHttpClient()) {
            var request = java.net.http.HttpRequest.newBuilder(java.net.URI.create(node.url + "/api/v1/" + path))
                    .header("Authorization", "token " + token)
                    .header("Content-Type", "application/json")
                    .method(method, java.net.http.HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return http.send(request, java.net.http.HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void a_backup_while_pushes_go_on_is_of_one_moment() throws IOException, InterruptedException, ExecutionException {
        var data = folder.resolve("data");
        create(data, "alice");
        var stop = new AtomicBoolean();
        var pushers = new ArrayList<Pusher>();
        for (int i = 0; i < 3; i++) pushers.add(new Pusher(folder.resolve("work" + i), "tea-" + i % 2, "p" + i));
        var acknowledged = new ArrayList<List<Long>>();
        int backups = 4;
        try (var node = Served.start(data);
                var threads = Executors.newCachedThreadPool()) {
            String token = node.token("alice", "write:repository");
            try (var maker = new Maker(token)) {
                var working = new ArrayList<Future<?>>();
                for (var pusher : pushers)
                    working.add(threads.submit(
                            () -> pusher.run(node, node.remote("alice", token, "alice/" + pusher.repo), stop::get)));
                working.add(threads.submit(() -> maker.run(node, stop::get)));
                for (int i = 0; i < backups; i++) {
                    Thread.sleep(500);
                    acknowledged.add(pushers.stream().map(Pusher::acknowledged).toList());
                    node.hob("", "backup", folder.resolve("backup" + i).toString())
                            .ok();
                }
                stop.set(true);
                for (var future : working) future.get();
            }
            assertThat(node.hob("", "doctor").ok()).contains("all is well");
        }
        try (var remains = new Remains(data)) {
            assertThat(remains.leftovers()).isEmpty();
        }
        for (int i = 0; i < backups; i++) {
            var again = folder.resolve("again" + i);
            Served.hob(again, "", "restore", folder.resolve("backup" + i).toString())
                    .ok();
            examine(again, pushers, acknowledged.get(i));
            Served.hob(again, "", "doctor", "--deep").ok();
        }
        for (var pusher : pushers) pusher.close();
    }

    private static void examine(Path data, List<Pusher> pushers, List<Long> acknowledged) throws IOException {
        try (var remains = new Remains(data)) {
            assertThat(remains.intents()).isZero();
            assertThat(remains.leftovers()).isEmpty();
            var rows = remains.repositories();
            assertThat(remains.folders())
                    .containsExactlyInAnyOrderElementsOf(
                            rows.stream().map(row -> row.rid().folder()).toList());
            var pushes = remains.pushes();
            var shown = new TreeMap<String, Map<String, String>>();
            for (var row : rows) {
                var refs = Remains.shown(remains.refs(row.rid()));
                shown.put(row.name(), refs);
                assertThat(remains.signed(row)).as(row.name()).isEqualTo(remains.owned(row));
                assertThat(Remains.shown(remains.owned(row))).as(row.name()).isEqualTo(refs);
                assertThat(Remains.fold(pushes.getOrDefault(row.id(), List.of())))
                        .as(row.name())
                        .isEqualTo(refs);
            }
            for (int i = 0; i < pushers.size(); i++) {
                var pusher = pushers.get(i);
                var mine = new TreeMap<>(shown.getOrDefault(pusher.repo, Map.of()));
                mine.keySet().removeIf(name -> !pusher.owns(name));
                assertThat(pusher.had(mine, acknowledged.get(i)))
                        .as(pusher.prefix + " had " + mine + " at or after its push " + acknowledged.get(i))
                        .isTrue();
            }
        }
    }

    @Test
    void a_node_on_postgresql_is_backed_up_and_restored_into_another_database() throws IOException, SQLException {
        var first = Map.of("HOB_DB_URL", database());
        var second = Map.of("HOB_DB_URL", database());
        var data = folder.resolve("data");
        var backup = folder.resolve("backup").toString();
        var git = Git.init(folder.resolve("work"), 2);
        git.commit("README.md", "# Tea\n");
        String token;
        String pushed;
        try (var node = Served.start(data, first)) {
            node.account("alice");
            token = node.token("alice", "write:repository");
            git.ok("push", "-q", node.remote("alice", token, "alice/tea"), "main");
            pushed = git.ok("ls-remote", node.remote("alice", token, "alice/tea"));
            node.hob("", "backup", backup).ok();
        }
        var again = folder.resolve("again");
        assertThat(Served.hob(folder.resolve("no"), first, "", "restore", backup)
                        .failed())
                .contains("in use already");
        Served.hob(again, second, "", "restore", backup).ok();
        assertThat(again.resolve("hob.db")).doesNotExist();
        assertThat(Served.hob(again, second, "", "doctor", "--deep").ok())
                .contains("note: the key of alice was restored from a backup", "all is well: 1 repositories");
        try (var node = Served.start(again, second)) {
            assertThat(git.ok("ls-remote", node.remote("alice", token, "alice/tea")))
                    .isEqualTo(pushed);
        }
        // And without a server.
        var alone = folder.resolve("alone");
        Served.hob(alone, "", "restore", backup).ok();
        assertThat(Served.hob(alone, "", "doctor").ok()).contains("all is well: 1 repositories");
    }

    /// A new database on the server of the tests.
    private static String database() throws SQLException {
        String server = System.getenv("HOB_TEST_POSTGRES_URL");
        if (server == null || server.isBlank()) {
            assertThat(System.getenv("CI")).as("CI has a PostgreSQL").isNotEqualTo("true");
            String told = "SKIPPED: backup of a PostgreSQL, because HOB_TEST_POSTGRES_URL names none";
            System.err.println(told);
            throw new TestAbortedException(told);
        }
        String name = "hob_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = DriverManager.getConnection(server);
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return server.replaceFirst("/[^/?]*(\\?|$)", "/" + name + "$1");
    }

    @Test
    void a_key_moves_from_one_node_to_another_and_waits_there() throws IOException {
        var data = folder.resolve("data");
        create(data, "alice");
        String did = Served.hob(data, "a passphrase", "keys", "export", "alice", "key", "--passphrase-stdin")
                .ok();
        var other = folder.resolve("other");
        create(other, "alice");
        create(other, "bob");
        assertThat(Served.hob(other, "", "keys", "import", "alice", "key").failed())
                .contains("passphrase");
        assertThat(Served.hob(other, "wrong", "keys", "import", "alice", "key", "--passphrase-stdin")
                        .failed())
                .contains("passphrase is wrong");
        assertThat(Served.hob(other, "", "keys", "import", "alice", "nothing").failed())
                .contains("there is no file");
        assertThat(Served.hob(other, "a passphrase", "keys", "import", "alice", "key", "--passphrase-stdin")
                        .ok())
                .isEqualTo(did);
        assertThat(Served.hob(other, "a passphrase", "keys", "import", "bob", "key", "--passphrase-stdin")
                        .failed())
                .contains("another account");
        assertThat(Served.hob(other, "", "user", "list").ok()).contains(did);
        assertThat(Served.hob(other, "", "doctor").ok()).contains("note: the key of alice was brought in from a file");
        assertThat(Served.hob(other, "", "keys", "resume", "--alone").ok()).startsWith("1 ");
        assertThat(Served.hob(other, "", "doctor").ok()).doesNotContain("note");
    }

    @Test
    void a_folder_that_was_restored_by_half_is_not_served() throws IOException {
        var data = folder.resolve("data");
        Files.createDirectories(data);
        Files.createFile(data.resolve("restoring"));
        assertThat(Served.hob(data, "", "doctor").failed()).contains("restored by half");
    }
}
