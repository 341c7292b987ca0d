package dev.hob.search.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a server that speaks as OpenAI, Ollama and llama.cpp do; its vectors are those of words.
class HttpEmbedderTest extends EmbedderContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Embedder words = new WordsEmbedder();
    private final List<JsonNode> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private HttpEmbedder embedder;
    private volatile int status = 200;
    private volatile int scale = 3;
    private volatile int missing;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/embeddings", this::answer);
        server.start();
        embedder = embedder("", "");
    }

    @AfterEach
    void stop() {
        embedder.close();
        server.stop(0);
    }

    @Override
    Embedder embedder() {
        return embedder;
    }

    @Test
    void it_sends_model_key_and_texts() {
        embedder.documents(List.of("one", "two"));
        assertThat(asked.getFirst().path("model").asText()).isEqualTo("some-model");
        assertThat(asked.getFirst().path("input")).extracting(JsonNode::asText).containsExactly("one", "two");
        assertThat(authorizations.getFirst()).isEqualTo("Bearer hush");
    }

    @Test
    void many_texts_go_in_several_requests() {
        var texts = new ArrayList<String>();
        for (int i = 0; i < 150; i++) texts.add("text " + i);
        assertThat(embedder.documents(texts)).hasSize(150);
        assertThat(asked).hasSize(3);
    }

    @Test
    void what_a_model_wants_before_questions_and_texts_is_put_there() {
        try (var other = embedder("query: ", "passage: ")) {
            other.query("q");
            other.documents(List.of("d"));
        }
        assertThat(asked).extracting(a -> a.path("input").path(0).asText()).containsExactly("query: q", "passage: d");
    }

    @Test
    void a_server_that_refuses_is_named() {
        status = 401;
        assertThatThrownBy(() -> embedder.query("x"))
                .isInstanceOf(EmbeddingException.class)
                .hasMessageContaining("some-model at http://")
                .hasMessageNotContaining("hush");
    }

    @Test
    void a_server_that_is_away_is_named() {
        server.stop(0);
        assertThatThrownBy(() -> embedder.query("x")).isInstanceOf(EmbeddingException.class);
    }

    @Test
    void fewer_vectors_than_texts_are_no_answer() {
        missing = 1;
        assertThatThrownBy(() -> embedder.documents(List.of("a", "b"))).isInstanceOf(EmbeddingException.class);
    }

    @Test
    void vectors_of_another_size_than_before_are_no_answer() {
        embedder.query("a");
        scale = 0;
        assertThatThrownBy(() -> embedder.query("b"))
                .isInstanceOf(EmbeddingException.class)
                .hasMessageContaining("256 before");
    }

    @Test
    void a_key_says_nothing() {
        assertThat(new HttpEmbedder.Key("hush")).asString().doesNotContain("hush");
    }

    private HttpEmbedder embedder(String beforeQuestions, String beforeDocuments) {
        var base = URI.create(
                "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort()));
        return new HttpEmbedder(new HttpEmbedder.Model(
                base, "some-model", Optional.of(new HttpEmbedder.Key("hush")), beforeQuestions, beforeDocuments));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = JSON.readTree(exchange.getRequestBody());
            asked.add(body);
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            var answer = JSON.createObjectNode().put("object", "list").put("model", "some-model");
            var data = answer.putArray("data");
            for (int i = 0; i < body.path("input").size() - missing; i++) {
                var vector = words.query(body.path("input").path(i).asText());
                var numbers = data.addObject()
                        .put("object", "embedding")
                        .put("index", i)
                        .putArray("embedding");
                if (scale == 0) numbers.add(1.0f);
                else for (float number : vector) numbers.add(number * scale); // Not every server gives length 1.
            }
            answer.putObject("usage").put("prompt_tokens", 1).put("total_tokens", 1);
            byte[] bytes = status == 200
                    ? JSON.writeValueAsBytes(answer)
                    : "{\"error\":{\"message\":\"no\"}}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
