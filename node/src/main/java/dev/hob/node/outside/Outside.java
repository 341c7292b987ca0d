package dev.hob.node.outside;

import dev.hob.node.language.Messages;
import dev.hob.node.outside.Addresses.ForbiddenException;
import dev.hob.node.outside.Bodies.UntakenException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks others by HTTP. Shared between threads.
///
/// Each hop is checked anew: its scheme, and every address of its host at the moment of connecting. A GET follows a few
/// redirects; a POST none. Names, times and sizes have ends, and a host is asked a few things at once.
public final class Outside implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outside.class);
    /// How often a GET may be led elsewhere.
    public static final int REDIRECTS_MAX = 3;

    private static final int CONNECTIONS_MAX = 256;
    private static final int LINE_MAX = 16 * 1024;
    private static final int LINES_MAX = 100;
    private static final TimeValue KEPT_OPEN = TimeValue.ofSeconds(30);
    private static final TimeValue KEPT_OPEN_MAX = TimeValue.ofMinutes(2);
    private static final int OK = 200;
    private static final byte[] NOTHING = {};
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Policy policy;
    private final Patience patience;
    private final Hosts hosts;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService bells;

    /// How long things may take.
    ///
    /// @param silence before the first byte of an answer, and between two
    /// @param whole a hop from the connecting to the last byte
    record Patience(Duration connect, Duration tls, Duration silence, Duration whole) {
        static final Patience USUAL = new Patience(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    public Outside(Policy policy, InstantSource clock) {
        this(policy, clock, Patience.USUAL, InetAddress::getAllByName, Optional.empty());
    }

    /// @param trust whom to believe in TLS; else whom the system believes
    Outside(
            Policy policy,
            InstantSource clock,
            Patience patience,
            Addresses.Lookup lookup,
            Optional<SSLContext> trust) {
        this.policy = policy;
        this.patience = patience;
        this.hosts = new Hosts(clock, patience.silence());
        this.client = HttpClientBuilder.create()
                .setConnectionManager(connections(new Addresses(policy, lookup), trust))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout(patience.silence()))
                        .setDefaultKeepAlive(KEPT_OPEN.getDuration(), KEPT_OPEN.getTimeUnit())
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent(policy.agent())
                .disableRedirectHandling()
                .setRetryStrategy(new StaleConnections())
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .evictIdleConnections(KEPT_OPEN)
                .build();
        this.bells = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("outside").factory());
    }

    private PoolingHttpClientConnectionManager connections(Addresses addresses, Optional<SSLContext> trust) {
        var lines = Http1Config.custom()
                .setMaxLineLength(LINE_MAX)
                .setMaxHeaderCount(LINES_MAX)
                .build();
        var builder = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(addresses)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(lines)
                        .build())
                .setMaxConnTotal(CONNECTIONS_MAX)
                .setMaxConnPerRoute(Hosts.AT_ONCE_MAX)
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setHandshakeTimeout(timeout(patience.tls()))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(patience.connect()))
                        .setSocketTimeout(timeout(patience.silence()))
                        .setTimeToLive(KEPT_OPEN_MAX)
                        .build());
        trust.ifPresent(context -> builder.setTlsSocketStrategy(new DefaultClientTlsStrategy(context)));
        return builder.build();
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }

    /// Where it goes.
    public Policy policy() {
        return policy;
    }

    /// Takes a body as it comes. What it throws is the connection's fault.
    @FunctionalInterface
    public interface Taking {
        void take(InputStream body) throws IOException;
    }

    /// How the body of an answer is taken.
    ///
    /// @param whole how long a hop may take from the connecting to the last byte
    private record Manner(Duration whole, Optional<Taking> taking) {}

    /// Asks, and waits for the whole answer.
    public Answer ask(Ask ask) {
        return ask(ask, new Manner(patience.whole(), Optional.empty()));
    }

    /// Asks for what is too large to be held: the body of a good answer (200) is taken as it comes, and the answer has
    /// none then. How much of it is taken is for the taker to say; the connection ends with it.
    ///
    /// @param whole how long it may take at most
    public Answer stream(Ask ask, Duration whole, Taking taking) {
        return ask(ask, new Manner(whole, Optional.of(taking)));
    }

    private Answer ask(Ask ask, Manner manner) {
        var url = ask.url();
        for (int redirects = 0; ; redirects++) {
            var answer = hop(ask, url, manner);
            if (!(answer instanceof Answer.Answered answered)
                    || ask.body().isPresent()
                    || !REDIRECTS.contains(answered.status())) return answer;
            if (redirects == REDIRECTS_MAX) return astray(Messages.text("outside.leads-on-without-end", url.getHost()));
            var next = answered.field("Location").flatMap(location -> target(answered.from(), location));
            if (next.isEmpty()) return astray(Messages.text("outside.leads-nowhere", url.getHost()));
            url = next.get();
        }
    }

    private static Answer astray(String told) {
        return new Answer.Refused(new Refusal.Astray(told));
    }

    private static Optional<URI> target(URI from, String location) {
        try {
            return Optional.of(from.resolve(location.strip()));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // What a stranger's server writes there need not be a URL.
        }
    }

    /// Asks a host again that was not reached several times and is left alone: somebody knows that it is back.
    ///
    /// @param authority its name, with the port where it is not the usual one
    public void forgive(String authority) {
        hosts.forgive(authority.toLowerCase(Locale.ROOT));
    }

    private Answer hop(Ask ask, URI url, Manner manner) {
        var wrong = wrong(url).or(() -> ask.met().test(url) ? Optional.empty() : unmet(url));
        if (wrong.isPresent()) return new Answer.Refused(new Refusal.Forbidden(wrong.get()));
        String host = url.getHost();
        var place = hosts.of(scheme(url), url.getRawAuthority().toLowerCase(Locale.ROOT));
        var unready = place.enter();
        if (unready.isPresent()) return new Answer.Refused(unready.get());
        boolean failed = true;
        try {
            var answer = exchange(ask, url, host, manner);
            failed = answer instanceof Answer.Refused(var why)
                    && (why instanceof Refusal.Unreachable || why instanceof Refusal.TooSlow);
            return answer;
        } finally {
            place.leave(failed);
        }
    }

    private Optional<String> wrong(URI url) {
        String scheme = scheme(url);
        if (!scheme.equals("https") && !scheme.equals("http")) return Optional.of(Messages.text("outside.only-https"));
        if (scheme.equals("http") && !policy.http()) return Optional.of(Messages.text("outside.only-https-not-http"));
        if (url.getHost() == null || url.getRawAuthority() == null)
            return Optional.of(Messages.text("outside.url-has-no-host"));
        if (url.getRawUserInfo() != null) return Optional.of(Messages.text("outside.url-has-a-password"));
        return Optional.empty();
    }

    private static Optional<String> unmet(URI url) {
        return Optional.of(Messages.text("outside.is-not-met", url.getHost()));
    }

    private static String scheme(URI url) {
        return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    }

    private Answer exchange(Ask ask, URI url, String host, Manner manner) {
        var request = new HttpUriRequestBase(ask.method(), url);
        request.setHeader("Accept-Encoding", "gzip");
        ask.head().apply(url).forEach(line -> request.setHeader(line.name(), line.value()));
        ask.body().ifPresent(body -> request.setEntity(new ByteArrayEntity(body.bytes(), null)));
        // Said before the cancelling: what that breaks off may come here before it has returned.
        var over = new AtomicBoolean();
        Runnable end = () -> {
            over.set(true);
            request.cancel();
        };
        var bell = bells.schedule(end, manner.whole().toMillis(), TimeUnit.MILLISECONDS);
        boolean whole = false;
        var target = new HttpHost(scheme(url), host, url.getPort());
        try {
            var response = client.executeOpen(target, request, null);
            try {
                byte[] body = NOTHING;
                boolean taken = manner.taking().isPresent() && response.getCode() == OK;
                if (taken) manner.taking().get().take(Bodies.open(response, host));
                else body = Bodies.read(response, host, ask.bytesMax());
                whole = !taken; // What is behind what was taken, nobody wants.
                return new Answer.Answered(response.getCode(), url, lines(response.getHeaders()), new Body(body));
            } finally {
                if (!whole) request.cancel(); // Else closing would read on to the end of what is not wanted.
                Closer.closeQuietly(response); // What is wanted is here; that its connection breaks now is no failure.
            }
        } catch (IOException e) {
            return new Answer.Refused(refusal(host, e, over.get()));
        } finally {
            bell.cancel(false);
        }
    }

    private static List<Ask.Line> lines(Header[] headers) {
        return Arrays.stream(headers)
                .map(header -> new Ask.Line(header.getName(), header.getValue() == null ? "" : header.getValue()))
                .toList();
    }

    private static Refusal refusal(String host, IOException e, boolean timeOver) {
        if (timeOver) return new Refusal.TooSlow(Messages.text("outside.did-not-end-in-time", host));
        LOG.debug("{} was asked in vain", host, e);
        return switch (e) {
            case ForbiddenException forbidden -> new Refusal.Forbidden(String.valueOf(forbidden.getMessage()));
            case UntakenException untaken -> untaken.why();
            case ConnectionRequestTimeoutException _ -> new Refusal.Busy(Messages.text("outside.too-much-is-asked"));
            case SocketTimeoutException _ -> new Refusal.TooSlow(Messages.text("outside.did-not-answer-in-time", host));
            case UnknownHostException _ -> new Refusal.Unreachable(Messages.text("outside.no-such-host", host));
            case SSLException _ -> new Refusal.Unreachable(Messages.text("outside.certificate-is-not-believed", host));
            default -> new Refusal.Unreachable(Messages.text("outside.cannot-be-reached", host));
        };
    }

    @Override
    public void close() {
        bells.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
