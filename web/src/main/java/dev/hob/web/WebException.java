package dev.hob.web;

/// HTTP cannot be spoken as it was configured; the message says why.
public final class WebException extends RuntimeException {
    public WebException(String message, Throwable cause) {
        super(message, cause);
    }
}
