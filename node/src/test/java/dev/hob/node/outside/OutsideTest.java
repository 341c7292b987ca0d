package dev.hob.node.outside;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.outside.Outside.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OutsideTest {
    private static final List<AddressRange> HERE = List.of(range("127.0.0.1/32"));
    private static final Patience SHORT = new Patience(
            Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(400), Duration.ofMillis(900));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));
    private final InstantSource clock = now::get;

    private static AddressRange range(String text) {
        return AddressRange.of(text).orElseThrow();
    }

    private Outside strict() {
        return new Outside(new Policy(true, List.of(), "Hob/test"), clock);
    }

    /// As tests run: this machine is allowed.
    private Outside lenient() {
        return new Outside(new Policy(true, HERE, "Hob/test"), clock);
    }

    private Outside with(Patience patience) {
        return new Outside(
                new Policy(true, HERE, "Hob/test"), clock, patience, InetAddress::getAllByName, Optional.empty());
    }

    private Outside resolving(List<AddressRange> allowed, Addresses.Lookup lookup) {
        return new Outside(new Policy(true, allowed, "Hob/test"), clock, SHORT, lookup, Optional.empty());
    }

    private static Answer get(Outside outside, String url) {
        return outside.ask(Ask.get(URI.create(url), _ -> List.of(), 1024));
    }

    private static Refusal refused(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).why();
    }

    private static Answer.Answered answered(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Answered.class);
        return (Answer.Answered) answer;
    }

    // Where it goes

    @Test
    void an_answer_comes_whole_with_who_gave_it() throws Exception {
        try (var site = new Site(Site.saying("200 OK", "Content-Type: text/plain\r\n", "hello"));
                var outside = lenient()) {
            var answer = answered(outside.ask(
                    Ask.get(URI.create(site.url("/a?b=c")), _ -> List.of(new Ask.Line("Accept", "text/plain")), 1024)));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(new String(answer.body(), UTF_8)).isEqualTo("hello");
            assertThat(answer.field("content-type")).contains("text/plain");
            assertThat(answer.from()).isEqualTo(URI.create(site.url("/a?b=c")));
            assertThat(site.heads.getFirst())
                    .startsWith("GET /a?b=c HTTP/1.1\r\n")
                    .contains("User-Agent: Hob/test\r\n")
                    .contains("Accept: text/plain\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "127.1",
                "127.0.0.1.",
                "localhost.",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[0:0:0:0:0:0:0:1]",
                "[64:ff9b::7f00:1]",
                "0.0.0.0",
                "[::]"
            })
    void this_machine_is_not_asked_however_it_is_written(String host) throws Exception {
        try (var site = new Site(Site.saying("200 OK", "", "secret"));
                var outside = strict()) {
            var why = refused(get(outside, "http://" + host + ":" + site.port() + "/"));
            // Some forms are no address to Java: then there is no such host, which is as good.
            assertThat(why).isInstanceOfAny(Refusal.Forbidden.class, Refusal.Unreachable.class);
            assertThat(site.connections).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.31.196.1",
                "192.52.193.1",
                "192.88.99.1",
                "192.168.1.1",
                "192.175.48.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::",
                "2620:4f:8000::1",
                "3fff::1",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void a_name_that_leads_to_a_private_address_is_not_asked(String address) {
        try (var outside = resolving(List.of(), _ -> new InetAddress[] {InetAddress.getByName(address)})) {
            assertThat(refused(get(outside, "https://social.example/")))
                    .isEqualTo(new Refusal.Forbidden("social.example is not an address of the public internet."));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "100.128.0.1", "172.32.0.1", "198.20.0.1", "2606:4700::1111", "2a00:1450::1"})
    void public_addresses_are(String address) throws Exception {
        assertThat(Addresses.isPrivate(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void one_private_address_among_good_ones_is_enough() {
        try (var outside = resolving(List.of(), _ ->
                new InetAddress[] {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")})) {
            assertThat(refused(get(outside, "https://social.example/"))).isInstanceOf(Refusal.Forbidden.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "[2606:4700::1111]", "16843009", "1.257"})
    void an_address_in_the_place_of_a_name_is_not_asked_even_a_public_one(String host) {
        try (var outside = resolving(List.of(), _ -> new InetAddress[] {InetAddress.getByName("1.1.1.1")})) {
            assertThat(refused(get(outside, "https://" + host + "/"))).isInstanceOf(Refusal.Forbidden.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://social.example:8443/", "https://social.example:22/", "https://intranet/"})
    void neither_are_other_ports_and_names_without_a_dot(String url) {
        try (var outside = resolving(List.of(), _ -> new InetAddress[] {InetAddress.getByName("1.1.1.1")})) {
            assertThat(refused(get(outside, url))).isInstanceOf(Refusal.Forbidden.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://social.example/",
                "ftp://social.example/",
                "file:///etc/passwd",
                "gopher://social.example:70/_",
                "https://alice:secret@social.example/",
                "https:///path",
                "mailto:alice@social.example"
            })
    void only_plain_https_is_asked(String url) {
        try (var outside = new Outside(new Policy(false, List.of(), "Hob/test"), clock)) {
            assertThat(refused(get(outside, url))).isInstanceOf(Refusal.Forbidden.class);
        }
    }

    @Test
    void a_name_that_changes_its_mind_after_it_was_checked_gains_nothing() throws Exception {
        var lookups = new AtomicInteger();
        try (var open = new Site(Site.saying("200 OK", "", "open"));
                var inner = new Site("127.0.0.2", open.port(), Optional.empty(), Site.saying("200 OK", "", "inner"));
                // The first answer is good, and every other one is not.
                var outside = resolving(HERE, _ -> new InetAddress[] {
                    InetAddress.getByName(lookups.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2")
                })) {
            String url = "http://rebinding.example:" + open.port() + "/";
            assertThat(new String(answered(get(outside, url)).body(), UTF_8)).isEqualTo("open");
            assertThat(lookups).hasValue(1);
            assertThat(refused(get(outside, url))).isInstanceOf(Refusal.Forbidden.class);
            assertThat(inner.connections).hasValue(0);
        }
    }

    // Where it is led

    @Test
    void a_get_follows_three_redirects_and_its_head_is_made_for_each() throws Exception {
        var asked = new ArrayList<URI>();
        try (var site = new Site((head, out) -> {
                    int step = Integer.parseInt(head.split(" ")[1].substring(1));
                    String to = step < 3 ? "302 Found\r\nLocation: /" + (step + 1) : "200 OK";
                    Site.say(out, "HTTP/1.1 " + to + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
                });
                var outside = lenient()) {
            var answer = answered(outside.ask(Ask.get(
                    URI.create(site.url("/0")),
                    url -> {
                        asked.add(url);
                        return List.of(new Ask.Line("Signature", url.getPath()));
                    },
                    1024)));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.from()).isEqualTo(URI.create(site.url("/3")));
            assertThat(asked)
                    .containsExactlyElementsOf(Stream.of("/0", "/1", "/2", "/3")
                            .map(site::url)
                            .map(URI::create)
                            .toList());
            assertThat(site.heads.get(2)).contains("Signature: /2\r\n").doesNotContain("Signature: /0");
        }
    }

    @Test
    void a_fourth_redirect_is_one_too_many() throws Exception {
        try (var site = new Site(Site.saying("301 Moved", "Location: /again\r\n", ""));
                var outside = lenient()) {
            assertThat(refused(get(outside, site.url("/")))).isInstanceOf(Refusal.Astray.class);
            assertThat(site.connections).hasValue(4);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2:PORT/",
                "http://169.254.169.254/latest/meta-data/",
                "http://[::1]:PORT/",
                "//127.0.0.2:PORT/",
                "file:///etc/passwd",
                "http://alice@127.0.0.1:PORT/"
            })
    void a_redirect_leads_no_further_than_a_url_could(String location) throws Exception {
        try (var inner = new Site("127.0.0.2", 0, Optional.empty(), Site.saying("200 OK", "", "inner"))) {
            String to = location.replace("PORT", Integer.toString(inner.port()));
            try (var site = new Site(Site.saying("302 Found", "Location: " + to + "\r\n", ""));
                    var outside = lenient()) {
                assertThat(refused(get(outside, site.url("/")))).isInstanceOf(Refusal.Forbidden.class);
                assertThat(inner.connections).hasValue(0);
            }
        }
    }

    @Test
    void a_redirect_to_no_url_leads_to_nowhere() throws Exception {
        for (String line : List.of("", "Location: http://[\r\n", "Location: a b\r\n")) {
            try (var site = new Site(Site.saying("302 Found", line, ""));
                    var outside = lenient()) {
                assertThat(refused(get(outside, site.url("/")))).isInstanceOf(Refusal.Astray.class);
            }
        }
    }

    @Test
    void a_redirect_to_where_the_asker_does_not_want_to_go_is_not_followed() throws Exception {
        try (var site = new Site(Site.saying("302 Found", "Location: /unwanted\r\n", ""));
                var outside = lenient()) {
            var ask = Ask.get(URI.create(site.url("/")), _ -> List.of(), 1024)
                    .where(url -> !url.getPath().equals("/unwanted"));
            assertThat(refused(outside.ask(ask))).isEqualTo(new Refusal.Forbidden("127.0.0.1 is not met here."));
            assertThat(site.connections).hasValue(1);
        }
    }

    @Test
    void a_post_follows_no_redirect() throws Exception {
        try (var site = new Site(Site.saying("307 Temporary Redirect", "Location: /other\r\n", ""));
                var outside = lenient()) {
            var answer = answered(
                    outside.ask(Ask.post(URI.create(site.url("/inbox")), _ -> List.of(), "{}".getBytes(UTF_8), 1024)));
            assertThat(answer.status()).isEqualTo(307);
            assertThat(site.heads).hasSize(1);
            assertThat(site.heads.getFirst()).startsWith("POST /inbox ").contains("Content-Length: 2\r\n");
        }
    }

    // How much

    @Test
    void an_answer_that_says_it_is_too_large_is_not_read() throws Exception {
        try (var site = new Site((_, out) -> {
                    Site.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n");
                    out.write(new byte[10 * 1024 * 1024]);
                });
                var outside = lenient()) {
            assertThat(refused(get(outside, site.url("/")))).isInstanceOf(Refusal.TooLarge.class);
        }
    }

    @Test
    void an_answer_without_end_is_read_to_the_limit() throws Exception {
        var written = new AtomicInteger();
        var broken = new CompletableFuture<Boolean>();
        try (var site = new Site((_, out) -> {
                    Site.say(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    try {
                        while (true) {
                            Site.say(out, "400\r\n" + "x".repeat(1024) + "\r\n");
                            written.addAndGet(1024);
                        }
                    } finally {
                        broken.complete(true);
                    }
                });
                var outside = lenient()) {
            assertThat(refused(get(outside, site.url("/")))).isInstanceOf(Refusal.TooLarge.class);
            assertThat(broken.get()).isTrue(); // The connection was closed, so that the server noticed.
            assertThat(written.get()).isLessThan(32 * 1024 * 1024);
        }
    }

    @Test
    void what_unpacks_to_too_much_is_too_much() throws Exception {
        byte[] bomb = packed(new byte[10 * 1024 * 1024]);
        assertThat(bomb.length).isLessThan(20_000);
        try (var site = new Site((_, out) -> packed(out, bomb));
                var outside = lenient()) {
            var answer = outside.ask(Ask.get(URI.create(site.url("/")), _ -> List.of(), 100_000));
            assertThat(refused(answer)).isInstanceOf(Refusal.TooLarge.class);
        }
    }

    @Test
    void a_packed_answer_is_unpacked() throws Exception {
        byte[] small = packed("hello".getBytes(UTF_8));
        try (var site = new Site((_, out) -> packed(out, small));
                var outside = lenient()) {
            assertThat(new String(answered(get(outside, site.url("/"))).body(), UTF_8))
                    .isEqualTo("hello");
            assertThat(site.heads.getFirst()).contains("Accept-Encoding: gzip\r\n");
        }
    }

    @Test
    void what_cannot_be_unpacked_is_refused() throws Exception {
        byte[] whole = packed("hello".getBytes(UTF_8));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 6);
        try (var site = new Site((_, out) -> packed(out, cut));
                var outside = lenient()) {
            assertThat(refused(get(outside, site.url("/")))).isInstanceOf(Refusal.Unreadable.class);
        }
        for (String packing : List.of("br", "gzip, gzip", "zstd")) {
            try (var site = new Site(Site.saying("200 OK", "Content-Encoding: " + packing + "\r\n", "hello"));
                    var outside = lenient()) {
                assertThat(refused(get(outside, site.url("/")))).isInstanceOf(Refusal.Unreadable.class);
            }
        }
    }

    private static byte[] packed(byte[] plain) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var packing = new GZIPOutputStream(bytes)) {
            packing.write(plain);
        }
        return bytes.toByteArray();
    }

    private static void packed(OutputStream out, byte[] body) throws Exception {
        Site.say(
                out,
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\nContent-Length: " + body.length
                        + "\r\n\r\n");
        out.write(body);
    }

    @Test
    void a_head_without_end_is_broken_off() throws Exception {
        try (var many = new Site((_, out) -> {
                    Site.say(out, "HTTP/1.1 200 OK\r\n");
                    while (true) Site.say(out, "X-More: and more\r\n");
                });
                var longer = new Site((_, out) -> {
                    Site.say(out, "HTTP/1.1 200 OK\r\nX-More: ");
                    while (true) Site.say(out, "and more ");
                });
                var outside = lenient()) {
            assertThat(refused(get(outside, many.url("/")))).isInstanceOf(Refusal.Unreachable.class);
            assertThat(refused(get(outside, longer.url("/")))).isInstanceOf(Refusal.Unreachable.class);
        }
    }

    // How long

    @Test
    void who_says_nothing_is_too_slow() throws Exception {
        var end = new CountDownLatch(1);
        try (var site = new Site((_, _) -> end.await());
                var outside = with(SHORT)) {
            assertThat(refused(get(outside, site.url("/")))).isInstanceOf(Refusal.TooSlow.class);
            end.countDown();
        }
    }

    @Test
    void who_says_a_byte_now_and_then_is_too_slow_in_head_and_body() throws Exception {
        for (String begin : List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")) {
            try (var site = new Site((_, out) -> {
                        Site.say(out, begin);
                        String rest = "HTTP/1.1 200 OK\r\nX-Slow: " + "x".repeat(10_000);
                        for (char c : rest.toCharArray()) {
                            Site.say(out, String.valueOf(c));
                            Thread.sleep(100);
                        }
                    });
                    var outside = with(SHORT)) {
                long started = System.nanoTime();
                var answer = outside.ask(Ask.get(URI.create(site.url("/")), _ -> List.of(), 1_000_000));
                assertThat(refused(answer)).isInstanceOf(Refusal.TooSlow.class);
                assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
            }
        }
    }

    @Test
    void what_is_broken_off_is_no_answer() throws Exception {
        try (var site = new Site((_, out) -> Site.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
                var outside = lenient()) {
            assertThat(refused(get(outside, site.url("/")))).isInstanceOf(Refusal.Unreachable.class);
        }
    }

    // How often

    @Test
    void a_host_is_asked_four_things_at_once_and_others_do_not_wait_for_it() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var full = new CountDownLatch(Hosts.AT_ONCE_MAX);
        var end = new CountDownLatch(1);
        try (var slow = new Site((_, out) -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    full.countDown();
                    end.await();
                    running.decrementAndGet();
                    Site.saying("200 OK", "", "late").answer("", out);
                });
                var quick = new Site(Site.saying("200 OK", "", "at once"));
                var outside = lenient();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new ArrayList<Future<Answer>>();
            for (int i = 0; i < 20; i++) waiting.add(threads.submit(() -> get(outside, slow.url("/"))));
            full.await();
            assertThat(new String(answered(get(outside, quick.url("/"))).body(), UTF_8))
                    .isEqualTo("at once");
            end.countDown();
            for (var one : waiting) assertThat(answered(one.get()).status()).isEqualTo(200);
            assertThat(most).hasValue(Hosts.AT_ONCE_MAX);
        }
    }

    @Test
    void who_waits_too_long_for_a_place_is_told_so() throws Exception {
        var end = new CountDownLatch(1);
        var full = new CountDownLatch(Hosts.AT_ONCE_MAX);
        var patience = new Patience(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(2_000), Duration.ofSeconds(30));
        try (var slow = new Site((_, out) -> {
                    full.countDown();
                    for (int i = 0; i < 100 && end.getCount() > 0; i++) {
                        Thread.sleep(100);
                        if (i == 0) Site.say(out, "HTTP/1.1 200 OK\r\n");
                        else Site.say(out, "X-Slow: " + i + "\r\n");
                    }
                    Site.say(out, "Content-Length: 0\r\nConnection: close\r\n\r\n");
                });
                var outside = with(patience);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Hosts.AT_ONCE_MAX; i++) threads.submit(() -> get(outside, slow.url("/")));
            full.await();
            assertThat(refused(get(outside, slow.url("/")))).isInstanceOf(Refusal.Busy.class);
            end.countDown();
        }
    }

    @Test
    void a_host_that_fails_again_and_again_is_left_alone_for_a_while() throws Exception {
        int port;
        try (var nobody = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = nobody.getLocalPort();
        }
        var lookups = new AtomicInteger();
        Addresses.Lookup counting = _ -> {
            lookups.incrementAndGet();
            return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
        };
        try (var outside = resolving(HERE, counting)) {
            String url = "http://dead.example:" + port + "/";
            for (int i = 0; i < Hosts.FAILURES_MAX; i++)
                assertThat(refused(get(outside, url))).isInstanceOf(Refusal.Unreachable.class);
            assertThat(refused(get(outside, url))).isInstanceOf(Refusal.Resting.class);
            assertThat(lookups).hasValue(Hosts.FAILURES_MAX);

            now.set(now.get().plus(Hosts.REST));
            assertThat(refused(get(outside, url))).isInstanceOf(Refusal.Unreachable.class);
            assertThat(refused(get(outside, url))).isInstanceOf(Refusal.Resting.class);

            now.set(now.get().plus(Hosts.REST));
            try (var back = new Site("127.0.0.1", port, Optional.empty(), Site.saying("200 OK", "", "back"))) {
                assertThat(answered(get(outside, url)).status()).isEqualTo(200);
                assertThat(back.connections).hasValue(1);
            }
            assertThat(refused(get(outside, url)))
                    .isInstanceOf(Refusal.Unreachable.class); // Counted from the beginning.
            assertThat(refused(get(outside, url))).isInstanceOf(Refusal.Unreachable.class);
        }
    }

    @Test
    void a_refusal_of_a_server_is_no_failure_of_its_host() throws Exception {
        try (var site = new Site(Site.saying("500 Oh", "", "no"));
                var outside = lenient()) {
            for (int i = 0; i < 2 * Hosts.FAILURES_MAX; i++)
                assertThat(answered(get(outside, site.url("/"))).status()).isEqualTo(500);
        }
    }

    @Test
    void a_host_that_is_not_there_is_unreachable() {
        try (var outside = resolving(List.of(), host -> {
            throw new UnknownHostException(host);
        })) {
            assertThat(refused(get(outside, "https://nowhere.example/")))
                    .isEqualTo(new Refusal.Unreachable("There is no host nowhere.example."));
        }
    }

    // Whom it believes

    @Test
    void a_certificate_must_be_believed_and_be_for_the_name(@TempDir Path folder) throws Exception {
        var store = folder.resolve("site.p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "site",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=forge.example",
                        "-ext",
                        "san=dns:forge.example",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        assertThat(made.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        var mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        mine.init(keys, "changeit".toCharArray());
        var serving = SSLContext.getInstance("TLS");
        serving.init(mine.getKeyManagers(), null, null);
        var believed = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        believed.init(keys);
        var trusting = SSLContext.getInstance("TLS");
        trusting.init(null, believed.getTrustManagers(), null);

        Addresses.Lookup lookup = _ -> new InetAddress[] {InetAddress.getByName("127.0.0.1")};
        var policy = new Policy(false, HERE, "Hob/test");
        try (var site = new Site("127.0.0.1", 0, Optional.of(serving), Site.saying("200 OK", "", "private"));
                var trusted = new Outside(policy, clock, Patience.USUAL, lookup, Optional.of(trusting));
                var doubting = new Outside(policy, clock, Patience.USUAL, lookup, Optional.empty())) {
            String rest = ":" + site.port() + "/";
            assertThat(answered(get(trusted, "https://forge.example" + rest)).status())
                    .isEqualTo(200);
            assertThat(refused(get(trusted, "https://other.example" + rest)).told())
                    .isEqualTo("other.example has no certificate that is believed here.");
            assertThat(refused(get(doubting, "https://forge.example" + rest))).isInstanceOf(Refusal.Unreachable.class);
        }
    }

    @Test
    void ranges_are_read_and_contain_what_begins_alike() throws Exception {
        assertThat(range("10.0.0.0/8").contains(InetAddress.getByName("10.255.0.1")))
                .isTrue();
        assertThat(range("10.0.0.0/8").contains(InetAddress.getByName("11.0.0.1")))
                .isFalse();
        assertThat(range("fc00::/7").contains(InetAddress.getByName("fdff::1"))).isTrue();
        assertThat(range("fc00::/7").contains(InetAddress.getByName("10.0.0.1")))
                .isFalse();
        assertThat(range("10.1.2.3").bits()).isEqualTo(32);
        assertThat(range("0.0.0.0/0").contains(InetAddress.getByName("8.8.8.8")))
                .isTrue();
        for (String bad : List.of("", "localhost/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "a.example", "::/129"))
            assertThat(AddressRange.of(bad)).as(bad).isEmpty();
    }

    // Connections that are kept open

    /// Answers the first request of each connection, and hangs up at the next; or at the first.
    private static final class HangingUp implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger requests = new AtomicInteger();

        HangingUp(int answered) throws Exception {
            Thread.ofVirtual().start(() -> {
                while (!door.isClosed()) {
                    try (var line = door.accept()) {
                        for (int i = 0; i < answered; i++) {
                            Site.head(line.getInputStream());
                            requests.incrementAndGet();
                            line.getOutputStream()
                                    .write("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
                        }
                        Site.head(line.getInputStream());
                        requests.incrementAndGet();
                        line.setSoLinger(true, 0);
                    } catch (IOException _) {
                        // Whoever asked has gone, or the door was shut.
                    }
                }
            });
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + door.getLocalPort() + "/inbox");
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    @Test
    void a_connection_that_was_kept_open_and_is_closed_by_now_is_no_failure_of_its_host() throws Exception {
        try (var site = new HangingUp(1);
                var outside = lenient()) {
            for (int i = 0; i < 10; i++)
                assertThat(answered(outside.ask(Ask.post(site.url(), _ -> List.of(), new byte[0], 1024)))
                                .status())
                        .isEqualTo(202);
            assertThat(site.requests).hasValue(19);
        }
    }

    @Test
    void what_hangs_up_on_a_new_connection_is_asked_once() throws Exception {
        try (var site = new HangingUp(0);
                var outside = lenient()) {
            assertThat(refused(outside.ask(Ask.post(site.url(), _ -> List.of(), new byte[0], 1024))))
                    .isInstanceOf(Refusal.Unreachable.class);
            assertThat(site.requests).hasValue(1);
        }
    }
}
