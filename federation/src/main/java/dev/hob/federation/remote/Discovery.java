package dev.hob.federation.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.HostMeta;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Json;
import dev.hob.federation.vocab.WebFinger;
import dev.hob.node.language.Messages;
import dev.hob.node.outside.Answer;
import java.net.URLEncoder;
import java.util.Optional;

/// Asks hosts whom a handle names (RFC 7033). Stateless beside what it asks through.
final class Discovery {
    private static final String JRD = "application/jrd+json, application/json";
    private static final String XRD = "application/xrd+xml";

    private final Remote remote;

    Discovery(Remote remote) {
        this.remote = remote;
    }

    /// A handle as its own host writes it, and whom it names.
    record Named(Handle handle, Id actor) {}

    /// What the host of a handle says. When it calls the account by another name, that is asked once, and no further.
    Looked<Named> of(Handle handle) {
        return switch (asked(handle)) {
            case Looked.Found<WebFinger>(var finger) -> named(handle, finger);
            case Looked.Gone<WebFinger> _ -> new Looked.Gone<>();
            case Looked.Missing<WebFinger>(var why) -> new Looked.Missing<>(why);
            case Looked.Unreachable<WebFinger>(var why) -> new Looked.Unreachable<>(why);
        };
    }

    private Looked<Named> named(Handle asked, WebFinger finger) {
        var handle = finger.handle();
        var actor = finger.actor();
        if (handle.isEmpty() || actor.isEmpty())
            return new Looked.Missing<>(Messages.text("remote.does-not-say-who", asked.host(), asked));
        if (handle.get().equals(asked)) return new Looked.Found<>(new Named(asked, actor.get()));
        var again = asked(handle.get()).found();
        boolean closes = again.flatMap(WebFinger::handle).equals(handle)
                && again.flatMap(WebFinger::actor).equals(actor);
        return closes
                ? new Looked.Found<>(new Named(handle.get(), actor.get()))
                : new Looked.Missing<>(Messages.text("remote.is-called-otherwise", asked, handle.get()));
    }

    /// Whether an actor's own host also says that this is the actor's handle.
    boolean confirms(RemoteActor actor, Handle handle) {
        var there = Handle.of(handle.user() + "@" + actor.id().authority());
        var finger = there.flatMap(name -> asked(name).found());
        return finger.flatMap(WebFinger::handle).filter(handle::equals).isPresent()
                && finger.flatMap(WebFinger::actor).filter(actor.id()::equals).isPresent();
    }

    /// Where the host of a handle lets its people follow others, if it says so: an address with `{uri}` in it.
    Optional<String> subscribing(Handle handle) {
        return asked(handle).found().flatMap(WebFinger::subscribe);
    }

    private Looked<WebFinger> asked(Handle handle) {
        return switch (answered(handle)) {
            case Answer.Refused(var why) when why.mayPass() -> new Looked.Unreachable<>(why.told());
            case Answer.Refused(var why) -> new Looked.Missing<>(why.told());
            case Answer.Answered answered -> read(handle, answered);
        };
    }

    /// In https; where only plain http answers and this node may speak it, in http. The template of host-meta is asked
    /// for when there is nothing at the usual place.
    private Answer answered(Handle handle) {
        var answer = usual("https", handle);
        String scheme = "https";
        if (answer instanceof Answer.Refused && remote.speaksHttp()) {
            answer = usual("http", handle);
            scheme = "http";
        }
        if (!(answer instanceof Answer.Answered answered) || answered.status() != 404) return answer;
        return template(scheme, handle)
                .flatMap(meta -> Id.of(meta.template().replace("{uri}", encoded(handle))))
                .map(url -> remote.open(url, JRD))
                .orElse(answer);
    }

    private Answer usual(String scheme, Handle handle) {
        return remote.open(
                new Id(scheme + "://" + handle.host() + "/.well-known/webfinger?resource=" + encoded(handle)), JRD);
    }

    private Optional<HostMeta> template(String scheme, Handle handle) {
        var url = new Id(scheme + "://" + handle.host() + "/.well-known/host-meta");
        return remote.open(url, XRD) instanceof Answer.Answered answered && answered.status() == 200
                ? HostMeta.read(new String(answered.body(), UTF_8))
                : Optional.empty();
    }

    private static String encoded(Handle handle) {
        return URLEncoder.encode(handle.acct(), UTF_8);
    }

    private static Looked<WebFinger> read(Handle handle, Answer.Answered answered) {
        int status = answered.status();
        String host = handle.host();
        if (status == 410) return new Looked.Gone<>();
        if (status == 429 || status >= 500)
            return new Looked.Unreachable<>(Messages.text("remote.answered", host, status));
        if (status != 200) return new Looked.Missing<>(Messages.text("remote.knows-nobody-called", host, handle));
        boolean json =
                answered.field("Content-Type").filter(ContentTypes::isJson).isPresent();
        return json(answered.body())
                .filter(_ -> json)
                .flatMap(WebFinger::read)
                .<Looked<WebFinger>>map(Looked.Found::new)
                .orElseGet(() -> new Looked.Missing<>(Messages.text("remote.answers-not-who", host, handle)));
    }

    private static Optional<ObjectNode> json(byte[] body) {
        return Json.parse(body) instanceof Json.Parsed.Whole(var object) ? Optional.of(object) : Optional.empty();
    }
}
