package dev.hob.federation.signature;

import java.util.Optional;

/// Which form a peer takes: try one, and when it is refused the other, once. Pure; the caller remembers per origin.
public sealed interface Knock {
    /// Ask again in this form; whatever comes then is the answer.
    record Again(Form form) implements Knock {}

    /// The peer has answered. `remember` is the form it took, when this answer tells.
    record Answered(Optional<Form> remember) implements Knock {}

    /// The form of the first request to an origin: what worked there last, else cavage, which all servers know.
    static Form first(Optional<Form> remembered) {
        return remembered.orElse(Form.CAVAGE);
    }

    /// After the answer to the first request. 400 and 401 are what servers say to a form they do not know.
    static Knock first(Form tried, int status) {
        return status == 400 || status == 401 ? new Again(tried.other()) : new Answered(taken(tried, status));
    }

    /// After the answer to the second request: never a third.
    static Answered second(Form tried, int status) {
        return new Answered(taken(tried, status));
    }

    /// A failing server may never have looked at the signature, and 404 or 429 may come before it does.
    private static Optional<Form> taken(Form tried, int status) {
        return status >= 200 && status < 300 ? Optional.of(tried) : Optional.empty();
    }
}
