package dev.hob.node.git;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was answered to clients that had nothing yet, kept on the disk for the next who asks the same before a ref
/// moves: the shallow clone of a build that runs on ten machines is put together once. Shared between threads.
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final long ANSWER_BYTES_MAX = 128L << 20;
    private static final long BYTES_MAX = 512L << 20;
    private static final int BLOCK_BYTES = 4096;
    private static final int COPY_BYTES = 64 * 1024;
    private static final Duration KEPT = Duration.ofHours(1);

    /// One question: what is asked of which state of which repository.
    record Question(RepositoryId repository, long generation, FreshFetch fetch) {}

    private record Kept(Path file, long bytes) {}

    private final Path folder;
    private final Storage storage;
    private final AtomicLong numbers = new AtomicLong();
    private final Cache<Question, Kept> kept = Caffeine.newBuilder()
            .maximumWeight(BYTES_MAX / BLOCK_BYTES)
            .weigher((Question _, Kept answer) -> (int) (answer.bytes() / BLOCK_BYTES) + 1)
            .expireAfterAccess(KEPT)
            .removalListener((@Nullable Question _, @Nullable Kept answer, RemovalCause _) -> {
                if (answer != null) drop(answer.file());
            })
            .build();

    /// @param folder where answers are kept until the node stops; what an earlier node left there goes
    /// @param storage on the same disk, which must not run full
    Answers(Path folder, Storage storage) {
        this.folder = folder;
        this.storage = storage;
        try {
            if (Files.isDirectory(folder)) Storage.remove(folder);
        } catch (IOException e) {
            LOG.warn("cannot clear {}", folder, e);
        }
    }

    /// Sends the answer to a question, where it is known. Nothing was sent when it is not.
    boolean send(Question question, OutputStream out) throws IOException {
        var answer = kept.getIfPresent(question);
        if (answer == null) return false;
        try (InputStream in = Files.newInputStream(answer.file())) {
            var buffer = new byte[COPY_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) out.write(buffer, 0, read);
            out.flush();
            return true;
        } catch (NoSuchFileException e) {
            LOG.debug("an answer has just been dropped", e);
            kept.invalidate(question);
            return false;
        }
    }

    /// Listens to an answer while it is sent.
    Recording record(Question question, OutputStream out) {
        return new Recording(question, out);
    }

    private Path fresh() throws IOException {
        return Files.createDirectories(folder).resolve(Long.toString(numbers.incrementAndGet()));
    }

    private static void drop(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot remove {}", file, e);
        }
    }

    /// Passes an answer on and writes it down. What cannot be written down is still passed on.
    final class Recording extends OutputStream {
        private final Question question;
        private final OutputStream out;
        private Optional<Path> file = Optional.empty();
        private Optional<OutputStream> copy = Optional.empty();
        private long bytes;
        private boolean complete;

        private Recording(Question question, OutputStream out) {
            this.question = question;
            this.out = out;
            try {
                if (!storage.hasRoom()) return;
                file = Optional.of(fresh());
                copy = Optional.of(Files.newOutputStream(file.get()));
            } catch (IOException e) {
                LOG.debug("an answer is not kept", e);
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
            bytes += length;
            if (copy.isEmpty()) return;
            try {
                if (bytes > ANSWER_BYTES_MAX) forget();
                else copy.get().write(from, offset, length);
            } catch (IOException e) {
                LOG.debug("an answer is not kept", e);
                forget();
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        /// The answer was a good one, and is whole.
        void complete() {
            complete = true;
        }

        @Override
        public void close() throws IOException {
            if (copy.isEmpty()) return;
            copy.get().close();
            if (complete) kept.put(question, new Kept(file.orElseThrow(), bytes));
            else forget();
        }

        private void forget() throws IOException {
            if (copy.isPresent()) copy.get().close();
            copy = Optional.empty();
            file.ifPresent(Answers::drop);
        }
    }
}
