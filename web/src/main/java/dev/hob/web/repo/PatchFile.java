package dev.hob.web.repo;

import static dev.hob.web.text.Messages.text;

import dev.hob.web.html.Stop;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Sends changes as a text that `git am` or `git apply` takes. Shared between threads.
public final class PatchFile {
    /// Comparing keeps a processor busy for as long as a client takes what it gives.
    private static final int AT_ONCE_MAX = 4;

    private final Semaphore running = new Semaphore(AT_ONCE_MAX);

    /// What the text is.
    public enum Kind {
        /// Each commit as a mail.
        PATCH,
        /// All changes as one.
        DIFF;

        /// How an address ends that asks for it.
        public String ending() {
            return this == PATCH ? ".patch" : ".diff";
        }
    }

    /// Writes the text.
    public interface Writing {
        void write(OutputStream to) throws IOException;
    }

    /// Sends it.
    ///
    /// @param id what tells it apart: the same words must always stand for the same bytes
    public void send(Context context, Kind kind, String id, Writing writing) {
        String tag = "\"" + id + kind.ending() + "\"";
        context.header("ETag", tag).header("Cache-Control", "private, no-cache").header("Vary", "Cookie");
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        if (!running.tryAcquire())
            throw Stop.later(503, text("repo.others-are-reading-changes"), Duration.ofSeconds(5));
        try {
            context.contentType("text/plain; charset=utf-8")
                    .header("Content-Security-Policy", "default-src 'none'; sandbox");
            writing.write(context.outputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the changes of " + id, e);
        } finally {
            running.release();
        }
    }
}
