package dev.hob.search.embed;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A model that somebody else serves: Ollama, llama.cpp, a cloud, anything that answers as OpenAI does under
/// `/embeddings`. The texts of what is indexed leave the node for that address, so only an operator names it.
/// Shared between threads.
public final class HttpEmbedder implements Embedder {
    private static final int BATCH_MAX = 64;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int RETRIES = 2;
    private static final int DIMENSIONS_MAX = 4096; // As many as the index takes.

    private final Model model;
    private final OpenAiEmbeddingModel client;
    private volatile int dimensions;

    /// @param base such as `http://127.0.0.1:11434/v1`
    /// @param key sent as a bearer token where the server wants one
    /// @param beforeQuestions what this model wants before a question; often nothing
    /// @param beforeDocuments what it wants before a text; often nothing
    public record Model(URI base, String name, Optional<Key> key, String beforeQuestions, String beforeDocuments) {
        public Model {
            if (name.isBlank()) throw new IllegalArgumentException("a model needs a name");
        }
    }

    /// A secret; says nothing of itself.
    public record Key(String secret) {
        @Override
        public String toString() {
            return "Key[…]";
        }
    }

    public HttpEmbedder(Model model) {
        this.model = model;
        client = OpenAiEmbeddingModel.builder()
                .baseUrl(model.base().toString())
                .modelName(model.name())
                .apiKey(model.key().map(Key::secret).orElse("none"))
                .maxSegmentsPerBatch(BATCH_MAX)
                .maxRetries(RETRIES)
                .timeout(TIMEOUT)
                .build();
    }

    @Override
    public String name() {
        return model.name() + " at " + model.base();
    }

    /// Asks the server the first time.
    @Override
    public int dimensions() {
        if (dimensions == 0) query("how many numbers?");
        return dimensions;
    }

    @Override
    public int atOnce() {
        return 8; // Each question takes a way there and back.
    }

    @Override
    public boolean worksHere() {
        return false;
    }

    @Override
    public List<float[]> documents(List<String> texts) {
        return vectors(model.beforeDocuments(), texts);
    }

    @Override
    public float[] query(String text) {
        return vectors(model.beforeQuestions(), List.of(text)).getFirst();
    }

    @Override
    public void close() {
        // The client has no connection of its own to close.
    }

    private List<float[]> vectors(String before, List<String> texts) {
        if (texts.isEmpty()) return List.of();
        // Servers refuse an empty text; the client refuses one of control characters.
        var answer = answer(texts.stream()
                .map(text -> TextSegment.from(before + (text.trim().isEmpty() ? "." : text)))
                .toList());
        if (answer.size() != texts.size())
            throw new EmbeddingException(
                    "%s answered %d texts with %d vectors".formatted(name(), texts.size(), answer.size()));
        return answer.stream().map(e -> UnitVector.of(checked(e.vector()))).toList();
    }

    private List<Embedding> answer(List<TextSegment> segments) {
        try {
            return client.embedAll(segments).content();
        } catch (RuntimeException e) { // The client throws a bare one where it cannot connect.
            throw new EmbeddingException("cannot embed %d texts with %s".formatted(segments.size(), name()), e);
        }
    }

    private float[] checked(float[] vector) {
        if (vector.length == 0 || vector.length > DIMENSIONS_MAX)
            throw new EmbeddingException(name() + " answers vectors of " + vector.length + " numbers");
        if (dimensions == 0) dimensions = vector.length;
        if (dimensions != vector.length)
            throw new EmbeddingException(
                    "%s answered %d numbers, and %d before".formatted(name(), vector.length, dimensions));
        return vector;
    }
}
