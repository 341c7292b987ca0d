package dev.hob.web.login;

import static dev.hob.web.text.Messages.text;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An access token in a list.
///
/// @param limited whether it reaches chosen repositories only
/// @param limitedTo those of them that there still are
public record TokenLine(
        String id,
        String name,
        String lastEight,
        String scopes,
        boolean limited,
        List<String> limitedTo,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> used) {
    public TokenLine {
        limitedTo = List.copyOf(limitedTo);
    }

    /// Which repositories it reaches, in words.
    public String reach() {
        if (!limited) return text("login.every-repository");
        return limitedTo.isEmpty() ? text("login.repositories-that-are-gone") : String.join(", ", limitedTo);
    }
}
