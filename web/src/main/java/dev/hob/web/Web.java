package dev.hob.web;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.activity.Activity;
import dev.hob.node.code.CodeIndex;
import dev.hob.node.db.DatabaseException;
import dev.hob.node.git.NoSpace;
import dev.hob.node.notification.Notifications;
import dev.hob.node.repo.StorageException;
import dev.hob.search.Search;
import dev.hob.search.embed.Foreground;
import dev.hob.web.api.Api;
import dev.hob.web.calm.Calm;
import dev.hob.web.federation.Documents;
import dev.hob.web.git.GitHandlers;
import dev.hob.web.html.LargeForm;
import dev.hob.web.html.Parts;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Unread;
import dev.hob.web.html.Views;
import dev.hob.web.html.Visit;
import dev.hob.web.html.Visits;
import dev.hob.web.mcp.Mcp;
import dev.hob.web.peers.Httpd;
import dev.hob.web.repo.Found;
import dev.hob.web.text.LanguageFilter;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.ServiceUnavailableResponse;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server: what every answer carries, how errors are told, starting and stopping.
public final class Web {
    private static final Logger LOG = LoggerFactory.getLogger(Web.class);
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final String REQUEST = "hob.request";
    private static final int HEADER_BYTES_MAX = 16 * 1024;
    private static final long BODY_BYTES_MAX = 1024 * 1024;
    private static final String RETRY_SECONDS = "60";
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " frame-ancestors 'none'; base-uri 'none'";

    private final HttpConfig config;
    private final CodeIndex index;
    private final Activity activity;
    private final Notifications notifications;
    private final Visits visits;
    private final Health health;
    private final Routes routes;
    private final Optional<Path> editedMessages;
    private final Optional<Foreground> foreground;
    private final Traffic traffic = new Traffic();
    private final SecureRandom random = new SecureRandom();
    private Optional<Javalin> running = Optional.empty();

    public Web(HttpConfig config, Node node, InstantSource clock) {
        this(config, node, Readers.NONE, clock, Optional.empty());
    }

    /// @param sources the source folder of this module, for who works on pages: they are read from there each time
    public Web(HttpConfig config, Node node, Readers readers, InstantSource clock, Optional<Path> sources) {
        var views = sources.map(it -> Views.edited(it.resolve("jte"))).orElseGet(Views::built);
        this.config = config;
        this.index = node.codeIndex();
        this.activity = node.activity();
        this.notifications = node.notifications();
        this.visits = new Visits(
                node.sessions(),
                clock,
                config.publicUrl(),
                () -> node.signUps().inForce(config.signUp()),
                viewer -> node.notifications().count(viewer),
                views);
        this.health = new Health(node, traffic);
        this.editedMessages = sources.map(it -> it.resolve("resources/dev/hob/web/text"));
        var assets = new Assets(sources.map(it -> it.resolve("resources/dev/hob/web/static")));
        this.foreground = readers.search().map(Search::foreground);
        var calm =
                new Calm(config.strangers().percent(), !config.trustedProxies().isEmpty());
        health.measure("hob.http.costly.running", calm::running);
        health.measure("hob.http.costly.refused", calm::refused);
        this.routes = new Routes(node, readers, visits, new Parts(views), assets, config, clock, health, calm);
    }

    /// Listens.
    public void start() {
        if (running.isPresent()) throw new AssertionError("a server is started once");
        index.start();
        routes.start();
        activity.start();
        notifications.start();
        running = Optional.of(Javalin.create(this::configure).start());
    }

    /// Shows a number among the metrics, as it is whenever they are asked for.
    public void measure(String name, Supplier<Number> number) {
        health.measure(name, number);
    }

    /// Where it is reached: what it is called in public, or where it listens.
    public URI url() {
        return config.publicUrl().orElseGet(this::localUrl);
    }

    /// Where it listens.
    public URI localUrl() {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        if (host.equals("0.0.0.0")) host = "127.0.0.1";
        int port = running.orElseThrow(() -> new AssertionError("not started")).port();
        return URI.create((config.tls().isPresent() ? "https" : "http") + "://" + host + ":" + port);
    }

    /// Where something can be sent to, as it is declared: for the test that sends each a forged form.
    List<String> posts() {
        return declared(HandlerType.POST);
    }

    /// What can be looked at, as it is declared: for the test that lets strangers try each.
    List<String> gets() {
        return declared(HandlerType.GET);
    }

    private List<String> declared(HandlerType method) {
        var router = running.orElseThrow(() -> new AssertionError("not started")).unsafe.internalRouter;
        return router.allHttpHandlers().stream()
                .filter(it -> it.endpoint.method.equals(method))
                .map(it -> it.endpoint.path)
                .toList();
    }

    /// Takes no new requests and lets the running ones finish, up to a bound; whether all could.
    public boolean stop(Duration max) {
        routes.close(); // Pages that wait for news would wait for ever.
        boolean all = traffic.drain(max);
        running.ifPresent(Javalin::stop);
        index.close();
        notifications.close();
        activity.close();
        running = Optional.empty();
        return all;
    }

