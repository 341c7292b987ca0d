package dev.hob.search.index;

/// The index cannot be read or written.
public final class IndexException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public IndexException(String message, Throwable cause) {
        super(message, cause);
    }
}
