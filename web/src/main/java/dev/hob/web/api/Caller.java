package dev.hob.web.api;

import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.web.html.Stop;
import dev.hob.web.login.Authentication;
import io.javalin.http.Context;
import java.time.Duration;

/// Who calls the API, and whether they gave a password or a token.
record Caller(Viewer viewer, boolean byPassword) {
    static Caller of(Context context, Authentication authentication) {
        return switch (authentication.check(context)) {
            case Authentication.Answer.Known(var viewer, var byPassword) -> new Caller(viewer, byPassword);
            case Authentication.Answer.Anonymous _ -> new Caller(Viewer.ANYONE, false);
            case Authentication.Answer.Wrong _ -> {
                context.header("WWW-Authenticate", "Basic realm=\"Hob\", charset=\"UTF-8\"");
                throw new Stop(401, "user does not exist, or the password or token is wrong");
            }
            case Authentication.Answer.Slow(var after) -> {
                long seconds = after.toSeconds() + 1;
                throw Stop.later(
                        429,
                        "too many failed attempts; try again in " + seconds + " seconds",
                        Duration.ofSeconds(seconds));
            }
        };
    }

    /// The account that calls; anybody else is told to authenticate.
    Person person() {
        return viewer.person().orElseThrow(() -> new Stop(401, "token is required"));
    }

    /// Refuses who does not administer the node, and a token that reaches some repositories only.
    void administers() {
        if (!person().admin()) throw new Stop(403, "only administrators of this node may do this");
        unlimited();
    }

    /// Refuses a token that reaches some repositories only.
    void unlimited() {
        if (viewer.grant().limitedTo().isPresent()) throw new Stop(403, "this token is limited to some repositories");
    }

    /// Refuses a token that does not reach so far.
    void needs(Scope scope) {
        if (viewer.person().isPresent() && !viewer.grant().allows(scope))
            throw new Stop(403, "token does not have at least one of required scope(s): [" + scope.text() + "]");
    }
}
