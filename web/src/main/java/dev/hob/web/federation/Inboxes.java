package dev.hob.web.federation;

import dev.hob.federation.actor.Home;
import dev.hob.federation.inbox.Inbox;
import dev.hob.federation.signature.Request;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Json;
import dev.hob.web.html.Stop;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The doors where other servers leave what they send. What it says and who may say it is asked behind them.
public final class Inboxes {
    private static final int HEADERS_MAX = 200;

    private final Optional<Home> home;
    private final Optional<Inbox> inbox;

    public Inboxes(Optional<Home> home, Optional<Inbox> inbox) {
        this.home = home;
        this.inbox = inbox;
    }

    /// Hands on what was sent, and says what became of it.
    public void take(Context context) throws IOException {
        if (home.isEmpty() || inbox.isEmpty()) throw Stop.notFound();
        var answer = inbox.get().take(request(context), context.ip());
        tell(context, answer);
    }

    private Request request(Context context) throws IOException {
        // A byte more than is taken, so that it is seen where it ends.
        byte[] body = context.req().getInputStream().readNBytes(Json.BYTES_MAX + 1);
        return request(context, home.orElseThrow(), body);
    }

    /// The request as its sender signed it: under the public address, whoever passed it on to us.
    static Request request(Context context, Home home, byte[] body) {
        var asked = context.req();
        String query = asked.getQueryString() == null ? "" : "?" + asked.getQueryString();
        var target = Id.of(home.address() + asked.getRequestURI() + query)
                .orElseThrow(() -> new Stop(400, "That is no address."));
        return new Request(context.method().name(), target, headers(context, home), body);
    }

    private static List<Request.Header> headers(Context context, Home home) {
        var headers = new ArrayList<Request.Header>();
        for (String name : Collections.list(context.req().getHeaderNames()))
            for (String value : Collections.list(context.req().getHeaders(name)))
                // Behind a proxy the host is what the sender called us, not what the proxy did.
                if (headers.size() < HEADERS_MAX)
                    headers.add(new Request.Header(name, name.equalsIgnoreCase("Host") ? home.host() : value));
        return headers;
    }

    /// Says what became of it.
    static void tell(Context context, Inbox.Answer answer) {
        answer.retryAfter().ifPresent(after -> context.header("Retry-After", "" + Math.max(1, after.toSeconds())));
        context.status(answer.status())
                .contentType("text/plain; charset=utf-8")
                .header("Cache-Control", "no-store")
                .result(answer.sentence() + "\n");
    }
}
