package dev.hob.web.html;

/// Ends a request with a status and a sentence. Thrown by pages and by the API alike; each tells it in its own form.
public final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// A refusal; the sentence may be shown to anyone.
    public Stop(int status, String told) {
        super(told, null, false, false);
        this.status = status;
    }

    /// What is not there, and what the reader must not know to be there, alike.
    public static Stop notFound() {
        return new Stop(404, "There is nothing here, or nothing that you may see.");
    }

    /// The HTTP status.
    public int status() {
        return status;
    }

    /// The sentence.
    public String told() {
        return String.valueOf(getMessage());
    }
}