    private void configure(JavalinConfig javalin) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.concurrency.useVirtualThreads = true;
        javalin.http.maxRequestSize = BODY_BYTES_MAX;
        // Forms with files; only who is signed in may send one, and each file has a bound of its own.
        javalin.jetty.multipartConfig.maxFileSize(Visit.UPLOAD_BYTES_MAX, SizeUnit.BYTES);
        javalin.jetty.multipartConfig.maxTotalRequestSize(Visit.UPLOAD_BYTES_MAX, SizeUnit.BYTES);
        javalin.jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.MB);
        javalin.jetty.modifyServletContextHandler(handler -> handler.setMaxFormContentSize(LargeForm.FIELDS_BYTES_MAX));
        javalin.jetty.modifyServletContextHandler(handler -> {
            var languages = new FilterHolder(new LanguageFilter(editedMessages));
            languages.setAsyncSupported(true);
            handler.addFilter(languages, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        });
        javalin.router.ignoreTrailingSlashes = true;
        javalin.http.compressionStrategy = CompressionStrategy.NONE;
        javalin.http.prefer405over404 = true;
        javalin.jetty.addConnector(this::connector);
        javalin.jetty.modifyServer(server -> server.setErrorHandler(Web::unreadable));
        javalin.requestLogger.http(this::answered);
        var to = javalin.routes;
        to.before(this::received);
        routes.declare(to);
        to.exception(Stop.class, (stop, context) -> {
            stop.after().ifPresent(after -> context.header("Retry-After", String.valueOf(seconds(after))));
            told(context, stop.status(), stop.told());
        });
        to.exception(Found.Moved.class, (moved, context) -> context.redirect(moved.location(), HttpStatus.FOUND));
        to.exception(Found.Away.class, (away, context) -> away(context, away));
        to.exception(HttpResponseException.class, (e, context) -> {
            // RFC 9110 §15.5.6: who may not do this is told what may be done.
            Optional.ofNullable(e.getDetails().get("availableMethods"))
                    .ifPresent(methods -> context.header("Allow", methods));
            told(context, e.getStatus(), words(e.getStatus()));
        });
        to.exception(DatabaseException.class, this::unavailable);
        to.exception(StorageException.class, this::unavailable);
        to.exception(ServletException.class, this::unreadable);
        to.exception(EofException.class, (e, context) -> LOG.info("request={} its client went away", id(context)));
        to.exception(Exception.class, (e, context) -> {
            LOG.error("request={} failed", id(context), e);
            told(context, 500, words(500));
        });
        to.error(404, context -> {
            // Routes that do not exist look like things that do not exist.
            if (context.attribute(Visit.ANSWERED) == null)
                told(context, 404, Stop.notFound().told());
        });
    }

    private static long seconds(Duration after) {
        return Math.max(1, after.plusMillis(999).toSeconds());
    }

    /// What is no request at all never comes to the routes: it gets a sentence, and hears nothing of what
    /// we are made of.
    private static boolean unreadable(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Cache-Control", "no-store");
        byte[] told = (words(response.getStatus()) + "\n").getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(told), callback);
        return true;
    }

    /// A form that is too large, or cut off, is its sender's fault.
    private void unreadable(ServletException failure, Context context) {
        if (!(failure.getCause() instanceof HttpException bad)) {
            LOG.error("request={} failed", id(context), failure);
            told(context, 500, words(500));
            return;
        }
        told(context, bad.getCode(), words(bad.getCode()));
    }

    /// A disk or a database that fails is not the asker's fault, and may be better soon.
    private void unavailable(Exception failure, Context context) {
        LOG.error("request={} failed", id(context), failure);
        String told = NoSpace.causes(failure)
                ? "There is " + NoSpace.TOLD + "."
                : "This node cannot get at what it keeps. Try again later.";
        context.header("Retry-After", RETRY_SECONDS);
        try {
            told(context, 503, told);
        } catch (DatabaseException _) {
            // Even to look who asks takes the database.
            GitHandlers.error(context, 503, told);
        }
    }

    private Connector connector(Server server, HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        if (!config.trustedProxies().isEmpty()) http.addCustomizer(new TrustedProxies(config.trustedProxies()));
        var plain = new HttpConnectionFactory(http);
        ServerConnector connector = config.tls()
                .map(files -> {
                    http.addCustomizer(new SecureRequestCustomizer(false));
                    return new ServerConnector(
                            server, 1, 1, new SslConnectionFactory(Tls.context(files), "http/1.1"), plain);
                })
                .orElseGet(() -> new ServerConnector(server, 1, 1, plain));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setIdleTimeout(config.patience().toMillis());
        connector.addBean(new SlowClients(connector.getScheduler(), config.patience()));
        server.addBean(new NetworkConnectionLimit(config.connectionsMax(), connector));
        return connector;
    }

    private void received(Context context) {
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Content-Security-Policy", POLICY);
        context.header("Referrer-Policy", "same-origin");
        context.header("Cross-Origin-Resource-Policy", "same-origin");
        context.header("Cross-Origin-Opener-Policy", "same-origin");
        if (config.publicUrl().filter(url -> "https".equals(url.getScheme())).isPresent())
            context.header("Strict-Transport-Security", "max-age=31536000");
        if (!traffic.enters()) throw new ServiceUnavailableResponse(words(503));
        // Not before its last byte is written: else a node that stops would cut that off.
        Request.addCompletionListener(
                ServletContextRequest.getServletContextRequest(context.req()), _ -> traffic.leaves());
        byte[] id = new byte[8];
        random.nextBytes(id);
        context.attribute(REQUEST, HexFormat.of().formatHex(id));
        context.header("X-Request-Id", id(context));
        // Work in the background waits, but not for pages that stay open for news.
        if (!"text/event-stream".equals(context.header("Accept")))
            foreground.ifPresent(it -> context.attribute(REQUEST + ".busy", it.busy()));
        // Jetty lets %u002e pass, and the router stumbles over it.
        if (BAD_ESCAPE.matcher(context.req().getRequestURI()).find()) throw new BadRequestResponse();
    }

    private static String id(Context context) {
        String id = context.attribute(REQUEST);
        return id == null ? "-" : id;
    }

    private void told(Context context, int status, String told) {
        context.attribute(Visit.ANSWERED, true);
        if (context.res().isCommitted()) return;
        if (status == 413) Unread.take(context);
        if (Httpd.covers(context)) {
            Httpd.error(context, status, told);
            return;
        }
        if (Api.covers(context.path())) {
            Api.error(context, status, told);
            return;
        }
        if (Mcp.covers(context.path())) {
            Mcp.error(context, status, told);
            return;
        }
        if (GitHandlers.covers(context.path()) || Documents.covers(context.path())) {
            GitHandlers.error(context, status, told);
            return;
        }
        var visit = visits.of(context);
        if (status == 401
                && context.method().name().equals("GET")
                && visit.person().isEmpty()) {
            String query = context.queryString();
            String here = context.req().getRequestURI() + (query == null ? "" : "?" + query);
            visit.go("/login?next=" + URLEncoder.encode(here, StandardCharsets.UTF_8));
            return;
        }
        visit.show(status, "error.jte", title(status), Map.of("status", status, "told", told, "request", id(context)));
    }

    /// What has moved to another server says where it is; a page below its first leads to the same one there.
    private void away(Context context, Found.Away gone) {
        var there = gone.location(context);
        if (there.isPresent()) {
            // It may come back: nobody keeps the way for ever.
            context.header("Cache-Control", "max-age=300").redirect(there.get(), HttpStatus.MOVED_PERMANENTLY);
            return;
        }
        var repo = gone.repo();
        boolean looks =
                context.method().name().equals("GET") || context.method().name().equals("HEAD");
        visits.of(context)
                .show(
                        looks ? 200 : 409,
                        "repo/away.jte",
                        text("error.has-moved", repo.path()),
                        Map.of("repo", repo, "away", repo.away().orElseThrow()));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> text("error.makes-no-sense");
            case 401 -> text("error.sign-in-first");
            case 403 -> text("error.not-allowed");
            case 404 -> text("error.not-found");
            case 405 -> text("error.cannot-be-done");
            case 413 -> text("error.too-large");
            case 429 -> text("error.too-many-attempts");
            case 503 -> text("error.not-now");
            case 500 -> text("error.something-broke");
            default -> text("error.did-not-work");
        };
    }

    private static String words(int status) {
        return switch (status) {
            case 404 -> Stop.notFound().told();
            case 405 -> "That cannot be done here.";
            case 413 -> "What was sent is larger than a form may be.";
            case 503 -> "This node is stopping. Try again in a minute.";
            case 500 -> "The node failed to answer. Its log says more under the number of this request.";
            default -> "The node could not understand this request.";
        };
    }

    private void answered(Context context, float milliseconds) {
        if (context.attribute(REQUEST + ".busy") instanceof Foreground.Busy busy) busy.close();
        var matched = context.endpoints().lastHttpEndpoint();
        String route = matched == null ? "none" : matched.path;
        // The path of a one-time link is a secret: only its route is written.
        boolean secret = route.startsWith("/join/") || route.startsWith("/reset/");
        String path = secret ? route : context.path().replaceAll("[\\p{Cntrl}\\s\"]", "?");
        String method = context.method().name();
        int status = context.statusCode();
        var took = Duration.ofNanos((long) (milliseconds * 1_000_000));
        health.answered(method, route, status, took);
        String type = context.res().getContentType();
        if (type != null && type.startsWith("text/html")) health.paged(took);
        LOG.info(
                "request={} method={} path=\"{}\" status={} ms={} from={}",
                id(context),
                method,
                path,
                status,
                Math.round(milliseconds),
                context.ip());
    }
}
