package dev.hob.search.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A server that speaks as OpenAI, Ollama and llama.cpp do, and says what it was told to say.
public final class ChatServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    public final List<JsonNode> asked = Collections.synchronizedList(new ArrayList<>());
    public final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    public final CountDownLatch left = new CountDownLatch(1);
    private final HttpServer server;

    public volatile List<String> words = List.of();
    public volatile int status = 200;
    public volatile boolean breaksOff;
    /// Between two words.
    public volatile long pauseMillis;

    public ChatServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(JSON.readTree(exchange.getRequestBody()));
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(status, status == 200 ? 0 : -1);
        try (exchange;
                var out = exchange.getResponseBody()) {
            if (status != 200) return;
            for (String word : words) {
                var delta = JSON.createObjectNode();
                delta.putArray("choices")
                        .addObject()
                        .put("index", 0)
                        .putObject("delta")
                        .put("content", word);
                out.write(("data: " + delta + "\n\n").getBytes(UTF_8));
                out.flush();
                if (pauseMillis > 0) Thread.sleep(pauseMillis);
            }
            if (!breaksOff) out.write("data: [DONE]\n\n".getBytes(UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            left.countDown();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
