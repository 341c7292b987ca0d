package dev.hob.node.git;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The latest answers to `ls-refs` (gitprotocol-v2): every clone, fetch and `git ls-remote` asks for the refs, most of
/// them in the same words, and the answer stays the same until one moves. In memory, bounded; shared between threads.
final class Listings {
    private static final byte[] COMMAND = "command=ls-refs".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH_DIGITS = 4;
    private static final int REQUEST_BYTES_MAX = 4 << 10;
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final int BYTES_MAX = 8 << 20;

    /// What is asked, of which state of the refs.
    record Question(RepositoryId repository, long generation, String head, String request) {}

    private final Cache<Question, byte[]> answers = Caffeine.newBuilder()
            .maximumWeight(BYTES_MAX)
            .weigher((Question question, byte[] answer) -> question.request().length() + answer.length)
            .build();

    /// The question that a request of v2 is; none when it asks for something else, or in too many words.
    static Optional<Question> question(Repo repo, RefView seen, byte[] request) {
        if (request.length > REQUEST_BYTES_MAX || request.length < LENGTH_DIGITS + COMMAND.length)
            return Optional.empty();
        for (int i = 0; i < COMMAND.length; i++) if (request[LENGTH_DIGITS + i] != COMMAND[i]) return Optional.empty();
        String text = new String(request, StandardCharsets.ISO_8859_1);
        return Optional.of(new Question(repo.id(), seen.generation(), seen.defaultBranch(), text));
    }

    /// The answer, when it was given before.
    Optional<byte[]> ready(Question question) {
        return Optional.ofNullable(answers.getIfPresent(question));
    }

    /// Notes an answer while it is given.
    Noting note(Question question, OutputStream out) {
        return new Noting(question, out);
    }

    /// An answer on its way out. Used by one thread.
    final class Noting extends FilterOutputStream {
        private final Question question;
        private final ByteArrayOutputStream noted = new ByteArrayOutputStream();

        private Noting(Question question, OutputStream out) {
            super(out);
            this.question = question;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            // One byte more than is kept shows that it was too long.
            int room = ANSWER_BYTES_MAX + 1 - noted.size();
            noted.write(bytes, offset, Math.min(room, length));
        }

        /// It went out whole: the next one who asks gets the same.
        void complete() {
            if (noted.size() <= ANSWER_BYTES_MAX) answers.put(question, noted.toByteArray());
        }
    }
}
