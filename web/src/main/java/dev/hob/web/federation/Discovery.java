package dev.hob.web.federation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.Speaking;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.HostMeta;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.NodeInfo;
import dev.hob.federation.vocab.WebFinger;
import dev.hob.node.Node;
import dev.hob.node.people.SignUp;
import dev.hob.web.html.Stop;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// How others find who is here: WebFinger, host-meta and NodeInfo. Without a public address nobody is found.
public final class Discovery {
    private static final String SOFTWARE = "hob";
    private static final String VERSION = "0.1.0";
    private static final int RESOURCE_CHARACTERS_MAX = 2_048;
    private static final Pattern PERSON_PAGE = Pattern.compile("/([a-z0-9_-]+)");
    private static final Pattern REPOSITORY_PAGE = Pattern.compile("/([A-Za-z0-9_-]+)/([A-Za-z0-9._-]+)");
    /// `alice/tools@host`: what people try who know the page.
    private static final Pattern SLASHED = Pattern.compile("(?:acct:)?@?([A-Za-z0-9_-]+)/([A-Za-z0-9._-]+)@([^@/]+)");

    /// What a forge may send here; microblogs send what all do.
    private static final List<String> ACTIVITIES =
            List.of("Offer", "Resolve", "Edit", "Assign", "Apply", "Invite", "Join", "Leave");

    private final Node node;
    private final Optional<Speaking> speaking;
    private final Supplier<SignUp> signUp;

    public Discovery(Node node, Optional<Speaking> speaking, Supplier<SignUp> signUp) {
        this.node = node;
        this.speaking = speaking;
        this.signUp = signUp;
    }

    private Speaking speaking() {
        return speaking.orElseThrow(Stop::notFound);
    }

    /// Who a handle or an address is.
    public void webFinger(Context context) {
        var actors = speaking().actors();
        String resource = Optional.ofNullable(context.queryParam("resource")).orElse("");
        context.header("Access-Control-Allow-Origin", "*").header("Cross-Origin-Resource-Policy", "cross-origin");
        if (resource.isBlank() || resource.length() > RESOURCE_CHARACTERS_MAX)
            throw new Stop(
                    400,
                    "Say which resource: ?resource=acct:name@" + actors.home().host());
        var local = find(actors, resource).orElseThrow(Stop::notFound);
        var finger = WebFinger.of(actors.handle(local), actors.id(local), actors.page(local), Optional.empty());
        json(context, "application/jrd+json", finger.write());
    }

    private static Optional<Local> find(LocalActors actors, String resource) {
        var slashed = SLASHED.matcher(resource);
        if (slashed.matches()
                && slashed.group(3)
                        .toLowerCase(Locale.ROOT)
                        .equals(actors.home().host())) return actors.at(slashed.group(1), slashed.group(2));
        return Handle.of(resource).flatMap(actors::of).or(() -> Id.of(resource)
                .flatMap(id -> actors.of(id).or(() -> actors.home().path(id).flatMap(path -> page(actors, path)))));
    }

    private static Optional<Local> page(LocalActors actors, String path) {
        var person = PERSON_PAGE.matcher(path);
        if (person.matches()) return actors.account(person.group(1));
        var repository = REPOSITORY_PAGE.matcher(path);
        if (repository.matches()) return actors.at(repository.group(1), repository.group(2));
        return path.equals("/") ? Optional.of(new Local.Instance()) : Optional.empty();
    }

    /// Where WebFinger is, for those who ask this first.
    public void hostMeta(Context context) {
        context.contentType("application/xrd+xml; charset=utf-8")
                .result(HostMeta.of(speaking().actors().home().origin()).write());
    }

    /// Where NodeInfo is.
    public void nodeInfos(Context context) {
        json(
                context,
                "application/json",
                NodeInfo.links(speaking().actors().home().origin()));
    }

    /// What this node is.
    public void nodeInfo(Context context) {
        var it = speaking();
        String version = context.pathParam("version");
        if (!version.equals("2.1") && !version.equals("2.0")) throw Stop.notFound();
        var people = node.people().count();
        var usage = new NodeInfo.Usage(
                people,
                node.people().active(30),
                node.people().active(180),
                it.outbox().posts());
        var info = new NodeInfo(SOFTWARE, VERSION, signUp.get() == SignUp.OPEN, usage, ACTIVITIES);
        json(
                context,
                "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/" + version + "#\"",
                info.write(version));
    }

    private static void json(Context context, String type, ObjectNode json) {
        context.contentType(type).header("Cache-Control", "public, max-age=180").result(json.toString());
    }
}
