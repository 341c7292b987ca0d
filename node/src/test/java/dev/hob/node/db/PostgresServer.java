package dev.hob.node.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// The PostgreSQL server of a test run, started once. `HOB_TEST_POSTGRES_URL` names one that runs already; otherwise
/// an embedded one starts, or, for root (whom PostgreSQL refuses), the system's own as the user `postgres`.
/// `HOB_TEST_POSTGRES=off` leaves it out. Where none can start, its tests are skipped with a word on stderr;
/// with `CI=true` they fail instead.
final class PostgresServer {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final int START_SECONDS_MAX = 60;
    private static final Optional<PostgresServer> SHARED = start();

    /// A JDBC URL as a superuser of the server; ends with the name of a database.
    private final String url;

    private PostgresServer(String url) {
        this.url = url;
    }

    static Optional<PostgresServer> shared() {
        return SHARED;
    }

    /// Makes an empty database and returns its URL.
    String freshDatabase() {
        String name = "hob_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make a database on the PostgreSQL of the tests", e);
        }
        int query = url.indexOf('?');
        String base = query < 0 ? url : url.substring(0, query);
        return base.substring(0, base.lastIndexOf('/') + 1) + name + (query < 0 ? "" : url.substring(query));
    }

    private static Optional<PostgresServer> start() {
        if ("off".equals(System.getenv("HOB_TEST_POSTGRES"))) return Optional.empty();
        var given = Optional.ofNullable(System.getenv("HOB_TEST_POSTGRES_URL")).filter(u -> !u.isBlank());
        if (given.isPresent()) return given.map(PostgresServer::new);
        try {
            boolean root = "root".equals(System.getProperty("user.name"));
            return Optional.of(new PostgresServer(root ? systems() : embedded()));
        } catch (IOException | RuntimeException e) {
            if ("true".equals(System.getenv("CI"))) throw new IllegalStateException("no PostgreSQL for the tests", e);
            System.err.println("SKIPPED: every store test on PostgreSQL, because none could start: " + e);
            return Optional.empty();
        }
    }

    private static String embedded() throws IOException {
        var server = EmbeddedPostgres.start(); // It stops with this JVM.
        return server.getJdbcUrl("postgres", "postgres");
    }

    private static String systems() throws IOException {
        if (!Files.isDirectory(DEBIAN)) throw new IOException("the package postgresql is not installed");
        Path bin;
        try (var versions = Files.list(DEBIAN)) {
            bin = versions.filter(v -> Files.isExecutable(v.resolve("bin/initdb")))
                    .max(Comparator.comparingInt(v -> Integer.parseInt(String.valueOf(v.getFileName()))))
                    .map(v -> v.resolve("bin"))
                    .orElseThrow(() -> new IOException("no initdb under " + DEBIAN));
        }
        Path folder = Path.of(asPostgres("mktemp", "-d", "-t", "hob-postgres-XXXXXXXX"));
        Path data = folder.resolve("data");
        int port = freePort();
        asPostgres(bin + "/initdb", "-D", data.toString(), "-A", "trust", "-U", "postgres", "-N", "-E", "UTF8");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(bin, folder, data)));
        asPostgres(
                bin + "/pg_ctl",
                "-D",
                data.toString(),
                "-l",
                folder.resolve("log").toString(),
                "-w",
                "-o",
                "-p " + port + " -k " + folder + " -h 127.0.0.1 -F -c max_connections=300",
                "start");
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    private static void stop(Path bin, Path folder, Path data) {
        try {
            asPostgres(bin + "/pg_ctl", "-D", data.toString(), "-m", "immediate", "stop");
            asPostgres("rm", "-r", folder.toString());
        } catch (IOException e) {
            System.err.println("the PostgreSQL of the tests did not stop well: " + e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Runs a command as the user `postgres` and returns what it printed. Its output goes by a file: a server that
    /// stays behind would keep a pipe open.
    private static String asPostgres(String... command) throws IOException {
        var words = new ArrayList<>(List.of("runuser", "-u", "postgres", "--"));
        words.addAll(List.of(command));
        Path output = Files.createTempFile("hob-postgres", ".out");
        try {
            var process = new ProcessBuilder(words)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command[0] + " takes longer than " + START_SECONDS_MAX + " s");
            }
            String text = Files.readString(output).strip();
            if (process.exitValue() != 0) throw new IOException(command[0] + " failed: " + text);
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting PostgreSQL", e);
        } finally {
            Files.delete(output);
        }
    }
}
