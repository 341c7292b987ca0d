package dev.hob.node.repo;

/// Git storage failed us: the message says what we were doing to what.
public final class StorageException extends RuntimeException {
    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
