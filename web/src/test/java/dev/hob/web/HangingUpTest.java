package dev.hob.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Person;
import dev.hob.search.Turns;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// For a client that hangs up, nothing is looked for any longer.
class HangingUpTest {
    /// Takes many times as long as anybody is let wait.
    private static final String COSTLY = "/(x?){300}y/";

    private static final int FILES = 8;
    private static final int LETTERS = 900_000;
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path data;

    @AutoClose
    private Site site;

    private Turns turns;
    private Person alice;

    private void open(boolean tls) throws Exception {
        site = tls ? Site.searched(data, certificate()) : Site.searched(data);
        alice = site.person("alice");
        var files = new TreeMap<String, String>();
        for (int i = 0; i < FILES; i++) files.put("steam" + i + ".txt", i + "x".repeat(LETTERS) + "\n");
        site.pushText(site.repository(alice, "tea", false, ""), "main", "Steam", files);
        var search = site.search.orElseThrow();
        assertThat(search.indexer().await(Duration.ofSeconds(60))).isTrue();
        turns = search.turns();
    }

    private HttpConfig.TlsFiles certificate() throws IOException, InterruptedException {
        boolean openssl = Files.isExecutable(Path.of("/usr/bin/openssl"));
        assumeTrue(System.getenv("CI") != null || openssl, "SKIPPED: there is no openssl to make a certificate with");
        var made = new HttpConfig.TlsFiles(data.resolve("certificate.pem"), data.resolve("key.pem"));
        var making = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-subj",
                        "/CN=localhost",
                        "-keyout",
                        made.key().toString(),
                        "-out",
                        made.certificate().toString())
                .redirectErrorStream(true)
                .start();
        making.getInputStream().readAllBytes();
        assertThat(making.waitFor()).isZero();
        return made;
    }

    private Socket connected() throws IOException, GeneralSecurityException {
        var url = site.web.localUrl();
        if (url.getScheme().equals("http")) return new Socket(url.getHost(), url.getPort());
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Credulous()}, new SecureRandom());
        return context.getSocketFactory().createSocket(url.getHost(), url.getPort());
    }

    /// Believes any certificate.
    private static final class Credulous implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    }

    private static String asked(String path) {
        return get(path + "?q=" + URLEncoder.encode(COSTLY, UTF_8)) + "\r\n";
    }

    private String byAssistant() {
        var made = site.node.tokens().create(alice, "assistant", Grant.EVERYTHING, Optional.empty());
        String token = ((AccessTokens.Creation.Created) made).secret().text();
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"search\","
                + "\"arguments\":{\"query\":\"" + COSTLY + "\"}}}";
        return "POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static void await(String what, BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(5);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/search, false",
        "/search, true",
        "/api/hob/v1/search, false",
        "/api/hob/v1/search, true",
        "/mcp, false"
    })
    void a_search_ends_when_its_client_does(String path, boolean tls) throws Exception {
        open(tls);
        try (var socket = connected()) {
            send(socket, path.equals("/mcp") ? byAssistant() : asked(path));
            await("it is being looked for", () -> turns.running() == 1);
        }
        await("it is looked for no more", () -> turns.running() == 0);
        assertThat(turns.abandoned())
                .as("it ended since its client had, before its time was over")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void who_waits_is_told_what_was_found_in_time_and_what_they_asked_next_meanwhile(boolean tls) throws Exception {
        open(tls);
        try (var socket = connected()) {
            send(socket, asked("/api/hob/v1/search"));
            await("it is being looked for", () -> turns.running() == 1);
            send(socket, get("/api/v1/version") + "Connection: close\r\n\r\n");
            String answers = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answers).contains("\"complete\":false", "\"version\":");
            assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(3);
        }
        assertThat(turns.abandoned()).isZero();
    }
}
