package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.keys.OpenSshKey;
import dev.hob.keys.SigningKey;
import dev.hob.keys.SshPublicKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Somebody with the real Radicle programs: a home with their key, their storage and, once started, their node.
/// `HOB_TEST_RADICLE` names the folder of `rad`, `radicle-node` and `git-remote-rad`.
final class Radicle implements Logged, AutoCloseable {
    private static final Pattern RID = Pattern.compile("rad:z[1-9A-HJ-NP-Za-km-z]+");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    final Path home;
    final String alias;
    private final Place place;
    private final Path programs;
    private Optional<Process> node = Optional.empty();

    private Radicle(Path programs, Path home, String alias, Place place) {
        this.programs = programs;
        this.home = home;
        this.alias = alias;
        this.place = place;
    }

    /// The folder of the programs. Where it is missing, the test is skipped with a word on stderr; with `CI=true` it
    /// fails.
    static Path programs() {
        String given = System.getenv("HOB_TEST_RADICLE");
        boolean there = given != null && Files.isExecutable(Path.of(given, "radicle-node"));
        if (there) return Path.of(given);
        String told = "every test with the real Radicle programs, because HOB_TEST_RADICLE names no folder of them";
        assertThat(System.getenv("CI")).as(told).isNotEqualTo("true");
        System.err.println("SKIPPED: " + told);
        assumeTrue(false, told);
        throw new AssertionError(told);
    }

    /// Makes a home and a key.
    ///
    /// @param folder where the home is made; a short path, as a socket goes into it
    /// @param place where its node will be
    static Radicle make(Path folder, String alias, Place place) throws IOException {
        var made = new Radicle(programs(), folder.resolve(alias), alias, place);
        Files.createDirectories(made.home);
        made.rad("auth", "--alias", alias).ok();
        made.configure(config -> {
            var node = config.withObject("node");
            node.put("network", "test").put("log", "DEBUG");
            node.putObject("peers").put("type", "static");
            node.putArray("connect");
            node.putObject("seedingPolicy").put("default", "block");
            config.putArray("preferredSeeds");
        });
        return made;
    }

    /// Changes `config.json`; a node that runs does not see it.
    void configure(java.util.function.Consumer<ObjectNode> change) throws IOException {
        var file = home.resolve("config.json").toFile();
        var config = (ObjectNode) JSON.readTree(file);
        change.accept(config);
        JSON.writeValue(file, config);
    }

    /// Goes on with a key that somebody took out elsewhere. Before it starts.
    void becomes(SigningKey key) throws IOException {
        var keys = home.resolve("keys");
        Files.writeString(keys.resolve("radicle"), OpenSshKey.write(key, alias, Optional.empty()));
        Files.writeString(
                keys.resolve("radicle.pub"),
                SshPublicKey.of(key.publicKey(), alias).line() + "\n");
    }

