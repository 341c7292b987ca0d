package dev.hob.web.html;

import dev.hob.keys.Secret;
import dev.hob.keys.Tokens;
import dev.hob.node.people.Session;
import dev.hob.node.people.Sessions;
import dev.hob.node.people.SignUp;
import dev.hob.node.people.Viewer;
import io.javalin.http.Context;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Makes a [Visit] of each request: session, form token, and the addresses of both ends.
public final class Visits {
    static final String SESSION = "hob_session";
    static final String FORM = "hob_form";
    /// The name of the reader's time zone (IANA), as their browser says it.
    static final String ZONE = "hob_zone";
    static final String TOLD = "hob_told";
    /// For pages with scripts.
    static final String SCRIPTED = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self';"
            + " connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// Where it is said which pages a browser may fetch when its reader points at a link to them: those that cost
    /// little and change nothing (HTML, "Speculative loading").
    public static final String SPECULATION = "/-/speculation-rules.json";

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int COOKIE_CHARACTERS_MAX = 100;

    private final Sessions sessions;
    private final Views views;
    private final InstantSource clock;
    private final Optional<URI> publicUrl;
    private final Supplier<SignUp> signUp;
    private final ToIntFunction<Viewer> news;
    private final SecureRandom random = new SecureRandom();

    /// @param news how much somebody was told of and has not read
    public Visits(
            Sessions sessions,
            InstantSource clock,
            Optional<URI> publicUrl,
            Supplier<SignUp> signUp,
            ToIntFunction<Viewer> news,
            Views views) {
        this.views = views;
        this.sessions = sessions;
        this.clock = clock;
        this.publicUrl = publicUrl.map(url -> URI.create(url.toString().replaceAll("/+$", "")));
        this.signUp = signUp;
        this.news = news;
    }

    /// The visit that a request is.
    public Visit of(Context context) {
        var session = cookie(context, SESSION).flatMap(text -> sessions.find(Secret.of(text)));
        var form = cookie(context, FORM);
        String csrf = session.map(Session::csrf).or(() -> form).orElseGet(() -> Tokens.fresh("", random)
                .text());
        return new Visit(this, context, session, csrf, session.isEmpty() && form.isEmpty());
    }

    /// What a reader's browser says of its clock; UTC when it says nothing that is known.
    ZoneId zone(Context context) {
        return cookie(context, ZONE)
                .filter(ZoneId.getAvailableZoneIds()::contains)
                .map(ZoneId::of)
                .orElse(UTC);
    }

    private static Optional<String> cookie(Context context, String name) {
        return Optional.ofNullable(context.cookie(name))
                .filter(text -> !text.isEmpty() && text.length() <= COOKIE_CHARACTERS_MAX);
    }

    /// The address of this node, without a slash behind it: the configured one, else the one that was asked for.
    public URI base(Context context) {
        return publicUrl.orElseGet(() -> {
            String host = context.header("Host");
            boolean plain = host != null && host.matches("[A-Za-z0-9.\\-]+(:\\d{1,5})?|\\[[0-9a-fA-F:]+](:\\d{1,5})?");
            return URI.create(context.req().getScheme() + "://" + (plain ? host : "localhost"));
        });
    }

    Sessions sessions() {
        return sessions;
    }

    Views views() {
        return views;
    }

    /// Who may sign up now.
    public SignUp signUp() {
        return signUp.get();
    }

    int news(Viewer viewer) {
        return news.applyAsInt(viewer);
    }

    Instant now() {
        return clock.instant();
    }
}
