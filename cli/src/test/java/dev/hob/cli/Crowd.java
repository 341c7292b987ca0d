package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hob.federation.signature.Form;
import dev.hob.federation.signature.HttpSignatures;
import dev.hob.federation.signature.Request;
import dev.hob.federation.signature.SecretKey;
import dev.hob.federation.vocab.Id;
import dev.hob.keys.RsaKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// As many people as asked for on fifty servers, each an address of this machine, who sign what they send. Shared
/// between threads.
final class Crowd implements AutoCloseable {
    static final int HOSTS = 50;
    private static final Pattern PERSON = Pattern.compile("/users/(p\\d+)");
    private static final String CONTEXT = "https://www.w3.org/ns/activitystreams";
    private static final String PUBLIC = CONTEXT + "#Public";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RsaKey key = RsaKey.generate();
    private final RsaKey wrong = RsaKey.generate();

    Crowd() throws IOException {
        server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    static String host(int person) {
        return "127.0.1." + (1 + person % HOSTS);
    }

    /// The id of somebody.
    String id(int person) {
        return "http://" + host(person) + ":" + server.getAddress().getPort() + "/users/p" + person;
    }

    /// How the API names somebody.
    String handle(int person) {
        return "p" + person + "@" + host(person) + ":" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var path = PERSON.matcher(exchange.getRequestURI().getPath());
            if (exchange.getRequestMethod().equals("POST")) exchange.sendResponseHeaders(202, -1);
            else if (!path.matches()) exchange.sendResponseHeaders(404, -1);
            else {
                String origin = "http://" + exchange.getRequestHeaders().getFirst("Host");
                String id = origin + path.group();
                var person = JSON.createObjectNode();
                person.putArray("@context").add(CONTEXT).add("https://w3id.org/security/v1");
                person.put("id", id).put("type", "Person").put("preferredUsername", path.group(1));
                person.put("inbox", id + "/inbox");
                person.putObject("endpoints").put("sharedInbox", origin + "/inbox");
                person.putObject("publicKey")
                        .put("id", id + "#main-key")
                        .put("owner", id)
                        .put("publicKeyPem", key.publicPem());
                byte[] bytes = JSON.writeValueAsBytes(person);
                exchange.getResponseHeaders().set("Content-Type", "application/activity+json");
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    /// An activity of somebody.
    ///
    /// @param serial no two of the same person have the same
    ObjectNode activity(int person, int serial, String type) {
        var activity = JSON.createObjectNode();
        activity.put("@context", CONTEXT);
        activity.put("id", id(person) + "/acts/" + serial);
        activity.put("type", type).put("actor", id(person));
        activity.putArray("to").add(PUBLIC);
        return activity;
    }

    /// A note of somebody in answer to something.
    ObjectNode note(int person, int serial, String about, String text) {
        var note = JSON.createObjectNode();
        note.put("id", id(person) + "/notes/" + serial).put("type", "Note");
        note.put("attributedTo", id(person)).put("inReplyTo", about);
        note.put("content", "<p>" + text + "</p>");
        note.putArray("to").add(PUBLIC);
        return note;
    }

    /// Sends something until it is answered, over a server that may die and come back.
    ///
    /// @param client of the address that it comes from
    /// @param forged by a key that is not theirs
    /// @param sent what the node answered, not counting that it is busy
    int send(HttpClient client, URI inbox, int person, ObjectNode activity, boolean forged) throws Exception {
        byte[] body = activity.toString().getBytes(UTF_8);
        while (true) {
            try {
                var request = signed(inbox, person, body, forged);
                int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status != 429 && status != 503) return status;
            } catch (IOException _) {
                // It is killed at this moment; whoever sends tries again.
            }
            Thread.sleep(200);
        }
    }

    private HttpRequest signed(URI inbox, int person, byte[] body, boolean forged) {
        var bare = new Request(
                "POST",
                new Id(inbox.toString()),
                List.of(
                        new Request.Header("Host", inbox.getAuthority()),
                        new Request.Header("Content-Type", "application/activity+json")),
                body);
        var keyId = new Id(id(person) + "#main-key");
        // Half of the servers are of this year.
        var form = person % 2 == 0 ? Form.RFC9421 : Form.CAVAGE;
        var secret = new SecretKey.Rsa(forged ? wrong : key);
        var whole = bare.with(HttpSignatures.sign(bare, form, keyId, secret, Instant.now()));
        var request =
                HttpRequest.newBuilder(inbox).timeout(PATIENCE).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        whole.headers().stream()
                .filter(header -> !header.name().equalsIgnoreCase("Host"))
                .forEach(header -> request.header(header.name(), header.value()));
        return request.build();
    }

    /// What sends from an address of this machine.
    static HttpClient from(String address) throws IOException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.getByName(address))
                .connectTimeout(PATIENCE)
                .build();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
