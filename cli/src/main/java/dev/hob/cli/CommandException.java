package dev.hob.cli;

/// A command cannot do what was asked; the message is for the one who asked, and the exit status is 1.
final class CommandException extends RuntimeException {
    CommandException(String told) {
        super(told);
    }

    CommandException(String told, Throwable cause) {
        super(told, cause);
    }
}
