package dev.hob.web.api;

import dev.hob.node.issue.Answer;
import dev.hob.web.html.Stop;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What came of an act on an issue, in the API's words.
public final class Answers {
    private Answers() {}

    /// The operation that did it, if anything had to be done; else the refusal.
    public static Optional<ObjectId> check(Answer answer) {
        return switch (answer) {
            case Answer.Done(var entry) -> Optional.of(entry);
            case Answer.Same _ -> Optional.empty();
            case Answer.Refused(var reason, var _, String told) ->
                throw new Stop(
                        switch (reason) {
                            case INVALID -> 422;
                            case FORBIDDEN -> 403;
                            case MISSING -> 404;
                        },
                        told);
        };
    }

    /// The operation that did what can only be done anew.
    public static ObjectId made(Answer answer) {
        return check(answer).orElseThrow(() -> new AssertionError("something new was there already"));
    }
}
