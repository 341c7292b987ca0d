package dev.hob.web.api;

import dev.hob.keys.Secret;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.web.html.Stop;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;

/// Who calls the API: by token (`token` or `Bearer`), or by Basic with a password or a token in its place.
record Caller(Viewer viewer, boolean byPassword) {
    static Caller of(Context context, People people, AccessTokens tokens, String address) {
        String header = context.header("Authorization");
        if (header == null || header.isBlank()) return new Caller(Viewer.ANYONE, false);
        int space = header.indexOf(' ');
        String scheme = (space < 0 ? header : header.substring(0, space)).toLowerCase(Locale.ROOT);
        String value = space < 0 ? "" : header.substring(space + 1).strip();
        return switch (scheme) {
            case "token", "bearer" -> new Caller(byToken(context, tokens, value, address), false);
            case "basic" -> basic(context, people, tokens, value, address);
            default -> throw wrong(context);
        };
    }

    private static Caller basic(Context context, People people, AccessTokens tokens, String value, String address) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong(context);
        }
        int colon = pair.indexOf(':');
        if (colon < 0) throw wrong(context);
        String name = pair.substring(0, colon);
        String password = pair.substring(colon + 1);
        if (password.startsWith("hob_")) return new Caller(byToken(context, tokens, password, address), false);
        if (name.startsWith("hob_")) return new Caller(byToken(context, tokens, name, address), false);
        return switch (people.login(name, Secret.of(password), address)) {
            case People.Login.Known(var person) -> new Caller(Viewer.of(person), true);
            case People.Login.Wrong() -> throw wrong(context);
            case People.Login.Slow(var after) -> throw slow(context, after);
        };
    }

    private static Viewer byToken(Context context, AccessTokens tokens, String token, String address) {
        return switch (tokens.check(Secret.of(token), address)) {
            case AccessTokens.Check.Known(var person, var grant) -> new Viewer(java.util.Optional.of(person), grant);
            case AccessTokens.Check.Wrong() -> throw wrong(context);
            case AccessTokens.Check.Slow(var after) -> throw slow(context, after);
        };
    }

    private static Stop wrong(Context context) {
        context.header("WWW-Authenticate", "Basic realm=\"Hob\", charset=\"UTF-8\"");
        return new Stop(401, "user does not exist, or the password or token is wrong");
    }

    private static Stop slow(Context context, Duration after) {
        context.header("Retry-After", String.valueOf(after.toSeconds() + 1));
        return new Stop(429, "too many failed attempts; try again in " + (after.toSeconds() + 1) + " seconds");
    }

    /// The account that calls; anybody else is told to authenticate.
    Person person() {
        return viewer.person().orElseThrow(() -> new Stop(401, "token is required"));
    }

    /// Refuses a token that does not reach so far.
    void needs(Scope scope) {
        if (viewer.person().isPresent() && !viewer.grant().allows(scope))
            throw new Stop(403, "token does not have at least one of required scope(s): [" + scope.text() + "]");
    }
}
