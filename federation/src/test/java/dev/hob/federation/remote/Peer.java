package dev.hob.federation.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hob.federation.signature.Form;
import dev.hob.federation.signature.HttpSignatures;
import dev.hob.federation.signature.Request;
import dev.hob.federation.vocab.Id;
import dev.hob.keys.RsaKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// Another instance, on a loopback address of its own: serves what a test puts there, and keeps what it was asked.
final class Peer implements AutoCloseable {
    static final String ACTIVITY = "application/activity+json";

    private final HttpServer server;
    private final String authority;
    private final Map<String, Says> pages = new ConcurrentHashMap<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();

    /// What it answers to a request.
    @FunctionalInterface
    interface Says {
        Reply to(Request request) throws Exception;
    }

    record Reply(int status, Map<String, String> head, String body) {
        static Reply of(int status) {
            return new Reply(status, Map.of(), "");
        }

        static Reply document(String body) {
            return new Reply(200, Map.of("Content-Type", ACTIVITY), body);
        }
    }

    /// @param address such as `127.0.0.2`
    Peer(String address) throws IOException {
        this(address, 0);
    }

    Peer(String address, int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(address, port), 0);
        authority = address + ":" + server.getAddress().getPort();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    String authority() {
        return authority;
    }

    int port() {
        return server.getAddress().getPort();
    }

    Id id(String path) {
        return new Id("http://" + authority + path);
    }

    /// How often a path was asked for.
    long asked(String path) {
        return requests.stream()
                .filter(request -> request.target().path().equals(path))
                .count();
    }

    void at(String path, Says says) {
        pages.put(path, says);
    }

    void at(String path, ObjectNode document) {
        at(path, _ -> Reply.document(document.toString()));
    }

    /// An actor with a key, under `/u/<name>`, and what WebFinger says of it.
    ObjectNode actor(String name, RsaKey key) {
        var actor = document("/u/" + name, "Person");
        actor.put("preferredUsername", name).put("name", "The " + name);
        actor.put("inbox", id("/u/" + name + "/inbox").value());
        actor.putObject("endpoints").put("sharedInbox", id("/inbox").value());
        actor.putObject("publicKey")
                .put("id", id("/u/" + name + "#main-key").value())
                .put("owner", id("/u/" + name).value())
                .put("publicKeyPem", key.publicPem());
        at("/u/" + name, actor);
        at("/.well-known/webfinger", request -> finger(request, Map.of(name, id("/u/" + name))));
        return actor;
    }

    /// A JSON resource descriptor for those names, on this host.
    Reply finger(Request request, Map<String, Id> names) {
        String resource = java.net.URLDecoder.decode(request.target().query().orElse(""), UTF_8)
                .replaceFirst("resource=acct:", "");
        String name = resource.substring(0, Math.max(0, resource.indexOf('@')));
        var actor = names.get(name);
        if (actor == null) return Reply.of(404);
        return jrd(resource, actor);
    }

    static Reply jrd(String subject, Id actor) {
        var json = JsonNodeFactory.instance.objectNode().put("subject", "acct:" + subject);
        json.putArray("links")
                .addObject()
                .put("rel", "self")
                .put("type", ACTIVITY)
                .put("href", actor.value());
        return new Reply(200, Map.of("Content-Type", "application/jrd+json"), json.toString());
    }

    ObjectNode document(String path, String type) {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("@context", "https://www.w3.org/ns/activitystreams");
        document.put("id", id(path).value()).put("type", type);
        return document;
    }

    /// Answers 401 to whatever is not signed in this form.
    static Says only(Form form, Says says) {
        return request -> {
            boolean message =
                    request.headers().stream().anyMatch(header -> header.name().equalsIgnoreCase("Signature-Input"));
            return message == (form == Form.RFC9421) ? says.to(request) : Reply.of(401);
        };
    }

    /// The claim of a request that it got.
    static HttpSignatures.Reading claim(Request request, java.time.Instant now) {
        return HttpSignatures.read(request, now);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new ArrayList<Request.Header>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> values.forEach(value -> headers.add(new Request.Header(name, value))));
            var request = new Request(
                    exchange.getRequestMethod(),
                    id(exchange.getRequestURI().toString()),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            requests.add(request);
            var says = pages.get(exchange.getRequestURI().getPath());
            var reply = says == null ? Reply.of(404) : says.to(request);
            reply.head().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            byte[] body = reply.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("a test's answer failed", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
