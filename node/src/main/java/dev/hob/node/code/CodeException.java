package dev.hob.node.code;

/// A repository on this disk could not be read.
public final class CodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Says what could not be read, and why.
    public CodeException(String told, Throwable cause) {
        super(told, cause);
    }
}
