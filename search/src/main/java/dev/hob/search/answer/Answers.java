package dev.hob.search.answer;

import dev.hob.node.language.Messages;
import dev.hob.search.query.Passage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A chat model that somebody serves: Ollama, llama.cpp, a cloud, anything that answers as OpenAI does under
/// `/chat/completions`. Questions and the passages that were found leave the node for that address, so only an operator
/// names it. It has no tools: whatever it is talked into, it can only say something. Shared between threads.
public final class Answers {
    /// So many passages it is given.
    public static final int PASSAGES_MAX = 8;

    private static final int AT_ONCE_MAX = 2;
    private static final int TOKENS_MAX = 800;
    private static final int CHARACTERS_MAX = 20_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int MARK_BYTES = 6;

    private final StreamingChatModel client;
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final SecureRandom random = new SecureRandom();

    /// @param base such as `http://127.0.0.1:11434/v1`
    /// @param key sent as a bearer token where the server wants one
    public record Model(URI base, String name, Optional<Key> key) {}

    /// A secret; says nothing of itself.
    public record Key(String secret) {
        @Override
        public String toString() {
            return "Key[…]";
        }
    }

    public Answers(Model model) {
        client = OpenAiStreamingChatModel.builder()
                .baseUrl(model.base().toString())
                .modelName(model.name())
                .apiKey(model.key().map(Key::secret).orElse("none"))
                .temperature(0.0)
                .maxTokens(TOKENS_MAX)
                .timeout(TIMEOUT)
                .build();
    }

    private sealed interface Event {
        record Said(String text, Runnable cancel) implements Event {}

        record Ended(Optional<Throwable> why) implements Event {}
    }

    /// Answers out of passages, piece by piece as the model says it. Whatever the one who takes the pieces throws ends
    /// it.
    ///
    /// @throws AnswerException when there is no answer, or it breaks off
    public void answer(String question, List<Passage> passages, Consumer<String> said) {
        if (!places.tryAcquire()) throw new AnswerException(Messages.text("answer.others-are-being-answered"));
        try {
            take(asked(question, passages), said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AnswerException(Messages.text("answer.node-is-stopping"), e);
        } finally {
            places.release();
        }
    }

    private LinkedBlockingQueue<Event> asked(String question, List<Passage> passages) {
        var events = new LinkedBlockingQueue<Event>();
        byte[] mark = new byte[MARK_BYTES];
        random.nextBytes(mark);
        var request = ChatRequest.builder()
                .messages(
                        SystemMessage.from(Prompt.RULES),
                        UserMessage.from(
                                Prompt.of(question, passages, HexFormat.of().formatHex(mark))))
                .build();
        try {
            client.chat(request, new StreamingChatResponseHandler() {
                @Override
                public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
                    events.add(new Event.Said(
                            part.text(), () -> context.streamingHandle().cancel()));
                }

                @Override
                public void onCompleteResponse(ChatResponse response) {
                    events.add(new Event.Ended(Optional.empty()));
                }

                @Override
                public void onError(Throwable error) {
                    events.add(new Event.Ended(Optional.of(error)));
                }
            });
        } catch (RuntimeException e) { // The client throws a bare one where it cannot connect.
            throw new AnswerException(Messages.text("answer.model-does-not-answer"), e);
        }
        return events;
    }

    private static void take(LinkedBlockingQueue<Event> events, Consumer<String> said) throws InterruptedException {
        int characters = 0;
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            long left = Math.min(SILENCE.toNanos(), end - System.nanoTime());
            var event = left <= 0 ? null : events.poll(left, TimeUnit.NANOSECONDS);
            switch (event) {
                case null -> throw new AnswerException(Messages.text("answer.model-takes-too-long"));
                case Event.Ended(var why) -> {
                    if (why.isPresent()) throw new AnswerException(Messages.text("answer.model-broke-off"), why.get());
                    return;
                }
                case Event.Said(var text, var cancel) -> {
                    characters += text.length();
                    boolean taken = false;
                    try {
                        said.accept(text);
                        taken = characters <= CHARACTERS_MAX;
                    } finally {
                        if (!taken) cancel.run();
                    }
                    if (!taken) throw new AnswerException(Messages.text("answer.grew-too-long"));
                }
            }
        }
    }
}
