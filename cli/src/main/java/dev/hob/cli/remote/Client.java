package dev.hob.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.Secret;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/// Speaks with the API of one node, `/api/v1` (and `/api/hob/v1` for what is ours alone), as one caller. Used by one
/// thread.
///
/// What proves the caller goes to this node's own scheme, host and port, and nowhere else, whatever a redirect says.
public final class Client implements AutoCloseable {
    /// What a page of a list holds, as far as nodes allow.
    public static final int PAGE = 50;

    /// What only nodes like ours have.
    private static final String OURS = "/api/hob/v1";

    private static final Pattern OURS_ALONE =
            Pattern.compile("/(federation|search)\\b.*|/repos/[^/]+/[^/]+/pulls/\\d+/reviewers/suggested");

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration TRANSFER_TIMEOUT = Duration.ofMinutes(30);
    private static final int ANSWER_BYTES_MAX = 32 * 1024 * 1024;
    private static final int REDIRECTS_MAX = 5;
    private static final int PAGES_MAX = 20_000;
    private static final int TRIES_MAX = 4;
    private static final int WAIT_SECONDS_MAX = 30;
    private static final int TOLD_MAX = 500;
    /// What nodes say of anything that is missing.
    private static final Set<String> SAYS_NOTHING =
            Set.of("", "Not Found", "not found", "The target couldn't be found.");

    private static final Pattern NEXT = Pattern.compile("<([^>]{1,4000})>\\s*;[^,]*\\brel=\"?next\"?");

    private final NodeUrl node;
    private final Caller caller;
    private final Duration timeout;
    private final HttpClient http;

    /// Who calls.
    private sealed interface Caller {
        record Nobody() implements Caller {}

        record Holder(Login login) implements Caller {}

        record Knower(String account, Secret password) implements Caller {}
    }

    private Client(NodeUrl node, Caller caller, Duration timeout) {
        this.node = node;
        this.caller = caller;
        this.timeout = timeout;
        this.http = http(node);
    }