    /// Starts the node, and waits until it answers.
    Radicle start() throws IOException {
        var command = new ArrayList<>(place.inside());
        command.addAll(List.of(programs.resolve("radicle-node").toString(), "--listen", place.peers(), "--force"));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment());
        node = Optional.of(builder.start());
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (System.nanoTime() < end && node.get().isAlive()) {
            if (answers()) return this;
            pause();
        }
        throw new IOException("radicle-node does not start, see " + log() + ":\n" + Files.readString(log()));
    }

    private boolean answers() {
        try {
            return Files.exists(socket()) && !tell(Map.of("command", "status")).has("error");
        } catch (IOException _) {
            return false; // Not yet.
        }
    }

    private Path socket() {
        return home.resolve("node").resolve("control.sock");
    }

    @Override
    public Path log() {
        return home.resolveSibling(alias + ".log");
    }

    /// Says one thing to the node; gives the first line of its answer.
    JsonNode tell(Map<String, ?> command) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            channel.write(ByteBuffer.wrap((JSON.writeValueAsString(command) + "\n").getBytes(UTF_8)));
            var line = new java.io.BufferedReader(Channels.newReader(channel, UTF_8)).readLine();
            if (line == null) throw new IOException("the node says nothing to " + command);
            return JSON.readTree(line);
        }
    }

    /// Connects to a node, and stays so.
    void connect(String nid, String address) throws IOException {
        var answer = tell(Map.of(
                "command",
                "connect",
                "addr",
                nid + "@" + address,
                "opts",
                Map.of("persistent", true, "timeout", Map.of("secs", 10, "nanos", 0))));
        assertThat(answer.path("status").textValue()).as(answer.toString()).isEqualTo("connected");
    }

    String nid() {
        return rad("self", "--nid").ok();
    }

    String did() {
        return "did:key:" + nid();
    }

    /// Where nodes next to it dial it.
    String address() {
        return place.dialled();
    }

    /// Makes a project with one commit, and announces it.
    String project(Path work) throws IOException {
        Files.createDirectories(work);
        git(work, "init", "-q", "-b", "main").ok();
        Files.writeString(work.resolve("lid.txt"), "shut\n");
        git(work, "add", "-A").ok();
        git(work, "commit", "-q", "-m", "A lid").ok();
        String name = work.getFileName().toString();
        var words = List.of("init", "--name", name, "--description", "For tea.", "--default-branch", "main");
        var all = new ArrayList<>(words);
        all.addAll(List.of("--public", "--no-confirm"));
        rad(work, all.toArray(String[]::new)).ok();
        return rid(rad(work, "inspect", "--rid").ok());
    }

    /// The first id of a repository in a text.
    static String rid(String text) {
        var match = RID.matcher(text);
        assertThat(match.find()).as(text).isTrue();
        return match.group();
    }

    /// Opens an issue.
    void issue(String rid, String title, String text) {
        rad("issue", "open", "--repo", rid, "--title", title, "--description", text)
                .ok();
    }

    /// Its issues.
    String issues(String rid) {
        return rad("issue", "list", "--repo", rid, "--all").out();
    }

    /// The id of the issue in which a title is found.
    String issueId(String rid, String title) {
        var listed = git(
                storage(rid), "for-each-ref", "--format=%(refname)", "refs/namespaces/*/refs/cobs/xyz.radicle.issue/*");
        return listed.ok()
                .lines()
                .map(ref -> ref.substring(ref.lastIndexOf('/') + 1))
                .distinct()
                .filter(id -> rad("issue", "show", id, "--repo", rid).out().contains(title))
                .findFirst()
                .orElseThrow();
    }

    /// Runs `rad` anywhere.
    Git.Result rad(String... words) {
        return rad(home, words);
    }

    /// Runs `rad` in a folder.
    Git.Result rad(Path folder, String... words) {
        var command = new ArrayList<>(List.of(programs.resolve("rad").toString()));
        command.addAll(List.of(words));
        return Git.run(folder, environment(), "", command);
    }

    /// Runs git in a folder, with `git-remote-rad` within reach.
    Git.Result git(Path folder, String... words) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        return Git.run(folder, environment(), "", command);
    }

    /// What its storage keeps of a project.
    Path storage(String rid) {
        return home.resolve("storage").resolve(rid.replace("rad:", ""));
    }

    private Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        environment.put("RAD_HOME", home.toString());
        environment.put("RAD_PASSPHRASE", "");
        environment.put("HOME", home.toString());
        environment.put("PATH", programs + ":" + System.getenv("PATH"));
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_AUTHOR_NAME", alias);
        environment.put("GIT_AUTHOR_EMAIL", alias + "@example.org");
        environment.put("GIT_COMMITTER_NAME", alias);
        environment.put("GIT_COMMITTER_EMAIL", alias + "@example.org");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("NO_COLOR", "1");
        return environment;
    }

    /// As `kill -9`, or a machine that loses its power.
    void kill() throws InterruptedException {
        if (node.isPresent()) node.get().destroyForcibly().waitFor();
        node = Optional.empty();
    }

    @Override
    public void close() {
        node.ifPresent(process -> {
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        });
        node = Optional.empty();
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
