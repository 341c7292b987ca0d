package dev.hob.cli.remote;

/// A command cannot do what was asked; the message is for the one who asked, and the exit status is 1.
public class Unable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unable(String told) {
        super(told);
    }

    public Unable(String told, Throwable cause) {
        super(told, cause);
    }
}
