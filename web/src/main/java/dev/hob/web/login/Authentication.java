package dev.hob.web.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.Secret;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.People;
import dev.hob.node.people.Viewer;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// Reads the `Authorization` header: `Basic` with a password or a token, `Bearer` or `token` with a token
/// (RFC 7617, RFC 6750). Shared between threads.
public final class Authentication {
    private static final int HEADER_CHARACTERS_MAX = 4_096;
    private static final String TOKEN_PREFIX = "hob_";

    /// Who asks.
    public sealed interface Answer {
        /// `byPassword` tells a person from a token of theirs.
        record Known(Viewer viewer, boolean byPassword) implements Answer {}

        /// No header: whoever it is may see what everyone may see.
        record Anonymous() implements Answer {}

        /// A wrong password or a token that opens nothing.
        record Wrong() implements Answer {}

        /// Too many wrong ones.
        record Slow(Duration after) implements Answer {}
    }

    private final People people;
    private final AccessTokens tokens;

    public Authentication(People people, AccessTokens tokens) {
        this.people = people;
        this.tokens = tokens;
    }

    /// Who sent this request, by its header alone.
    public Answer check(Context context) {
        return check(Optional.ofNullable(context.header("Authorization")), context.ip());
    }

    Answer check(Optional<String> header, String address) {
        if (header.isEmpty() || header.get().isBlank()) return new Answer.Anonymous();
        String[] parts = header.get().strip().split("\\s+", 2);
        if (parts.length != 2 || header.get().length() > HEADER_CHARACTERS_MAX) return new Answer.Wrong();
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "basic" -> basic(parts[1], address);
            case "bearer", "token" -> token(Secret.of(parts[1]), address);
            default -> new Answer.Wrong();
        };
    }

    private Answer basic(String encoded, String address) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
        } catch (IllegalArgumentException _) {
            return new Answer.Wrong(); // Not base64: nobody's password.
        }
        int colon = pair.indexOf(':');
        if (colon < 0) return new Answer.Wrong();
        String name = pair.substring(0, colon);
        String password = pair.substring(colon + 1);
        // Scripts put a token into either field.
        if (password.startsWith(TOKEN_PREFIX)) return token(Secret.of(password), address);
        if (name.startsWith(TOKEN_PREFIX)) return token(Secret.of(name), address);
        return switch (people.login(name, Secret.of(password), address)) {
            case People.Login.Known(var person) -> new Answer.Known(Viewer.of(person), true);
            case People.Login.Wrong _ -> new Answer.Wrong();
            case People.Login.Slow(var after) -> new Answer.Slow(after);
        };
    }

    private Answer token(Secret secret, String address) {
        return switch (tokens.check(secret, address)) {
            case AccessTokens.Check.Known(var person, var grant) ->
                new Answer.Known(new Viewer(Optional.of(person), grant), false);
            case AccessTokens.Check.Wrong _ -> new Answer.Wrong();
            case AccessTokens.Check.Slow(var after) -> new Answer.Slow(after);
        };
    }
}