    private static HttpClient http(NodeUrl node) {
        // HTTP/1.1: a command asks for little, and asking for more would only cost it a longer start.
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT);
        // Without TLS nothing is gained by reading all certificates that this computer trusts; so none is trusted.
        if (!node.uri().getScheme().equals("https")) builder.sslContext(trustingNobody());
        return builder.build();
    }

    private static SSLContext trustingNobody() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new Unable("this Java has no TLS", e);
        }
    }

    /// As whoever is logged in at a node, or as nobody.
    public static Client of(NodeUrl node, Optional<Login> login) {
        return of(node, login, ANSWER_TIMEOUT);
    }

    static Client of(NodeUrl node, Optional<Login> login, Duration timeout) {
        login.ifPresent(it -> {
            if (!it.node().equals(node)) throw new AssertionError("a token of " + it.node() + " is not for " + node);
            if (!node.isSafe() && !it.allowHttp()) throw new Unable(unsafe(node));
        });
        return new Client(node, login.<Caller>map(Caller.Holder::new).orElse(new Caller.Nobody()), timeout);
    }

    /// With a password, for making a token and ending it.
    public static Client withPassword(NodeUrl node, String account, Secret password, boolean allowHttp) {
        if (!node.isSafe() && !allowHttp) throw new Unable(unsafe(node));
        return new Client(node, new Caller.Knower(account, password), ANSWER_TIMEOUT);
    }

    /// Why nothing secret goes to an address.
    public static String unsafe(NodeUrl node) {
        return "others could read along on the way to " + node + ": use https, or say --allow-http at `hob login`";
    }

    /// A path below `/api/v1` from its parts; what is between `{}` is filled in, escaped.
    public static String path(String pattern, Object... parts) {
        var path = new StringBuilder();
        int from = 0;
        for (Object part : parts) {
            int to = pattern.indexOf("{}", from);
            path.append(pattern, from, to).append(escape(part.toString()));
            from = to + 2;
        }
        return path.append(pattern.substring(from)).toString();
    }

    /// A path with a question behind it; empty values are left out.
    public static String query(String path, Map<String, String> fields) {
        var query = new StringBuilder(path);
        char before = '?';
        for (var field : fields.entrySet()) {
            if (field.getValue().isEmpty()) continue;
            query.append(before).append(field.getKey()).append('=').append(escape(field.getValue()));
            before = '&';
        }
        return query.toString();
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    public Answer get(String path) {
        return call("GET", api(path), Optional.empty());
    }

    /// A text that is no JSON.
    public String text(String path) {
        var response = asked("GET", api(path), Optional.empty());
        if (response.statusCode() >= 400) throw new Unable(told(response.statusCode(), response.body(), response));
        return new String(response.body(), UTF_8);
    }

    public Answer post(String path, Json body) {
        return call("POST", api(path), Optional.of(body));
    }

    public Answer patch(String path, Json body) {
        return call("PATCH", api(path), Optional.of(body));
    }

    public Answer delete(String path) {
        return call("DELETE", api(path), Optional.empty());
    }

    /// Hands a message to what a node has for assistants, which is no part of its API.
    ///
    /// @return the answer as it came, whatever its status
    public HttpResponse<byte[]> message(byte[] json, Map<String, String> headers) {
        var request = request(URI.create(node + "/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofByteArray(json));
        headers.forEach(request::header);
        return coming(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX), timeout);
    }

    /// Sends a file as it is.
    public Answer upload(String path, Path file) {
        try {
            var request = request(api(path))
                    .header("Content-Type", "application/octet-stream")
                    .POST(BodyPublishers.ofFile(file));
            return answer(coming(
                    request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX), TRANSFER_TIMEOUT));
        } catch (FileNotFoundException e) {
            throw new Unable("there is no file " + file, e);
        }
    }

    /// Fetches a file from an address that the node has told, into a file that is not there yet.
    ///
    /// @param bytesMax the most that it may be
    public void download(String link, Path into, long bytesMax) {
        var uri = inside(link);
        for (int redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
            var response = coming(request(uri), BodyHandlers.ofInputStream(), ANSWER_TIMEOUT);
            try (var content = response.body()) {
                int status = response.statusCode();
                if (status >= 300 && status < 400) {
                    uri = redirected("GET", uri, response);
                    continue;
                }
                if (status != 200) throw new Unable(told(status, content.readNBytes(TOLD_MAX), response));
                save(content, into, bytesMax);
                return;
            } catch (IOException e) {
                throw new Unable("the connection to " + node + " failed: " + e.getMessage(), e);
            }
        }
        throw new Unable(node + " sends us from one place to another without end");
    }

    private static void save(InputStream content, Path into, long bytesMax) throws IOException {
        long left = bytesMax;
        byte[] buffer = new byte[1 << 16];
        try (var out = Files.newOutputStream(into, StandardOpenOption.CREATE_NEW)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                left -= read;
                if (left < 0) throw new Unable("more came than the node had said");
                out.write(buffer, 0, read);
            }
        }
    }

    /// The first items of a list, over as many pages as that takes.
    ///
    /// @param more told each time how many there are so far; false ends the list
    public Listed list(String path, Map<String, String> fields, int max, Predicate<Integer> more) {
        var items = new ArrayList<Json>();
        var asked = new java.util.LinkedHashMap<>(fields);
        asked.put("limit", String.valueOf(Math.min(PAGE, max)));
        Optional<URI> page = Optional.of(api(query(path, asked)));
        Optional<Long> total = Optional.empty();
        for (int count = 0; page.isPresent() && items.size() < max; count++) {
            if (count >= PAGES_MAX) throw new Unable("the list of " + node + " does not end");
            switch (call("GET", page.get(), Optional.empty())) {
                case Answer.Refused refused -> throw new Unable(refused.told());
                case Answer.Given(var body, var next, var length) -> {
                    items.addAll(body.items());
                    total = length;
                    page = body.items().isEmpty() ? Optional.empty() : next.map(this::inside);
                }
            }
            if (!more.test(items.size())) break;
        }
        boolean cut = items.size() > max || page.isPresent();
        return new Listed(List.copyOf(items.subList(0, Math.min(max, items.size()))), total, cut);
    }

    /// The whole of a list.
    public List<Json> all(String path, Map<String, String> fields) {
        return list(path, fields, Integer.MAX_VALUE, _ -> true).items();
    }

    /// @param total how long the whole list is, when the node says so
    /// @param isCut whether there is more
    public record Listed(List<Json> items, Optional<Long> total, boolean isCut) {}

    private URI api(String path) {
        return URI.create(node + (OURS_ALONE.matcher(path).matches() ? OURS : "/api/v1") + path);
    }

    /// A page that a node sends us to must be its own: the token goes with the request.
    private URI inside(String link) {
        var uri = resolve(node.uri(), link);
        // A node behind a proxy may know itself by another address than we do; then only the path counts.
        return node.sameOrigin(uri) ? uri : URI.create(node.origin() + uri.getRawPath() + question(uri));
    }

    private static String question(URI uri) {
        return uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    }

    private URI resolve(URI from, String link) {
        try {
            return from.resolve(link);
        } catch (IllegalArgumentException e) {
            throw new Unable(node + " sends us to what is no address", e);
        }
    }

    private Answer call(String method, URI first, Optional<Json> body) {
        return answer(asked(method, first, body));
    }

    private HttpResponse<byte[]> asked(String method, URI first, Optional<Json> body) {
        var uri = first;
        int tries = 0;
        for (int redirects = 0; redirects <= REDIRECTS_MAX; ) {
            var response = send(method, uri, body);
            int status = response.statusCode();
            if (status >= 300 && status < 400 && status != 304) {
                uri = redirected(method, uri, response);
                redirects++;
            } else if (!isBusy(method, status) || ++tries == TRIES_MAX || !waits(response)) {
                return response;
            }
        }
        throw new Unable(node + " sends us from one place to another without end");
    }

    /// Whether the node did nothing yet; of a proxy that says 503 nobody knows, so only a question is asked again.
    private static boolean isBusy(String method, int status) {
        return status == 429 || (status == 503 && method.equals("GET"));
    }

    /// Only a question may be asked elsewhere, and only of the same node: a token is not for others.
    private URI redirected(String method, URI from, HttpResponse<?> response) {
        String location = response.headers().firstValue("Location").orElse("");
        var to = resolve(from, location);
        if (!node.sameOrigin(to))
            throw new Unable(node + " sends us to " + Text.line(to.toString())
                    + ", which is another place; if you trust it, log in there");
        if (!method.equals("GET"))
            throw new Unable("it is now at " + Text.line(to.getPath()) + ", and nothing was changed there");
        return to;
    }

    /// Waits as long as a node asks us to, when that is bearable; with a password never, since that would be guessing.
    private boolean waits(HttpResponse<byte[]> response) {
        if (caller instanceof Caller.Knower) return false;
        String text = response.headers().firstValue("Retry-After").orElse("");
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > WAIT_SECONDS_MAX) return false;
        try {
            Thread.sleep(Duration.ofSeconds(Math.max(1, Integer.parseInt(text))));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unable("interrupted", e);
        }
    }

    private HttpResponse<byte[]> send(String method, URI uri, Optional<Json> body) {
        var request = request(uri)
                .header("Accept", "application/json")
                .method(
                        method,
                        body.map(it -> BodyPublishers.ofString(it.compact())).orElse(BodyPublishers.noBody()));
        if (body.isPresent()) request.header("Content-Type", "application/json");
        return coming(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX), timeout);
    }

    /// What goes with every request.
    private HttpRequest.Builder request(URI uri) {
        if (!node.sameOrigin(uri)) throw new AssertionError(uri + " is not at " + node);
        var request = HttpRequest.newBuilder(uri).header("User-Agent", "hob");
        switch (caller) {
            case Caller.Nobody() -> {}
            case Caller.Holder(var login) ->
                request.header("Authorization", "token " + login.token().text());
            case Caller.Knower(var account, var password) -> {
                byte[] pair = (account + ":" + password.text()).getBytes(UTF_8);
                request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
            }
        }
        return request;
    }

    private <T> HttpResponse<T> coming(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler, Duration patience) {
        var coming = http.sendAsync(request.build(), handler);
        try {
            // The time is that of the whole answer: one that drips ends as well.
            return coming.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new Unreachable(node + " did not answer within " + patience.toSeconds() + " seconds", e);
        } catch (ExecutionException e) {
            throw new Unreachable(failure(Optional.ofNullable(e.getCause()).orElse(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unable("interrupted", e);
        }
    }

    private String failure(Throwable cause) {
        for (var at = cause; at != null; at = at.getCause()) {
            switch (at) {
                case HttpConnectTimeoutException _ -> {
                    return node + " cannot be reached: it does not answer";
                }
                case UnresolvedAddressException _ -> {
                    return "there is no machine called " + node.uri().getHost();
                }
                case UnknownHostException _ -> {
                    return "there is no machine called " + node.uri().getHost();
                }
                case SSLException ssl -> {
                    return "the connection to " + node + " is not safe: " + ssl.getMessage();
                }
                default -> {}
            }
        }
        if (cause instanceof ConnectException) return "nothing listens at " + node;
        if (cause instanceof IOException && String.valueOf(cause.getMessage()).contains("body exceeds"))
            return node + " answered with more than " + ANSWER_BYTES_MAX / 1024 / 1024 + " MiB";
        return "the connection to " + node + " failed: " + cause.getMessage();
    }

    private Answer answer(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status >= 400) return new Answer.Refused(status, told(status, response.body(), response));
        try {
            var body = response.body().length == 0 ? new Json.Nothing() : Json.read(response.body());
            return new Answer.Given(body, next(response), total(response));
        } catch (Json.Malformed e) {
            throw new Unable(response.uri() + " answered with what is no JSON: is " + node + " a node?", e);
        }
    }

    private static Optional<String> next(HttpResponse<byte[]> response) {
        var match = NEXT.matcher(String.join(",", response.headers().allValues("Link")));
        return match.find() ? Optional.of(match.group(1)) : Optional.empty();
    }

    private static Optional<Long> total(HttpResponse<byte[]> response) {
        return response.headers()
                .firstValue("X-Total-Count")
                .filter(text -> text.matches("\\d{1,15}"))
                .map(Long::valueOf);
    }

    private String told(int status, byte[] body, HttpResponse<?> response) {
        String message = message(body);
        String wait = response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> "; try again in " + text + " seconds")
                .orElse("");
        return switch (status) {
            case 401 ->
                switch (caller) {
                    case Caller.Nobody() -> node + " wants to know who you are: hob login " + node;
                    case Caller.Holder _ -> node + " does not take your token any more: hob login " + node;
                    case Caller.Knower knower ->
                        "the password is not that of " + knower.account() + ", or there is no such account";
                };
            case 404 -> SAYS_NOTHING.contains(message) ? missing() : message;
            case 429, 503 -> (message.isEmpty() ? node + " is busy" : message) + wait;
            default -> message.isEmpty() ? node + " answered with status " + status : message;
        };
    }

    private String missing() {
        return "there is no such thing at " + node
                + (caller instanceof Caller.Nobody ? ", or you must log in to see it" : ", or you may not see it");
    }

    private static String message(byte[] body) {
        try {
            String told = Text.line(Json.read(body).text("message").orElse(""));
            return told.length() > TOLD_MAX ? told.substring(0, TOLD_MAX) + "…" : told;
        } catch (Json.Malformed _) {
            return ""; // A page of a proxy, perhaps; the status says enough.
        }
    }

    @Override
    public void close() {
        // Not close(), which waits for idle connections: the command is over.
        http.shutdownNow();
    }
}
