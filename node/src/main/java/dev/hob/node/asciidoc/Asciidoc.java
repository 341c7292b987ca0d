package dev.hob.node.asciidoc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.hob.node.language.Messages;
import dev.hob.node.language.Sentence;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has AsciiDoc made into HTML, one text after the other, by a process that is started for the first and ended
/// when there was none for a while. Each text is made once and kept for some time. Shared between threads.
public final class Asciidoc implements AutoCloseable {
    /// Larger texts are shown as they were written.
    public static final int CHARACTERS_MAX = 512 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Asciidoc.class);
    private static final long KEPT_CHARACTERS_MAX = 2L * Converting.HTML_BYTES_MAX;
    private static final Duration KEPT = Duration.ofDays(1);
    /// Another time it may succeed, when the machine has less to do.
    private static final Duration REFUSED = Duration.ofHours(1);

    private static final int WAITING_MAX = 16;
    /// After so many ends of the process in a row, it is left alone for a while.
    private static final int FAILURES_MAX = 5;

    private static final Answer.Source NOT_HERE = new Answer.Source(Messages.later("asciidoc.not-here"));
    private static final Answer.Source TOO_LARGE = new Answer.Source(Messages.later("asciidoc.too-large"));
    private static final Answer.Source TOO_SLOW = new Answer.Source(Messages.later("asciidoc.too-slow"));
    private static final Answer.Source UNFIT = new Answer.Source(Messages.later("asciidoc.unfit"));
    private static final Answer.Source FAILED = new Answer.Source(Messages.later("asciidoc.failed"));
    private static final Answer.Source NOT_NOW = new Answer.Source(Messages.later("asciidoc.not-now"));

    /// What becomes of a text.
    public sealed interface Answer {
        /// HTML as Asciidoctor writes it, in which anything may stand.
        record Html(String html) implements Answer {}

        /// It is shown as it was written.
        ///
        /// @param told why, for who reads
        record Source(Sentence told) implements Answer {}

        /// It is being rendered, or waits for that.
        record Later() implements Answer {}
    }

    /// How long things may take.
    ///
    /// @param start the process, until it can answer
    /// @param text one text
    /// @param idle how long the process stays when there is none
    /// @param rest how long none is started after it failed again and again
    public record Limits(Duration start, Duration text, Duration idle, Duration rest) {
        /// The usual ones.
        public static final Limits USUAL = new Limits(
                Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(5));
    }

    private final Optional<Path> libraries;
    private final Limits limits;
    private final Map<String, FutureTask<Answer>> waiting = new ConcurrentHashMap<>();
    /// All that is done with the process is done by this one.
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("asciidoc").daemon().factory());
    private final Cache<String, Answer> made = Caffeine.newBuilder()
            .maximumWeight(KEPT_CHARACTERS_MAX)
            .expireAfter(Expiry.writing((String _, Answer it) -> it instanceof Answer.Html ? KEPT : REFUSED))
            .weigher((String _, Answer it) -> it instanceof Answer.Html(String html) ? html.length() + 200 : 200)
            .build();

    private volatile Optional<Child> child = Optional.empty();
    private volatile boolean rests;
    private int failures;
    private long converted;

    private Asciidoc(Optional<Path> libraries, Limits limits) {
        this.libraries = libraries;
        this.limits = limits;
    }

    /// With the libraries that came with this program.
    ///
    /// @param wanted whether it is done at all
    public static Asciidoc open(boolean wanted) {
        return open(Optional.of(shipped()).filter(_ -> wanted), Limits.USUAL);
    }

    /// @param libraries the folder of Asciidoctor's jars; without any, every text is shown as its source
    public static Asciidoc open(Optional<Path> libraries, Limits limits) {
        libraries
                .filter(folder -> !Files.isDirectory(folder))
                .ifPresent(folder -> LOG.warn("AsciiDoc is shown as its source: there is no {}", folder));
        return new Asciidoc(libraries.filter(Files::isDirectory), limits);
    }

    /// The folder of the libraries that came with this program.
    public static Path shipped() {
        return own().resolveSibling("asciidoc");
    }

    /// Where this class is: a jar, or a folder of classes.
    private static Path own() {
        try {
            return Path.of(Asciidoc.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError("the program is nowhere", e);
        }
    }

    /// What becomes of a text, as far as that is known after so long.
    ///
    /// @param id of the text's content
    public Answer soon(String id, String text, Duration patience) {
        if (libraries.isEmpty()) return NOT_HERE;
        if (text.length() > CHARACTERS_MAX) return TOO_LARGE;
        var kept = Optional.ofNullable(made.getIfPresent(id));
        if (kept.isPresent()) return kept.get();
        if (rests) return NOT_NOW;
        if (waiting.size() >= WAITING_MAX && !waiting.containsKey(id)) return new Answer.Later();
        try {
            return waiting.computeIfAbsent(id, _ -> begun(libraries.get(), id, text))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | RejectedExecutionException e) {
            LOG.debug("AsciiDoc {} is not rendered yet", id, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot render AsciiDoc " + id, e.getCause());
        }
        return new Answer.Later();
    }

    private FutureTask<Answer> begun(Path folder, String id, String text) {
        var task = new FutureTask<>(() -> make(folder, id, text));
        thread.execute(task);
        return task;
    }

    private Answer make(Path folder, String id, String text) {
        try {
            var answer = rests ? NOT_NOW : convert(folder, id, text);
            // Somebody else may have ended the process.
            if (answer.equals(FAILED) && !rests) answer = convert(folder, id, text);
            if (!answer.equals(NOT_NOW)) made.put(id, answer);
            return answer;
        } finally {
            waiting.remove(id);
            long until = ++converted;
            if (!thread.isShutdown()) {
                var _ = thread.schedule(() -> endIfIdle(until), limits.idle().toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private Answer convert(Path folder, String id, String text) {
        try {
            var html = running(folder).convert(text, limits.text());
            failures = 0;
            return html.<Answer>map(Answer.Html::new).orElse(UNFIT);
        } catch (TimeoutException _) {
            LOG.warn("AsciiDoc {} took longer than {}", id, limits.text());
            failed();
            return TOO_SLOW;
        } catch (IOException e) {
            boolean began = child.isPresent();
            if (!thread.isShutdown()) {
                LOG.warn("the process that renders AsciiDoc failed at {}", id, e);
                failed();
            }
            return began ? FAILED : NOT_NOW;
        }
    }

    private Child running(Path folder) throws IOException {
        var now = child.filter(Child::isAlive);
        if (now.isEmpty()) {
            child = Optional.empty();
            now = Optional.of(Child.start(folder, own(), limits.start()));
            child = now;
        }
        return now.get();
    }

    private void failed() {
        if (++failures < FAILURES_MAX) return;
        LOG.warn("AsciiDoc is not rendered for {}: its process failed {} times in a row", limits.rest(), failures);
        rests = true;
        var _ = thread.schedule(this::goOn, limits.rest().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void goOn() {
        failures = 0;
        rests = false;
    }

    private void endIfIdle(long until) {
        if (converted == until) end();
    }

    private void end() {
        child.ifPresent(Child::close);
        child = Optional.empty();
    }

    /// The process, while it is there.
    Optional<ProcessHandle> process() {
        return child.filter(Child::isAlive).map(Child::handle);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        end();
    }
}
