package dev.hob.search.embed;

/// A model could not be loaded or did not answer: what was wanted, and why not.
public final class EmbeddingException extends RuntimeException {
    public EmbeddingException(String wanted, Throwable cause) {
        super(wanted, cause);
    }

    public EmbeddingException(String wanted) {
        super(wanted);
    }
}
