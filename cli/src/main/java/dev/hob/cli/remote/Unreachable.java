package dev.hob.cli.remote;

/// A command cannot do what was asked because the node does not answer.
public final class Unreachable extends Unable {
    private static final long serialVersionUID = 1L;

    Unreachable(String told, Throwable cause) {
        super(told, cause);
    }
}
