package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.keys.DeviceLink;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A real `hob serve` in a process of its own, on a free port.
final class Served implements Logged, AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    private static final Map<String, String> FEDERATES =
            Map.of("HOB_FEDERATION_ALLOW_HTTP", "true", "HOB_FEDERATION_ALLOW_PRIVATE", "127.0.0.0/8");
    /// For a node that runs for long, and so is worth the second compiler: as the launcher starts it.
    static final List<String> LASTING = List.of(
            "-XX:TieredStopAtLevel=4",
            "-XX:+UseCompactObjectHeaders",
            "-Xms16m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:TrimNativeHeapInterval=20000");
    /// For a node that is searched, by words alone.
    static final Map<String, String> SEARCHED = Map.of("HOB_SEARCH_ENABLED", "true");

    private static final Pattern READY = Pattern.compile("hob: ready http=(\\S+) p2p=(z6Mk\\w+)@(\\S+) data=(.+)");
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    final Path data;
    final URI url;
    /// How peers call it, and where they dial it; both empty when they cannot.
    final String nid;

    final String dialled;
    final String ready;
    final List<String> before;
    private final Process process;

    private Served(Path data, Process process, List<String> before, String ready, String dialled) {
        this.data = data;
        this.process = process;
        this.before = before;
        this.ready = ready;
        var match = READY.matcher(ready);
        assertThat(match.matches()).as(ready).isTrue();
        this.url = URI.create(match.group(1));
        boolean meets = !match.group(3).equals("off");
        this.nid = meets ? match.group(2) : "";
        this.dialled = !meets ? "" : dialled.isEmpty() ? match.group(3) : dialled;
    }

    /// A node that peers can dial.
    static Served among(Path data, String... words) throws IOException {
        return among(data, Map.of(), words);
    }

    /// The same with settings from the environment.
    static Served among(Path data, Map<String, String> environment, String... words) throws IOException {
        var all = new ArrayList<>(List.of("--p2p", "127.0.0.1:0"));
        all.addAll(List.of(words));
        return start(data, environment, List.of(), all);
    }

    /// A node that peers can dial, somewhere, which looks for none by itself.
    static Served at(Place place, Path data) throws IOException {
        return start(place, data, Map.of("HOB_P2P_PEERS", "0"));
    }

    /// A node that peers can dial, somewhere.
    static Served among(Place place, Path data) throws IOException {
        return start(place, data, Map.of());
    }

    private static Served start(Place place, Path data, Map<String, String> environment) throws IOException {
        var words = List.of("--http", place.http(), "--p2p", place.peers());
        return start(place.inside(), data, environment, List.of(), words, place.dialled());
    }

    /// A node that federates with others on this machine, without TLS.
    static Served federated(Path data, String... words) throws IOException {
        String where = "127.0.0.1:" + Radicle.freePort();
        var all = new ArrayList<>(List.of("--http", where, "--url", "http://" + where));
        all.addAll(List.of(words));
        return start(data, FEDERATES, List.of(), all);
    }

    /// The same once more, at its address, after it was ended.
    Served federatedAgain() throws IOException {
        return federatedAt(data, url.getAuthority(), Map.of());
    }

    /// The same at an address that others know, which is still its own after a restart.
    static Served federatedAt(Path data, String where, Map<String, String> settings) throws IOException {
        return federatedAt(data, where, settings, List.of());
    }

    /// With options for its Java machine.
    static Served federatedAt(Path data, String where, Map<String, String> settings, List<String> jvmOptions)
            throws IOException {
        var environment = new HashMap<>(FEDERATES);
        environment.putAll(settings);
        return start(data, environment, jvmOptions, List.of("--http", where, "--url", "http://" + where));
    }

    /// The path of the link that a first start prints.
    String firstLink() {
        return path(before.getLast());
    }

    /// The path of the link in a line.
    static String path(String line) {
        return URI.create(line.substring(line.indexOf("http")).strip()).getPath();
    }

    static Served start(Path data, String... jvmOptions) throws IOException {
        return start(data, Map.of(), jvmOptions);
    }

    /// With settings from the environment.
    static Served start(Path data, Map<String, String> environment, String... jvmOptions) throws IOException {
        return start(data, environment, List.of(jvmOptions), List.of());
    }

    /// With further words behind `serve`.
    static Served startWith(Path data, String... words) throws IOException {
        return start(data, Map.of(), List.of(), List.of(words));
    }

    private static Served start(Path data, Map<String, String> environment, List<String> jvmOptions, List<String> words)
            throws IOException {
        return start(List.of(), data, environment, jvmOptions, words, "");
    }

    private static Served start(
            List<String> inside,
            Path data,
            Map<String, String> environment,
            List<String> jvmOptions,
            List<String> words,
            String dialled)
            throws IOException {
        var command = new ArrayList<>(inside);
        command.addAll(quick(jvmOptions));
        command.addAll(List.of("serve", "--data", data.toString()));
        if (!words.contains("--http")) command.addAll(List.of("--http", "127.0.0.1:0"));
        if (!words.contains("--p2p")) command.addAll(List.of("--p2p", "off"));
        command.addAll(words);
        var builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log(data).toFile()));
        // An index and a sentence model in each of many nodes would only cost time: tests that search ask for them.
        builder.environment().put("HOB_SEARCH_ENABLED", "false");
        builder.environment().put("MALLOC_ARENA_MAX", "2"); // As the launcher has it.
        builder.environment().put("HOB_SEARCH_MEANING", "off");
        builder.environment().putAll(environment);
        var process = builder.start();
        var before = new ArrayList<String>();
        var out = new BufferedReader(new java.io.InputStreamReader(process.getInputStream(), UTF_8));
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        for (String line = out.readLine(); line != null && System.nanoTime() < end; line = out.readLine()) {
            if (line.startsWith("hob: ready ")) return new Served(data, process, List.copyOf(before), line, dialled);
            before.add(line);
        }
        process.destroyForcibly();
        try {
            throw new Died(process.waitFor(), "no ready line but " + before + ", see " + data + ".log");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// It ended before it was ready.
    static final class Died extends IOException {
        private final int status;

        Died(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private static List<String> quick(List<String> options) {
        var all = new ArrayList<>(options);
        all.addAll(QuickStart.words());
        return java(all);
    }

    /// A Java process as nodes have it, which runs the program.
    ///
    /// @param options with the class path
    static List<String> java(List<String> options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.add("dev.hob.cli.Main");
        return command;
    }

    /// Runs a command on a folder as a process of its own.
    static Git.Result hob(Path data, String input, String... words) {
        return hob(data, Map.of(), input, words);
    }

    /// With settings from the environment.
    static Git.Result hob(Path data, Map<String, String> environment, String input, String... words) {
        var command = quick(List.of());
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        return Git.run(data.toAbsolutePath().getParent(), environment, input, command);
    }

    Git.Result hob(String input, String... words) {
        return hob(data, input, words);
    }

    void account(String name, String... options) {
        var words =
                new ArrayList<>(List.of("user", "create", name, "--email", name + "@example.org", "--password-stdin"));
        words.addAll(List.of(options));
        assertThat(hob(PASSWORD, words.toArray(String[]::new)).ok()).isEqualTo(name);
    }

    String token(String name, String scopes, String... options) {
        var words = new ArrayList<>(
                List.of("token", "create", name, "--scopes", scopes, "--name", "t" + System.nanoTime()));
        words.addAll(List.of(options));
        return hob("", words.toArray(String[]::new)).ok();
    }

    /// Signs in as a browser does; gives the session's cookie.
    String session(String name) throws IOException {
        String form = Wire.ask(url, "GET", "/login").header("Set-Cookie").replaceAll(".*hob_form=([^;]*).*", "$1");
        String fields = "csrf=" + form + "&name=" + name + "&password=" + PASSWORD.replace(" ", "+");
        var entered = Wire.post(
                url,
                "/login",
                fields.getBytes(UTF_8),
                "Cookie: hob_form=" + form,
                "Content-Type: application/x-www-form-urlencoded");
        return entered.headers().stream()
                .filter(line -> line.contains("hob_session=") && !line.contains("hob_session=;"))
                .map(line -> line.replaceAll(".*hob_session=([^;]*).*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    /// Links a key to an account, as `hob login` does on a computer of this name; gives the key.
    DidKey device(String name, String computer) throws IOException {
        return device(name, computer, SigningKey.generate(new SecureRandom()));
    }

    /// The same with a key that is there.
    DidKey device(String name, String computer, SigningKey key) throws IOException {
        var json = new ObjectMapper();
        String basic = Wire.basic(name, PASSWORD);
        var challenge = json.readTree(Wire.post(url, "/api/v1/user/devices/challenge", new byte[0], basic)
                .body());
        String at = challenge.path("node").textValue();
        String nonce = challenge.path("nonce").textValue();
        String word = Base64.getEncoder().encodeToString(DeviceLink.sign(key, at, name, nonce));
        String body = json.createObjectNode()
                .put("name", computer)
                .put("did", key.publicKey().did())
                .put("nonce", nonce)
                .put("signature", word)
                .toString();
        var linked =
                Wire.post(url, "/api/v1/user/devices", body.getBytes(UTF_8), basic, "Content-Type: application/json");
        assertThat(linked.status()).as(linked.toString()).isEqualTo(201);
        return key.publicKey();
    }

    /// The URL of a repository with credentials in it.
    String remote(String name, String secret, String path) {
        return url.getScheme() + "://" + name + ":" + secret.replace(" ", "%20") + "@" + url.getAuthority() + "/" + path
                + ".git";
    }

    String remote(String path) {
        return url + "/" + path + ".git";
    }

    /// What its API answers.
    String ask(String token, String method, String path, String body) throws IOException {
        String header = "Authorization: token " + token;
        return method.equals("GET")
                ? Wire.ask(url, method, "/api/v1" + path, header).body()
                : Wire.send(
                                url,
                                method,
                                "/api/v1" + path,
                                body.getBytes(UTF_8),
                                header,
                                "Content-Type: application/json")
                        .body();
    }

    /// A page as everybody sees it.
    String page(String path) throws IOException {
        return Wire.ask(url, "GET", path).body();
    }

    /// The identity of a repository.
    String rid(String token, String path) throws IOException {
        return Radicle.rid(ask(token, "GET", "/repos/" + path, ""));
    }

    @Override
    public Path log() {
        return log(data);
    }

    private static Path log(Path data) {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /// As `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int waitFor() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /// As `kill`.
    void stop() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
