package dev.hob.keys;

/// Key material that cannot be read, opened or written; the message says which and why, never a secret.
public final class KeyException extends RuntimeException {
    public KeyException(String message) {
        super(message);
    }

    public KeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
