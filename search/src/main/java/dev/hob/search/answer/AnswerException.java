package dev.hob.search.answer;

/// There is no answer, or only half of one; the message says why, to whoever asked.
public final class AnswerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AnswerException(String told) {
        super(told);
    }

    AnswerException(String told, Throwable cause) {
        super(told, cause);
    }
}
