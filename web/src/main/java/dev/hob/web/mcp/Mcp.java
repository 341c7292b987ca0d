package dev.hob.web.mcp;

import dev.hob.node.Node;
import dev.hob.node.people.Viewer;
import dev.hob.search.Search;
import dev.hob.web.html.HungUp;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visits;
import dev.hob.web.login.Authentication;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where assistants ask: `/mcp`, by the transport that the protocol calls Streamable HTTP, without sessions. Each
/// request says by its token who asks, and is answered at once; nothing stays open, and nothing is remembered in
/// between. Shared between threads.
public final class Mcp {
    public static final String PATH = "/mcp";

    /// The longest comment, every character of it escaped, fits in.
    static final int BODY_BYTES_MAX = 512 * 1024;

    /// So many requests of one account are answered at once.
    static final int AT_ONCE_MAX = 8;

    private static final String VERSION = "MCP-Protocol-Version";

    private final Node node;
    private final Optional<Search> search;
    private final Authentication authentication;
    private final Visits visits;
    private final Optional<URI> publicUrl;
    private final Map<String, Integer> running = new HashMap<>();
    private Optional<Servers> servers = Optional.empty();

    /// @param publicUrl what people call this node, when it is not what they connect to
    public Mcp(
            Node node, Optional<Search> search, Authentication authentication, Visits visits, Optional<URI> publicUrl) {
        this.node = node;
        this.search = search;
        this.authentication = authentication;
        this.visits = visits;
        this.publicUrl = publicUrl;
    }

    /// Whether a path belongs to this, so that errors are told as JSON-RPC.
    public static boolean covers(String path) {
        return path.equals(PATH) || path.equals(PATH + "/");
    }

    /// An error that answers no request in particular.
    public static void error(Context context, int status, String told) {
        // JSON-RPC 2.0 §5.1: what cannot be read has this code, and no id.
        String json = "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"%s\"}}"
                .formatted(told.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " "));
        send(context, status, json.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(Context context, int status, byte[] json) {
        context.status(status)
                .contentType("application/json;charset=utf-8")
                .header("Cache-Control", "no-store")
                .result(json);
    }

    /// Answers a message.
    public void post(Context context) throws IOException {
        var viewer = viewer(context);
        String type = Optional.ofNullable(context.contentType()).orElse("");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json"))
            throw new Stop(415, "A message is sent as application/json.");
        String version = context.header(VERSION);
        var all = servers();
        if (version != null && !all.speaks(version))
            throw new Stop(400, "This node does not speak that version of the protocol.");
        String id = viewer.person().orElseThrow().id();
        if (!enters(id))
            throw Stop.later(
                    429,
                    "This account asks for too much at once: at most " + AT_ONCE_MAX + " requests.",
                    Duration.ofSeconds(1));
        try {
            var client = new Client(viewer, visits.base(context).toString(), HungUp.of(context.req()));
            var reply = all.answer(client, body(context));
            if (reply.json().isEmpty()) context.status(reply.status()).header("Cache-Control", "no-store");
            else send(context, reply.status(), reply.json().get());
        } finally {
            leaves(id);
        }
    }

    /// Whatever else is asked of this address: there is no stream to listen to, and no session to end.
    public void other(Context context) {
        viewer(context);
        context.header("Allow", "POST");
        throw new Stop(405, "Messages are sent with POST. There is no stream to listen to, and no session to end.");
    }

    private static byte[] body(Context context) throws IOException {
        var tooLarge = new Stop(413, "A message has at most " + BODY_BYTES_MAX + " bytes.");
        if (context.req().getContentLengthLong() > BODY_BYTES_MAX) throw tooLarge;
        byte[] bytes = context.req().getInputStream().readNBytes(BODY_BYTES_MAX + 1);
        if (bytes.length > BODY_BYTES_MAX) throw tooLarge;
        return bytes;
    }

    /// Who asks, if they may ask at all.
    private Viewer viewer(Context context) {
        String origin = context.header("Origin");
        // The protocol's transports, "Security warning": a page of elsewhere must not reach a node that is near.
        if (origin != null && !isOurs(origin, context.req().getLocalPort()))
            throw new Stop(403, "Pages of other places may not ask here.");
        var viewer =
                switch (authentication.check(context)) {
                    case Authentication.Answer.Known(var known, var byPassword) when !byPassword -> known;
                    case Authentication.Answer.Known _, Authentication.Answer.Wrong _ ->
                        throw refused(
                                context,
                                401,
                                "error=\"invalid_token\"",
                                "That is no token of this node. Tokens are made in the settings of an account, at"
                                        + " /settings/tokens.");
                    case Authentication.Answer.Anonymous _ ->
                        throw refused(
                                context,
                                401,
                                "",
                                "Send a token of your account: Authorization: Bearer hob_…; it is made at"
                                        + " /settings/tokens.");
                    case Authentication.Answer.Slow(var after) -> {
                        long seconds = after.toSeconds() + 1;
                        throw Stop.later(
                                429,
                                "Too many failed attempts; try again in " + seconds + " seconds.",
                                Duration.ofSeconds(seconds));
                    }
                };
        if (Catalogue.SCOPES.stream().noneMatch(viewer.grant()::allows))
            throw refused(
                    context,
                    403,
                    "error=\"insufficient_scope\", scope=\"read:repository read:issue\"",
                    "This token may see neither repositories nor issues: make one with read:repository and read:issue.");
        return viewer;
    }

    /// RFC 6750 §3.
    private static Stop refused(Context context, int status, String details, String told) {
        context.header("WWW-Authenticate", "Bearer realm=\"Hob\"" + (details.isEmpty() ? "" : ", " + details));
        return new Stop(status, told);
    }

    /// Whether a page of this node asks. What the request calls the node says nothing: who turns a name around decides
    /// that too.
    private boolean isOurs(String origin, int port) {
        return publicUrl
                .map(it -> origin(it).equalsIgnoreCase(origin))
                .orElseGet(() -> List.of("localhost", "127.0.0.1", "[::1]").stream()
                        .flatMap(host -> List.of("http://", "https://").stream().map(scheme -> scheme + host))
                        .anyMatch(it -> origin.equalsIgnoreCase(it + ":" + port)));
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private boolean enters(String id) {
        synchronized (running) {
            if (running.getOrDefault(id, 0) >= AT_ONCE_MAX) return false;
            running.merge(id, 1, Integer::sum);
            return true;
        }
    }

    private void leaves(String id) {
        synchronized (running) {
            running.computeIfPresent(id, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    private synchronized Servers servers() {
        if (servers.isEmpty()) servers = Optional.of(new Servers(node, search));
        return servers.get();
    }
}
