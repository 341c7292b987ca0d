package dev.hob.web.html;

import java.time.Duration;
import java.util.Optional;

/// Ends a request with a status and a sentence. Thrown by pages and by the API alike; each tells it in its own form.
public final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final Duration after;

    /// A refusal; the sentence may be shown to anyone.
    public Stop(int status, String told) {
        this(status, told, Duration.ZERO);
    }

    private Stop(int status, String told, Duration after) {
        super(told, null, false, false);
        this.status = status;
        this.after = after;
    }

    /// A refusal that may be another answer after some time.
    public static Stop later(int status, String told, Duration after) {
        return new Stop(status, told, after);
    }

    /// What is not there, and what the reader must not know to be there, alike.
    public static Stop notFound() {
        return new Stop(404, "There is nothing here, or nothing that you may see.");
    }

    /// The HTTP status.
    public int status() {
        return status;
    }

    /// After how long it is worth asking again (RFC 9110 §10.2.3); empty when waiting does not help.
    public Optional<Duration> after() {
        return Optional.of(after).filter(Duration::isPositive);
    }

    /// The sentence.
    public String told() {
        return String.valueOf(getMessage());
    }
}
